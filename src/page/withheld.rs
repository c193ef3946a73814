//! The page that stands in the place of a product, or of a contract of it, that is withheld.

use std::collections::HashMap;

use serde::Serialize;

use super::build::{held, origin, owner_link, wording};
use super::parts::{Link, Place};
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::{FileId, Finding};
use crate::mesh::{ContractId, ProductId};
use crate::page::build::product_files;
use crate::rules::{Block, offered};

/// The page in the place of what is withheld.
pub const PAGE: Page = Page {
    name: "withheld",
    template: "pages/withheld.html",
    routes,
    show,
};

/// The most places of one rule.
const PLACES: usize = 12;
/// The most neighbours in a list.
const NEIGHBOURS: usize = 50;

/// What `pages/withheld.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// Id as the manifest spells it.
    pub id: String,
    /// What it is: `data product` or `data contract`.
    pub noun: &'static str,
    /// The product to which a contract belongs.
    pub product: Option<Link>,
    /// Its domain.
    pub domain: Link,
    /// Who answers for it; `None` where nobody is named.
    pub owner: Option<Link>,
    /// The rules that withhold it.
    pub blocks: Vec<BlockView>,
    /// The contracts that are withheld with a product.
    pub contracts: Vec<Link>,
    /// The products from which it takes in.
    pub upstream: Vec<Link>,
    /// The products that take in from it.
    pub downstream: Vec<Link>,
    /// The register of waivers; `None` where the portal shows none.
    pub waivers: Option<Link>,
}

/// A rule that withholds.
#[derive(Clone, Debug, Default, Serialize)]
pub struct BlockView {
    /// The rule, with its page.
    pub rule: Link,
    /// What it finds.
    pub title: String,
    /// Since which day it blocks; empty where it always did.
    pub since: String,
    /// Where the portal says so.
    pub binding: Place,
    /// Where it fails, and what mends it.
    pub places: Vec<PlaceView>,
    /// How many more places there are.
    pub more: u32,
}

/// A place at which a rule fails.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PlaceView {
    /// Where.
    pub at: Place,
    /// The act that mends it; may be empty.
    pub help: String,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let mut routes = Vec::new();
    for id in portal.gate.withheld() {
        routes.push((portal.product_route(id), Key::item(id.0 as usize)));
    }
    for (id, contract) in portal.mesh.contracts() {
        if portal.withholds_contract(id) {
            for at in 0..contract.versions.len() {
                let key = Key {
                    item: id.0,
                    part: at as u32 + 1,
                };
                routes.push((portal.contract_route(id, at), key));
            }
        }
    }
    routes
}

fn show(portal: &Portal, key: Key) -> Shown {
    let mesh = &portal.mesh;
    let (product, contract) = match key.part {
        0 => (ProductId(key.item), None),
        _ => {
            let id = ContractId(key.item);
            (mesh.contract(id).product, Some(id))
        }
    };
    let of = mesh.product(product);
    let links = |ids: &[ProductId]| {
        let ids = ids.iter().take(NEIGHBOURS);
        ids.map(|&id| portal.product_link(id)).collect::<Vec<_>>()
    };
    let mut view = View {
        domain: portal.domain_link(of.domain),
        owner: owner_link(portal, of.owner.as_ref()),
        blocks: blocks(portal, product),
        waivers: (!portal.hides(Hide::Scorecards)).then(|| Link::to("waivers", route::WAIVERS)),
        ..View::default()
    };
    match contract {
        Some(id) => {
            let contract = mesh.contract(id);
            view.noun = "data contract";
            view.name.clone_from(&contract.name);
            view.id.clone_from(&contract.id);
            view.product = Some(portal.product_link(product));
        }
        None => {
            view.noun = "data product";
            view.name.clone_from(&of.name);
            view.id.clone_from(&of.id);
            view.upstream = links(&of.upstream);
            view.downstream = links(&of.downstream);
            let offered = offered(of).into_iter();
            let withheld = offered.filter(|id| portal.withholds_contract(*id));
            let links = withheld.map(|id| portal.contract_link(id));
            view.contracts = links.take(NEIGHBOURS).collect();
        }
    }
    let meta = Meta {
        title: format!("{}, withheld", view.name),
        summary: format!("This {} is withheld.", view.noun),
        section: "products",
        crumbs: vec![
            Link::to("Products", route::PRODUCTS),
            portal.domain_link(of.domain),
        ],
        held: held(portal, [of.source]),
        origin: Some(origin(portal, of.source, Some(of.file))),
    };
    Shown::new(meta, &view)
}

/// The rules that withhold a product, each with the places at which it fails.
fn blocks(portal: &Portal, id: ProductId) -> Vec<BlockView> {
    let book = &portal.scorecards.book;
    let mut by_rule: HashMap<&str, Vec<&Finding>> = HashMap::new();
    let files: Vec<FileId> = product_files(portal, id);
    for finding in files.iter().flat_map(|&file| portal.findings_in(file)) {
        by_rule.entry(&finding.rule).or_default().push(finding);
    }
    let view = |block: &Block| {
        let rule = &book.rules()[block.rule];
        let found = by_rule.get(rule.id()).map_or(&[][..], Vec::as_slice);
        let mut places: Vec<_> = found
            .iter()
            .take(PLACES)
            .map(|finding| PlaceView {
                at: portal.place(finding.span),
                help: wording(portal, finding).1.unwrap_or_default(),
            })
            .collect();
        if places.is_empty() {
            // Another rule tells it.
            places.extend(block.at.map(|at| PlaceView {
                at: portal.place(at),
                help: String::new(),
            }));
        }
        BlockView {
            rule: Link::to(rule.id(), route::rule(rule.id())),
            title: rule.parts().title.to_owned(),
            since: block.from.map_or_else(String::new, |day| day.to_string()),
            binding: portal.place(block.binding),
            more: found.len().saturating_sub(PLACES) as u32,
            places,
        }
    };
    portal.gate.blocks(id).iter().map(view).collect()
}
