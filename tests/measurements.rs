//! Results of tools: one file of each format in a small portal, what of it is joined with the
//! contracts, and what is told of the rest.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use meshbook::measure::{FORMATS, Measurement, ResultFile, Value, What};
use meshbook::pipeline::{self, Read};

const PORTAL: &str = "\
title: Test
sources: [{path: shop, domain: shop}, {path: stock, domain: stock}]
service-levels: {measurements: [central]}
";

const ORDERS: &str = "\
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

const LEVELS: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: levels
name: Levels
version: 2.0.0
status: active
schema: [{name: levels, properties: [{name: id, logicalType: string}]}]
";

const DATACONTRACT: &str = r#"{
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

const JUNIT: &str = r#"<?xml version="1.0"?>
<testsuite name="Data Contract" timestamp="2026-03-02T05:00:00.5">
 <testcase classname="SALES_ORDERS.id" name="SALES_ORDERS__id__field_duplicate_values"/>
 <testcase classname="SALES_ORDERS" name="SALES_ORDERS__quality_sql_1">
  <failure type="quality" message="was 2">Failed samples: Ada Lovelace</failure></testcase>
 <testcase classname="RETURNS" name="RETURNS__row_count"/>
 <testcase classname="SALES_ORDERS" name="SALES_ORDERS__row_count"><skipped/></testcase>
</testsuite>"#;

const RUN_RESULTS: &str = r#"{"metadata":
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

const SOURCES: &str = r#"{"metadata":
 {"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json"}, "results": [
  {"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-03-02T04:00:00+00:00",
   "snapshotted_at": "2026-03-02T05:00:00+00:00", "status": "pass"},
  {"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-03-02T04:00:00+00:00",
   "status": "error"}]}"#;

const GREAT_EXPECTATIONS: &str = r#"{"success": false, "results": [
  {"success": false, "expectation_config": {"type": "expect_column_values_to_be_unique",
   "kwargs": {"column": "id"}}, "result": {"unexpected_count": 2,
   "partial_unexpected_list": ["Ada Lovelace"]}},
  {"success": true, "expectation_config": {"type": "expect_column_to_exist",
   "kwargs": {"column": "price"}}},
  {"success": null, "expectation_config": {"type": "x", "kwargs": {}}}],
 "statistics": {"evaluated_expectations": 3},
 "meta": {"active_batch_definition": {"data_asset_name": "shop.sales_orders"},
  "run_id": {"run_time": "2026-03-02T05:00:00+00:00"}}}"#;

const SODA: &str = r#"{"definitionName": "s", "dataTimestamp": "2026-03-02T05:00:00+00:00",
 "scanStartTimestamp": "2026-03-02T05:00:00+00:00", "checks": [
  {"name": "row_count > 0", "table": "SALES_ORDERS", "outcome": "pass",
   "definition": "checks for SALES_ORDERS:\n  row_count > 0", "diagnostics": {"value": 9}},
  {"name": "freshness(ordered_at) < 5h", "table": "SALES_ORDERS", "column": "ordered_at",
   "outcome": "fail", "definition": "checks for SALES_ORDERS:\n  freshness(ordered_at) < 5h",
   "diagnostics": {"maxColumnTimestampUtc": "2026-03-01 05:00:00+00:00"}},
  {"name": "x", "table": "SALES_ORDERS", "outcome": null}], "logs": []}"#;

