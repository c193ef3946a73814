//! How findings are told: one file for each format.

mod concise;
mod json;
mod pretty;

use std::borrow::Cow;
use std::fmt::Write;

use super::{Files, Finding, Level, Report};

/// A way to tell findings.
pub struct Format {
    /// Its name on the command line.
    pub name: &'static str,
    /// The findings of several runs as one text; `color` asks for ANSI colours where the
    /// format has any.
    pub tell: fn(&[Report<'_>], color: bool) -> String,
}

/// Every finding of several runs, with its files.
fn each<'r>(reports: &'r [Report<'r>]) -> impl Iterator<Item = (&'r Files, &'r Finding)> {
    reports.iter().flat_map(|report| {
        report
            .findings
            .iter()
            .map(|finding| (report.files, finding))
    })
}

/// Every way to tell findings.
pub const FORMATS: &[Format] = &[pretty::FORMAT, concise::FORMAT, json::FORMAT];

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Summary {
    /// Findings of the level error.
    pub errors: usize,
    /// Findings of the level warning.
    pub warnings: usize,
    /// Findings of the level info.
    pub infos: usize,
}

impl Summary {
    /// Counts the findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Summary {
        let mut summary = Summary::default();
        for finding in findings {
            match finding.level {
                Level::Error => summary.errors += 1,
                Level::Warning => summary.warnings += 1,
                Level::Info => summary.infos += 1,
            }
        }
        summary
    }

    /// The number of findings.
    pub fn total(self) -> usize {
        self.errors + self.warnings + self.infos
    }
}

/// `2 errors, 1 warning`; `no findings`.
impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.infos, "note"),
        ];
        let mut told = Vec::new();
        for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
            let plural = if count == 1 { "" } else { "s" };
            told.push(format!("{count} {word}{plural}"));
        }
        match told.is_empty() {
            true => f.write_str("no findings"),
            false => f.write_str(&told.join(", ")),
        }
    }
}

/// A text of a repository as a terminal may see it: control characters, which could move
/// its cursor or speak to a CI service, and characters that turn the direction of writing
/// are written as their numbers.
pub fn printable(text: &str) -> Cow<'_, str> {
    let is_harmful = |c: char| {
        c.is_control()
            || matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
    };
    if !text.contains(is_harmful) {
        return Cow::Borrowed(text);
    }
    let mut printable = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match is_harmful(c) {
            true => write!(printable, "\\u{{{:x}}}", c as u32).expect("a string takes every text"),
            false => printable.push(c),
        }
    }
    Cow::Owned(printable)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Element, Subject, SubjectKind};

    const CODE: Code = Code {
        id: "missing-owner",
        level: Level::Error,
        element: Element::Ownership,
        page: "",
    };

    fn told(name: &str, text: &str, part: &str) -> String {
        let mut files = Files::default();
        let id = files.add(None, "a.yaml", "shop/a.yaml", text).unwrap();
        let file = files.file(id);
        let at = file.text.find(part).unwrap();
        let subject = Subject::new(SubjectKind::Product, "parcels");
        let finding = Finding::new(
            &CODE,
            subject,
            file.span(at, at + part.len()),
            "no owner\u{1b}[2J of `parcels`",
        );
        let finding = finding
            .label("no `team` here")
            .help("add `team.name`")
            .related(file.span(0, 1), "first");
        let format = FORMATS.iter().find(|format| format.name == name).unwrap();
        let findings = [finding];
        (format.tell)(&[Report::new(&files, &findings)], false)
    }

    #[test]
    fn a_finding_is_told_in_every_format() {
        let text = "größe: 1\nid: parcels\n";
        let concise = told("concise", text, "parcels");
        assert_eq!(
            concise,
            "shop/a.yaml:2:5: error: no owner\\u{1b}[2J of `parcels` [missing-owner]\n"
        );
        let pretty = told("pretty", text, "parcels");
        for line in [
            "error[missing-owner]: no owner",
            "--> shop/a.yaml:2:5",
            "2 | id: parcels",
            "^^^^^^^ no `team` here",
            "help: add `team.name`",
        ] {
            assert!(pretty.contains(line), "{line}\n{pretty}");
        }
        let json: serde_json::Value = serde_json::from_str(&told("json", text, "parcels")).unwrap();
        let finding = &json["findings"][0];
        assert_eq!(
            (&json["version"], &finding["line"], &finding["end_column"]),
            (&1.into(), &2.into(), &12.into())
        );
        assert_eq!(
            (&finding["subject"]["kind"], &json["summary"]["errors"]),
            (&"product".into(), &1.into())
        );
    }

    #[test]
    fn a_span_over_many_lines_and_an_empty_file_are_told() {
        for (text, part) in [
            ("a:\n  b: 1\n  c: 2\n", "a:\n  b: 1\n  c: 2\n"),
            ("", ""),
            ("x\n", "\n"),
        ] {
            for format in ["pretty", "concise", "json"] {
                assert!(
                    told(format, text, part).contains("missing-owner"),
                    "{format} {text:?}"
                );
            }
        }
    }
}
