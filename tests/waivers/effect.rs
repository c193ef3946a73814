//! What a waiver changes, and what it never does.

use crate::portal::{ORDERS, OWN, found, is_failing, judged, told, verdicts, waiver, with};
use meshbook::diag::Level;
use meshbook::output::Site;
use meshbook::rules::RULES;

#[test]
fn a_waiver_silences_the_gate_alone() {
    let bare = with("[]\n");
    let waived = with(&waiver(&[]));
    assert!(told(&waived).is_empty(), "{:?}", told(&waived));
    assert_eq!(waived.findings.len() + 1, bare.findings.len());
    let let_be = &waived.suppressed[0];
    assert_eq!(let_be.finding.rule, "missing-support-channel");
    assert!(!let_be.in_source);
    let of_waiver = let_be.waiver.as_ref().unwrap();
    assert_eq!(
        (&*of_waiver.id, &*of_waiver.expires),
        ("orders-channel", "2026-05-01")
    );
    let rule = "missing-support-channel";
    let ((contract, product), (was, _)) = (verdicts(&waived, rule), verdicts(&bare, rule));
    assert_eq!((contract.waiver, product.waiver), (Some(0), Some(0)));
    assert_eq!(contract.outcome, was.outcome);
    let of_product = waived.waivers.of_product(meshbook::mesh::ProductId(0));
    let named: Vec<_> = of_product
        .map(|waiver| (&*waiver.id, waiver.findings))
        .collect();
    assert_eq!(named, [("orders-channel", 1)]);
    assert_eq!(waived.waivers.get(0).unwrap().findings, 1);
}

#[test]
fn to_waive_everything_raises_neither_level_nor_score() {
    let bare = with("[]\n");
    let waivers = RULES.iter().map(|rule| {
        let id = format!("w-{}", rule.id());
        waiver(&[
            ("id", &id),
            ("rule", rule.id()),
            ("created", "2026-03-01"),
            ("expires", "2026-03-31"),
        ])
    });
    let waivers: String = waivers.collect();
    let waived = with(&waivers);
    let (was, is) = (&bare.scorecards.products[0], &waived.scorecards.products[0]);
    assert_eq!(
        (was.level, was.score, was.met),
        (is.level, is.score, is.met)
    );
    let outcomes = |card: &meshbook::score::Card| -> Vec<_> {
        card.verdicts
            .iter()
            .map(|verdict| verdict.outcome)
            .collect()
    };
    assert_eq!(outcomes(was), outcomes(is));
    let open: Vec<_> = (waived.findings.iter())
        .filter(|finding| waived.scorecards.book.rule(&finding.rule).is_some())
        .map(|finding| &*finding.rule)
        .collect();
    assert!(open.is_empty(), "{open:?}");
    // What fails names a waiver, told at its own place or not.
    for (rule, verdict) in is.verdicts() {
        assert_eq!(
            is_failing(verdict),
            verdict.waiver.is_some(),
            "{}",
            rule.id()
        );
    }
    let (level, numbers) = is.level_with_waivers().unwrap();
    assert!(Some(level) > is.level);
    assert!(was.level_with_waivers().is_none());
    // Pages say both, one beside the other.
    let (count, until) = waived.waivers.until(numbers);
    let words = format!("with {count} waivers until {})", until.unwrap());
    let portal = waived.portal("2026-03-02T09:00:00Z".parse().unwrap());
    let site = Site::new(portal).unwrap();
    for route in ["products/sales/orders.html", "products/index.html"] {
        let page = String::from_utf8(site.render(route).unwrap().unwrap()).unwrap();
        assert!(page.contains(&words), "{words} {page}");
    }
}

