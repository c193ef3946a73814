//! Where ids of contracts lead: one look-up for all ports.

use std::collections::HashMap;

use super::contracts::Group;
use super::{ContractId, Link};
use crate::model::{Text, bare_version};

/// The contract that each id belongs to, with its versions.
#[derive(Clone, Debug, Default)]
pub(super) struct Addresses {
    by_id: HashMap<String, Address>,
}

#[derive(Clone, Debug)]
struct Address {
    contract: ContractId,
    /// The next contract of another source that claims the id.
    rival: Option<ContractId>,
    /// The versions without a leading `v`, sorted, each with its index in the contract.
    versions: Box<[(Box<str>, usize)]>,
}

impl Addresses {
    /// The addresses of contracts that have no place yet: each has its index as its id. Of
    /// several with one id it belongs to the first: groups come in the order of their ranks.
    pub(super) fn of(groups: &[Group]) -> Addresses {
        let mut by_id = HashMap::with_capacity(groups.len());
        let with_ids = groups.iter().enumerate();
        for (at, group) in with_ids.filter(|(_, group)| !group.id.is_empty()) {
            let id = ContractId(at as u32);
            let address = by_id.entry(group.id.clone()).or_insert_with(|| Address {
                contract: id,
                rival: None,
                versions: versions(group),
            });
            let first = &groups[address.contract.0 as usize];
            if address.rival.is_none() && first.source() != group.source() {
                address.rival = Some(id);
            }
        }
        Addresses { by_id }
    }

    /// Gives each contract the id of its place.
    pub(super) fn renumber(&mut self, ids: &[ContractId]) {
        for address in self.by_id.values_mut() {
            address.contract = ids[address.contract.0 as usize];
            address.rival = address.rival.map(|rival| ids[rival.0 as usize]);
        }
    }

    /// Where a reference leads, as ports write it: an id and a version. Without a version it
    /// leads to the newest.
    pub(super) fn link(&self, id: Option<&Text>, version: Option<&Text>) -> Link {
        let Some(id) = id else {
            return Link::Unnamed;
        };
        let Some(address) = self.by_id.get(id.trim()) else {
            return Link::Dangling;
        };
        let Some(version) = version else {
            return Link::To(address.contract, 0);
        };
        let wanted = bare_version(version);
        let found = address
            .versions
            .binary_search_by(|(own, _)| (**own).cmp(wanted));
        match found {
            Ok(at) => Link::To(address.contract, address.versions[at].1),
            Err(_) => Link::NoSuchVersion(address.contract),
        }
    }

    /// The contract to which an id belongs.
    pub(super) fn contract(&self, id: &str) -> Option<ContractId> {
        Some(self.by_id.get(id.trim())?.contract)
    }

    /// The contract of another source that claims an id too, though no reference leads to it.
    pub(super) fn rival(&self, id: &str) -> Option<ContractId> {
        self.by_id.get(id.trim())?.rival
    }

    /// Every id, in no order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &str> {
        self.by_id.keys().map(String::as_str)
    }
}

fn versions(group: &Group) -> Box<[(Box<str>, usize)]> {
    let versions = group.versions.iter().enumerate();
    let mut versions: Vec<_> = versions
        .filter_map(|(at, (_, contract))| {
            let version = contract.version.as_ref()?;
            Some((bare_version(version).into(), at))
        })
        .collect();
    versions.sort();
    versions.into()
}
