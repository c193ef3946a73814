//! Results of tools: one file of each format in a small portal, what of it is joined with the
//! contracts, and what is told of the rest.

mod bounds;
mod corpus;
mod formats;
mod places;

use meshbook::measure::{FORMATS, Measurement, ResultFile, Value};
use meshbook::pipeline::{self, Read};
use std::fs;

pub(crate) const PORTAL: &str = "\
title: Test
sources: [{path: shop, domain: shop}, {path: stock, domain: stock}]
service-levels: {measurements: [central]}
";

pub(crate) const ORDERS: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders
version: 1.0.0
status: active
servers: [{server: prod, type: postgres, host: db, port: 5432, database: db, schema: shop}]
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
      - name: lines
        logicalType: array
        items: {logicalType: object, properties: [{name: price, logicalType: number}]}
";

pub(crate) const LEVELS: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: levels
name: Levels
version: 2.0.0
status: active
schema: [{name: levels, properties: [{name: id, logicalType: string}]}]
";

pub(crate) const DATACONTRACT: &str = r#"{
  "runId": "1", "dataContractId": "orders", "dataContractVersion": "1.0.0", "server": "prod",
  "timestampEnd": "2026-03-02T05:00:00.5Z", "dryRun": false, "checks": [
  {"key": "SALES_ORDERS__quality_sql_0", "category": "quality", "type": "model_quality_sql",
   "name": "Quality Check", "model": "SALES_ORDERS", "result": "failed", "reason": "was 3",
   "diagnostics": {"value": 3}, "failedSamples": [{"name": "Ada Lovelace"}]},
  {"category": "quality", "type": "model_quality_sql", "name": "Quality Check",
   "model": "SALES_ORDERS", "qualityId": "no-future", "result": "warning", "reason": "was 1",
   "diagnostics": {"value": 1}},
  {"category": "quality", "type": "field_null_values", "model": "SALES_ORDERS", "field": "id",
   "result": "passed", "diagnostics": {"value": 0}},
  {"category": "schema", "type": "field_is_present", "model": "SALES_ORDERS",
   "field": "ordered_at", "result": "passed"},
  {"category": "schema", "type": "field_required", "model": "SALES_ORDERS",
   "field": "lines[].price", "result": "failed"},
  {"category": "quality", "type": "model_quality_sql", "model": "SALES_ORDERS",
   "qualityId": "gone", "result": "passed"},
  {"category": "schema", "type": "field_type", "model": "SALES_ORDERS", "field": "id",
   "result": "warning", "implementation": "unsupported"},
  {"category": "quality", "type": "row_count", "model": "SALES_ORDERS", "result": null},
  5
 ], "logs": [{"message": "password 4711"}]}"#;

pub(crate) const JUNIT: &str = r#"<?xml version="1.0"?>
<testsuite name="Data Contract" timestamp="2026-03-02T05:00:00.5">
 <testcase classname="SALES_ORDERS.id" name="SALES_ORDERS__id__field_duplicate_values"/>
 <testcase classname="SALES_ORDERS" name="SALES_ORDERS__quality_sql_1">
  <failure type="quality" message="was 2">Failed samples: Ada Lovelace</failure></testcase>
 <testcase classname="RETURNS" name="RETURNS__row_count"/>
 <testcase classname="SALES_ORDERS" name="SALES_ORDERS__row_count"><skipped/></testcase>
</testsuite>"#;

pub(crate) const RUN_RESULTS: &str = r#"{"metadata":
 {"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json",
  "generated_at": "2026-03-02T05:00:00Z"}, "results": [
  {"unique_id": "test.shop.not_null_orders_id.81cfe2fe64", "status": "pass", "failures": 0},
  {"unique_id": "test.shop.unique_orders_id.81cfe2fe64", "status": "fail", "failures": 2,
   "message": "Got 2 results", "compiled_code": "select 'Ada Lovelace'",
   "timing": [{"name": "execute", "completed_at": "2026-03-02T04:59:00Z"}]},
  {"unique_id": "model.shop.orders", "status": "success"},
  {"unique_id": "model.shop.returns", "status": "success"},
  {"unique_id": "test.shop.orders_are_paid", "status": "error"},
  {"unique_id": "test.shop.not_null_orders_at.81cfe2fe64", "status": "skipped"},
  {"unique_id": "unit_test.shop.orders.sums", "status": "pass"},
  {"status": "pass"}], "args": {"which": "build"}}"#;

pub(crate) const SOURCES: &str = r#"{"metadata":
 {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json"}, "results": [
  {"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-03-02T04:00:00+00:00",
   "snapshotted_at": "2026-03-02T05:00:00+00:00", "status": "pass"},
  {"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-03-02T04:00:00+00:00",
   "status": "error"}]}"#;

pub(crate) const GREAT_EXPECTATIONS: &str = r#"{"success": false, "results": [
  {"success": false, "expectation_config": {"type": "expect_column_values_to_be_unique",
   "kwargs": {"column": "id"}}, "result": {"unexpected_count": 2,
   "partial_unexpected_list": ["Ada Lovelace"]}},
  {"success": true, "expectation_config": {"type": "expect_column_to_exist",
   "kwargs": {"column": "price"}}},
  {"success": null, "expectation_config": {"type": "x", "kwargs": {}}}],
 "statistics": {"evaluated_expectations": 3},
 "meta": {"active_batch_definition": {"data_asset_name": "shop.sales_orders"},
  "run_id": {"run_time": "2026-03-02T05:00:00+00:00"}}}"#;

