//! Pages, search records and what is hidden, on small meshes.

use std::collections::BTreeMap;
use std::fs;

use meshbook::output::Site;
use meshbook::page::records::records;
use meshbook::pipeline;
use rayon::prelude::*;

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// The site of a mesh: its files by path.
fn site(files: &[(&str, &str)]) -> Site {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now());
    Site::new(judged.portal("2026-11-20T00:00:00Z".parse().unwrap())).unwrap()
}

/// Every page and file of a site that is text.
fn texts(site: &Site) -> BTreeMap<&str, String> {
    let routes = site.routes().filter(|route| !route.starts_with("assets/"));
    let text = |route| String::from_utf8(site.render(route).unwrap().unwrap()).unwrap();
    routes.map(|route| (route, text(route))).collect()
}

fn main_of(html: &str) -> &str {
    let start = html.find("<main").unwrap();
    &html[start..html.find("</main>").unwrap()]
}

const PORTAL: &str = "title: Test\nsources:\n  - path: shop\n    domain: shop\n  - path: directory\n\
                      directory: [directory]\n";

const PRODUCT: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: orders
name: Orders
version: 1.0.0
status: active
domain: shop
outputPorts:
  - name: orders
    version: 1.0.0
    contractId: orders-contract
team:
  name: sales
  members:
    - username: zelda.lovelace
      name: Zelda Lovelace
      role: owner
";

const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders-contract
name: Order lines
version: 1.0.0
status: active
schema:
  - name: lines
    properties:
      - name: order_id
        logicalType: string
      - name: address
        logicalType: object
        properties:
          - name: street
            logicalType: string
team:
  name: Yngve Hopper
slaProperties:
  - property: latency
    value: 4
    unit: h
";

const DIRECTORY: &str = "\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: sales
  title: Sales
spec:
  type: team
  children: []
  members: [zelda.lovelace]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: zelda.lovelace
spec:
  profile:
    displayName: Zelda Lovelace
    email: zelda@example.com
  memberOf: [sales]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: yngve.hopper
spec:
  profile:
    displayName: Yngve Hopper
  memberOf: []
---
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata:
  name: shop
  annotations:
    meshbook/sponsor: user:default/yngve.hopper
spec:
  owner: user:default/yngve.hopper
";

const GUIDE: &str = "\
# Guide

