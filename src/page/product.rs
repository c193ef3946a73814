//! The page of a data product.

mod answer;
pub(super) mod lineage;
mod port;
pub(super) mod schema;
mod show;

use serde::Serialize;

use super::parts::{
    AccessRole, BadgeSnippet, Banner, Channel, Chip, Completeness, Contents, ContractLink,
    Dangling, ElementView, Fact, FindingView, LevelCounts, Link, Outside, Owner, Passage, Place,
    Price, Promise, QualityRow, ServerView, Shows, SourceFile, StandingView, Table, Tier,
};
use super::{Key, Page, Portal};

/// The page of a data product.
pub const PAGE: Page = Page {
    name: "product",
    template: "pages/product.html",
    routes,
    show: show::show,
};

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let products = portal.mesh.products();
    let products = products.filter(|(id, _)| !portal.gate.withholds(*id));
    let routes = products.map(|(id, _)| (portal.product_route(id), Key::item(id.0 as usize)));
    routes.collect()
}

/// What `pages/product.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// What the configuration lets it show.
    pub shows: Shows,
    /// Name.
    pub name: String,
    /// Id as the manifest spells it.
    pub id: String,
    /// What it is, such as `Source-aligned data product`.
    pub kind: String,
    /// Whether no manifest declares it: it stands for a contract without a product.
    pub implicit: bool,
    /// One sentence on it; may be empty.
    pub summary: String,
    /// Life cycle status.
    pub status: Option<Chip>,
    /// Version; may be empty.
    pub version: String,
    /// The highest classification found in any column, computed and not typed.
    pub classification: Option<Chip>,
    /// Level reached on the scorecard.
    pub tier: Tier,
    /// Elements met.
    pub completeness: Completeness,
    /// Tags.
    pub tags: Vec<String>,
    /// Notes above everything else: deprecation, faults in the manifest.
    pub banners: Vec<Banner>,
    /// The five answers, in the order of the questions.
    pub answers: Vec<Answer>,
    /// Purpose, usage, limitations, terms.
    pub passages: Vec<Passage>,
    /// Definitions elsewhere.
    pub definitions: Vec<Outside>,
    /// What it gives.
    pub outputs: Vec<OutputPort>,
    /// What it takes.
    pub inputs: Vec<InputPort>,
    /// Contracts that name it, but that no port of it offers.
    pub named_by: Vec<ContractLink>,
    /// How it is managed (ODPS: `managementPorts[]`).
    pub management: Vec<ManagementPort>,
    /// Its tables over all output ports, each with the contract that declares it.
    pub schema: Vec<PortTable>,
    /// How many tables are not in `schema`, because the page would grow too long.
    pub tables_left_out: u32,
    /// What lies before and after it.
    pub lineage: Lineage,
    /// Service levels over all contracts.
    pub promises: Vec<Promise>,
    /// Those promises together.
    pub levels: LevelCounts,
    /// Rules on quality over all contracts.
    pub quality: Vec<QualityRow>,
    /// How many rules are not in `quality`.
    pub quality_left_out: u32,
    /// The six elements of completeness.
    pub elements: Vec<ElementView>,
    /// How it stands by all rules, and what stands between it and the next level.
    pub standing: Option<StandingView>,
    /// Findings, the gravest first, capped.
    pub findings: Vec<FindingView>,
    /// How many more there are, and the page with all of them.
    pub findings_more: Option<Link>,
    /// Who answers for it; `None` where nobody is named.
    pub owner: Option<Owner>,
    /// How to reach them.
    pub channels: Vec<Channel>,
    /// Prices of its contracts.
    pub prices: Vec<Price>,
    /// A badge to embed elsewhere.
    pub badge: Option<BadgeSnippet>,
    /// The README next to the manifest.
    pub readme: Option<Readme>,
    /// Pages of docs that belong to it.
    pub docs: Vec<Link>,
    /// The files that it was read from.
    pub sources: Vec<SourceFile>,
    /// The head of its manifest: id, version, status and their like, as they are written.
    pub head: Vec<Fact>,
    /// Custom properties.
    pub custom: Vec<Fact>,
    /// Fields that the standard does not know.
    pub unknown: Vec<Fact>,
}

