//! The list of domains.

use serde::Serialize;

use super::build::domain_line;
use super::parts::{DomainLine, Pager};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown};
use crate::mesh::DomainId;

/// The list of domains.
pub const PAGE: Page = Page {
    name: "domain-list",
    template: "pages/domain-list.html",
    routes: |portal| split(portal).routes(0),
    show,
};

/// What `pages/domain-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The domains, by name.
    pub domains: Vec<DomainLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// Number of domains on all parts together.
    pub total: u32,
}

fn split(portal: &Portal) -> Split {
    Split::new("domains/index", portal.mesh.domains.len())
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let ids = split.rows(key.part).map(|at| DomainId(at as u32));
    let view = View {
        domains: ids.map(|id| domain_line(portal, id)).collect(),
        pager: split.pager(key.part),
        total: portal.mesh.domains.len() as u32,
    };
    let meta = Meta {
        title: "Domains".to_owned(),
        summary: format!("The domains of {}.", portal.config.title),
        section: "domains",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}
