mod baseline;
mod hostile;
mod waived;

use serde_json::Value;

use super::*;
use crate::diag::{Checked, Code, Element, Files, Folders, Level, Span, Subject, SubjectKind};

static CODE: Code = Code {
    id: "missing-owner",
    level: Level::Error,
    element: Element::Ownership,
    page: "# Missing owner\n\nA product has no `team`.\n\n## Why it matters\n\nNobody answers.\n",
};

fn format(name: &str) -> &'static Format {
    FORMATS.iter().find(|format| format.name == name).unwrap()
}

fn subject(id: &str) -> Subject {
    Subject::new(SubjectKind::Product, id)
}

fn checked(id: &str) -> Checked {
    Checked {
        subject: subject(id),
        name: format!("The {id}"),
    }
}

/// One file, and the span of a part of its text.
fn file(path: &str, text: &str, part: &str) -> (Files, Span) {
    let mut files = Files::default();
    let id = files.add(None, path, path, text).unwrap();
    let at = text.find(part).unwrap();
    let span = files.file(id).span(at, at + part.len());
    (files, span)
}

/// A finding at a part of a text, in one format.
fn told(name: &str, text: &str, part: &str) -> String {
    let (files, span) = file("shop/a.yaml", text, part);
    let finding = Finding::new(&CODE, subject("parcels"), span, "no owner of `parcels`");
    let first = files.file(files.of(span)).span(0, 1);
    let finding = finding
        .label("no `team` here")
        .help("add `team.name`")
        .related(first, "first");
    let (findings, prints) = ([finding], ["00ff".to_owned()]);
    let report = Report {
        fingerprints: &prints,
        code: |_| Some(&CODE),
        rule_pages: Some("https://data.example.com/rules/"),
        ..Report::new(&files, &findings)
    };
    (format(name).tell)(&[report], false)
}

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

const TEXT: &str = "größe: 1\nid: parcels\n";

#[test]
fn people_see_the_line_and_compilers_a_line() {
    assert_eq!(
        told("concise", TEXT, "parcels"),
        "shop/a.yaml:2:5: error: no owner of `parcels` [missing-owner]\n"
    );
    let pretty = told("pretty", TEXT, "parcels");
    for line in [
        "error[missing-owner]: no owner",
        "--> shop/a.yaml:2:5",
        "2 | id: parcels",
        "^^^^^^^ no `team` here",
        "- first",
        "help: add `team.name`",
    ] {
        assert!(pretty.contains(line), "{line}\n{pretty}");
    }
}

#[test]
fn json_holds_the_whole_finding() {
    let document = json(&told("json", TEXT, "parcels"));
    let finding = &document["findings"][0];
    let expected = serde_json::json!({
        "rule": "missing-owner",
        "level": "error",
        "element": "ownership",
        "message": "no owner of `parcels`",
        "help": "add `team.name`",
        "file": "shop/a.yaml",
        "line": 2,
        "column": 5,
        "end_line": 2,
        "end_column": 12,
        "related": [{
            "label": "first", "file": "shop/a.yaml",
            "line": 1, "column": 1, "end_line": 1, "end_column": 2,
        }],
        "subject": { "kind": "product", "id": "parcels" },
        "fingerprint": "00ff",
        "state": null,
    });
    assert_eq!(*finding, expected);
    assert_eq!(document["summary"]["errors"], 1);
    assert_eq!(document["version"], 1);
}

#[test]
fn sarif_names_the_rule_and_counts_columns_as_editors_do() {
    let document = json(&told("sarif", "a: 📦 parcels\n", "parcels"));
    let run = &document["runs"][0];
    assert_eq!(run["columnKind"], "utf16CodeUnits");
    let result = &run["results"][0];
    assert_eq!(result["level"], "error");
    assert_eq!(result["partialFingerprints"]["meshbookFinding/v1"], "00ff");
    let location = &result["locations"][0]["physicalLocation"];
    assert_eq!(location["artifactLocation"]["uri"], "shop/a.yaml");
    assert_eq!(location["region"]["startColumn"], 7);
    assert_eq!(location["region"]["endColumn"], 14);
    assert_eq!(result["relatedLocations"][0]["message"]["text"], "first");
    let rule = &run["tool"]["driver"]["rules"][0];
    assert_eq!(result["ruleId"], rule["id"]);
    assert_eq!(rule["name"], "MissingOwner");
    assert_eq!(rule["shortDescription"]["text"], "Missing owner");
    assert_eq!(rule["fullDescription"]["text"], "A product has no team.");
    assert_eq!(rule["help"]["text"], "Why it matters\n\nNobody answers.");
    let url = "https://data.example.com/rules/missing-owner.html";
    assert_eq!(rule["helpUri"], url);
}

