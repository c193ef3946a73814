//! Products for which nobody answers.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-owner",
        level: Level::Error,
        element: Element::Ownership,
        page: include_str!("../../content/rules/missing-owner.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Declared,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let is_named = product
        .owner
        .as_ref()
        .is_some_and(|owner| !owner.name.trim().is_empty());
    if is_named {
        // Whom a directory of teams does not know answers for nothing; that is told as such.
        let owner = product.owner.as_ref();
        let unknown = owner.and_then(|owner| facts.told_in("unknown-owner", owner.name.span));
        return match unknown {
            Some(place) => report.told_elsewhere(place),
            None => Outcome::Pass,
        };
    }
    report.absent(
        product.span,
        format!("data product `{}` names no owning team", product.id),
        "nobody answers for it",
        "add `team.name` with the team that answers for the product",
    )
}
