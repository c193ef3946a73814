//! Teams as lists show them, and the ways to reach them.

use super::{channels, outside, owner_names, safe_url};
use crate::config::Hide;
use crate::mesh::{Product, Team, TeamId};
use crate::model::SupportItem;
use crate::page::Portal;
use crate::page::parts::{Channel, Link, Outside, TeamLine};

/// The deepest step by which a list indents a team.
const DEEPEST: usize = 8;
/// The most ways to reach a team in a list.
const WAYS: usize = 2;
/// The most products that are asked for ways to reach their team, or for its lead.
const ASKED: usize = 50;

/// A team as a row of a list: how deep it stands in the tree, and how many products it
/// owns together with the teams below it.
pub fn team_line(portal: &Portal, id: TeamId, depth: usize, products_below: u32) -> TeamLine {
    let team = portal.mesh.team(id);
    let mut ways: Vec<Channel> = team_links(team).into_iter().map(channel).collect();
    ways.extend(team_channels(portal, team));
    ways.truncate(WAYS);
    TeamLine {
        name: portal.team_link(id),
        depth: depth.min(DEEPEST) as u8,
        lead: lead(portal, team),
        domain: domain(portal, team),
        members: team.members.len() as u32,
        products: team.products.len() as u32,
        products_below,
        channels: ways,
        doubt: None,
        counts: portal.overview().team(id),
    }
}

/// The mail address and the links that the directory gives.
pub fn team_links(team: &Team) -> Vec<Outside> {
    let Some(entry) = &team.entry else {
        return Vec::new();
    };
    let links = entry.links.iter().filter_map(|link| {
        let url = link.url.as_ref()?;
        let title = link.title.as_ref().map_or("", |title| title.trim());
        Some(outside(title, url, "", ""))
    });
    let mail = entry.email.iter().map(|email| {
        let address = email.trim();
        outside(address, &format!("mailto:{address}"), "", "")
    });
    mail.chain(links).collect()
}

/// The support channels that the products of a team name, each once.
pub fn team_channels(portal: &Portal, team: &Team) -> Vec<Channel> {
    let mut found: Vec<Channel> = Vec::new();
    for product in asked(portal, team) {
        for channel in channels(portal, support(portal, product)) {
            let is_new =
                |known: &Channel| (&known.name, &known.url) != (&channel.name, &channel.url);
            if found.iter().all(is_new) {
                found.push(channel);
            }
        }
    }
    found
}

/// Whether nobody could reach a team: no address, no link, no channel.
pub fn is_unreachable(portal: &Portal, team: &Team) -> bool {
    team_links(team).iter().all(|link| link.url.is_none())
        && asked(portal, team).all(|product| support(portal, product).is_empty())
}

fn asked<'p>(portal: &'p Portal, team: &'p Team) -> impl Iterator<Item = &'p Product> {
    let products = team.products.iter().take(ASKED);
    products.map(|&id| portal.mesh.product(id))
}

fn support<'p>(portal: &'p Portal, product: &'p Product) -> &'p [SupportItem] {
    if let Some(manifest) = &product.manifest {
        return &manifest.support;
    }
    let first = product
        .outputs
        .iter()
        .find_map(|output| output.contract.contract());
    first
        .map(|id| portal.mesh.contract(id).newest().support.as_slice())
        .unwrap_or_default()
}

fn channel(link: Outside) -> Channel {
    Channel {
        name: link.text,
        url: link.url.and_then(|url| safe_url(&url)),
        ..Channel::default()
    }
}

/// The first member in an owner's role of the first product that names one.
fn lead(portal: &Portal, team: &Team) -> Option<Link> {
    if portal.hides(Hide::People) {
        return None;
    }
    let mut manifests = asked(portal, team).filter_map(|product| product.manifest.as_ref());
    let lead = manifests.find_map(|manifest| {
        let owners = owner_names(portal, manifest.team.as_ref());
        owners.into_iter().next()
    });
    lead.map(|member| member.name)
}

/// The domain that a team answers for, else the one that holds all of its products.
fn domain(portal: &Portal, team: &Team) -> Option<Link> {
    let mut domains = team
        .products
        .iter()
        .map(|&id| portal.mesh.product(id).domain);
    let first = domains.next();
    let only = first.filter(|first| domains.all(|other| other == *first));
    let domain = team.domains.first().copied().or(only)?;
    Some(portal.domain_link(domain))
}
