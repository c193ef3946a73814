//! Which measurements concern which promise.

use std::collections::{BTreeMap, BTreeSet};

use jiff::Timestamp;

use crate::measure::{Measurement, column, spellings};
use crate::model::{DataContract, SlaProperty};

/// What a promise covers.
pub(super) struct Scope {
    /// Tables, with the path of the column that is meant; none for the whole contract.
    covered: Vec<(usize, Option<String>)>,
    /// How many tables the contract has.
    tables: usize,
}

/// The most names in one element: the standard calls more than one extremely rare.
const MOST_NAMES: usize = 50;

/// What was measured of one thing in one environment, from the oldest to the newest.
pub(super) struct Series<'m> {
    /// The table; `None` for the whole contract.
    object: Option<usize>,
    /// The path of the column, where columns are told apart.
    property: &'m str,
    /// The measurements; never empty.
    pub(super) of: Vec<&'m Measurement>,
}

impl Series<'_> {
    fn newest(&self) -> Option<Timestamp> {
        self.of.last().map(|one| one.at)
    }
}

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
        let names = names.map(str::trim).filter(|name| !name.is_empty());
        let names: Vec<_> = names.take(MOST_NAMES).collect();
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

    /// Measurements of what is covered, each table, column and environment by itself: a miss of
    /// one is not made good by another. What was measured of a whole is left out where all of its
    /// parts were measured later.
    pub(super) fn series<'m>(
        &self,
        measured: impl Iterator<Item = &'m Measurement>,
    ) -> Vec<Series<'m>> {
        let mut by_key: BTreeMap<(Option<usize>, &str, &str), Series<'m>> = BTreeMap::new();
        for one in measured.filter(|one| self.holds(one)) {
            // Where the promise names a column, what is measured of the table is of it.
            let names_column = self
                .covered
                .iter()
                .any(|(table, column)| Some(*table) == one.object && column.is_some());
            let property = if names_column { "" } else { &*one.property };
            let key = (one.object, property, live(&one.environment));
            let series = by_key.entry(key).or_insert_with(|| Series {
                object: one.object,
                property,
                of: Vec::new(),
            });
            series.of.push(one);
        }
        let newest = Newest::of(by_key.values(), &self.tables());
        let all = by_key.into_values();
        all.filter(|series| !newest.outdoes(series)).collect()
    }

    /// The tables that are covered.
    fn tables(&self) -> Vec<usize> {
        let mut tables: Vec<usize> = self.covered.iter().map(|(table, _)| *table).collect();
        tables.sort_unstable();
        tables.dedup();
        match tables.is_empty() {
            true => (0..self.tables).collect(),
            false => tables,
        }
    }

    /// How many of the covered tables none of these series is about, and how many there are. What
    /// was measured of the whole contract is of each.
    pub(super) fn missing(&self, series: &[Series<'_>]) -> (usize, usize) {
        let tables = self.tables();
        let measured: BTreeSet<Option<usize>> = series.iter().map(|of| of.object).collect();
        if measured.contains(&None) {
            return (0, tables.len());
        }
        let missing = tables
            .iter()
            .filter(|table| !measured.contains(&Some(**table)));
        (missing.count(), tables.len())
    }
}

/// When parts of a whole were measured last.
struct Newest {
    /// The columns of each table.
    columns: BTreeMap<usize, Timestamp>,
    /// All tables: when that was measured which was measured least lately; `None` where one of
    /// them was not.
    tables: Option<Timestamp>,
}

impl Newest {
    fn of<'s, 'm: 's>(all: impl Iterator<Item = &'s Series<'m>>, covered: &[usize]) -> Newest {
        let mut columns: BTreeMap<usize, Timestamp> = BTreeMap::new();
        let mut tables: BTreeMap<usize, Timestamp> = BTreeMap::new();
        for series in all {
            let (Some(table), Some(at)) = (series.object, series.newest()) else {
                continue;
            };
            let mut ways = vec![&mut tables];
            if !series.property.is_empty() {
                ways.push(&mut columns);
            }
            for way in ways {
                let known = way.entry(table).or_insert(at);
                *known = at.max(*known);
            }
        }
        let of_each = covered.iter().map(|table| tables.get(table).copied());
        Newest {
            columns,
            // `None` is the least of all.
            tables: of_each.min().flatten(),
        }
    }

    /// Whether all parts of what a series is about were measured later.
    fn outdoes(&self, series: &Series<'_>) -> bool {
        match series.object {
            None => self.tables > series.newest(),
            Some(table) => {
                let columns = self.columns.get(&table).copied();
                series.property.is_empty() && columns > series.newest()
            }
        }
    }
}

/// The environment in which data is used, however it is called; others by their name.
fn live(environment: &str) -> &str {
    const NAMES: [&str; 4] = ["live", "prd", "prod", "production"];
    let name = environment.trim();
    match NAMES.iter().any(|live| live.eq_ignore_ascii_case(name)) {
        true => "",
        false => name,
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
