//! What readers see of scores: scorecards, what would help most, filters, and the api.

use std::fs;

use meshbook::mesh::ProductId;
use meshbook::output::Site;
use meshbook::pipeline::{self, Judged};
use meshbook::rules::{Outcome, Tier, Verdict};
use meshbook::score::{Scorecard, wins};

fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn judged(files: &[(String, String)]) -> Judged {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    pipeline::judge(pipeline::read(folder.path()).unwrap(), now())
}

fn site(files: &[(String, String)]) -> Site {
    Site::new(judged(files).portal(now())).unwrap()
}

fn text(site: &Site, route: &str) -> String {
    String::from_utf8(site.render(route).unwrap().unwrap()).unwrap()
}

fn file(path: &str, text: impl Into<String>) -> (String, String) {
    (path.to_owned(), text.into())
}

/// A contract that meets every rule of Bronze, without the lines that start with any of `left_out`.
fn contract(id: &str, domain: &str, left_out: &[&str]) -> String {
    // Who says the same of all products says nothing of one.
    let purpose = match id {
        "returns" => "What customers sent back and why, so that sizes and pictures can be mended.",
        "stock" => "How much of each article lies where, for buyers who plan the next season.",
        _ => "What was bought and paid in the web shop, one row each, for revenue reports.",
    };
    let whole = format!(
        "apiVersion: v3.1.0
kind: DataContract
id: {id}
name: {id}
version: 1.0.0
status: active
domain: {domain}
description:
  purpose: {purpose}
team: {{name: {domain}-data}}
support: [{{channel: '#{domain}-data', url: 'https://chat.acme.example/{domain}'}}]
servers: [{{server: warehouse, environment: prod, type: bigquery, project: shop, dataset: {id}}}]
schema:
  - name: {id}
    description: One row for each of the {id} that was paid.
    properties:
      - {{name: {id}_id, logicalType: string}}
    quality: [{{metric: rowCount, mustBeGreaterThan: 0}}]
roles: [{{role: reader, access: read, firstLevelApprovers: {domain}-data}}]
slaProperties:
  - {{property: latency, value: 4, unit: h}}
  - {{property: frequency, value: 1, unit: d}}
"
    );
    let lines = whole.lines();
    let kept = lines.filter(|line| {
        !left_out
            .iter()
            .any(|start| line.trim_start().starts_with(start))
    });
    kept.map(|line| format!("{line}\n")).collect()
}

/// Three domains: one product lacks its team, one two things, one nothing.
fn mesh() -> Vec<(String, String)> {
    vec![
        file("meshbook.yaml", "title: Acme\nsources: [{path: shop}]\n"),
        file("shop/orders.odcs.yaml", contract("orders", "sales", &[])),
        file(
            "shop/returns.odcs.yaml",
            contract("returns", "sales", &["team:"]),
        ),
        file(
            "shop/stock.odcs.yaml",
            contract("stock", "supply", &["support:", "roles:"]),
        ),
    ]
}

fn one(_: usize, _: Verdict) -> u32 {
    1
}

fn found(judged: &Judged, id: ProductId) -> &str {
    &judged.mesh.product(id).name
}

