//! What can be found.

/// What a record is, in the order in which groups of equal merit are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A data product.
    Product,
    /// A column of a product's table: no record of its own, see [`Record::tables`].
    Column,
    /// A data contract.
    Contract,
    /// A team.
    Team,
    /// A person.
    Person,
    /// A domain.
    Domain,
    /// A page of documentation.
    Doc,
    /// A governance rule.
    Rule,
}

impl Kind {
    /// All kinds, in order.
    pub const ALL: [Kind; 8] = [
        Kind::Product,
        Kind::Column,
        Kind::Contract,
        Kind::Team,
        Kind::Person,
        Kind::Domain,
        Kind::Doc,
        Kind::Rule,
    ];

    /// The name in addresses: `search.html?q=weight&kind=column`.
    pub fn id(self) -> &'static str {
        match self {
            Kind::Product => "product",
            Kind::Column => "column",
            Kind::Contract => "contract",
            Kind::Team => "team",
            Kind::Person => "person",
            Kind::Domain => "domain",
            Kind::Doc => "doc",
            Kind::Rule => "rule",
        }
    }

    /// The heading over several of them.
    pub fn heading(self) -> &'static str {
        match self {
            Kind::Product => "Products",
            Kind::Column => "Columns",
            Kind::Contract => "Contracts",
            Kind::Team => "Teams",
            Kind::Person => "People",
            Kind::Domain => "Domains",
            Kind::Doc => "Docs",
            Kind::Rule => "Rules",
        }
    }
}

/// One thing to find. All texts are plain text; empty where there is nothing to say.
#[derive(Clone, Debug)]
pub struct Record {
    /// What it is.
    pub kind: Kind,
    /// Its name as people read it.
    pub title: String,
    /// Its page, relative to the site's root.
    pub url: String,
    /// What it belongs to, as a breadcrumb.
    pub context: String,
    /// One line about it.
    pub summary: String,
    /// The domain's name.
    pub domain: String,
    /// The owner's name.
    pub owner: String,
    /// `active`, `deprecated` and so on: what is deprecated or retired comes last among
    /// equals.
    pub status: String,
    /// The level that it has reached.
    pub level: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Further names: id, physical name, business name, synonyms.
    pub names: Vec<String>,
    /// The text of the page: description, documentation.
    pub body: String,
    /// Tables whose columns are hits of their own, told with this record's title.
    pub tables: Vec<Table>,
}

impl Record {
    /// A record with no more than a name and a page.
    pub fn new(kind: Kind, title: impl Into<String>, url: impl Into<String>) -> Record {
        Record {
            kind,
            title: title.into(),
            url: url.into(),
            context: String::new(),
            summary: String::new(),
            domain: String::new(),
            owner: String::new(),
            status: String::new(),
            level: String::new(),
            tags: Vec::new(),
            names: Vec::new(),
            body: String::new(),
            tables: Vec::new(),
        }
    }
}

/// A table of a record.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// What the addresses of its columns begin with, relative to the site's root:
    /// `contracts/logistics/parcels.html#parcel.`.
    pub url: String,
    /// Further names: physical name, business name.
    pub names: Vec<String>,
    /// Its columns, nested ones by their path.
    pub columns: Vec<Column>,
}

/// A column of a table.
#[derive(Clone, Debug, Default)]
pub struct Column {
    /// Its name, as written: `customer_id`, `address.street`.
    pub name: String,
    /// What follows the table's address to reach its row; empty where that is its name.
    pub anchor: String,
    /// Its description, which finds the table's record.
    pub summary: String,
    /// Further names: physical name, business name, synonyms.
    pub names: Vec<String>,
}