const OPENLINEAGE: &str = r#"{"eventTime": "2026-03-02T04:00:00Z", "eventType": "START", "producer": "p", "job": {}, "outputs": [{"name": "db.shop.sales_orders"}]}
{"eventTime": "2026-03-02T05:00:00Z", "eventType": "COMPLETE", "producer": "p", "job": {}, "inputs": [{"name": "db.shop.sales_orders", "inputFacets": {"dataQualityAssertions": {"assertions": [{"assertion": "not_null", "column": "id", "success": true}]}}}, {"name": "db.stock.levels"}], "outputs": [{"name": "db.shop.sales_orders"}, {"name": "db.shop.returns"}]}
{"eventTime": "2026-03-02T05:00:00Z", "eventType"
"#;

const OORS: &str = "\
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

const OWN: &str = r#"{"contract": "orders", "property": "latency", "value": "PT3H", "measured_at": "2026-03-02T05:00:00Z"}
{"contract": "orders", "property": "latency", "measured_at": "2026-03-02T05:00:00Z"}
{"contract": "orders", "property": "quality", "rule": "no-future", "element": "orders", "status": "pass", "measured_at": "2026-03-02T05:00:00Z"}
"#;

/// A portal of these files beside its contracts.
fn read(files: &[(&str, &str)]) -> Read {
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
fn counts(file: &ResultFile) -> (&'static str, [usize; 4]) {
    let name = file.format.map_or("", |at| FORMATS[at].name);
    let numbers = [file.results, file.joined, file.silent, file.unreadable];
    (name, numbers)
}

/// The findings of results, as `id path:line message`.
fn findings(read: &Read) -> Vec<String> {
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
fn measured<'r>(read: &'r Read, id: &str) -> &'r [Measurement] {
    let mut contracts = read.mesh.contracts();
    let (id, _) = contracts.find(|(_, of)| of.id == *id).unwrap();
    read.measured.of(id)
}

/// What was measured of the orders, in lines: what, the column and the rule, the verdict, the
/// value and the time.
fn told(read: &Read) -> Vec<String> {
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

/// A file of results in the source of the orders, with what is told of it.
struct Case {
    path: &'static str,
    text: &'static str,
    format: &'static str,
    /// Results, joined, silent, unreadable.
    counts: [usize; 4],
    /// What was measured, in the order of time.
    told: &'static [&'static str],
    findings: &'static [&'static str],
}

