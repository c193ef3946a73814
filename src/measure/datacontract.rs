//! Data Contract CLI: what a test of a data contract found (`datacontract test
//! --output-format json`).

use std::io::Read;

use serde::Deserialize;

use super::field::{Flag, List, Number, Part, Words, entry_fault, message};
use super::metric::metric;
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};
use crate::model::sla::{SlaKind, amount};

pub(super) const FORMAT: Format = Format {
    name: "Data Contract CLI",
    holds: "what a test of a data contract found",
    is_it: |head| head.is_object_with("\"runId\"") && head.text.contains("\"dataContractId\""),
    read,
};

/// The tool, in its own spelling.
pub(super) const TOOL: &str = "datacontract-cli";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(default)]
    data_contract_id: Words,
    #[serde(default)]
    data_contract_version: Words,
    #[serde(default)]
    server: Words,
    #[serde(default)]
    timestamp_start: Words,
    #[serde(default)]
    timestamp_end: Words,
    #[serde(default)]
    dry_run: Flag,
    checks: List<Check>,
}

#[derive(Deserialize)]
struct Check {
    #[serde(default)]
    key: Words,
    #[serde(default)]
    category: Words,
    #[serde(default, rename = "type")]
    kind: Words,
    #[serde(default)]
    name: Words,
    #[serde(default)]
    model: Words,
    #[serde(default)]
    field: Words,
    #[serde(default, rename = "qualityId")]
    quality_id: Words,
    /// The name of the same before version 1.
    #[serde(default, rename = "quality_id")]
    former_quality_id: Words,
    #[serde(default)]
    dimension: Words,
    #[serde(default)]
    implementation: Words,
    #[serde(default)]
    result: Words,
    #[serde(default)]
    reason: Words,
    #[serde(default)]
    diagnostics: Part<Diagnostics>,
}

#[derive(Default, Deserialize)]
struct Diagnostics {
    #[serde(default)]
    value: Number,
    #[serde(default)]
    unit: Words,
    #[serde(default)]
    age_seconds: Number,
    #[serde(default)]
    latest_timestamp: Words,
}

fn read(text: &mut dyn Read, _: &Head<'_>) -> Result<Batch, Fault> {
    let file: File = serde_json::from_reader(text)?;
    let end = file.timestamp_end.told().and_then(moment);
    let mut batch = Batch {
        all: Common {
            tool: TOOL.into(),
            contract: file.data_contract_id.0,
            version: file.data_contract_version.0,
            at: end.or_else(|| file.timestamp_start.told().and_then(moment)),
            environment: file.server.0,
            ..Common::default()
        },
        ..Batch::default()
    };
    let is_dry = file.dry_run.0 == Some(true);
    for (at, check) in file.checks.told_in(&mut batch).into_iter().enumerate() {
        if is_dry {
            batch.silent += 1;
            continue;
        }
        match observation(check) {
            Ok(Some(observation)) => batch.add(observation),
            Ok(None) => batch.silent += 1,
            Err(why) => batch.faults.push(entry_fault(at + 1, &why)),
        }
    }
    Ok(batch)
}

/// The result of a check; `None` where nothing was tested.
fn observation(check: Check) -> Result<Option<Observation>, String> {
    let reason = check.reason.told().unwrap_or_default();
    let verdict = match check.result.told() {
        // Planned, and never run.
        None | Some("skipped") => return Ok(None),
        Some("passed") => Verdict::Passed,
        Some("warning") if is_untested(check.implementation.told(), reason) => return Ok(None),
        Some("warning" | "info") => Verdict::Warned,
        Some("failed") => Verdict::Failed,
        Some("error" | "unknown") => Verdict::Errored,
        Some(other) => return Err(format!("the result `{other}` is not known")),
    };
    let kind = check.kind.told().unwrap_or_default();
    let what = what(check.category.told(), kind);
    let is_quality = what == What::Quality;
    let rule = check.quality_id.0.or(check.former_quality_id.0);
    let name = match check.name.told() {
        // All rules in SQL are called so.
        Some("Quality Check") => check.key.0.clone().or(check.name.0),
        _ => check.name.0.clone().or_else(|| check.key.0.clone()),
    };
    Ok(Some(Observation {
        about: About {
            object: check.model.0,
            property: check.field.0,
            // That of a service level is no quality rule.
            rule: rule.filter(|_| is_quality),
            rule_at: check.key.told().and_then(rule_at),
            name,
            metric: metric(kind).filter(|_| is_quality),
            dimension: check.dimension.0,
            ..About::default()
        },
        verdict: Some(verdict),
        value: value(what, &check.diagnostics.0),
        message: message(reason),
        ..Observation::new(what)
    }))
}

