//! A contract without tables, or a table without columns.

use super::nameless::is_nameless_column;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-schema",
        level: Level::Error,
        element: Element::Schema,
        page: include_str!("../../content/rules/missing-schema.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

/// One table with columns is enough; a blob has none (ODCS 3.2, schema).
fn check(
    _: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let is_described = contract.schema.iter().any(|object| {
        let is_blob = object
            .logical_type
            .as_ref()
            .is_some_and(|kind| &*kind.value == "blob");
        is_blob || object.properties.iter().any(says_something)
    });
    if is_described {
        return Outcome::Pass;
    }
    let (span, label) = match contract.schema.first() {
        Some(object) if !object.properties.is_empty() => (
            place::of_property(&object.properties[0]).0,
            "it stands for columns that are not named",
        ),
        Some(object) => (place::of_object(object).0, "no `properties` in this table"),
        None => (contract.place(), "no `schema` in this contract"),
    };
    report.absent(
        span,
        format!("data contract `{}` describes no columns", place::name(own)),
        label,
        "add `schema:` with each table, and below it `properties:` with its columns",
    )
}

/// Whether it is a column that has a name, or whose name is missing by a mistake.
fn says_something(property: &SchemaProperty) -> bool {
    let name = property.name.as_ref();
    name.is_none_or(|name| !is_nameless_column(name))
}
