//! What is wrong with waivers, as far as it is told.

use std::collections::BTreeMap;

use crate::diag::{Code, FileId, Finding, Span, Subject};

/// The most faults of waivers that are told of one file.
const MOST: usize = 50;

/// The faults that were found so far, by file.
#[derive(Default)]
pub(super) struct Faults {
    told: BTreeMap<FileId, (Vec<Finding>, usize)>,
}

impl Faults {
    /// Tells a fault of a file, as long as there are few. `help` is made only where it is told.
    pub(super) fn report(
        &mut self,
        file: FileId,
        code: &Code,
        subject: &Subject,
        span: Span,
        message: String,
        help: impl FnOnce() -> String,
    ) {
        let (told, untold) = self.told.entry(file).or_default();
        match told.len() < MOST {
            true => {
                let finding = Finding::new(code, subject.clone(), span, message);
                told.push(finding.help(help()));
            }
            false => *untold += 1,
        }
    }

    /// The same of a finding that is made already.
    pub(super) fn tell(&mut self, file: FileId, finding: Finding) {
        let (told, untold) = self.told.entry(file).or_default();
        match told.len() < MOST {
            true => told.push(finding),
            false => *untold += 1,
        }
    }

    /// All that is told, by file.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        let findings = self.told.into_values().flat_map(|(mut told, untold)| {
            if let Some(last) = told.last_mut().filter(|_| untold > 0) {
                let more = format!(", and {untold} more faults of waivers follow");
                last.message.push_str(&more);
            }
            told
        });
        findings.collect()
    }
}
