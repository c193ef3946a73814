//! The findings of one text.

use std::ops::Range;

use crate::diag::{Code, Finding, Span, Subject};

/// Most findings that are told of one text; those behind are counted.
const MAX_FINDINGS: usize = 200;

/// How bytes of the text become places of its file.
#[derive(Clone, Copy)]
pub(super) enum Base {
    /// Byte n of the text is byte n of the span.
    Exact(Span),
    /// The text was written in another notation (a YAML scalar), so every finding stands
    /// at the whole of it.
    Whole(Span),
}

/// Collects the findings of one text.
pub(super) struct Report<'a> {
    base: Base,
    subject: &'a Subject,
    findings: Vec<Finding>,
    untold: usize,
}

impl<'a> Report<'a> {
    pub(super) fn new(base: Base, subject: &'a Subject) -> Report<'a> {
        Report {
            base,
            subject,
            findings: Vec::new(),
            untold: 0,
        }
    }

    /// A report on the same text without findings.
    pub(super) fn emptied(&self) -> Report<'a> {
        Report::new(self.base, self.subject)
    }

    /// Where a range of the text lies.
    fn span(&self, range: Range<usize>) -> Span {
        match self.base {
            Base::Whole(span) => span,
            Base::Exact(span) => {
                let at = |byte: usize| (span.start + byte as u32).min(span.end);
                Span {
                    start: at(range.start),
                    end: at(range.end),
                }
            }
        }
    }

    /// Tells a fault. The message is only made when there is room for it.
    pub(super) fn tell(
        &mut self,
        code: &Code,
        range: Range<usize>,
        message: impl FnOnce() -> String,
        words: impl FnOnce(Finding) -> Finding,
    ) {
        if self.findings.len() == MAX_FINDINGS {
            self.untold += 1;
            return;
        }
        let finding = Finding::new(code, self.subject.clone(), self.span(range), message());
        self.findings.push(words(finding));
    }

    /// The findings in the order of the text.
    pub(super) fn finish(mut self) -> Vec<Finding> {
        self.findings.sort_by_key(|finding| finding.span.start);
        if let Some(last) = self.findings.last_mut().filter(|_| self.untold > 0) {
            last.message
                .push_str(&format!(", and {} more faults follow", self.untold));
        }
        self.findings
    }
}
