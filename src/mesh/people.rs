//! People: from the directory, and from what manifests say.

use std::collections::{BTreeSet, HashMap};

use super::slugs::Slugs;
use super::{
    DUPLICATE_ID, Mesh, Person, PersonId, PersonRole, Product, ProductId, TeamId, Told,
    is_placeholder, teams,
};
use crate::diag::{Finding, Subject, SubjectKind};
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

/// The finding on a second entry of one name.
pub(super) fn twice(what: &str, name: &Text, first: &Text, subject: Subject) -> Finding {
    let message = format!("the {what} `{}` stands twice in the directory", name.value);
    Finding::new(&DUPLICATE_ID, subject, name.span, message)
        .label("this one is not read")
        .help("keep one of the two")
        .related(first.span, "the first one counts")
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
}

/// Fills in the people of the mesh.
pub(super) fn join(mesh: &mut Mesh, users: Vec<UserEntry>, told: &mut Told<'_>) {
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
            let first = Text::new("".into(), first);
            told.tell(twice("person", &entry.name, &first, subject));
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
            teams: entry
                .member_of
                .iter()
                .filter_map(|name| by_name.get(&key(name)).copied())
                .collect(),
            entry: Some(Box::new(entry)),
            username,
            ..Draft::default()
        });
    }
    for (id, team) in mesh.teams() {
        for name in team.entry.iter().flat_map(|entry| &entry.members) {
            if let Some(&at) = known.get(&key(name)) {
                drafts[at].teams.insert(id);
            }
        }
    }
    for (id, product) in mesh.products() {
        for (team, member) in members(mesh, product) {
            let team = team.and_then(|name| by_name.get(&key(name)).copied());
            add_member(
                &mut drafts,
                &mut known,
                id,
                team.filter(|_| !mesh.knows_teams),
                member,
            );
        }
    }
    place(mesh, drafts);
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

fn add_member(
    drafts: &mut Vec<Draft>,
    known: &mut HashMap<String, usize>,
    product: ProductId,
    team: Option<TeamId>,
    member: &TeamMember,
) {
    let Some(spelt) = member.username.as_ref().or(member.name.as_ref()) else {
        return;
    };
    let (username, lower) = (spelt.trim().to_owned(), spelt.trim().to_lowercase());
    if username.is_empty() || is_placeholder(&username) {
        return;
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
    if draft.name.is_none() {
        draft.name = member.name.as_ref().map(|name| name.value.to_string());
    }
    draft.teams.extend(team);
    let role = PersonRole {
        product,
        role: member
            .role
            .as_ref()
            .map_or_else(String::new, |role| role.value.to_string()),
    };
    if !draft.roles.contains(&role) {
        draft.roles.push(role);
    }
}

fn place(mesh: &mut Mesh, drafts: Vec<Draft>) {
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
    people.sort_by(|a, b| a.slug.cmp(&b.slug));
    for (at, person) in people.iter().enumerate() {
        for team in &person.teams {
            mesh.teams[team.0 as usize]
                .members
                .push(PersonId(at as u32));
        }
    }
    mesh.people = people;
}
