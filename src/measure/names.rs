//! What tools call the contracts, tables and columns of the mesh.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::OnceLock;

use super::field::LONGEST_NAME;
use crate::diag::SourceId;
use crate::mesh::{ContractId, Mesh};
use crate::model::{DataContract, SchemaObject, SchemaProperty, Text, bare_version};

/// A table of the mesh.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct Table {
    pub(super) contract: ContractId,
    pub(super) version: usize,
    pub(super) object: usize,
}

/// Where names lead.
pub(super) struct Names<'m> {
    mesh: &'m Mesh,
    /// Tables by their names in lower case, logical and physical ones and ids, and by their source;
    /// in order.
    tables: HashMap<String, BTreeMap<SourceId, Vec<Table>>>,
    /// The columns of each table by their names in lower case, once they are looked for.
    columns: HashMap<Table, OnceLock<HashMap<String, usize>>>,
    /// What the servers of each version of a contract say of where it lies, once it is asked for.
    servers: HashMap<(ContractId, usize), OnceLock<BTreeSet<String>>>,
}

impl<'m> Names<'m> {
    pub(super) fn of(mesh: &'m Mesh) -> Names<'m> {
        let mut names = Names {
            mesh,
            tables: HashMap::new(),
            columns: HashMap::new(),
            servers: HashMap::new(),
        };
        for (id, contract) in mesh.contracts() {
            for (version, of) in contract.versions.iter().enumerate() {
                names.servers.insert((id, version), OnceLock::new());
                for (object, table) in of.manifest.schema.iter().enumerate() {
                    let table_at = Table {
                        contract: id,
                        version,
                        object,
                    };
                    names.columns.insert(table_at, OnceLock::new());
                    for name in spellings(table) {
                        let of_name = names.tables.entry(name).or_default();
                        of_name.entry(of.source).or_default().push(table_at);
                    }
                }
            }
        }
        names
    }

    /// The contract of an id, as far as a source may speak of it.
    pub(super) fn contract(&self, id: &str, of: Option<SourceId>) -> Option<ContractId> {
        let found = self.mesh.contract_with(id)?;
        self.may_speak(of, found, 0).then_some(found)
    }

    /// Whether what lies in a source may speak of a version of a contract.
    fn may_speak(&self, source: Option<SourceId>, id: ContractId, version: usize) -> bool {
        let own = &self.mesh.contract(id).versions[version];
        source.is_none_or(|source| source == own.source)
    }

    /// The version of a contract, as an index; the newest where none is named.
    pub(super) fn version(&self, id: ContractId, version: Option<&str>) -> Option<usize> {
        let Some(wanted) = version else {
            return Some(0);
        };
        let versions = &self.mesh.contract(id).versions;
        versions.iter().position(|of| {
            let own = of.manifest.version.as_ref();
            own.is_some_and(|own| bare_version(own) == bare_version(wanted))
        })
    }

    /// The tables of a name in lower case that a source may speak of: the first of very many.
    fn named(&self, name: &str, of: Option<SourceId>) -> impl Iterator<Item = Table> {
        let by_source = self.tables.get(name).into_iter().flatten();
        let own = by_source.filter(move |(source, _)| of.is_none_or(|of| of == **source));
        own.flat_map(|(_, tables)| tables.iter().copied())
            .take(MOST_ALIKE)
    }

    /// The tables that a name may mean, of what a source may speak of: of several contracts,
    /// those whose servers fit the path best.
    pub(super) fn tables(&self, path: &str, of: Option<SourceId>) -> Vec<Table> {
        let path = path.trim().to_lowercase();
        let parts: Vec<&str> = path
            .split(['.', '/', ':'])
            .map(|part| part.trim_matches(['"', '`', '[', ']']))
            .filter(|part| !part.is_empty())
            .collect();
        // A version or the ending of a file may stand behind the name of the table.
        let ends = (0..parts.len()).rev().take(2).map(|at| (parts[at], at));
        let mut ways = std::iter::once((path.as_str(), 0)).chain(ends);
        let Some((name, before)) = ways.find(|(name, _)| self.tables.contains_key(*name)) else {
            return Vec::new();
        };
        let mut candidates: Vec<Table> = self.named(name, of).collect();
        candidates.dedup();
        // Of several sources that have such a table, one whose contract is its own is meant.
        let is_owned = |table: &Table| {
            let contract = self.mesh.contract(table.contract);
            self.mesh.is_owned(contract.source, &contract.id)
        };
        if of.is_none() && candidates.iter().any(is_owned) {
            candidates.retain(is_owned);
        }
        if candidates.len() < 2 || before == 0 || candidates.len() == MOST_ALIKE {
            return self.newest(candidates);
        }
        let around = &parts[before.saturating_sub(MOST_AROUND)..before];
        let fit = |table: &Table| {
            let said = self.servers(table.contract, table.version);
            around.iter().filter(|part| said.contains(**part)).count()
        };
        let best = candidates.iter().map(fit).max().unwrap_or_default();
        candidates.retain(|table| fit(table) == best);
        self.newest(candidates)
    }

    /// What the servers of a version of a contract say of where it lies, in lower case.
    fn servers(&self, id: ContractId, version: usize) -> &BTreeSet<String> {
        static NONE: BTreeSet<String> = BTreeSet::new();
        let said = self.servers.get(&(id, version));
        said.map_or(&NONE, |said| {
            said.get_or_init(|| places(&self.mesh.contract(id).versions[version].manifest))
        })
    }

    /// Of several versions of one contract the newest.
    fn newest(&self, mut tables: Vec<Table>) -> Vec<Table> {
        tables.sort_unstable();
        tables.dedup_by_key(|table| table.contract);
        tables
    }

    /// The table and column that the name of a check tells, as in `not_null_orders_order_id`:
    /// where the table's name begins in it, and what stands behind.
    pub(super) fn within<'t>(
        &self,
        check: &'t str,
        of: Option<SourceId>,
    ) -> Option<(Table, &'t str, &'t str)> {
        if check.len() > LONGEST_NAME {
            return None;
        }
        let starts: Vec<usize> = std::iter::once(0)
            .chain(check.match_indices('_').map(|(at, _)| at + 1))
            .take(MOST_PARTS)
            .collect();
        let ends = starts.iter().skip(1).map(|start| start - 1);
        let ends: Vec<usize> = ends.chain([check.len()]).collect();
        let mut best: Option<(Table, &str, &str)> = None;
        let mut longest = (false, 0);
        for &start in &starts {
            for &end in ends.iter().filter(|end| **end > start) {
                // What is shorter may still have a column, where the best has none.
                if (true, end - start) <= longest {
                    continue;
                }
                let name = check[start..end].to_lowercase();
                for table in self.newest(self.named(&name, of).collect()) {
                    let behind = check[end..].trim_start_matches('_');
                    let has_column = self.column_at(table, behind).is_some();
                    if (has_column, end - start) > longest {
                        longest = (has_column, end - start);
                        best = Some((table, &check[..start], behind));
                    }
                }
            }
        }
        best
    }

