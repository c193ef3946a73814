//! The tables and columns of a contract in their order, each with its place on a page.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{column_anchor, table_anchor};
use crate::model::{DataContract, SchemaObject, SchemaProperty};

/// A table with its place.
#[derive(Clone, Debug)]
pub struct TableOutline<'c> {
    /// Anchor on its page, without `#`.
    pub anchor: String,
    /// What the contract says of it.
    pub object: &'c SchemaObject,
    /// Its columns from the top down, each followed by what is nested in it.
    pub columns: Vec<ColumnOutline<'c>>,
}

/// A column or nested field with its place.
#[derive(Clone, Debug)]
pub struct ColumnOutline<'c> {
    /// Anchor on its page, without `#`.
    pub anchor: String,
    /// The names around it and its own, from the outside in.
    pub path: Vec<&'c str>,
    /// What the contract says of it.
    pub property: &'c SchemaProperty,
}

/// The anchors of one page: the first of a name has the plain one, as links expect.
#[derive(Clone, Debug, Default)]
pub struct Anchors {
    taken: HashSet<String>,
    numbers: HashMap<String, usize>,
}

impl Anchors {
    /// This anchor, with a number behind it where it is taken.
    pub fn take(&mut self, anchor: String) -> String {
        if self.taken.insert(anchor.clone()) {
            return anchor;
        }
        let number = self.numbers.entry(anchor.clone()).or_insert(1);
        loop {
            *number += 1;
            let numbered = format!("{anchor}.{number}");
            if self.taken.insert(numbered.clone()) {
                return numbered;
            }
        }
    }
}

/// The outline of a contract. A page that shows several contracts passes one set of
/// anchors for all of them.
pub fn outline<'c>(contract: &'c DataContract, anchors: &mut Anchors) -> Vec<TableOutline<'c>> {
    let tables = contract.schema.iter().map(|object| {
        let table = object.name.as_ref().map_or("", |name| name.trim());
        let anchor = anchors.take(table_anchor(table));
        let mut columns = Vec::new();
        nested(&object.properties, table, &[], anchors, &mut columns);
        TableOutline {
            anchor,
            object,
            columns,
        }
    });
    tables.collect()
}

/// Adds properties and what is nested in them. The items of a list have no name: their
/// fields stand below the list itself.
fn nested<'c>(
    properties: &'c [SchemaProperty],
    table: &str,
    around: &[&'c str],
    anchors: &mut Anchors,
    columns: &mut Vec<ColumnOutline<'c>>,
) {
    for property in properties {
        let Some(name) = &property.name else {
            nested(&property.properties, table, around, anchors, columns);
            continue;
        };
        let mut path = around.to_vec();
        path.push(name.trim());
        columns.push(ColumnOutline {
            anchor: anchors.take(column_anchor(table, path.iter().copied())),
            path: path.clone(),
            property,
        });
        nested(&property.properties, table, &path, anchors, columns);
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
            let anchors = &mut names.anchors;
            anchors.entry(name).or_insert_with(|| anchor.to_owned());
        };
        for table in tables {
            let name = table.object.name.as_ref().map_or("", |name| name.trim());
            let id = table.object.id.as_ref().map(|id| id.trim());
            add(name.to_owned(), &table.anchor);
            if let Some(id) = id {
                add(format!("schema/{id}"), &table.anchor);
            }
            for column in &table.columns {
                add(format!("{name}.{}", column.path.join(".")), &column.anchor);
                let details = column.property.details();
                let own = details.and_then(|details| details.id.as_ref());
                if let (Some(id), Some(own)) = (id, own) {
                    let full = format!("schema/{id}/properties/{}", own.trim());
                    add(full, &column.anchor);
                }
            }
        }
        if let [table] = tables {
            let name = table.object.name.as_ref();
            names.only_table = name.map(|name| name.trim().to_owned());
        }
        names
    }

    /// The anchor of what is called so. Where there is one table, its columns need not name it.
    pub fn anchor(&self, name: &str) -> Option<&str> {
        let name = name.trim().trim_start_matches(['#', '/']);
        let found = self.anchors.get(name).or_else(|| {
            let table = self.only_table.as_ref()?;
            self.anchors.get(&format!("{table}.{name}"))
        });
        found.map(String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn anchors_are_unique_and_the_first_stays_plain() {
        let mut anchors = Anchors::default();
        let taken = ["a", "a", "b", "a", "a.2"].map(|name| anchors.take(name.to_owned()));
        assert_eq!(taken, ["a", "a.2", "b", "a.3", "a.2.2"]);
    }
}
