//! The contracts of the corpus that are broken on purpose, against what a careful reader
//! finds in them: all of it, and nothing that only restates another finding.

use meshbook::rules::Tier;
use meshbook::{mesh, pipeline, rules};

use crate::reading::{folder, places};

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// Each file with the line and rule of its faults. What a contract lacks as a whole stands at
/// the line of its `id`.
const CASES: &[(&str, &[(u32, &str)])] = &[
    (
        "1-typo-and-type.odcs.yaml",
        &[
            (3, "missing-access-path"),
            (3, "missing-frequency"),
            (3, "missing-freshness"),
            (3, "missing-owner"),
            (3, "missing-purpose"),
            (3, "missing-server"),
            (3, "missing-support-channel"),
            (5, "wrong-type"),
            (9, "missing-quality-rule"),
            (9, "undescribed-object"),
            (13, "unknown-value"),
            (14, "unknown-field"),
            (17, "wrong-type"),
        ],
    ),
    (
        "2-sla-and-quality.odcs.yaml",
        &[
            (3, "missing-access-path"),
            (3, "missing-frequency"),
            (3, "missing-identity"),
            (3, "missing-owner"),
            (3, "missing-purpose"),
            (3, "missing-server"),
            (3, "missing-support-channel"),
            (7, "missing-field"),
            (11, "unknown-field"),
            (13, "missing-schema"),
            (13, "undescribed-object"),
            (15, "unknown-value"),
            (17, "missing-field"),
            (18, "wrong-type"),
            (20, "wrong-type"),
        ],
    ),
    (
        "3-servers.odcs.yaml",
        &[
            (3, "missing-frequency"),
            (3, "missing-freshness"),
            (3, "missing-identity"),
            (3, "missing-owner"),
            (3, "missing-purpose"),
            (3, "missing-schema"),
            (5, "off-list-status"),
            (7, "missing-field"),
            (11, "unknown-value"),
            (15, "missing-field"),
            (16, "missing-support-channel"),
            (18, "missing-access-path"),
            (18, "missing-field"),
        ],
    ),
    (
        "4-unicode-team.odcs.yaml",
        &[
            (1, "unknown-value"),
            (2, "unknown-value"),
            (3, "missing-access-path"),
            (3, "missing-frequency"),
            (3, "missing-freshness"),
            (3, "missing-identity"),
            (3, "missing-schema"),
            (3, "missing-server"),
            (3, "missing-support-channel"),
            (10, "missing-field"),
            (13, "unknown-field"),
            (14, "missing-purpose"),
            (14, "wrong-type"),
        ],
    ),
    // Line 9 is indented by a space too few, and says all the same what type the column has.
    (
        "5-syntax.odcs.yaml",
        &[
            (1, "missing-field"),
            (3, "missing-access-path"),
            (3, "missing-frequency"),
            (3, "missing-freshness"),
            (3, "missing-identity"),
            (3, "missing-owner"),
            (3, "missing-purpose"),
            (3, "missing-server"),
            (3, "missing-support-channel"),
            (6, "missing-quality-rule"),
            (6, "undescribed-object"),
            (9, "invalid-syntax"),
            (10, "duplicate-name"),
            (10, "untyped-property"),
        ],
    ),
];

/// Whether a reader of the file alone finds it, who knows the standard and the lowest level.
fn is_of_file(rule: &str) -> bool {
    let is_of_mesh = mesh::CODES.iter().any(|code| code.id == rule);
    is_of_mesh || rules::rule(rule).is_none_or(|rule| rule.tier == Tier::Bronze)
}

#[test]
fn broken_contracts_give_what_a_careful_reader_finds() {
    let Some(corpus) = folder("MESHBOOK_CORPUS") else {
        return;
    };
    let folder = corpus.join("broken");
    for (name, expected) in CASES {
        let path = folder.join(name);
        let judged = pipeline::judge(pipeline::read_files(&folder, &[&path]), now());
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, rule)| (*line, (*rule).to_owned()))
            .collect();
        let mut findings = judged.findings;
        findings.retain(|finding| is_of_file(&finding.rule));
        assert_eq!(places(&judged.files, &findings), expected, "{name}");
    }
}
