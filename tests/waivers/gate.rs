//! Bindings set levels, and withhold what they block.

use std::collections::BTreeMap;

use crate::portal::{ORDERS, found, judged, judged_on, waiver};
use meshbook::diag::Level;
use meshbook::output::Site;
use meshbook::pipeline::Judged;

const RULE: &str = "missing-frequency";

/// A portal of `ORDERS` in which these are the bindings.
fn bound(bindings: &str) -> Judged {
    bound_with("", bindings, ORDERS)
}

fn bound_with(more: &str, bindings: &str, contract: &str) -> Judged {
    let conf = format!("{more}governance:\n  waivers: [waivers]\n  bindings: {bindings}\n");
    judged(&[
        ("meshbook.yaml", &conf),
        ("waivers/none.yaml", "[]\n"),
        ("orders.odcs.yaml", contract),
    ])
}

/// The level of the rule's finding, where it is told.
fn level(judged: &Judged) -> Option<Level> {
    found(judged, RULE).first().map(|finding| finding.level)
}

#[test]
fn the_last_binding_that_fits_sets_the_level() {
    let (error, warning) = (Some(Level::Error), Some(Level::Warning));
    for (bindings, expected) in [
        ("[]", warning),
        ("[{rules: [missing-frequency], enforce: block}]", error),
        ("[{rules: ['*'], enforce: block}]", error),
        ("[{rules: ['*'], enforce: off}]", None),
        (
            "[{rules: ['*'], enforce: block}, {rules: [missing-frequency], enforce: warn}]",
            warning,
        ),
        (
            "[{rules: [missing-frequency], enforce: warn}, {rules: ['*'], enforce: block}]",
            error,
        ),
        ("[{rules: [missing-owner], enforce: block}]", warning),
        ("[{rules: ['*'], domains: [sales], enforce: block}]", error),
        (
            "[{rules: ['*'], domains: [Sales, x], enforce: block}]",
            error,
        ),
        ("[{rules: ['*'], tags: [gold], enforce: block}]", error),
        ("[{rules: ['*'], tags: [silver], enforce: block}]", warning),
        ("[{rules: ['*'], status: [active], enforce: block}]", error),
        (
            "[{rules: ['*'], status: [draft, deprecated], enforce: block}]",
            warning,
        ),
        ("[{rules: ['*'], from: 2026-03-02, enforce: block}]", error),
        (
            "[{rules: ['*'], from: 2026-03-03, enforce: block}]",
            warning,
        ),
        (
            "[{rules: ['*'], domains: [sales], tags: [silver], enforce: block}]",
            warning,
        ),
    ] {
        let judged = bound(bindings);
        assert_eq!(level(&judged), expected, "{bindings}");
        let blocks = judged.gate.blocks(meshbook::mesh::ProductId(0)).iter();
        let mut rules = blocks.map(|block| judged.scorecards.book.rules()[block.rule].id());
        let is_withheld = expected == Some(Level::Error);
        assert_eq!(rules.any(|rule| rule == RULE), is_withheld, "{bindings}");
        // No binding moves a grade.
        let card = &judged.scorecards.products[0];
        assert_eq!(
            card.score,
            bound("[]").scorecards.products[0].score,
            "{bindings}"
        );
    }
}

#[test]
fn a_binding_comes_before_levels() {
    let off = format!("levels: {{{RULE}: off}}\n");
    assert_eq!(level(&bound_with(&off, "[]", ORDERS)), None);
    let block = "[{rules: ['*'], enforce: block}]";
    assert_eq!(level(&bound_with(&off, block, ORDERS)), Some(Level::Error));
    let info = format!("levels: {{{RULE}: info}}\n");
    assert_eq!(level(&bound_with(&info, "[]", ORDERS)), Some(Level::Info));
}

