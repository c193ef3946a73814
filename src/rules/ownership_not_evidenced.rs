//! Owners who do not do the work.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;
use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::tended::{belongs, past};
use crate::mesh::TeamId;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "ownership-not-evidenced",
        level: Level::Warning,
        element: Element::Ownership,
        page: include_str!("../../content/rules/ownership-not-evidenced.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Large,
    since: "0.2.0",
    check: Check::Product(check),
};

/// Fewer changes tell nothing.
const LEAST: u32 = 3;

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    if facts.mesh.domain(product.domain).is_served() {
        return Outcome::NotApplicable("its domain is transitional or central, and says so");
    }
    let Some(owner) = &product.owner else {
        return Outcome::NotApplicable("it names no owner");
    };
    let mesh = facts.mesh;
    let Some(team) = owner
        .team
        .filter(|team| !mesh.team(*team).members.is_empty())
    else {
        return Outcome::NotApplicable("no members of the owning team are known");
    };
    let past = match past(facts, product) {
        Ok(past) => past,
        Err(why) => return why,
    };
    let (mut own, mut all) = (0, 0);
    let mut others: BTreeMap<TeamId, u32> = BTreeMap::new();
    for (person, (count, _)) in past.people(facts) {
        all += count;
        if belongs(mesh, person, team) {
            own += count;
            continue;
        }
        for &other in &mesh.person(person).teams {
            *others.entry(other).or_default() += count;
        }
    }
    if all == 0 && past.has_authors() {
        report.at.get_or_insert(owner.name.span);
        return Outcome::Unknown("nobody who changed it is known in the directory");
    }
    if all < LEAST {
        return Outcome::NotApplicable("it was hardly changed in the time that its history covers");
    }
    if own * 2 > all {
        return Outcome::Pass;
    }
    // Of teams that did as much the first by name is told.
    let most = others
        .into_iter()
        .max_by_key(|(team, count)| (*count, Reverse(*team)));
    let by = match most {
        Some((team, count)) => {
            format!("{count} of {all} changes are by `{}`", mesh.team(team).name)
        }
        None => format!("{own} of {all} changes are its own"),
    };
    report
        .tell(
            owner.name.span,
            format!(
                "`{}` does not change `{}`: {by}",
                owner.name.value, product.name
            ),
        )
        .help("hand it over to its owner, or declare the operating model of its domain");
    Outcome::Fail
}
