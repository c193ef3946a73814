//! What is told of a file of results: what cannot be read in it, and what belongs nowhere.

use std::collections::BTreeMap;

use super::find::{Of, Said};
use super::join::Astray;
use super::{FORMATS, Fault, MOST_RESULTS};
use crate::diag::{
    Code, Element, File, Files, Finding, Level, Span, Subject, SubjectKind, listed, shortened,
};
use crate::mesh::Mesh;

/// The most names that a finding lists.
const LISTED: usize = 5;

/// What is to be told of a file.
pub(super) fn tell(
    of: &Of,
    said: &Result<Said, Fault>,
    mesh: &Mesh,
    files: &Files,
) -> Vec<Finding> {
    let file = files.file(of.file);
    let subject = match of.source {
        Some(source) => mesh.source(source).subject(),
        None => Subject::new(SubjectKind::Portal, "service-levels"),
    };
    let new = |code: &Code, span: Span, message: String, help: &str| {
        Finding::new(code, subject.clone(), span, message).help(help.to_owned())
    };
    let said = match said {
        Err(fault) => {
            let span = place(file, fault);
            let message = format!(
                "these results cannot be read: {}",
                shortened(&fault.message)
            );
            return vec![new(
                &UNREADABLE_RESULT,
                span,
                message,
                "write the file anew with the tool",
            )];
        }
        Ok(_) if of.format.is_none() => {
            let known: Vec<_> = FORMATS.iter().map(|format| format.name).collect();
            let message = "this is in no format of results that is known".to_owned();
            let help = format!("use one of {}", listed(&known));
            return vec![new(&UNKNOWN_RESULT, file.whole().head(), message, &help)];
        }
        Ok(said) => said,
    };
    let mut findings = Vec::new();
    if let Some(fault) = said.faults.first().first() {
        let more = match said.faults.len() {
            1 => String::new(),
            count => format!(", and {} more like it", count - 1),
        };
        let message = format!(
            "a result cannot be read: {}{more}",
            shortened(&fault.message)
        );
        findings.push(new(
            &UNREADABLE_RESULT,
            place(file, fault),
            message,
            "correct it; `meshbook schema measurement` prints the schema of Meshbook's own format",
        ));
    }
    if said.is_cut {
        let message = format!(
            "only the first {},000 results are read",
            MOST_RESULTS / 1_000
        );
        let help = "write the results of each run into a file of its own";
        let span = file.whole().head();
        findings.push(new(&UNREADABLE_RESULT, span, message, help));
    }
    let mut by_why: BTreeMap<Astray, Vec<&str>> = BTreeMap::new();
    for stray in &said.joined.strays {
        by_why.entry(stray.why).or_default().push(&stray.name);
    }
    for (why, names) in by_why {
        let count = names.len();
        let mut told: Vec<&str> = names
            .iter()
            .copied()
            .filter(|name| !name.is_empty())
            .collect();
        told.sort_unstable();
        told.dedup();
        let shown: Vec<String> = told
            .iter()
            .take(LISTED)
            .map(|name| format!("`{}`", shortened(name)))
            .collect();
        let more = match told.len().saturating_sub(LISTED) {
            0 => String::new(),
            more => format!(" and {more} more"),
        };
        let all = match shown.is_empty() {
            true => String::new(),
            false => format!(": {}{more}", shown.join(", ")),
        };
        let total = said.results;
        let message = format!("{count} of {total} results {}{all}", why.told());
        let first = names.iter().find(|name| !name.is_empty());
        let span = first
            .and_then(|name| quoted(file, name))
            .unwrap_or(file.whole().head());
        findings.push(new(&UNJOINED_RESULT, span, message, why.help()));
    }
    findings
}

/// Where a fault stands in a file whose text is kept.
fn place(file: &File, fault: &Fault) -> Span {
    let Some(line) = fault.line.checked_sub(1) else {
        return file.whole().head();
    };
    let before: usize = file
        .text
        .split_inclusive('\n')
        .take(line)
        .map(str::len)
        .sum();
    let text = file.line_text(line);
    // Readers count bytes, and what is no UTF-8 has another length in the text that is kept.
    let column = text.floor_char_boundary(fault.column.saturating_sub(1));
    file.span(before + column, before + text.len())
}

/// Where a name stands in a file whose text is kept.
fn quoted(file: &File, name: &str) -> Option<Span> {
    let start = file.text.find(name)?;
    Some(file.span(start, start + name.len()))
}

/// Results of a tool lead to nothing of the mesh.
pub(super) const UNJOINED_RESULT: Code = Code {
    id: "unjoined-result",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/unjoined-result.md"),
};

/// A file of results cannot be read, or a part of it.
pub(super) const UNREADABLE_RESULT: Code = Code {
    id: "unreadable-result",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/unreadable-result.md"),
};

/// A file of results is in no format that is known.
pub(super) const UNKNOWN_RESULT: Code = Code {
    id: "unknown-result",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/unknown-result.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[UNJOINED_RESULT, UNKNOWN_RESULT, UNREADABLE_RESULT];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_within_a_character_is_that_of_the_character() {
        let mut files = Files::default();
        // What a reader calls the third byte is within the mark that stands for a byte of no text.
        let text = String::from_utf8_lossy(b"{}\n[\xae]");
        let id = files.add(None, "f.json", "f.json", &*text).unwrap();
        let file = files.file(id);
        let fault = Fault {
            line: 2,
            column: 3,
            message: String::new(),
        };
        assert_eq!(place(file, &fault), file.span(4, text.len()));
    }
}
