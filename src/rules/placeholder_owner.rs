//! Owners who are nobody.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::{Contract, Owner, Product};
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "placeholder-owner",
        level: Level::Error,
        element: Element::Ownership,
        page: include_str!("../../content/rules/placeholder-owner.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let own = product
        .owner
        .as_ref()
        .filter(|_| product.manifest.is_some());
    match own.filter(|owner| facts.files.of(owner.name.span) == product.file) {
        Some(owner) => judge(facts, owner, report),
        None => Outcome::NotApplicable("the product itself names no owner"),
    }
}

/// A contract that names no owner has that of its product.
fn contract(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let of_contract = own.owner.as_ref();
    if let Some(owner) =
        of_contract.filter(|owner| facts.files.of(owner.name.span) == contract.file)
    {
        return judge(facts, owner, report);
    }
    match &facts.mesh.product(own.product).owner {
        None => Outcome::NotApplicable("no owner is named"),
        Some(owner) if facts.mesh.is_placeholder(&owner.name) => {
            report.told_elsewhere(owner.name.span)
        }
        Some(_) => Outcome::Pass,
    }
}

fn judge(facts: &Facts<'_>, owner: &Owner, report: &mut Report<'_>) -> Outcome {
    if !facts.mesh.is_placeholder(&owner.name) {
        return Outcome::Pass;
    }
    report
        .tell(
            owner.name.span,
            format!("the owner `{}` is nobody", owner.name.value),
        )
        .label("a placeholder")
        .help("name the team that answers for it");
    Outcome::Fail
}
