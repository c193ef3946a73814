//! How promises stand: every state at every age in every format, and what must hold whatever is
//! measured.

use std::fs;
use std::path::Path;

use jiff::{SignedDuration, Timestamp};
use meshbook::model::sla::{Amount, Duration, SlaKind, amount, length};
use meshbook::output::Site;
use meshbook::pipeline::{self, Judged};
use meshbook::rules::Outcome;
use meshbook::service_level::{CheckState, State};
use proptest::prelude::*;

const CONTRACT: &str = "\
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
fn measured() -> Timestamp {
    "2026-03-02T06:00:00Z".parse().unwrap()
}

fn later(hours: f64) -> Timestamp {
    measured() + SignedDuration::from_secs_f64(hours * 3_600.0)
}

/// A portal of one contract that promises this, and of one file of results.
fn judged(promises: &str, path: &str, results: &str, now: Timestamp) -> Judged {
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

fn write(root: &Path, path: &str, text: &str) {
    let path = root.join("measurements").join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// How the promises of the contract stand.
fn states(judged: &Judged) -> Vec<State> {
    let file = judged.mesh.contracts[0].newest().file;
    let levels = judged.service_levels.of(file).unwrap();
    levels
        .promises
        .iter()
        .map(|standing| standing.state)
        .collect()
}

fn own(property: &str, value: &str, rest: &str) -> String {
    format!(
        "{{\"contract\": \"shop.orders\", \"property\": \"{property}\", \"value\": {value}, \
         \"measured_at\": \"2026-03-02T06:00:00Z\"{rest}}}\n"
    )
}

/// Data of which the newest row was so many hours old when it was measured, in each format that
/// tells it.
fn of_age(hours: f64) -> Vec<(&'static str, String)> {
    let loaded = measured() - SignedDuration::from_secs_f64(hours * 3_600.0);
    let dbt = format!(
        r#"{{"metadata": {{"dbt_schema_version": "https://schemas.getdbt.com/dbt/sources/v3.json",
        "generated_at": "2026-03-02T06:00:00Z"}}, "results": [{{"unique_id": "source.shop.raw.orders",
        "max_loaded_at": "{loaded}", "snapshotted_at": "2026-03-02T06:00:00Z", "status": "pass",
        "max_loaded_at_time_ago_in_s": 1.0, "criteria": {{}}}}]}}"#
    );
    let fusion = dbt
        .replace("dbt/sources/v3", "dbt/freshness/v0")
        .replace("\"pass\"", "\"Pass\"");
    let oors = format!(
        r#"{{"kind": "ObservabilityResults", "apiVersion": "v0.1.0", "observedAt": "2026-03-02T06:00:00Z",
        "contract": {{"contractID": "shop.orders", "version": "1.0.0"}},
        "results": [{{"id": "latency", "type": "metric", "name": "latency", "target": {{"resourceIdentifier": "orders"}},
        "status": "pass", "measure": {{"metric": "latency", "value": {hours}, "unit": "h"}}}}]}}"#
    );
    vec![
        (
            "probe.jsonl",
            own("latency", &hours.to_string(), ", \"unit\": \"h\""),
        ),
        ("sources.json", dbt),
        ("freshness.json", fusion),
        ("latency.oors.json", oors),
    ]
}

#[test]
fn latency_stands_as_its_age_and_that_of_the_measurement_say_in_every_format() {
    let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n  - {property: frequency, value: 1, unit: h}\n";
    // How old the data was, how many hours have passed, and how it stands then.
    for (age, passed, state) in [
        (1.0, 0.0, State::Kept),
        (1.0, 2.9, State::Kept),
        // Data goes on ageing after it was looked at.
        (1.0, 3.1, State::Stale),
        (1.0, 400.0 * 24.0, State::Stale),
        (3.5, 0.0, State::AtRisk),
        (3.5, 0.4, State::AtRisk),
        (3.5, 0.6, State::Stale),
        (5.0, 0.0, State::Broken),
        (5.0, 5.9, State::Broken),
        // Two intervals, and no less than the grace of six hours.
        (5.0, 6.1, State::Stale),
    ] {
        for (path, text) in of_age(age) {
            let judged = judged(promises, path, &text, later(passed));
            assert_eq!(
                states(&judged)[0],
                state,
                "{path}: {age} h old, {passed} h ago"
            );
        }
    }
}