#[test]
fn the_edits_that_lift_products_come_first_and_then_those_that_bring_one_nearest() {
    let judged = judged(&mesh());
    let book = judged.scorecards.book.rules();
    let counted = [
        "missing-owner",
        "missing-support-channel",
        "missing-access-path",
    ];
    let places = (0..book.len()).filter(|&at| counted.contains(&book[at].id()));
    let card = Scorecard {
        rules: places.collect(),
        ..judged.scorecards.shown[0].clone()
    };
    let products = judged.mesh.products();
    let cards = products.map(|(id, _)| (id, judged.scorecards.product(id)));
    let wins = wins(cards, Some(&card), one);
    let edits: Vec<_> = (wins.edits.iter())
        .map(|edit| {
            (
                found(&judged, edit.product),
                book[edit.rule].id(),
                edit.lifts,
                edit.left,
            )
        })
        .collect();
    assert_eq!(edits[0], ("returns", "missing-owner", 1, 0));
    // Two edits for one product: the second one lifts it.
    assert_eq!((edits[1].0, edits[1].2, edits[1].3), ("stock", 0, 1));
    assert_eq!((edits[2].0, edits[2].2, edits[2].3), ("stock", 1, 0));
    assert_eq!(wins.edits[0].to, Tier::Bronze);
    assert!(wins.edits[0].gain > 0);
    assert_eq!(wins.one_edit_away, 1);
    let rules: Vec<Vec<&str>> = (wins.rules.iter())
        .map(|win| win.rules.iter().map(|&at| book[at].id()).collect())
        .collect();
    assert_eq!(rules[0], ["missing-owner"]);
    assert_eq!(rules[1], ["missing-support-channel", "missing-access-path"]);
}

#[test]
fn an_edit_at_a_place_that_products_share_lifts_all_of_them() {
    let port = |id: &str| {
        format!(
            "apiVersion: v1.0.0\nkind: DataProduct\nid: {id}\nname: {id}\nversion: 1.0.0\nstatus: active\n\
             domain: sales\ndescription: {{purpose: The {id} of the shop for those who plan its sales.}}\n\
             team: {{name: sales-data}}\nsupport: [{{channel: '#sales', url: 'https://chat.acme.example/s'}}]\n\
             outputPorts: [{{name: orders, version: 1.0.0, contractId: orders}}]\n"
        )
    };
    let judged = judged(&[
        file("a.odps.yaml", port("daily")),
        file("b.odps.yaml", port("weekly")),
        file("orders.odcs.yaml", contract("orders", "sales", &["roles:"])),
    ]);
    let products = judged.mesh.products();
    let wins = wins(
        products.map(|(id, _)| (id, judged.scorecards.product(id))),
        None,
        one,
    );
    let [edit, ..] = wins.edits.as_slice() else {
        panic!("no edit");
    };
    let rule = judged.scorecards.book.rules()[edit.rule].id();
    assert_eq!((rule, edit.lifts), ("missing-access-path", 2));
}

#[test]
fn what_is_not_known_is_no_edit() {
    let whole = contract("orders", "sales", &[]);
    let cut = format!("{}tags: [a", &whole[..whole.find("team:").unwrap()]);
    let judged = judged(&[file("orders.odcs.yaml", cut)]);
    let card = judged.scorecards.product(ProductId(0));
    let unknown = |(_, verdict): (_, Verdict)| matches!(verdict.outcome, Outcome::Unknown(_));
    assert!(card.verdicts().any(unknown));
    let wins = wins([(ProductId(0), card)].into_iter(), None, one);
    assert_eq!((wins.edits.len(), wins.below), (0, 1));
}

#[test]
fn a_card_of_the_organisation_counts_its_rules_alone() {
    let mut files = mesh();
    files[0].1 += "\
governance:
  scorecards:
    - name: Reachable
      purpose: Whether somebody answers.
      rules: [missing-support-channel, missing-owner]
";
    let judged = judged(&files);
    assert_eq!(
        judged
            .findings
            .iter()
            .filter(|f| f.rule == "invalid-configuration")
            .count(),
        0
    );
    let card = judged.scorecards.shown.last().unwrap();
    assert_eq!((&*card.slug, card.rules.len()), ("reachable", 2));
    let reached = |name: &str| {
        let (id, _) = (judged
            .mesh
            .products()
            .find(|(_, product)| product.name == name))
        .unwrap();
        let reached = judged.scorecards.product(id).on(card);
        (reached.level, reached.next, reached.score)
    };
    assert_eq!(reached("orders"), (Some(Tier::Bronze), None, Some(100)));
    // 8 of 28, and a critical rule fails.
    assert_eq!(reached("returns"), (None, Some(Tier::Bronze), Some(28)));
    assert_eq!(reached("stock"), (None, Some(Tier::Bronze), Some(71)));
    let site = Site::new(judged.portal(now())).unwrap();
    let page = text(&site, "scorecards/reachable.html");
    assert!(
        page.contains("chosen in <span class=\"at\">meshbook.yaml:5</span>"),
        "{page}"
    );
    assert!(text(&site, "scorecards/index.html").contains("scorecards/reachable.html"));
}

