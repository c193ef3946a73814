//! `meshbook record`: one line a day in the history of the portal.

use crate::folder::{text, with, write};
use crate::run::meshbook;

const PRODUCT: &str = "apiVersion: v1.0.0
kind: DataProduct
id: orders
name: Orders
version: 1.0.0
status: active
domain: sales
";
const CONFIGURATION: &str = "sources: [{path: own}]\ngovernance: {history: past/scores.jsonl}\n";

#[test]
fn a_day_is_recorded_once() {
    let portal = with(&[
        ("meshbook.yaml", CONFIGURATION),
        ("own/orders.odps.yaml", PRODUCT),
    ]);
    let file = portal.path().join("past/scores.jsonl");
    for (day, lines) in [("2026-01-05", 1), ("2026-01-05", 1), ("2026-01-12", 2)] {
        let ended = meshbook(portal.path(), &["record", "--now", day]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        assert_eq!(text(&file).lines().count(), lines);
    }
    let last = text(&file).lines().last().unwrap().to_owned();
    let day: serde_json::Value = serde_json::from_str(&last).unwrap();
    assert_eq!(day["date"], "2026-01-12");
    let orders = &day["products"]["orders"];
    assert_eq!(orders["url"], "products/sales/orders.html");
    assert_eq!(orders["level"], "none");
    assert!(
        orders["failing"]
            .as_array()
            .unwrap()
            .contains(&"missing-owner".into())
    );
    let beside = std::fs::read_dir(portal.path().join("past")).unwrap();
    assert_eq!(beside.count(), 1);
}

#[test]
fn what_cannot_be_judged_whole_is_not_recorded() {
    let portal = with(&[
        ("meshbook.yaml", CONFIGURATION),
        ("own/orders.odps.yaml", PRODUCT),
    ]);
    let two = CONFIGURATION.replace("{path: own}", "{path: own}, {path: gone}");
    write(&portal.path().join("meshbook.yaml"), two);
    let ended = meshbook(portal.path(), &["record", "--now", "2026-01-05"]);
    assert_eq!(ended.code, 3, "{}", ended.stderr);
    assert!(!portal.path().join("past").exists());
}

#[test]
fn a_portal_without_a_history_says_how_to_keep_one() {
    let portal = with(&[("orders.odps.yaml", PRODUCT)]);
    let ended = meshbook(portal.path(), &["record"]);
    assert_eq!(ended.code, 2);
    assert!(
        ended.stderr.contains("governance.history"),
        "{}",
        ended.stderr
    );
}

#[test]
fn a_product_that_moves_is_told_until_an_alias_says_so() {
    let portal = with(&[
        ("meshbook.yaml", CONFIGURATION),
        ("own/orders.odps.yaml", PRODUCT),
    ]);
    let check = || {
        meshbook(
            portal.path(),
            &["check", "--format", "concise", "--fail-on", "never"],
        )
        .stdout
    };
    meshbook(portal.path(), &["record", "--now", "2026-01-05"]);
    assert!(!check().contains("moved-address"));
    let moved = PRODUCT.replace("name: Orders", "name: Web orders");
    write(&portal.path().join("own/orders.odps.yaml"), &moved);
    assert!(check().contains("moved-address"));
    // Another day at the new address forgives nothing.
    meshbook(portal.path(), &["record", "--now", "2026-01-06"]);
    assert!(check().contains("moved-address"));
    let alias = "customProperties: [{property: aliases, value: products/sales/orders.html}]\n";
    write(&portal.path().join("own/orders.odps.yaml"), moved + alias);
    assert!(!check().contains("moved-address"));
}