/// A check of the column in each format that tells one, which came out well or not.
fn checks(is_good: bool) -> Vec<(&'static str, String)> {
    let pick = |good: &'static str, bad: &'static str| if is_good { good } else { bad };
    let verdict = pick("pass", "fail");
    vec![
        (
            "probe.jsonl",
            own(
                "quality",
                pick("0", "3"),
                &format!(
                    ", \"element\": \"orders.order_id\", \"rule\": \"order-id-filled\", \"status\": \"{verdict}\""
                ),
            ),
        ),
        (
            "run_results.json",
            format!(
                r#"{{"metadata": {{"dbt_schema_version": "https://schemas.getdbt.com/dbt/run-results/v6.json",
                "generated_at": "2026-03-02T06:00:00Z"}}, "results": [{{"status": "{verdict}",
                "timing": [{{"name": "execute", "started_at": "2026-03-02T05:59:00Z", "completed_at": "2026-03-02T06:00:00Z"}}],
                "failures": {}, "unique_id": "test.shop.not_null_orders_order_id.abcdef0123"}}], "elapsed_time": 1.0}}"#,
                pick("0", "3")
            ),
        ),
        (
            "orders.json",
            format!(
                r#"{{"runId": "1", "dataContractId": "shop.orders", "dataContractVersion": "1.0.0",
                "timestampStart": "2026-03-02T05:59:00Z", "timestampEnd": "2026-03-02T06:00:00Z",
                "result": "x", "checks": [{{"category": "quality", "type": "field_null_values", "name": "n",
                "model": "orders", "field": "order_id", "qualityId": "order-id-filled", "result": "{}"}}]}}"#,
                pick("passed", "failed")
            ),
        ),
        (
            "TEST-shop.orders.xml",
            format!(
                "<?xml version=\"1.0\"?>\n<testsuite name=\"shop.orders\" timestamp=\"2026-03-02T06:00:00\">\
                 <testcase classname=\"orders.order_id\" name=\"orders__order_id__field_null_values\">{}</testcase></testsuite>\n",
                pick("", "<failure message=\"3 nulls\"/>")
            ),
        ),
        (
            "validation.json",
            format!(
                r#"{{"success": {0}, "statistics": {{"evaluated_expectations": 1}}, "meta":
                {{"great_expectations_version": "1.9.0", "run_id": {{"run_time": "2026-03-02T06:00:00+00:00"}},
                "batch_spec": {{"table_name": "orders"}}, "active_batch_definition": {{"data_asset_name": "orders"}}}},
                "results": [{{"success": {0}, "expectation_config": {{"type": "expect_column_values_to_not_be_null",
                "kwargs": {{"column": "order_id"}}}}, "result": {{"unexpected_count": {1}}}, "exception_info": {{"raised_exception": false}}}}]}}"#,
                is_good,
                pick("0", "3")
            ),
        ),
        (
            "scan.json",
            format!(
                r#"{{"definitionName": "d", "dataTimestamp": "2026-03-02T06:00:00+00:00", "scanStartTimestamp":
                "2026-03-02T06:00:00+00:00", "scanEndTimestamp": "2026-03-02T06:00:00+00:00", "hasFailures": false,
                "checks": [{{"identity": "i", "name": "order-id-filled", "type": "generic",
                "table": "orders", "column": "order_id", "metrics": ["metric-orders-order_id-missing_count"], "outcome": "{verdict}"}}]}}"#
            ),
        ),
        (
            "events.jsonl",
            format!(
                "{{\"eventType\": \"COMPLETE\", \"eventTime\": \"2026-03-02T06:00:00Z\", \"producer\": \"https://example.com\", \
                 \"schemaURL\": \"https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent\", \"run\": {{\"runId\": \"1\"}}, \
                 \"job\": {{\"namespace\": \"n\", \"name\": \"j\"}}, \"inputs\": [{{\"namespace\": \"db\", \"name\": \"raw.orders\", \
                 \"inputFacets\": {{\"dataQualityAssertions\": {{\"assertions\": [{{\"assertion\": \"not_null\", \"success\": {is_good}, \
                 \"column\": \"order_id\"}}]}}}}}}], \"outputs\": []}}\n"
            ),
        ),
        (
            "quality.oors.json",
            format!(
                r#"{{"kind": "ObservabilityResults", "apiVersion": "v0.1.0", "observedAt": "2026-03-02T06:00:00Z",
                "contract": {{"contractID": "shop.orders"}}, "results": [{{"id": "order-id-filled", "type": "check",
                "name": "filled", "target": {{"resourceIdentifier": "orders.order_id"}}, "status": "{verdict}"}}]}}"#
            ),
        ),
    ]
}

