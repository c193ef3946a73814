//! Tells approvers who are nobody (ODCS 3.1, `roles`).

use crate::diag::{Finding, Subject, SubjectKind};
use crate::mesh::{Mesh, Told, UNREAL_APPROVER};
use crate::model::{Role, Text};

/// Words for access that nobody has to approve, and for a second level that there is not.
const NOBODY_NEEDED: &[&str] = &[
    "auto",
    "automatic",
    "no approval needed",
    "not needed",
    "not required",
    "open",
    "open to all",
    "public",
];
/// Words that a second level may hold where there is none.
const NO_SECOND_LEVEL: &[&str] = &["-", "n/a", "n.a.", "na", "no", "none", "not applicable"];

/// Looks at the roles of every version of every contract. Whether somebody is known is asked
/// where the directory names teams and people.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    let knows_people = mesh.people.iter().any(|person| person.entry.is_some());
    let is_known = |name: &str| {
        let person = mesh.person_named(name);
        mesh.team_named(name).is_some() || person.is_some_and(|id| mesh.person(id).entry.is_some())
    };
    let knows_all = mesh.knows_teams && knows_people;
    for (_, contract) in mesh.contracts() {
        let roles = contract.versions.iter();
        let roles = roles.flat_map(|version| &version.manifest.roles);
        for (approvers, is_second) in roles.flat_map(levels) {
            if needs_nobody(approvers, is_second) {
                continue;
            }
            let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
            if mesh.is_placeholder(approvers) {
                tell_placeholder(approvers, subject, told);
            } else if let Some(name) = unknown(approvers, is_known).filter(|_| knows_all) {
                tell_unknown(mesh, approvers, name, subject, told);
            }
        }
    }
}

/// The approvers of a role, and whether they are those of the second level.
fn levels(role: &Role) -> impl Iterator<Item = (&Text, bool)> {
    let first = role.first_level_approvers.iter().map(|text| (text, false));
    first.chain(role.second_level_approvers.iter().map(|text| (text, true)))
}

fn needs_nobody(approvers: &str, is_second: bool) -> bool {
    let lower = approvers.trim().to_lowercase();
    NOBODY_NEEDED.contains(&lower.as_str())
        || is_second && NO_SECOND_LEVEL.contains(&lower.as_str())
}

/// The first name of several that nobody bears.
fn unknown(approvers: &str, is_known: impl Fn(&str) -> bool) -> Option<&str> {
    let whole = approvers.trim();
    if is_known(whole) {
        return None;
    }
    let mut names = whole.split([',', ';', '\n']).map(str::trim);
    names.find(|name| {
        // `Ann Admin <ann@example.com>`
        let address = name.split_once('<').map(|(_, rest)| rest);
        let address = address.map(|rest| rest.trim_end_matches('>').trim());
        !name.is_empty() && !is_known(name) && !address.is_some_and(&is_known)
    })
}

fn tell_placeholder(approvers: &Text, subject: Subject, told: &mut Told<'_>) {
    let message = format!("the approver `{}` is nobody", approvers.value);
    let finding = Finding::new(&UNREAL_APPROVER, subject, approvers.span, message);
    told.tell(
        finding
            .label("a placeholder")
            .help("name the team or person who approves, or remove the field"),
    );
}

fn tell_unknown(mesh: &Mesh, approvers: &Text, name: &str, subject: Subject, told: &mut Told<'_>) {
    let span = told.part(approvers.span, name);
    let message = format!("the directory knows no approver `{name}`");
    let people = mesh.people.iter().map(|person| person.username.as_str());
    let teams = mesh.teams.iter().map(|team| team.name.as_str());
    let near = told.nearest(name, people.chain(teams));
    let finding = Finding::new(&UNREAL_APPROVER, subject, span, message);
    told.tell(finding.help(match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => "name a team or person of the directory".to_owned(),
    }));
}
