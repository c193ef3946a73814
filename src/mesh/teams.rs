//! Teams: from the directory, and from what manifests say.

use std::collections::HashMap;

use super::cycles::{Step, cycles, round};
use super::directory::{dangling, twice};
use super::people::key;
use super::slugs::Slugs;
use super::{CYCLIC_REFERENCE, Mesh, Product, Team, TeamId, Told};
use crate::diag::{Subject, SubjectKind};
use crate::model::TeamEntry;

/// Fills in the teams of the mesh.
pub(super) fn join(mesh: &mut Mesh, teams: Vec<TeamEntry>, told: &mut Told<'_>) {
    let mut drafts: Vec<Team> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    for entry in teams {
        let name = entry.name.value.to_string();
        let subject = Subject::new(SubjectKind::Team, name.as_str());
        if let Some(&first) = known.get(&key(&name)) {
            let first = drafts[first].entry.as_ref();
            let first = first.map_or(entry.name.span, |first| first.name.span);
            told.tell(twice("team", &entry.name, first, subject));
            continue;
        }
        let title = entry
            .title
            .as_ref()
            .map_or_else(|| name.clone(), |title| title.value.to_string());
        known.insert(key(&name), drafts.len());
        drafts.push(team(name, title, Some(Box::new(entry))));
    }
    if !mesh.knows_teams {
        for name in named(mesh) {
            known.entry(key(name)).or_insert_with(|| {
                drafts.push(team(name.to_owned(), name.to_owned(), None));
                drafts.len() - 1
            });
        }
    }
    let mut slugs = Slugs::without(&["index"]);
    mesh.teams = drafts;
    for team in &mut mesh.teams {
        team.slug = slugs.take(&team.name, &team.name);
    }
    mesh.teams.sort_by(|a, b| a.slug.cmp(&b.slug));
    parents(mesh, told);
}

/// The teams that manifests name, in the order of whose spelling counts.
fn named(mesh: &Mesh) -> Vec<&str> {
    let products = mesh.ranked().into_iter().map(|id| mesh.product(id));
    let names = products.flat_map(|product| {
        let names = team_names(mesh, product).map(str::trim);
        names.map(|name| (product.source, name))
    });
    let mut names: Vec<_> = names
        .filter(|(_, name)| !name.is_empty() && !mesh.is_placeholder(name))
        .collect();
    // What nobody owns stays in the order of the products.
    names.sort_by_cached_key(|(source, name)| {
        let owner = mesh.precedence.owner_of_name(name);
        owner.is_none_or(|owner| owner.source != *source)
    });
    names.into_iter().map(|(_, name)| name).collect()
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

/// Puts each team below its parent. A way round is cut at its first team.
fn parents(mesh: &mut Mesh, told: &mut Told<'_>) {
    let by_name = by_name(mesh);
    let named = |team: &Team| team.entry.as_ref()?.parent.clone();
    let mut parents: Vec<Option<TeamId>> = Vec::with_capacity(mesh.teams.len());
    for team in &mesh.teams {
        let name = named(team);
        let parent = name.as_ref().and_then(|name| by_name.get(&key(name)));
        if let (Some(name), None) = (&name, parent) {
            let subject = Subject::new(SubjectKind::Team, team.name.as_str());
            let names = mesh.teams.iter().map(|team| team.name.as_str());
            dangling("team", name, names, subject, told);
        }
        parents.push(parent.copied());
    }
    let edges: Vec<Vec<u32>> = parents
        .iter()
        .map(|parent| parent.iter().map(|parent| parent.0).collect())
        .collect();
    for way in cycles(&edges) {
        let steps = way.iter().filter_map(|&at| {
            let team = mesh.team(TeamId(at));
            let parent = named(team)?;
            Some(Step {
                name: &team.name,
                span: parent.span,
                label: format!("`{}` is below `{}`", team.name, parent.value),
            })
        });
        let steps: Vec<_> = steps.collect();
        if let Some(first) = steps.first() {
            let subject = Subject::new(SubjectKind::Team, first.name);
            let itself = format!("the team `{}` is above itself", first.name);
            let finding = round(&CYCLIC_REFERENCE, subject, &itself, &steps);
            told.tell(finding.help("remove `parent` from the uppermost of them"));
        }
        parents[way[0] as usize] = None;
    }
    for (at, parent) in parents.into_iter().enumerate() {
        mesh.teams[at].parent = parent;
        if let Some(parent) = parent {
            mesh.teams[parent.0 as usize]
                .children
                .push(TeamId(at as u32));
        }
    }
}
