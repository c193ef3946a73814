//! Tables without a check that a machine can run.

use super::place;
use super::report::{Facts, Report};
use super::strength::Strength;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, Quality, QualityType, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-quality-rule",
        level: Level::Error,
        element: Element::Quality,
        page: include_str!("../../content/rules/missing-quality-rule.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    if contract.schema.is_empty() {
        // A contract without tables is told as such.
        return report.told_elsewhere(contract.place());
    }
    let (mut met, mut vain, mut unchecked) = (0, 0, Vec::new());
    for object in &contract.schema {
        match strongest(&object.quality, &object.properties) {
            Some((_, Strength::Silent | Strength::NotEmpty | Strength::Real)) => met += 1,
            // What passes in any case is told as such, and is no check.
            Some((vacuous, Strength::Vacuous)) => {
                report.told_elsewhere(vacuous.span);
                vain += 1;
            }
            None if report.is_whole_throughout(object.span) => {
                unchecked.push(place::of_object(object))
            }
            None => {}
        }
    }
    report.tell_all(
        contract.place(),
        &unchecked,
        |name| format!("table `{name}` has no executable quality rule"),
        |count, names| format!("{count} tables have no executable quality rule: {names}"),
        "add `quality:` with a metric and its bound, such as `metric: duplicateValues` and `mustBe: 0`",
    );
    report.outcome(met, met + vain + unchecked.len(), "there are no tables")
}

/// The check of a table or of one of its columns that can tell the most. One without a bound is told
/// as such, and counts as if it had one.
pub(super) fn strongest<'c>(
    own: &'c [Quality],
    properties: &'c [SchemaProperty],
) -> Option<(&'c Quality, Strength)> {
    let own = own.iter().filter(|quality| is_executable(quality));
    let own = own.map(|quality| match Strength::of(quality) {
        Strength::Silent => (quality, Strength::Real),
        strength => (quality, strength),
    });
    let within = properties
        .iter()
        .filter_map(|property| strongest(&property.quality, &property.properties));
    let mut found: Option<(&Quality, Strength)> = None;
    for (quality, strength) in own.chain(within) {
        if found.is_none_or(|(_, most)| most < strength) {
            found = Some((quality, strength));
        }
        if strength == Strength::Real {
            break;
        }
    }
    found
}

/// Whether a machine can run the rule.
pub(super) fn is_executable(quality: &Quality) -> bool {
    match quality.kind {
        QualityType::Text => false,
        QualityType::Library => quality.metric.is_some(),
        QualityType::Sql => quality.query.is_some(),
        QualityType::Custom => quality.implementation.is_some(),
    }
}
