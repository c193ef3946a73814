use serde_json::Value;

use super::*;
use crate::diag::{
    Changes, Checked, Code, Element, Files, Fixed, Folders, Level, Lost, Span, Subject, SubjectKind,
};

static CODE: Code = Code {
    id: "missing-owner",
    level: Level::Error,
    element: Element::Ownership,
    page: "# Missing owner\n\nA product has no `team`.\n\n## Why it matters\n\nNobody answers.\n",
};

/// What a repository may put into every text of a finding.
const HOSTILE: &str = "\u{1b}[2J\u{202e}\r\n::set-output name=a::b\n##vso[task.setvariable]x \
    ]]> <img src=x onerror=y> @admin [a](https://evil.example) ![b](//e) | `` ` ``` #12 a,b:c%0A \u{ffff}";

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

/// A run with everything that there is, against a baseline.
fn against_a_baseline(name: &str) -> String {
    let (files, span) = file("a.yaml", "id: parcels\nx: 1\n", "parcels");
    let finding = |message: &str, level: Level| Finding {
        level,
        ..Finding::new(&CODE, subject("parcels"), span, message)
    };
    let findings = [
        finding("is old", Level::Error),
        finding("is new", Level::Warning),
    ];
    let prints = ["1".to_owned(), "2".to_owned()];
    let suppressed = [Suppressed {
        finding: Finding {
            rule: "duplicate-name".into(),
            ..finding("is hushed", Level::Error)
        },
        fingerprint: "3".to_owned(),
        reason: "agreed with the office".to_owned(),
        span: files.file(files.of(span)).span(12, 13),
        in_source: true,
    }];
    let comparison = Comparison {
        baseline: "git:origin/main".to_owned(),
        is_new: vec![false, true],
        fixed: vec![Fixed {
            fingerprint: "4".to_owned(),
            rule: "filler-text".to_owned(),
            level: Level::Warning,
            message: "was wrong".to_owned(),
            subject: subject("parcels"),
            file: "old.yaml".to_owned(),
            line: 7,
        }],
        lost: vec![Lost {
            subject: subject("parcels"),
            span,
            before: "Bronze".to_owned(),
            after: "no level".to_owned(),
        }],
        removed: Vec::new(),
    };
    let checked = [checked("clean"), checked("parcels")];
    let report = Report {
        fingerprints: &prints,
        suppressed: &suppressed,
        comparison: Some(&comparison),
        checked: &checked,
        ..Report::new(&files, &findings)
    };
    let changes = Changes {
        new: 1,
        fixed: 1,
        unchanged: 1,
        lost: 1,
    };
    assert_eq!(comparison.changes(), changes);
    (format(name).tell)(&[report], false)
}

#[test]
fn only_what_is_new_is_told_to_people() {
    for name in ["pretty", "concise", "github"] {
        let told = against_a_baseline(name);
        assert!(told.contains("is new"), "{told}");
        assert!(told.contains("data product `parcels` fell from Bronze to no level"));
        assert!(
            !told.contains("is old") && !told.contains("is hushed"),
            "{told}"
        );
    }
}

#[test]
fn machines_are_told_what_is_new_known_suppressed_and_fixed() {
    let document = json(&against_a_baseline("json"));
    assert_eq!(document["findings"][0]["state"], "unchanged");
    assert_eq!(document["findings"][1]["state"], "new");
    assert_eq!(
        document["suppressed"][0]["reason"],
        "agreed with the office"
    );
    assert_eq!(document["suppressed"][0]["suppression"]["line"], 2);
    assert_eq!(document["comparison"]["fixed"][0]["line"], 7);
    assert_eq!(document["comparison"]["lost"][0]["before"], "Bronze");
    assert_eq!(document["comparison"]["summary"]["unchanged"], 1);

    let sarif = json(&against_a_baseline("sarif"));
    let results = &sarif["runs"][0]["results"];
    assert_eq!(results[0]["baselineState"], "unchanged");
    assert_eq!(results[1]["baselineState"], "new");
    let suppression = &results[2]["suppressions"][0];
    assert_eq!(suppression["kind"], "inSource");
    assert_eq!(suppression["justification"], "agreed with the office");

    let gitlab = json(&against_a_baseline("gitlab"));
    let known = gitlab.as_array().unwrap().iter();
    let known: Vec<_> = known.map(|issue| issue["fingerprint"].as_str()).collect();
    assert_eq!(known, [Some("1"), Some("2")]);
}

#[test]
fn a_comment_shows_what_is_new_first_and_folds_the_rest() {
    let comment = against_a_baseline("markdown");
    let parts = [
        "### Meshbook: 1 new, 1 fixed, 1 unchanged, 1 product fell",
        "2 data products and 0 data contracts checked, compared with `git:origin/main`.",
        "#### Fell below the baseline: 1",
        "- data product `parcels` fell from Bronze to no level",
        "#### New: 1",
        "- **warning** `a.yaml:1` is new (`missing-owner`)",
        "<details><summary>Fixed: 1</summary>",
        "- `old.yaml:7` was wrong (`filler-text`)",
        "<details><summary>Unchanged: 1</summary>",
        "<details><summary>Suppressed: 1</summary>",
        "is hushed (`duplicate-name`)<br>suppressed: agreed with the office",
    ];
    let places: Vec<_> = parts.iter().map(|part| comment.find(part)).collect();
    assert!(places.iter().all(Option::is_some), "{places:?}\n{comment}");
    assert!(places.is_sorted(), "{places:?}\n{comment}");
}

