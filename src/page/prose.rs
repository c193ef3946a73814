//! Prose: the one place where pages ask for Markdown.

use super::build::{contents, shown_value};
use super::links::PageLinks;
use super::paths::Paths;
use super::product::Readme;
use super::{Portal, route};
use crate::diag::{Files, Finding, Subject, SubjectKind};
use crate::markup;
use crate::mesh::Mesh;
use crate::model::{Description, Text};

pub use crate::markup::plain;

/// A text of a manifest as HTML in paragraphs, for the page at `route`.
pub fn prose_html(portal: &Portal, text: &Text, route: &str) -> String {
    let file = portal.files.of(text.span);
    let links = portal.links(file, route);
    let fragment = markup::description(shown_value(text), text.span, &nobody(), &links);
    // Blocks end in a line break; words alone do not, whatever markup they begin with.
    match fragment.html.ends_with('\n') {
        true => fragment.html,
        false => format!("<p>{}</p>", fragment.html),
    }
}

/// The first sentence of a text without markup, at most `max` characters long.
pub fn sentence(text: &str, max: usize) -> String {
    let mut line = plain(text, max);
    let ends = line.match_indices(['.', '!', '?']);
    let mut ends = ends.map(|(at, _)| at + 1).filter(|&end| {
        let next = line[end..]
            .strip_prefix(' ')
            .and_then(|rest| rest.chars().next());
        next.is_some_and(char::is_uppercase)
    });
    if let Some(end) = ends.next() {
        line.truncate(end);
    }
    line
}

/// A page of docs as the README of a product, for the page at `route`.
pub fn readme(portal: &Portal, at: usize, route: &str) -> Readme {
    let doc = &portal.mesh.docs[at];
    let links = portal.links(doc.file, route);
    let prose = markup::prose(portal.doc_text(at), doc.body, &nobody(), &links);
    let mut contents = contents(&prose.outline);
    contents.retain(|heading| heading.depth < 3);
    Readme {
        body_html: prose.html,
        contents,
        at: portal.place(doc.body),
    }
}

/// The faults of the descriptions of all products and contracts.
pub(super) fn check(mesh: &Mesh, files: &Files, paths: &Paths) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, product) in mesh.products() {
        let manifest = product.manifest.as_deref();
        let subject = Subject::new(SubjectKind::Product, product.id.as_str());
        for text in texts(manifest.and_then(|manifest| manifest.description.as_ref())) {
            let route = route::product(mesh, id);
            let links = PageLinks::new(mesh, files, paths, product.file, &route);
            findings.extend(faults(text, &subject, &links));
        }
    }
    for (id, contract) in mesh.contracts() {
        let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
        for (at, version) in contract.versions.iter().enumerate() {
            for text in texts(version.manifest.description.as_ref()) {
                let route = route::contract(mesh, id, at);
                let links = PageLinks::new(mesh, files, paths, version.manifest.file, &route);
                findings.extend(faults(text, &subject, &links));
            }
        }
    }
    findings
}

/// The prose of a description.
fn texts(description: Option<&Description>) -> impl Iterator<Item = &Text> {
    let parts = description
        .into_iter()
        .flat_map(|said| [&said.purpose, &said.usage, &said.limitations]);
    parts.flatten()
}

/// Only a link, a picture or a tag can be at fault, and most descriptions have none.
fn faults(text: &Text, subject: &Subject, links: &PageLinks<'_>) -> Vec<Finding> {
    match text.contains(['[', '<', ':']) {
        true => markup::description(text, text.span, subject, links).findings,
        false => Vec::new(),
    }
}

/// Faults of prose are told when the portal is judged, not when a page is shown.
fn nobody() -> Subject {
    Subject::new(SubjectKind::Portal, "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_sentence_ends_where_the_next_begins() {
        let cases = [
            ("Orders of the shop. One row each.", "Orders of the shop."),
            (
                "Orders, e.g. of the shop, v1.2 too",
                "Orders, e.g. of the shop, v1.2 too",
            ),
            ("**What** is it? Nobody knows.", "What is it?"),
            ("", ""),
        ];
        for (text, said) in cases {
            assert_eq!(sentence(text, 200), said);
        }
    }
}
