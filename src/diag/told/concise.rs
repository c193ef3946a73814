//! One line for each finding: `file:line:column: level: message [rule]`.

use std::fmt::Write;

use super::{Format, Told, comparisons, each, printable};
use crate::diag::Report;

pub(super) const FORMAT: Format = Format {
    name: "concise",
    about: "a line for each finding, as compilers write it",
    tell,
    has_fingerprints: false,
};

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let mut text = String::new();
    for told in each(reports).filter(|told| !told.is_unchanged()) {
        writeln!(text, "{} [{}]", line(&told), printable(&told.finding.rule))
            .expect("a string takes every text");
    }
    for (report, comparison) in comparisons(reports) {
        for lost in &comparison.lost {
            let (path, place) = (report.path(lost.span), report.files.place(lost.span));
            let at = format!("{}:{}:{}", first(&path), place.line, place.column);
            writeln!(text, "{at}: error: {}", printable(&lost.to_string()))
                .expect("a string takes every text");
        }
    }
    text
}

/// `file:line:column: level: message`.
pub(super) fn line(told: &Told<'_>) -> String {
    let (path, place) = (told.path(), told.place());
    let (line, column, level) = (place.line, place.column, told.finding.level.name());
    let message = printable(&told.finding.message);
    format!("{}:{line}:{column}: {level}: {message}", first(&path))
}

/// A path at the start of a line, where `::` would start a command of a CI service.
fn first(path: &str) -> String {
    let before = match path.trim_start().starts_with("::") {
        true => "./",
        false => "",
    };
    format!("{before}{}", printable(path))
}
