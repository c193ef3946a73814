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
