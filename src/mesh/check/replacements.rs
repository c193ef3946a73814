//! Tells members of teams whose replacement is not there (ODCS 3.0, ODPS: `team`).

use std::collections::HashMap;

use crate::diag::{Finding, Subject, SubjectKind};
use crate::mesh::cycles::{Step, cycles, round};
use crate::mesh::people::key;
use crate::mesh::{CYCLIC_REFERENCE, Mesh, Told, UNKNOWN_REPLACEMENT, product_subject};
use crate::model::{Team, TeamMember};

/// Looks at the team of every product and of every version of every contract.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    for (_, product) in mesh.products() {
        let manifest = product.manifest.as_ref();
        if let Some(team) = manifest.and_then(|manifest| manifest.team.as_ref()) {
            members(mesh, team, &product_subject(product), told);
        }
    }
    for (_, contract) in mesh.contracts() {
        let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
        let versions = contract.versions.iter();
        for team in versions.filter_map(|version| version.manifest.team.as_ref()) {
            members(mesh, team, &subject, told);
        }
    }
}

/// The replacement of a member is another one, or at least a person whom the directory knows.
fn members(mesh: &Mesh, team: &Team, subject: &Subject, told: &mut Told<'_>) {
    let mut by_name: HashMap<String, u32> = HashMap::new();
    for (at, member) in team.members.iter().enumerate() {
        if let Some(name) = &member.username {
            by_name.entry(key(name)).or_insert(at as u32);
        }
    }
    let mut edges: Vec<Vec<u32>> = vec![Vec::new(); team.members.len()];
    for (at, member) in team.members.iter().enumerate() {
        let Some(name) = &member.replaced_by_username else {
            continue;
        };
        if let Some(&next) = by_name.get(&key(name)) {
            edges[at].push(next);
            continue;
        }
        let person = mesh.person_named(name).map(|id| mesh.person(id));
        if name.trim().is_empty() || person.is_some_and(|person| person.entry.is_some()) {
            continue;
        }
        let message = format!("no member of the team is called `{}`", name.value);
        let names = team.members.iter();
        let names = names.filter_map(|member| member.username.as_ref());
        let near = told.nearest(name, names.map(|name| name.trim()));
        let finding = Finding::new(&UNKNOWN_REPLACEMENT, subject.clone(), name.span, message).help(
            match near {
                Some(near) => format!("did you mean `{near}`?"),
                None => "add the person to the members, or correct the name".to_owned(),
            },
        );
        told.tell(match &member.username {
            Some(replaced) => finding.related(replaced.span, "who was replaced"),
            None => finding,
        });
    }
    for way in cycles(&edges) {
        tell_round(team, &way, subject, told);
    }
}

fn tell_round(team: &Team, way: &[u32], subject: &Subject, told: &mut Told<'_>) {
    let steps = way.iter().filter_map(|&at| {
        let member: &TeamMember = &team.members[at as usize];
        let (name, next) = (
            member.username.as_ref()?,
            member.replaced_by_username.as_ref()?,
        );
        Some(Step {
            name: name.trim(),
            span: next.span,
            label: format!("`{}` is replaced by `{}`", name.value, next.value),
        })
    });
    let steps: Vec<_> = steps.collect();
    if let Some(first) = steps.first() {
        let itself = format!("`{}` is replaced by themselves", first.name);
        let finding = round(&CYCLIC_REFERENCE, subject.clone(), &itself, &steps);
        told.tell(finding.help("remove `replacedByUsername` from the member who is there now"));
    }
}
