//! A portal of a few texts, in memory.

use std::path::Path;
use std::sync::OnceLock;

use jiff::Timestamp;
use meshbook::config::{self, Config};
use meshbook::diag::{Files, Finding, SourceId};
use meshbook::manifest;
use meshbook::measure::Measured;
use meshbook::mesh::{self, Mesh};
use meshbook::past::Past;
use meshbook::pipeline::{self, Judged, Read};
use meshbook::source::{Source, State};
use meshbook::tree::Tree;

/// The moment at which everything is judged.
pub(super) fn now() -> Timestamp {
    "2026-03-02T09:00:00Z".parse().expect("a moment")
}

/// A portal without a configuration, of one source that is named but not read from the disk.
pub(super) fn config() -> Config {
    static CONFIG: OnceLock<Config> = OnceLock::new();
    let made = || config::of_files(Path::new("."), &[Path::new("source")]);
    CONFIG.get_or_init(made).clone()
}

/// The texts, by their paths in the one source, as read manifests and joined.
pub(super) fn mesh(
    files: &mut Files,
    texts: &[(&str, &str)],
    in_directory: bool,
    findings: &mut Vec<Finding>,
) -> Mesh {
    let id = SourceId(0);
    let add = |&(path, text): &(&str, &str)| files.add(Some(id), path, path, text).expect("room");
    let source = Source {
        owns: Vec::new(),
        provenance: None,
        name: "source".to_owned(),
        domain: Some("shop".to_owned()),
        in_directory,
        is_partial: false,
        files: texts.iter().map(add).collect(),
        results: Vec::new(),
        allow: Vec::new(),
        others: Default::default(),
        state: State::Read,
        repository: 0,
        checked_by: None,
    };
    let mut manifests = Vec::new();
    for &id in &source.files {
        if files.file(id).is_markdown() {
            continue;
        }
        let manifest = manifest::read(id, files.file(id), in_directory, &source.subject());
        let ranges = manifest.withheld.iter();
        let ranges: Vec<_> = ranges.map(|span| files.file(id).range(*span)).collect();
        files.withhold(id, ranges);
        manifests.push((id, manifest));
    }
    mesh::join(files, vec![source], manifests, &[], findings)
}

/// Everything that is told of a mesh.
pub(super) fn judged(config: Config, files: Files, mesh: Mesh, findings: Vec<Finding>) -> Judged {
    let read = Read {
        tree: Tree::Disk,
        config,
        files,
        mesh,
        measured: Measured::default(),
        past: Past::default(),
        findings,
    };
    pipeline::judge(read, now())
}

/// A contract and its product, which use much of what rules and results look at.
pub(super) const ORDERS: &[(&str, &str)] = &[
    ("orders.odcs.yaml", CONTRACT),
    ("orders.odps.yaml", PRODUCT),
];

const PRODUCT: &str = "\
apiVersion: v1.0.0
kind: DataProduct
id: orders-product
name: Orders
version: 1.0.0
status: active
domain: shop
description: {purpose: Orders of all shops.}
outputPorts: [{name: orders, version: 1.0.0, contractId: orders}]
support: [{channel: '#orders', tool: slack, url: 'https://chat.example/orders'}]
team: {name: sales-data, members: [{username: ada, role: owner}]}
";

const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders
version: 1.0.0
status: active
tags: [finance, core]
description: {purpose: Orders of all shops.}
servers: [{server: prod, type: postgres, host: db, port: 5432, database: db, schema: shop}]
slaProperties:
  - {property: latency, value: 4, unit: h}
  - {property: frequency, value: 1, unit: d}
  - {property: retention, value: '3', unit: y}
  - {property: availability, value: 99.5, unit: percent}
schema:
  - name: orders
    physicalName: SALES_ORDERS
    quality:
      - {type: sql, name: Lines add up, query: select 1, mustBe: 0}
      - {type: sql, id: no-future, query: select 1, mustBe: 0}
      - {type: library, metric: rowCount, mustBeGreaterThan: 0}
    properties:
      - name: id
        logicalType: string
        quality:
          - {type: library, metric: nullValues, mustBe: 0}
          - {type: library, metric: duplicateValues, mustBe: 0}
      - {name: at, physicalName: ordered_at, logicalType: timestamp}
      - name: net_amount
        logicalType: number
        classification: internal
        tags: [money]
        customProperties: [{property: currency, value: EUR}]
      - name: lines
        logicalType: array
        items: {logicalType: object, properties: [{name: price, logicalType: number}]}
";
