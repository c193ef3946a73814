//! How the joining tells what it finds.

use crate::diag::{Files, Finding, nearest};

/// The findings of the joining, with the files to tell where.
pub(super) struct Told<'a> {
    /// Every text.
    pub(super) files: &'a Files,
    /// What was found so far.
    pub(super) findings: &'a mut Vec<Finding>,
    /// How many more names may be looked up for what was probably meant.
    hints: u32,
}

/// How many references get a suggestion: each is held against every name of the mesh.
const HINTS: u32 = 500;

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

    /// The name that was probably meant.
    pub(super) fn nearest<'n>(
        &mut self,
        text: &str,
        names: impl Iterator<Item = &'n str>,
    ) -> Option<&'n str> {
        self.hints = self.hints.checked_sub(1)?;
        nearest(text, names)
    }
}