#[test]
fn a_test_view_shows_clean_products_and_skips_what_is_known() {
    let xml = against_a_baseline("junit");
    let parts = [
        "<testsuites name=\"meshbook\" tests=\"4\" failures=\"2\" errors=\"0\">",
        "<testsuite name=\"data product The clean (clean)\" tests=\"1\" failures=\"0\" errors=\"0\" skipped=\"0\" time=\"0\">",
        "<testcase classname=\"data product The clean (clean)\" name=\"no findings\" time=\"0\"/>",
        "<testsuite name=\"data product The parcels (parcels)\" tests=\"3\" failures=\"2\" errors=\"0\" skipped=\"1\" time=\"0\">",
        "<skipped>suppressed: agreed with the office</skipped>",
        "<failure message=\"is new\" type=\"warning\">a.yaml:1:5: error: is old",
        "name=\"no worse than the baseline\"",
        "<failure message=\"data product `parcels` fell",
    ];
    for part in parts {
        assert!(xml.contains(part), "{part}\n{xml}");
    }
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

/// A finding all of whose texts are hostile.
fn hostile(name: &str) -> String {
    let path = format!("::error::{HOSTILE}/a.yaml");
    let (files, span) = file(&path, HOSTILE, "##vso");
    let finding = Finding {
        rule: HOSTILE.into(),
        ..Finding::new(&CODE, subject(HOSTILE), span, HOSTILE)
    };
    let finding = finding.label(HOSTILE).help(HOSTILE).related(span, HOSTILE);
    let suppressed = [Suppressed {
        finding: finding.clone(),
        fingerprint: HOSTILE.to_owned(),
        reason: HOSTILE.to_owned(),
        span,
        in_source: false,
    }];
    let comparison = Comparison {
        baseline: HOSTILE.to_owned(),
        is_new: vec![true],
        fixed: vec![Fixed {
            fingerprint: HOSTILE.to_owned(),
            rule: HOSTILE.to_owned(),
            level: Level::Error,
            message: HOSTILE.to_owned(),
            subject: subject(HOSTILE),
            file: HOSTILE.to_owned(),
            line: 1,
        }],
        lost: vec![Lost {
            subject: subject(HOSTILE),
            span,
            before: HOSTILE.to_owned(),
            after: HOSTILE.to_owned(),
        }],
        removed: Vec::new(),
    };
    let (findings, prints) = ([finding], [HOSTILE.to_owned()]);
    let report = Report {
        fingerprints: &prints,
        suppressed: &suppressed,
        comparison: Some(&comparison),
        rule_pages: Some("javascript:alert()//"),
        ..Report::new(&files, &findings)
    };
    (format(name).tell)(&[report], false)
}

#[test]
fn no_text_of_a_repository_speaks_to_a_terminal_or_a_service() {
    for format in FORMATS {
        let told = hostile(format.name);
        let control = |c: char| c != '\n' && escape::is_harmful(c);
        assert!(!told.contains(control), "{}: {told:?}", format.name);
        for line in told.lines() {
            let is_own = line.starts_with("::error title=");
            // `:::` stands before the path of a second place; no runner knows a command `:`.
            let line = line.trim_start();
            let is_workflow = line.starts_with("::") && !line.starts_with("::: ");
            let is_command = is_workflow || line.contains("##vso[");
            assert!(is_own || !is_command, "{}: {line}", format.name);
        }
        if format.name == "github" {
            assert_eq!(told.lines().count(), 2, "{told}");
        }
    }
}

#[test]
fn hostile_texts_keep_their_documents_whole() {
    for name in ["json", "sarif", "gitlab"] {
        json(&hostile(name));
    }
    assert_eq!(json(&hostile("json"))["findings"][0]["message"], HOSTILE);
    let sarif = json(&hostile("sarif"));
    let text = sarif["runs"][0]["results"][0]["message"]["text"].as_str();
    assert!(text.unwrap().contains("\\[a\\](https://evil.example)"));
    let xml = hostile("junit");
    assert!(!xml.contains("]]>") && !xml.contains("<img") && !xml.contains('\u{ffff}'));
}

#[test]
fn a_comment_stays_below_the_size_that_a_code_host_takes() {
    let (files, span) = file("a.yaml", "id: x\n", "x");
    let long = format!("no owner of `{}`", "ü".repeat(5_000));
    let findings = vec![Finding::new(&CODE, subject("x"), span, long); 1_000];
    let comment = (format("markdown").tell)(&[Report::new(&files, &findings)], false);
    assert!(comment.len() < 65_000, "{}", comment.len());
    let last = comment.lines().last().unwrap();
    let more = last
        .strip_prefix("- and ")
        .and_then(|rest| rest.strip_suffix(" more"));
    let shown = comment
        .lines()
        .filter(|line| line.starts_with("- **"))
        .count();
    assert_eq!(more.map(str::parse), Some(Ok(1_000 - shown)), "{last}");
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
