//! The tables and rules of a product, over all contracts that it offers.

use super::PortTable;
use crate::model::Quality;
use crate::page::build::{Anchors, Results, Shelf, outline, quality};
use crate::page::parts::{Link, QualityRow};

/// The most columns of one table; the contract's page has the rest.
const COLUMNS: usize = 100;
/// The most tables.
const TABLES: usize = 40;
/// The most columns of all tables together.
const ALL_COLUMNS: usize = 400;

/// The tables with their first columns, and how many tables are left out.
pub(super) fn tables(shelves: &[(Shelf<'_>, Link)]) -> (Vec<PortTable>, u32) {
    let mut anchors = Anchors::default();
    let (mut tables, mut left_out, mut columns) = (Vec::new(), 0, 0);
    for (shelf, contract) in shelves {
        for outline in outline(shelf.contract, &mut anchors) {
            if tables.len() == TABLES {
                left_out += 1;
                continue;
            }
            let table = shelf.table_of_rows(&outline, COLUMNS.min(ALL_COLUMNS - columns));
            columns += table.columns.len();
            let name = outline.object.name.as_ref().map_or("", |name| &name.value);
            let link = shelf.link(name).and_then(|link| link.href);
            tables.push(PortTable {
                table,
                contract: contract.clone(),
                href: link.unwrap_or_else(|| shelf.route.clone()),
            });
        }
    }
    (tables, left_out)
}

/// The first `most` rules on tables and columns of a contract, each with what it is about;
/// and how many more there are.
pub(in crate::page) fn rules(shelf: &Shelf<'_>, most: usize) -> (Vec<QualityRow>, usize) {
    let mut rows = Vec::new();
    let mut left_out = 0;
    let is_alone = shelf.tables.len() == 1;
    let results = Results::of(shelf);
    let mut add = |rule: &Quality, on: String, anchor: &str| match rows.len() < most {
        true => rows.push(QualityRow {
            on: Some(Link::to(on, format!("{}#{anchor}", shelf.route))),
            result: results.of_rule(rule),
            ..quality(shelf.portal, rule)
        }),
        false => left_out += 1,
    };
    for table in &shelf.tables {
        let name = table.object.name.as_ref().map_or("", |name| name.trim());
        for rule in &table.object.quality {
            add(rule, name.to_owned(), &table.anchor);
        }
        for column in &table.columns {
            let path = column.path.join(".");
            let own = column.property.quality.iter();
            let items = column.property.properties.iter();
            let items = items.filter(|items| items.name.is_none());
            for rule in own.chain(items.flat_map(|items| &items.quality)) {
                let on = match is_alone {
                    true => path.clone(),
                    false => format!("{name}.{path}"),
                };
                add(rule, on, &column.anchor);
            }
        }
    }
    (rows, left_out)
}