/// Whether a check warns because it could not be tested, which says nothing of the data.
pub(super) fn is_untested(implementation: Option<&str>, reason: &str) -> bool {
    const WORDS: [&str; 4] = [
        "not supported",
        "no longer supported",
        "only supported",
        "skipping the",
    ];
    implementation == Some("unsupported") || WORDS.iter().any(|words| reason.contains(words))
}

/// What a check of a category and type looks at.
pub(super) fn what(category: Option<&str>, kind: &str) -> What {
    if let Some(level) = kind.strip_prefix("servicelevel_") {
        return What::Service(SlaKind::named(level));
    }
    match category {
        Some("schema") => What::Schema,
        Some(_) => What::Quality,
        // What is wrong with the contract or the run as a whole.
        None if matches!(kind, "lint" | "general") => What::Schema,
        None => match kind {
            "field_null_values" | "field_missing_values" => What::Quality,
            "field_duplicate_values" | "field_invalid_values" => What::Quality,
            kind if kind.starts_with("field_quality") => What::Quality,
            kind if kind.starts_with("field_") || kind == "primary_key_unique" => What::Schema,
            _ => What::Quality,
        },
    }
}

/// The place of a rule in its list that the key of a check tells, as in `ORDERS__quality_sql_1`.
pub(super) fn rule_at(key: &str) -> Option<usize> {
    let (_, last) = key.rsplit_once("__")?;
    let rest = last.strip_prefix("quality_")?;
    let (_, number) = rest.rsplit_once('_')?;
    number.parse().ok()
}