pub(crate) const SODA: &str = r#"{"definitionName": "s", "dataTimestamp": "2026-03-02T05:00:00+00:00",
 "scanStartTimestamp": "2026-03-02T05:00:00+00:00", "checks": [
  {"name": "row_count > 0", "table": "SALES_ORDERS", "outcome": "pass",
   "definition": "checks for SALES_ORDERS:\n  row_count > 0", "diagnostics": {"value": 9}},
  {"name": "freshness(ordered_at) < 5h", "table": "SALES_ORDERS", "column": "ordered_at",
   "outcome": "fail", "definition": "checks for SALES_ORDERS:\n  freshness(ordered_at) < 5h",
   "diagnostics": {"maxColumnTimestampUtc": "2026-03-01 05:00:00+00:00"}},
  {"name": "x", "table": "SALES_ORDERS", "outcome": null}], "logs": []}"#;

pub(crate) const OPENLINEAGE: &str = r#"{"eventTime": "2026-03-02T04:00:00Z", "eventType": "START", "producer": "p", "job": {}, "outputs": [{"name": "db.shop.sales_orders"}]}
{"eventTime": "2026-03-02T05:00:00Z", "eventType": "COMPLETE", "producer": "p", "job": {}, "inputs": [{"name": "db.shop.sales_orders", "inputFacets": {"dataQualityAssertions": {"assertions": [{"assertion": "not_null", "column": "id", "success": true}]}}}, {"name": "db.stock.levels"}], "outputs": [{"name": "db.shop.sales_orders"}, {"name": "db.shop.returns"}]}
{"eventTime": "2026-03-02T05:00:00Z", "eventType"
"#;

pub(crate) const OORS: &str = "\
kind: ObservabilityResults
observedAt: 2026-03-02T05:00:00Z
contract: {contractID: orders, version: v1.0.0}
results:
  - {id: no-future, type: check, status: fail, target: {resourceIdentifier: orders}}
  - id: fresh
    type: metric
    status: pass
    target: {resourceIdentifier: orders.at}
    measure: {metric: latency, value: 3, unit: h}
  - nothing
";

pub(crate) const OWN: &str = r#"{"contract": "orders", "property": "latency", "value": "PT3H", "measured_at": "2026-03-02T05:00:00Z"}
{"contract": "orders", "property": "latency", "measured_at": "2026-03-02T05:00:00Z"}
{"contract": "orders", "property": "quality", "rule": "no-future", "element": "orders", "status": "pass", "measured_at": "2026-03-02T05:00:00Z"}
"#;

/// A portal of these files beside its contracts.
pub(crate) fn read(files: &[(&str, &str)]) -> Read {
    let folder = tempfile::tempdir().unwrap();
    let own = [
        ("meshbook.yaml", PORTAL),
        ("shop/orders.odcs.yaml", ORDERS),
        ("stock/levels.odcs.yaml", LEVELS),
    ];
    for (path, text) in own.iter().chain(files) {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    pipeline::read(folder.path()).unwrap()
}

/// What is told of a file: its format, and how many of its entries are results, are joined, say
/// nothing and cannot be read.
pub(crate) fn counts(file: &ResultFile) -> (&'static str, [usize; 4]) {
    let name = file.format.map_or("", |at| FORMATS[at].name);
    let numbers = [file.results, file.joined, file.silent, file.unreadable];
    (name, numbers)
}

/// The findings of results, as `id path:line message`.
pub(crate) fn findings(read: &Read) -> Vec<String> {
    let own = read.findings.iter();
    let own = own.filter(|finding| finding.rule.ends_with("-result"));
    own.map(|finding| {
        let place = read.files.place(finding.span);
        format!(
            "{} {}:{} {}",
            finding.rule, place.file, place.line, finding.message
        )
    })
    .collect()
}

/// What was measured of a contract.
pub(crate) fn measured<'r>(read: &'r Read, id: &str) -> &'r [Measurement] {
    let mut contracts = read.mesh.contracts();
    let (id, _) = contracts.find(|(_, of)| of.id == *id).unwrap();
    read.measured.of(id)
}

/// What was measured of the orders, in lines: what, the column and the rule, the verdict, the
/// value and the time.
pub(crate) fn told(read: &Read) -> Vec<String> {
    let line = |of: &Measurement| {
        let what = format!("{:?}", of.what);
        let place = match (of.object, &*of.property) {
            (None, _) => "-".to_owned(),
            (Some(at), property) => format!("{at}/{property}"),
        };
        let rule = of.rule.map_or("-".to_owned(), |at| at.to_string());
        let verdict = of.verdict.map_or("-".to_owned(), |is| format!("{is:?}"));
        let value = match &of.value {
            None => "-".to_owned(),
            Some(Value::Loaded(at)) => at.to_string(),
            Some(Value::Count(number, _) | Value::Percent(number) | Value::Seconds(number)) => {
                number.to_string()
            }
            Some(Value::Time(time)) => format!("{time:?}"),
        };
        format!("{what} {place} {rule} {verdict} {value} {}", of.at)
    };
    measured(read, "orders").iter().map(line).collect()
}