#[test]
fn a_quality_rule_stands_as_its_last_result_in_every_format() {
    let promises = "slaProperties:\n  - {property: frequency, value: 1, unit: d}\n";
    for is_good in [true, false] {
        for (path, text) in checks(is_good) {
            for (passed, is_fresh) in [(0.0, true), (47.0, true), (49.0, false), (9_600.0, false)] {
                let judged = judged(promises, path, &text, later(passed));
                let file = judged.mesh.contracts[0].newest().file;
                let levels = judged.service_levels.of(file).unwrap();
                let rule = levels.check(0, "order_id", 0);
                let state = match (is_fresh, is_good) {
                    (false, _) => CheckState::Stale,
                    (true, true) => CheckState::Passing,
                    (true, false) => CheckState::Failing,
                };
                let told = format!("{path}: {is_good}, {passed} h ago");
                let rule = rule.unwrap_or_else(|| panic!("{told}: {:?}", levels.checks));
                assert_eq!(rule.state, state, "{told}");
                let since = (!is_good).then(measured);
                assert_eq!(rule.failing_since, since, "{told}");
            }
        }
    }
}

#[test]
fn each_kind_of_promise_is_held_against_what_was_measured() {
    const SHARE: &str = ", \"unit\": \"percent\", \"window\": \"30d\", \"samples\": 720";
    const FEW: &str = ", \"unit\": \"percent\", \"window\": \"30d\", \"samples\": 3";
    const EVENTS: &str = ", \"unit\": \"events/s\"";
    for (promise, measured, state) in [
        (
            "availability, value: 99.5, unit: percent",
            own("availability", "99.9", SHARE),
            State::Kept,
        ),
        (
            "availability, value: 99.5, unit: percent",
            own("availability", "99.55", SHARE),
            State::AtRisk,
        ),
        (
            "availability, value: 99.5, unit: percent",
            own("av", "98", SHARE),
            State::Broken,
        ),
        (
            "availability, value: 99.5, unit: percent",
            own("availability", "99.9", FEW),
            State::Unmeasured,
        ),
        (
            "errorRate, value: 1, unit: percent",
            own("errorRate", "0.2", SHARE),
            State::Kept,
        ),
        (
            "throughput, value: 4000, unit: events/s",
            own("throughput", "4100", EVENTS),
            State::Kept,
        ),
        (
            "throughput, value: 4000, unit: events/s",
            own("throughput", "41", ", \"unit\": \"MB/s\""),
            State::Unmeasured,
        ),
        (
            "frequency, value: 1, unit: d",
            own("frequency", "\"PT24H\"", ""),
            State::Kept,
        ),
        (
            "retention, value: 3, unit: y",
            own("retention", "\"P4Y\"", ""),
            State::Kept,
        ),
        (
            "retention, value: 3, unit: y",
            own("retention", "\"P2Y\"", ""),
            State::Broken,
        ),
        (
            "timeToRepair, value: 8, unit: h",
            own("tr", "\"PT9H\"", ""),
            State::Broken,
        ),
        (
            "timeOfAvailability, value: '06:30+01:00'",
            own("timeOfAvailability", "\"05:10+00:00\"", ""),
            State::Kept,
        ),
        (
            "timeOfAvailability, value: '06:30+01:00'",
            own("timeOfAvailability", "\"05:40+00:00\"", ""),
            State::Broken,
        ),
        // What was measured on test data says nothing of the data in use.
        (
            "latency, value: 4, unit: h",
            own("latency", "\"PT1H\"", ", \"environment\": \"test\""),
            State::Unmeasured,
        ),
        // What was measured of something else says nothing of it.
        (
            "latency, value: 4, unit: h",
            own("availability", "99.9", SHARE),
            State::Unmeasured,
        ),
        (
            "latency, value: soon",
            own("latency", "\"PT1H\"", ""),
            State::Unverifiable,
        ),
        (
            "latency, value: real-time",
            own("latency", "\"PT1H\"", ""),
            State::Unverifiable,
        ),
        (
            "support, value: 24x7",
            own("latency", "\"PT1H\"", ""),
            State::Unverifiable,
        ),
        // What was measured of the whole table is of each of its columns.
        (
            "latency, value: 4, unit: h, element: orders.order_id",
            own("latency", "\"PT1H\"", ", \"element\": \"orders\""),
            State::Kept,
        ),
    ] {
        let promises = format!("slaProperties:\n  - {{property: {promise}}}\n");
        let judged = judged(&promises, "probe.jsonl", &measured, later(0.5));
        assert_eq!(states(&judged), [state], "{promise}: {measured}");
    }
}

