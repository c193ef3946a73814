//! Measurements that no machine seems to have written.

use super::measured::levels;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "hand-written-measurement",
        level: Level::Warning,
        element: Element::Sla,
        page: include_str!("../../content/rules/hand-written-measurement.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Measured,
    principle: Principle::SelfServePlatform,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
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
    let measured = &facts.levels.measured;
    let (mut met, mut of) = (0, 0);
    for promise in &levels.promises {
        let Some(evidence) = &promise.evidence else {
            continue;
        };
        of += 1;
        let file = &measured.files[evidence.file as usize];
        let is_address = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        let has_run = evidence.run_url.as_deref().is_some_and(is_address);
        let names_run = has_run && &*evidence.tool != "measurements";
        if !file.is_own() || names_run {
            met += 1;
            continue;
        }
        report
            .tell(
                contract.sla_properties[promise.at].span.head(),
                "what was measured of this promise names no run that measured it",
            )
            .label(format!("in `{}`", file.shown))
            .help("write `source` and `run_url` into each measurement, from the pipeline that measures");
    }
    match of {
        0 => Outcome::Unknown("no promise is measured"),
        of => Outcome::of(met, of, ""),
    }
}
