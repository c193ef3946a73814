//! Tells what is wrong with `owns:` in the configuration, and who claims what another source owns.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::config::{self, Owned, UNKNOWN_SETTING};
use crate::diag::{Finding, SourceId, Span, Subject, SubjectKind};
use crate::mesh::precedence::Owner;
use crate::mesh::slugs::key;
use crate::mesh::{DUPLICATE_ID, Mesh, Told, product_subject};

/// Looks at every id and name that there is, where a source owns any.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    if mesh.sources.iter().any(|source| !source.owns.is_empty()) {
        entries(mesh, told);
        claims(mesh, told);
    }
}

/// Entries that mean nothing, and those that mean what another source owns too.
fn entries(mesh: &Mesh, told: &mut Told<'_>) {
    let all = all(mesh);
    let entries: Vec<(SourceId, &Owned)> = owned(mesh).collect();
    let mut by_text: HashMap<&str, Vec<usize>> = HashMap::new();
    let mut by_key: HashMap<String, Vec<usize>> = HashMap::new();
    let mut patterns = Vec::new();
    for (at, (_, owned)) in entries.iter().enumerate() {
        by_key.entry(key(&owned.text)).or_default().push(at);
        match owned.text.contains('*') {
            true => patterns.push(at),
            false => by_text.entry(&owned.text).or_default().push(at),
        }
    }
    let mut shared: BTreeMap<(Span, Span), (&str, SourceId)> = BTreeMap::new();
    let mut used: HashSet<Span> = HashSet::new();
    for &(name, is_name) in &all {
        let (own, owner) = match is_name {
            true => (key(name), mesh.precedence.owner_of_name(name)),
            false => (name.to_owned(), mesh.precedence.owner(name)),
        };
        let Some(owner) = owner else {
            continue;
        };
        let is_match = |at: &&usize| {
            let owned = entries[**at].1;
            owned.is_match(name) || owned.is_match(&own)
        };
        let exact = [name.trim(), &own]
            .into_iter()
            .filter_map(|text| by_text.get(text));
        let spelt = is_name.then(|| by_key.get(&own)).flatten();
        let met = exact.chain(spelt).flatten();
        for &at in met.chain(patterns.iter().filter(is_match)) {
            let (source, owned) = entries[at];
            used.insert(owned.span);
            if source != owner.source {
                let pair = (owner.span, owned.span);
                shared.entry(pair).or_insert((name, owner.source));
            }
        }
    }
    let subject = Subject::new(SubjectKind::Portal, config::FILE);
    for ((first, other), (name, of)) in shared {
        let of = &mesh.source(of).name;
        let message = format!("`{name}` is owned by the source `{of}` too");
        let finding = Finding::new(&UNKNOWN_SETTING, subject.clone(), other, message);
        told.tell(
            finding
                .label("has no effect on it")
                .help("let one source own it")
                .related(first, "it belongs to this source"),
        );
    }
    for (source, owned) in owned(mesh).filter(|(_, owned)| !used.contains(&owned.span)) {
        let source = mesh.source(source);
        let is_whole = source.state == crate::source::State::Read && !source.is_partial;
        if !is_whole {
            continue;
        }
        let message = format!("nothing is called `{}`", owned.text);
        let near = told.nearest(&owned.text, all.iter().map(|(name, _)| *name));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => "correct the id, or remove it".to_owned(),
        };
        let finding = Finding::new(&UNKNOWN_SETTING, subject.clone(), owned.span, message);
        told.tell(finding.help(help));
    }
}

fn owned(mesh: &Mesh) -> impl Iterator<Item = (SourceId, &Owned)> {
    mesh.sources()
        .flat_map(|(id, source)| source.owns.iter().map(move |owned| (id, owned)))
}

/// All that may be owned, each once, in order, and whether it is a name of which several spellings
/// are one.
fn all(mesh: &Mesh) -> Vec<(&str, bool)> {
    let products = mesh.products.iter().map(|product| product.id.as_str());
    let contracts = mesh.contracts.iter().map(|contract| contract.id.as_str());
    let domains = mesh.domains.iter().map(|domain| domain.name.as_str());
    let teams = mesh.teams.iter().map(|team| team.name.as_str());
    let people = mesh.people.iter().map(|person| person.username.as_str());
    let ids = products.chain(contracts).map(|id| (id, false));
    let names = domains.chain(teams).chain(people).map(|name| (name, true));
    let all = ids.chain(names).filter(|(name, _)| !name.is_empty());
    let mut all: Vec<_> = all.collect();
    all.sort_unstable();
    all.dedup();
    all
}

/// Ids of another source that the source itself does not have, or not yet. Where it has them, the
/// claimant is told beside its own.
fn claims(mesh: &Mesh, told: &mut Told<'_>) {
    for (id, product) in mesh.products() {
        let Some(manifest) = &product.manifest else {
            continue;
        };
        let owner = mesh.precedence.other(product.source, &product.id);
        let is_alone = mesh.product_with(&product.id) == Some(id);
        if let (Some(owner), Some(own)) = (owner.filter(|_| is_alone), &manifest.id) {
            let subject = product_subject(product);
            told.tell(claim(mesh, "product", subject, own.span, owner));
        }
    }
    for (id, contract) in mesh.contracts() {
        let owner = mesh.precedence.other(contract.source, &contract.id);
        let is_alone = mesh.contract_with(&contract.id) == Some(id);
        if let (Some(owner), Some(own)) = (owner.filter(|_| is_alone), &contract.newest().id) {
            let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
            told.tell(claim(mesh, "contract", subject, own.span, owner));
        }
    }
}

fn claim(mesh: &Mesh, what: &str, subject: Subject, span: Span, owner: Owner) -> Finding {
    let name = &mesh.source(owner.source).name;
    let message = format!(
        "the {what} id `{}` belongs to the source `{name}`",
        subject.id
    );
    Finding::new(&DUPLICATE_ID, subject, span, message)
        .label("claimed here")
        .help("give this one an id of its own")
        .related(owner.span, "owned here")
}