#[test]
fn code_hosts_are_told_as_they_want_it() {
    assert_eq!(
        told("github", TEXT, "parcels"),
        "::error title=missing-owner,file=shop/a.yaml,line=2,endLine=2,col=5,endColumn=11::no owner \
         of `parcels`%0Ashop/a.yaml:1: first%0Ahelp: add `team.name`\n"
    );
    let issues = json(&told("gitlab", TEXT, "parcels"));
    let expected = serde_json::json!([{
        "description": "no owner of `parcels`: add `team.name`",
        "check_name": "missing-owner",
        "fingerprint": "00ff",
        "severity": "major",
        "location": { "path": "shop/a.yaml", "lines": { "begin": 2, "end": 2 } },
    }]);
    assert_eq!(issues, expected);
    let comment = told("markdown", TEXT, "parcels");
    assert!(comment.starts_with("<!-- meshbook check -->\n### Meshbook: 1 error\n"));
    let item = "- **error** `shop/a.yaml:2` no owner of `parcels` (`missing-owner`)<br>help: add `team.name`\n";
    assert!(comment.contains(item), "{comment}");
}

#[test]
fn odd_places_are_told_in_every_format() {
    for (text, part) in [
        ("a:\n  b: 1\n  c: 2\n", "a:\n  b: 1\n  c: 2\n"),
        ("", ""),
        ("x\n", "\n"),
        ("\u{feff}id: x", "id"),
        ("a: 1\r\nb:\t2\r\n", "\t2\r\n"),
    ] {
        for format in FORMATS {
            let told = told(format.name, text, part);
            assert!(told.contains("missing-owner"), "{} {text:?}", format.name);
        }
    }
    let place = |text: &str, at: usize| {
        let mut files = Files::default();
        let id = files.add(None, "a", "a", text).unwrap();
        let place = files.place(files.file(id).span(at, at));
        (place.line, place.column, place.end_line, place.end_column)
    };
    assert_eq!(place("a: 1", 4), (1, 5, 1, 5));
    assert_eq!(place("a: 1\n", 5), (2, 1, 2, 1));
    assert_eq!(place("a: 1\r\nb", 6), (2, 1, 2, 1));
    assert_eq!(place("\u{feff}id", 3), (1, 1, 1, 1));
}

#[test]
fn a_span_that_ends_a_line_does_not_reach_into_the_next() {
    let annotation = told("github", "a: 1\nb: 2\n", "a: 1\n");
    assert!(annotation.contains("line=1,endLine=1::"), "{annotation}");
    let issues = json(&told("gitlab", "a: 1\nb: 2\n", "a: 1\n"));
    assert_eq!(issues[0]["location"]["lines"]["end"], 1);
}

#[test]
fn paths_are_those_of_the_callers_folder() {
    let mut files = Files::default();
    let source = Some(crate::diag::SourceId(0));
    let id = files
        .add(source, "größe [a] #1/b c.yaml", "sales/b.yaml", "id: x\n")
        .unwrap();
    let span = files.file(id).span(0, 2);
    let findings = [Finding::new(&CODE, subject("x"), span, "no owner")];
    let folders = Folders {
        portal: String::new(),
        sources: vec!["domains/sales/".to_owned()],
    };
    let report = Report {
        folders: Some(&folders),
        ..Report::new(&files, &findings)
    };
    let told = |name| (format(name).tell)(&[report], false);
    let path = "domains/sales/größe [a] #1/b c.yaml";
    assert!(told("concise").starts_with(&format!("{path}:1:1: ")));
    assert_eq!(json(&told("json"))["findings"][0]["file"], path);
    let sarif = json(&told("sarif"));
    let location = &sarif["runs"][0]["results"][0]["locations"][0]["physicalLocation"];
    let expected = "domains/sales/gr%C3%B6%C3%9Fe%20%5Ba%5D%20%231/b%20c.yaml";
    assert_eq!(location["artifactLocation"]["uri"], expected);
}

#[test]
fn a_clean_run_is_told_in_every_format() {
    let files = Files::default();
    let checked = [checked("clean")];
    let report = Report {
        checked: &checked,
        ..Report::new(&files, &[])
    };
    let told = |name| (format(name).tell)(&[report], false);
    for name in ["pretty", "concise", "github"] {
        assert_eq!(told(name), "");
    }
    assert_eq!(json(&told("gitlab")), serde_json::json!([]));
    assert_eq!(
        json(&told("sarif"))["runs"][0]["results"],
        serde_json::json!([])
    );
    assert!(told("junit").contains("name=\"no findings\""));
    assert!(told("markdown").contains("### Meshbook: no findings"));
}

#[test]
fn every_field_of_the_json_schema_is_described() {
    let schema = findings_schema();
    let mut objects = vec![&schema];
    objects.extend(schema["$defs"].as_object().unwrap().values());
    for object in objects {
        let properties = object["properties"].as_object().into_iter().flatten();
        for (name, property) in properties {
            let is_described = property["description"].is_string();
            assert!(is_described, "`{name}` of {}", object["title"]);
        }
    }
}
