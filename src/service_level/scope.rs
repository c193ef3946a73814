//! Which measurements concern which promise.

use std::collections::BTreeMap;

use crate::measure::{Measurement, column, spellings};
use crate::model::{DataContract, SlaProperty};

/// What a promise covers.
pub(super) struct Scope {
    /// Tables, with the path of the column that is meant; none for the whole contract.
    covered: Vec<(usize, Option<String>)>,
    /// How many tables the contract has.
    tables: usize,
}

/// What was measured, by table; `None` for the whole contract.
pub(super) type ByTable<'m> = BTreeMap<Option<usize>, Vec<&'m Measurement>>;

impl Scope {
    /// What a promise covers: its `element`, else the contract's `slaDefaultElement`, else all.
    /// `None` where the element leads nowhere.
    pub(super) fn of(contract: &DataContract, property: &SlaProperty) -> Option<Scope> {
        let own = property
            .element
            .as_ref()
            .filter(|text| !text.trim().is_empty());
        let element = own.or(contract.sla_default_element.as_ref());
        let names = element.map_or("", |element| element.trim()).split(',');
        let names: Vec<_> = names
            .map(str::trim)
            .filter(|name| !name.is_empty())
            .collect();
        let mut covered = Vec::new();
        for name in &names {
            let bare = name.strip_suffix(".*").unwrap_or(name);
            if bare == "*" {
                covered.clear();
                break;
            }
            covered.extend(found(contract, bare));
        }
        let leads_somewhere = names.is_empty() || !covered.is_empty() || names.contains(&"*");
        leads_somewhere.then_some(Scope {
            covered,
            tables: contract.schema.len(),
        })
    }

    /// Whether a measurement is of what is covered.
    pub(super) fn holds(&self, measurement: &Measurement) -> bool {
        let Some(object) = measurement.object else {
            return true;
        };
        if self.covered.is_empty() {
            return true;
        }
        let mut covered = self.covered.iter().filter(|(table, _)| *table == object);
        covered.any(|(_, column)| {
            let is_whole = measurement.property.is_empty() || column.is_none();
            is_whole || column.as_deref() == Some(&*measurement.property)
        })
    }

    /// How many of the covered tables have none of these measurements. What was measured of the
    /// whole contract is of each.
    pub(super) fn missing(&self, measured: &ByTable<'_>) -> (usize, usize) {
        let mut tables: Vec<usize> = self.covered.iter().map(|(table, _)| *table).collect();
        tables.sort_unstable();
        tables.dedup();
        if tables.is_empty() {
            tables = (0..self.tables).collect();
        }
        let is_missing = |table: &&usize| !measured.contains_key(&Some(**table));
        match measured.contains_key(&None) {
            true => (0, tables.len()),
            false => (tables.iter().filter(is_missing).count(), tables.len()),
        }
    }
}

/// The table and the column of a name: `orders`, `orders.created_at`, or a column that stands
/// without its table.
fn found(contract: &DataContract, name: &str) -> Option<(usize, Option<String>)> {
    let table_named = |name: &str| {
        let wanted = name.trim().to_lowercase();
        let mut tables = contract.schema.iter();
        tables.position(|table| spellings(table).contains(&wanted))
    };
    if let Some(table) = table_named(name) {
        return Some((table, None));
    }
    let dots = name.match_indices('.').map(|(at, _)| at);
    for at in dots {
        if let Some(table) = table_named(&name[..at])
            && let Some((path, _)) = column(&contract.schema[table], &name[at + 1..])
        {
            return Some((table, Some(path)));
        }
    }
    let mut tables = contract.schema.iter().enumerate();
    tables.find_map(|(at, table)| {
        let (path, _) = column(table, name)?;
        Some((at, Some(path)))
    })
}
