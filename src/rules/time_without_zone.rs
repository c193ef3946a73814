//! Moments without a time zone.

use super::filler::is_filler;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{DataContract, LogicalType, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "time-without-zone",
        level: Level::Warning,
        element: Element::Schema,
        page: include_str!("../../content/rules/time-without-zone.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Declared,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let (mut met, mut unmet) = (0, 0);
    let mut without = Vec::new();
    for object in &contract.schema {
        without.clear();
        met += count(&object.properties, report, &mut without);
        unmet += without.len();
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &without,
            |name| format!("`{name}` is a time without a time zone"),
            |count, names| {
                format!("{count} properties of `{table_name}` are times without a time zone: {names}")
            },
            "add `logicalTypeOptions` with `timezone: true`, or with the zone as `defaultTimezone: Etc/UTC`",
        );
    }
    report.outcome(met, met + unmet, "there are no properties of time")
}

/// Counts the times that say their zone or format, and lists those that do not.
fn count<'c>(
    properties: &'c [SchemaProperty],
    report: &Report<'_>,
    without: &mut Vec<(Span, &'c str)>,
) -> usize {
    let mut met = 0;
    for property in properties {
        if is_moment(property) {
            if says_zone(property) {
                met += 1;
            } else if report.is_whole_throughout(property.span) {
                without.push(place::of_property(property));
            }
        }
        met += count(&property.properties, report, without);
    }
    met
}

/// Whether a column holds a moment or a time of day. A day has no zone; but before 3.1 a date
/// was the only type that ODCS had for moments too.
fn is_moment(property: &SchemaProperty) -> bool {
    match property.logical_type.as_ref().map(|kind| kind.value) {
        Some(LogicalType::Timestamp | LogicalType::Time) => true,
        Some(LogicalType::Date) | None => {
            let physical = property.physical_type.as_ref();
            physical.is_some_and(|kind| {
                let starts = ["timestamp", "datetime", "smalldatetime"];
                starts.iter().any(|start| starts_with(kind, start))
            })
        }
        Some(_) => false,
    }
}

fn starts_with(text: &str, start: &str) -> bool {
    let head = text.trim_start().get(..start.len());
    head.is_some_and(|head| head.eq_ignore_ascii_case(start))
}

/// Physical types that say with which zone a moment is kept, or that it is with none, as they
/// are without spaces and underscores.
const ZONED: &[&str] = &[
    "timestamptz",
    "timestampntz",
    "timestampltz",
    "timetz",
    "datetimeoffset",
    "withtimezone",
    "withouttimezone",
    "withlocaltimezone",
];

fn says_zone(property: &SchemaProperty) -> bool {
    let options = property
        .details()
        .map_or(&[][..], |details| &details.logical_type_options);
    let mut options = options.iter();
    let is_said = options.any(|option| {
        let text = option.value.text().map(str::trim);
        match &*option.key.value {
            "timezone" => text.is_some_and(|text| matches!(text, "true" | "false")),
            "defaultTimezone" | "format" => {
                text.is_some_and(|text| !text.is_empty() && !is_filler(text))
            }
            _ => false,
        }
    });
    is_said
        || property.physical_type.as_ref().is_some_and(|kind| {
            let letters = kind.chars().filter(char::is_ascii_alphabetic);
            let bare: String = letters.map(|c| c.to_ascii_lowercase()).take(64).collect();
            ZONED.iter().any(|zoned| bare.contains(zoned))
        })
}