#[test]
fn drafts_and_previews_are_never_raised() {
    let block = "[{rules: ['*'], enforce: block}]";
    let draft = ORDERS.replace("status: active", "status: draft");
    let of_draft = bound_with("", block, &draft);
    assert_eq!(level(&of_draft), Some(Level::Info));
    assert_eq!(of_draft.gate.withheld().count(), 0);
    // Unless a binding names what they are.
    let drafts = "[{rules: ['*'], status: [draft], enforce: block}]";
    assert_eq!(bound_with("", drafts, &draft).gate.withheld().count(), 1);
    let retired = ORDERS.replace("status: active", "status: retired");
    let all = "[{rules: ['*'], status: [retired], enforce: block}]";
    assert_eq!(bound_with("", all, &retired).gate.withheld().count(), 0);
    let preview = "governance:
  preview: {missing-owner: 2026-12-01}
  bindings: [{rules: [missing-owner], enforce: block}]
";
    let previewed = judged(&[("meshbook.yaml", preview), ("orders.odcs.yaml", ORDERS)]);
    assert_eq!(found(&previewed, "missing-owner")[0].level, Level::Warning);
    assert_eq!(previewed.gate.withheld().count(), 0);
}

#[test]
fn a_binding_of_nothing_is_told() {
    let judged = bound(
        "[{rules: [missing-frequenzy, unknown-field], enforce: block}, {rules: ['*'], domains: [sails], enforce: warn}]",
    );
    let told: Vec<_> = found(&judged, "unknown-setting")
        .iter()
        .map(|one| one.message.clone())
        .collect();
    assert_eq!(told.len(), 3, "{told:?}");
    assert!(
        told.iter()
            .any(|one| one == "no rule is called `missing-frequenzy`")
    );
    assert!(told.iter().any(|one| one == "no domain is called `sails`"));
}

#[test]
fn a_waiver_opens_the_gate() {
    let conf = "governance:\n  waivers: [waivers]\n  bindings: [{rules: [missing-frequency], enforce: block}]\n";
    let on = |day: &str| {
        judged_on(
            day,
            &[
                ("meshbook.yaml", conf),
                ("waivers/a.yaml", &waiver(&[("rule", RULE)])),
                ("orders.odcs.yaml", ORDERS),
            ],
        )
    };
    assert_eq!(on("2026-03-02").gate.withheld().count(), 0);
    assert_eq!(on("2026-05-02").gate.withheld().count(), 1);
}

/// A product and a contract full of words that nothing else has.
const PRODUCT: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: shop
name: Shop sales
version: 1.0.0
status: active
domain: sales
tags: [zanzibartag]
description: {purpose: Zanzibarpurpose of the shop and all of its many sales., usage: zanzibarusage}
outputPorts:
  - {name: zanzibarport, version: 1.0.0, contractId: orders}
";
const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders of the shop
version: 1.0.0
status: active
domain: sales
description: {purpose: Zanzibarcontract of orders that are sold in the shop.}
schema:
  - name: zanzibartable
    description: Zanzibartext of a table.
    properties:
      - {name: zanzibarcolumn, logicalType: string, description: Zanzibarmeaning of a column., classification: zanzibarclass}
      - {name: zanzibaruntyped, description: zanzibarhint}
    quality:
      - {name: zanzibarquality, metric: rowCount, mustBeGreaterThan: 0}
servers:
  - {server: zanzibarserver, type: postgres, environment: prod, host: zanzibar.example.com, port: 5432, database: d, schema: s}
";
const READER: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: reader
name: Reader
status: active
domain: sales
inputPorts:
  - {name: in, version: 1.0.0, contractId: orders}
";

/// Every file of a site whose route has an ending of text.
fn site(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    let portal = judged(files).portal("2026-03-02T09:00:00Z".parse().unwrap());
    let site = Site::new(portal).unwrap();
    let routes = site.routes().map(str::to_owned).collect::<Vec<_>>();
    let texts = routes.into_iter().filter_map(|route| {
        let bytes = site.render(&route)?.unwrap();
        Some((route, String::from_utf8(bytes).ok()?))
    });
    texts.collect()
}

