//! Faults between files: where they are told, and which other places they show.

use std::fmt::Write as _;
use std::fs;
use std::time::{Duration, Instant};

use meshbook::{mesh, pipeline, rules};

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// Codes that are not about what lies between files, besides the rules of levels. A reference is
/// followed even where the standard would have it written otherwise. That a rule waits for a
/// setting is told to the owner of the portal.
const OTHERS: &[&str] = &[
    "malformed-value",
    "missing-field",
    "newer-field",
    "unconfigured-rule",
];

/// Whether a kind of finding is about what lies between files.
fn is_between(rule: &str) -> bool {
    let is_of_mesh = mesh::CODES.iter().any(|code| code.id == rule);
    is_of_mesh || (rules::rule(rule).is_none() && !OTHERS.contains(&rule))
}

/// The findings of a portal, one a line: `level rule path:line:column [places]`.
fn found(files: &[(&str, &str)]) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now());
    let place = |span| {
        let place = judged.files.place(span);
        format!("{}:{}:{}", place.file, place.line, place.column)
    };
    let findings = judged.findings.iter();
    let between = findings.filter(|finding| is_between(&finding.rule));
    between
        .map(|finding| {
            let (level, rule) = (finding.level.name(), &finding.rule);
            let mut line = format!("{level} {rule} {}", place(finding.span));
            for related in &finding.related {
                write!(line, " [{}]", place(related.span)).unwrap();
            }
            line
        })
        .collect()
}

#[track_caller]
fn check(files: &[(&str, &str)], expected: &[&str]) {
    assert_eq!(found(files), expected);
}

const TWO: &str = "sources: [{path: sales}, {path: market}]\n";

fn contract(id: &str, rest: &str) -> String {
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: {id}\nversion: 1.0.0\nstatus: active\n{rest}"
    )
}

fn product(id: &str, rest: &str) -> String {
    format!(
        "apiVersion: v1.1.0\nkind: DataProduct\nid: {id}\nname: {id}\nversion: 1.0.0\nstatus: active\n{rest}"
    )
}

fn port(kind: &str, contract: &str) -> String {
    format!("{kind}:\n  - name: {contract}\n    version: 1.0.0\n    contractId: {contract}\n")
}

const DOMAIN: &str = "domain: sales\n";

#[test]
fn an_id_of_two_sources_is_told_at_the_later_and_where_that_may_be_meant() {
    check(
        &[
            (
                "meshbook.yaml",
                "sources: [{path: sales}, {path: market}, {path: finance}]\n",
            ),
            ("sales/orders.odcs.yaml", &contract("orders", "")),
            (
                "sales/own.odps.yaml",
                &product("own", &port("inputPorts", "orders")),
            ),
            ("market/orders.odcs.yaml", &contract("orders", "")),
            (
                "market/ads.odps.yaml",
                &product("ads", &port("inputPorts", "orders")),
            ),
            // Who has nothing to do with the claim is not told of it.
            (
                "finance/books.odps.yaml",
                &product("books", &port("inputPorts", "orders")),
            ),
        ],
        &[
            "warning ambiguous-reference market/ads.odps.yaml:10:17 \
             [sales/orders.odcs.yaml:3:5] [market/orders.odcs.yaml:3:5]",
            "error duplicate-id market/orders.odcs.yaml:3:5 [sales/orders.odcs.yaml:3:5]",
        ],
    );
}

#[test]
fn the_contract_of_another_domain_stays_with_it() {
    let files = [
        // The claimant stands first in the configuration.
        (
            "meshbook.yaml",
            "sources: [{path: market}, {path: sales}]\n",
        ),
        (
            "market/ads.odps.yaml",
            &product(
                "ads",
                &format!("domain: market\n{}", port("outputPorts", "orders")),
            ),
        ),
        ("sales/orders.odcs.yaml", &contract("orders", DOMAIN)),
        (
            "sales/shop.odps.yaml",
            &product(
                "shop",
                &format!("{DOMAIN}{}", port("outputPorts", "orders")),
            ),
        ),
    ];
    check(
        &files,
        &["error foreign-contract market/ads.odps.yaml:11:17 [sales/orders.odcs.yaml:3:5]"],
    );
    // Without a product of its own the contract stays alone.
    check(
        &files[..3],
        &["error foreign-contract market/ads.odps.yaml:11:17 [sales/orders.odcs.yaml:3:5]"],
    );
}