#[test]
fn a_card_whose_name_is_taken_or_that_names_no_rule_is_told() {
    let mut files = mesh();
    files[0].1 += "\
governance:
  scorecards:
    - name: Privacy!
      purpose: a
      rules: [missing-owner]
    - name: Reachable
      purpose: b
      rules: [missing-owner, missing-ownr]
    - name: reachable
      purpose: c
      rules: [missing-owner]
    - name: Waivers
      purpose: d
      rules: [missing-owner]
";
    let judged = judged(&files);
    let told: Vec<_> = (judged.findings.iter())
        .filter(|finding| finding.rule == "invalid-configuration")
        .map(|finding| {
            (
                judged.files.place(finding.span).line,
                finding.message.clone(),
            )
        })
        .collect();
    let clash = |name: &str| format!("no page can be named after the scorecard `{name}`");
    assert_eq!(
        told,
        [
            (5, clash("Privacy!")),
            (
                10,
                "no rule that a scorecard can count is called `missing-ownr`".to_owned()
            ),
            (11, clash("reachable")),
            (14, clash("Waivers")),
        ]
    );
    assert_eq!(judged.scorecards.shown.last().unwrap().title, "Reachable");
}

#[test]
fn a_rule_in_preview_stands_on_its_card_with_its_day_and_moves_nobody() {
    let mut files = mesh();
    files[0].1 += "governance: {preview: {missing-owner: 2026-06-01}}\n";
    let judged = judged(&files);
    let level = |name: &str| {
        let (id, _) = (judged
            .mesh
            .products()
            .find(|(_, product)| product.name == name))
        .unwrap();
        judged.scorecards.product(id).level
    };
    assert_eq!(level("returns"), Some(Tier::Bronze));
    let site = Site::new(judged.portal(now())).unwrap();
    for route in ["scorecards/ownership.html", "products/sales/returns.html"] {
        assert!(
            text(&site, route).contains("counts from 2026-06-01"),
            "{route}"
        );
    }
    assert!(text(&site, "scorecards/index.html").contains("<section id=\"coming\">"));
    // Its findings are warnings at most, and every place that tells its level says so.
    let rules = json(&site, "api/rules.json");
    let mut rules = rules["rules"].as_array().unwrap().iter();
    let rule = rules.find(|rule| rule["id"] == "missing-owner").unwrap();
    assert_eq!(rule["level"], "warning");
    let page = text(&site, "rules/missing-owner.html");
    assert!(page.contains("while it is in preview"), "{page}");
}

#[test]
fn every_setting_by_which_rules_judge_renames_the_set_of_rules() {
    let name = |governance: &str| {
        let text = format!("title: Acme\nsources: [{{path: shop}}]\n{governance}");
        let mut files = mesh();
        files[0] = file("meshbook.yaml", text);
        judged(&files).scorecards.book.name.clone()
    };
    let plain = name("");
    assert!(!plain.contains('+'), "{plain}");
    for moves_nothing in [
        "governance: {}\n",
        "governance: {naming: {objects: snake_case}}\n",
        "governance: {rankings: [improvement]}\n",
        "governance: {bindings: [{rules: ['*'], enforce: warn}]}\n",
    ] {
        assert_eq!(name(moves_nothing), plain, "{moves_nothing}");
    }
    let settings = [
        "classification: [public, secret]",
        "classification: [publicsecret]",
        "protected: [secret]",
        "protected: [secret, pii]",
        "vocabulary: [secret]",
        "placeholders: [secret]",
        "boilerplate: [secret]",
        "naming: {objects: camelCase}",
        "naming: {properties: camelCase}",
        "retention: {secret: 3y}",
        "retention: {secret: 4y}",
        "glossary: [{term: Order}]",
        "glossary: [{term: Order, columns: [order_id]}]",
        "glossary: [{term: Order, pattern: order_id}]",
        "glossary: [{term: Order, logical-type: string}]",
        "glossary: [{term: Order, url: string}]",
    ];
    let names = settings.map(|setting| name(&format!("governance: {{{setting}}}\n")));
    let mut different = names.to_vec();
    different.push(plain);
    different.sort();
    different.dedup();
    assert_eq!(different.len(), settings.len() + 1, "{names:?}");
}

