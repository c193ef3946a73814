//! People: from the directory, and from what manifests say.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::directory::{dangling, twice};
use super::ownership::is_heard;
use super::precedence::Owner;
use super::slugs::Slugs;
use super::{
    CONTESTED_OWNER, Mesh, Person, PersonId, PersonRole, Product, Team, TeamId, Told, source_of,
    teams,
};
use crate::diag::{Files, Finding, SourceId, Subject, SubjectKind};
use crate::model::{TeamMember, Text, UserEntry};

/// The last part of an entity reference: `group:default/sales` is `sales`
/// (Backstage, entity references).
pub(super) fn bare(reference: &str) -> &str {
    reference
        .rsplit(['/', ':'])
        .next()
        .unwrap_or(reference)
        .trim()
}

/// What makes two spellings of one name the same.
pub(super) fn key(name: &str) -> String {
    bare(name).to_lowercase()
}

/// A person before they have their place.
#[derive(Default)]
struct Draft {
    username: String,
    name: Option<String>,
    email: Option<String>,
    entry: Option<Box<UserEntry>>,
    teams: BTreeSet<TeamId>,
    roles: Vec<PersonRole>,
    /// The first source whose manifests name them: only there a name for people may stand.
    named_in: Option<SourceId>,
}

/// Fills in the people of the mesh, and yields them by all that manifests may call them.
pub(super) fn join(
    mesh: &mut Mesh,
    users: Vec<UserEntry>,
    told: &mut Told<'_>,
) -> HashMap<String, PersonId> {
    let by_name = teams::by_name(mesh);
    let mut drafts: Vec<Draft> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for entry in users {
        let username = entry.name.value.to_string();
        if let Some(&first) = known.get(&key(&username)) {
            let subject = Subject::new(SubjectKind::Person, username.as_str());
            let first = drafts[first]
                .entry
                .as_ref()
                .map_or(entry.name.span, |first| first.name.span);
            told.tell(twice("person", &entry.name, first, subject));
            continue;
        }
        known.insert(key(&username), drafts.len());
        if let Some(email) = &entry.email {
            known
                .entry(email.trim().to_lowercase())
                .or_insert(drafts.len());
        }
        drafts.push(Draft {
            name: entry.title.as_ref().map(|title| title.value.to_string()),
            email: entry.email.as_ref().map(|email| email.value.to_string()),
            teams: member_of(mesh, &entry, &by_name, told),
            entry: Some(Box::new(entry)),
            username,
            ..Draft::default()
        });
    }
    let has_entries = !drafts.is_empty();
    for (id, team) in mesh.teams() {
        for name in team.entry.iter().flat_map(|entry| &entry.members) {
            match known.get(&key(name)) {
                Some(&at) => drop(drafts[at].teams.insert(id)),
                None if has_entries => {
                    let subject = Subject::new(SubjectKind::Team, team.name.as_str());
                    let names = drafts.iter().map(|draft| draft.username.as_str());
                    dangling("person", name, names, subject, told);
                }
                None => {}
            }
        }
    }
    for id in mesh.ranked() {
        let product = mesh.product(id);
        let mut roles = HashSet::new();
        for (team, member) in members(mesh, product) {
            let Some(at) = draft_of(mesh, &mut drafts, &mut known, product.source, member) else {
                continue;
            };
            let draft = &mut drafts[at];
            let team = team.and_then(|name| by_name.get(&key(name)).copied());
            let team = team.filter(|team| is_heard(mesh, product.source, *team));
            draft.teams.extend(team.filter(|_| !mesh.knows_teams));
            let role = member.role.as_ref().map_or("", |role| &role.value);
            if roles.insert((at, role)) {
                draft.roles.push(PersonRole {
                    product: id,
                    role: role.to_owned(),
                });
            }
        }
    }
    for draft in &mut drafts {
        draft.roles.sort_by_key(|role| role.product);
    }
    place(mesh, drafts)
}

/// The teams that a person names as theirs.
fn member_of(
    mesh: &Mesh,
    entry: &UserEntry,
    by_name: &HashMap<String, TeamId>,
    told: &mut Told<'_>,
) -> BTreeSet<TeamId> {
    let mut teams = BTreeSet::new();
    let source = source_of(told.files, entry.name.span);
    for name in &entry.member_of {
        match by_name.get(&key(name)) {
            Some(&team) => match shut(mesh, source, mesh.team(team), told.files) {
                Some(owner) => told.tell(not_of_the_team(mesh, entry, name, owner)),
                None => drop(teams.insert(team)),
            },
            None if mesh.knows_teams => {
                let subject = Subject::new(SubjectKind::Person, entry.name.value.clone());
                let names = mesh.teams.iter().map(|team| team.name.as_str());
                dangling("team", name, names, subject, told);
            }
            None => {}
        }
    }
    teams
}

