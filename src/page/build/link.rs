//! Links to contracts of the portal, and to definitions elsewhere.

use super::outside;
use super::value::{text, words};
use crate::diag::nearest;
use crate::mesh::{ContractId, Link as Reference};
use crate::model::{AuthoritativeDefinition, Sbom, Text};
use crate::page::parts::{Chip, ContractLink, Dangling, Link, Outside};
use crate::page::{Portal, route};
use crate::rules::BookRule;

/// The name of a rule with its page.
pub fn rule_link(rule: &BookRule) -> Link {
    Link::to(rule.id(), route::rule(rule.id()))
}

/// `authoritativeDefinitions`.
pub fn definitions(definitions: &[AuthoritativeDefinition]) -> Vec<Outside> {
    let links = definitions.iter().map(|definition| {
        let kind = definition
            .kind
            .as_ref()
            .map_or_else(String::new, |kind| words(kind));
        outside(
            "",
            &text(definition.url.as_ref()),
            &kind,
            &text(definition.description.as_ref()),
        )
    });
    links.collect()
}

/// `sbom`: bills of materials.
pub fn sboms(sboms: &[Sbom]) -> Vec<Outside> {
    let links = sboms.iter().map(|sbom| {
        let kind = match text(sbom.kind.as_ref()) {
            kind if kind.is_empty() => "bill of materials".to_owned(),
            kind => format!("bill of materials, {kind}"),
        };
        outside("", &text(sbom.url.as_ref()), &kind, "")
    });
    links.collect()
}

/// The contract that a reference leads to; `None` where it leads nowhere.
pub fn contract_link(
    portal: &Portal,
    to: Reference,
    wanted: Option<&Text>,
) -> Option<ContractLink> {
    let (id, at) = match to {
        Reference::To(id, at) => (id, at),
        Reference::NoSuchVersion(id) => (id, 0),
        Reference::Dangling | Reference::Unnamed => return None,
    };
    let mut link = version_link(portal, id, at);
    if let (Reference::NoSuchVersion(_), Some(wanted)) = (to, wanted) {
        let has = match link.version.is_empty() {
            true => "it has none".to_owned(),
            false => format!("the newest is `{}`", link.version),
        };
        link.doubt = Some(format!("there is no version `{}`, {has}", wanted.trim()));
    }
    Some(link)
}

/// The contract that somebody reads; it says so where there is a newer version.
pub fn consumed(portal: &Portal, to: Reference, wanted: Option<&Text>) -> Option<ContractLink> {
    let mut link = contract_link(portal, to, wanted)?;
    if let Reference::To(id, 1..) = to {
        let newest = text(portal.mesh.contract(id).newest().version.as_ref());
        link.note = format!("the newest is `{newest}`");
    }
    Some(link)
}

/// A version of a contract with its page.
pub fn version_link(portal: &Portal, id: ContractId, at: usize) -> ContractLink {
    let contract = portal.mesh.contract(id);
    let manifest = &contract.versions[at].manifest;
    ContractLink {
        name: Link::to(&contract.name, portal.contract_route(id, at)),
        version: text(manifest.version.as_ref()),
        status: manifest.status.as_ref().map(|status| Chip::status(status)),
        note: String::new(),
        doubt: None,
    }
}

/// A contract id that nothing carries, and what is spelt almost like it.
pub fn dangling(portal: &Portal, to: Reference, id: Option<&Text>) -> Option<Dangling> {
    let id = id.filter(|_| to == Reference::Dangling)?;
    let contracts = portal.mesh.contracts();
    let near = nearest(
        id.trim(),
        contracts.map(|(_, contract)| contract.id.as_str()),
    );
    let near = near.and_then(|near| portal.mesh.contract_with(near));
    Some(Dangling {
        id: text(Some(id)),
        nearest: near
            .into_iter()
            .map(|id| portal.contract_link(id))
            .collect(),
    })
}
