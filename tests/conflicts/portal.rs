//! A healthy portal of one owner, and what becomes of it beside a claimant.

use std::collections::BTreeMap;
use std::fs;

use meshbook::output::Site;
use meshbook::pipeline;

/// The day on which the portals of these tests are judged and built.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// A file: path and text.
pub(super) type File = (String, String);

/// The configuration of a portal: its sources in order, each with its `owns`, and the settings of
/// the sources.
pub(super) struct Sources<'a>(pub(super) &'a [(&'a str, &'a str)]);

/// Where the claimant stands, and whether the configuration names the owner.
pub(super) const ORDERS: [(&str, Sources<'_>); 3] = [
    ("before, owned", Sources(&[("market", ""), ("sales", OWNS)])),
    ("behind, owned", Sources(&[("sales", OWNS), ("market", "")])),
    ("behind", Sources(&[("sales", ""), ("market", "")])),
];
const OWNS: &str = "owns: [orders, returns, prices, sales, pricing, commerce, bob]";

/// The owner by itself.
pub(super) const ALONE: Sources<'_> = Sources(&[("sales", "")]);

/// Files of a site that tell of all sources, and so of the claimant too. What those of programs say
/// of the owner is looked at by itself.
const OF_ALL: &[(&str, &str)] = &[
    ("index.html", "counts what there is, and what is wrong"),
    ("a-z/", "lists everything by name"),
    ("products/index", "lists all products"),
    ("domains/index", "lists all domains"),
    ("domains/readiness", "lists all domains"),
    ("sources/", "lists all sources"),
    ("api/sources", "lists all sources"),
    ("teams/index", "lists all teams"),
    ("findings/index", "counts the findings of all sources"),
    (
        "findings/portal",
        "shows what is wrong in the configuration",
    ),
    ("rules/", "show by rule what all sources have open"),
    ("scorecards/", "rank all products"),
    ("service-levels/", "list the promises of all products"),
    ("waivers/", "list the waivers of all sources"),
    ("search", "finds everything"),
    ("sitemap", "lists every page"),
    ("site.json", "lists every file"),
    ("levels/", "list all products by level"),
    ("catalog", "lists all products"),
    ("api/status.json", "tells of every promise"),
    ("api/readiness.json", "tells of every domain"),
    ("api/waivers.json", "tells of every waiver"),
    // What others say of themselves stands there too, as "used by" does.
    ("people/", "list the products that name a person"),
];

/// What tells of all products: only what it says of the owner's is looked at.
pub(super) const CATALOG: &str = "api/catalog.json";

impl Sources<'_> {
    fn configuration(&self) -> String {
        let mut text = "title: Data\nsources:\n".to_owned();
        for (name, settings) in self.0 {
            text.push_str(&format!("  - {{path: {name}, {settings}}}\n"));
        }
        let names: Vec<_> = self.0.iter().map(|(name, _)| *name).collect();
        text.push_str(&format!("directory: [{}]\n", names.join(", ")));
        if names.contains(&"market") {
            text.push_str("governance: {waiver-approvers: {market: [commerce]}}\n");
        }
        text
    }

    /// Whether the configuration says whose the ids are.
    pub(super) fn is_owned(&self) -> bool {
        self.0.iter().any(|(_, settings)| !settings.is_empty())
    }
}

/// A finding: its rule, its file and those of its other places.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Told {
    pub(super) rule: String,
    pub(super) file: String,
    pub(super) others: Vec<String>,
}

/// What a portal comes to.
pub(super) struct Built {
    pub(super) findings: Vec<Told>,
    /// The files of the site by their routes, but for those of [`OF_ALL`].
    pub(super) site: BTreeMap<String, Vec<u8>>,
}

/// The portal of these sources and files.
pub(super) fn build(sources: &Sources<'_>, files: &[File]) -> Built {
    let folder = tempfile::tempdir().unwrap();
    let configuration = ("meshbook.yaml".to_owned(), sources.configuration());
    for (path, text) in std::iter::once(&configuration).chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let judged = pipeline::judge(pipeline::read(folder.path()).unwrap(), now());
    let file = |span| judged.files.place(span).file.to_string();
    let findings = judged.findings.iter().map(|finding| Told {
        rule: finding.rule.to_string(),
        file: file(finding.span),
        others: finding
            .related
            .iter()
            .map(|other| file(other.span))
            .collect(),
    });
    let findings = findings.collect();
    let site = Site::new(judged.portal(now())).unwrap();
    let is_of_all = |route: &str| OF_ALL.iter().any(|(start, _)| route.starts_with(start));
    let routes = site.routes().filter(|route| !is_of_all(route));
    let routes: Vec<String> = routes.map(str::to_owned).collect();
    let files = routes.into_iter().map(|route| {
        let bytes = site.render(&route).unwrap().unwrap();
        (route, bytes)
    });
    Built {
        findings,
        site: files.collect(),
    }
}

