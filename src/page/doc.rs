//! A page of docs.

use serde::Serialize;

use super::parts::{Contents, FindingView, Link, Place};

/// What `pages/doc.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Its title.
    pub title: String,
    /// Its prose; the title is left out of it.
    pub body_html: String,
    /// Its headings.
    pub contents: Vec<Contents>,
    /// The source that it lies in.
    pub source: String,
    /// The docs of that source, in order.
    pub siblings: Vec<Sibling>,
    /// The product or domain that it belongs to.
    pub belongs_to: Option<Link>,
    /// The page before.
    pub previous: Option<Link>,
    /// The page after.
    pub next: Option<Link>,
    /// The file that it was made from.
    pub at: Place,
    /// Findings in it.
    pub findings: Vec<FindingView>,
}

/// Another page of docs of the same source, or a folder of them.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Sibling {
    /// Its title; a folder has no page.
    pub link: Link,
    /// How deep it lies, from 0.
    pub depth: u8,
    /// Whether it is this page.
    pub current: bool,
}
