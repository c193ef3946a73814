//! A page of docs.

use rayon::prelude::*;
use serde::Serialize;

use super::build::{contents, finding, held, origin};
use super::links::PageLinks;
use super::parts::{Contents, FindingView, Link, Place};
use super::paths::{self, Paths};
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::{Files, Finding, Subject, SubjectKind};
use crate::markup;
use crate::mesh::{Doc, Mesh};

/// A page of docs.
pub const PAGE: Page = Page {
    name: "doc",
    template: "pages/doc.html",
    routes,
    show,
};

/// The most docs that are listed beside each other.
const SIBLINGS: usize = 60;
/// The most findings that are listed.
const FINDINGS: usize = 50;
/// The longest summary, in characters.
const SUMMARY: usize = 160;

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
    /// The docs of that source, in order; those of the same folder where they are many.
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

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let docs = 0..portal.mesh.docs.len();
    docs.map(|at| (portal.doc_route(at), Key::item(at)))
        .collect()
}

fn show(portal: &Portal, key: Key) -> Shown {
    let at = key.item as usize;
    let doc = &portal.mesh.docs[at];
    let route = portal.doc_route(at);
    let text = portal.doc_text(at);
    let links = portal.links(doc.file, &route);
    let prose = markup::prose(text, doc.body, &subject(&portal.files, doc), &links);
    let order = siblings(portal, at);
    let here = order.iter().position(|&other| other == at).unwrap_or(0);
    let beside = |place: Option<usize>| Some(doc_link(portal, *order.get(place?)?));
    let source = &portal.mesh.source(doc.source).name;
    let view = View {
        title: doc.title.clone(),
        body_html: prose.html,
        contents: contents(&prose.outline),
        source: source.clone(),
        siblings: sibling_list(portal, &order, at),
        belongs_to: belongs_to(portal, doc),
        previous: beside(here.checked_sub(1)),
        next: beside(Some(here + 1)),
        at: portal.place(doc.body),
        findings: findings(portal, doc),
    };
    let whole = view.belongs_to.clone();
    let meta = Meta {
        title: doc.title.clone(),
        summary: markup::plain(text, SUMMARY),
        section: "docs",
        crumbs: vec![whole.unwrap_or_else(|| Link::plain(source))],
        held: held(portal, [doc.source]),
        origin: Some(origin(portal, doc.source, Some(doc.file))),
    };
    Shown::new(meta, &view)
}

fn doc_link(portal: &Portal, at: usize) -> Link {
    Link::to(&portal.mesh.docs[at].title, portal.doc_route(at))
}

/// What is wrong with the Markdown of all docs.
pub(super) fn check(mesh: &Mesh, files: &Files, paths: &Paths) -> Vec<Finding> {
    let docs = mesh.docs.par_iter().enumerate();
    let findings = docs.flat_map_iter(|(at, doc)| {
        let route = route::doc(mesh, at);
        let links = PageLinks::new(mesh, files, paths, doc.file, &route);
        let text = paths::text(mesh, files, at);
        markup::check(text, doc.body, &subject(files, doc), &links)
    });
    findings.collect()
}

fn subject(files: &Files, doc: &Doc) -> Subject {
    Subject::new(SubjectKind::Doc, files.file(doc.file).shown.clone())
}

fn findings(portal: &Portal, doc: &Doc) -> Vec<FindingView> {
    if portal.hides(Hide::Findings) {
        return Vec::new();
    }
    let found = portal.findings_in(doc.file).take(FINDINGS);
    found.map(|found| finding(portal, found, true)).collect()
}

/// The product of a page of docs, else the domain of its source.
fn belongs_to(portal: &Portal, doc: &Doc) -> Option<Link> {
    if let Some(product) = doc.product {
        return Some(portal.product_link(product));
    }
    let domain = portal.mesh.source(doc.source).domain.as_ref()?;
    let domain = portal.overview().domain_named(domain)?;
    Some(portal.domain_link(domain))
}

/// The docs beside a page, in order: those of its source, or of its folder where they are
/// many, or the nearest of these. A folder's README comes first in it, and what lies in a
/// folder comes before what lies in the folders below.
fn siblings(portal: &Portal, at: usize) -> Vec<usize> {
    let docs = &portal.mesh.docs;
    let source = docs[at].source;
    let start = docs.partition_point(|doc| doc.source < source);
    let end = docs.partition_point(|doc| doc.source <= source);
    let mut order: Vec<usize> = (start..end).collect();
    if order.len() > SIBLINGS {
        // Docs are sorted by path, so those of one folder lie close to each other.
        let near = at.saturating_sub(SIBLINGS / 2).max(start)..(at + SIBLINGS / 2).min(end);
        let here = folder(&docs[at].path);
        order = near
            .filter(|&other| folder(&docs[other].path) == here)
            .collect();
    }
    order.sort_by_key(|&at| {
        let path = docs[at].path.as_str();
        (folder(path), !path.ends_with("readme"), path)
    });
    order
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The docs beside a page, under the names of their folders.
fn sibling_list(portal: &Portal, order: &[usize], current: usize) -> Vec<Sibling> {
    let docs = &portal.mesh.docs;
    let mut list = Vec::new();
    let mut open = "";
    for &at in order {
        let here = folder(&docs[at].path);
        if here != open {
            open = here;
            list.push(Sibling {
                link: Link::plain(here),
                ..Sibling::default()
            });
        }
        list.push(Sibling {
            link: doc_link(portal, at),
            depth: u8::from(!here.is_empty()),
            current: at == current,
        });
    }
    list
}
