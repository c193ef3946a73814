//! Prose: the one place where pages ask for Markdown.

use super::build::shown_value;
use super::parts::Contents;
use super::product::Readme;
use super::{Portal, links::PageLinks};
use crate::diag::{Subject, SubjectKind};
use crate::markup;
use crate::model::Text;

pub use crate::markup::plain;

/// A text of a manifest as HTML in paragraphs, for the page at `route`.
pub fn prose_html(portal: &Portal, text: &Text, route: &str) -> String {
    let file = portal.files.of(text.span);
    let links = PageLinks::new(portal, file, route);
    let fragment = markup::description(shown_value(text), text.span, &nobody(), &links);
    match fragment.html.starts_with('<') {
        true => fragment.html,
        false => format!("<p>{}</p>", fragment.html),
    }
}

/// A page of docs as the README of a product, for the page at `route`.
pub fn readme(portal: &Portal, at: usize, route: &str) -> Readme {
    let doc = &portal.mesh.docs[at];
    let file = portal.files.file(doc.file);
    let links = PageLinks::new(portal, doc.file, route);
    let prose = markup::prose(
        &file.text[file.range(doc.body)],
        doc.body,
        &nobody(),
        &links,
    );
    let headings = prose.outline.headings.into_iter();
    let contents = headings
        .filter(|heading| heading.level < 4)
        .map(|heading| Contents {
            depth: heading.level - 1,
            text: heading.text,
            anchor: heading.id,
        });
    Readme {
        body_html: prose.html,
        contents: contents.collect(),
        at: portal.place(doc.body),
    }
}

/// Faults of prose are told when the portal is judged, not when a page is shown.
fn nobody() -> Subject {
    Subject::new(SubjectKind::Portal, "")
}
