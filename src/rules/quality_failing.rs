//! Quality rules that fail.

use super::measured::{declared, levels};
use super::report::{Facts, Report};
use super::secrets::secret_ranges;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, shortened};
use crate::mesh::Contract;
use crate::model::{DataContract, Quality};
use crate::service_level::CheckState;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "quality-failing",
        level: Level::Error,
        element: Element::Quality,
        page: include_str!("../../content/rules/quality-failing.md"),
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
    let rules = declared(contract);
    let (mut met, mut of) = (0, 0);
    for rule in &rules {
        let Some(found) = levels.check(rule.object, &rule.property, rule.rule) else {
            continue;
        };
        match found.state {
            CheckState::Unknown | CheckState::Stale => continue,
            CheckState::Passing | CheckState::Warning => met += 1,
            // What is only to be known of does not fail a product.
            CheckState::Failing if is_slight(rule.quality) => met += 1,
            CheckState::Failing => {
                let since = found.failing_since.unwrap_or(found.at);
                let since = since.strftime("%Y-%m-%d %H:%M UTC");
                // What a tool says may hold what it looked at.
                let says = |message: &str| !message.is_empty() && secret_ranges(message).is_empty();
                let why = match &*found.message {
                    message if says(message) => format!(": {}", shortened(message)),
                    _ => String::new(),
                };
                report
                    .tell(
                        rule.quality.span.head(),
                        "the data breaks this quality rule",
                    )
                    .label(format!("fails since {since}{why}"))
                    .help("mend the data, or change the rule in a new version of the contract");
            }
        }
        of += 1;
    }
    match of {
        0 if rules.is_empty() => Outcome::NotApplicable("there are no quality rules"),
        0 => Outcome::Unknown("no quality rule has a recent result"),
        of => Outcome::of(met, of, ""),
    }
}

/// Whether a failure of a rule is no error (ODCS: `quality[].severity`).
fn is_slight(rule: &Quality) -> bool {
    let severity = rule.severity.as_ref();
    let severity = severity.map(|severity| severity.trim().to_ascii_lowercase());
    matches!(
        severity.as_deref(),
        Some("info" | "warning" | "warn" | "low" | "minor" | "trivial")
    )
}