#[test]
fn a_pointer_covers_its_node_alone() {
    let rule = ("rule", "untyped-property");
    for (pointer, left, is_waived) in [
        ("/schema/0/properties/0", 1, false),
        ("/schema/orders/properties/total", 1, false),
        ("/schema/items", 2, false),
        ("/schema/orders", 0, true),
        ("/schema", 0, true),
        ("", 0, true),
    ] {
        let target = format!("orders#{pointer}");
        let judged = with(&waiver(&[rule, ("target", target.trim_end_matches('#'))]));
        assert_eq!(found(&judged, "untyped-property").len(), left, "{pointer}");
        assert_eq!(judged.suppressed.len(), 2 - left, "{pointer}");
        let (contract, product) = verdicts(&judged, "untyped-property");
        assert!(is_failing(contract) && is_failing(product));
        let numbers = (contract.waiver.is_some(), product.waiver.is_some());
        assert_eq!(numbers, (is_waived, is_waived), "{pointer}");
    }
    // Two nodes together are all that is wrong; the verdict names the waiver that ends first.
    let first = waiver(&[
        rule,
        ("id", "a"),
        ("target", "orders#/schema/0/properties/0"),
    ]);
    let second = waiver(&[
        rule,
        ("id", "b"),
        ("target", "orders#/schema/0/properties/1"),
        ("expires", "2026-04-01"),
    ]);
    let judged = with(&(first + &second));
    assert!(found(&judged, "untyped-property").is_empty());
    let (contract, product) = verdicts(&judged, "untyped-property");
    assert_eq!((contract.waiver, product.waiver), (Some(1), Some(1)));
}

/// A product that offers two contracts.
const SHOP: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: shop
name: Shop
status: active
domain: sales
outputPorts:
  - {name: orders, version: 1.0.0, contractId: orders}
  - {name: returns, version: 1.0.0, contractId: returns}
";

fn shop(waivers: &str) -> meshbook::pipeline::Judged {
    let returns = ORDERS.replace("id: orders\n", "id: returns\n");
    judged(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", waivers),
        ("shop.odps.yaml", SHOP),
        ("orders.odcs.yaml", ORDERS),
        ("returns.odcs.yaml", &returns),
    ])
}

#[test]
fn a_waiver_on_a_product_covers_its_contracts() {
    let rule = "untyped-property";
    let judged = shop(&waiver(&[("rule", rule), ("target", "shop")]));
    assert!(found(&judged, rule).is_empty());
    assert_eq!(judged.suppressed.len(), 4);
    let cards = &judged.scorecards;
    for card in cards.contracts.iter().chain(&cards.products) {
        assert_eq!(crate::portal::verdict(card, rule).waiver, Some(0));
    }
    // One on a contract leaves the other one, and the product with it.
    let judged = shop(&waiver(&[("rule", rule), ("target", "orders")]));
    assert_eq!(found(&judged, rule).len(), 2);
    let waived = |card| crate::portal::verdict(card, rule).waiver.is_some();
    assert_eq!(
        judged
            .scorecards
            .contracts
            .iter()
            .map(waived)
            .filter(|is| *is)
            .count(),
        1
    );
    assert!(!waived(&judged.scorecards.products[0]));
    // A pointer that leads to a place in both has to say which.
    let target = ("target", "shop#/schema/0/properties/0");
    let told = told(&shop(&waiver(&[("rule", rule), target])));
    assert!(
        told[0].starts_with(
            "invalid-waiver 3: `/schema/0/properties/0` leads to a place in 2 manifests"
        )
    );
}

#[test]
fn a_waiver_on_a_contract_reaches_every_product_that_offers_it() {
    let conf = "\
governance:
  waivers: [waivers]
  bindings: [{rules: [untyped-property], enforce: block}]
";
    let product = |id: &str| {
        let shop = SHOP.replace("id: shop\nname: Shop", &format!("id: {id}\nname: {id}"));
        shop.replace(
            "  - {name: returns, version: 1.0.0, contractId: returns}\n",
            "",
        )
    };
    let (a, b) = (product("a"), product("b"));
    // A rule on products asks nothing of the other one.
    for target in ["a", "b"] {
        let created = ("created", "2026-02-15");
        let expires = ("expires", "2026-03-15");
        let waivers = waiver(&[
            ("rule", "missing-owner"),
            ("target", target),
            created,
            expires,
        ]);
        let judged = judged(&[
            (
                "meshbook.yaml",
                &conf.replace("untyped-property", "missing-owner"),
            ),
            ("waivers/a.yaml", &waivers),
            ("a.odps.yaml", &a),
            ("b.odps.yaml", &b),
            ("orders.odcs.yaml", ORDERS),
        ]);
        assert_eq!(judged.gate.withheld().count(), 1, "{target}");
    }
    // Whichever of the two the contract belongs to.
    for (a_file, b_file) in [("a", "b"), ("z", "b")] {
        for (waivers, withheld) in [
            ("[]\n".to_owned(), 2),
            (waiver(&[("rule", "untyped-property")]), 0),
        ] {
            let judged = judged(&[
                ("meshbook.yaml", conf),
                ("waivers/a.yaml", &waivers),
                (&format!("{a_file}.odps.yaml"), &a),
                (&format!("{b_file}.odps.yaml"), &b),
                ("orders.odcs.yaml", ORDERS),
            ]);
            assert_eq!(judged.mesh.contracts[0].offered_by.len(), 2);
            assert_eq!(
                judged.gate.withheld().count(),
                withheld,
                "{a_file} {waivers}"
            );
        }
    }
}

