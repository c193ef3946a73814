//! The tables and columns of a contract by the names and ids that other parts call them.

use std::collections::HashMap;
use std::hash::Hash;
use std::ops::Range;

use crate::diag::Span;
use crate::model::{DataContract, LogicalType, SchemaProperty, Text};

/// The most dots of a reference whose names may hold dots themselves: each dot doubles the
/// ways to read it.
const MOST_DOTS: usize = 8;

/// The most names that are looked up for one reference.
const MOST_STEPS: usize = 256;

/// A table, a column or a field within a column. The first one is the schema itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct At(u32);

/// The schema, around all tables.
pub(super) const SCHEMA: At = At(0);

/// The tables and columns of one contract (ODCS 3.1, references).
pub(super) struct Index<'c> {
    nodes: Vec<Node<'c>>,
    names: HashMap<(At, &'c str), Same>,
    ids: HashMap<(At, &'c str), Same>,
    /// What people write for a name without being right: physical names, and what lies in the
    /// items of a list.
    aliases: HashMap<(At, &'c str), At>,
    /// The columns of all tables.
    columns: HashMap<&'c str, Same>,
    /// Whether the contract does not tell the columns of some table.
    has_open_table: bool,
}

/// A table, column or field.
struct Node<'c> {
    name: &'c str,
    id: Option<&'c str>,
    span: Span,
    parent: At,
    children: Range<u32>,
    /// Whether more may lie in it than the contract tells.
    is_open: bool,
    is_list: bool,
    properties: &'c [SchemaProperty],
}

/// Those of one name: the first, and the next one.
struct Same {
    first: At,
    second: Option<At>,
}

/// What a reference was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found<'t> {
    /// This one.
    At(At),
    /// The first two of several.
    Several(At, At),
    /// Nothing.
    Missing(Gap<'t>),
    /// Not to be known: the contract does not tell what lies there.
    Unknown,
}

/// The search for what a reference by names means.
struct Walk<'t> {
    reference: &'t str,
    names_have_dots: bool,
    found: Vec<At>,
    /// How far any reading of it got: the last thing found, and where the rest starts.
    deepest: (At, usize),
    steps: usize,
}

/// Why a reference leads nowhere: the rest `part` of it is not `within`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Gap<'t> {
    pub(super) within: At,
    pub(super) part: &'t str,
    /// Whether an id was looked for.
    pub(super) is_id: bool,
}

