//! How the joining tells what it finds.

use crate::diag::{Files, Finding, Span, nearest};

/// The findings of the joining, with the files to tell where.
pub(super) struct Told<'a> {
    /// Every text.
    pub(super) files: &'a Files,
    /// What was found so far.
    pub(super) findings: &'a mut Vec<Finding>,
    /// How many more names may be held against what was written.
    hints: usize,
}

/// How many names are compared in one run to say what was probably meant. The last search
/// is finished, so that what it yields does not depend on the order of the names.
const HINTS: usize = 5_000_000;

impl<'a> Told<'a> {
    /// Nothing found yet that is not in `findings`.
    pub(super) fn new(files: &'a Files, findings: &'a mut Vec<Finding>) -> Told<'a> {
        Told {
            files,
            findings,
            hints: HINTS,
        }
    }

    /// Adds a finding.
    pub(super) fn tell(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// The place of a part of the text at `span`, which is the whole of it where the part is
    /// written with escapes.
    pub(super) fn part(&self, span: Span, part: &str) -> Span {
        let file = self.files.file(self.files.of(span));
        let range = file.range(span);
        match file.text[range.clone()].find(part) {
            Some(at) => file.span(range.start + at, range.start + at + part.len()),
            None => span,
        }
    }

    /// The name that was probably meant.
    pub(super) fn nearest<'n>(
        &mut self,
        text: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<&'n str> {
        if self.hints == 0 {
            return None;
        }
        let left = &mut self.hints;
        nearest(text, names.inspect(|_| *left = left.saturating_sub(1)))
    }
}