/// The files of the owner: a product, a contract of two versions, one that names its product, one
/// without any, docs, results, a domain, a team and people.
pub(super) fn owner() -> Vec<File> {
    let files: &[(&str, String)] = &[
        ("orders.odps.yaml", PRODUCT.to_owned()),
        ("orders-2.odcs.yaml", contract("orders", "2.0.0", "")),
        ("orders-1.odcs.yaml", contract("orders", "1.0.0", "")),
        (
            "returns.odcs.yaml",
            contract("returns", "1.0.0", "dataProduct: orders\n"),
        ),
        (
            "prices.odcs.yaml",
            contract("prices", "1.0.0", "").replace("domain: sales\n", "domain: pricing\n"),
        ),
        ("README.md", "# Sales\n\nWhat we sell.\n".to_owned()),
        (
            "docs/reading.md",
            "---\nproduct: orders\n---\n# How to read orders\n\nEach row is an order.\n".to_owned(),
        ),
        ("measurements/orders.oors.json", results("pass")),
        ("directory.yaml", DIRECTORY.to_owned()),
    ];
    let files = files.iter();
    files
        .map(|(path, text)| (format!("sales/{path}"), text.clone()))
        .collect()
}

const PRODUCT: &str = "apiVersion: v1.0.0
kind: DataProduct
id: orders
name: Orders
version: 1.0.0
status: active
domain: sales
description:
  purpose: Every order of every shop, from the basket to the parcel, for planning and billing.
  limitations: Orders by phone come a day later.
  usage: Join by the number of the order.
team:
  name: commerce
  members:
    - username: bob
      role: owner
outputPorts:
  - name: orders
    version: 2.0.0
    contractId: orders
support:
  - channel: '#orders'
    url: https://chat.example.com/orders
";

pub(super) fn contract(id: &str, version: &str, rest: &str) -> String {
    let id = serde_json::Value::from(id);
    format!(
        "apiVersion: v3.1.0
kind: DataContract
id: {id}
name: {id}
version: {version}
status: active
domain: sales
{rest}description:
  purpose: What every shop has sold, one row for each order.
team:
  name: commerce
  members:
    - username: bob
      role: owner
schema:
  - name: orders
    physicalName: shop.orders
    description: One row for each order.
    properties:
      - name: number
        logicalType: string
        primaryKey: true
        primaryKeyPosition: 1
        required: true
        description: The number on the parcel.
        quality:
          - id: number-nulls
            type: library
            metric: nullValues
            mustBe: 0
slaProperties:
  - property: latency
    value: 4
    unit: h
  - property: availability
    value: 99.5
    unit: percent
"
    )
}

/// What a tool found of the contract `orders`.
pub(super) fn results(status: &str) -> String {
    format!(
        r#"{{"apiVersion":"v0.1.0","kind":"ObservabilityResults","id":"5d0c3c5e-77c4-4b2c-9a55-0e6f6f2a1b02",
"observedAt":"2026-03-02T03:42:18Z","source":{{"process":"load","runID":"1","vendor":"inhouse"}},
"contract":{{"contractID":"orders","standard":"ODCS","version":"2.0.0"}},
"results":[{{"id":"number-nulls","type":"check","name":"number-nulls","status":"{status}","dimension":"completeness",
"target":{{"resourceType":"column","resourceIdentifier":"orders.number"}},
"measure":{{"metric":"nullValues","value":0,"threshold":{{"mustBe":0}},"unit":"rows"}}}}]}}
"#
    )
}

const DIRECTORY: &str = "apiVersion: backstage.io/v1alpha1
kind: Domain
metadata:
  name: sales
  title: Sales
  description: Everything that is sold.
spec:
  owner: commerce
---
apiVersion: backstage.io/v1alpha1
kind: Domain
metadata:
  name: pricing
spec:
  owner: commerce
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata:
  name: commerce
  title: Commerce
  description: Sells.
spec:
  type: team
  children: []
  members: [bob]
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata:
  name: bob
spec:
  profile:
    displayName: Bob Baker
    email: bob@example.com
  memberOf: [commerce]
";
