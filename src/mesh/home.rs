//! To which domain a team belongs.

use super::{Domain, DomainId, Mesh, TeamId};
use crate::diag::Span;

/// The most teams or domains above each other that are asked.
const HIGHEST: usize = 32;

/// Where a team belongs, as seen from a domain.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Home<'m> {
    /// To the domain, or to one of which it is a part.
    Here,
    /// To the domain of this name; the place that says so, where there is one.
    Elsewhere(&'m str, Option<Span>),
    /// Nothing says where.
    Unknown,
}

impl Mesh {
    /// A team and those above it, from the lowest.
    pub fn above(&self, team: TeamId) -> impl Iterator<Item = TeamId> + '_ {
        std::iter::successors(Some(team), |&team| self.team(team).parent).take(HIGHEST)
    }

    /// Whether two teams are one, or one of them is above the other.
    pub fn are_related(&self, one: TeamId, other: TeamId) -> bool {
        self.above(one).any(|team| team == other) || self.above(other).any(|team| team == one)
    }

    /// Where a team belongs, as seen from a domain: where its annotation `meshbook/domain` says,
    /// else to the domain whose name it bears or for which it answers, else to where the team
    /// above it belongs. Where nobody answers for the domain, only an annotation says that a team
    /// is of another one.
    pub fn home(&self, team: TeamId, domain: DomainId) -> Home<'_> {
        for id in self.above(team) {
            let team = self.team(id);
            let annotation = team.entry.as_ref().and_then(|entry| entry.domain.as_ref());
            if let Some(named) = annotation.filter(|named| !named.trim().is_empty()) {
                return match self.is_within(domain, |own| is_called(own, named)) {
                    true => Home::Here,
                    false => Home::Elsewhere(named.trim(), Some(named.span)),
                };
            }
            if self.is_within(domain, |own| {
                is_called(own, &team.name) || own.team == Some(id)
            }) {
                return Home::Here;
            }
            if let Some(&other) = team.domains.first() {
                let other = self.domain(other);
                let entry = other.entry.as_ref();
                let said = entry.and_then(|entry| entry.owner.as_ref());
                return match self.is_answered(domain) {
                    true => Home::Elsewhere(&other.name, said.map(|owner| owner.span)),
                    false => Home::Unknown,
                };
            }
        }
        Home::Unknown
    }

    /// Whether a team answers for a domain, or for one of which it is a part.
    pub fn is_answered(&self, domain: DomainId) -> bool {
        self.is_within(domain, |own| own.team.is_some())
    }

    /// Whether a domain, or one of which it is a part, is as `is` asks.
    fn is_within(&self, domain: DomainId, is: impl Fn(&Domain) -> bool) -> bool {
        let around = |&domain: &DomainId| self.domain(domain).part_of;
        let mut domains = std::iter::successors(Some(domain), around).take(HIGHEST);
        domains.any(|domain| is(self.domain(domain)))
    }
}

fn is_called(domain: &Domain, name: &str) -> bool {
    domain.slug == slug::slugify(name)
}
