//! Files that their authors meant to fail: the official ones of ODCS, and the fixtures of the
//! `odcs` crate. Each fault was looked up by eye, with its line.

use std::fs;
use std::path::Path;

use meshbook::diag::Level;

use crate::oracle::{Oracle, version_of};
use crate::reading::{findings, folder, places, refuses};

/// A file, and the line and rule of each of its faults.
type Case = (&'static str, &'static [(u32, &'static str)]);

const OFFICIAL: &str =
    "odcs/bitol-io+open-data-contract-standard/branch-dev-v3.2.0-68aca3c/src/script/negative-tests";

const OFFICIAL_CASES: &[Case] = &[
    ("enum-empty.odcs.yaml", &[(15, "malformed-value")]),
    ("enum-missing-value.odcs.yaml", &[(16, "missing-field")]),
    ("invalid-api-version.odcs.yaml", &[(5, "unknown-value")]),
    ("invalid-kind.odcs.yaml", &[(6, "unknown-value")]),
    (
        "invalid-quality-dimension.odcs.yaml",
        &[(20, "unknown-value")],
    ),
    ("invalid-quality-metric.odcs.yaml", &[(17, "unknown-value")]),
    ("map-missing-block.odcs.yaml", &[(13, "missing-field")]),
    (
        "quality-element-field.odcs.yaml",
        &[(18, "unknown-field"), (19, "dropped-field")],
    ),
    (
        "quality-library-missing-metric.odcs.yaml",
        &[(17, "missing-field")],
    ),
    (
        "quality-multiple-operators.odcs.yaml",
        &[(20, "several-operators")],
    ),
    (
        "quality-sql-missing-query.odcs.yaml",
        &[(17, "missing-field")],
    ),
    (
        "relationship-property-level-with-from.odcs.yaml",
        &[(17, "unknown-field")],
    ),
    (
        "schema-property-missing-name.odcs.yaml",
        &[(13, "missing-field")],
    ),
    ("server-invalid-type.odcs.yaml", &[(11, "unknown-value")]),
    (
        "server-missing-conditional-fields.odcs.yaml",
        &[(10, "missing-field")],
    ),
    (
        "server-missing-required-fields.odcs.yaml",
        &[(10, "missing-field"), (10, "missing-field")],
    ),
    ("synonym-missing-term.odcs.yaml", &[(18, "missing-field")]),
];

const CRATE: &str = "odcs/crate-odcs-0.9.1/tests/fixtures";

const CRATE_CASES: &[Case] = &[
    ("invalid-duplicate-key.json", &[(7, "duplicate-key")]),
    ("invalid-duplicate-key.yaml", &[(6, "duplicate-key")]),
    ("invalid-extension-empty-key.yaml", &[(8, "missing-field")]),
    ("invalid-nested-duplicate-key.yaml", &[(8, "duplicate-key")]),
    (
        "invalid-quality-empty-sql-query.yaml",
        &[(14, "missing-field")],
    ),
    ("invalid-quality-mustbe-only.yaml", &[(14, "missing-field")]),
    (
        "invalid-quality-no-type-bad-metric.yaml",
        &[(14, "unknown-value")],
    ),
    (
        "invalid-quality-unknown-type.yaml",
        &[(14, "unknown-value")],
    ),
    (
        "invalid-relationship-empty-composite.yaml",
        &[(14, "malformed-value")],
    ),
    (
        "invalid-relationship-length-mismatch.yaml",
        &[(17, "uneven-relationship")],
    ),
    ("invalid-server-type.yaml", &[(9, "unknown-value")]),
    ("unknown-field.yaml", &[(7, "unknown-field")]),
    ("unsupported-version.yaml", &[(2, "unknown-value")]),
];

/// Fixtures that the schema accepts: what the crate asks for beyond it is not for this room
/// to say.
const VALID: &[(&str, &str)] = &[
    (
        "invalid-schema-array-without-items.yaml",
        "`items` may be left out",
    ),
    (
        "invalid-sla-schedule-without-scheduler.yaml",
        "`scheduler` needs no `schedule`",
    ),
    (
        "invalid-structural-duplicate-server.yaml",
        "two servers may share a name",
    ),
    (
        "invalid-structural-sla-default-element-partial.yaml",
        "the element is any text",
    ),
    (
        "invalid-structural-sla-element-dangling.yaml",
        "the element is any text",
    ),
    (
        "invalid-support-missing-url.yaml",
        "`url` is free since 3.1",
    ),
];

fn check(folder: &Path, cases: &[Case]) {
    for (name, expected) in cases {
        let path = folder.join(name);
        let text = fs::read_to_string(&path).expect("a file of the corpus");
        let (files, mut findings) = findings(&path, &text);
        findings.retain(|finding| finding.level <= Level::Warning);
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, rule)| (*line, (*rule).to_owned()))
            .collect();
        assert_eq!(places(&files, &findings), expected, "{name}");
    }
}

#[test]
fn official_files_that_must_fail_do_so_at_the_line_of_the_fault() {
    let Some(corpus) = folder("MESHBOOK_CORPUS") else {
        return;
    };
    let folder = corpus.join(OFFICIAL);
    check(&folder, OFFICIAL_CASES);
    let there_are = fs::read_dir(&folder).expect("the folder").count();
    assert_eq!(OFFICIAL_CASES.len(), there_are);
}

#[test]
fn fixtures_that_must_fail_do_so_at_the_line_of_the_fault() {
    let Some(corpus) = folder("MESHBOOK_CORPUS") else {
        return;
    };
    let folder = corpus.join(CRATE);
    check(&folder, CRATE_CASES);
    let names = fs::read_dir(&folder).expect("the folder");
    let names = names.map(|entry| entry.expect("an entry").file_name());
    let meant = names.filter(|name| {
        let name = name.to_string_lossy();
        ["invalid-", "unknown-", "unsupported-"]
            .iter()
            .any(|start| name.starts_with(start))
    });
    assert_eq!(CRATE_CASES.len() + VALID.len(), meant.count());
}

#[test]
fn fixtures_that_only_their_crate_refuses_are_valid_by_the_schema() {
    let (Some(corpus), Some(schemas)) = (folder("MESHBOOK_CORPUS"), folder("MESHBOOK_SCHEMAS"))
    else {
        return;
    };
    let oracle = Oracle::new(&schemas);
    for (name, why) in VALID {
        let path = corpus.join(CRATE).join(name);
        let text = fs::read_to_string(&path).expect("a file of the corpus");
        let value = serde_yaml::from_str(&text).expect("YAML");
        let version = version_of(&value).expect("a version");
        assert!(oracle.accepts(version, &value), "{name}: {why}");
        let (_, findings) = findings(&path, &text);
        assert!(!findings.iter().any(refuses), "{name}: {why}");
    }
}