#[test]
fn a_contract_without_a_domain_may_stand_in_another_source() {
    let offer = format!("domain: market\n{}", port("outputPorts", "orders"));
    let again = format!("domain: market\n{}", port("outputPorts", "orders"));
    check(
        &[
            ("meshbook.yaml", TWO),
            ("sales/orders.odcs.yaml", &contract("orders", "")),
            ("market/a.odps.yaml", &product("a", &offer)),
            ("market/b.odps.yaml", &product("b", &again)),
        ],
        &["error contested-contract market/b.odps.yaml:11:17 [market/a.odps.yaml:11:17]"],
    );
}

#[test]
fn look_alikes_are_told_at_the_later_one() {
    check(
        &[
            ("meshbook.yaml", TWO),
            (
                "sales/orders.odcs.yaml",
                &contract("orders", "domain: sales\n"),
            ),
            (
                "sales/shop.odps.yaml",
                &product("shop", "domain: sales\nteam:\n  name: sales\n"),
            ),
            // Cyrillic, invisible, and capital letters.
            ("market/orders.odcs.yaml", &contract("оrders", "")),
            (
                "market/shop.odps.yaml",
                &product("\"sh\\u200bop\"", "domain: sаles\n"),
            ),
            (
                "market/team.odps.yaml",
                &product("SHOP", "team:\n  name: sаles\n"),
            ),
        ],
        &[
            "error confusable-id market/orders.odcs.yaml:3:5 [sales/orders.odcs.yaml:3:5]",
            "error confusable-id market/shop.odps.yaml:3:5 [sales/shop.odps.yaml:3:5]",
            "error confusable-id market/shop.odps.yaml:7:9 [sales/orders.odcs.yaml:6:9]",
            "error confusable-id market/team.odps.yaml:3:5 [sales/shop.odps.yaml:3:5]",
            "error confusable-id market/team.odps.yaml:8:9 [sales/shop.odps.yaml:9:9]",
        ],
    );
}

const TABLES: &str = "schema:
  - name: customers
    physicalName: crm.customers_v2
    properties:
      - name: id
        logicalType: string
      - name: e.mail
        logicalType: string
      - name: zip-code
        logicalType: string
      - name: addresses
        logicalType: array
        items:
          logicalType: object
          properties:
            - name: street
              logicalType: string
";

#[test]
fn columns_are_found_by_every_way_to_write_them() {
    let mut text = contract("orders", TABLES);
    text.push_str("  - name: orders\n    properties:\n      - name: customer_id\n        logicalType: string\n        relationships:\n");
    let ways = [
        "customers.id",
        "customers.e.mail",
        "customers.zip-code",
        "customers.addresses.street",
        "crm.customers_v2.id",
        "https://example.com/nowhere.yaml#a.b",
        "orders.odcs.yaml#customers.id",
        "sub/parts.odcs.yaml#parts.id",
        "'#schema/parts_id/properties/x'",
        "sub/parts.odcs.yaml#/schema/parts_id/properties/key",
    ];
    for way in ways {
        writeln!(text, "          - to: {way}").unwrap();
    }
    let parts = "schema:\n  - name: parts\n    id: parts_id\n    properties:\n      - name: id\n        id: key\n        logicalType: string\n";
    check(
        &[
            ("orders.odcs.yaml", &text),
            ("sub/parts.odcs.yaml", &contract("parts", parts)),
        ],
        // An id is no name, and this one is of the other contract.
        &["error dangling-relationship orders.odcs.yaml:36:17"],
    );
}