/// Who owns a team of which a source may not say who belongs to it. The directory that holds the
/// team may.
fn shut(mesh: &Mesh, source: SourceId, team: &Team, files: &Files) -> Option<Owner> {
    let entry = team.entry.as_ref();
    let of_team = entry.map(|entry| source_of(files, entry.name.span));
    let owner = mesh.precedence.shut_by(source, &team.name);
    owner.filter(|_| of_team != Some(source))
}

fn not_of_the_team(mesh: &Mesh, entry: &UserEntry, team: &Text, owner: Owner) -> Finding {
    let subject = Subject::new(SubjectKind::Person, entry.name.value.clone());
    let name = &mesh.source(owner.source).name;
    let message = format!(
        "the team `{}` belongs to the source `{name}`",
        bare(&team.value)
    );
    Finding::new(&CONTESTED_OWNER, subject, team.span, message)
        .label("not heard by the team")
        .help("let the source of the team say who belongs to it")
        .related(owner.span, "owned here")
}

/// The members that a product and its contracts name, with the team's name.
pub(super) fn members<'m>(
    mesh: &'m Mesh,
    product: &'m Product,
) -> Vec<(Option<&'m str>, &'m TeamMember)> {
    let own = product
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.team.as_ref());
    let offered = mesh
        .offered(product)
        .into_iter()
        .filter_map(|(_, contract)| contract.team.as_ref());
    let teams = own.into_iter().chain(offered);
    let members = teams.flat_map(|team| {
        let name = team.name.as_ref().map(|name| &*name.value);
        team.members.iter().map(move |member| (name, member))
    });
    members.collect()
}

/// The person whom a member names, made where nobody is known by that name yet.
fn draft_of(
    mesh: &Mesh,
    drafts: &mut Vec<Draft>,
    known: &mut HashMap<String, usize>,
    source: SourceId,
    member: &TeamMember,
) -> Option<usize> {
    let spelt = member.username.as_ref().or(member.name.as_ref())?;
    let (username, lower) = (spelt.trim().to_owned(), spelt.trim().to_lowercase());
    if username.is_empty() || mesh.is_placeholder(&username) {
        return None;
    }
    let at = known
        .get(&lower)
        .or_else(|| known.get(&key(&username)))
        .copied();
    let at = at.unwrap_or_else(|| {
        known.insert(lower, drafts.len());
        drafts.push(Draft {
            email: username.contains('@').then(|| username.clone()),
            username,
            ..Draft::default()
        });
        drafts.len() - 1
    });
    let draft = &mut drafts[at];
    let may_name = *draft.named_in.get_or_insert(source) == source;
    if draft.name.is_none() && may_name {
        draft.name = member.name.as_ref().map(|name| name.value.to_string());
    }
    Some(at)
}

fn place(mesh: &mut Mesh, drafts: Vec<Draft>) -> HashMap<String, PersonId> {
    let mut slugs = Slugs::without(&["index"]);
    let mut people = Vec::with_capacity(drafts.len());
    for draft in drafts {
        let name = draft.name.unwrap_or_else(|| draft.username.clone());
        people.push(Person {
            slug: slugs.take(&name, &draft.username),
            name,
            username: draft.username,
            email: draft.email,
            entry: draft.entry,
            teams: draft.teams.into_iter().collect(),
            roles: draft.roles,
        });
    }
    let came: Vec<String> = people.iter().map(|person| person.slug.clone()).collect();
    people.sort_by(|a, b| a.slug.cmp(&b.slug));
    for (at, person) in people.iter().enumerate() {
        for team in &person.teams {
            mesh.teams[team.0 as usize]
                .members
                .push(PersonId(at as u32));
        }
    }
    mesh.people = people;
    by_name(mesh, &came)
}

/// The person of each user name, else of each address, else of each full name; of several the one
/// who came first. `came` are their slugs in that order.
fn by_name(mesh: &Mesh, came: &[String]) -> HashMap<String, PersonId> {
    let place = |slug: &String| {
        let people = &mesh.people;
        let at = people
            .binary_search_by(|person| person.slug.cmp(slug))
            .ok()?;
        Some((PersonId(at as u32), &people[at]))
    };
    let came: Vec<_> = came.iter().filter_map(place).collect();
    let names: [fn(&Person) -> Option<String>; 3] = [
        |person| Some(key(&person.username)),
        |person| person.email.as_ref().map(|email| email.to_lowercase()),
        |person| Some(person.name.to_lowercase()),
    ];
    let mut by_name = HashMap::new();
    for name in names {
        for (id, person) in &came {
            if let Some(name) = name(person) {
                by_name.entry(name).or_insert(*id);
            }
        }
    }
    by_name
}
