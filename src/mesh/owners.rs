//! Tells owners whom nobody knows.

use super::people::{key, members};
use super::{Mesh, Told, UNKNOWN_OWNER, is_placeholder};
use crate::diag::{Finding, Subject, SubjectKind};

/// Tells owners that are in no directory. A placeholder is told by its own rule.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    for (_, product) in mesh.products() {
        let Some(owner) = &product.owner else {
            continue;
        };
        if owner.team.is_some() || owner.person.is_some() || is_placeholder(&owner.name) {
            continue;
        }
        let is_member = members(mesh, product).iter().any(|(_, member)| {
            member
                .username
                .as_ref()
                .is_some_and(|name| key(name) == key(&owner.name))
        });
        let message = match is_member {
            true => format!(
                "the owner `{}` is no user of the directory",
                owner.name.value
            ),
            false => format!("the directory knows no team `{}`", owner.name.value),
        };
        let teams = mesh.teams.iter().map(|team| team.name.as_str());
        let help = match told.nearest(&owner.name, teams) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the name, or add the team to the directory".to_owned(),
        };
        let subject = Subject::new(SubjectKind::Product, product.id.as_str());
        told.tell(Finding::new(&UNKNOWN_OWNER, subject, owner.name.span, message).help(help));
    }
}
