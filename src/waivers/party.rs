//! Who answers for a waiver, and who approved it.

use std::collections::HashSet;

use crate::diag::nearest;
use crate::mesh::{Mesh, PersonId, TeamId};

/// The longest name that is kept, in characters.
const LONGEST: usize = 100;

/// A team or person that a waiver names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Party {
    /// The name as it is written; empty where none is.
    pub name: String,
    /// The team of this name.
    pub team: Option<TeamId>,
    /// The person of this name.
    pub person: Option<PersonId>,
}

impl Party {
    /// Whoever goes by a name.
    pub(super) fn named(mesh: &Mesh, name: &str) -> Party {
        let team = mesh.team_named(name);
        Party {
            name: super::shown(name.trim(), LONGEST),
            person: mesh.person_named(name).filter(|_| team.is_none()),
            team,
        }
    }

    /// Whether two names stand for one.
    pub(super) fn is(&self, other: &Party) -> bool {
        match (self.team, self.person) {
            (None, None) => bare(&self.name) == bare(&other.name),
            ids => ids == (other.team, other.person),
        }
    }

    /// Whether this is a member of a team.
    pub(super) fn is_member(&self, mesh: &Mesh, team: &Party) -> bool {
        let team = team.team.map(|id| mesh.team(id));
        let is_in = |id| team.is_some_and(|team| team.members.contains(&id));
        self.person.is_some_and(is_in)
    }
}

/// What makes two spellings of one name the same: `group:default/Sales` is `sales`.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', ':']).next().unwrap_or_default();
    last.trim().to_lowercase()
}

/// The teams and people by which names are known.
pub(super) struct Directory<'m> {
    mesh: &'m Mesh,
    has_people: bool,
    /// The members that its teams name.
    members: HashSet<String>,
}

impl<'m> Directory<'m> {
    pub(super) fn new(mesh: &'m Mesh) -> Directory<'m> {
        let entries = mesh.teams.iter().filter_map(|team| team.entry.as_ref());
        let members = entries.flat_map(|entry| &entry.members);
        Directory {
            mesh,
            has_people: mesh.people.iter().any(|person| person.entry.is_some()),
            members: members.map(|name| bare(name)).collect(),
        }
    }

    /// Whether there is one.
    fn is_there(&self) -> bool {
        self.mesh.knows_teams || self.has_people
    }

    /// Whether somebody is known; where there is no directory, whether the name is one.
    pub(super) fn knows(&self, party: &Party) -> bool {
        if !self.is_there() {
            return !self.mesh.is_placeholder(&party.name);
        }
        let has_entry = |id: PersonId| {
            let person = self.mesh.person(id);
            person.entry.is_some() || !self.has_people
        };
        let is_team = |id: TeamId| self.mesh.team(id).entry.is_some();
        party.team.is_some_and(is_team)
            || party.person.is_some_and(has_entry)
            || self.members.contains(&bare(&party.name))
    }

    /// What to do about somebody who is not known.
    pub(super) fn help(&self, party: &Party) -> String {
        let teams = self.mesh.teams.iter().map(|team| team.name.as_str());
        let people = self.mesh.people.iter();
        let people = people.map(|person| person.username.as_str());
        match (self.is_there(), nearest(&party.name, teams.chain(people))) {
            (true, Some(near)) => format!("did you mean `{near}`?"),
            (true, None) => "name a team or person of the directory".to_owned(),
            (false, _) => "name a team or person".to_owned(),
        }
    }
}