impl<'c> Index<'c> {
    /// The index of a contract.
    pub(super) fn of(contract: &'c DataContract) -> Index<'c> {
        let mut index = Index {
            nodes: vec![Node {
                name: "",
                id: None,
                span: contract.span.head(),
                parent: SCHEMA,
                children: 0..0,
                is_open: contract.schema.is_empty(),
                is_list: false,
                properties: &[],
            }],
            names: HashMap::new(),
            ids: HashMap::new(),
            aliases: HashMap::new(),
            columns: HashMap::new(),
            has_open_table: contract
                .schema
                .iter()
                .any(|table| table.properties.is_empty()),
        };
        let mut children = Vec::new();
        for object in &contract.schema {
            children.push(Child {
                name: object.name.as_ref(),
                id: object.id.as_ref(),
                physical: object.physical_name.as_ref(),
                span: object.span,
                is_open: object.properties.is_empty(),
                is_list: false,
                properties: &object.properties,
            });
        }
        index.add(SCHEMA, children);
        // Level by level, so that the children of each stand together.
        let mut at = 1;
        while at < index.nodes.len() {
            let mut children = Vec::new();
            named(index.nodes[at].properties, &mut children);
            index.add(At(at as u32), children);
            at += 1;
        }
        index.add_items();
        index
    }

    fn add(&mut self, parent: At, children: Vec<Child<'c>>) {
        let first = self.nodes.len() as u32;
        for child in children {
            let at = At(self.nodes.len() as u32);
            let name = child.name.map_or("", |name| name.trim());
            self.nodes.push(Node {
                name,
                id: child.id.map(|id| id.trim()),
                span: child.name.map_or(child.span.head(), |name| name.span),
                parent,
                children: 0..0,
                is_open: child.is_open,
                is_list: child.is_list,
                properties: child.properties,
            });
            if !name.is_empty() {
                add(&mut self.names, (parent, name), at);
                if self.is_table(parent) {
                    add(&mut self.columns, name, at);
                }
            }
            if let Some(id) = child.id {
                add(&mut self.ids, (parent, id.trim()), at);
            }
            if let Some(physical) = child.physical {
                self.aliases.entry((parent, physical.trim())).or_insert(at);
            }
        }
        self.nodes[parent.0 as usize].children = first..self.nodes.len() as u32;
    }

    /// Lets references leave out the items of a list that have a name of their own.
    fn add_items(&mut self) {
        for at in 1..self.nodes.len() {
            let parent = self.nodes[at].parent;
            if self.node(parent).is_list {
                for child in self.nodes[at].children.clone() {
                    let name = self.nodes[child as usize].name;
                    self.aliases.entry((parent, name)).or_insert(At(child));
                }
            }
        }
    }

    /// What a reference means: names with dots between them, or ids behind `schema/`.
    pub(super) fn find<'t>(&self, reference: &'t str) -> Found<'t> {
        let reference = reference.trim();
        match reference.contains('/') {
            true => self.by_ids(reference),
            false => self.by_names(SCHEMA, reference),
        }
    }

    /// What a reference means within a table: the name of a column of it, or a whole one.
    pub(super) fn find_in<'t>(&self, table: At, reference: &'t str) -> Found<'t> {
        let reference = reference.trim();
        if reference.contains('/') {
            return self.by_ids(reference);
        }
        match self.by_names(table, reference) {
            missing @ Found::Missing(_) => match self.by_names(SCHEMA, reference) {
                Found::Missing(gap) if gap.within == SCHEMA => missing,
                // What begins with the name of a table is meant to be in it.
                other => other,
            },
            found => found,
        }
    }

    /// What a reference without a table means, among the columns of all tables.
    pub(super) fn find_in_any<'t>(&self, reference: &'t str) -> Found<'t> {
        if self.has_open_table {
            return Found::Unknown;
        }
        let reference = reference.trim();
        let column = reference.split('.').next().unwrap_or_default();
        match self.columns.get(column) {
            None => self.missing(SCHEMA, reference, false),
            Some(Same {
                first,
                second: Some(second),
            }) => Found::Several(*first, *second),
            Some(Same {
                first,
                second: None,
            }) => self.by_names(self.node(*first).parent, reference),
        }
    }

    fn by_names<'t>(&self, from: At, reference: &'t str) -> Found<'t> {
        let mut walk = Walk {
            reference,
            names_have_dots: reference.matches('.').count() <= MOST_DOTS,
            found: Vec::new(),
            deepest: (from, 0),
            steps: MOST_STEPS,
        };
        self.walk(from, 0, &mut walk);
        match walk.found.as_slice() {
            [at] => Found::At(*at),
            [first, second, ..] => Found::Several(*first, *second),
            [] if walk.steps == 0 => Found::Unknown,
            [] => self.missing(walk.deepest.0, &reference[walk.deepest.1..], false),
        }
    }

    /// Adds what the rest of a reference, from `start`, means within `at`: up to two of them.
    fn walk(&self, at: At, start: usize, walk: &mut Walk<'_>) {
        if start > walk.deepest.1 {
            walk.deepest = (at, start);
        }
        let rest = &walk.reference[start..];
        let dots = rest.match_indices('.').map(|(dot, _)| dot);
        let most = if walk.names_have_dots { MOST_DOTS } else { 1 };
        for end in dots.take(most).chain([rest.len()]) {
            if walk.found.len() > 1 || walk.steps == 0 {
                return;
            }
            walk.steps -= 1;
            let (one, other) = self.named(at, rest[..end].trim());
            for child in [one, other].into_iter().flatten() {
                match end == rest.len() {
                    true => walk.found.push(child),
                    false => self.walk(child, start + end + 1, walk),
                }
            }
        }
    }

    /// The first two of a name.
    fn named(&self, within: At, name: &str) -> (Option<At>, Option<At>) {
        match self.names.get(&(within, name)) {
            Some(same) => (Some(same.first), same.second),
            None => (self.aliases.get(&(within, name)).copied(), None),
        }
    }

    /// `schema/<id>/properties/<id>` and so on; the items of a list may be named or not.
    fn by_ids<'t>(&self, reference: &'t str) -> Found<'t> {
        let mut parts = reference.trim_start_matches('/').split('/');
        if parts.next() != Some("schema") {
            return Found::Unknown;
        }
        let mut at = SCHEMA;
        let mut id = parts.next();
        while let Some(wanted) = id {
            match self.ids.get(&(at, wanted)) {
                Some(Same {
                    first,
                    second: None,
                }) => at = *first,
                Some(Same {
                    first,
                    second: Some(second),
                }) => return Found::Several(*first, *second),
                None => return self.missing(at, wanted, true),
            }
            id = loop {
                match parts.next() {
                    Some("properties") => break parts.next(),
                    Some("items") => {}
                    Some(_) => return Found::Unknown,
                    None => break None,
                }
            };
        }
        Found::At(at)
    }

    fn missing<'t>(&self, within: At, part: &'t str, is_id: bool) -> Found<'t> {
        match self.node(within).is_open {
            true => Found::Unknown,
            false => Found::Missing(Gap {
                within,
                part,
                is_id,
            }),
        }
    }

    fn node(&self, at: At) -> &Node<'c> {
        &self.nodes[at.0 as usize]
    }

    /// The place that names it.
    pub(super) fn span(&self, at: At) -> Span {
        self.node(at).span
    }

    /// Its name.
    pub(super) fn name(&self, at: At) -> &'c str {
        self.node(at).name
    }

    /// Whether it is a table.
    pub(super) fn is_table(&self, at: At) -> bool {
        at != SCHEMA && self.node(at).parent == SCHEMA
    }

    /// The names of what lies in it.
    pub(super) fn names_in(&self, at: At) -> impl Iterator<Item = &'c str> {
        let children = self.node(at).children.clone();
        children.map(|child| self.nodes[child as usize].name)
    }

    /// How other files refer to it, where it and all around it have ids.
    pub(super) fn qualified(&self, at: At) -> Option<String> {
        let node = self.node(at);
        let id = node.id?;
        match self.is_table(at) {
            true => Some(format!("schema/{id}")),
            false => Some(format!("{}/properties/{id}", self.qualified(node.parent)?)),
        }
    }

    /// The ids of what lies in it.
    pub(super) fn ids_in(&self, at: At) -> impl Iterator<Item = &'c str> {
        let children = self.node(at).children.clone();
        children.filter_map(|child| self.nodes[child as usize].id)
    }

    /// The tables, in the order of the contract.
    pub(super) fn tables(&self) -> impl Iterator<Item = At> + use<> {
        let children = self.node(SCHEMA).children.clone();
        children.map(At)
    }

    /// The first of a name within another.
    pub(super) fn first_named(&self, within: At, name: &str) -> Option<At> {
        self.named(within, name).0
    }
}

