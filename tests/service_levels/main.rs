//! How promises stand: every state at every age in every format, and what must hold whatever is
//! measured.

mod formats;
mod kinds;
mod properties;
mod sample;
mod tricks;

use jiff::{SignedDuration, Timestamp};
use meshbook::pipeline::{self, Judged};
use meshbook::service_level::State;
use std::fs;
use std::path::Path;

pub(crate) const CONTRACT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: shop.orders
name: Orders
version: 1.0.0
status: active
schema:
  - name: orders
    properties:
      - name: order_id
        logicalType: string
        required: true
        quality:
          - id: order-id-filled
            metric: nullValues
            mustBe: 0
";

/// The moment at which everything was measured.
pub(crate) fn measured() -> Timestamp {
    "2026-03-02T06:00:00Z".parse().unwrap()
}

pub(crate) fn later(hours: f64) -> Timestamp {
    measured() + SignedDuration::from_secs_f64(hours * 3_600.0)
}

/// A portal of one contract that promises this, and of one file of results.
pub(crate) fn judged(promises: &str, path: &str, results: &str, now: Timestamp) -> Judged {
    let folder = tempfile::tempdir().unwrap();
    fs::write(
        folder.path().join("orders.odcs.yaml"),
        format!("{CONTRACT}{promises}"),
    )
    .unwrap();
    write(folder.path(), path, results);
    let read = pipeline::read(folder.path()).unwrap();
    let format = &read.measured.files;
    assert_eq!(format.len(), 1, "{path}: {:?}", read.findings);
    assert_eq!(
        format[0].joined, format[0].results,
        "{path}: {:?}",
        read.findings
    );
    assert!(format[0].joined > 0, "{path}");
    pipeline::judge(read, now)
}

pub(crate) fn write(root: &Path, path: &str, text: &str) {
    let path = root.join("measurements").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// How the promises of the contract stand.
pub(crate) fn states(judged: &Judged) -> Vec<State> {
    let file = judged.mesh.contracts[0].newest().file;
    let levels = judged.service_levels.of(file).unwrap();
    levels
        .promises
        .iter()
        .map(|standing| standing.state)
        .collect()
}

pub(crate) fn own(property: &str, value: &str, rest: &str) -> String {
    format!(
        "{{\"contract\": \"shop.orders\", \"property\": \"{property}\", \"value\": {value}, \
         \"measured_at\": \"2026-03-02T06:00:00Z\"{rest}}}\n"
    )
}

/// How one promise stands by lines of results, in a contract of one table.
pub(crate) fn stands(promise: &str, lines: &[String], now: Timestamp) -> State {
    let promises = format!("slaProperties:\n  - {{property: {promise}}}\n");
    states(&judged(&promises, "probe.jsonl", &lines.concat(), now))[0]
}

/// A measured latency with its moment, as hours after all others, and more.
pub(crate) fn latency(hours: f64, after: f64, rest: &str) -> String {
    let at = later(after);
    format!(
        "{{\"contract\": \"shop.orders\", \"property\": \"latency\", \"value\": {hours}, \"unit\": \"h\", \
         \"measured_at\": \"{at}\"{rest}}}\n"
    )
}
