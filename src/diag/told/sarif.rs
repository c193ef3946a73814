//! SARIF 2.1.0, for code scanning views and editors.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use super::{Format, Told, each, each_suppressed, escape};
use crate::diag::{Code, Level, Report, Span};

pub(super) const FORMAT: Format = Format {
    name: "sarif",
    about: "SARIF 2.1.0, for code scanning views and editors",
    tell,
    has_fingerprints: true,
};

const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";
/// The folder to which paths are relative (SARIF 2.1.0, 3.4.4).
const ROOT: &str = "%SRCROOT%";
/// The key of our fingerprints; its number changes when they do (SARIF 2.1.0, 3.27.17).
const FINGERPRINT: &str = "meshbookFinding/v1";

#[derive(Serialize)]
struct Log<'r> {
    #[serde(rename = "$schema")]
    schema: &'static str,
    version: &'static str,
    runs: [Run<'r>; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Run<'r> {
    tool: Value,
    automation_details: Value,
    original_uri_base_ids: Value,
    column_kind: &'static str,
    results: Vec<Outcome<'r>>,
}

/// A result (SARIF 2.1.0, 3.27).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Outcome<'r> {
    rule_id: &'r str,
    rule_index: usize,
    level: &'static str,
    message: Message,
    locations: [Location; 1],
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Location>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    partial_fingerprints: BTreeMap<&'static str, &'r str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline_state: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suppressions: Vec<Suppression<'r>>,
}

#[derive(Serialize)]
struct Message {
    text: String,
}

/// A location (SARIF 2.1.0, 3.28).
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Location {
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<usize>,
    physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Message>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct PhysicalLocation {
    artifact_location: ArtifactLocation,
    region: Region,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ArtifactLocation {
    uri: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri_base_id: Option<&'static str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Region {
    start_line: u32,
    start_column: u32,
    end_line: u32,
    end_column: u32,
}

/// A suppression (SARIF 2.1.0, 3.35).
#[derive(Serialize)]
struct Suppression<'r> {
    kind: &'static str,
    justification: Cow<'r, str>,
    location: Location,
}

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let told = || each(reports).chain(each_suppressed(reports));
    let mut rules: BTreeMap<&str, Told<'_>> = BTreeMap::new();
    for told in told() {
        rules.entry(&told.finding.rule).or_insert(told);
    }
    let index: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
    let driver = json!({
        "name": "Meshbook",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|(id, told)| rule(id, told)).collect::<Vec<_>>(),
    });
    escape::json(&Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: json!({ "driver": driver }),
            automation_details: json!({ "id": "meshbook/check/" }),
            original_uri_base_ids: json!({
                ROOT: { "description": { "text": "The folder in which meshbook was called." } },
            }),
            column_kind: "utf16CodeUnits",
            results: told()
                .map(|told| outcome(&told, index[&*told.finding.rule]))
                .collect(),
        }],
    })
}

/// A reporting descriptor (SARIF 2.1.0, 3.49).
fn rule(id: &str, told: &Told<'_>) -> Value {
    let Some(code) = (told.report.code)(id) else {
        // GitHub takes no rule without these three.
        let name = json!({ "text": id });
        return json!({ "id": id, "shortDescription": name, "fullDescription": name, "help": name });
    };
    let page = code.parts();
    let mut rule = json!({
        "id": id,
        "name": pascal_case(id),
        "shortDescription": { "text": page.title },
        "fullDescription": { "text": page.summary.replace('`', ""), "markdown": page.summary },
        "help": { "text": help(code), "markdown": page.body },
        "defaultConfiguration": { "level": level(code.level) },
        "properties": { "tags": [code.element.name()] },
    });
    if let Some(pages) = told.report.rule_pages.filter(|url| is_web_address(url)) {
        rule["helpUri"] = format!("{pages}{id}.html").into();
    }
    rule
}

/// The page of a rule without Markdown where that is easily had.
fn help(code: &Code) -> String {
    let page = code.parts();
    let lines = page.body.lines().filter(|line| !line.starts_with("```"));
    let lines: Vec<_> = lines
        .map(|line| line.trim_start_matches('#').trim_start_matches(' '))
        .collect();
    lines.join("\n")
}

/// `missing-owner` as `MissingOwner`.
fn pascal_case(id: &str) -> String {
    let words = id.split(|c: char| !c.is_alphanumeric());
    let capital = |word: &str| {
        let mut chars = word.chars();
        let first = chars.next().map(|first| first.to_ascii_uppercase());
        first.into_iter().chain(chars).collect::<String>()
    };
    words.map(capital).collect()
}

fn outcome<'r>(told: &Told<'r>, rule: usize) -> Outcome<'r> {
    let Told {
        report, finding, ..
    } = *told;
    let related = finding.related.iter().zip(1..);
    let related = related.map(|(related, id)| Location {
        id: Some(id),
        message: (!related.label.is_empty()).then(|| message(&related.label)),
        ..location(report, related.span)
    });
    let fingerprint = (FINGERPRINT, told.fingerprint);
    let fingerprints = Some(fingerprint).filter(|(_, fingerprint)| !fingerprint.is_empty());
    let suppression = told.suppressed.map(|suppressed| Suppression {
        kind: match suppressed.in_source {
            true => "inSource",
            false => "external",
        },
        justification: suppressed.why(),
        location: location(report, suppressed.span),
    });
    Outcome {
        rule_id: &finding.rule,
        rule_index: rule,
        level: level(finding.level),
        message: message(&told.sentence()),
        locations: [location(report, finding.span)],
        related_locations: related.collect(),
        partial_fingerprints: fingerprints.into_iter().collect(),
        baseline_state: told.is_new.map(|is_new| match is_new {
            true => "new",
            false => "unchanged",
        }),
        suppressions: suppression.into_iter().collect(),
    }
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A message without the links that brackets would make (SARIF 2.1.0, 3.11.6).
fn message(text: &str) -> Message {
    let text = match text.contains("](") {
        true => text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]"),
        false => text.to_owned(),
    };
    Message { text }
}

fn location(report: &Report<'_>, span: Span) -> Location {
    let path = report.path(span);
    let place = report.files.place_in_utf16(span);
    Location {
        id: None,
        physical_location: PhysicalLocation {
            artifact_location: ArtifactLocation {
                uri: uri(&path),
                uri_base_id: (!path.starts_with('/')).then_some(ROOT),
            },
            region: Region {
                start_line: place.line,
                start_column: place.column,
                end_line: place.end_line,
                end_column: place.end_column,
            },
        },
        message: None,
    }
}

/// A path as a reference that RFC 3986 allows.
fn uri(path: &str) -> String {
    let mut uri = match (path.starts_with('/'), path.is_empty()) {
        (true, _) => "file://".to_owned(),
        (false, true) => ".".to_owned(),
        (false, false) => String::new(),
    };
    for byte in path.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => {
                uri.push(byte as char);
            }
            byte => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

/// Whether a URL may stand where people click.
fn is_web_address(url: &str) -> bool {
    let is_plain = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()*+,;=%".contains(c);
    (url.starts_with("https://") || url.starts_with("http://")) && url.chars().all(is_plain)
}
