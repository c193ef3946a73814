//! The page of a data contract: the newest version, or an older one.

mod show;

use serde::Serialize;

use super::parts::{
    AccessRole, Banner, Channel, Checks, Chip, Completeness, ElementView, Fact, FindingView,
    LevelCounts, Link, Outside, Owner, Passage, Price, Promise, QualityRow, ServerView, Shows,
    SourceFile, Table,
};
use super::product::Neighbour;
use super::{Key, Page, Portal};

/// The page of a version of a data contract.
pub const PAGE: Page = Page {
    name: "contract",
    template: "pages/contract.html",
    routes,
    show: show::show,
};

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let mut routes = Vec::new();
    for (id, contract) in portal.mesh.contracts() {
        if portal.withholds_contract(id) {
            continue;
        }
        for at in 0..contract.versions.len() {
            let key = Key {
                item: id.0,
                part: at as u32,
            };
            routes.push((portal.contract_route(id, at), key));
        }
    }
    routes
}

/// What `pages/contract.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// What the configuration lets it show.
    pub shows: Shows,
    /// Name.
    pub name: String,
    /// Id as the manifest spells it.
    pub id: String,
    /// Version; may be empty.
    pub version: String,
    /// Whether a newer version is there.
    pub is_older: bool,
    /// Life cycle status.
    pub status: Option<Chip>,
    /// The highest classification found in any column.
    pub classification: Option<Chip>,
    /// Elements met.
    pub completeness: Completeness,
    /// Tags.
    pub tags: Vec<String>,
    /// The products that serve it; more than one is a fault.
    pub products: Vec<Link>,
    /// Notes above everything else: an older version, deprecation, faults.
    pub banners: Vec<Banner>,
    /// All versions, the newest first.
    pub versions: Vec<VersionLine>,
    /// How many older versions the list leaves out.
    pub versions_left_out: u32,
    /// Purpose, usage, limitations.
    pub passages: Vec<Passage>,
    /// Definitions elsewhere.
    pub definitions: Vec<Outside>,
    /// Its tables.
    pub tables: Vec<Table>,
    /// How many tables are not in `tables`, because the page would grow too long.
    pub tables_left_out: u32,
    /// How many columns all tables have, nested ones included.
    pub column_count: u32,
    /// How many of them hold personal or restricted data.
    pub sensitive_count: u32,
    /// All rules on quality, of tables and columns too.
    pub quality: Vec<QualityRow>,
    /// How many rules are not in `quality`.
    pub quality_left_out: u32,
    /// Service levels.
    pub promises: Vec<Promise>,
    /// Those promises together.
    pub levels: LevelCounts,
    /// The checks that tools ran and the contract does not declare.
    pub checks: Checks,
    /// Where the data is served.
    pub servers: Vec<ServerView>,
    /// Roles that grant access.
    pub roles: Vec<AccessRole>,
    /// Who answers for it; `None` where nobody is named.
    pub owner: Option<Owner>,
    /// How to reach them.
    pub channels: Vec<Channel>,
    /// Its price.
    pub price: Option<Price>,
    /// The products that read it.
    pub consumers: Vec<Neighbour>,
    /// How many more there are.
    pub consumers_more: u32,
    /// The six elements of completeness.
    pub elements: Vec<ElementView>,
    /// Findings, the gravest first, capped.
    pub findings: Vec<FindingView>,
    /// How many more there are, and the page with all of them.
    pub findings_more: Option<Link>,
    /// The file that it was read from.
    pub sources: Vec<SourceFile>,
    /// The head of its manifest: id, version, status and their like, as they are written.
    pub head: Vec<Fact>,
    /// Custom properties.
    pub custom: Vec<Fact>,
    /// Fields that the standard does not know.
    pub unknown: Vec<Fact>,
}

/// One version of a contract.
#[derive(Clone, Debug, Default, Serialize)]
pub struct VersionLine {
    /// The version, with its page.
    pub version: Link,
    /// Life cycle status.
    pub status: Option<Chip>,
    /// Whether it is the one that this page shows.
    pub current: bool,
    /// Whether it is the newest.
    pub newest: bool,
    /// The file that declares it.
    pub file: String,
}
