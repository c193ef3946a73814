//! The badges of each product as a drawing to embed elsewhere.

use super::{Error, Item, Output, Site};
use crate::badge;
use crate::mesh::ProductId;
use crate::page::Key;
use crate::page::build::marks;

pub(super) const OUTPUT: Output = Output {
    name: "badges",
    routes,
    render,
};

fn routes(site: &Site) -> Vec<(String, Item)> {
    let products = site.portal.mesh.products().enumerate();
    products
        .map(|(at, (id, _))| {
            let item = Item {
                key: Key::item(at),
                ..Item::default()
            };
            (site.portal.badge_route(id), item)
        })
        .collect()
}

fn render(site: &Site, _: &str, item: Item) -> Result<Vec<u8>, Error> {
    let id = ProductId(item.key.item);
    let name = &site.portal.mesh.product(id).name;
    Ok(badge::svg(name, &marks(&site.portal, id)).into_bytes())
}
