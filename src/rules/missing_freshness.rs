//! Contracts that do not say how old data may be.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;
use crate::model::sla::{Amount, SlaKind, read};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-freshness",
        level: Level::Error,
        element: Element::Sla,
        page: include_str!("../../content/rules/missing-freshness.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(
    _: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    for promise in &contract.sla_properties {
        let kind = promise
            .property
            .as_ref()
            .map_or(SlaKind::Other, |name| SlaKind::named(name));
        match kind {
            SlaKind::Latency if promise.value.is_some() => return Outcome::Pass,
            // A promise of nothing is told as unreadable.
            SlaKind::Latency => return report.told_elsewhere(promise.span),
            SlaKind::Frequency => {
                let amount = read(promise).promise.map(|promise| promise.amount);
                if amount == Some(Amount::Never) {
                    return Outcome::NotApplicable("the data does not change");
                }
            }
            _ => {}
        }
    }
    report.absent(
        contract.place(),
        format!(
            "data contract `{}` does not say how old its data may be",
            place::name(own)
        ),
        "no `latency` in `slaProperties`",
        "add to `slaProperties` a `property: latency` with `value` and `unit`",
    )
}
