//! `meshbook new`: files that pass their own check, whatever the name.

use std::collections::BTreeSet;
use std::path::Path;

use crate::folder::{text, tree, with, write};
use crate::run::{Finding, check, meshbook};

/// What a person has to fill in, and what says that nothing is there yet.
const LEFT_TO_PEOPLE: &[&str] = &[
    "filler-text",
    "missing-access-path",
    "missing-docs-page",
    "missing-examples",
    "missing-identity",
    "missing-owner",
    "missing-purpose",
    "placeholder-owner",
    "unconfigured-rule",
    "undescribed-object",
    "unknown-domain",
    "unknown-owner",
    "unreal-approver",
    "unused-product",
];

const KINDS: [&str; 4] = ["portal", "product", "contract", "domain"];

/// Names that mean something else in YAML, in a path or in a template.
const NAMES: &[&str] = &[
    "Parcel events",
    "O'Neil: #1",
    "\"quoted\" \\back",
    "a: b",
    "key:",
    "{x}",
    "[x]",
    "*star",
    "&anchor",
    "!tag",
    "%percent",
    "@at",
    "`tick`",
    "| pipe",
    "> fold",
    "2024",
    "2024-01-01",
    "1e3",
    "0x1F",
    "true",
    "null",
    "~ 1",
    "yes",
    "{{id}}",
    "{% raw %} 1",
    "../up",
    "数据",
    "Ægir's größte Übersicht",
];

/// What a name that stands for nobody leaves open: its channel and its database are as much of a
/// placeholder as it is.
const OF_A_REAL_NAME: &[&str] = &["missing-support-channel", "missing-server"];

/// Whether a finding quotes one of the names that stand for nobody.
fn names_nobody(finding: &Finding) -> bool {
    let quoted = finding.message.split('`').skip(1).step_by(2);
    quoted
        .into_iter()
        .any(|name| matches!(name, "{x}" | "[x]" | "null" | "~ 1"))
}

/// Writes files of a kind for each name and checks them all; what is not left to people.
fn faults(kind: &str, names: &[&str]) -> Vec<String> {
    let folder = with(&[]);
    let mut roots = Vec::new();
    for (at, name) in names.iter().enumerate() {
        let into = at.to_string();
        let new = ["new", kind, "--into", &into, "--", name];
        let ended = meshbook(folder.path(), &new);
        assert_eq!(ended.code, 0, "{kind} {name}: {}", ended.stderr);
        let written = tree(&folder.path().join(&into));
        let told: BTreeSet<_> = ended.stdout.lines().map(str::to_owned).collect();
        let found = written.keys().map(|path| format!("{into}/{path}"));
        assert_eq!(told, found.collect(), "each written file is told");
        for (path, bytes) in &written {
            let text = String::from_utf8_lossy(bytes);
            let has_places = !name.contains("{{") && text.contains("{{");
            assert!(!has_places, "{path} of {name}:\n{text}");
        }
        // A portal and a domain stand in a folder of their own.
        let first = written.keys().next().expect("a file");
        roots.push(match first.split_once('/') {
            Some((own, _)) => format!("{into}/{own}"),
            None => into,
        });
    }
    let roots: Vec<&str> = roots.iter().map(String::as_str).collect();
    let findings = check(folder.path(), &roots).findings.into_iter();
    let is_left = |finding: &Finding| {
        LEFT_TO_PEOPLE.contains(&finding.rule.as_str())
            || names_nobody(finding) && OF_A_REAL_NAME.contains(&finding.rule.as_str())
    };
    findings
        .filter(|finding| !is_left(finding))
        .map(|finding| {
            let (file, line, message) = (finding.file, finding.line, finding.message);
            format!("{kind}: {file}:{line}: {message} [{}]", finding.rule)
        })
        .collect()
}

#[test]
fn what_is_written_passes_its_own_check_but_for_what_people_must_fill_in() {
    let long = "long name ".repeat(20);
    let names: Vec<&str> = NAMES.iter().copied().chain([long.as_str()]).collect();
    let faults: Vec<String> = KINDS.iter().flat_map(|kind| faults(kind, &names)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn a_domain_with_an_odd_name_passes_too() {
    let folder = with(&[]);
    for domain in ["sales: eu", "2024", "#1"] {
        let id = format!("orders {domain}");
        let ended = meshbook(folder.path(), &["new", "product", &id, "--domain", domain]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
    }
    for finding in check(folder.path(), &[]).findings {
        assert!(
            LEFT_TO_PEOPLE.contains(&finding.rule.as_str()),
            "{finding:?}"
        );
    }
}

#[test]
fn a_portal_with_a_domain_builds() {
    let folder = with(&[]);
    let run = |arguments: &[&str]| {
        let ended = meshbook(folder.path(), arguments);
        assert_eq!(ended.code, 0, "{arguments:?}: {}", ended.stderr);
    };
    run(&["new", "portal", "Mesh"]);
    run(&["new", "domain", "Sales", "--into", "mesh"]);
    let config = folder.path().join("mesh/meshbook.yaml");
    let empty = text(&config);
    let added = empty.replace("sources:\n", "sources:\n  - path: sales\n");
    assert_ne!(empty, added);
    write(&config, added);
    run(&["build", "mesh"]);
    assert!(
        folder
            .path()
            .join("site/products/sales/sales.html")
            .exists()
    );
}

#[test]
fn nothing_is_overwritten_and_nothing_is_half_written() {
    for kind in KINDS {
        let folder = with(&[]);
        let new = ["new", kind, "Orders"];
        assert_eq!(meshbook(folder.path(), &new).code, 0);
        let written = tree(folder.path());
        let last = written.keys().last().expect("a file");
        // One file that is there is enough, be it the last one.
        let folder = with(&[(last, "mine")]);
        let ended = meshbook(folder.path(), &new);
        assert_eq!(ended.code, 2, "{}", ended.stderr);
        assert!(
            ended.stderr.contains("is there already"),
            "{}",
            ended.stderr
        );
        let found = tree(folder.path());
        assert_eq!(found.len(), 1, "{kind}: {:?}", found.keys());
        assert_eq!(found[last], b"mine");
    }
}

#[test]
fn a_name_without_letters_or_of_two_lines_is_refused() {
    for (name, word) in [
        ("", "no letter"),
        ("   ", "no letter"),
        ("***", "no letter"),
        ("two\nlines", "one line"),
        ("\u{1b}[31mred", "one line"),
    ] {
        let folder = with(&[]);
        let ended = meshbook(folder.path(), &["new", "product", "--", name]);
        assert_eq!(ended.code, 2, "{name:?}");
        assert!(ended.stderr.contains(word), "{name:?}: {}", ended.stderr);
        assert!(!ended.stderr.contains('\u{1b}'), "{}", ended.stderr);
        assert!(tree(folder.path()).is_empty());
    }
    let ended = meshbook(Path::new("."), &["new", "castle", "x"]);
    assert_eq!(ended.code, 2);
}
