use super::*;
use crate::diag::{Changes, Fixed, Lost};

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
        waiver: None,
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
        removed: vec![subject("gone")],
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
        "#### Removed products: 1",
        "- `gone`",
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
