//! A contract with the place of its page, to which tables, promises and rules link.

use super::outline::{Anchors, Names, TableOutline, outline};
use super::value::words;
use crate::mesh::{Target, folder, joined};
use crate::model::{DataContract, Relationship, Text};
use crate::page::Portal;
use crate::page::parts::{Link, Relation};

/// A contract as its tables are shown: where its own page is, and what its names mean.
pub struct Shelf<'p> {
    /// The portal.
    pub portal: &'p Portal,
    /// The contract.
    pub contract: &'p DataContract,
    /// The route of the contract's page, on which tables and columns have their anchors.
    pub route: String,
    /// Its tables and columns, with their anchors on that page.
    pub tables: Vec<TableOutline<'p>>,
    /// The names of its tables and columns on that page.
    pub names: Names,
}

impl<'p> Shelf<'p> {
    /// The contract, whose page is at `route`.
    pub fn new(portal: &'p Portal, contract: &'p DataContract, route: String) -> Shelf<'p> {
        let tables = outline(contract, &mut Anchors::default());
        Shelf {
            names: Names::of(&tables),
            tables,
            portal,
            contract,
            route,
        }
    }

    /// The table or column of this name, with its place on the contract's page.
    pub fn link(&self, name: &str) -> Option<Link> {
        let anchor = self.names.anchor(name)?;
        Some(Link::to(name.trim(), format!("{}#{anchor}", self.route)))
    }

    /// A link from one table to another (ODCS 3.1: `relationships[]`).
    pub(super) fn relation(&self, relation: &Relationship) -> Relation {
        let joined = |names: &[Text]| {
            let names: Vec<_> = names.iter().map(|name| name.trim()).collect();
            names.join(", ")
        };
        let to = joined(&relation.to);
        let first = relation.to.first().map_or("", |name| name.trim());
        let found = self.link(first).or_else(|| self.elsewhere(first));
        let kind = match relation.kind.as_ref().map(|kind| &*kind.value) {
            None | Some("foreignKey") => "foreign key".to_owned(),
            Some(other) => words(other),
        };
        Relation {
            from: joined(&relation.from),
            kind,
            // An address elsewhere on the web is nothing that this portal could find.
            dangling: found.is_none() && !first.contains("://"),
            to: Link {
                href: found.and_then(|found| found.href),
                text: to,
            },
        }
    }

    /// A table or column of another file of the same source: `orders.odcs.yaml#orders.id`
    /// (ODCS 3.1, references).
    fn elsewhere(&self, name: &str) -> Option<Link> {
        let (path, name) = name.split_once('#')?;
        let portal = self.portal;
        let own = portal.files.file(self.contract.file);
        let file = portal.file_at(own.source?, &joined(folder(&own.path), path)?)?;
        let Some(Target::Contract(id, version)) = portal.mesh.target(file) else {
            return None;
        };
        let contract = &portal.mesh.contract(id).versions[version].manifest;
        let route = portal.contract_route(id, version);
        Shelf::new(portal, contract, route).link(name)
    }
}