const CASES: &[Case] = &[
    Case {
        path: "shop/measurements/run.json",
        text: DATACONTRACT,
        format: "Data Contract CLI",
        counts: [6, 5, 2, 1],
        told: &[
            "Quality 0/ 0 Failed 3 2026-03-02T05:00:00.5Z",
            "Quality 0/ 1 Warned 1 2026-03-02T05:00:00.5Z",
            "Quality 0/id 0 Passed 0 2026-03-02T05:00:00.5Z",
            "Schema 0/at - Passed - 2026-03-02T05:00:00.5Z",
            "Schema 0/lines.price - Failed - 2026-03-02T05:00:00.5Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/run.json:1 a result cannot be read: entry 9: \
             invalid type: integer `5`, expected struct Check",
            "unjoined-result shop/measurements/run.json:17 1 of 6 results name a quality rule \
             that is not there: `gone`",
        ],
    },
    Case {
        path: "shop/measurements/TEST-orders.xml",
        text: JUNIT,
        format: "JUnit",
        counts: [3, 2, 1, 0],
        told: &[
            "Quality 0/id 1 Passed - 2026-03-02T05:00:00.5Z",
            "Quality 0/ 1 Failed - 2026-03-02T05:00:00.5Z",
        ],
        findings: &[
            "unjoined-result shop/measurements/TEST-orders.xml:6 1 of 3 results name a table \
             that no contract has: `RETURNS`",
        ],
    },
    Case {
        path: "shop/measurements/run_results.json",
        text: RUN_RESULTS,
        format: "dbt run results",
        counts: [5, 4, 2, 1],
        told: &[
            "Quality 0/id 1 Failed 2 2026-03-02T04:59:00Z",
            "Quality 0/id 0 Passed 0 2026-03-02T05:00:00Z",
            "Update 0/ - Passed - 2026-03-02T05:00:00Z",
            "Quality 0/ - Errored - 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/run_results.json:1 a result cannot be read: \
             entry 8: no `unique_id`",
            "unjoined-result shop/measurements/run_results.json:9 1 of 5 results name a table \
             that no contract has: `returns`",
        ],
    },
    Case {
        path: "shop/measurements/sources.json",
        text: SOURCES,
        format: "dbt sources",
        counts: [2, 1, 0, 0],
        told: &["Service(Latency) 0/ - Passed 2026-03-02T04:00:00Z 2026-03-02T05:00:00Z"],
        findings: &[
            "unjoined-result shop/measurements/sources.json:3 1 of 2 results do not say when \
             they were measured: `raw.orders`",
        ],
    },
    Case {
        path: "shop/measurements/gx.json",
        text: GREAT_EXPECTATIONS,
        format: "Great Expectations",
        counts: [2, 1, 1, 0],
        told: &["Quality 0/id 1 Failed 2 2026-03-02T05:00:00Z"],
        findings: &[
            "unjoined-result shop/measurements/gx.json:6 1 of 2 results name a column that \
             their table does not have: `price`",
        ],
    },
    Case {
        path: "shop/measurements/soda.json",
        text: SODA,
        format: "Soda",
        counts: [2, 2, 1, 0],
        told: &[
            "Quality 0/ 2 Passed 9 2026-03-02T05:00:00Z",
            "Service(Latency) 0/at - Failed 2026-03-01T05:00:00Z 2026-03-02T05:00:00Z",
        ],
        findings: &[],
    },
    Case {
        path: "shop/measurements/events.ndjson",
        text: OPENLINEAGE,
        format: "OpenLineage",
        counts: [3, 2, 1, 1],
        told: &[
            "Quality 0/id 0 Passed - 2026-03-02T05:00:00Z",
            "Update 0/ - Passed - 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/events.ndjson:3 a result cannot be read: EOF \
             while parsing an object",
            "unjoined-result shop/measurements/events.ndjson:2 1 of 3 results name a table that \
             no contract has: `db.shop.returns`",
        ],
    },
    Case {
        path: "shop/measurements/oors.yaml",
        text: OORS,
        format: "OORS",
        counts: [2, 2, 0, 1],
        told: &[
            "Quality 0/ 1 Failed - 2026-03-02T05:00:00Z",
            "Service(Latency) 0/at - Passed 10800 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/oors.yaml:1 a result cannot be read: entry 3: \
             invalid type: string \"nothing\", expected struct Entry",
        ],
    },
    Case {
        path: "shop/measurements/probe.jsonl",
        text: OWN,
        format: "measurements",
        counts: [2, 2, 0, 1],
        told: &[
            "Service(Latency) - - - 10800 2026-03-02T05:00:00Z",
            "Quality 0/ 1 Passed - 2026-03-02T05:00:00Z",
        ],
        findings: &[
            "unreadable-result shop/measurements/probe.jsonl:2 a result cannot be read: \
             `latency` has no `value`",
        ],
    },
];

#[test]
fn every_format_is_joined_with_its_contract_and_the_rest_is_told() {
    let names: Vec<_> = CASES.iter().map(|case| case.format).collect();
    for format in FORMATS {
        assert!(names.contains(&format.name), "no case of {}", format.name);
    }
    for case in CASES {
        let read = read(&[(case.path, case.text)]);
        assert_eq!(read.measured.files.len(), 1, "{}", case.path);
        let file = &read.measured.files[0];
        assert_eq!(file.shown, case.path);
        assert_eq!(counts(file), (case.format, case.counts), "{}", case.path);
        assert_eq!(told(&read), case.told, "{}", case.path);
        assert_eq!(findings(&read), case.findings, "{}", case.path);
    }
}

#[test]
fn rows_queries_and_logs_are_kept_nowhere() {
    let files: Vec<_> = CASES.iter().map(|case| (case.path, case.text)).collect();
    let read = read(&files);
    assert_eq!(read.measured.files.len(), CASES.len());
    let said = format!("{:?} {:?}", read.measured, findings(&read));
    for word in ["Lovelace", "4711", "select"] {
        let is_in = files.iter().any(|(_, text)| text.contains(word));
        assert!(is_in && !said.contains(word), "{word}");
    }
    assert!(said.contains("was 3") && said.contains("Got 2 results"));
}

