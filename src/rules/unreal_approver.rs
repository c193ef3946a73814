//! Approvers who are nobody.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::mesh::{Contract, UNREAL_APPROVER};
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: UNREAL_APPROVER,
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// The joining tells which of them are nobody.
fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let approvers = contract.roles.iter().flat_map(|role| {
        let levels = [&role.first_level_approvers, &role.second_level_approvers];
        levels.into_iter().flatten()
    });
    let places = approvers.map(|approvers| approvers.span);
    report.told_within(facts, places, "no approver is named")
}
