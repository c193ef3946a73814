//! Service levels that are not kept.

use super::measured::levels;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, sla};
use crate::service_level::State;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "sla-broken",
        level: Level::Error,
        element: Element::Sla,
        page: include_str!("../../content/rules/sla-broken.md"),
    },
    tier: Tier::Gold,
    severity: Severity::High,
    evidence: Evidence::Measured,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Large,
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
    let (mut met, mut of, mut is_unsure) = (0, 0, false);
    for promise in &levels.promises {
        let was_met = promise.evidence.as_ref().is_some_and(|last| last.is_met);
        match promise.state {
            State::Unmeasured | State::Unverifiable => continue,
            // Nobody knows any longer, which is no pass.
            State::Stale if was_met => {
                is_unsure = true;
                continue;
            }
            State::Kept | State::AtRisk => met += 1,
            // Waiting mends nothing.
            State::Stale | State::Broken => {
                let property = &contract.sla_properties[promise.at];
                let evidence = promise.evidence.as_ref();
                let label = evidence.map(|evidence| {
                    let day = evidence.at.strftime("%Y-%m-%d %H:%M UTC");
                    match evidence.value.as_str() {
                        "" => format!("{} found it broken at {day}", evidence.tool),
                        value => format!("{value}, measured at {day}"),
                    }
                });
                report
                    .tell(
                        property.span.head(),
                        format!("`{}` is promised and not kept", sla::words(property)),
                    )
                    .label(label.unwrap_or_default())
                    .help("mend what is late, or promise in a new version what can be kept");
            }
        }
        of += 1;
    }
    match of {
        0 if levels.promises.is_empty() => Outcome::NotApplicable("nothing is promised"),
        0 if !is_unsure => Outcome::Unknown("no promise is measured"),
        _ if is_unsure && met == of => Outcome::Unknown("a promise that was measured is stale"),
        of => Outcome::of(met, of, ""),
    }
}
