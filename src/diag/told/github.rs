//! Workflow commands that GitHub shows as annotations of a pull request's lines.
//!
//! GitHub shows ten for each level of a step and drops the rest: then a line counts them all.
//! What a baseline knows already is left out.

use std::fmt::Write;

use super::{Format, Summary, Told, comparisons, each, printable};
use crate::diag::{Level, Report};

pub(super) const FORMAT: Format = Format {
    name: "github",
    about: "annotations, for the log of a GitHub workflow",
    tell,
    has_fingerprints: false,
};

/// How many annotations of a level GitHub shows for one step of a workflow.
const SHOWN: usize = 10;

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let mut text = String::new();
    let mut losses = 0;
    for (report, comparison) in comparisons(reports) {
        for lost in &comparison.lost {
            let place = [
                ("title", "worse than the baseline".to_owned()),
                ("file", report.path(lost.span)),
                ("line", report.files.place(lost.span).line.to_string()),
            ];
            command(&mut text, "error", &place, &printable(&lost.to_string()));
            losses += 1;
        }
    }
    let told: Vec<_> = each(reports).filter(|told| !told.is_unchanged()).collect();
    let summary = Summary::of(told.iter().map(|told| told.finding));
    for level in Level::ALL {
        let is_cut =
            summary.errors + losses > SHOWN || summary.warnings > SHOWN || summary.infos > SHOWN;
        if level == Level::Info && is_cut {
            let title = [("title", "Meshbook".to_owned())];
            let message = format!("{summary}: GitHub shows {SHOWN} of each level, the log has all");
            command(&mut text, "notice", &title, &message);
        }
        for told in told.iter().filter(|told| told.finding.level == level) {
            annotate(&mut text, told);
        }
    }
    text
}

fn annotate(text: &mut String, told: &Told<'_>) {
    let (finding, place) = (told.finding, told.place());
    let mut properties = vec![
        ("title", finding.rule.to_string()),
        ("file", told.path()),
        ("line", place.line.to_string()),
        ("endLine", place.last_line().to_string()),
    ];
    // GitHub takes columns only where they lie on one line, and its last column belongs to
    // what is marked.
    if place.line == place.end_line {
        let last = place.column.max(place.end_column - 1);
        properties.extend([
            ("col", place.column.to_string()),
            ("endColumn", last.to_string()),
        ]);
    }
    let mut message = printable(&finding.message).into_owned();
    for related in &finding.related {
        let path = told.report.path(related.span);
        let line = told.report.files.place(related.span).line;
        let (path, label) = (printable(&path), printable(&related.label));
        write!(message, "\n{path}:{line}: {label}").expect("a string takes every text");
    }
    if let Some(help) = &finding.help {
        write!(message, "\nhelp: {}", printable(help)).expect("a string takes every text");
    }
    let name = match finding.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    command(text, name, &properties, &message);
}

/// `::name key=value,key=value::message`, escaped as the runner reads it.
fn command(text: &mut String, name: &str, properties: &[(&str, String)], message: &str) {
    let escaped = |text: &str| {
        let text = text.replace('%', "%25");
        text.replace('\r', "%0D").replace('\n', "%0A")
    };
    let properties: Vec<_> = properties
        .iter()
        .map(|(key, value)| {
            let value = escaped(value).replace(':', "%3A").replace(',', "%2C");
            format!("{key}={}", printable(&value))
        })
        .collect();
    let (properties, message) = (properties.join(","), escaped(message));
    writeln!(text, "::{name} {properties}::{message}").expect("a string takes every text");
}
