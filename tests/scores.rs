//! What counts, and how much: standing, levels of findings, and cards.

use std::fs;
use std::time::Instant;

use meshbook::diag::Level;
use meshbook::model::sla;
use meshbook::pipeline::{self, Judged};
use meshbook::rules::{Outcome, Tier, rule, secret_ranges};
use meshbook::score::Card;

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// Judges a portal of these files.
fn judged(files: &[(&str, &str)]) -> Judged {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    pipeline::judge(pipeline::read(folder.path()).unwrap(), now())
}

/// Judges a portal of these files and of the docs page of `orders`.
fn documented(files: &[(&str, &str)]) -> Judged {
    let mut files = files.to_vec();
    files.push(("sales/orders.md", DOCS));
    judged(&files)
}

/// The findings as `level rule`, save those of Gold: one lone contract has no consumers.
fn told(judged: &Judged) -> Vec<String> {
    let findings = judged.findings.iter();
    findings
        .filter(|finding| rule(&finding.rule).is_none_or(|rule| rule.tier < Tier::Gold))
        .map(|finding| format!("{} {}", finding.level.name(), finding.rule))
        .collect()
}

fn outcome(card: &Card, id: &str) -> Outcome {
    let mut verdicts = card.verdicts();
    verdicts
        .find(|(rule, _)| rule.id() == id)
        .unwrap()
        .1
        .outcome
}

/// A contract that meets every rule that one contract alone can meet, together with [`DOCS`].
const COMPLETE: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders
version: 1.0.0
status: active
domain: sales
description:
  purpose: Orders of the web shop, one row each, for revenue reports.
  usage: Read it by day of order, and join customers by customer_id.
  limitations: Orders of the last hour may be missing. Gifts have no buyer.
team: {name: shop-data, members: [{username: ann, role: Product Owner}, {username: bob}]}
support:
  - channel: '#shop-data'
servers:
  - server: warehouse
    type: bigquery
    project: shop
    dataset: orders
schema:
  - name: orders
    description: One row for each order that was paid.
    properties:
      - name: order_id
        description: The number of the order, as the shop prints it on the parcel.
        primaryKey: true
        primaryKeyPosition: 1
        examples: [ORD-2026-000417]
        quality:
          - metric: duplicateValues
            mustBe: 0
            dimension: uniqueness
        logicalType: string
    quality:
      - metric: rowCount
        mustBeGreaterThan: 1000
        dimension: completeness
      - type: sql
        query: SELECT COUNT(*) FROM orders WHERE order_id NOT LIKE 'ORD-%'
        mustBe: 0
        dimension: conformity
roles:
  - role: reader
    access: read
    firstLevelApprovers: shop-data
slaProperties:
  - property: latency
    value: 4
    unit: h
  - property: frequency
    value: 1
    unit: d
  - property: retention
    value: 3
    unit: y
  - property: availability
    value: 99.5
    unit: percent
";

/// What its readers know of it.
const DOCS: &str = "\
---
product: orders
---
# Orders

What people order in our shop, from the cart to the parcel.

We take the orders from the shop every hour and join the payments of the night. An order stands
here from the moment in which it is paid; carts that nobody pays for never arrive. Returns do not
change a row. They come as rows of their own with a negative amount, so the sum over a month is
what was really earned.

Use the day of the order for reports, never the day on which a row was loaded. Join customers by
their number and keep in mind that guests have none. If a number looks wrong, ask in our channel
first: most of the time a campaign ended, and sometimes it is a bug that we would like to hear
about.
";

/// Who answers for it.
const TEAM: &str =
    "team: {name: shop-data, members: [{username: ann, role: Product Owner}, {username: bob}]}\n";

#[test]
fn a_complete_contract_is_silver_and_has_no_findings() {
    let judged = documented(&[("orders.odcs.yaml", COMPLETE)]);
    assert_eq!(told(&judged), [""; 0]);
    for card in [
        &judged.scorecards.products[0],
        &judged.scorecards.contracts[0],
    ] {
        assert_eq!(card.level, Some(Tier::Silver));
        assert_eq!(card.met, [true; 6]);
    }
}

