//! One line for each finding: `file:line:column: level: message [rule]`.

use std::fmt::Write;

use super::{Format, each, printable};
use crate::diag::Report;

pub(super) const FORMAT: Format = Format {
    name: "concise",
    tell,
};

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let mut text = String::new();
    for (files, finding) in each(reports) {
        let place = files.place(finding.span);
        let (file, message) = (printable(place.file), printable(&finding.message));
        let (line, column, level) = (place.line, place.column, finding.level.name());
        writeln!(
            text,
            "{file}:{line}:{column}: {level}: {message} [{}]",
            finding.rule
        )
        .expect("a string takes every text");
    }
    text
}