#[test]
fn a_source_speaks_of_its_own_contracts_alone() {
    let own = OWN.lines().next().unwrap();
    for (text, message) in [
        (
            DATACONTRACT,
            "6 of 6 results name a contract that is not there: `orders`",
        ),
        (
            own,
            "1 of 1 results name a contract that is not there: `orders`",
        ),
        (
            SOURCES,
            "1 of 2 results name a table that no contract has: `raw.orders`",
        ),
        (
            SODA,
            "2 of 2 results name a table that no contract has: `SALES_ORDERS`",
        ),
    ] {
        let read = read(&[("stock/measurements/orders.json", text)]);
        assert_eq!(told(&read), [""; 0], "{message}");
        assert_eq!(read.measured.files[0].joined, 0, "{message}");
        let told = findings(&read);
        assert!(told.iter().any(|of| of.ends_with(message)), "{told:#?}");
        assert!(
            told.iter()
                .all(|of| of.contains("stock/measurements/orders.json:"))
        );
    }
}

#[test]
fn folders_of_the_portal_speak_of_all_contracts() {
    let level = r#"{"contract": "levels", "property": "latency", "value": "PT1H", "measured_at": "2026-03-02T05:00:00Z"}"#;
    let read = read(&[
        ("central/run.json", DATACONTRACT),
        ("central/probe/levels.jsonl", level),
        ("central/notes.txt", "no results"),
    ]);
    let shown: Vec<_> = read.measured.files.iter().map(|of| &*of.shown).collect();
    assert_eq!(shown, ["central/probe/levels.jsonl", "central/run.json"]);
    assert_eq!(told(&read).len(), 5);
    assert_eq!(measured(&read, "levels").len(), 1);
    assert_eq!(
        measured(&read, "levels")[0].what,
        What::Service(meshbook::model::sla::SlaKind::Latency)
    );
}

#[test]
fn what_is_no_result_is_told() {
    for (path, text, finding) in [
        (
            "shop/measurements/notes.json",
            "{\"hello\": 1}",
            "unknown-result shop/measurements/notes.json:1 this is in no format of results that \
             is known",
        ),
        (
            "shop/measurements/facet.json",
            r#"{"dataQualityAssertions": {"assertions": [], "_producer": "p"}}"#,
            "unknown-result shop/measurements/facet.json:1 this is in no format of results that \
             is known",
        ),
        (
            "shop/measurements/run_results.json",
            "{\"metadata\": {\"dbt_schema_version\": \"x/dbt/run-results/v6.json\"},\n \"results\": [{",
            "unreadable-result shop/measurements/run_results.json:2 these results cannot be \
             read: EOF while parsing an object",
        ),
        (
            "shop/measurements/TEST-orders.xml",
            "<testsuite>\n<testcase name='a'>\n</testsuite>",
            "unreadable-result shop/measurements/TEST-orders.xml:3 these results cannot be read: \
             ill-formed document: expected `</testcase>`, but `</testsuite>` was found",
        ),
    ] {
        let read = read(&[(path, text)]);
        assert_eq!(findings(&read), [finding]);
        assert_eq!(told(&read), [""; 0]);
    }
}

#[test]
fn values_that_cannot_be_are_no_values() {
    let path = "shop/measurements/run.json";
    let freshness = |age: &str| {
        format!(
            r#"{{"runId": "1", "dataContractId": "orders", "timestampEnd": "2026-03-02T05:00:00Z",
            "checks": [{{"type": "servicelevel_freshness", "category": "servicelevel",
            "result": "passed", "diagnostics": {{"age_seconds": {age}}}}}]}}"#
        )
    };
    for (age, message) in [
        ("-1e300", true),
        ("1e300", true),
        ("-1", true),
        ("31557600001", true),
        ("31557600000", false),
        ("0", false),
    ] {
        let read = read(&[(path, &freshness(age))]);
        let counts = counts(&read.measured.files[0]).1;
        assert_eq!(counts[3] == 1, message, "{age}");
        assert_eq!(counts[0] + counts[3], 1, "{age}");
        let told = findings(&read).concat();
        let expected = "seconds are no length of time up to 1,000 years";
        assert_eq!(told.contains(expected), message, "{told}");
    }
    for (value, unreadable) in [("-1", 1), ("100.5", 1), ("100", 0)] {
        let text = format!(
            r#"{{"contract": "orders", "property": "availability", "value": {value},
            "unit": "percent", "measured_at": "2026-03-02T05:00:00Z"}}"#
        );
        let text = text.replace('\n', " ");
        let read = read(&[("shop/measurements/probe.jsonl", &text)]);
        let counts = counts(&read.measured.files[0]).1;
        assert_eq!(
            counts,
            [1 - unreadable, 1 - unreadable, 0, unreadable],
            "{value}"
        );
    }
}

