//! Contracts that do not say how long data is kept.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;
use crate::model::sla::SlaKind;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-retention",
        level: Level::Warning,
        element: Element::Sla,
        page: include_str!("../../content/rules/missing-retention.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Declared,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(
    _: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let promise = place::promises(contract, &[SlaKind::Retention]).next();
    match promise {
        Some(promise) if promise.value.is_some() => Outcome::Pass,
        // A promise of nothing is told as unreadable.
        Some(promise) => report.told_elsewhere(promise.span),
        None => report.absent(
            contract.place(),
            format!(
                "data contract `{}` does not say how long its data is kept",
                place::name(own)
            ),
            "no `retention` in `slaProperties`",
            "add to `slaProperties` a `property: retention` with `value` and `unit`",
        ),
    }
}
