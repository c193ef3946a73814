//! The list of data products.

use serde::Serialize;

use super::build::product_line;
use super::parts::{Link, Pager, ProductLine};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown};

/// The list of data products.
pub const PAGE: Page = Page {
    name: "product-list",
    template: "pages/product-list.html",
    routes: |portal| split(portal).routes(0),
    show,
};

/// The most domains that are named above the list.
const DOMAINS: usize = 24;

/// What `pages/product-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The products, by name.
    pub products: Vec<ProductLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// Number of products on all parts together.
    pub total: u32,
    /// The domains with their number of products as text, capped, to go on from here.
    pub domains: Vec<Link>,
}

fn split(portal: &Portal) -> Split {
    Split::new("products/index", portal.mesh.products.len())
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let rows = &portal.overview().by_name[split.rows(key.part)];
    let with_products = portal
        .mesh
        .domains()
        .filter(|(_, d)| !d.products.is_empty());
    let domains = with_products.take(DOMAINS).map(|(id, domain)| {
        let text = format!("{} ({})", domain.title, domain.products.len());
        Link::to(text, portal.domain_route(id))
    });
    let view = View {
        products: rows.iter().map(|&id| product_line(portal, id)).collect(),
        pager: split.pager(key.part),
        total: portal.mesh.products.len() as u32,
        domains: domains.collect(),
    };
    let meta = Meta {
        title: "Data products".to_owned(),
        summary: format!("All data products of {}.", portal.config.title),
        section: "products",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}