#[test]
fn no_data_is_newer_than_its_measurement() {
    let sources = |loaded: &str| SOURCES.replace("2026-03-02T04:00:00+00:00", loaded);
    for (loaded, is_read) in [
        ("2026-03-02T05:04:59Z", true),
        ("2026-03-02T05:05:01Z", false),
        ("2099-01-01T00:00:00Z", false),
        ("9999-12-30T00:00:00Z", false),
    ] {
        let text = sources(loaded);
        assert!(text.contains(loaded));
        let read = read(&[("shop/measurements/sources.json", &text)]);
        let unreadable = counts(&read.measured.files[0]).1[3];
        assert_eq!(
            (told(&read).len() == 1, unreadable == 0),
            (is_read, is_read)
        );
        let told = findings(&read).concat();
        let words = "lies ahead of the measurement";
        assert_eq!(told.contains(words), !is_read, "{told}");
    }
}

#[test]
fn the_newest_of_each_thing_are_kept() {
    let lines = (0..3_000).map(|number| {
        // The newest stand in the middle.
        let second = (number + 1_500) % 3_000;
        let source = ["probe", "airflow"][number % 2];
        let at = format!("2026-03-02T05:{:02}:{:02}Z", second / 60, second % 60);
        format!(r#"{{"contract": "orders", "property": "latency", "value": {second}, "unit": "s","#)
            + &format!(r#" "source": "{source}", "measured_at": "{at}"}}"#)
    });
    let text = lines.collect::<Vec<_>>().join("\n");
    let (one, other) = text.split_at(text.len() / 2);
    let (rest, other) = other.split_once('\n').unwrap();
    let read = read(&[
        ("shop/measurements/a.jsonl", &format!("{one}{rest}")),
        ("shop/measurements/b.jsonl", other),
    ]);
    let kept: Vec<_> = measured(&read, "orders")
        .iter()
        .map(|of| of.value.clone())
        .collect();
    let newest: Vec<_> = (2_952..3_000)
        .map(|seconds| Some(Value::Seconds(f64::from(seconds))))
        .collect();
    assert_eq!(kept, newest);
    let joined: usize = read.measured.files.iter().map(|file| file.joined).sum();
    assert_eq!(joined, 3_000);
}

#[test]
fn no_text_of_a_tool_is_kept_without_end() {
    let long = "x".repeat(3_000);
    let line = |url: &str| {
        r#"{"contract": "orders", "property": "latency", "value": 1, "unit": "s", "#.to_owned()
            + &format!(r#""measured_at": "2026-03-02T05:00:00Z", "source": "{long}", "#)
            + &format!(r#""environment": "{long}", "message": "{long}", "run_url": "{url}"}}"#)
    };
    let fine = format!("https://ci/{}", "x".repeat(1_000));
    let text = format!("{}\n{}", line(&fine), line(&format!("https://ci/{long}")));
    let large = format!("[{},\n{}]", line(&fine), line(&"x".repeat(70_000)));
    let read = read(&[
        ("shop/measurements/a.jsonl", &text),
        ("shop/measurements/b.json", &large),
    ]);
    let all = measured(&read, "orders");
    assert_eq!(all.len(), 3, "{:?}", findings(&read));
    for of in all {
        let lengths = [&of.tool, &of.environment, &of.message].map(|text| text.len());
        assert_eq!(lengths, [200, 200, 300]);
    }
    let urls: Vec<_> = all.iter().map(|of| of.run_url.as_deref()).collect();
    assert_eq!(urls, [Some(&*fine), None, Some(&*fine)]);
    let told = findings(&read).concat();
    assert!(
        told.contains("entry 2: it takes more than 64 KiB"),
        "{told}"
    );
}

#[test]
fn contracts_in_a_folder_of_results_are_contracts() {
    let other = |id: &str| LEVELS.replace("levels", id).replace("Levels", id);
    let read = read(&[
        ("shop/measurements/air.odcs.yaml", &other("air")),
        ("shop/measurements/water/contract.yml", &other("water")),
        (
            "shop/measurements/earth.json",
            r#"{"apiVersion": "v3.1.0", "kind": "DataContract", "id": "earth", "name": "Earth",
            "version": "1.0.0", "status": "active"}"#,
        ),
        ("shop/measurements/oors.yaml", OORS),
    ]);
    let ids: Vec<_> = read.mesh.contracts().map(|(_, of)| &*of.id).collect();
    for id in ["air", "water", "earth"] {
        assert!(ids.contains(&id), "{ids:?}");
    }
    assert_eq!(read.measured.files.len(), 1);
}

#[test]
fn names_of_tests_are_looked_up_in_wide_tables_at_once() {
    // With each column looked at for each part of each name, this takes minutes.
    let columns: String = (0..5_000)
        .map(|number| format!("{{name: a_column_{number}, logicalType: string}}, "))
        .collect();
    let wide = LEVELS.replace("name: levels", "name: a").replace(
        "{name: id, logicalType: string}",
        &format!("{columns}{{name: Last_a, logicalType: string}}"),
    );
    let tests: Vec<_> = (0..3_000)
        .map(|number| {
            let name = format!("{}last_a_{number}", "a_".repeat(60));
            format!(r#"{{"unique_id": "test.shop.{name}", "status": "pass"}}"#)
        })
        .collect();
    let text = format!(
        r#"{{"metadata": {{"dbt_schema_version": "x/dbt/run-results/v6.json",
        "generated_at": "2026-03-02T05:00:00Z"}}, "results": [{}]}}"#,
        tests.join(",")
    );
    let begun = std::time::Instant::now();
    let read = read(&[
        (
            "stock/wide.odcs.yaml",
            &wide.replace("id: levels", "id: wide"),
        ),
        ("stock/measurements/run_results.json", &text),
    ]);
    assert!(begun.elapsed().as_secs() < 30, "{:?}", begun.elapsed());
    assert_eq!(read.measured.files[0].joined, 3_000);
}

