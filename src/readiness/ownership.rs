//! Who owns the products of a domain, whatever it says of itself.

use super::Mark;
use super::evidence::marked;
use crate::mesh::{DomainId, Home, Mesh, Owner, TeamId};

/// How many of the products of a domain are owned by its own teams.
pub(super) fn owners(mesh: &Mesh, id: DomainId) -> Mark {
    let owners = mesh.domain(id).products.iter();
    let owners = owners.filter_map(|&product| mesh.product(product).owner.as_ref());
    let known = owners.filter_map(|owner| is_inside(mesh, id, owner));
    let (mut met, mut of) = (0, 0);
    for is_inside in known {
        of += 1;
        met += u32::from(is_inside);
    }
    match of {
        0 if !mesh.is_answered(id) => {
            Mark::NotKnown("the directory names no team that answers for the domain")
        }
        0 => Mark::NotKnown("the directory knows no owner of its products"),
        _ => marked(met, of),
    }
}

/// Whether an owner belongs to a domain; `None` where nobody knows who that is, or who is of the
/// domain.
pub(super) fn is_inside(mesh: &Mesh, id: DomainId, owner: &Owner) -> Option<bool> {
    let teams: &[TeamId] = match (&owner.team, owner.person) {
        (Some(team), _) => std::slice::from_ref(team),
        (None, person) => &mesh.person(person?).teams,
    };
    let homes = || teams.iter().map(|&team| mesh.home(team, id));
    if homes().any(|home| home == Home::Here) {
        return Some(true);
    }
    // Where teams answer for the domain, one of which nothing is said is none of them.
    let is_known = mesh.is_answered(id) || homes().any(|home| home != Home::Unknown);
    is_known.then_some(false)
}
