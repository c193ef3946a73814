//! Owners that the directory does not know.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::mesh::{Contract, Owner, Product, UNKNOWN_OWNER};
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: UNKNOWN_OWNER,
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Both(product, contract),
};

const NO_DIRECTORY: Outcome = Outcome::NotApplicable("no directory names the teams");

/// The joining tells which owners it does not know; a placeholder is told by its own rule.
fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    if !facts.mesh.knows_teams {
        return NO_DIRECTORY;
    }
    let own = product.owner.as_ref();
    match own.filter(|owner| facts.files.of(owner.name.span) == product.file) {
        Some(owner) => judge(facts, owner, owner, report),
        None => Outcome::NotApplicable("the product itself names no owner"),
    }
}

/// A contract that names no owner has that of its product. One that names the same owner is
/// not told again.
fn contract(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    if !facts.mesh.knows_teams {
        return NO_DIRECTORY;
    }
    let of_product = facts.mesh.product(own.product).owner.as_ref();
    let named = own.owner.as_ref();
    let named = named.filter(|owner| facts.files.of(owner.name.span) == contract.file);
    match (named, of_product) {
        (Some(owner), Some(of_product)) => judge(facts, owner, of_product, report),
        (Some(owner), None) | (None, Some(owner)) => judge(facts, owner, owner, report),
        (None, None) => Outcome::NotApplicable("no owner is named"),
    }
}

/// `other` is who may be told in the place of the same owner.
fn judge(facts: &Facts<'_>, owner: &Owner, other: &Owner, report: &mut Report<'_>) -> Outcome {
    let name = owner.name.trim();
    let is_told = |owner: &Owner| facts.told_in(RULE.id(), owner.name.span).is_some();
    let is_same = || name.eq_ignore_ascii_case(other.name.trim());
    if facts.mesh.is_placeholder(name) || is_told(owner) || (is_same() && is_told(other)) {
        return report.told_elsewhere(owner.name.span);
    }
    Outcome::Pass
}
