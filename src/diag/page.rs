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

impl Code {
    /// The parts of the page.
    pub fn parts(&self) -> Page<'static> {
        let (title, rest) = self.page.split_once('\n').unwrap_or((self.page, ""));
        let rest = rest.trim_start();
        let (summary, body) = rest.split_once("\n\n").unwrap_or((rest, ""));
        Page {
            title: title.trim_start_matches('#').trim(),
            summary: summary.trim(),
            body: body.trim_start(),
        }
    }
}