#[test]
fn a_promise_of_several_tables_is_kept_only_where_all_are_measured() {
    let text = CONTRACT.replace(
        "schema:\n",
        "schema:\n  - name: lines\n    properties: [{name: line_id}]\n",
    );
    let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
    let of = |tables: &[&str]| {
        let folder = tempfile::tempdir().unwrap();
        fs::write(
            folder.path().join("orders.odcs.yaml"),
            format!("{text}{promises}"),
        )
        .unwrap();
        let lines = tables.iter().map(|table| {
            own(
                "latency",
                "\"PT1H\"",
                &format!(", \"element\": \"{table}\""),
            )
        });
        write(folder.path(), "probe.jsonl", &lines.collect::<String>());
        states(&pipeline::judge(
            pipeline::read(folder.path()).unwrap(),
            later(0.0),
        ))
    };
    assert_eq!(of(&["orders"]), [State::Unmeasured]);
    assert_eq!(of(&["orders", "lines"]), [State::Kept]);
}

/// How one promise stands by lines of results, in a contract of one table.
fn stands(promise: &str, lines: &[String], now: Timestamp) -> State {
    let promises = format!("slaProperties:\n  - {{property: {promise}}}\n");
    states(&judged(&promises, "probe.jsonl", &lines.concat(), now))[0]
}

/// A measured latency with its moment, as hours after all others, and more.
fn latency(hours: f64, after: f64, rest: &str) -> String {
    let at = later(after);
    format!(
        "{{\"contract\": \"shop.orders\", \"property\": \"latency\", \"value\": {hours}, \"unit\": \"h\", \
         \"measured_at\": \"{at}\"{rest}}}\n"
    )
}

#[test]
fn a_miss_is_not_made_good_by_something_else() {
    let promise = "latency, value: 4, unit: h";
    for (lines, state) in [
        // Of two environments the worse one counts.
        (
            vec![
                latency(9.0, 0.0, ", \"environment\": \"prod-eu\""),
                latency(1.0, 0.1, ", \"environment\": \"prod-us\""),
            ],
            State::Broken,
        ),
        // Of two columns as well.
        (
            vec![
                latency(9.0, 0.0, ", \"element\": \"orders.order_id\""),
                latency(1.0, 0.1, ", \"environment\": \"staging-eu\""),
            ],
            State::Broken,
        ),
        // A pass that is told five times was seen once.
        (
            vec![latency(9.0, -1.0, ""), latency(1.0, 0.0, "").repeat(5)],
            State::AtRisk,
        ),
        // The same moment twice, good and bad.
        (
            vec![latency(1.0, 0.0, ""), latency(9.0, 0.0, "")],
            State::Broken,
        ),
        // What was measured of the whole counts no longer once its only table is measured.
        (
            vec![
                latency(1.0, -900.0, ""),
                latency(1.0, 0.0, ", \"element\": \"orders\""),
            ],
            State::Kept,
        ),
    ] {
        assert_eq!(stands(promise, &lines, later(0.2)), state, "{lines:?}");
    }
}

#[test]
fn the_pace_of_data_is_not_that_of_all_else_and_has_an_end() {
    let share = ", \"unit\": \"percent\", \"window\": \"1d\", \"samples\": 720";
    let contract = |frequency: &str| {
        format!(
            "slaProperties:\n  - {{property: availability, value: 99, unit: percent}}\n  \
             - {{property: latency, value: 300, unit: d}}\n  - {{property: frequency, value: {frequency}}}\n"
        )
    };
    let lines = own("availability", "99.9", share) + &own("latency", "\"PT1H\"", "");
    for (frequency, days, expected) in [
        ("30y", 1.9, [State::Kept, State::Kept]),
        // Availability is measured daily, however seldom data comes.
        ("30y", 2.1, [State::Stale, State::Kept]),
        ("30y", 61.0, [State::Stale, State::Kept]),
        ("30y", 63.0, [State::Stale, State::Stale]),
        ("1h", 1.9, [State::Kept, State::Stale]),
    ] {
        let judged = judged(
            &contract(frequency),
            "probe.jsonl",
            &lines,
            later(days * 24.0),
        );
        assert_eq!(states(&judged)[..2], expected, "{frequency}, {days} days");
    }
}