fn value(what: What, of: &Diagnostics) -> Option<Value> {
    let What::Service(kind) = what else {
        let unit = of.unit.0.clone().unwrap_or_default();
        return Some(Value::Count(of.value.0?, unit));
    };
    let latest = of.latest_timestamp.told().and_then(moment);
    if let Some(latest) = latest.filter(|_| kind == SlaKind::Latency) {
        return Some(Value::Loaded(latest));
    }
    if let Some(seconds) = of.age_seconds.0 {
        return Some(Value::Seconds(seconds));
    }
    let told = amount(kind, &of.value.0?.to_string(), of.unit.told()).ok()?;
    Value::of(told)
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, head_of};
    use super::*;

    fn file(rest: &str, checks: &str) -> String {
        format!(
            r#"{{"runId": "1", "dataContractId": "orders", "dataContractVersion": "1.2.0",
            "server": "prod", "timestampStart": "2026-03-02T05:00:00Z",
            "timestampEnd": "2026-03-02T05:10:00.5Z"{rest}, "checks": [{checks}],
            "logs": [{{"message": "row 4711"}}]}}"#
        )
    }

    fn told(checks: &str) -> Vec<String> {
        Trial::of(&FORMAT, &file("", checks)).told()
    }

    #[test]
    fn checks_keep_their_names_and_say_what_they_say() {
        for (check, expected) in [
            (
                r#"{"key": "ORDERS__id__field_null_values", "category": "quality",
                "type": "field_null_values", "name": "no nulls", "model": "ORDERS", "field": "id",
                "qualityId": "no-nulls", "dimension": "completeness", "result": "passed",
                "diagnostics": {"value": 0, "threshold": "= 0"}}"#,
                "Quality ORDERS/id rule=no-nulls metric=nullValues name=no nulls Passed 0",
            ),
            (
                r#"{"key": "ORDERS__quality_sql_1", "category": "quality", "type": "model_quality_sql",
                "name": "Quality Check", "model": "ORDERS", "result": "failed",
                "reason": "Actual custom_sql(ORDERS) was 3, expected = 0",
                "diagnostics": {"value": 3.0}, "failedSamples": [{"name": "Ada"}]}"#,
                "Quality ORDERS at=1 name=ORDERS__quality_sql_1 Failed 3 \
                 \"Actual custom_sql(ORDERS) was 3, expected = 0\"",
            ),
            (
                r#"{"key": "ORDERS__id__field_is_present", "category": "schema",
                "type": "field_is_present", "name": "is there", "model": "ORDERS", "field": "id",
                "result": "passed", "diagnostics": {"present": true}}"#,
                "Schema ORDERS/id name=is there Passed",
            ),
            (
                r#"{"type": "lint", "name": "valid", "result": "failed", "reason": "no version"}"#,
                "Schema - name=valid Failed \"no version\"",
            ),
            (
                r#"{"category": "servicelevel", "type": "servicelevel_freshness", "model": "ORDERS",
                "field": "at", "qualityId": "fresh", "result": "passed", "diagnostics":
                {"age_seconds": 60, "latest_timestamp": "2026-03-02T05:09:00+00:00"}}"#,
                "Service(Latency) ORDERS/at Passed loaded 2026-03-02T05:09:00Z",
            ),
            (
                r#"{"category": "servicelevel", "type": "servicelevel_retention", "model": "ORDERS",
                "field": "at", "result": "failed", "diagnostics": {"age_seconds": 86400}}"#,
                "Service(Retention) ORDERS/at Failed 86400 s",
            ),
            (
                r#"{"category": "servicelevel", "type": "servicelevel_freshness", "model": "ORDERS",
                "result": "warning", "diagnostics": {"value": 3, "unit": "h"}}"#,
                "Service(Latency) ORDERS Warned 10800 s",
            ),
            (
                r#"{"category": "custom", "type": "x", "quality_id": "old", "result": "error"}"#,
                "Quality - rule=old Errored",
            ),
            (
                r#"{"category": "quality", "type": "row_count", "name": 5, "model": "ORDERS",
                "result": "unknown", "diagnostics": "none"}"#,
                "Quality ORDERS metric=rowCount name=5 Errored",
            ),
        ] {
            assert_eq!(told(check), [expected], "{check}");
        }
    }

    #[test]
    fn what_was_not_tested_is_no_pass() {
        for check in [
            r#"{"category": "quality", "result": null}"#,
            r#"{"category": "quality"}"#,
            r#"{"category": "quality", "result": "skipped"}"#,
            r#"{"category": "schema", "implementation": "unsupported", "result": "warning"}"#,
            r#"{"category": "schema", "result": "warning",
            "reason": "Checking types in parquet files is not supported yet."}"#,
        ] {
            let trial = Trial::of(&FORMAT, &file("", check));
            assert_eq!(
                (trial.told().len(), trial.batch().silent),
                (0, 1),
                "{check}"
            );
        }
        let passed = r#"{"category": "quality", "result": "passed"}"#;
        let trial = Trial::of(&FORMAT, &file(r#", "dryRun": true"#, passed));
        assert_eq!((trial.told().len(), trial.batch().silent), (0, 1));
    }

    #[test]
    fn one_bad_check_loses_no_other() {
        let trial = Trial::of(
            &FORMAT,
            &file(
                "",
                r#""x", {"type": "t", "result": "fine"}, {"type": "t", "result": "passed"}"#,
            ),
        );
        assert_eq!(trial.told().len(), 1);
        let faults: Vec<_> = trial
            .batch()
            .faults
            .first()
            .iter()
            .map(|of| &*of.message)
            .collect();
        assert_eq!(faults.len(), 2);
        assert!(
            faults[1].ends_with("the result `fine` is not known"),
            "{faults:?}"
        );
    }

    #[test]
    fn all_of_a_run_have_its_contract_and_time() {
        let trial = Trial::of(&FORMAT, &file("", ""));
        let all = &trial.batch().all;
        assert_eq!(all.contract.as_deref(), Some("orders"));
        assert_eq!(all.version.as_deref(), Some("1.2.0"));
        assert_eq!(all.environment.as_deref(), Some("prod"));
        assert_eq!(all.at.unwrap().to_string(), "2026-03-02T05:10:00.5Z");
        let lint = r#"{"runId": "1", "dataContractId": null, "checks": null}"#;
        let trial = Trial::of(&FORMAT, lint);
        assert_eq!(trial.batch().all.contract, None);
        assert!(!(FORMAT.is_it)(&head_of(r#"{"runId": "1"}"#)));
    }
}
