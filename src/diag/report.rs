//! What one run has to tell, besides the findings themselves.

use std::borrow::Cow;
use std::iter::Sum;
use std::sync::Arc;

use super::{Code, File, Files, Finding, Grade, Level, Span, Subject};

/// The findings of one run, with everything that a format needs to tell them.
#[derive(Clone, Copy)]
pub struct Report<'r> {
    /// Every text of the run.
    pub files: &'r Files,
    /// What was found, in the order in which it is told.
    pub findings: &'r [Finding],
    /// The fingerprint of each finding, in their order; empty where no format asks for them.
    pub fingerprints: &'r [String],
    /// What was found too, but is suppressed with a reason.
    pub suppressed: &'r [Suppressed],
    /// What differs from the baseline, where there is one.
    pub comparison: Option<&'r Comparison>,
    /// How far each product is, and the rules by which it got there; empty where no format
    /// asks for them.
    pub grades: &'r [Grade],
    /// The name of these rules.
    pub rule_set: &'r str,
    /// Everything that was checked, faulty or not: products and contracts.
    pub checked: &'r [Checked],
    /// Where the files lie; `None` shows them by the names of their sources.
    pub folders: Option<&'r Folders>,
    /// What is known of a rule, by its id.
    pub code: fn(&str) -> Option<&'static Code>,
    /// The URL below which the portal publishes the pages of rules, with a `/` at its end.
    pub rule_pages: Option<&'r str>,
}

impl<'r> Report<'r> {
    /// The bare findings of a run.
    pub fn new(files: &'r Files, findings: &'r [Finding]) -> Report<'r> {
        Report {
            files,
            findings,
            fingerprints: &[],
            suppressed: &[],
            comparison: None,
            grades: &[],
            rule_set: "",
            checked: &[],
            folders: None,
            code: |_| None,
            rule_pages: None,
        }
    }

    /// The path of the file in which a span lies, for people and tools.
    pub fn path(&self, span: Span) -> String {
        let file = self.files.file(self.files.of(span));
        match self.folders {
            Some(folders) => folders.path(file),
            None => file.shown.to_string(),
        }
    }
}

/// A product or contract that was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checked {
    /// Which one.
    pub subject: Subject,
    /// Its name for people.
    pub name: String,
}

/// A finding that is let be: its author has suppressed it, or a waiver covers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Suppressed {
    /// What is suppressed.
    pub finding: Finding,
    /// Its fingerprint.
    pub fingerprint: String,
    /// Why, in the words of the author.
    pub reason: String,
    /// Where it is suppressed.
    pub span: Span,
    /// Whether that is at the finding's own place, rather than in a configuration.
    pub in_source: bool,
    /// The waiver that covers it; `None` where it is suppressed.
    pub waiver: Option<Waived>,
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Waived {
    /// Its number, as verdicts name it.
    pub number: u32,
    /// Its name.
    pub id: Arc<str>,
    /// Who answers for it.
    pub owner: Arc<str>,
    /// Who approved it.
    pub approved_by: Arc<str>,
    /// Its last day.
    pub expires: String,
}

impl Suppressed {
    /// What lets it be, in a word.
    pub fn word(&self) -> &'static str {
        match self.waiver {
            Some(_) => "waived",
            None => "suppressed",
        }
    }

    /// Why it is let be, in the words of the author; with the last day where it has one.
    pub fn why(&self) -> Cow<'_, str> {
        match &self.waiver {
            Some(waiver) => Cow::Owned(format!(
                "{} (`{}`, until {})",
                self.reason, waiver.id, waiver.expires
            )),
            None => Cow::Borrowed(&self.reason),
        }
    }
}

/// A run against a baseline: what it makes worse and what it mends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// What the run was compared with, as the user named it: `git:origin/main`.
    pub baseline: String,
    /// Whether each finding is new, in their order; the others stand in the baseline too.
    pub is_new: Vec<bool>,
    /// What stands in the baseline alone.
    pub fixed: Vec<Fixed>,
    /// What is less than it was in the baseline.
    pub lost: Vec<Lost>,
    /// The products of the baseline that are there no more.
    pub removed: Vec<Subject>,
}