#[test]
fn a_draft_is_previewed_and_a_secret_in_it_weighs_the_same() {
    let draft = COMPLETE
        .replace("status: active", "status: draft")
        .replace(TEAM, "# password: correct-horse-42\n");
    let judged = documented(&[("orders.odcs.yaml", &draft)]);
    assert_eq!(
        told(&judged),
        ["info missing-owner", "error secret-in-manifest"]
    );
    let card = &judged.scorecards.products[0];
    assert!(card.is_preview());
    assert_eq!((card.level, card.completeness().met), (None, 5));
    let mesh = &judged.scorecards.mesh;
    assert_eq!((mesh.scored, mesh.previewed), (0, 1));
}

#[test]
fn what_is_retired_has_no_findings_and_no_level() {
    let retired = COMPLETE
        .replace("status: active", "status: retired")
        .replace(TEAM, "");
    let judged = documented(&[("orders.odcs.yaml", &retired)]);
    assert_eq!(told(&judged), [""; 0]);
    assert_eq!(judged.scorecards.products[0].level, None);
    assert_eq!(judged.scorecards.mesh.retired, 1);
}

#[test]
fn a_draft_of_the_next_version_does_not_spoil_what_is_offered() {
    let next = COMPLETE
        .replace("version: 1.0.0", "version: 2.0.0")
        .replace("status: active", "status: draft")
        .replace("        logicalType: string\n", "");
    let judged = documented(&[
        ("orders.odcs.yaml", COMPLETE),
        ("orders-next.odcs.yaml", &next),
    ]);
    assert_eq!(told(&judged), ["info untyped-property"]);
    assert_eq!(judged.scorecards.products[0].level, Some(Tier::Silver));
}

#[test]
fn a_product_without_a_contract_fails_what_needs_one_and_is_told_once() {
    let product = "\
apiVersion: v1.0.0
kind: DataProduct
id: shop
name: Shop
version: 1.0.0
status: active
domain: sales
description:
  purpose: Everything that the web shop sells, for reports and planning.
  usage: Read it by day, and join customers by their number.
  limitations: Sales of the last hour may be missing.
team: {name: shop-data, members: [{username: ann, role: Product Owner}, {username: bob}]}
support:
  - channel: '#shop-data'
    url: https://chat.acme.example/shop-data
outputPorts: []
";
    let docs = DOCS.replace("product: orders", "product: shop");
    let judged = judged(&[("shop.odps.yaml", product), ("shop.md", &docs)]);
    assert_eq!(told(&judged), ["error missing-schema"]);
    let card = &judged.scorecards.products[0];
    // Documentation and ownership stand in the product itself.
    assert_eq!(card.met, [false, false, false, true, true, false]);
    let obstacles: Vec<_> = card
        .obstacles(Tier::Bronze)
        .map(|(rule, _)| rule.id())
        .collect();
    assert_eq!(
        obstacles,
        [
            "missing-schema",
            "missing-quality-rule",
            "missing-freshness",
            "missing-access-path"
        ]
    );
}

#[test]
fn what_is_behind_a_syntax_fault_is_not_called_missing() {
    let cut = format!("{}tags: [a", &COMPLETE[..COMPLETE.find("team:").unwrap()]);
    let judged = documented(&[("orders.odcs.yaml", &cut)]);
    assert_eq!(told(&judged), ["error invalid-syntax"]);
    let card = &judged.scorecards.contracts[0];
    assert!(matches!(
        outcome(card, "missing-freshness"),
        Outcome::Unknown(_)
    ));
    assert_eq!(card.level, None);
}

#[test]
fn parts_are_counted_together() {
    let two = COMPLETE.replace(
        "        logicalType: string\n",
        "        logicalType: string\n      - name: amount\n      - name: currency\n",
    );
    let judged = documented(&[("orders.odcs.yaml", &two)]);
    let card = &judged.scorecards.products[0];
    assert_eq!(
        outcome(card, "untyped-property"),
        Outcome::Partial { met: 1, of: 3 }
    );
    assert!(!card.met[0]);
}

