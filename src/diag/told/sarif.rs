//! SARIF 2.1.0, for code scanning views and editors.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

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

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    let told: Vec<_> = each(reports).chain(each_suppressed(reports)).collect();
    let mut rules: BTreeMap<&str, Told<'_>> = BTreeMap::new();
    for told in &told {
        rules.entry(&told.finding.rule).or_insert(*told);
    }
    let index: BTreeMap<&str, usize> = rules.keys().copied().zip(0..).collect();
    let results = told
        .iter()
        .map(|told| result(told, index[&*told.finding.rule]));
    let driver = json!({
        "name": "Meshbook",
        "version": env!("CARGO_PKG_VERSION"),
        "semanticVersion": env!("CARGO_PKG_VERSION"),
        "rules": rules.iter().map(|(id, told)| rule(id, told)).collect::<Vec<_>>(),
    });
    escape::json(&json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": driver },
            "automationDetails": { "id": "meshbook/check/" },
            "originalUriBaseIds": {
                ROOT: { "description": { "text": "The folder in which meshbook was called." } },
            },
            "columnKind": "utf16CodeUnits",
            "results": results.collect::<Vec<_>>(),
        }],
    }))
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

/// A result (SARIF 2.1.0, 3.27).
fn result(told: &Told<'_>, rule: usize) -> Value {
    let Told {
        report, finding, ..
    } = *told;
    let mut result = json!({
        "ruleId": finding.rule,
        "ruleIndex": rule,
        "level": level(finding.level),
        "message": message(&told.sentence()),
        "locations": [{ "physicalLocation": location(report, finding.span) }],
    });
    if !finding.related.is_empty() {
        let related = finding.related.iter().zip(1..);
        let related = related.map(|(related, id)| {
            let mut entry = json!({ "id": id, "physicalLocation": location(report, related.span) });
            if !related.label.is_empty() {
                entry["message"] = message(&related.label);
            }
            entry
        });
        result["relatedLocations"] = related.collect();
    }
    if !told.fingerprint.is_empty() {
        result["partialFingerprints"] = json!({ FINGERPRINT: told.fingerprint });
    }
    if let Some(is_new) = told.is_new {
        result["baselineState"] = if is_new { "new" } else { "unchanged" }.into();
    }
    if let Some(suppressed) = told.suppressed {
        result["suppressions"] = json!([{
            "kind": if suppressed.in_source { "inSource" } else { "external" },
            "justification": suppressed.reason,
            "location": { "physicalLocation": location(report, suppressed.span) },
        }]);
    }
    result
}

fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}

/// A message without the links that brackets would make (SARIF 2.1.0, 3.11.6).
fn message(text: &str) -> Value {
    let text = match text.contains("](") {
        true => text
            .replace('\\', "\\\\")
            .replace('[', "\\[")
            .replace(']', "\\]"),
        false => text.to_owned(),
    };
    json!({ "text": text })
}

/// A physical location (SARIF 2.1.0, 3.29).
fn location(report: &Report<'_>, span: Span) -> Value {
    let path = report.path(span);
    let mut artifact = Map::from_iter([("uri".to_owned(), uri(&path).into())]);
    if !path.starts_with('/') {
        artifact.insert("uriBaseId".to_owned(), ROOT.into());
    }
    let place = report.files.place_in_utf16(span);
    json!({
        "artifactLocation": artifact,
        "region": {
            "startLine": place.line,
            "startColumn": place.column,
            "endLine": place.end_line,
            "endColumn": place.end_column,
        },
    })
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