#[test]
fn what_leads_nowhere_shows_what_lacks_it() {
    let mut text = contract("orders", TABLES);
    text.push_str(
        "  - name: orders
    properties:
      - name: customer_id
        logicalType: string
        relationships:
          - to: customers.idd
          - to: parts.id
          - to: nowhere.odcs.yaml#parts.id
          - to: parts.odcs.yaml#parts.nope
          - to: notes.md#parts
          - to: customers.addresses.streat
    relationships:
      - from: [orders.customer_id, orders.nope]
        to: [customers.id, customers.zip-code]
slaProperties:
  - property: latency
    value: 4
    unit: h
    element: customers.id, customers.nope
  - property: retention
    value: 1
    unit: y
    element: 'customers.nope'
",
    );
    let parts = "schema:\n  - name: parts\n    properties:\n      - name: id\n        logicalType: string\n";
    check(
        &[
            ("orders.odcs.yaml", &text),
            ("parts.odcs.yaml", &contract("parts", parts)),
            ("notes.md", "# Notes\n"),
        ],
        &[
            "error dangling-relationship orders.odcs.yaml:28:17 [orders.odcs.yaml:7:11]",
            "warning dangling-relationship orders.odcs.yaml:29:17 [parts.odcs.yaml:7:11]",
            "error dangling-relationship orders.odcs.yaml:30:17",
            "error dangling-relationship orders.odcs.yaml:31:17 [parts.odcs.yaml:7:11]",
            "error dangling-relationship orders.odcs.yaml:32:17 [notes.md:1:1]",
            "error dangling-relationship orders.odcs.yaml:33:17 [orders.odcs.yaml:16:15]",
            "error dangling-relationship orders.odcs.yaml:35:36 [orders.odcs.yaml:23:11]",
            "warning dangling-sla-element orders.odcs.yaml:41:28 \
             [orders.odcs.yaml:7:11] [orders.odcs.yaml:45:15]",
        ],
    );
}

#[test]
fn what_a_contract_does_not_tell_is_not_missing() {
    let rest = "schema:
  - name: orders
slaProperties:
  - property: latency
    value: 4
    unit: h
    element: orders.loaded_at
";
    check(&[("orders.odcs.yaml", &contract("orders", rest))], &[]);
    let none = "slaProperties:\n  - {property: latency, value: 4, unit: h, element: orders.at}\n";
    check(&[("orders.odcs.yaml", &contract("orders", none))], &[]);
}

#[test]
fn a_circle_is_told_once_by_its_shortest_way() {
    let takes = |own: &str, from: &[&str]| {
        let mut rest = port("outputPorts", own);
        rest.push_str("inputPorts:\n");
        for from in from {
            write!(
                rest,
                "  - name: {from}\n    version: 1.0.0\n    contractId: {from}\n"
            )
            .unwrap();
        }
        product(&format!("of-{own}"), &rest)
    };
    let names = ["a", "b", "c", "d"];
    let products = [
        takes("a", &["b"]),
        takes("b", &["c", "d"]),
        takes("c", &["d"]),
        takes("d", &["a"]),
    ];
    let mut files: Vec<(String, String)> = vec![("meshbook.yaml".into(), TWO.into())];
    for (name, product) in names.iter().zip(&products) {
        let source = if *name < "c" { "sales" } else { "market" };
        files.push((format!("{source}/{name}.odps.yaml"), product.clone()));
        files.push((format!("{source}/{name}.odcs.yaml"), contract(name, "")));
    }
    let files: Vec<(&str, &str)> = files
        .iter()
        .map(|(path, text)| (&**path, &**text))
        .collect();
    check(
        &files,
        &["warning cyclic-lineage sales/a.odps.yaml:14:17 \
           [sales/b.odps.yaml:17:17] [market/d.odps.yaml:14:17]"],
    );
}

#[test]
fn two_entries_of_a_domain_show_both_owners() {
    let entry = |name: &str, owner: &str| {
        format!(
            "apiVersion: backstage.io/v1alpha1\nkind: Domain\nmetadata:\n  name: {name}\nspec:\n  owner: {owner}\n"
        )
    };
    check(
        &[
            (
                "meshbook.yaml",
                "sources: [{path: one}, {path: two}]\ndirectory: [one, two]\n",
            ),
            ("one/domains.yaml", &entry("sales", "ann")),
            ("two/domains.yaml", &entry("sales", "bob")),
        ],
        &[
            "error duplicate-id two/domains.yaml:4:9 [one/domains.yaml:4:9] \
           [one/domains.yaml:6:10] [two/domains.yaml:6:10]",
        ],
    );
}

