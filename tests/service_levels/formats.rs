//! Every state at every age in every format that tells it.

use jiff::SignedDuration;
use meshbook::service_level::{CheckState, State};

use crate::{judged, later, measured, own, states};

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