#[test]
fn the_best_edits_are_on_the_overview_and_on_the_page_of_their_team_and_domain() {
    let site = site(&mesh());
    for route in [
        "scorecards/index.html",
        "scorecards/ownership.html",
        "domains/sales.html",
    ] {
        let page = text(&site, route);
        assert!(page.contains("lifts it to Bronze"), "{route}");
        assert!(page.contains("shop/returns.odcs.yaml:3"), "{route}");
    }
    assert!(text(&site, "index.html").contains("scorecards/index.html#next"));
    let domain = text(&site, "domains/sales.html");
    assert!(
        domain.contains("1 of 2 in use hold Bronze or better; 2 are needed"),
        "{domain}"
    );
}

#[test]
fn hidden_scorecards_leave_nothing_of_them() {
    let mut files = mesh();
    files[0].1 += "hide: [scorecards]\n";
    let site = site(&files);
    let routes: Vec<_> = site
        .routes()
        .filter(|route| route.ends_with(".html"))
        .collect();
    assert!(routes.iter().all(|route| !route.starts_with("scorecards/")));
    for route in routes {
        let page = text(&site, route);
        for hidden in [
            "id=\"scorecard\"",
            "id=\"next\"",
            "data-facet=\"level\" data-value",
        ] {
            assert!(!page.contains(hidden), "{route}: {hidden}");
        }
    }
}

fn json(site: &Site, route: &str) -> serde_json::Value {
    serde_json::from_str(&text(site, route)).unwrap()
}

#[test]
fn the_api_tells_score_outcome_evidence_and_place() {
    let mut files = mesh();
    files.push(file(
        "shop/wide.odcs.yaml",
        contract("wide", "supply", &[]).replace(
            "      - {name: wide_id, logicalType: string}\n",
            "      - {name: wide_id, logicalType: string}\n      - {name: amount}\n",
        ),
    ));
    let site = site(&files);
    let catalog = json(&site, "api/catalog.json");
    let products = catalog["products"].as_array().unwrap();
    let product = |list: &[serde_json::Value], id: &str| {
        list.iter()
            .find(|product| product["id"] == id)
            .unwrap()
            .clone()
    };
    assert_eq!(product(products, "orders")["level"], "bronze");
    assert_eq!(product(products, "orders")["score"], 79);
    assert_eq!(product(products, "returns")["score"], 39);
    let domains = catalog["domains"].as_array().unwrap();
    assert_eq!(
        product(domains, "sales")["outcomes_url"],
        "api/outcomes/sales.json"
    );

    let sales = json(&site, "api/outcomes/sales.json");
    assert_eq!(
        (&sales["version"], &sales["domain"]),
        (&1.into(), &"sales".into())
    );
    let rules = sales["rules"].as_array().unwrap();
    let head = rules
        .iter()
        .find(|rule| rule["id"] == "missing-owner")
        .unwrap();
    assert_eq!(
        *head,
        serde_json::json!({
            "id": "missing-owner", "tier": "bronze", "severity": "critical",
            "evidence": "declared", "preview_until": null
        })
    );
    let outcome = |domain: &serde_json::Value, id: &str, rule: &str| {
        let products = domain["products"].as_array().unwrap();
        let outcomes = product(products, id)["outcomes"]
            .as_array()
            .unwrap()
            .clone();
        assert_eq!(outcomes.len(), rules.len());
        outcomes
            .into_iter()
            .find(|outcome| outcome["rule"] == rule)
            .unwrap()
    };
    assert_eq!(
        outcome(&sales, "returns", "missing-owner"),
        serde_json::json!({
            "rule": "missing-owner", "outcome": "fail",
            "at": {
                "subject": {"kind": "contract", "id": "returns"},
                "file": "shop/returns.odcs.yaml", "line": 3
            }
        })
    );
    assert_eq!(
        outcome(&sales, "orders", "missing-owner"),
        serde_json::json!({"rule": "missing-owner", "outcome": "pass"})
    );
    let exempt = outcome(&sales, "orders", "personal-data-exposed");
    assert_eq!(exempt["outcome"], "not-applicable");
    assert!(exempt["reason"].is_string());
    let supply = json(&site, "api/outcomes/supply.json");
    let partial = outcome(&supply, "wide", "untyped-property");
    assert_eq!(
        (&partial["outcome"], &partial["met"], &partial["of"]),
        (&"partial".into(), &1.into(), &2.into())
    );

    let book = json(&site, "api/rules.json");
    assert_eq!(book["rule_set"], sales["rule_set"]);
    for domain in [&sales, &supply] {
        for product in domain["products"].as_array().unwrap() {
            assert_eq!(product["score"], documented(product, &book), "{product}");
        }
    }
    let owner = product(book["rules"].as_array().unwrap(), "missing-owner");
    assert_eq!(owner["weight"], 20);
    assert_eq!(owner["effort"], "small");
    assert_eq!(owner["waivable"], true);
    assert_eq!(owner["url"], "rules/missing-owner.html");
}

