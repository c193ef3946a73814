//! The footnotes of one text, in the order in which it refers to them.

use std::collections::HashMap;
use std::fmt::Write as _;

/// Most references of one footnote that it leads back to.
const MAX_BACK_LINKS: usize = 8;

#[derive(Default)]
struct Note {
    /// How often the text refers to it.
    references: usize,
    html: String,
}

/// Numbers footnotes and keeps their contents until the text ends.
#[derive(Default)]
pub(super) struct Footnotes {
    numbers: HashMap<String, usize>,
    /// Note n stands at n - 1.
    notes: Vec<Note>,
    /// Label and contents of each, in the order of the text.
    definitions: Vec<(String, String)>,
    /// Bytes of HTML that are kept.
    pub(super) bytes: usize,
}

impl Footnotes {
    /// The number of the footnote with this label, which the text refers to here, and the
    /// id of the reference where the footnote leads back to it.
    pub(super) fn refer(&mut self, label: &str) -> (usize, Option<String>) {
        let number = self.number(label);
        let note = &mut self.notes[number - 1];
        note.references += 1;
        let references = note.references;
        let id = (references <= MAX_BACK_LINKS).then(|| reference_id(number, references));
        (number, id)
    }

    fn number(&mut self, label: &str) -> usize {
        *self.numbers.entry(label.to_lowercase()).or_insert_with(|| {
            self.notes.push(Note::default());
            self.notes.len()
        })
    }

    /// Keeps what a footnote says.
    pub(super) fn define(&mut self, label: &str, html: String) {
        self.bytes += html.len();
        self.definitions.push((label.to_owned(), html));
    }

    /// Writes the list of all footnotes; without links where the page must have no ids of
    /// the text. A note that nothing refers to comes last: its author meant it to be read.
    pub(super) fn push(mut self, out: &mut String, with_links: bool) {
        for (label, html) in std::mem::take(&mut self.definitions) {
            let number = self.number(&label);
            self.notes[number - 1].html.push_str(&html);
        }
        if self.notes.is_empty() {
            return;
        }
        if !with_links {
            out.push_str("<ol class=\"footnotes\">\n");
            for note in &self.notes {
                let _ = writeln!(out, "<li>{}</li>", note.html);
            }
            out.push_str("</ol>\n");
            return;
        }
        out.push_str("<section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n");
        for (at, note) in self.notes.iter().enumerate() {
            note.push(out, at + 1);
        }
        out.push_str("</ol>\n</section>\n");
    }
}

impl Note {
    fn push(&self, out: &mut String, number: usize) {
        // The way back stands at the end of the last line, not on a line of its own.
        let (body, close) = match self.html.trim_end().strip_suffix("</p>") {
            Some(body) => (body, "</p>\n"),
            None => (self.html.as_str(), ""),
        };
        let _ = write!(out, "<li id=\"fn-{number}\">{body}");
        for reference in 1..=self.references.min(MAX_BACK_LINKS) {
            let id = reference_id(number, reference);
            let name = id.trim_start_matches("fnref-");
            let _ = write!(
                out,
                " <a href=\"#{id}\" aria-label=\"Back to reference {name}\">↩</a>"
            );
        }
        out.push_str(close);
        out.push_str("</li>\n");
    }
}

fn reference_id(number: usize, reference: usize) -> String {
    match reference {
        1 => format!("fnref-{number}"),
        _ => format!("fnref-{number}-{reference}"),
    }
}
