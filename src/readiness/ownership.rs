//! Who owns the products of a domain, whatever it says of itself.

use super::Mark;
use super::evidence::marked;
use crate::mesh::{DomainId, Mesh, Owner, TeamId};

/// How deep an organisation is at most.
const DEEPEST: usize = 32;

/// How many of the products of a domain are owned by its own teams: the team that answers for it
/// in the directory, and those below.
pub(super) fn owners(mesh: &Mesh, id: DomainId) -> Mark {
    let domain = mesh.domain(id);
    if domain.team.is_none() {
        return Mark::NotKnown("the directory names no team that answers for the domain");
    }
    let owners = domain.products.iter();
    let owners = owners.filter_map(|&product| mesh.product(product).owner.as_ref());
    let known = owners.filter_map(|owner| is_inside(mesh, id, owner));
    let (mut met, mut of) = (0, 0);
    for is_inside in known {
        of += 1;
        met += u32::from(is_inside);
    }
    match of {
        0 => Mark::NotKnown("the directory knows no owner of its products"),
        _ => marked(met, of),
    }
}

/// Whether an owner belongs to a domain; `None` where nobody knows who that is.
pub(super) fn is_inside(mesh: &Mesh, id: DomainId, owner: &Owner) -> Option<bool> {
    if let Some(team) = owner.team {
        return Some(is_team_inside(mesh, id, team));
    }
    let person = mesh.person(owner.person?);
    let mut teams = person.teams.iter();
    Some(teams.any(|&team| is_team_inside(mesh, id, team)))
}

fn is_team_inside(mesh: &Mesh, id: DomainId, team: TeamId) -> bool {
    let mut above = std::iter::successors(Some(team), |&team| mesh.team(team).parent);
    let mut above = above.by_ref().take(DEEPEST);
    above.any(|team| Some(team) == mesh.domain(id).team || mesh.team(team).domains.contains(&id))
}
