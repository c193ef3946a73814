//! Columns without a logical type.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{DataContract, LogicalType, SchemaProperty};

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
        let mut mistyped = Vec::new();
        met += count(&object.properties, report, &mut untyped, &mut mistyped);
        unmet += untyped.len() + mistyped.len();
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
        report.tell_all(
            table,
            &mistyped,
            |name| format!("property `{name}` is said to be a string, and its physical type is none"),
            |count, names| {
                format!("{count} properties of `{table_name}` are said to be strings, and their physical types are none: {names}")
            },
            "write the `logicalType` of what is stored, such as number, date or timestamp",
        );
    }
    report.outcome(met, met + unmet, "there are no properties")
}

/// Counts the properties with a type at every depth, and lists those without.
fn count<'a>(
    properties: &'a [SchemaProperty],
    report: &Report<'_>,
    untyped: &mut Vec<(Span, &'a str)>,
    mistyped: &mut Vec<(Span, &'a str)>,
) -> usize {
    let mut typed = 0;
    for property in properties {
        let details = property.details();
        let has_other = details.is_some_and(|details| details.other_logical_type.is_some());
        if is_mistyped(property) {
            mistyped.push(place::of_property(property));
        } else if property.logical_type.is_some() || has_other {
            typed += 1;
        } else if report.is_whole(property.span) {
            untyped.push(place::of_property(property));
        }
        typed += count(&property.properties, report, untyped, mistyped);
    }
    typed
}

/// The starts of physical types that hold no text, lower case. Whole numbers are not among them:
/// what is called by a number is often a name.
const NO_TEXT: &[&str] = &[
    "bool", "date", "decimal", "double", "float", "money", "numeric", "real", "time",
];

/// Whether a string is stored as something else.
fn is_mistyped(property: &SchemaProperty) -> bool {
    let kind = property.logical_type.as_ref().map(|kind| kind.value);
    let physical = property.physical_type.as_ref();
    let Some(physical) = physical.filter(|_| kind == Some(LogicalType::String)) else {
        return false;
    };
    let physical = physical.trim().as_bytes();
    NO_TEXT.iter().any(|start| {
        let head = physical.get(..start.len());
        head.is_some_and(|head| head.eq_ignore_ascii_case(start.as_bytes()))
    })
}