#[test]
fn the_configuration_sets_levels_in_one_place() {
    let bare = COMPLETE
        .replace(TEAM, "")
        .replace("  - channel: '#shop-data'\n", "  - channel: nobody\n")
        .replace(
            "description: One row for each order that was paid.",
            "description: tbd",
        );
    let with = |levels: &str| {
        let configuration = format!("sources: [{{path: sales}}]\nlevels:\n{levels}");
        documented(&[
            ("meshbook.yaml", &configuration),
            ("sales/orders.odcs.yaml", &bare),
        ])
    };
    let levels = "  missing-owner: warning\n  missing-support-channel: off\n";
    assert_eq!(
        told(&with(levels)),
        [
            "info unconfigured-rule",
            "warning missing-owner",
            "error filler-text"
        ]
    );
    let judged = with("  missing-ownr: off\n");
    let mut unknown = judged.findings.iter();
    let unknown = unknown
        .find(|finding| finding.rule == "unknown-setting")
        .unwrap();
    assert_eq!(unknown.level, Level::Warning);
    assert_eq!(judged.files.place(unknown.span).line, 3);
    assert_eq!(
        unknown.help.as_deref(),
        Some("did you mean `missing-owner`?")
    );
}

#[test]
fn what_waits_for_a_setting_applies_to_nobody() {
    let column = "        logicalType: string\n";
    let class = format!("{column}        classification: restricted\n");
    let restricted = COMPLETE.replace(column, &class);
    let judged = documented(&[
        ("meshbook.yaml", "sources: [{path: sales}]\n"),
        ("sales/orders.odcs.yaml", &restricted),
    ]);
    let mut findings = judged.findings.iter();
    let told = findings.find(|finding| finding.rule == "unconfigured-rule");
    let help = told.unwrap().help.as_deref().unwrap();
    let (_, rules) = help.split_once(": ").unwrap();
    let rules: Vec<&str> = rules.split('`').skip(1).step_by(2).collect();
    assert!(rules.len() > 3, "{help}");
    for id in rules {
        let outcome = outcome(&judged.scorecards.products[0], id);
        let waits = matches!(outcome, Outcome::NotApplicable(_));
        assert!(waits, "{id}: {outcome:?}");
    }
}

#[test]
fn a_setting_does_not_raise_what_was_lowered() {
    let draft = COMPLETE
        .replace("status: active", "status: draft")
        .replace(TEAM, "");
    let configuration = "sources: [{path: sales}]\nlevels:\n  missing-owner: error\n";
    let judged = documented(&[
        ("meshbook.yaml", configuration),
        ("sales/orders.odcs.yaml", &draft),
    ]);
    assert_eq!(
        told(&judged),
        ["info unconfigured-rule", "info missing-owner"]
    );
}

#[test]
fn a_hostile_text_is_looked_at_in_a_moment() {
    for part in [
        "password",
        "password: a ",
        "{password: abcd1, ",
        "AKIA-",
        "-----BEGIN ",
        "-----BEGIN PRIVATE KEY-----",
        "x://a:b",
        "property: password ",
        "\"password: \"",
    ] {
        let text = part.repeat((1 << 19) / part.len());
        let begun = Instant::now();
        secret_ranges(&text);
        assert!(begun.elapsed().as_secs() < 5, "{part:?}");
    }
}

/// Runs where `MESHBOOK_CORPUS` names a folder of real contracts.
#[test]
fn every_promise_of_the_corpus_is_told_in_words() {
    let Some(corpus) = std::env::var_os("MESHBOOK_CORPUS") else {
        return;
    };
    let judged = pipeline::judge(pipeline::read(corpus.as_ref()).unwrap(), now());
    let versions = judged
        .mesh
        .contracts
        .iter()
        .flat_map(|contract| &contract.versions);
    let promises: Vec<_> = versions
        .flat_map(|version| &version.manifest.sla_properties)
        .collect();
    assert!(promises.len() > 50, "{} promises", promises.len());
    let faults = promises
        .iter()
        .map(|promise| sla::read(promise).faults.len())
        .sum::<usize>();
    assert!(
        faults * 20 < promises.len(),
        "{faults} of {} unreadable",
        promises.len()
    );
    for promise in promises {
        assert!(!sla::words(promise).is_empty(), "{promise:?}");
    }
}
