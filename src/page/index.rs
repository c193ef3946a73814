//! The index of names: what starts with which letter.

use std::collections::{BTreeMap, HashMap};

use deunicode::deunicode_char;

use super::Portal;
use super::build::{Anchors, outline};
use crate::config::Hide;
use crate::mesh::{ContractId, PersonId, ProductId, TeamId};

/// How many places of a column are kept; of the others only the number.
const PLACES: usize = 3;

/// The names of the whole mesh, by letter.
pub struct Index {
    letters: BTreeMap<Letter, Vec<Entry>>,
}

/// Where a name is looked up, in the order of the index.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Letter {
    /// A letter from `a` to `z`; others stand under the one that they are written with in
    /// plain English letters.
    Latin(char),
    /// A digit.
    Digit,
    /// Neither.
    Other,
}

/// A name in the index, in the order in which kinds are shown.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Entry {
    /// A product.
    Product(ProductId),
    /// A contract.
    Contract(ContractId),
    /// All columns of one name.
    Column(Column),
    /// A team.
    Team(TeamId),
    /// A person.
    Person(PersonId),
    /// A page of docs: the index into the mesh's docs.
    Doc(usize),
}

/// The columns of one name, nested ones included.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Column {
    /// The name as it is written.
    pub name: String,
    /// The first of them, in the order of the contracts.
    pub places: Vec<Place>,
    /// How many there are.
    pub count: u32,
}

/// Where a column stands.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The contract, in its newest version.
    pub contract: ContractId,
    /// The table, and the columns around it: `orders.address`.
    pub within: String,
    /// The place on the contract's page, without `#`.
    pub anchor: String,
}

impl Letter {
    /// Every letter, in order.
    pub fn all() -> impl Iterator<Item = Letter> {
        let letters = ('a'..='z').map(Letter::Latin);
        letters.chain([Letter::Digit, Letter::Other])
    }

    /// The letter of a name: that of its first letter or digit.
    pub fn of(name: &str) -> Letter {
        let Some(first) = name.chars().find(|c| c.is_alphanumeric()) else {
            return Letter::Other;
        };
        let plain = deunicode_char(first).and_then(|plain| plain.chars().next());
        match plain.map(|c| c.to_ascii_lowercase()) {
            Some(c @ 'a'..='z') => Letter::Latin(c),
            Some('0'..='9') => Letter::Digit,
            _ => Letter::Other,
        }
    }

    /// The letter in a route.
    pub fn slug(self) -> String {
        match self {
            Letter::Latin(c) => c.to_string(),
            Letter::Digit => "0-9".to_owned(),
            Letter::Other => "other".to_owned(),
        }
    }

    /// The letter as it is shown.
    pub fn title(self) -> String {
        match self {
            Letter::Latin(c) => c.to_ascii_uppercase().to_string(),
            Letter::Digit => "0–9".to_owned(),
            Letter::Other => "Other".to_owned(),
        }
    }
}

impl Index {
    pub(super) fn new(portal: &Portal) -> Index {
        let mesh = &portal.mesh;
        let people = mesh.people().filter(|_| !portal.hides(Hide::People));
        let entries = mesh
            .products()
            .map(|(id, _)| Entry::Product(id))
            .chain(mesh.contracts().map(|(id, _)| Entry::Contract(id)))
            .chain(columns(portal).map(Entry::Column))
            .chain(mesh.teams().map(|(id, _)| Entry::Team(id)))
            .chain(people.map(|(id, _)| Entry::Person(id)))
            .chain((0..mesh.docs.len()).map(Entry::Doc));
        let mut letters: BTreeMap<Letter, Vec<Entry>> = BTreeMap::new();
        for entry in entries {
            let letter = Letter::of(entry.name(portal));
            letters.entry(letter).or_default().push(entry);
        }
        for entries in letters.values_mut() {
            entries.sort_by_cached_key(|entry| {
                let name = entry.name(portal);
                (entry.kind(), name.to_lowercase(), name.to_owned())
            });
        }
        Index { letters }
    }