#[test]
fn a_stub_says_why_and_nothing_of_what_is_withheld() {
    let bindings = "[{rules: [missing-owner, missing-frequency, untyped-property], from: 2026-01-15, enforce: block}]";
    let conf = format!("base-url: https://data.example.com\ngovernance:\n  bindings: {bindings}\n");
    let files = [
        ("shop.odps.yaml", PRODUCT),
        ("orders.odcs.yaml", CONTRACT),
        ("reader.odps.yaml", READER),
    ];
    let with = |conf: &'static str, conf_text: &str| {
        let mut all = vec![(conf, conf_text)];
        all.extend(files);
        site(&all)
    };
    let open = with("meshbook.yaml", "title: Open\n");
    let closed = with("meshbook.yaml", &conf);
    let product = "products/sales/shop-sales.html";
    let contract = "contracts/sales/orders-of-the-shop.html";
    assert!(open[product].contains("zanzibarport") && open[contract].contains("zanzibarcolumn"));
    for (route, text) in &closed {
        let lower = text.to_lowercase();
        let at = lower.find("zanzibar").map(|at| {
            let start = lower.floor_char_boundary(at.saturating_sub(80));
            let end = lower.floor_char_boundary((at + 80).min(lower.len()));
            &lower[start..end]
        });
        assert_eq!(at, None, "{route}");
    }
    for route in [product, contract] {
        let stub = &closed[route];
        for part in [
            "withheld",
            "missing-frequency",
            "rules/missing-owner.html",
            "since 2026-01-15",
            "orders.odcs.yaml:",
            "meshbook.yaml:3",
        ] {
            assert!(stub.contains(part), "{route} {part}\n{stub}");
        }
    }
    assert!(closed[product].contains("Reader"));
    let catalog: serde_json::Value = serde_json::from_str(&closed["api/catalog.json"]).unwrap();
    let shop = catalog["products"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["id"] == "shop")
        .unwrap();
    assert_eq!(shop["withheld"], true);
    assert_eq!(shop["withheld_by"].as_array().unwrap().len(), 3, "{shop}");
    assert_eq!(shop["status"], "active");
    assert_eq!(catalog["contracts"][0]["withheld"], true);
    assert!(closed["products/index.html"].contains("withheld"));
    assert!(closed["badges/sales/shop-sales.svg"].contains("withheld"));
    let search: String = closed
        .iter()
        .filter(|(route, _)| route.starts_with("search/"))
        .map(|(_, text)| text.as_str())
        .collect();
    assert!(search.contains("Shop sales") && search.contains("Orders of the shop"));
    assert_eq!(
        open.keys()
            .filter(|route| route.starts_with("products/"))
            .count(),
        closed
            .keys()
            .filter(|route| route.starts_with("products/"))
            .count()
    );
}

#[test]
fn a_stub_names_each_contract_once() {
    let ports = ["orders", "returns", "orders"].iter().enumerate();
    let ports: String = ports
        .map(|(at, id)| format!("  - {{name: port{at}, version: 1.0.0, contractId: {id}}}\n"))
        .collect();
    let (head, _) = PRODUCT.split_once("  - {name").unwrap();
    let returns = CONTRACT.replace("id: orders\n", "id: returns\n");
    let closed = site(&[
        (
            "meshbook.yaml",
            "governance:\n  bindings: [{rules: [missing-owner], enforce: block}]\n",
        ),
        ("shop.odps.yaml", &format!("{head}{ports}")),
        ("orders.odcs.yaml", CONTRACT),
        ("returns.odcs.yaml", &returns),
    ]);
    let stub = &closed["products/sales/shop-sales.html"];
    let (_, contracts) = stub.split_once("id=\"contracts\"").unwrap();
    let (contracts, _) = contracts.split_once("</ul>").unwrap();
    assert_eq!(contracts.matches("<li>").count(), 2, "{contracts}");
}
