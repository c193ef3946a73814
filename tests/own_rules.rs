//! Rules of an organisation from the command line: their tests, what they say of a product, and
//! their page.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// The day of all runs.
const NOW: &str = "2026-12-05";

const ID: &str = "acme/money-without-currency";

/// The rule, without its tests.
const RULE: &str = "\
id: acme/money-without-currency
title: Money columns state their currency
severity: high
level: silver
since: 2026-12-01
for_each: schema[*].properties[*]
when: it.logicalType == 'number'
assert: it.customProperties.exists(c, c.property == 'currency')
message: '`{{ it.name }}` has no currency'
fix: add `currency`
docs: ./money.md
tests:
";

const PASS: &str = "  - name: given
    pass:
      schema:
        - name: bookings
          properties:
            - {name: net, logicalType: number, customProperties: [{property: currency, value: EUR}]}
";

const FAIL: &str = "  - name: missing
    fail:
      schema:
        - name: bookings
          properties: [{name: booked_at, logicalType: timestamp}, {name: net, logicalType: number}]
    at: schema[0].properties[1]
";

const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: bookings
name: Bookings
version: 1.0.0
status: active
domain: finance
schema:
  - name: bookings
    properties:
      - {name: booked_at, logicalType: timestamp}
      - {name: net, logicalType: number}
      - {name: tax, logicalType: number, customProperties: [{property: currency, value: EUR}]}
";

/// A portal with one contract and one rule.
fn portal(rule: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    fs::create_dir(root.join("rules")).unwrap();
    let files = [
        (
            "meshbook.yaml",
            "title: Acme\ngovernance: {rules: [rules]}\n",
        ),
        ("bookings.odcs.yaml", CONTRACT),
        ("rules/money.yaml", rule),
        (
            "rules/money.md",
            "# Money\n\nA sum <b>needs</b> a currency.\n",
        ),
    ];
    for (path, text) in files {
        fs::write(root.join(path), text).unwrap();
    }
    folder
}

/// Runs the command in a folder: how it ended, and what it printed.
#[track_caller]
fn meshbook(folder: &Path, arguments: &[&str]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshbook"));
    for name in ["SOURCE_DATE_EPOCH", "RAYON_NUM_THREADS", "NO_COLOR"] {
        command.env_remove(name);
    }
    let output = command.current_dir(folder).args(arguments).output();
    let output = output.expect("the binary runs");
    let [out, told] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    assert!(!told.contains("panicked"), "{told}");
    (output.status.code().unwrap(), out, told)
}

/// What `rules test` says of a rule with these tests.
#[track_caller]
fn tried(tests: &str) -> (i32, String) {
    let folder = portal(&format!("{RULE}{tests}"));
    let (code, out, told) = meshbook(folder.path(), &["rules", "test", "--now", NOW]);
    (code, out + &told)
}

#[test]
fn tests_that_hold_are_counted() {
    let (code, told) = tried(&format!("{PASS}{FAIL}"));
    assert_eq!(code, 0, "{told}");
    assert_eq!(told, "1 rule, 2 tests: 0 faults\n");
}

#[test]
fn a_rule_needs_a_test_that_fails() {
    let (code, told) = tried(PASS);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains(&format!("`{ID}` has no test with `fail`")),
        "{told}"
    );
    let (code, told) = tried(FAIL);
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains(&format!("`{ID}` has no test with `pass`")),
        "{told}"
    );
}

#[test]
fn tests_that_do_not_hold_are_told_at_their_place() {
    let elsewhere = FAIL.replace("properties[1]\n", "properties[0]\n");
    let (code, told) = tried(&format!("{PASS}{elsewhere}"));
    assert_eq!(code, 1, "{told}");
    let message =
        "the rule is not met at `schema[0].properties[1]`, not at `schema[0].properties[0]`";
    assert!(told.contains(message), "{told}");
    let line = RULE.lines().count() + PASS.lines().count() + FAIL.lines().count();
    assert!(told.contains(&format!("money.yaml:{line}:")), "{told}");
    // A test that comes out the other way.
    let (code, told) = tried(&format!("{}{FAIL}", PASS.replace("currency,", "scale,")));
    assert_eq!(code, 1, "{told}");
    assert!(
        told.contains("in the test `given` the rule is not met"),
        "{told}"
    );
}

