//! Pages: one file per page type, each with the view that its template shows.
//!
//! A template sees four names and no others: `site` (the same on every page), `root` (the
//! way up to the site's root: empty, `../` or `../../`), `meta` and `page` (its own view).
//! Templates choose and repeat; they do not compute, sort or look up.

pub mod build;
pub mod links;
pub mod index;
pub mod level_index;
pub mod overview;
pub mod parts;
pub mod paths;
pub mod portal;
pub mod prose;
pub mod records;
pub mod route;
pub mod score;
pub mod split;
pub mod standings;
pub mod theme;

pub mod a_z;
pub mod contract;
pub mod doc;
pub mod domain;
pub mod domain_list;
pub mod finding_list;
pub mod findings;
pub mod home;
pub mod not_found;
pub mod person;
pub mod product;
pub mod product_list;
pub mod readiness;
pub mod rule;
pub mod rule_list;
pub mod scorecard;
pub mod scorecard_list;
pub mod search;
pub mod service_level_list;
pub mod source_list;
pub mod team;
pub mod team_list;
pub mod waivers;
pub mod withheld;

use serde::Serialize;
use tera::Value;

use crate::diag::{Files, Finding};
use crate::mesh::Mesh;

use parts::{Banner, Link, Origin, Outside, Shows};
pub use portal::{Found, Portal, Standing};

/// What is the same on every page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteFrame {
    /// Title of the portal.
    pub title: String,
    /// The organisation's logo, as a path from the site's root.
    pub logo: Option<String>,
    /// Links that the configuration adds to the footer.
    pub links: Vec<Outside>,
    /// What the configuration lets pages show.
    pub shows: Shows,
}

/// What `base.html` says of one page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Meta {
    /// Title of the page, without the portal's.
    pub title: String,
    /// One line for search engines and link previews; may be empty.
    pub summary: String,
    /// The entry of the navigation that it belongs to: `products`, `domains`, `teams`,
    /// `service-levels`, `scorecards`, `findings`, `docs`, `a-z`; else empty.
    pub section: &'static str,
    /// The way down from the home page, this page left out.
    pub crumbs: Vec<Link>,
    /// A note where what it shows is not what there is now.
    pub held: Option<Banner>,
    /// Where it comes from, where that is one source.
    pub origin: Option<Origin>,
}

/// One kind of page: one file of this room and the template of the same name.
pub struct Page {
    /// Its name: that of its file, with `-` for `_`.
    pub name: &'static str,
    /// Its template.
    pub template: &'static str,
    /// The routes of all pages of this kind, each with what it shows.
    pub routes: fn(&Portal) -> Vec<(String, Key)>,
    /// The page behind a key that `routes` gave out.
    pub show: fn(&Portal, Key) -> Shown,
}

/// What a page shows: an index into the list that its kind is about, and the part of a list
/// that was split, from 0.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Key {
    /// The index of the thing.
    pub item: u32,
    /// The part of a split list, from 0.
    pub part: u32,
}

impl Key {
    /// The page of one thing.
    pub fn item(at: usize) -> Key {
        Key {
            item: at as u32,
            part: 0,
        }
    }
}

/// A page, ready for its template.
pub struct Shown {
    /// What `base.html` says of it.
    pub meta: Meta,
    /// The view of its kind.
    pub view: Value,
}

impl Shown {
    /// A page of this view.
    pub fn new(meta: Meta, view: &impl Serialize) -> Shown {
        Shown {
            meta,
            view: Value::from_serializable(view),
        }
    }
}

/// Every kind of page.
pub const PAGES: &[Page] = &[
    a_z::PAGE,
    contract::PAGE,
    doc::PAGE,
    domain::PAGE,
    domain_list::PAGE,
    finding_list::PAGE,
    findings::PAGE,
    home::PAGE,
    not_found::PAGE,
    person::PAGE,
    product::PAGE,
    product_list::PAGE,
    readiness::PAGE,
    rule::PAGE,
    rule_list::PAGE,
    scorecard::PAGE,
    scorecard_list::PAGE,
    search::PAGE,
    service_level_list::PAGE,
    source_list::PAGE,
    team::PAGE,
    team_list::PAGE,
    waivers::PAGE,
    withheld::PAGE,
];

/// The faults of all prose that pages show: docs, and the descriptions of manifests.
pub fn check(mesh: &Mesh, files: &Files) -> Vec<Finding> {
    let paths = paths::Paths::new(mesh, files);
    let mut findings = doc::check(mesh, files, &paths);
    findings.extend(prose::check(mesh, files, &paths));
    findings
}