    /// The column whose name a text begins with, as a path: the longest of several.
    pub(super) fn column_at(&self, table: Table, text: &str) -> Option<&'m str> {
        let columns = self.columns(table)?;
        let text = text.to_lowercase();
        let mut ends = text.rmatch_indices(['_', '.']).map(|(end, _)| &text[..end]);
        let whole = columns.get(text.as_str());
        let found = whole.or_else(|| ends.find_map(|name| columns.get(name)));
        let name = self.object(table).properties[*found?].name.as_ref();
        name.map(|name| name.trim())
    }

    /// The columns of a table by their names in lower case.
    fn columns(&self, table: Table) -> Option<&HashMap<String, usize>> {
        let columns = self.columns.get(&table)?;
        Some(columns.get_or_init(|| {
            let mut by_name = HashMap::new();
            let properties = self.object(table).properties.iter().enumerate();
            for (at, property) in properties.filter(|(_, of)| of.name.is_some()) {
                for name in names_of(property) {
                    by_name.entry(name.to_lowercase()).or_insert(at);
                }
            }
            by_name
        }))
    }

    /// A table.
    pub(super) fn object(&self, table: Table) -> &'m SchemaObject {
        let version = &self.mesh.contract(table.contract).versions[table.version];
        &version.manifest.schema[table.object]
    }

    /// A table of one version of a contract by its name.
    pub(super) fn object_named(&self, id: ContractId, version: usize, name: &str) -> Option<usize> {
        let source = self.mesh.contract(id).versions[version].source;
        let wanted = name.trim().to_lowercase();
        let last = wanted.rsplit(['.', '/']).next().unwrap_or_default();
        let position = |wanted: &str| {
            let tables = self.tables.get(wanted)?.get(&source)?;
            let at =
                tables.partition_point(|table| (table.contract, table.version) < (id, version));
            let found = tables.get(at)?;
            ((found.contract, found.version) == (id, version)).then_some(found.object)
        };
        position(&wanted).or_else(|| position(last))
    }

    /// The column at a path below a table, as [`column`] finds it.
    pub(super) fn column(&self, table: Table, path: &str) -> Option<(String, &'m SchemaProperty)> {
        let object = self.object(table);
        let by_name = self.columns(table);
        let whole = by_name.and_then(|names| names.get(&path.trim().to_lowercase()));
        match whole {
            Some(&at) => Some((spelt(&object.properties[at]), &object.properties[at])),
            None => column(object, path),
        }
    }
}

