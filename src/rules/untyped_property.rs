//! Columns without a logical type.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "untyped-property",
        level: Level::Error,
        element: Element::Schema,
        page: include_str!("../../content/rules/untyped-property.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let (mut met, mut unmet) = (0, 0);
    for object in &contract.schema {
        let mut untyped = Vec::new();
        met += count(&object.properties, report, &mut untyped);
        unmet += untyped.len();
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &untyped,
            |name| format!("property `{name}` has no logical type"),
            |count, names| {
                format!("{count} properties of `{table_name}` have no logical type: {names}")
            },
            "add `logicalType:`, such as string, integer, number, date or timestamp",
        );
    }
    report.outcome(met, met + unmet, "there are no properties")
}

/// Counts the properties with a type at every depth, and lists those without.
fn count<'a>(
    properties: &'a [SchemaProperty],
    report: &Report<'_>,
    untyped: &mut Vec<(Span, &'a str)>,
) -> usize {
    let mut typed = 0;
    for property in properties {
        let details = property.details();
        let has_other = details.is_some_and(|details| details.other_logical_type.is_some());
        if property.logical_type.is_some() || has_other {
            typed += 1;
        } else if report.is_whole(property.span) {
            untyped.push(place::of_property(property));
        }
        typed += count(&property.properties, report, untyped);
    }
    typed
}