#[test]
fn a_range_is_judged_by_the_end_that_promises_less_however_it_is_written() {
    for range in ["value: 4, valueExt: 1", "value: 1, valueExt: 4"] {
        let promise = format!("latency, {range}, unit: h");
        let lines = [latency(2.0, 0.0, "")];
        assert_eq!(stands(&promise, &lines, later(1.9)), State::Kept, "{range}");
        assert_eq!(
            stands(&promise, &lines, later(2.1)),
            State::Stale,
            "{range}"
        );
    }
}

#[test]
fn a_share_without_a_number_is_no_evidence() {
    let line = own(
        "availability",
        "12.5",
        ", \"unit\": \"percent\", \"status\": \"pass\"",
    );
    let state = stands(
        "availability, value: 99.9, unit: percent",
        &[line],
        later(0.0),
    );
    assert_eq!(state, State::Unmeasured);
}

#[test]
fn to_stop_measuring_mends_nothing() {
    let outcome = |value: &str, days: f64| {
        let share = ", \"unit\": \"percent\", \"window\": \"1d\", \"samples\": 720";
        let promises = "slaProperties:\n  - {property: availability, value: 99, unit: percent}\n";
        let line = own("availability", value, share);
        let judged = judged(promises, "probe.jsonl", &line, later(days * 24.0));
        let at = judged.scorecards.book.position("sla-broken").unwrap();
        judged.scorecards.contracts[0].verdicts[at].outcome
    };
    assert_eq!(outcome("99.9", 0.1), Outcome::Pass);
    assert_eq!(outcome("50", 0.1), Outcome::Fail);
    assert_eq!(outcome("50", 9.0), Outcome::Fail);
    assert!(matches!(outcome("99.9", 9.0), Outcome::Unknown(_)));
}

#[test]
fn nothing_is_believed_of_who_measures_in_advance() {
    let lines = [latency(1.0, 0.0, ""), latency(1.0, 400.0, "")];
    let promise = "latency, value: 4, unit: h";
    assert_eq!(stands(promise, &lines, later(0.5)), State::Unmeasured);
}

#[test]
fn what_was_measured_in_the_future_was_not_measured() {
    let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
    let judged = judged(
        promises,
        "probe.jsonl",
        &own("latency", "\"PT1H\"", ""),
        later(-2.0),
    );
    assert_eq!(states(&judged), [State::Unmeasured]);
    assert!(
        judged
            .findings
            .iter()
            .any(|finding| finding.rule == "result-ahead")
    );
}

