//! Tables that do not say what one row is.

use super::filler::{is_filler, repeats};
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaObject, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "object-without-grain",
        level: Level::Error,
        element: Element::Schema,
        page: include_str!("../../content/rules/object-without-grain.md"),
    },
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let (mut met, mut without) = (0, Vec::new());
    for object in &contract.schema {
        if has_grain(object) || has_key(&object.properties) {
            met += 1;
        } else if report.is_whole_throughout(object.span) {
            without.push(place::of_object(object));
        }
    }
    report.tell_all(
        contract.place(),
        &without,
        |name| format!("table `{name}` has no primary key, and nothing says what one row is"),
        |count, names| {
            format!("{count} tables have no primary key, and nothing says what one row is: {names}")
        },
        "mark the key with `primaryKey: true`, or say in `dataGranularityDescription` what one row is",
    );
    report.outcome(met, met + without.len(), "there are no tables")
}

fn has_grain(object: &SchemaObject) -> bool {
    let grain = object.data_granularity_description.as_ref();
    let name = object.name.as_ref().map_or("", |name| &*name.value);
    grain.is_some_and(|text| {
        let says_nothing = is_filler(text) || repeats(text, &[name]);
        !says_nothing && text.split_whitespace().any(says_what)
    })
}

/// Words of a grain that say nothing without others: `one row per record`.
const OF_ANY: &[&str] = &[
    "a", "all", "an", "by", "data", "each", "entry", "every", "for", "in", "is", "item", "line",
    "of", "one", "per", "record", "records", "row", "rows", "single", "table", "the",
];

fn says_what(word: &str) -> bool {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    !word.is_empty() && !OF_ANY.iter().any(|any| word.eq_ignore_ascii_case(any))
}

/// A table of so many columns that are all its key has none.
const ALL_KEYS: usize = 4;

fn has_key(properties: &[SchemaProperty]) -> bool {
    let is_key = |property: &SchemaProperty| property.primary_key.is_some_and(|flag| flag.value);
    if properties.len() >= ALL_KEYS && properties.iter().all(is_key) {
        return false;
    }
    let mut properties = properties.iter();
    properties.any(|property| is_key(property) || has_key(&property.properties))
}