/// A finding of the baseline that is there no more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fixed {
    /// Its fingerprint.
    pub fingerprint: String,
    /// The id of its rule.
    pub rule: String,
    /// How much it weighed.
    pub level: Level,
    /// What it said.
    pub message: String,
    /// Whom it concerned.
    pub subject: Subject,
    /// The path of its file then, for people and tools.
    pub file: String,
    /// Its first line then, from 1.
    pub line: u32,
}

/// A product whose level or completeness fell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Lost {
    /// Which product.
    pub subject: Subject,
    /// Its manifest, or the head of it.
    pub span: Span,
    /// What it had, in words that end a sentence: `Bronze`, `6 of 6 elements`.
    pub before: String,
    /// What it has, in such words.
    pub after: String,
}

/// `data product `parcels` fell from Bronze to no level`.
impl std::fmt::Display for Lost {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Lost {
            subject,
            before,
            after,
            ..
        } = self;
        write!(f, "{subject} fell from {before} to {after}")
    }
}

impl Comparison {
    /// How much of everything there is.
    pub fn changes(&self) -> Changes {
        let new = self.is_new.iter().filter(|is_new| **is_new).count();
        Changes {
            new,
            fixed: self.fixed.len(),
            unchanged: self.is_new.len() - new,
            lost: self.lost.len(),
        }
    }
}

/// A comparison in numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Changes {
    /// Findings that the baseline does not have.
    pub new: usize,
    /// Findings that only the baseline has.
    pub fixed: usize,
    /// Findings that both have.
    pub unchanged: usize,
    /// Products whose level or completeness fell.
    pub lost: usize,
}

impl Sum for Changes {
    fn sum<I: Iterator<Item = Changes>>(all: I) -> Changes {
        all.fold(Changes::default(), |sum, one| Changes {
            new: sum.new + one.new,
            fixed: sum.fixed + one.fixed,
            unchanged: sum.unchanged + one.unchanged,
            lost: sum.lost + one.lost,
        })
    }
}

/// `3 new, 2 fixed, 14 unchanged`; with `, 1 product fell` where one did.
impl std::fmt::Display for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Changes {
            new,
            fixed,
            unchanged,
            lost,
        } = self;
        write!(f, "{new} new, {fixed} fixed, {unchanged} unchanged")?;
        match lost {
            0 => Ok(()),
            1 => f.write_str(", 1 product fell"),
            _ => write!(f, ", {lost} products fell"),
        }
    }
}

/// Where the files of a run lie, seen from the folder in which the command was called.
///
/// Each folder ends with `/`, or is empty for that folder itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folders {
    /// The portal's own folder.
    pub portal: String,
    /// The folder of each source, by its [`SourceId`](super::SourceId).
    pub sources: Vec<String>,
}

impl Folders {
    /// The path of a file.
    pub fn path(&self, file: &File) -> String {
        let folder = match file.source {
            Some(source) => self.sources.get(source.0 as usize),
            None => Some(&self.portal),
        };
        format!("{}{}", folder.map_or("", String::as_str), file.path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_comparison_is_summed_up_in_a_line() {
        let mut comparison = Comparison {
            is_new: vec![true, false, false],
            ..Comparison::default()
        };
        assert_eq!(
            comparison.changes().to_string(),
            "1 new, 0 fixed, 2 unchanged"
        );
        comparison.lost.push(Lost {
            subject: Subject::new(super::super::SubjectKind::Product, "parcels"),
            span: Span { start: 0, end: 0 },
            before: "Bronze".to_owned(),
            after: "no level".to_owned(),
        });
        let twice: Changes = [&comparison, &comparison]
            .map(Comparison::changes)
            .into_iter()
            .sum();
        assert_eq!(
            twice.to_string(),
            "2 new, 0 fixed, 4 unchanged, 2 products fell"
        );
    }
}
