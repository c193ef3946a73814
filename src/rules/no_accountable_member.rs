//! Products for which no person answers.

use super::members::Members;
use super::report::{CUT_OFF, Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "no-accountable-member",
        level: Level::Error,
        element: Element::Ownership,
        page: include_str!("../../content/rules/no-accountable-member.md"),
    },
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let members = Members::of(facts, product);
    if members.has_accountable() {
        return Outcome::Pass;
    }
    // Without a team there is none of whom somebody could be a member.
    let owner = product.owner.as_ref();
    if owner.is_none_or(|owner| facts.mesh.is_placeholder(&owner.name)) {
        return report.told_elsewhere(members.place());
    }
    let help = "add who answers for it to `team.members`, with `role: Product Owner`";
    let Some((gone, since)) = members.gone() else {
        return report.absent(
            members.place(),
            format!(
                "no member of the team answers for data product `{}`",
                product.id
            ),
            "no member has an owner's role",
            help,
        );
    };
    if !report.is_complete {
        return Outcome::Unknown(CUT_OFF);
    }
    let message = format!(
        "`{}`, who answered for it, left on {}",
        gone.name.trim(),
        since.trim()
    );
    let told = report.tell(gone.name.span, message).help(help);
    told.related(since.span, "the last day");
    Outcome::Fail
}
