//! The tables and columns of a contract in their order, each with its anchor.
//!
//! Pages and the search index must agree on where a column stands, so both ask here.

use std::collections::BTreeMap;

use crate::mesh::Slugs;
use crate::model::{DataContract, SchemaObject, SchemaProperty};

/// A table with its anchor.
#[derive(Clone, Debug)]
pub struct TableOutline<'c> {
    /// Anchor on its page, without `#`.
    pub anchor: String,
    /// What the contract says of it.
    pub object: &'c SchemaObject,
    /// Its columns from the top down, each followed by what is nested in it.
    pub columns: Vec<ColumnOutline<'c>>,
}

/// A column or nested field with its anchor.
#[derive(Clone, Debug)]
pub struct ColumnOutline<'c> {
    /// Anchor on its page, without `#`.
    pub anchor: String,
    /// The names around it, with a dot at the end: `address.`; else empty.
    pub path: String,
    /// Its name.
    pub name: &'c str,
    /// How deep it is nested, from 0.
    pub depth: u8,
    /// What the contract says of it.
    pub property: &'c SchemaProperty,
}

/// The outline of a contract. `taken` holds the anchors of its page: a page that shows
/// several contracts passes one for all of them.
pub fn outline<'c>(contract: &'c DataContract, taken: &mut Slugs) -> Vec<TableOutline<'c>> {
    let tables = contract.schema.iter().map(|object| {
        let name = object.name.as_ref().map_or("", |name| name.trim());
        let anchor = taken.take(&format!("table {name}"), name);
        let mut columns = Vec::new();
        nested(&object.properties, name, "", 0, taken, &mut columns);
        TableOutline {
            anchor,
            object,
            columns,
        }
    });
    tables.collect()
}

/// Adds properties and what is nested in them. The items of a list are not named: their
/// fields stand below the list itself.
fn nested<'c>(
    properties: &'c [SchemaProperty],
    table: &str,
    path: &str,
    depth: u8,
    taken: &mut Slugs,
    columns: &mut Vec<ColumnOutline<'c>>,
) {
    for property in properties {
        let Some(name) = &property.name else {
            nested(&property.properties, table, path, depth, taken, columns);
            continue;
        };
        let name = name.trim();
        let full = format!("{path}{name}");
        columns.push(ColumnOutline {
            anchor: taken.take(&format!("col {table} {full}"), &full),
            path: path.to_owned(),
            name,
            depth,
            property,
        });
        let below = format!("{full}.");
        let deeper = depth.saturating_add(1);
        nested(&property.properties, table, &below, deeper, taken, columns);
    }
}

/// The tables and columns of a contract by the names that relationships and service levels
/// call them (ODCS 3.1, references): `table`, `table.column`, or ids behind `schema/`.
#[derive(Clone, Debug, Default)]
pub struct Names {
    anchors: BTreeMap<String, String>,
    only_table: Option<String>,
}

impl Names {
    /// The names of an outline.
    pub fn of(tables: &[TableOutline<'_>]) -> Names {
        let mut names = Names::default();
        let mut add = |name: String, anchor: &str| {
            names
                .anchors
                .entry(name)
                .or_insert_with(|| anchor.to_owned());
        };
        for table in tables {
            let name = table.object.name.as_ref().map_or("", |name| name.trim());
            let id = table.object.id.as_ref().map(|id| id.trim());
            add(name.to_owned(), &table.anchor);
            if let Some(id) = id {
                add(format!("schema/{id}"), &table.anchor);
            }
            for column in &table.columns {
                let full = format!("{}{}", column.path, column.name);
                add(format!("{name}.{full}"), &column.anchor);
                let own = column
                    .property
                    .details()
                    .and_then(|details| details.id.as_ref());
                if let (Some(id), Some(own)) = (id, own) {
                    add(
                        format!("schema/{id}/properties/{}", own.trim()),
                        &column.anchor,
                    );
                }
            }
        }
        if let [table] = tables {
            names.only_table = table
                .object
                .name
                .as_ref()
                .map(|name| name.trim().to_owned());
        }
        names
    }

    /// The anchor of what is called so. Where there is one table, its columns need not name it.
    pub fn anchor(&self, name: &str) -> Option<&str> {
        let name = name.trim();
        let name = name
            .strip_prefix("#")
            .unwrap_or(name)
            .trim_start_matches('/');
        let found = self.anchors.get(name).or_else(|| {
            let table = self.only_table.as_ref()?;
            self.anchors.get(&format!("{table}.{name}"))
        });
        found.map(String::as_str)
    }
}
