//! Keys and lists of values without an example, and examples that are somebody's.

use super::filler::is_filler;
use super::personal::kind_of_person_data;
use super::place;
use super::report::{Facts, Report};
use super::specimen::is_somebodys;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{Any, DataContract, PropertyDetails, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-examples",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/missing-examples.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Low,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let mut counts = Counts::default();
    for object in &contract.schema {
        counts.absent.clear();
        counts.personal.clear();
        counts.columns(&object.properties, report);
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &counts.absent,
            |name| format!("`{name}` has no example"),
            |count, names| format!("{count} properties of `{table_name}` have no example: {names}"),
            "add `examples:` with a value or two that nobody owns",
        );
        report.tell_all(
            table,
            &counts.personal,
            |name| format!("an example of `{name}` looks like the data of a real person"),
            |count, names| {
                format!("examples of {count} properties of `{table_name}` look like the data of real persons: {names}")
            },
            "write one that is nobody's, such as `ann@example.com`, or mask it",
        );
    }
    report.outcome(
        counts.met,
        counts.of,
        "there are no keys, no enums and no examples",
    )
}

/// What should have examples and what has: how many, how many of them are as they should be,
/// and those of one table that are not.
#[derive(Default)]
struct Counts<'c> {
    met: usize,
    of: usize,
    absent: Vec<(Span, &'c str)>,
    personal: Vec<(Span, &'c str)>,
}

impl<'c> Counts<'c> {
    fn columns(&mut self, properties: &'c [SchemaProperty], report: &Report<'_>) {
        for property in properties {
            self.column(property, report);
            self.columns(&property.properties, report);
        }
    }

    fn column(&mut self, property: &'c SchemaProperty, report: &Report<'_>) {
        let is_key = property.primary_key.is_some_and(|flag| flag.value);
        let details = property.details();
        let is_enum = details.is_some_and(|details| !details.enum_values.is_empty());
        let has_some = details.is_some_and(has_examples);
        if has_some && details.is_some_and(|details| is_personal(property, details)) {
            self.of += 1;
            self.personal.push(place::of_property(property));
        } else if has_some && (is_key || is_enum) {
            self.of += 1;
            self.met += 1;
        } else if (is_key || is_enum) && report.is_whole_throughout(property.span) {
            self.of += 1;
            self.absent.push(place::of_property(property));
        }
    }
}

/// Whether there is a value that says something: the values of a list are examples too.
fn has_examples(details: &PropertyDetails) -> bool {
    let says = |any: &Any| {
        any.text()
            .is_none_or(|text| !text.trim().is_empty() && !is_filler(text))
    };
    let mut values = details
        .enum_values
        .iter()
        .filter_map(|value| value.value.as_ref());
    details.examples.iter().any(says) || values.any(|value| value.text() != Some(""))
}

fn is_personal(property: &SchemaProperty, details: &PropertyDetails) -> bool {
    let names = [&property.name, &property.business_name];
    let mut names = names.into_iter().flatten();
    let kind = names.find_map(|name| kind_of_person_data(&name.value));
    details
        .examples
        .iter()
        .any(|example| has_somebodys(example, kind))
}

fn has_somebodys(any: &Any, kind: Option<&str>) -> bool {
    match any {
        Any::Scalar(text) => is_somebodys(text, kind),
        Any::List(items) => items.iter().any(|item| has_somebodys(item, kind)),
        Any::Map(entries) => entries
            .iter()
            .any(|(key, value)| has_somebodys(value, kind_of_person_data(key).or(kind))),
    }
}
