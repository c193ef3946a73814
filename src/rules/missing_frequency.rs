//! Contracts that do not say when data comes.

use super::missing_freshness::is_static;
use super::place;
use super::report::{Facts, Report};
use super::standstill::denied;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::sla::SlaKind;
use crate::model::{DataContract, SlaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-frequency",
        level: Level::Warning,
        element: Element::Sla,
        page: include_str!("../../content/rules/missing-frequency.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Medium,
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
    let mut promises = contract.sla_properties.iter();
    if let Some(promise) = promises.find(|promise| is_frequency(promise) && is_static(promise))
        && denied(contract).is_some()
    {
        // That it is not so is told with the age of the data.
        return report.told_elsewhere(promise.span);
    }
    let is_promised = contract.sla_properties.iter().any(|promise| {
        let name = promise.property.as_ref().map_or("", |name| &name.value);
        let is_schedule = name.to_lowercase().contains("schedule");
        is_schedule || promise.schedule.is_some() || is_frequency(promise)
    });
    if is_promised {
        return Outcome::Pass;
    }
    report.absent(
        contract.place(),
        format!(
            "data contract `{}` does not say how often its data comes",
            place::name(own)
        ),
        "no `frequency` in `slaProperties`",
        "add to `slaProperties` a `property: frequency` with `value` and `unit`, or a `schedule`",
    )
}

fn is_frequency(promise: &SlaProperty) -> bool {
    let name = promise.property.as_ref();
    name.is_some_and(|name| SlaKind::named(name) == SlaKind::Frequency)
}
