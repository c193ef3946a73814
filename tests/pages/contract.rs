//! The page of a contract.

use super::site::{files, holds, page, sample, section};

#[test]
fn an_older_version_points_at_the_newest() {
    let site = sample();
    let older = page(&site, "contracts/parcels/parcel-register--1-4-0.html");
    holds(
        &older,
        &[
            "older version",
            "An older version.",
            "The newest is <code>2.0.0</code>.",
            "href=\"../../contracts/parcels/parcel-register.html\"",
        ],
    );
    let newest = page(&site, "contracts/parcels/parcel-register.html");
    assert!(!newest.contains("An older version."));
    holds(section(&newest, "about"), &["parcel-register--1-4-0.html"]);
}

#[test]
fn who_reads_an_older_version_stands_on_its_page() {
    let site = sample();
    let older = page(&site, "contracts/parcels/parcel-register--1-4-0.html");
    let consumers = section(&older, "consumers");
    holds(consumers, &["Volume forecast"]);
    assert!(!consumers.contains("Delivery performance"));
    let newest = page(&site, "contracts/parcels/parcel-register.html");
    holds(
        section(&newest, "consumers"),
        &["Volume forecast", "Delivery performance", "the newest is"],
    );
}

#[test]
fn names_in_promises_relationships_and_rules_lead_to_their_columns() {
    let page = page(&sample(), "contracts/parcels/parcel-register.html");
    holds(
        section(&page, "promises"),
        &["parcel-register.html#col-parcels-updated_at"],
    );
    holds(
        section(&page, "schema"),
        &[
            "id=\"col-parcels-consignee-email\"",
            "parcel-register.html#col-parcel_services-service_code",
            "array of string",
        ],
    );
    holds(
        section(&page, "quality"),
        &["no values other than ANNOUNCED"],
    );
}

#[test]
fn columns_of_one_name_have_places_of_their_own() {
    let contract = "apiVersion: v3.1.0
kind: DataContract
id: twice
name: Twice
version: 1.0.0
status: active
schema:
  - name: t
    properties:
      - {name: a, logicalType: string}
      - {name: a, logicalType: integer}
      - {name: \"a b\", logicalType: string}
      - {name: a-b, logicalType: string}
";
    let site = files(&[("twice.odcs.yaml", contract)]);
    let page = page(&site, "contracts/no-domain/twice.html");
    holds(
        &page,
        &[
            "id=\"col-t-a\"",
            "id=\"col-t-a.2\"",
            "id=\"col-t-a-b\"",
            "id=\"col-t-a-b.2\"",
        ],
    );
}
