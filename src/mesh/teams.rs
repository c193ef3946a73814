//! Teams: from the directory, and from what manifests say.

use std::collections::{BTreeMap, HashMap};

use super::people::{key, twice};
use super::slugs::Slugs;
use super::{Mesh, Product, Team, TeamId, Told, is_placeholder};
use crate::diag::{Subject, SubjectKind};
use crate::model::TeamEntry;

/// Fills in the teams of the mesh.
pub(super) fn join(mesh: &mut Mesh, teams: Vec<TeamEntry>, told: &mut Told<'_>) {
    let mut drafts: BTreeMap<String, Team> = BTreeMap::new();
    for entry in teams {
        let name = entry.name.value.to_string();
        let subject = Subject::new(SubjectKind::Team, name.as_str());
        if let Some(first) = drafts.get(&key(&name)).and_then(|team| team.entry.as_ref()) {
            told.tell(twice("team", &entry.name, &first.name, subject));
            continue;
        }
        let title = entry
            .title
            .as_ref()
            .map_or_else(|| name.clone(), |title| title.value.to_string());
        drafts.insert(key(&name), team(name, title, Some(Box::new(entry))));
    }
    if !mesh.knows_teams {
        for name in mesh
            .products()
            .flat_map(|(_, product)| team_names(mesh, product))
        {
            let name = name.trim();
            if !name.is_empty() && !is_placeholder(name) {
                drafts
                    .entry(key(name))
                    .or_insert_with(|| team(name.to_owned(), name.to_owned(), None));
            }
        }
    }
    let mut slugs = Slugs::without(&["index"]);
    mesh.teams = drafts.into_values().collect();
    for team in &mut mesh.teams {
        team.slug = slugs.take(&team.name, &team.name);
    }
    mesh.teams.sort_by(|a, b| a.slug.cmp(&b.slug));
    parents(mesh);
}

/// The teams that a product and its contracts name.
fn team_names<'m>(mesh: &'m Mesh, product: &'m Product) -> impl Iterator<Item = &'m str> {
    let own = product
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.team.as_ref());
    let offered = mesh
        .offered(product)
        .into_iter()
        .filter_map(|(_, contract)| contract.team.as_ref());
    own.into_iter()
        .chain(offered)
        .filter_map(|team| team.name.as_ref())
        .map(|name| &*name.value)
}

fn team(name: String, title: String, entry: Option<Box<TeamEntry>>) -> Team {
    Team {
        slug: String::new(),
        name,
        title,
        entry,
        parent: None,
        children: Vec::new(),
        members: Vec::new(),
        products: Vec::new(),
        contracts: Vec::new(),
        domains: Vec::new(),
    }
}

/// The team of each name.
pub(super) fn by_name(mesh: &Mesh) -> HashMap<String, TeamId> {
    mesh.teams()
        .map(|(id, team)| (key(&team.name), id))
        .collect()
}

fn parents(mesh: &mut Mesh) {
    let by_name = by_name(mesh);
    for at in 0..mesh.teams.len() {
        let entry = mesh.teams[at].entry.as_ref();
        let parent = entry.and_then(|entry| by_name.get(&key(entry.parent.as_ref()?)).copied());
        let id = TeamId(at as u32);
        if let Some(parent) = parent.filter(|&parent| !is_above(mesh, id, parent)) {
            mesh.teams[at].parent = Some(parent);
            mesh.teams[parent.0 as usize].children.push(id);
        }
    }
}

/// Whether `team` is `other` or stands above it, so that `other` cannot be its parent.
fn is_above(mesh: &Mesh, team: TeamId, other: TeamId) -> bool {
    let mut above = Some(other);
    while let Some(id) = above {
        if id == team {
            return true;
        }
        above = mesh.team(id).parent;
    }
    false
}
