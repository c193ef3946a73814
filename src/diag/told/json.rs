//! A JSON document for other tools; its `version` changes when a field does.

use serde::Serialize;

use super::{Format, Summary, each};
use crate::diag::{Element, Level, Report, Subject};

pub(super) const FORMAT: Format = Format { name: "json", tell };

#[derive(Serialize)]
struct Document<'f> {
    version: u32,
    findings: Vec<Told<'f>>,
    summary: Summary,
}

/// A finding; lines and columns count from 1, columns in characters, ends are exclusive.
#[derive(Serialize)]
struct Told<'f> {
    rule: &'f str,
    level: Level,
    element: Element,
    message: &'f str,
    help: Option<&'f str>,
    file: &'f str,
    line: u32,
    column: u32,
    end_line: u32,
    end_column: u32,
    subject: &'f Subject,
}

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let told = each(reports).map(|(files, finding)| {
        let place = files.place(finding.span);
        Told {
            rule: &finding.rule,
            level: finding.level,
            element: finding.element,
            message: &finding.message,
            help: finding.help.as_deref(),
            file: place.file,
            line: place.line,
            column: place.column,
            end_line: place.end_line,
            end_column: place.end_column,
            subject: &finding.subject,
        }
    });
    let document = Document {
        version: 1,
        findings: told.collect(),
        summary: Summary::of(each(reports).map(|(_, finding)| finding)),
    };
    let mut text = serde_json::to_string_pretty(&document).expect("findings are plain data");
    text.push('\n');
    text
}