#[test]
fn nothing_is_a_pass_that_no_tool_said() {
    let untested = [
        (
            "shop/measurements/run.json",
            DATACONTRACT.replace("\"dryRun\": false", "\"dryRun\": true"),
        ),
        (
            "shop/measurements/run_results.json",
            RUN_RESULTS.replace("\"build\"", "\"compile\""),
        ),
        (
            "shop/measurements/soda.json",
            SODA.replace("\"pass\"", "null").replace("\"fail\"", "null"),
        ),
        (
            "shop/measurements/gx.json",
            GREAT_EXPECTATIONS
                .replace("\"success\": false", "\"success\": null")
                .replace("\"success\": true", "\"success\": null"),
        ),
        (
            "shop/measurements/events.jsonl",
            OPENLINEAGE.replace("COMPLETE", "RUNNING"),
        ),
    ];
    for (path, text) in untested {
        let read = read(&[(path, &text)]);
        let file = &read.measured.files[0];
        assert!(file.format.is_some() && file.silent > 0, "{path}");
        assert_eq!((file.results, told(&read).len()), (0, 0), "{path}");
    }
}

#[test]
fn files_that_are_cut_or_garbled_anywhere_end_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let central = folder.path().join("central");
    fs::create_dir_all(&central).unwrap();
    fs::write(folder.path().join("meshbook.yaml"), PORTAL).unwrap();
    for (path, text) in [("shop", ORDERS), ("stock", LEVELS)] {
        fs::create_dir_all(folder.path().join(path)).unwrap();
        fs::write(folder.path().join(path).join("own.odcs.yaml"), text).unwrap();
    }
    let mut written = 0;
    for (number, case) in CASES.iter().enumerate() {
        let ending = case.path.rsplit('.').next().unwrap();
        for at in (1..case.text.len()).step_by(11) {
            let garbled = [b'\0', b'"', b'[', b'<', 0xff].map(|byte| {
                let mut text = case.text.as_bytes().to_vec();
                text[at] = byte;
                text
            });
            let cut = case.text.as_bytes()[..at].to_vec();
            for (way, text) in garbled.into_iter().chain([cut]).enumerate() {
                let name = format!("{number}-{at}-{way}.{ending}");
                fs::write(central.join(name), text).unwrap();
                written += 1;
            }
        }
    }
    let read = pipeline::read(folder.path()).unwrap();
    assert_eq!(read.measured.files.len(), written);
    let told = findings(&read).concat();
    for file in &read.measured.files {
        let is_whole = file.joined == file.results && file.unreadable == 0;
        let is_fine = file.format.is_some() && is_whole;
        assert!(is_fine || told.contains(&*file.shown), "{}", file.shown);
    }
}

