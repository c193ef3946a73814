//! Contracts that no port offers: the product that they name, or one made for them.

use std::collections::{HashMap, HashSet};

use super::contracts::{Group, contract_name};
use super::domains::domain_of;
use super::products::Draft;
use super::slugs::key;
use super::{ContractId, Link, Mesh, Output, Told};
use crate::diag::SourceId;

/// Gives each contract that no port offers to the product that it names, or to an implicit one.
pub(super) fn attach(mesh: &Mesh, drafts: &mut Vec<Draft>, groups: &[Group], told: &Told<'_>) {
    let mut by_name: HashMap<(SourceId, String), usize> = HashMap::new();
    for (at, draft) in drafts.iter().enumerate() {
        by_name
            .entry((draft.source, key(&draft.name)))
            .or_insert(at);
        by_name.entry((draft.source, key(&draft.id))).or_insert(at);
    }
    let offered = drafts.iter().flat_map(|draft| &draft.outputs);
    let offered: HashSet<_> = offered
        .filter_map(|output| output.contract.contract())
        .collect();
    for (at, group) in groups.iter().enumerate() {
        let id = ContractId(at as u32);
        if offered.contains(&id) {
            continue;
        }
        let (source, contract) = &group.versions[0];
        let named = contract
            .data_product
            .as_ref()
            .map(|name| name.trim())
            .filter(|name| !name.is_empty());
        if let Some(&draft) = named.and_then(|name| by_name.get(&(*source, key(name)))) {
            match drafts[draft].manifest {
                Some(_) => drafts[draft].named_by.push(id),
                None => drafts[draft].outputs.push(alone(id)),
            }
            continue;
        }
        let file = told.files.file(contract.file);
        let name = named.map_or_else(|| contract_name(group, told.files), str::to_owned);
        by_name.insert((*source, key(&name)), drafts.len());
        drafts.push(Draft {
            source: *source,
            domain: domain_of(mesh, *source, contract.domain.as_ref()),
            id: named.map_or_else(|| group.id.clone(), str::to_owned),
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

/// What an implicit product offers: a contract without a port.
fn alone(contract: ContractId) -> Output {
    Output {
        port: None,
        contract: Link::To(contract, 0),
    }
}
