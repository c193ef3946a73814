//! Pages: one file per page type, each with the view that its template shows.
//!
//! A template sees four names and no others: `site` (the same on every page), `root` (the
//! way up to the site's root: empty, `../` or `../../`), `meta` and `page` (its own view).
//! Templates choose and repeat; they do not compute, sort or look up.

pub mod parts;
pub mod theme;

pub mod contract;
pub mod product;

use serde::Serialize;

use parts::{Link, Outside};

/// What is the same on every page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct SiteFrame {
    /// Title of the portal.
    pub title: String,
    /// The organisation's logo, as a path from the site's root.
    pub logo: Option<String>,
    /// Links that the configuration adds to the footer.
    pub links: Vec<Outside>,
}

/// What `base.html` says of one page.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Meta {
    /// Title of the page, without the portal's.
    pub title: String,
    /// One line for search engines and link previews; may be empty.
    pub summary: String,
    /// The entry of the navigation that it belongs to: `products`, `domains`, `teams`,
    /// `scorecards`, `findings`, `docs`, `a-z`; else empty.
    pub section: &'static str,
    /// The way down from the home page, this page left out.
    pub crumbs: Vec<Link>,
}