/// The score of a product by the formula of the guide on scorecards.
fn documented(product: &serde_json::Value, book: &serde_json::Value) -> u64 {
    let (mut sum, mut all, mut cap) = (0.0, 0.0, 100);
    let outcomes = product["outcomes"].as_array().unwrap().iter();
    for (outcome, rule) in outcomes.zip(book["rules"].as_array().unwrap()) {
        assert_eq!(outcome["rule"], rule["id"]);
        let number = |key: &str| outcome[key].as_f64().unwrap();
        let share = match outcome["outcome"].as_str().unwrap() {
            "not-applicable" => continue,
            "pass" => 1.0,
            "partial" => (number("met") / number("of")).powi(2),
            _ => 0.0,
        };
        let weight = rule["weight"].as_f64().unwrap();
        sum += weight * share;
        all += weight;
        let fails = ["fail", "partial"].contains(&outcome["outcome"].as_str().unwrap());
        cap = match rule["severity"].as_str().unwrap() {
            "critical" if fails => cap.min(39),
            "high" if fails => cap.min(79),
            _ => cap,
        };
    }
    ((100.0 * sum / all) as u64).min(cap)
}

#[test]
fn heat_maps_and_lists_are_split_over_pages() {
    let mut files = vec![file(
        "meshbook.yaml",
        "title: Acme\nsources: [{path: shop}]\n",
    )];
    for at in 0..450 {
        let (id, domain) = (format!("p{at:03}"), format!("d{at:03}"));
        files.push(file(
            &format!("shop/{id}.odcs.yaml"),
            contract(&id, &domain, &[]),
        ));
    }
    let site = site(&files);
    let parts =
        ["", "--2", "--3"].map(|part| text(&site, &format!("scorecards/ownership{part}.html")));
    let weights = parts.each_ref().map(String::len);
    assert!(
        weights.iter().all(|weight| *weight < 400_000),
        "{weights:?}"
    );
    for (part, (first, last)) in parts.iter().zip([(1, 200), (201, 400), (401, 450)]) {
        assert!(
            part.contains(&format!("Domains {first} to {last} of 450")),
            "{first}"
        );
        assert!(part.contains("data-split"));
        assert!(part.contains("A filter acts on the rows of this page alone."));
    }
    let overview = text(&site, "scorecards/index.html");
    assert!(overview.len() < 400_000, "{}", overview.len());
    assert!(overview.contains("250 more domains"));
}
