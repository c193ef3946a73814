//! Promises that no machine understands.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;
use crate::model::sla;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unreadable-sla",
        level: Level::Error,
        element: Element::Sla,
        page: include_str!("../../content/rules/unreadable-sla.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let mut met = 0;
    for promise in &contract.sla_properties {
        let faults = sla::read(promise).faults;
        met += usize::from(faults.is_empty());
        if !faults.is_empty() && facts.is_refused(promise.span) {
            // Its value or unit is missing or misspelt, and the standard says so.
            continue;
        }
        for fault in faults {
            report.tell(fault.span, fault.message).help(fault.help);
        }
    }
    Outcome::of(met, contract.sla_properties.len(), "nothing is promised")
}
