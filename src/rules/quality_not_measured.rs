//! Quality rules of which no result is there.

use super::measured::{declared, levels};
use super::missing_quality_rule::is_executable;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::DataContract;
use crate::service_level::CheckState;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "quality-not-measured",
        level: Level::Error,
        element: Element::Quality,
        page: include_str!("../../content/rules/quality-not-measured.md"),
    },
    tier: Tier::Gold,
    severity: Severity::High,
    evidence: Evidence::Measured,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.3.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let levels = match levels(facts, own, contract) {
        Ok(levels) => levels,
        Err(outcome) => return outcome,
    };
    let rules = declared(contract);
    let rules = rules.iter().filter(|rule| is_executable(rule.quality));
    let (mut met, mut of) = (0, 0);
    let mut without: Vec<(Span, &'static str)> = Vec::new();
    for rule in rules {
        of += 1;
        let found = levels.check(rule.object, &rule.property, rule.rule);
        match found.map(|check| check.state) {
            Some(CheckState::Passing | CheckState::Warning | CheckState::Failing) => met += 1,
            Some(CheckState::Stale) => without.push((rule.quality.span.head(), "too old")),
            Some(CheckState::Unknown) => {
                without.push((rule.quality.span.head(), "none that tells"))
            }
            None => without.push((rule.quality.span.head(), "none")),
        }
    }
    if let Some((first, which)) = without.first() {
        let message = match (without.len(), *which) {
            (1, "too old") => "the last result of this quality rule is too old".to_owned(),
            (1, _) => "there is no result of this quality rule".to_owned(),
            (count, _) => format!("there is no recent result of {count} of {of} quality rules"),
        };
        report.tell(*first, message).help(
            "let the pipeline leave its results in `measurements`, with the `id` of each rule",
        );
    }
    Outcome::of(met, of, "no quality rule can be executed")
}