#[test]
fn two_teams_of_one_contract_are_shown() {
    let rest = |team: &str, rest: &str| format!("{rest}team:\n  name: {team}\n");
    check(
        &[
            ("meshbook.yaml", TWO),
            (
                "sales/orders.odcs.yaml",
                &contract("orders", &rest("platform", "")),
            ),
            (
                "market/shop.odps.yaml",
                &product("shop", &rest("shop", &port("outputPorts", "orders"))),
            ),
        ],
        &["warning contested-owner sales/orders.odcs.yaml:7:9 [market/shop.odps.yaml:12:9]"],
    );
}

#[test]
fn a_name_of_two_products_is_told_at_the_contract() {
    let named = |id: &str| product(id, "").replace(&format!("name: {id}"), "name: Shop");
    check(
        &[
            ("a.odps.yaml", &named("a")),
            ("b.odps.yaml", &named("b")),
            (
                "orders.odcs.yaml",
                &contract("orders", "dataProduct: shop\n"),
            ),
            (
                "returns.odcs.yaml",
                &contract("returns", "dataProduct: shop\n"),
            ),
        ],
        &["warning ambiguous-reference orders.odcs.yaml:6:14 [a.odps.yaml:3:5] [b.odps.yaml:3:5]"],
    );
}

#[test]
fn one_file_alone_says_nothing_of_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let text = contract(
        "orders",
        "schema:
  - name: orders
    properties:
      - name: id
        logicalType: string
        relationships:
          - to: parts.odcs.yaml#parts.id
          - to: orders.nope
",
    );
    fs::write(folder.path().join("orders.odcs.yaml"), text).unwrap();
    let path = folder.path().join("orders.odcs.yaml");
    let judged = pipeline::judge(pipeline::read_files(folder.path(), &[&path]), now());
    let dangling = judged
        .findings
        .iter()
        .filter(|finding| finding.rule.starts_with("dangling"));
    let lines: Vec<_> = dangling
        .map(|finding| judged.files.place(finding.span).line)
        .collect();
    assert_eq!(lines, [13]);
}

/// How long the portal of these files takes to read and join.
fn time(files: &[(String, String)]) -> Duration {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        fs::write(folder.path().join(path), text).unwrap();
    }
    let start = Instant::now();
    let read = pipeline::read(folder.path()).unwrap();
    assert!(
        read.findings
            .iter()
            .any(|finding| finding.rule == "dangling-relationship")
    );
    start.elapsed()
}

/// One contract of `size` references, half of which lead nowhere, among many others.
fn hostile(size: usize) -> Vec<(String, String)> {
    let mut text = contract("many", "schema:\n  - name: t\n    relationships:\n");
    for at in 0..size / 40 {
        let list = |name: &dyn Fn(usize) -> String| {
            let names: Vec<_> = (0..20).map(name).collect();
            names.join(", ")
        };
        let from = list(&|to| format!("t.c{to}"));
        let to = list(&|to| match to % 4 {
            0 => format!("t{at}.id"),
            1 => format!("t.x{at}"),
            2 => format!("c{at}.odcs.yaml#t{at}.id"),
            _ => format!("t.c{to}"),
        });
        writeln!(text, "      - {{from: [{from}], to: [{to}]}}").unwrap();
    }
    text.push_str("    properties:\n");
    for at in 0..20 {
        writeln!(text, "      - name: c{at}").unwrap();
    }
    let mut files = vec![("many.odcs.yaml".to_owned(), text)];
    for at in 0..size / 8 {
        let rest = format!("schema:\n  - name: t{at}\n    properties:\n      - name: id\n");
        files.push((
            format!("c{at}.odcs.yaml"),
            contract(&format!("id-{at}"), &rest),
        ));
    }
    files
}

#[test]
fn many_references_take_linear_time() {
    let (small, large) = (hostile(8_000), hostile(32_000));
    // A busy machine may stop one run for long, but hardly three.
    let is_linear = (0..3).any(|_| {
        let small = time(&small).max(Duration::from_millis(50));
        time(&large) < small * 10
    });
    assert!(is_linear);
}