/// What is added to an index.
struct Child<'c> {
    name: Option<&'c Text>,
    id: Option<&'c Text>,
    physical: Option<&'c Text>,
    span: Span,
    is_open: bool,
    is_list: bool,
    properties: &'c [SchemaProperty],
}

/// The properties that have names; of those that have none, such as the items of a list, what
/// lies in them.
fn named<'c>(properties: &'c [SchemaProperty], children: &mut Vec<Child<'c>>) {
    for property in properties {
        let details = property.details();
        let id = details.and_then(|details| details.id.as_ref());
        if property.name.is_none() && id.is_none() {
            named(&property.properties, children);
            continue;
        }
        let kind = property.logical_type.as_ref().map(|kind| kind.value);
        let may_hold = matches!(
            kind,
            None | Some(LogicalType::Object | LogicalType::Array | LogicalType::Map)
        );
        children.push(Child {
            name: property.name.as_ref(),
            id,
            physical: details.and_then(|details| details.physical_name.as_ref()),
            span: property.span,
            is_open: may_hold && property.properties.iter().all(is_bare),
            is_list: kind == Some(LogicalType::Array),
            properties: &property.properties,
        });
    }
}

/// Whether neither it nor anything in it has a name.
fn is_bare(property: &SchemaProperty) -> bool {
    property.name.is_none() && property.properties.iter().all(is_bare)
}

fn add<K: Eq + Hash>(known: &mut HashMap<K, Same>, key: K, at: At) {
    match known.get_mut(&key) {
        Some(same) => drop(same.second.get_or_insert(at)),
        None => {
            let same = Same {
                first: at,
                second: None,
            };
            known.insert(key, same);
        }
    }
}
