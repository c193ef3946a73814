//! Products that hang on one person.

use super::members::Members;
use super::report::{CUT_OFF, Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "bus-factor-one",
        level: Level::Warning,
        element: Element::Ownership,
        page: include_str!("../../content/rules/bus-factor-one.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let members = Members::of(facts, product);
    let active = members.active();
    let is_complete = report.is_complete;
    match active.as_slice() {
        [_, _, ..] => Outcome::Pass,
        _ if !is_complete => Outcome::Unknown(CUT_OFF),
        // That nobody is there is told by the rule on who answers.
        [] => report.told_elsewhere(members.place()),
        [(name, place)] => {
            let message = format!("only `{name}` looks after data product `{}`", product.id);
            report
                .tell(*place, message)
                .label("one person of the team is left")
                .help("add a second member to `team.members`");
            Outcome::Partial { met: 1, of: 2 }
        }
    }
}
