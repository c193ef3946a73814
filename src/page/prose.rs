//! Prose: the one place where pages ask for Markdown.

use super::Portal;
use super::build::{contents, shown_value};
use super::product::Readme;
use crate::diag::{Subject, SubjectKind};
use crate::markup;
use crate::model::Text;

pub use crate::markup::plain;

/// A text of a manifest as HTML in paragraphs, for the page at `route`.
pub fn prose_html(portal: &Portal, text: &Text, route: &str) -> String {
    let file = portal.files.of(text.span);
    let links = portal.links(file, route);
    let fragment = markup::description(shown_value(text), text.span, &nobody(), &links);
    match fragment.html.starts_with('<') {
        true => fragment.html,
        false => format!("<p>{}</p>", fragment.html),
    }
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

/// Faults of prose are told when the portal is judged, not when a page is shown.
fn nobody() -> Subject {
    Subject::new(SubjectKind::Portal, "")
}
