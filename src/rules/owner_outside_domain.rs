//! Products of a team of another domain.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::{Home, Mesh, Product, TeamId};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "owner-outside-domain",
        level: Level::Error,
        element: Element::Ownership,
        page: include_str!("../../content/rules/owner-outside-domain.md"),
    },
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DomainOwnership,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Large,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let mesh = facts.mesh;
    if !mesh.knows_teams {
        return Outcome::NotApplicable("no directory names the teams");
    }
    let domain = mesh.domain(product.domain);
    if domain.name.is_empty() {
        return Outcome::NotApplicable("no domain is named");
    }
    let entry = domain.entry.as_ref();
    let model = entry.and_then(|entry| entry.annotation("meshbook/operating-model"));
    let is_central = model.is_some_and(|model| model.trim().eq_ignore_ascii_case("central"));
    let Some(owner) = &product.owner else {
        return match is_central {
            true => SERVED,
            false => Outcome::NotApplicable("no owner is named"),
        };
    };
    let teams: Vec<TeamId> = match (owner.team, owner.person) {
        (Some(team), _) => vec![team],
        (None, Some(person)) => mesh.person(person).teams.clone(),
        (None, None) => Vec::new(),
    };
    // Who serves the domain is named; a team that does not is of another domain all the same.
    let curator = entry.and_then(|entry| entry.annotation("meshbook/curator"));
    let curator = curator.and_then(|curator| mesh.team_named(curator));
    if is_central && curator.is_some_and(|curator| is_of(mesh, &teams, curator)) {
        return SERVED;
    }
    let mut elsewhere = None;
    for team in teams {
        match mesh.home(team, product.domain) {
            Home::Here => return Outcome::Pass,
            Home::Elsewhere(name, span) => elsewhere = elsewhere.or(Some((team, name, span))),
            Home::Unknown => {}
        }
    }
    let Some((team, name, span)) = elsewhere else {
        return Outcome::NotApplicable("nothing says to which domain its owner belongs");
    };
    let message = format!(
        "the team `{}` belongs to the domain `{name}`, not to `{}`",
        mesh.team(team).name,
        domain.name
    );
    let told = report
        .tell(owner.name.span, message)
        .label("a team of another domain")
        .help(match is_central {
            true => "name the team that serves the domain as its `meshbook/curator`",
            false => "let a team of the domain own it, or declare its domain `central`",
        });
    if let Some(span) = span {
        told.related(span, "said here");
    }
    Outcome::Fail
}

const SERVED: Outcome = Outcome::NotApplicable("its domain is declared to be served centrally");

/// Whether one of these teams is a team, or lies below it.
fn is_of(mesh: &Mesh, teams: &[TeamId], team: TeamId) -> bool {
    teams
        .iter()
        .any(|&own| mesh.above(own).any(|own| own == team))
}
