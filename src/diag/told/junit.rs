//! JUnit XML for the test view of a CI service: a suite for each product, contract or other
//! subject, a case for each rule that found something, and one case that passes where a
//! product or contract is clean.
//!
//! What is suppressed, waived or known to the baseline, is a skipped case; notes do not fail. Names
//! hold no lines, so that a service can tell which tests are new.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Format, Told, comparisons, concise, each, each_suppressed, escape};
use crate::diag::{Level, Report, Subject};

pub(super) const FORMAT: Format = Format {
    name: "junit",
    about: "JUnit XML, for the test view of a CI service",
    tell,
    has_fingerprints: false,
};

/// The name of the case of a subject with which nothing is wrong.
const CLEAN: &str = "no findings";
/// The name of the case of a product whose level or completeness fell.
const LOST: &str = "no worse than the baseline";

/// The cases of a subject, by name.
type Suite<'r> = BTreeMap<&'r str, Case<'r>>;

#[derive(Default)]
struct Case<'r> {
    told: Vec<Told<'r>>,
    lost: Vec<String>,
}

enum Outcome {
    Passed,
    Skipped,
    Failed,
}

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let mut suites: BTreeMap<&Subject, Suite<'_>> = BTreeMap::new();
    for told in each(reports).chain(each_suppressed(reports)) {
        let suite = suites.entry(&told.finding.subject).or_default();
        suite.entry(&told.finding.rule).or_default().told.push(told);
    }
    for (_, comparison) in comparisons(reports) {
        for lost in &comparison.lost {
            let suite = suites.entry(&lost.subject).or_default();
            let case = suite.entry(LOST).or_default();
            case.lost.push(lost.to_string());
        }
    }
    let mut names = BTreeMap::new();
    for checked in reports.iter().flat_map(|report| report.checked) {
        names.insert(&checked.subject, checked.name.as_str());
        let suite = suites.entry(&checked.subject).or_default();
        if suite.is_empty() {
            suite.insert(CLEAN, Case::default());
        }
    }
    let mut text = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    let all = counts(suites.values().flat_map(BTreeMap::values));
    let told = writeln!(text, "<testsuites name=\"meshbook\" {all}>");
    told.expect("a string takes every text");
    for (subject, suite) in &suites {
        let name = xml(&title(subject, names.get(subject).copied()));
        let counts = counts(suite.values());
        let head = format!(
            "  <testsuite name=\"{name}\" {counts} skipped=\"{}\" time=\"0\">\n",
            skipped(suite)
        );
        text.push_str(&head);
        for (case, told) in suite {
            told.write(&mut text, &name, case);
        }
        text.push_str("  </testsuite>\n");
    }
    text.push_str("</testsuites>\n");
    text
}

/// `data product Parcels (9b2f)`.
fn title(subject: &Subject, name: Option<&str>) -> String {
    let (noun, id) = (subject.kind.noun(), &subject.id);
    match name {
        Some(name) if *name != **id => format!("{noun} {name} ({id})"),
        _ => format!("{noun} {id}"),
    }
}

/// `tests="3" failures="1" errors="0"`.
fn counts<'c, 'r: 'c>(cases: impl Iterator<Item = &'c Case<'r>>) -> String {
    let (mut tests, mut failures) = (0, 0);
    for case in cases {
        tests += 1;
        failures += usize::from(matches!(case.outcome(), Outcome::Failed));
    }
    format!("tests=\"{tests}\" failures=\"{failures}\" errors=\"0\"")
}

fn skipped(suite: &Suite<'_>) -> usize {
    let is_skipped = |case: &&Case<'_>| matches!(case.outcome(), Outcome::Skipped);
    suite.values().filter(is_skipped).count()
}

impl Case<'_> {
    fn outcome(&self) -> Outcome {
        let is_at_rest = |told: &Told<'_>| told.suppressed.is_some() || told.is_unchanged();
        let fails = |told: &Told<'_>| !is_at_rest(told) && told.finding.level < Level::Info;
        if !self.lost.is_empty() || self.told.iter().any(fails) {
            Outcome::Failed
        } else if !self.told.is_empty() && self.told.iter().all(is_at_rest) {
            Outcome::Skipped
        } else {
            Outcome::Passed
        }
    }

    fn write(&self, text: &mut String, suite: &str, name: &str) {
        let name = xml(name);
        let head = format!("    <testcase classname=\"{suite}\" name=\"{name}\" time=\"0\"");
        text.push_str(&head);
        let body: String = self.lines().into_iter().map(|line| line + "\n").collect();
        let told = match self.outcome() {
            Outcome::Passed if body.is_empty() => {
                text.push_str("/>\n");
                return;
            }
            Outcome::Passed => format!("<system-out>{body}</system-out>"),
            Outcome::Skipped => format!("<skipped>{}</skipped>", self.reason()),
            Outcome::Failed => {
                let (message, kind) = self.message();
                format!("<failure message=\"{message}\" type=\"{kind}\">{body}</failure>")
            }
        };
        writeln!(text, ">\n      {told}\n    </testcase>").expect("a string takes every text");
    }

    /// Every finding with its place and what mends it.
    fn lines(&self) -> Vec<String> {
        let mut lines: Vec<_> = self.lost.iter().map(|lost| xml(lost)).collect();
        for told in self.told.iter().filter(|told| told.suppressed.is_none()) {
            lines.push(xml(&concise::line(told)));
            if let Some(help) = &told.finding.help {
                lines.push(format!("  help: {}", xml(help)));
            }
        }
        lines
    }

    /// The first of the gravest findings, and its level.
    fn message(&self) -> (String, &'static str) {
        let open = self
            .told
            .iter()
            .filter(|told| told.suppressed.is_none() && !told.is_unchanged());
        let first = open.min_by_key(|told| told.finding.level);
        match (self.lost.first(), first) {
            (Some(lost), _) => (xml(lost), Level::Error.name()),
            (None, Some(told)) => (xml(&told.finding.message), told.finding.level.name()),
            (None, None) => (String::new(), Level::Error.name()),
        }
    }

    /// Why the case is skipped.
    fn reason(&self) -> String {
        let reasons = self.told.iter().filter_map(|told| told.suppressed);
        let reasons = reasons.map(|let_be| format!("{}: {}", let_be.word(), xml(&let_be.why())));
        // One waiver may stand for many findings.
        let mut reasons: Vec<_> = reasons.collect();
        reasons.dedup();
        match reasons.is_empty() {
            true => "stands in the baseline too".to_owned(),
            false => reasons.join("; "),
        }
    }
}

/// A text as XML 1.0 may hold it, in an element or in an attribute.
fn xml(text: &str) -> String {
    let is_harmful = |c| escape::is_harmful(c) || matches!(c, '\u{fffe}' | '\u{ffff}');
    let text = escape::with(text, is_harmful, |c| format!("\\u{{{:x}}}", c as u32));
    let mut escaped = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            c => escaped.push(c),
        }
    }
    escaped
}