#[test]
fn a_waiver_on_a_node_leaves_what_no_finding_tells_elsewhere() {
    // Of 25 columns the rule tells 20; of quality rules that nothing breaks another rule tells.
    let columns: String = (0..25)
        .map(|at| format!("      - {{name: c{at}, logicalType: string}}\n"))
        .collect();
    let vacuous = "    quality: [{metric: rowCount, mustBeGreaterOrEqualTo: 0}]\n";
    let tables = format!(
        "  - name: wide\n    properties:\n{columns}  - name: first\n{vacuous}  - name: second\n{vacuous}"
    );
    let contract = format!(
        "{}{tables}",
        ORDERS.split_once("  - name: orders").unwrap().0
    );
    let own = "\
id: acme/short
title: Columns have long names
severity: high
level: silver
since: 2025-12-01
for_each: schema[*].properties[*]
assert: size(it.name) > 5
message: '`{{ it.name }}` is short'
fix: call it by its whole name
docs: ./short.md
tests:
  - name: long
    pass: {schema: [{name: a, properties: [{name: customer}]}]}
  - name: short
    fail: {schema: [{name: a, properties: [{name: id}]}]}
    at: schema[0].properties[0]
";
    let twenty = (0..20).map(|at| format!("orders#/schema/0/properties/{at}"));
    let (own_rule, no_check) = ("acme/short", "missing-quality-rule");
    let cases = [
        (own_rule, twenty.collect::<Vec<_>>(), false),
        (own_rule, vec!["orders#/schema/wide".to_owned()], true),
        (own_rule, vec!["orders".to_owned()], true),
        (
            no_check,
            vec![
                "orders#/schema/first".to_owned(),
                "orders#/schema/wide".to_owned(),
            ],
            false,
        ),
        (no_check, vec!["orders#/schema".to_owned()], true),
        (no_check, vec!["orders".to_owned()], true),
    ];
    for (rule, targets, is_waived) in cases {
        let waivers = targets.iter().enumerate().map(|(at, target)| {
            let id = format!("w{at}");
            waiver(&[("id", &id), ("rule", rule), ("target", target)])
        });
        let judged = judged(&[
            (
                "meshbook.yaml",
                "governance:\n  waivers: [waivers]\n  rules: [rules]\n",
            ),
            ("rules/short.yaml", own),
            ("rules/short.md", "# Short\n\nA short name says nothing.\n"),
            ("waivers/a.yaml", &waivers.collect::<String>()),
            ("orders.odcs.yaml", &contract),
        ]);
        assert!(found(&judged, rule).is_empty(), "{rule} {targets:?}");
        let (contract, product) = verdicts(&judged, rule);
        assert!(is_failing(contract) && is_failing(product), "{rule}");
        let waived = (contract.waiver.is_some(), product.waiver.is_some());
        assert_eq!(waived, (is_waived, is_waived), "{rule} {targets:?}");
    }
}

#[test]
fn what_fails_without_a_finding_of_its_own_is_waived_too() {
    // A product without a contract is told once, by the first of the rules that need one.
    let product =
        "apiVersion: v1.0.0\nkind: DataProduct\nid: orders\nname: Orders\nstatus: active\n";
    let judged = judged(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", &waiver(&[("rule", "missing-freshness")])),
        ("orders.odps.yaml", product),
    ]);
    assert!(told(&judged).is_empty(), "{:?}", told(&judged));
    let verdict = crate::portal::verdict(&judged.scorecards.products[0], "missing-freshness");
    assert!(is_failing(verdict) && verdict.waiver == Some(0));
}

#[test]
fn nobody_silences_what_is_wrong_with_a_waiver() {
    let text = format!(
        "# meshbook: allow invalid-waiver: it is known to all of us\n{}",
        waiver(&[("expires", "")])
    );
    let judged = with(&text);
    assert_eq!(found(&judged, "invalid-waiver").len(), 1);
    assert_eq!(found(&judged, "refused-suppression").len(), 1);
    assert_eq!(found(&judged, "invalid-waiver")[0].level, Level::Error);
}
