//! Promises on tables and columns that are not there.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use std::collections::HashSet;

use crate::mesh::{Contract, DANGLING_SLA_ELEMENT};
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: DANGLING_SLA_ELEMENT,
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// The joining tells each name that is not there once, however many promises are made of it.
fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let file = facts.files.file(contract.file);
    let told = facts.told(RULE.id(), contract.file).iter();
    let missing: HashSet<&str> = told.map(|span| &file.text[file.range(*span)]).collect();
    let promises = contract.sla_properties.iter();
    let elements = promises.filter_map(|promise| promise.element.as_ref());
    let elements = contract.sla_default_element.iter().chain(elements);
    let (mut met, mut of) = (0, 0);
    for element in elements.filter(|element| !element.trim().is_empty()) {
        let mut names = element.split(',').map(str::trim);
        of += 1;
        if facts.told_in(RULE.id(), element.span).is_some() {
            report.told_before(element.span);
        } else if !missing.is_empty() && names.any(|name| missing.contains(name)) {
            report.told_elsewhere(element.span);
        } else {
            met += 1;
        }
    }
    report.outcome(met, of, "no promise names a table or column")
}