    /// What starts with a letter: by kind, then by name.
    pub fn under(&self, letter: Letter) -> &[Entry] {
        self.letters
            .get(&letter)
            .map(Vec::as_slice)
            .unwrap_or_default()
    }

    /// How many columns there are.
    pub fn column_count(&self) -> usize {
        self.columns().map(|column| column.count as usize).sum()
    }

    fn columns(&self) -> impl DoubleEndedIterator<Item = &Column> {
        let entries = self.letters.values().flatten();
        entries.filter_map(|entry| match entry {
            Entry::Column(column) => Some(column),
            _ => None,
        })
    }

    /// The name that the most columns have, the first of several.
    pub fn commonest_column(&self) -> Option<&str> {
        let most = self.columns().rev().max_by_key(|column| column.count)?;
        Some(&most.name)
    }
}

impl Entry {
    /// The name that is looked up.
    pub fn name<'a>(&'a self, portal: &'a Portal) -> &'a str {
        let mesh = &portal.mesh;
        match self {
            Entry::Product(id) => &mesh.product(*id).name,
            Entry::Contract(id) => &mesh.contract(*id).name,
            Entry::Column(column) => &column.name,
            Entry::Team(id) => &mesh.team(*id).title,
            Entry::Person(id) => &mesh.person(*id).name,
            Entry::Doc(at) => &mesh.docs[*at].title,
        }
    }

    /// What kind of thing it is.
    pub fn kind(&self) -> Kind {
        match self {
            Entry::Product(_) => Kind::Products,
            Entry::Contract(_) => Kind::Contracts,
            Entry::Column(_) => Kind::Columns,
            Entry::Team(_) => Kind::Teams,
            Entry::Person(_) => Kind::People,
            Entry::Doc(_) => Kind::Docs,
        }
    }
}

/// A kind of entries, in the order in which they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Data products.
    Products,
    /// Data contracts.
    Contracts,
    /// Columns.
    Columns,
    /// Teams.
    Teams,
    /// People.
    People,
    /// Pages of docs.
    Docs,
}

impl Kind {
    /// The heading over its entries.
    pub fn title(self) -> &'static str {
        match self {
            Kind::Products => "Products",
            Kind::Contracts => "Contracts",
            Kind::Columns => "Columns",
            Kind::Teams => "Teams",
            Kind::People => "People",
            Kind::Docs => "Docs",
        }
    }
}

/// The columns of all contracts in their newest version, one for each name.
fn columns(portal: &Portal) -> impl Iterator<Item = Column> {
    let mut found: HashMap<&str, Column> = HashMap::new();
    let shown = portal.mesh.contracts();
    for (contract, joined) in shown.filter(|(id, _)| !portal.withholds_contract(*id)) {
        let tables = outline(joined.newest(), &mut Anchors::default());
        for (table, column) in tables.into_iter().flat_map(|table| {
            table
                .columns
                .into_iter()
                .map(move |column| (table.object, column))
        }) {
            let Some((&name, around)) = column.path.split_last() else {
                continue;
            };
            let entry = found.entry(name).or_insert_with(|| Column {
                name: name.to_owned(),
                places: Vec::new(),
                count: 0,
            });
            entry.count += 1;
            if entry.places.len() < PLACES {
                let table = table.name.as_ref().map_or("", |name| name.trim());
                let within = std::iter::once(table).chain(around.iter().copied());
                entry.places.push(Place {
                    contract,
                    within: within.collect::<Vec<_>>().join("."),
                    anchor: column.anchor,
                });
            }
        }
    }
    found.into_values()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_stands_under_its_first_letter() {
        let cases = [
            ("Orders", Letter::Latin('o')),
            ("_id", Letter::Latin('i')),
            ("Ölpreis", Letter::Latin('o')),
            ("3rd party", Letter::Digit),
            ("№", Letter::Other),
            ("", Letter::Other),
            ("§ 5", Letter::Digit),
        ];
        for (name, letter) in cases {
            assert_eq!(Letter::of(name), letter, "{name:?}");
        }
    }
}
