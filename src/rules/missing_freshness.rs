//! Contracts that do not say how old data may be.

use super::copied_sla::copy;
use super::place;
use super::report::{Facts, Report};
use super::standstill::denied;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::sla::{Amount, SlaKind, read};
use crate::model::{DataContract, SlaProperty};

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
    facts: &Facts<'_>,
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
            SlaKind::Latency if promise.value.is_some() => {
                // What was copied is told as such, and is no promise of this product.
                if let Some(copy) = copy(facts, facts.mesh.product(own.product)) {
                    return report.told_elsewhere(copy);
                }
                return judge_latency(contract, promise, report);
            }
            // A promise of nothing is told as unreadable.
            SlaKind::Latency => return report.told_elsewhere(promise.span),
            SlaKind::Frequency if is_static(promise) => {
                return judge_static(contract, promise, report);
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

/// After so many days nobody waits for data any longer.
const LONGEST: f64 = 3.0 * 366.0;

/// What is only there when it is deleted again, or years later, is not promised.
fn judge_latency(
    contract: &DataContract,
    promise: &SlaProperty,
    report: &mut Report<'_>,
) -> Outcome {
    let retention = contract.sla_properties.iter().find(|promise| {
        let name = promise.property.as_ref();
        name.is_some_and(|name| SlaKind::named(name) == SlaKind::Retention)
    });
    let kept = retention.and_then(days);
    let days = days(promise).unwrap_or(0.0);
    if days <= LONGEST && kept.is_none_or(|kept| days < kept) {
        return Outcome::Pass;
    }
    let message = match kept.filter(|kept| *kept <= days) {
        Some(_) => "the data may be as old as it is kept",
        None => "the data may be older than three years",
    };
    report
        .tell(promise.span.head(), message)
        .help("promise within how long a row can be read after its event");
    Outcome::Fail
}

/// Data that never changes has no age; but some shows that it does change.
fn judge_static(
    contract: &DataContract,
    promise: &SlaProperty,
    report: &mut Report<'_>,
) -> Outcome {
    let Some((span, what)) = denied(contract) else {
        return Outcome::NotApplicable("the data does not change");
    };
    report
        .tell(
            promise.span.head(),
            format!("the data is said never to change, but {what}"),
        )
        .help("promise a `latency` and how often the data comes")
        .related(span, "what shows that it comes");
    Outcome::Fail
}

/// Whether a promise says that the data never changes.
pub(super) fn is_static(promise: &SlaProperty) -> bool {
    let amount = read(promise).promise.map(|promise| promise.amount);
    amount == Some(Amount::Never)
}

/// How many days a promise is long.
fn days(promise: &SlaProperty) -> Option<f64> {
    match read(promise).promise?.amount {
        Amount::Duration(duration) => Some(
            f64::from(duration.months) * 30.4
                + f64::from(duration.days)
                + duration.milliseconds as f64 / 86_400_000.0,
        ),
        _ => None,
    }
}