/// One cell of the answer strip.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Answer {
    /// The question.
    pub question: String,
    /// The answer in a few words; says so where there is none.
    pub answer: Link,
    /// A second line; may be empty.
    pub detail: String,
    /// The section with the whole answer, without `#`.
    pub anchor: String,
    /// Whether there is no answer.
    pub absent: bool,
}

/// An output port (ODPS: `outputPorts[]`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutputPort {
    /// Anchor, without `#`: `port-<name>`.
    pub anchor: String,
    /// Name.
    pub name: String,
    /// Version; may be empty.
    pub version: String,
    /// Type, such as `tables`; may be empty.
    pub kind: String,
    /// What it gives; may be empty.
    pub description: String,
    /// Its contract.
    pub contract: Option<ContractLink>,
    /// The file of the contract, for what is missing in it.
    pub file: String,
    /// The contract id that nothing carries.
    pub dangling: Option<Dangling>,
    /// Servers by environment.
    pub servers: Vec<ServerView>,
    /// Roles that grant access.
    pub roles: Vec<AccessRole>,
    /// Service levels in short.
    pub promises: Vec<Promise>,
    /// Names of its tables, with their places on the contract's page.
    pub tables: Vec<Link>,
    /// The contracts from which it is made (ODPS: `inputContracts[]`).
    pub made_from: Vec<ContractLink>,
    /// Bills of materials and definitions elsewhere.
    pub links: Vec<Outside>,
    /// Tags, custom properties, unknown fields.
    pub more: Vec<Fact>,
    /// Where it is declared.
    pub at: Option<Place>,
}

/// An input port (ODPS: `inputPorts[]`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct InputPort {
    /// Name.
    pub name: String,
    /// The product that serves it.
    pub product: Option<Link>,
    /// The contract that it consumes.
    pub contract: Option<ContractLink>,
    /// Version that it consumes; may be empty.
    pub version: String,
    /// The contract id that nothing carries.
    pub dangling: Option<Dangling>,
    /// Where it is declared.
    pub at: Option<Place>,
}

/// A management port (ODPS: `managementPorts[]`).
#[derive(Clone, Debug, Default, Serialize)]
pub struct ManagementPort {
    /// Name.
    pub name: String,
    /// What it serves, such as `observability`.
    pub content: String,
    /// How: `rest` or `topic`; may be empty.
    pub kind: String,
    /// Its address or channel.
    pub address: Outside,
    /// Where it is declared.
    pub at: Option<Place>,
}

/// A table of an output port.
#[derive(Clone, Debug, Default, Serialize)]
pub struct PortTable {
    /// The table; anchors are unique on the page.
    pub table: Table,
    /// The contract that declares it.
    pub contract: Link,
    /// The table on the contract's page.
    pub href: String,
}

/// One hop of lineage each way.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Lineage {
    /// The drawing, made by `graph`; the lists say the same in words.
    pub drawing_html: Option<String>,
    /// What it reads from.
    pub upstream: Vec<Neighbour>,
    /// Who reads from it.
    pub downstream: Vec<Neighbour>,
    /// How many more products read from it.
    pub downstream_more: u32,
    /// How many more rows there are before it.
    pub upstream_more: u32,
}

/// A product one hop away.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Neighbour {
    /// The product, or the contract's id where no product serves it.
    pub product: Link,
    /// Its domain.
    pub domain: Option<Link>,
    /// Its owner.
    pub owner: Option<Link>,
    /// The contract in between, with the version that is consumed.
    pub contract: ContractLink,
    /// Whether the reference leads nowhere.
    pub dangling: bool,
}

/// A README.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Readme {
    /// Its prose.
    pub body_html: String,
    /// Its headings.
    pub contents: Vec<Contents>,
    /// Where it lies.
    pub at: Place,
}
