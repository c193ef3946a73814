//! Contracts that no port offers: the product that they name, or one made for them.

use std::collections::{HashMap, HashSet};

use super::claims::is_foreign;
use super::contracts::{Group, contract_name};
use super::domains::domain_of;
use super::products::Draft;
use super::slugs::key;
use super::{AMBIGUOUS_REFERENCE, ContractId, Link, Mesh, Output, Told};
use crate::diag::{Finding, SourceId, Subject, SubjectKind};
use crate::model::Text;

/// The products of each source by what contracts call them.
#[derive(Default)]
struct Names {
    by_id: HashMap<(SourceId, String), Fit>,
    by_name: HashMap<(SourceId, String), Fit>,
}

/// The first product that a name fits, and the next one.
struct Fit {
    first: usize,
    second: Option<usize>,
}

impl Names {
    fn of(drafts: &[Draft]) -> Names {
        let mut names = Names::default();
        for (at, draft) in drafts.iter().enumerate() {
            add(&mut names.by_id, (draft.source, key(&draft.id)), at);
            add(&mut names.by_name, (draft.source, key(&draft.name)), at);
        }
        names
    }

    /// What a name fits: an id goes before a name.
    fn get(&self, source: SourceId, name: &str) -> Option<&Fit> {
        let key = (source, key(name));
        self.by_id.get(&key).or_else(|| self.by_name.get(&key))
    }
}

fn add(known: &mut HashMap<(SourceId, String), Fit>, key: (SourceId, String), at: usize) {
    match known.get_mut(&key) {
        Some(fit) => drop(fit.second.get_or_insert(at)),
        None => {
            let fit = Fit {
                first: at,
                second: None,
            };
            known.insert(key, fit);
        }
    }
}

/// Gives each contract that no port offers to the product that it names, or to an implicit one.
pub(super) fn attach(mesh: &Mesh, drafts: &mut Vec<Draft>, groups: &[Group], told: &mut Told<'_>) {
    let mut names = Names::of(drafts);
    let mut ambiguous = HashSet::new();
    let offered = offered(mesh, drafts, groups);
    for (at, group) in groups.iter().enumerate() {
        let id = ContractId(at as u32);
        let (source, contract) = &group.versions[0];
        let is_own = offered.get(&id).copied();
        if is_own == Some(true) {
            continue;
        }
        let named = contract.data_product.as_ref();
        let named = named.filter(|name| !name.trim().is_empty());
        let fit = named.and_then(|name| names.get(*source, name));
        // A port of another source goes before a product that would have to be made.
        let is_declared = |fit: &&Fit| drafts[fit.first].manifest.is_some();
        let fit = fit.filter(|fit| is_own.is_none() || is_declared(fit));
        if is_own.is_some() && fit.is_none() {
            continue;
        }
        if let (Some(name), Some(fit)) = (named, fit) {
            if let Some(second) = fit.second.filter(|_| ambiguous.insert(fit.first)) {
                let two = [&drafts[fit.first], &drafts[second]];
                told.tell(tell_ambiguous(group, name, two));
            }
            let draft = &mut drafts[fit.first];
            match draft.manifest {
                Some(_) => draft.named_by.push(id),
                None => draft.outputs.push(alone(id)),
            }
            continue;
        }
        let file = told.files.file(contract.file);
        let name = match named {
            Some(name) => name.trim().to_owned(),
            None => contract_name(group, told.files),
        };
        let fit = Fit {
            first: drafts.len(),
            second: None,
        };
        names.by_name.entry((*source, key(&name))).or_insert(fit);
        drafts.push(Draft {
            source: *source,
            domain: domain_of(mesh, *source, contract.domain.as_ref()),
            id: named.map_or_else(|| group.id.clone(), |name| name.trim().to_owned()),
            name,
            manifest: None,
            outputs: vec![alone(id)],
            named_by: Vec::new(),
            shown: file.shown.clone(),
            file: contract.file,
            span: contract
                .id
                .as_ref()
                .map_or(file.whole().head(), |id| id.span),
        });
    }
}

/// The contracts that products rightly offer, and whether one of their own source does.
fn offered(mesh: &Mesh, drafts: &[Draft], groups: &[Group]) -> HashMap<ContractId, bool> {
    let mut offered = HashMap::new();
    for draft in drafts {
        let outputs = draft.outputs.iter();
        for id in outputs.filter_map(|output| output.contract.contract()) {
            let (source, contract) = &groups[id.0 as usize].versions[0];
            if !is_foreign(mesh, (draft.source, &draft.domain), (*source, contract)) {
                *offered.entry(id).or_default() |= draft.source == *source;
            }
        }
    }
    offered
}

/// The finding on a name of two products, at the first contract that uses it.
fn tell_ambiguous(group: &Group, name: &Text, [first, second]: [&Draft; 2]) -> Finding {
    let subject = Subject::new(SubjectKind::Contract, group.id.as_str());
    let message = format!("two products are called `{}`", name.value);
    Finding::new(&AMBIGUOUS_REFERENCE, subject, name.span, message)
        .label("leads to the first")
        .help("name the product by its `id`, or offer the contract at one of its ports")
        .related(first.span, "the first one")
        .related(second.span, "the second one")
}

/// What an implicit product offers: a contract without a port.
fn alone(contract: ContractId) -> Output {
    Output {
        port: None,
        contract: Link::To(contract, 0),
    }
}
