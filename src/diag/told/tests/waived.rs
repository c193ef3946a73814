//! Findings that waivers cover, in every format.

use super::*;
use crate::diag::{Suppressed, Waived};

/// A finding that a waiver covers, in one format.
fn waived(name: &str) -> String {
    let (files, span) = file("shop/a.yaml", TEXT, "parcels");
    let first = files.file(files.of(span)).span(0, 1);
    let finding = Finding::new(&CODE, subject("parcels"), span, "no owner of `parcels`");
    let suppressed = [Suppressed {
        finding,
        fingerprint: "00ff".to_owned(),
        reason: "The team is founded in spring.".to_owned(),
        span: first,
        in_source: false,
        waiver: Some(Waived {
            number: 0,
            id: "parcels-owner".into(),
            owner: "shop-data".into(),
            approved_by: "data-office".into(),
            expires: "2027-01-31".to_owned(),
        }),
    }];
    let checked = [checked("parcels")];
    let report = Report {
        suppressed: &suppressed,
        checked: &checked,
        code: |_| Some(&CODE),
        ..Report::new(&files, &[])
    };
    (format(name).tell)(&[report], false)
}

#[test]
fn what_is_waived_is_neither_open_nor_suppressed() {
    for name in ["pretty", "concise", "github"] {
        assert_eq!(waived(name), "", "{name}");
    }
    let document = json(&waived("json"));
    assert_eq!(document["findings"], serde_json::json!([]));
    assert_eq!(document["suppressed"], serde_json::json!([]));
    assert_eq!(document["summary"]["errors"], 0);
    let entry = &document["waived"][0];
    for (name, value) in [
        ("rule", "missing-owner"),
        ("waiver", "parcels-owner"),
        ("reason", "The team is founded in spring."),
        ("owner", "shop-data"),
        ("approved_by", "data-office"),
        ("expires", "2027-01-31"),
        ("fingerprint", "00ff"),
    ] {
        assert_eq!(entry[name], value, "{name}");
    }
    assert_eq!(
        (&entry["line"], &entry["at"]["line"]),
        (&2.into(), &1.into())
    );
}

#[test]
fn sarif_has_a_suppression_from_outside() {
    let document = json(&waived("sarif"));
    let result = &document["runs"][0]["results"][0];
    let suppression = &result["suppressions"][0];
    assert_eq!(suppression["kind"], "external");
    assert_eq!(
        suppression["justification"],
        "The team is founded in spring. (`parcels-owner`, until 2027-01-31)"
    );
    let place = &suppression["location"]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "shop/a.yaml");
    assert_eq!(place["region"]["startLine"], 1);
}

#[test]
fn junit_skips_and_markdown_folds() {
    let junit = waived("junit");
    assert!(junit.contains("failures=\"0\""), "{junit}");
    assert!(junit.contains("skipped=\"1\""), "{junit}");
    let told =
        "<skipped>waived: The team is founded in spring. (`parcels-owner`, until 2027-01-31)";
    assert!(junit.contains(told), "{junit}");
    let comment = waived("markdown");
    assert!(comment.contains("### Meshbook: no findings"), "{comment}");
    assert!(
        comment.contains("<summary>Waived: 1</summary>"),
        "{comment}"
    );
    assert!(!comment.contains("Suppressed"), "{comment}");
    assert!(
        comment.contains("<br>waived: The team is founded in spring."),
        "{comment}"
    );
}
