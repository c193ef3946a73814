//! The page of a product.

use std::collections::HashSet;
use std::fmt::Write;
use std::path::Path;

use super::site::{attributes, files, holds, of, page, sample, section};

const PRODUCT: &str = "apiVersion: v1.0.0
kind: DataProduct
id: shop.orders
name: Orders
version: 1.0.0
status: active
domain: shop
description:
  purpose: Orders of the web shop, for those who plan the warehouse.
inputPorts:
  - name: stock
    version: 2.0.0
    contractId: shop.stok
outputPorts:
  - name: orders
    version: 1.0.0
    contractId: shop.orders
support:
  - channel: Help
    url: help@shop.example
team:
  name: orders-team
  members:
    - username: ada
      name: Ada Example
      role: owner
";

const STOCK: &str = "apiVersion: v3.1.0
kind: DataContract
id: shop.stock
name: Stock
version: 2.0.0
status: active
domain: shop
";

/// A contract whose one table has so many columns.
fn contract(columns: usize) -> String {
    let mut text = "apiVersion: v3.1.0
kind: DataContract
id: shop.orders
name: Orders
version: 1.0.0
status: active
schema:
  - name: orders
    description: One order
    properties:
"
    .to_owned();
    for at in 0..columns {
        write!(
            text,
            "      - name: column_{at}
        logicalType: string
        physicalType: varchar(40)
        required: true
        classification: internal
        description: What the customer said in field {at} of the form.
        quality:
          - metric: nullValues
            mustBe: 0
"
        )
        .expect("a text");
    }
    text
}

#[test]
fn every_id_stands_once_and_every_link_within_a_page_leads_somewhere() {
    let site = sample();
    let routes = site.routes().filter(|route| {
        route.ends_with(".html")
            && (route.starts_with("products/") || route.starts_with("contracts/"))
    });
    for route in routes {
        let page = page(&site, route);
        let ids = attributes(&page, "id");
        let unique: HashSet<_> = ids.iter().copied().collect();
        assert_eq!(ids.len(), unique.len(), "{route}: {ids:?}");
        for href in attributes(&page, "href") {
            let leads = href.strip_prefix('#').is_none_or(|id| unique.contains(id));
            assert!(leads, "{route}: {href}");
        }
    }
}

#[test]
fn an_input_port_that_leads_nowhere_is_marked_with_what_was_probably_meant() {
    let site = files(&[
        ("orders.odps.yaml", PRODUCT),
        ("orders.odcs.yaml", &contract(1)),
        ("stock.odcs.yaml", STOCK),
    ]);
    let page = page(&site, "products/shop/orders.html");
    let inputs = section(&page, "inputs");
    holds(
        inputs,
        &[
            "<tr class=\"bad\">",
            "No contract carries the id <code>shop.stok</code>",
            "Did you mean",
            "contracts/shop/stock.html",
        ],
    );
    let lineage = section(&page, "lineage");
    holds(lineage, &["class=\"node bad\"", "no such contract"]);
    holds(
        section(&page, "findings"),
        &[
            "dangling-input-port",
            "<mark>shop.stok</mark>",
            "orders.odps.yaml:13",
        ],
    );
}

#[test]
fn owner_and_support_say_where_they_come_from() {
    let site = files(&[
        ("orders.odps.yaml", PRODUCT),
        ("orders.odcs.yaml", &contract(1)),
    ]);
    let page = page(&site, "products/shop/orders.html");
    holds(
        section(&page, "ownership"),
        &[
            "orders-team",
            "<code>team.name</code>",
            "Ada Example",
            "mailto:help@shop.example",
        ],
    );
    assert!(page.contains("<small>Ada Example, owner</small>"));
}

#[test]
fn people_findings_and_scores_can_be_left_out() {
    let settings = "hide: [people, findings, scorecards]\nsources: [{path: shop}]\n";
    let site = files(&[
        ("meshbook.yaml", settings),
        ("shop/orders.odps.yaml", PRODUCT),
        ("shop/orders.odcs.yaml", &contract(1)),
    ]);
    let page = page(&site, "products/shop/orders.html");
    for hidden in [
        "Ada",
        "dangling-input-port",
        "id=\"findings\"",
        "id=\"completeness\"",
        "No level",
    ] {
        assert!(!page.contains(hidden), "{hidden}");
    }
}

#[test]
fn a_page_of_two_dozen_columns_is_light_and_a_wide_one_is_cut() {
    let weight = |columns| {
        let site = files(&[
            ("orders.odps.yaml", PRODUCT),
            ("orders.odcs.yaml", &contract(columns)),
        ]);
        page(&site, "products/shop/orders.html")
    };
    let small = weight(24);
    assert!(small.len() <= 60_000, "{}", small.len());
    let wide = weight(1_000);
    assert!(wide.len() <= 150_000, "{}", wide.len());
    assert!(wide.contains("900 more columns"));
}

#[test]
fn a_contract_without_a_product_has_a_page_that_says_so() {
    let site = files(&[("orders.odcs.yaml", &contract(2))]);
    let page = page(&site, "products/no-domain/orders.html");
    holds(
        &page,
        &["No product manifest.", "column_1", "Nobody owns this."],
    );
}

#[test]
fn a_deprecated_product_tells_until_when_and_what_to_use() {
    let page = page(&sample(), "products/parcels/parcel-status-snapshot.html");
    holds(
        &page,
        &[
            "Deprecated.",
            "upported until",
            "products/parcels/parcel-events.html",
        ],
    );
    assert!(page.contains("Use Parcel events instead"));
}

#[test]
fn the_jaffle_shop_shows_its_ports_its_input_and_its_owner() {
    let Some(corpus) = std::env::var_os("MESHBOOK_CORPUS") else {
        return;
    };
    let site = of(&Path::new(&corpus).join("projects/jaffle-shop"));
    let page = page(&site, "products/jaffle-shop/jaffle-shop.html");
    holds(&page, &["id=\"port-orders\"", "id=\"port-customers\""]);
    holds(
        section(&page, "inputs"),
        &["contracts/jaffle-shop/jaffle-shop-raw.html"],
    );
    holds(
        section(&page, "ownership"),
        &["jaffle-analytics", "Alice Ordway"],
    );
}
