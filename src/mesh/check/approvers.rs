//! Tells approvers who are nobody (ODCS 3.1, `roles`).

use crate::diag::{Finding, Subject, SubjectKind};
use crate::mesh::{Mesh, Told, UNREAL_APPROVER, is_placeholder};
use crate::model::{Role, Text};

/// Words for access that nobody has to approve, and for a second level that there is not.
const NOBODY_NEEDED: &[&str] = &[
    "auto",
    "automatic",
    "no approval needed",
    "none",
    "not needed",
    "not required",
    "open",
    "open to all",
    "public",
];
/// Words that a second level may hold where there is none.
const NO_SECOND_LEVEL: &[&str] = &["-", "n/a", "n.a.", "na", "no", "not applicable"];

/// Looks at the roles of every version of every contract. Whether somebody is known is asked
/// where the directory names teams and people.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    let knows_people = mesh.people.iter().any(|person| person.entry.is_some());
    let is_known = |name: &str| {
        let person = mesh.person_named(name);
        mesh.team_named(name).is_some() || person.is_some_and(|id| mesh.person(id).entry.is_some())
    };
    for (_, contract) in mesh.contracts() {
        for version in &contract.versions {
            for (approvers, is_second) in version.manifest.roles.iter().flat_map(levels) {
                let unreal = match unreal(approvers, is_second) {
                    None if mesh.knows_teams && knows_people => unknown(approvers, is_known),
                    unreal => unreal,
                };
                if let Some(unreal) = unreal {
                    let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
                    tell(mesh, approvers, unreal, subject, told);
                }
            }
        }
    }
}

/// The approvers of a role, and whether they are those of the second level.
fn levels(role: &Role) -> impl Iterator<Item = (&Text, bool)> {
    let first = role.first_level_approvers.iter().map(|text| (text, false));
    first.chain(role.second_level_approvers.iter().map(|text| (text, true)))
}

/// An approver who is not there.
enum Unreal<'a> {
    /// A word in place of a name.
    Placeholder,
    /// A name that the directory does not have.
    Unknown(&'a str),
}

fn unreal(approvers: &Text, is_second: bool) -> Option<Unreal<'_>> {
    let lower = approvers.trim().to_lowercase();
    let says_none = NOBODY_NEEDED.contains(&lower.as_str())
        || is_second && NO_SECOND_LEVEL.contains(&lower.as_str());
    (!says_none && is_placeholder(approvers)).then_some(Unreal::Placeholder)
}

/// The first name of several that nobody bears.
fn unknown(approvers: &Text, is_known: impl Fn(&str) -> bool) -> Option<Unreal<'_>> {
    let whole = approvers.trim();
    if is_known(whole) || NOBODY_NEEDED.contains(&whole.to_lowercase().as_str()) {
        return None;
    }
    let mut names = whole.split([',', ';', '\n']).map(str::trim);
    let missing = names.find(|name| {
        // `Ann Admin <ann@example.com>`
        let address = name.split_once('<').map(|(_, rest)| rest);
        let address = address.map(|rest| rest.trim_end_matches('>').trim());
        !name.is_empty() && !is_known(name) && !address.is_some_and(&is_known)
    });
    missing.map(Unreal::Unknown)
}

fn tell(mesh: &Mesh, approvers: &Text, unreal: Unreal<'_>, subject: Subject, told: &mut Told<'_>) {
    let name = match unreal {
        Unreal::Placeholder => {
            let message = format!("the approver `{}` is nobody", approvers.value);
            let finding = Finding::new(&UNREAL_APPROVER, subject, approvers.span, message);
            told.tell(
                finding
                    .label("a placeholder")
                    .help("name the team or person who approves, or remove the field"),
            );
            return;
        }
        Unreal::Unknown(name) => name,
    };
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
