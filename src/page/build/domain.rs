//! Domains as lists show them.

use super::{person_or_team, text, tiers_of};
use crate::mesh::{Domain, DomainId};
use crate::page::Portal;
use crate::page::parts::{DomainLine, Link};
use crate::page::prose::plain;

/// The longest summary of a domain in a list, in characters.
const SUMMARY: usize = 200;

/// A domain as a card or a row.
pub fn domain_line(portal: &Portal, id: DomainId) -> DomainLine {
    let domain = portal.mesh.domain(id);
    let description = domain
        .entry
        .as_ref()
        .and_then(|entry| entry.description.as_ref());
    DomainLine {
        name: portal.domain_link(id),
        summary: description.map_or_else(String::new, |text| plain(text, SUMMARY)),
        owner: domain_owner(portal, domain),
        model: operating_model(domain),
        products: domain.products.len() as u32,
        contracts: domain.contracts.len() as u32,
        tiers: tiers_of(portal.scorecards.domain(id)),
        counts: portal.overview().domain(id),
    }
}

/// Who answers for a domain, as the directory says.
pub fn domain_owner(portal: &Portal, domain: &Domain) -> Option<Link> {
    let named = domain.entry.as_ref()?.owner.as_ref()?;
    Some(match domain.team {
        Some(team) => portal.team_link(team),
        None => person_or_team(portal, named),
    })
}

/// How a domain is run, in words; empty where it does not say.
pub fn operating_model(domain: &Domain) -> String {
    let entry = domain.entry.as_ref();
    let model = entry.and_then(|entry| entry.annotation("meshbook/operating-model"));
    match text(model).as_str() {
        "central" => "curated centrally".to_owned(),
        "transitional" => "in transition".to_owned(),
        other => other.to_owned(),
    }
}
