//! Products whose owner has not looked at them.

use super::report::{Facts, Report};
use super::tended::{belongs, looked_at_since, past, reviewed};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "neglected-by-owner",
        level: Level::Warning,
        element: Element::Ownership,
        page: include_str!("../../content/rules/neglected-by-owner.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let since = looked_at_since(facts.today);
    let past = match past(facts, product) {
        Ok(past) => past,
        Err(why) => return why,
    };
    if reviewed(facts, product).is_some_and(|day| day >= since) {
        return Outcome::Pass;
    }
    if facts.mesh.domain(product.domain).is_served() {
        return Outcome::NotApplicable("its domain is transitional or central, and says so");
    }
    let Some(owner) = &product.owner else {
        return Outcome::NotApplicable("it names no owner");
    };
    let mesh = facts.mesh;
    let is_known = owner.person.is_some()
        || owner
            .team
            .is_some_and(|team| !mesh.team(team).members.is_empty());
    if !is_known {
        return Outcome::NotApplicable("no members of the owning team are known");
    }
    let mut people = past.people(facts).into_iter();
    let is_touched = people.any(|(person, (_, last))| {
        let is_own = owner.team.is_some_and(|team| belongs(mesh, person, team))
            || owner.person == Some(person);
        is_own && last >= since
    });
    if is_touched {
        return Outcome::Pass;
    }
    if past.is_new(facts.today) == Some(true) {
        return Outcome::NotApplicable("it is younger than 90 days");
    }
    if !past.reaches(facts.today) {
        return Outcome::NotApplicable("its history covers less than 12 months");
    }
    report
        .tell(
            owner.name.span,
            format!(
                "nobody of `{}` touched `{}` for 12 months",
                owner.name.value, product.name
            ),
        )
        .help("review it, and write the day as the custom property `reviewedAt`");
    Outcome::Fail
}
