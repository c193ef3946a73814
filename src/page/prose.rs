//! Prose: the one place where pages ask for Markdown.

use crate::model::Text;
use crate::page::Portal;
use crate::page::product::Readme;

/// A description of a manifest as HTML.
pub fn prose_html(_portal: &Portal, text: &Text, _root: &str) -> String {
    let mut html = String::new();
    for paragraph in text
        .split("\n\n")
        .map(str::trim)
        .filter(|part| !part.is_empty())
    {
        html.push_str("<p>");
        html.push_str(
            &paragraph
                .replace('&', "&amp;")
                .replace('<', "&lt;")
                .replace('>', "&gt;"),
        );
        html.push_str("</p>");
    }
    html
}

/// A page of docs as the README of a product, for the page at `route`.
pub fn readme(portal: &Portal, at: usize, route: &str) -> Readme {
    let doc = &portal.mesh.docs[at];
    let file = portal.files.file(doc.file);
    let body = Text::new(file.text[file.range(doc.body)].into(), doc.body);
    Readme {
        body_html: prose_html(portal, &body, route),
        contents: Vec::new(),
        at: portal.place(doc.body),
    }
}

/// A text on one line, cut at a word to `max` characters.
pub fn plain(text: &str, max: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match text.char_indices().nth(max) {
        None => text,
        Some((at, _)) => {
            let head = &text[..at];
            let head = head.rsplit_once(' ').map_or(head, |(head, _)| head);
            format!("{}…", head.trim_end_matches([',', '.', ';', ':']))
        }
    }
}
