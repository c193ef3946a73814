//! Soda: results of scans (Soda 3), and what Soda 4 says of a contract that it verified.

use std::io::Read;

use serde::Deserialize;

use super::field::{List, Number, Part, Words, entry_fault, name};
use super::metric::metric;
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};
use crate::model::sla::SlaKind;

pub(super) const FORMAT: Format = Format {
    name: "Soda",
    holds: "results of scans",
    is_it: |head| head.is_object_with("\"scanStartTimestamp\""),
    read,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    /// A name that is given to the scan; it may be the id of a contract.
    #[serde(default)]
    definition_name: Words,
    #[serde(default)]
    data_timestamp: Words,
    #[serde(default)]
    scan_start_timestamp: Words,
    #[serde(default)]
    scan_end_timestamp: Words,
    #[serde(default)]
    checks: List<Check>,
    #[serde(default)]
    automated_monitoring_checks: List<Check>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Check {
    #[serde(default)]
    name: Words,
    /// What was checked, in the language of Soda; its first words are looked at.
    #[serde(default)]
    definition: Words,
    #[serde(default, alias = "dataset")]
    table: Words,
    #[serde(default)]
    dataset_prefix: Part<Vec<Words>>,
    #[serde(default)]
    column: Words,
    #[serde(default)]
    outcome: Words,
    #[serde(default)]
    diagnostics: Part<Diagnostics>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Diagnostics {
    #[serde(default)]
    value: Number,
    #[serde(default)]
    max_column_timestamp: Words,
    #[serde(default)]
    max_column_timestamp_utc: Words,
}

fn read(text: &mut dyn Read, _: &Head<'_>) -> Result<Batch, Fault> {
    let file: File = serde_json::from_reader(text)?;
    let times = [
        &file.data_timestamp,
        &file.scan_end_timestamp,
        &file.scan_start_timestamp,
    ];
    let mut times = times.into_iter().filter_map(Words::told);
    let mut batch = Batch {
        all: Common {
            tool: "Soda".into(),
            at: times.find_map(moment),
            ..Common::default()
        },
        ..Batch::default()
    };
    let suite = file.definition_name.told().and_then(name);
    for list in [file.checks, file.automated_monitoring_checks] {
        for (at, check) in list.told_in(&mut batch).into_iter().enumerate() {
            match observation(check) {
                Ok(Some(mut observation)) => {
                    observation.about.suite = suite.clone();
                    batch.add(observation);
                }
                Ok(None) => batch.silent += 1,
                Err(why) => batch.faults.push(entry_fault(at + 1, &why)),
            }
        }
    }
    Ok(batch)
}

/// The result of a check; `None` where it was not evaluated.
fn observation(check: Check) -> Result<Option<Observation>, String> {
    let outcome = check.outcome.told().map(str::to_lowercase);
    let verdict = match outcome.as_deref() {
        None | Some("unevaluated" | "not_evaluated" | "excluded") => return Ok(None),
        Some("pass" | "passed") => Verdict::Passed,
        Some("warn" | "warned") => Verdict::Warned,
        Some("fail" | "failed") => Verdict::Failed,
        Some("error") => Verdict::Errored,
        Some(other) => return Err(format!("the outcome `{other}` is not known")),
    };
    let kind = kind(check.definition.told(), check.name.told());
    let of = &check.diagnostics.0;
    let (what, value) = match &*kind {
        "freshness" => {
            let newest = [&of.max_column_timestamp_utc, &of.max_column_timestamp];
            let newest = newest.into_iter().find_map(|text| moment(text.told()?));
            (What::Service(SlaKind::Latency), newest.map(Value::Loaded))
        }
        "schema" => (What::Schema, None),
        kind => {
            let unit = if kind.ends_with("_percent") {
                "percent"
            } else {
                ""
            };
            let value = of.value.0.map(|number| Value::Count(number, unit.into()));
            (What::Quality, value)
        }
    };
    let prefix = check.dataset_prefix.0.iter().filter_map(Words::told);
    let path: Vec<&str> = prefix.chain(check.table.told()).collect();
    Ok(Some(Observation {
        about: About {
            object: (!path.is_empty()).then(|| path.join(".").into()),
            property: check.column.0,
            metric: counted(&kind),
            name: check.name.0,
            ..About::default()
        },
        verdict: Some(verdict),
        value,
        ..Observation::new(what)
    }))
}

/// The first word of a check, such as `missing_count`: that of its definition, which stands in
/// the second line behind the table, or else that of its name.
fn kind(definition: Option<&str>, name: Option<&str>) -> String {
    let second = definition.and_then(|text| text.split_once(":\n"));
    let text = second.map(|(_, rest)| rest).or(name).unwrap_or_default();
    let text = text.trim_start_matches([' ', '-']);
    let is_in = |c: char| c.is_alphanumeric() || c == '_';
    text.chars().take_while(|c| is_in(*c)).collect()
}

/// The metric of ODCS that a check counts.
fn counted(kind: &str) -> Option<&'static str> {
    let is_count = kind.ends_with("_count") || kind.ends_with("_percent");
    metric(kind).filter(|_| is_count)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn scan(checks: &str) -> Trial {
        let text = format!(
            r#"{{"definitionName": "s", "dataTimestamp": "2026-03-02T05:15:00+00:00",
            "scanStartTimestamp": "2026-03-02T06:00:00+00:00", "checks": [{checks}],
            "logs": [{{"message": "Ada"}}]}}"#
        );
        Trial::of(&FORMAT, &text)
    }

    fn check(name: &str, definition: &str, rest: &str) -> String {
        format!(
            r#"{{"name": "{name}", "definition": "checks for ORDERS:\n  {definition}",
            "table": "ORDERS", {rest}}}"#
        )
    }

    #[test]
    fn checks_say_what_they_count() {
        for (check, expected) in [
            (
                check(
                    "missing_count(id) = 0",
                    "missing_count(id) = 0",
                    r#""column": "id", "outcome": "pass", "diagnostics": {"value": 0}"#,
                ),
                "Quality ORDERS/id metric=missingValues name=missing_count(id) = 0 Passed 0",
            ),
            (
                check(
                    "Few lack it",
                    "- missing_percent(id):\\n      warn: when > 10",
                    r#""column": "id", "outcome": "warn", "diagnostics": {"value": 15.0}"#,
                ),
                "Quality ORDERS/id metric=missingValues name=Few lack it Warned 15 percent",
            ),
            (
                check(
                    "No missing parts",
                    "- failed rows:\\n      name: x",
                    r#""column": null, "outcome": "fail", "diagnostics": {"value": 3,
                    "blocks": [{"file": {"columns": []}}]}"#,
                ),
                "Quality ORDERS name=No missing parts Failed 3",
            ),
            (
                check("Schema Check", "- schema:", r#""outcome": "pass""#),
                "Schema ORDERS name=Schema Check Passed",
            ),
            (
                check(
                    "Fresh",
                    "- freshness(at) < 5h:",
                    r#""column": "at", "outcome": "pass",
                    "diagnostics": {"value": 1440507,
                    "maxColumnTimestampUtc": "2026-03-02 04:51:00+00:00"}"#,
                ),
                "Service(Latency) ORDERS/at name=Fresh Passed loaded 2026-03-02T04:51:00Z",
            ),
            (
                r#"{"name": "row_count > 0", "dataset": "orders", "outcome": "FAILED",
                "datasetPrefix": ["db", "shop"]}"#
                    .to_owned(),
                "Quality db.shop.orders metric=rowCount name=row_count > 0 Failed",
            ),
        ] {
            let expected = expected.replacen(" metric=", " suite=s metric=", 1);
            let expected = match expected.contains("suite=") {
                true => expected,
                false => expected.replacen(" name=", " suite=s name=", 1),
            };
            assert_eq!(scan(&check).told(), [expected], "{check}");
        }
    }

    #[test]
    fn what_was_not_evaluated_is_no_pass() {
        for outcome in ["null", "\"unevaluated\"", "\"NOT_EVALUATED\""] {
            let trial = scan(&format!(r#"{{"name": "x", "outcome": {outcome}}}"#));
            assert_eq!(
                (trial.told().len(), trial.batch().silent),
                (0, 1),
                "{outcome}"
            );
        }
    }

    #[test]
    fn one_bad_check_loses_no_other() {
        let trial = scan(r#"3, {"outcome": "fine"}, {"outcome": "pass"}"#);
        assert_eq!((trial.told().len(), trial.batch().faults.len()), (1, 2));
        let at = trial.batch().all.at.unwrap();
        assert_eq!(at.to_string(), "2026-03-02T05:15:00Z");
    }
}
