//! Tables that do not say what one row is.

use super::filler::is_filler;
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
    grain.is_some_and(|text| !text.trim().is_empty() && !is_filler(text))
}

fn has_key(properties: &[SchemaProperty]) -> bool {
    let is_key = |property: &SchemaProperty| property.primary_key.is_some_and(|flag| flag.value);
    let mut properties = properties.iter();
    properties.any(|property| is_key(property) || has_key(&property.properties))
}