#[test]
fn the_guide_lists_every_format_and_field_and_its_example_is_read() {
    let guide = include_str!("../content/guide/measurements.md");
    for format in FORMATS {
        let row = format!("\n| {} | ", format.name);
        assert!(guide.contains(&row), "{}", format.name);
    }
    let schema = meshbook::measure::schema();
    let fields = schema["properties"].as_object().unwrap();
    for field in fields.keys() {
        assert!(guide.contains(&format!("\n| `{field}` | ")), "{field}");
    }
    for rule in ["unjoined-result", "unreadable-result", "unknown-result"] {
        assert!(guide.contains(&format!("`{rule}`")), "{rule}");
    }
    let (_, example) = guide
        .split_once("```json measurements/probe.jsonl\n")
        .unwrap();
    let (example, _) = example.split_once("```").unwrap();
    let read = read(&[("shop/measurements/probe.jsonl", example)]);
    let (format, [results, _, silent, unreadable]) = counts(&read.measured.files[0]);
    assert_eq!(format, "measurements");
    let lines = example.lines().count();
    assert_eq!(
        (results, silent, unreadable),
        (lines, 0, 0),
        "{:?}",
        findings(&read)
    );
}

/// The files of a corpus below a folder.
fn below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => below(&path, into),
            path => into.push(path),
        }
    }
}

#[test]
fn all_results_of_real_files_are_joined_or_told() {
    let Some(corpus) = std::env::var_os("MESHBOOK_CORPUS").map(PathBuf::from) else {
        println!("skipped: MESHBOOK_CORPUS is not set");
        return;
    };
    let mut files = Vec::new();
    for folder in ["dbt", "dcc-results", "openlineage"] {
        below(&corpus.join(folder), &mut files);
    }
    files.sort();
    assert!(!files.is_empty(), "no results in {}", corpus.display());
    let mut known: BTreeMap<&'static str, usize> = BTreeMap::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let read = read(&[("shop/measurements/real.json", &text)]);
        let file = &read.measured.files[0];
        let (format, [results, joined, silent, unreadable]) = counts(file);
        *known.entry(format).or_default() += 1;
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let list = |key: &str| value[key].as_array().map(Vec::len);
        let entries = match format {
            "" => {
                assert!(findings(&read)[0].starts_with("unknown-result"));
                continue;
            }
            "Data Contract CLI" => list("checks"),
            "dbt run results" | "dbt sources" => list("results"),
            other => panic!("{}: {other}", path.display()),
        };
        let shown = path.display();
        assert_eq!(Some(results + silent + unreadable), entries, "{shown}");
        let told: usize = findings(&read)
            .iter()
            .filter_map(|of| {
                of.split_once(" of ")?
                    .0
                    .rsplit(' ')
                    .next()?
                    .parse::<usize>()
                    .ok()
            })
            .sum();
        assert_eq!(joined + told, results, "{shown}: {:#?}", findings(&read));
        println!("{shown}: {format}, {entries:?} entries, {joined} joined, {silent} silent");
    }
    // Facets, catalogues and manifests are no results.
    assert!(known[""] > 0 && known["dbt run results"] > 0 && known["Data Contract CLI"] > 0);
}