[the product](../orders.odps.yaml), [the contract](../orders.odcs.yaml), [itself](guide.md#first),
[teams](../../directory/teams.yaml), [gone](gone.md), [wrong](more.md#nowhere), [odd](MORE.md).

## First
";

fn shop(portal: &str) -> Site {
    site(&[
        ("meshbook.yaml", portal),
        ("shop/orders.odps.yaml", PRODUCT),
        ("shop/orders.odcs.yaml", CONTRACT),
        ("shop/docs/guide.md", GUIDE),
        ("shop/docs/more.md", "# More\n"),
        ("directory/teams.yaml", DIRECTORY),
    ])
}

#[test]
fn every_link_between_pages_leads_to_a_page() {
    let site = shop(PORTAL);
    let texts = texts(&site);
    let mut faults = Vec::new();
    for (route, html) in texts.iter().filter(|(route, _)| route.ends_with(".html")) {
        for rest in html.split(" href=\"").skip(1) {
            let href = rest.split('"').next().unwrap();
            let (path, anchor) = href.split_once('#').unwrap_or((href, ""));
            let path = path.split('?').next().unwrap();
            if path.contains(':') || path.contains("assets/") {
                continue;
            }
            let mut parts: Vec<&str> = route.split('/').collect();
            parts.pop();
            for part in path.split('/').filter(|part| !part.is_empty()) {
                match part {
                    ".." => drop(parts.pop()),
                    part => parts.push(part),
                }
            }
            let target = match path {
                "" => (*route).to_owned(),
                _ => parts.join("/"),
            };
            let found = texts.get(target.as_str());
            let is_there = found.is_some_and(|html| {
                anchor.is_empty() || html.contains(&format!("id=\"{anchor}\""))
            });
            if !is_there {
                faults.push(format!("{route}: {href}"));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn links_of_docs_lead_to_pages_or_are_findings() {
    let site = shop(PORTAL);
    let guide = &texts(&site)["docs/shop/docs/guide.html"];
    for href in [
        "../../../products/shop/orders.html",
        "../../../contracts/shop/order-lines.html",
        "guide.html#h-first",
    ] {
        assert!(
            guide.contains(&format!("href=\"{href}\"")),
            "{href} in {guide}"
        );
    }
    let found: Vec<_> = site
        .portal()
        .findings
        .iter()
        .filter(|finding| finding.rule == "broken-link" || finding.rule == "unsafe-link")
        .map(|finding| finding.help.clone().unwrap_or_default())
        .collect();
    let helps = [
        "correct the path, for the source has no `docs/gone.md`",
        "name another heading, for `More` has no `#nowhere`",
        "did you mean `docs/more.md`?",
    ];
    for help in helps {
        assert!(
            found.iter().any(|found| found == help),
            "{help}: {found:#?}"
        );
    }
    // A link out of the source is refused.
    assert_eq!(found.len(), helps.len() + 1, "{found:#?}");
}

#[test]
fn what_is_hidden_stands_nowhere() {
    let open = shop(PORTAL);
    let hidden = shop(&format!("{PORTAL}hide: [people, findings, scorecards]\n"));
    let of_people = ["Zelda", "zelda.", "zelda@", "Yngve", "yngve", "people/"];
    let all = |site: &Site| {
        let mut texts: Vec<String> = texts(site).into_values().collect();
        let records: Vec<String> = records(site.portal())
            .map(|record| format!("{record:?}"))
            .collect();
        texts.extend(records);
        texts
    };
    for word in of_people {
        assert!(all(&open).iter().any(|text| text.contains(word)), "{word}");
        for text in all(&hidden) {
            assert!(!text.contains(word), "{word} in {text}");
        }
    }
    let is_hidden = |route: &&str| {
        ["people/", "findings/", "scorecards/"]
            .iter()
            .any(|folder| route.starts_with(folder))
    };
    assert_eq!(hidden.routes().find(is_hidden), None);
    for (route, text) in texts(&hidden) {
        for folder in ["findings/", "scorecards/"] {
            assert!(
                !text.contains(&format!("{folder}index.html")),
                "{folder} in {route}"
            );
        }
    }
}

#[test]
fn long_lists_are_shown_in_parts() {
    let products: Vec<(String, String)> = (0..450)
        .map(|at| {
            let text = PRODUCT
                .replace("id: orders\n", &format!("id: p{at}\n"))
                .replace("name: Orders\n", &format!("name: Product {at:03}\n"));
            (format!("shop/p{at}.odps.yaml"), text)
        })
        .collect();
    let mut files = vec![
        ("meshbook.yaml", PORTAL),
        ("directory/teams.yaml", DIRECTORY),
    ];
    files.extend(
        products
            .iter()
            .map(|(path, text)| (path.as_str(), text.as_str())),
    );
    let site = site(&files);
    let texts = texts(&site);
    for list in [
        "products/index",
        "domains/shop",
        "teams/sales",
        "scorecards/contract-completeness",
        "findings/shop",
        "a-z/p",
    ] {
        let first = main_of(&texts[format!("{list}.html").as_str()]);
        let second = format!("{list}--2.html");
        assert!(first.contains(&second), "{list}");
        let second = main_of(&texts[second.as_str()]);
        assert!(first.contains("Product 000"), "{list}");
        assert!(!second.contains("Product 000"), "{list}");
    }
    let pages = texts.iter().filter(|(route, _)| route.ends_with(".html"));
    let (longest, route) = pages
        .map(|(route, text)| (text.len(), route))
        .max()
        .unwrap();
    let list = texts["products/index.html"].len();
    assert!(
        longest < 8 * list,
        "{route}: {longest} bytes, the list {list}"
    );
    // What programs read is one file for each domain, and grows by what each product has.
    let (largest, route) = (texts.iter())
        .map(|(route, text)| (text.len(), route))
        .max()
        .unwrap();
    assert!(largest < 450 * 6_500, "{route}: {largest} bytes");
}

#[test]
fn a_column_is_a_record_that_leads_to_its_row() {
    let site = shop(PORTAL);
    let contract = &texts(&site)["contracts/shop/order-lines.html"];
    let records: Vec<_> = records(site.portal()).collect();
    let tables = records.iter().flat_map(|record| &record.tables);
    let columns = tables.flat_map(|table| table.columns.iter().map(move |column| (table, column)));
    let mut found = Vec::new();
    for (table, column) in columns {
        let end = match column.anchor.as_str() {
            "" => &column.name,
            anchor => anchor,
        };
        let (_, anchor) = table.url.split_once('#').unwrap();
        assert!(
            contract.contains(&format!("id=\"{anchor}{end}\"")),
            "{}",
            column.name
        );
        found.push(column.name.as_str());
    }
    assert_eq!(found, ["order_id", "address", "address.street"]);
}
