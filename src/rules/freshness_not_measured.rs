//! Promised freshness that nobody measures.

use super::measured::levels;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;
use crate::model::sla::SlaKind;
use crate::service_level::State;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "freshness-not-measured",
        level: Level::Error,
        element: Element::Sla,
        page: include_str!("../../content/rules/freshness-not-measured.md"),
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
    let (mut met, mut of) = (0, 0);
    let promises = levels.promises.iter();
    for promise in promises.filter(|promise| promise.kind == SlaKind::Latency) {
        let message = match promise.state {
            State::Unverifiable => continue,
            State::Unmeasured => "nobody measures how old the data is".to_owned(),
            State::Stale => "nobody knows any longer how old the data is".to_owned(),
            State::Kept | State::AtRisk | State::Broken => {
                met += 1;
                of += 1;
                continue;
            }
        };
        of += 1;
        let last = promise.evidence.as_ref();
        let label = last.map_or_else(
            || promise.why.to_string(),
            |last| {
                format!(
                    "measured last at {}",
                    last.at.strftime("%Y-%m-%d %H:%M UTC")
                )
            },
        );
        report
            .tell(contract.sla_properties[promise.at].span.head(), message)
            .label(label)
            .help("let the pipeline leave `sources.json` of dbt, or a measurement of `latency`, in `measurements`");
    }
    Outcome::of(met, of, "no freshness is promised that could be measured")
}
