//! Tables without a check that a machine can run.

use super::place;
use super::report::{Facts, Report};
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
    let (mut met, mut unchecked) = (0, Vec::new());
    for object in &contract.schema {
        let is_checked = object.quality.iter().any(is_executable) || any(&object.properties);
        match is_checked {
            true => met += 1,
            false if report.is_whole_throughout(object.span) => {
                unchecked.push(place::of_object(object))
            }
            false => {}
        }
    }
    report.tell_all(
        contract.place(),
        &unchecked,
        |name| format!("table `{name}` has no executable quality rule"),
        |count, names| format!("{count} tables have no executable quality rule: {names}"),
        "add `quality:` with a metric and its bound, such as `metric: duplicateValues` and `mustBe: 0`",
    );
    report.outcome(met, met + unchecked.len(), "there are no tables")
}

fn any(properties: &[SchemaProperty]) -> bool {
    let mut properties = properties.iter();
    properties
        .any(|property| property.quality.iter().any(is_executable) || any(&property.properties))
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
