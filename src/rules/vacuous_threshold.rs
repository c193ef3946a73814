//! Quality rules that pass whatever the data is.

use super::place;
use super::report::{Facts, Report, Told};
use super::strength::Strength;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, Quality, SchemaObject, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "vacuous-threshold",
        level: Level::Warning,
        element: Element::Quality,
        page: include_str!("../../content/rules/vacuous-threshold.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// That a table is not empty is worth a check beside others. Alone it is none.
fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let (mut met, mut of) = (0, 0);
    for object in &contract.schema {
        let mut rules = Vec::new();
        collect(object, &mut rules);
        let has_real = rules
            .iter()
            .any(|(_, strength)| *strength == Strength::Real);
        for (quality, strength) in rules {
            of += 1;
            match strength {
                Strength::Silent | Strength::Real => met += 1,
                Strength::NotEmpty if has_real => met += 1,
                Strength::NotEmpty => {
                    let (_, table) = place::of_object(object);
                    let message =
                        format!("of `{table}` nothing is checked but that it is not empty");
                    tell(quality, message, report)
                        .help("ask for as many rows as a good day has, or check the keys and what must be filled");
                }
                Strength::Vacuous => {
                    let message = format!("{} passes whatever the data is", what(quality));
                    tell(quality, message, report).help("choose a bound that bad data breaks");
                }
            }
        }
    }
    Outcome::of(met, of, "there are no quality rules with a bound")
}

/// The rules of a table and of its columns that can be run and have a bound.
fn collect<'c>(object: &'c SchemaObject, rules: &mut Vec<(&'c Quality, Strength)>) {
    take(&object.quality, rules);
    columns(&object.properties, rules);
}

fn columns<'c>(properties: &'c [SchemaProperty], rules: &mut Vec<(&'c Quality, Strength)>) {
    for property in properties {
        take(&property.quality, rules);
        columns(&property.properties, rules);
    }
}

fn take<'c>(quality: &'c [Quality], rules: &mut Vec<(&'c Quality, Strength)>) {
    let judged = quality
        .iter()
        .map(|quality| (quality, Strength::of(quality)));
    rules.extend(judged.filter(|(_, strength)| *strength != Strength::Silent));
}

/// A rule as messages name it.
fn what(quality: &Quality) -> String {
    match (&quality.metric, &quality.name) {
        (Some(metric), _) => format!("the check of `{}`", metric.value),
        (None, Some(name)) => format!("`{}`", name.value),
        (None, None) => "the check".to_owned(),
    }
}

/// Tells it at the bound, which is what is at fault; without one at what is run.
fn tell<'r>(quality: &Quality, message: String, report: &'r mut Report<'_>) -> Told<'r> {
    let bound = quality.thresholds.first().map(|threshold| threshold.span);
    let named = quality.name.as_ref().map(|name| name.span);
    let span = bound.or(named).unwrap_or(quality.span.head());
    report.tell(span, message)
}