/// How much a state promises to who reads it: less is never more again as time passes.
fn rank(state: State) -> u8 {
    match state {
        State::Kept => 0,
        State::AtRisk => 1,
        State::Broken => 2,
        State::Stale => 3,
        State::Unmeasured | State::Unverifiable => 4,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_state_improves_as_time_passes(
        ages in prop::collection::vec(0.0..6.0f64, 1..7),
        one in 0.0..40.0f64,
        more in 0.0..400.0f64,
        windowed in any::<bool>(),
    ) {
        let window = if windowed { ", \"window\": \"1h\"" } else { "" };
        let lines: String = ages.iter().enumerate().map(|(at, age)| {
            let when = measured() - SignedDuration::from_hours((ages.len() - 1 - at) as i64);
            format!(
                "{{\"contract\": \"shop.orders\", \"property\": \"latency\", \"value\": {age}, \"unit\": \"h\", \
                 \"measured_at\": \"{when}\"{window}}}\n"
            )
        }).collect();
        let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
        let [first, then] = [one, one + more].map(|hours| {
            states(&judged(promises, "probe.jsonl", &lines, later(hours)))[0]
        });
        prop_assert!(rank(first) <= rank(then), "{first:?} became {then:?}");
    }

    #[test]
    fn the_better_of_two_values_never_stands_worse(
        age in 0.0..8.0f64,
        less in 0.0..8.0f64,
    ) {
        let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
        let [worse, better] = [age, (age - less).max(0.0)].map(|age| {
            let line = own("latency", &age.to_string(), ", \"unit\": \"h\", \"window\": \"1h\"");
            states(&judged(promises, "probe.jsonl", &line, later(0.0)))[0]
        });
        prop_assert!(rank(better) <= rank(worse), "{better:?} for the better, {worse:?} for the worse");
    }

    #[test]
    fn durations_are_read_back_as_they_are_printed(
        number in 0u32..5_000,
        unit in prop::sample::select(vec!["ms", "s", "min", "h", "d", "weeks", "months", "q", "y", "Hours", "DAYS"]),
    ) {
        let read = |text: &str, unit: Option<&str>| match amount(SlaKind::Retention, text, unit) {
            Ok(Amount::Duration(duration)) => duration,
            other => panic!("{text}: {other:?}"),
        };
        let duration = read(&number.to_string(), Some(unit));
        prop_assert_eq!(read(&duration.to_string(), None), duration);
        prop_assert_eq!(read(&duration.iso(), None), duration);
        prop_assert_eq!(read(&format!("{number} {unit}"), None), duration);
    }

    #[test]
    fn durations_of_several_parts_are_read_back_from_iso(
        months in 0u32..400, days in 0u32..400, milliseconds in 0u64..90_000_000,
    ) {
        let duration = Duration { months, days, milliseconds };
        prop_assert_eq!(length(&duration.iso()), Some(duration));
    }

    #[test]
    fn a_longer_time_counts_more_seconds(a in 1u32..900, b in 1u32..900) {
        for unit in ["s", "min", "h", "d", "months", "y"] {
            let [one, other] = [a, b].map(|number| length(&format!("{number} {unit}")).unwrap());
            prop_assert_eq!(a.cmp(&b), one.seconds().total_cmp(&other.seconds()));
        }
    }
}

/// What a schema refuses of a document.
fn refused(schema: &serde_json::Value, document: &serde_json::Value) -> Vec<String> {
    let validator = jsonschema::validator_for(schema).unwrap();
    let errors = validator.iter_errors(document);
    errors
        .map(|error| format!("{error} at {}", error.instance_path()))
        .collect()
}

#[test]
fn the_status_of_the_sample_and_its_measurements_keep_to_their_schemas() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let now = "2026-03-02T09:00:00Z".parse().unwrap();
    let judged = pipeline::judge(pipeline::read(root).unwrap(), now);
    let measured = &judged.service_levels.measured.files;
    let own = measured
        .iter()
        .filter(|file| file.shown.ends_with(".jsonl"));
    let own = own.filter(|file| file.shown.contains("/probe/"));
    let mut lines = 0;
    for file in own {
        let text = fs::read_to_string(root.join("content/sample").join(&file.shown)).unwrap();
        for line in text.lines() {
            let document = serde_json::from_str(line).unwrap();
            let faults = refused(&meshbook::measure::schema(), &document);
            assert!(faults.is_empty(), "{line}: {faults:?}");
            lines += 1;
        }
    }
    assert!(lines > 500, "{lines}");
    let site = Site::new(judged.portal(now)).unwrap();
    let schema = meshbook::output::status::schema();
    let routes: Vec<String> = site.routes().map(str::to_owned).collect();
    let status = routes
        .iter()
        .filter(|route| route.starts_with("api/status"));
    assert!(status.clone().count() > 15);
    for route in status {
        let bytes = site.render(route).unwrap().unwrap();
        let document = serde_json::from_slice(&bytes).unwrap();
        let faults = refused(&schema, &document);
        assert!(faults.is_empty(), "{route}: {faults:?}");
    }
}

#[test]
fn nearly_all_results_of_the_sample_belong_somewhere() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let read = pipeline::read(root).unwrap();
    let files = read.measured.files.iter();
    let (joined, results) = files.fold((0, 0), |(joined, results), file| {
        assert!(file.format.is_some(), "{}", file.shown);
        assert_eq!(file.unreadable, 0, "{}", file.shown);
        (joined + file.joined, results + file.results)
    });
    println!("{joined} of {results} results are joined");
    assert!(results > 1_000, "{results}");
    assert!(joined * 100 >= results * 95, "{joined} of {results}");
    let told = read
        .findings
        .iter()
        .filter(|finding| finding.rule == "unjoined-result");
    assert!(told.count() > 0);
}