/// As many tables of one name are not told apart by where they lie.
const MOST_ALIKE: usize = 100;

/// How many parts of a path before the name of its table are looked at.
const MOST_AROUND: usize = 8;

/// The most parts between `_` in the name of a check that are looked at.
const MOST_PARTS: usize = 40;

/// The names under which tools know a table, in lower case.
pub(crate) fn spellings(table: &SchemaObject) -> BTreeSet<String> {
    let physical = table
        .physical_name
        .as_ref()
        .map(|name| name.trim().to_lowercase());
    let last = physical.as_deref().and_then(|name| name.rsplit('.').next());
    let last = last.map(str::to_owned);
    let others = [&table.name, &table.id].into_iter().flatten();
    let others = others.map(|name| name.trim().to_lowercase());
    let all = others.chain(physical).chain(last);
    all.filter(|name| !name.is_empty()).collect()
}

fn names_of(property: &SchemaProperty) -> impl Iterator<Item = &str> {
    let physical = property
        .details()
        .and_then(|details| details.physical_name.as_ref());
    let names = [property.name.as_ref(), physical];
    names.into_iter().flatten().map(|name: &Text| name.trim())
}

/// The column at a path below a table, with `.` between nested ones: the path as the contract
/// spells it, and the column.
pub(crate) fn column<'m>(
    table: &'m SchemaObject,
    path: &str,
) -> Option<(String, &'m SchemaProperty)> {
    let path = path.trim().trim_matches(['"', '`']);
    if let Some(found) = named(&table.properties, path) {
        return Some((spelt(found), found));
    }
    let mut spelling = Vec::new();
    let mut properties = table.properties.as_slice();
    let mut last = None;
    for part in path.split('.').take(MOST_NESTED) {
        // Tools write `lines[].price` for what the items of a list have.
        let found = named(properties, part.trim_end_matches("[]"))?;
        spelling.push(spelt(found));
        properties = within(found);
        last = Some(found);
    }
    Some((spelling.join("."), last?))
}

/// What lies within a column: the fields of its items, where it is a list of objects.
pub(crate) fn within(property: &SchemaProperty) -> &[SchemaProperty] {
    match property.properties.as_slice() {
        [items] if items.name.is_none() => &items.properties,
        properties => properties,
    }
}

/// The deepest column that is looked for.
const MOST_NESTED: usize = 32;

/// The column of a name. The items of a list have none: what they have is of the list.
fn named<'m>(properties: &'m [SchemaProperty], name: &str) -> Option<&'m SchemaProperty> {
    let is_it =
        |of: &&SchemaProperty| names_of(of).any(|own| own.eq_ignore_ascii_case(name.trim()));
    let direct = properties.iter().find(is_it);
    direct.or_else(|| {
        let mut items = properties.iter().filter(|of| of.name.is_none());
        items.find_map(|of| named(&of.properties, name))
    })
}

fn spelt(property: &SchemaProperty) -> String {
    let name = property.name.as_ref();
    name.map_or_else(String::new, |name| name.trim().to_owned())
}

/// What servers say of where their data lies.
fn places(contract: &DataContract) -> BTreeSet<String> {
    const KEYS: [&str; 8] = [
        "schema", "database", "dataset", "project", "catalog", "topic", "host", "location",
    ];
    let fields = contract.servers.iter().flat_map(|server| &server.fields);
    let fields = fields.filter(|field| KEYS.contains(&&*field.key.value));
    fields
        .map(|field| field.value.trim().to_lowercase())
        .collect()
}
