//! Products of a team of another domain.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::{Domain, DomainId, Product, TeamId};

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
    if is_central && curator.is_some_and(|curator| is_of(facts, &teams, curator)) {
        return SERVED;
    }
    let mut elsewhere = None;
    for team in teams {
        match home(facts, team, product.domain) {
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
fn is_of(facts: &Facts<'_>, teams: &[TeamId], team: TeamId) -> bool {
    teams.iter().any(|&own| {
        let above = std::iter::successors(Some(own), |&own| facts.mesh.team(own).parent);
        above.take(HIGHEST).any(|own| own == team)
    })
}

/// Where a team belongs, as seen from a domain.
enum Home<'m> {
    Here,
    Elsewhere(&'m str, Option<Span>),
    Unknown,
}

/// The most teams and domains above that are asked.
const HIGHEST: usize = 32;

/// A team belongs where its annotation says, else to the domains that it answers for, else to
/// where the team above it belongs. Where nobody answers for the domain of the product, only an
/// annotation says that a team is of another one.
fn home<'m>(facts: &Facts<'m>, team: TeamId, domain: DomainId) -> Home<'m> {
    let mesh = facts.mesh;
    let above = std::iter::successors(Some(team), |&team| mesh.team(team).parent);
    for id in above.take(HIGHEST) {
        let team = mesh.team(id);
        let annotation = team.entry.as_ref().and_then(|entry| entry.domain.as_ref());
        if let Some(named) = annotation.filter(|named| !named.trim().is_empty()) {
            return match is_within(facts, domain, |own| is_called(own, named)) {
                true => Home::Here,
                false => Home::Elsewhere(named.trim(), Some(named.span)),
            };
        }
        if is_within(facts, domain, |own| is_called(own, &team.name))
            || is_within(facts, domain, |own| own.team == Some(id))
        {
            return Home::Here;
        }
        if let Some(&other) = team.domains.first() {
            let other = mesh.domain(other);
            let is_answered = is_within(facts, domain, |own| own.team.is_some());
            let entry = other.entry.as_ref();
            let said = entry.and_then(|entry| entry.owner.as_ref());
            return match is_answered {
                true => Home::Elsewhere(&other.name, said.map(|owner| owner.span)),
                false => Home::Unknown,
            };
        }
    }
    Home::Unknown
}

fn is_called(domain: &Domain, name: &str) -> bool {
    domain.slug == slug::slugify(name)
}

/// Whether a domain, or one of which it is a part, is as `is` asks.
fn is_within(facts: &Facts<'_>, domain: DomainId, is: impl Fn(&Domain) -> bool) -> bool {
    let mut next = Some(facts.mesh.domain(domain));
    for _ in 0..HIGHEST {
        let Some(domain) = next else { return false };
        if is(domain) {
            return true;
        }
        let above = domain
            .entry
            .as_ref()
            .and_then(|entry| entry.subdomain_of.as_ref());
        next = above.and_then(|name| facts.domain(name));
    }
    false
}
