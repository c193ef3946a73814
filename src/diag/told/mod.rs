//! How findings are told: one file for each format.
//!
//! Whatever a repository says may stand in a finding, so each format escapes it for those
//! who read it.

mod concise;
mod escape;
mod github;
mod gitlab;
mod json;
mod junit;
mod markdown;
mod pretty;
mod sarif;
mod summary;

use super::{Comparison, Finding, Place, Report, Suppressed};

pub use escape::printable;
pub use json::schema as findings_schema;
pub use summary::Summary;

/// A way to tell findings.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// Whom it is for, in a line.
    pub about: &'static str,
    /// The findings of several runs as one text; `color` asks for ANSI colours where the
    /// format has any.
    pub tell: fn(&[Report<'_>], color: bool) -> String,
    /// Whether it tells fingerprints.
    pub has_fingerprints: bool,
}

/// Every way to tell findings.
pub const FORMATS: &[Format] = &[
    pretty::FORMAT,
    concise::FORMAT,
    json::FORMAT,
    sarif::FORMAT,
    junit::FORMAT,
    github::FORMAT,
    gitlab::FORMAT,
    markdown::FORMAT,
];

/// A finding, with what its report knows of it.
#[derive(Clone, Copy)]
struct Told<'r> {
    report: &'r Report<'r>,
    finding: &'r Finding,
    fingerprint: &'r str,
    /// Whether it is new; `None` without a baseline.
    is_new: Option<bool>,
    /// Why it is suppressed, where it is.
    suppressed: Option<&'r Suppressed>,
}

impl Told<'_> {
    fn path(&self) -> String {
        self.report.path(self.finding.span)
    }

    fn place(&self) -> Place<'_> {
        self.report.files.place(self.finding.span)
    }

    /// What is wrong, and what mends it, in a line.
    fn sentence(&self) -> String {
        match &self.finding.help {
            Some(help) => format!("{}: {help}", self.finding.message),
            None => self.finding.message.clone(),
        }
    }

    /// Whether it stands in the baseline too, so that nobody is to be bothered with it.
    fn is_unchanged(&self) -> bool {
        self.is_new == Some(false)
    }
}

/// Every finding of several runs that is not suppressed.
fn each<'r>(reports: &'r [Report<'r>]) -> impl Iterator<Item = Told<'r>> {
    reports.iter().flat_map(|report| {
        let numbered = report.findings.iter().enumerate();
        numbered.map(move |(at, finding)| Told {
            report,
            finding,
            fingerprint: report.fingerprints.get(at).map_or("", String::as_str),
            is_new: report.comparison.map(|comparison| comparison.is_new[at]),
            suppressed: None,
        })
    })
}

/// Every suppressed finding of several runs.
fn each_suppressed<'r>(reports: &'r [Report<'r>]) -> impl Iterator<Item = Told<'r>> {
    reports.iter().flat_map(|report| {
        report.suppressed.iter().map(move |suppressed| Told {
            report,
            finding: &suppressed.finding,
            fingerprint: &suppressed.fingerprint,
            is_new: None,
            suppressed: Some(suppressed),
        })
    })
}

/// Every comparison of several runs, with its report.
fn comparisons<'r>(
    reports: &'r [Report<'r>],
) -> impl Iterator<Item = (&'r Report<'r>, &'r Comparison)> {
    let with_baseline = reports.iter();
    with_baseline.filter_map(|report| Some((report, report.comparison?)))
}

#[cfg(test)]
mod tests;
