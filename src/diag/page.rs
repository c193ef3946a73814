//! The page of a rule: what it says, in parts.

use super::Code;

/// The parts of a rule's page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page<'p> {
    /// Its title.
    pub title: &'p str,
    /// What the fault is, in one sentence of Markdown.
    pub summary: &'p str,
    /// The rest of the page, in Markdown: why it matters, how to fix it, examples.
    pub body: &'p str,
}

/// The parts of a page in Markdown: a heading, a sentence, and the rest.
pub fn page(text: &str) -> Page<'_> {
    let (title, rest) = text.split_once('\n').unwrap_or((text, ""));
    let rest = rest.trim_start();
    let (summary, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
    Page {
        title: title.trim_start_matches('#').trim(),
        summary: summary.trim(),
        body: body.trim_start(),
    }
}

impl Code {
    /// The parts of the page.
    pub fn parts(&self) -> Page<'static> {
        page(self.page)
    }
}