/// A test that holds whatever is asserted proves nothing: here one column is at fault either way.
#[test]
fn tests_have_to_notice_the_contrary() {
    let given = "{name: tax, logicalType: number, customProperties: [{property: currency}]}";
    let mixed = FAIL.replace("{name: booked_at, logicalType: timestamp}", given);
    let (code, told) = tried(&format!("{PASS}{mixed}"));
    assert_eq!(code, 0, "{told}");
    let vague = mixed.replace("    at: schema[0].properties[1]\n", "");
    let (code, told) = tried(&format!("{PASS}{vague}"));
    assert_eq!(code, 1, "{told}");
    let message = "the test `missing` also holds with `assert` negated";
    assert!(told.contains(message), "{told}");
    let line = RULE.lines().count() + PASS.lines().count() + 1;
    assert!(told.contains(&format!("money.yaml:{line}:")), "{told}");
}

#[test]
fn what_a_rule_says_of_a_product_is_explained_by_its_values() {
    let folder = portal(RULE.trim_end_matches("tests:\n"));
    let explain = [
        "rules",
        "explain",
        ID,
        "--product",
        "bookings",
        "--now",
        NOW,
    ];
    let (code, out, told) = meshbook(folder.path(), &explain);
    assert_eq!(code, 0, "{told}");
    assert!(
        out.starts_with(&format!("{ID}: partial, 1 of 2\n")),
        "{out}"
    );
    for part in [
        "data contract `bookings`",
        "fail     schema[0].properties[1]  bookings.odcs.yaml:12:9",
        "pass     schema[0].properties[2]  bookings.odcs.yaml:13:9",
        "it.logicalType = \"number\"",
    ] {
        assert!(out.contains(part), "{part}: {out}");
    }
    let (code, _, told) = meshbook(
        folder.path(),
        &["rules", "explain", "acme/money", "--product", "bookings"],
    );
    assert_eq!(code, 2, "{told}");
    let (code, _, told) = meshbook(
        folder.path(),
        &["rules", "explain", ID, "--product", "booking"],
    );
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("did you mean `bookings`?"), "{told}");
}

#[test]
fn facts_are_the_words_of_the_standards() {
    let folder = portal(RULE.trim_end_matches("tests:\n"));
    let (code, out, told) = meshbook(folder.path(), &["facts", "--json"]);
    assert_eq!(code, 0, "{told}");
    let facts: Value = serde_json::from_str(&out).unwrap();
    let product = &facts["products"][0];
    assert_eq!(product["id"], "bookings");
    assert_eq!(product["domain"], "finance");
    let manifest = &product["contracts"][0]["manifest"];
    assert_eq!(
        manifest["schema"][0]["properties"][2]["customProperties"][0]["value"],
        "EUR"
    );
    // What is not written is not there.
    assert_eq!(manifest.get("description"), None);
    let (code, _, told) = meshbook(folder.path(), &["facts", "--json", "--product", "booking"]);
    assert_eq!(code, 2, "{told}");
}

#[test]
fn facts_name_no_placeholder_of_the_portal_as_the_owner() {
    let folder = portal(RULE.trim_end_matches("tests:\n"));
    let root = folder.path();
    fs::write(
        root.join("bookings.odcs.yaml"),
        format!("{CONTRACT}team: {{name: ledger}}\n"),
    )
    .unwrap();
    for (placeholders, owner) in [("[]", Value::from("ledger")), ("[ledger]", Value::Null)] {
        let conf = format!("governance: {{placeholders: {placeholders}}}\n");
        fs::write(root.join("meshbook.yaml"), conf).unwrap();
        let (code, out, told) = meshbook(root, &["facts", "--json"]);
        assert_eq!(code, 0, "{told}");
        let facts: Value = serde_json::from_str(&out).unwrap();
        assert_eq!(facts["products"][0]["owner"], owner);
    }
}

#[test]
fn a_rule_of_an_organisation_has_a_page() {
    let folder = portal(RULE.trim_end_matches("tests:\n"));
    let (code, _, told) = meshbook(folder.path(), &["build", "--now", NOW]);
    assert!(code < 2, "{told}");
    let site = folder.path().join("site");
    let page = fs::read_to_string(site.join("rules/acme--money-without-currency.html")).unwrap();
    for part in [
        ID,
        "Money columns state their currency",
        "rules/money.yaml",
        "has no currency",
    ] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("<b>needs</b>"));
    let list = fs::read_to_string(site.join("rules/index.html")).unwrap();
    assert!(list.contains("acme--money-without-currency.html"));
    let (code, out, told) = meshbook(folder.path(), &["explain", ID]);
    assert_eq!(code, 0, "{told}");
    assert!(out.contains("A sum"), "{out}");
}
