//! Great Expectations: validation results, and results of checkpoints that hold several of them.

use std::io::Read;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::field::{Flag, List, Number, Part, Several, Words, anything, message, name};
use super::metric::expectation;
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};

pub(super) const FORMAT: Format = Format {
    name: "Great Expectations",
    holds: "results of validations and checkpoints",
    is_it: |head| {
        const KEYS: [&str; 6] = [
            "\"expectation_config\"",
            "\"expectation_type\"",
            "\"expectation_suite_name\"",
            "\"great_expectations_version\"",
            "\"evaluated_expectations\"",
            "\"checkpoint_config\"",
        ];
        let start = head.start();
        let is_json = start.starts_with('{') || start.starts_with('[');
        is_json && KEYS.iter().any(|key| head.text.contains(key))
    },
    read,
};

/// A validation result, or that of a checkpoint.
#[derive(Default, Deserialize)]
struct Validation {
    #[serde(default, alias = "expectations")]
    results: List<Entry>,
    #[serde(default)]
    suite_name: Words,
    #[serde(default)]
    meta: Part<Meta>,
    /// Those of a checkpoint, by their ids.
    #[serde(default)]
    run_results: Several<Validation>,
    /// Before version 1 one of them stands in here.
    validation_result: Option<Box<Validation>>,
    /// Those of a checkpoint, as it describes itself.
    #[serde(default)]
    validation_results: Several<Validation>,
    #[serde(default)]
    run_id: Part<RunId>,
}

#[derive(Default, Deserialize)]
struct Meta {
    #[serde(default)]
    expectation_suite_name: Words,
    #[serde(default)]
    validation_time: Words,
    #[serde(default)]
    run_id: Part<RunId>,
    #[serde(default)]
    batch_spec: Part<Asset>,
    #[serde(default)]
    batch_kwargs: Part<Asset>,
    #[serde(default)]
    active_batch_definition: Part<Asset>,
}

#[derive(Default, Deserialize)]
struct RunId {
    #[serde(default)]
    run_time: Words,
}

/// Where the data came from.
#[derive(Default, Deserialize)]
struct Asset {
    #[serde(default, alias = "schema")]
    schema_name: Words,
    #[serde(default, alias = "table")]
    table_name: Words,
    #[serde(default)]
    data_asset_name: Words,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    success: Flag,
    #[serde(default)]
    expectation_config: Part<Expectation>,
    /// As a checkpoint describes itself, these stand here.
    #[serde(default)]
    expectation_type: Words,
    #[serde(default)]
    kwargs: Part<Kwargs>,
    #[serde(default)]
    result: Part<Outcome>,
    #[serde(default)]
    exception_info: Exceptions,
}

#[derive(Default, Deserialize)]
struct Expectation {
    /// Since version 1.
    #[serde(default, rename = "type")]
    kind: Words,
    /// Before it.
    #[serde(default)]
    expectation_type: Words,
    #[serde(default)]
    kwargs: Part<Kwargs>,
    #[serde(default)]
    severity: Words,
    #[serde(default)]
    meta: Part<Notes>,
}

/// What the author of an expectation may say of it.
#[derive(Default, Deserialize)]
struct Notes {
    /// The id of the contract.
    #[serde(default)]
    contract: Words,
    /// The id or name of the quality rule.
    #[serde(default)]
    quality: Words,
}

#[derive(Default, Deserialize)]
struct Kwargs {
    #[serde(default)]
    column: Words,
}

#[derive(Default, Deserialize)]
struct Outcome {
    #[serde(default)]
    observed_value: Number,
    #[serde(default)]
    unexpected_count: Number,
}

/// Whether an exception was raised, and the message of the first.
#[derive(Default)]
struct Exceptions {
    is_raised: bool,
    message: Option<Box<str>>,
}

impl<'de> Deserialize<'de> for Exceptions {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Exceptions, D::Error> {
        let told = anything(deserializer)?;
        // Since version 1 there may be one for each metric.
        let each = told.as_object().into_iter().flat_map(|all| all.values());
        let raised = |of: &&Json| of.get("raised_exception") == Some(&Json::Bool(true));
        let found = std::iter::once(&told).chain(each).find(raised);
        let text = found.and_then(|of| of.get("exception_message")?.as_str());
        Ok(Exceptions {
            is_raised: found.is_some(),
            message: text.and_then(message),
        })
    }
}

fn read(text: &mut dyn Read, head: &Head<'_>) -> Result<Batch, Fault> {
    let mut batch = Batch {
        all: Common {
            tool: "Great Expectations".into(),
            ..Common::default()
        },
        ..Batch::default()
    };
    if head.start().starts_with('[') {
        let all: List<Validation> = serde_json::from_reader(text)?;
        for of in all.told_in(&mut batch) {
            take(of, None, &mut batch);
        }
    } else {
        take(serde_json::from_reader(text)?, None, &mut batch);
    }
    Ok(batch)
}

/// Adds what a validation says, and those in it. `begun` is when the run around it began.
fn take(of: Validation, begun: Option<Timestamp>, batch: &mut Batch) {
    let meta = &of.meta.0;
    let times = [
        &meta.validation_time,
        &meta.run_id.0.run_time,
        &of.run_id.0.run_time,
    ];
    let mut times = times.into_iter().filter_map(Words::told);
    let at = times.find_map(moment).or(begun);
    let table = meta.table();
    let suites = [&of.suite_name, &meta.expectation_suite_name];
    let suite = suites.into_iter().find_map(|of| name(of.told()?));
    for entry in of.results.told_in(batch) {
        let Some(mut observation) = observation(entry) else {
            batch.silent += 1;
            continue;
        };
        observation.at = at;
        observation.about.object = table.clone();
        let told = &mut observation.about.suite;
        *told = told.take().or_else(|| suite.clone());
        batch.add(observation);
    }
    let inner = of.validation_result.map(|inner| *inner);
    let runs = of.run_results.0.into_iter().chain(of.validation_results.0);
    for of in runs.chain(inner) {
        take(of, at, batch);
    }
}

impl Meta {
    /// The table that was looked at.
    fn table(&self) -> Option<Box<str>> {
        let all = [
            &self.batch_spec.0,
            &self.batch_kwargs.0,
            &self.active_batch_definition.0,
        ];
        let named = all.iter().find_map(|asset| {
            let table = asset.table_name.told()?;
            Some(match asset.schema_name.told() {
                Some(schema) => format!("{schema}.{table}").into(),
                None => table.into(),
            })
        });
        let mut assets = all.iter();
        named.or_else(|| assets.find_map(|asset| asset.data_asset_name.0.clone()))
    }
}

/// The result of an expectation; `None` where it says nothing.
fn observation(entry: Entry) -> Option<Observation> {
    let config = entry.expectation_config.0;
    let notes = config.meta.0;
    let severity = config.severity.told().unwrap_or_default();
    let verdict = match entry.success.0 {
        _ if entry.exception_info.is_raised => Verdict::Errored,
        Some(true) => Verdict::Passed,
        Some(false) if matches!(severity, "warning" | "info") => Verdict::Warned,
        Some(false) => Verdict::Failed,
        None => return None,
    };
    let kinds = [
        config.kind.0,
        config.expectation_type.0,
        entry.expectation_type.0,
    ];
    let kind = kinds.into_iter().flatten().next();
    let columns = [config.kwargs.0.column.0, entry.kwargs.0.column.0];
    let metric = kind.as_deref().and_then(expectation);
    // The greatest value of a column, say, is data; the number of rows is not.
    let observed = entry.result.0.observed_value.0;
    let observed = observed.filter(|_| metric == Some("rowCount"));
    let count = entry.result.0.unexpected_count.0.or(observed);
    let what = what(kind.as_deref().unwrap_or_default());
    Some(Observation {
        about: About {
            property: columns.into_iter().flatten().next(),
            metric,
            name: notes.quality.0.or(kind),
            suite: notes.contract.0,
            ..About::default()
        },
        verdict: Some(verdict),
        value: count.map(|number| Value::Count(number, Box::default())),
        message: entry.exception_info.message,
        ..Observation::new(what)
    })
}

/// What an expectation looks at.
fn what(kind: &str) -> What {
    let is_of_schema = kind.starts_with("expect_table_column")
        || matches!(
            kind,
            "expect_column_to_exist"
                | "expect_column_values_to_be_of_type"
                | "expect_column_values_to_be_in_type_list"
        );
    match is_of_schema {
        true => What::Schema,
        false => What::Quality,
    }
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn validation(results: &str) -> String {
        format!(
            r#"{{"success": false, "results": [{results}], "suite_name": "orders",
            "statistics": {{"evaluated_expectations": 1}},
            "meta": {{"great_expectations_version": "1.2.0",
            "active_batch_definition": {{"data_asset_name": "SHOP.ORDERS"}},
            "run_id": {{"run_time": "2026-03-02T04:00:00+00:00"}},
            "validation_time": "2026-03-02T04:35:04.5+00:00"}}}}"#
        )
    }

    const END: &str = "@2026-03-02T04:35:04.5Z";

    #[test]
    fn expectations_say_what_they_count() {
        for (entry, expected) in [
            (
                r#"{"success": false, "expectation_config": {"severity": "critical",
                "type": "expect_column_values_to_not_be_null", "kwargs": {"column": "id"}},
                "result": {"element_count": 9, "unexpected_count": 2,
                "partial_unexpected_list": ["Ada"]},
                "exception_info": {"raised_exception": false, "exception_message": null}}"#,
                "Quality SHOP.ORDERS/id suite=orders metric=nullValues \
                 name=expect_column_values_to_not_be_null Failed 2",
            ),
            (
                r#"{"success": true, "expectation_config": {"kwargs": {},
                "expectation_type": "expect_table_row_count_to_be_between"},
                "result": {"observed_value": 9}}"#,
                "Quality SHOP.ORDERS suite=orders metric=rowCount \
                 name=expect_table_row_count_to_be_between Passed 9",
            ),
            (
                r#"{"success": false, "expectation_config": {"severity": "warning",
                "type": "expect_column_max_to_be_between", "kwargs": {"column": "a"}},
                "result": {"observed_value": 4711}}"#,
                "Quality SHOP.ORDERS/a suite=orders name=expect_column_max_to_be_between Warned",
            ),
            (
                r#"{"success": false, "expectation_config": {"type": "expect_column_to_exist",
                "kwargs": {"column": "a"}}, "result": {}, "exception_info": {"Metric(x)":
                {"raised_exception": true, "exception_message": "no column",
                "exception_traceback": "Traceback"}}}"#,
                "Schema SHOP.ORDERS/a suite=orders name=expect_column_to_exist Errored",
            ),
            (
                r#"{"success": true, "expectation_config": {"type": "expect_column_pair_values",
                "kwargs": {"column_A": "a", "column_B": "b"},
                "meta": {"contract": "lines", "quality": "adds-up"}}}"#,
                "Quality SHOP.ORDERS suite=lines name=adds-up Passed",
            ),
        ] {
            let told = Trial::of(&FORMAT, &validation(entry)).told();
            let message = match expected.contains("Errored") {
                true => " \"no column\"",
                false => "",
            };
            assert_eq!(told, [format!("{expected} {END}{message}")], "{entry}");
        }
    }

    #[test]
    fn what_says_nothing_is_no_pass_and_what_is_no_entry_is_told() {
        let trial = Trial::of(
            &FORMAT,
            &validation(r#"{"success": null, "expectation_config": null}, 5, {"success": true}"#),
        );
        let batch = trial.batch();
        assert_eq!(
            (batch.results.len(), batch.silent, batch.faults.len()),
            (1, 1, 1)
        );
    }

    #[test]
    fn tables_are_told_by_the_batch() {
        for (meta, expected) in [
            (
                r#"{"batch_spec": {"schema_name": "s", "table_name": "t"},
                "active_batch_definition": {"data_asset_name": "a"}}"#,
                "s.t",
            ),
            (r#"{"batch_kwargs": {"table": "t", "schema": null}}"#, "t"),
            (
                r#"{"batch_kwargs": {"data_asset_name": "a"}, "batch_spec": 5}"#,
                "a",
            ),
            ("null", "-"),
        ] {
            let text = format!(
                r#"{{"meta": {meta}, "evaluated_expectations": 1, "results": [{{"success": true}}]}}"#
            );
            let told = Trial::of(&FORMAT, &text).told();
            assert_eq!(told, [format!("Quality {expected} Passed")], "{meta}");
        }
    }

    #[test]
    fn checkpoints_hold_several_validations() {
        let entry = r#"{"success": true, "expectation_config": {"type": "x"}}"#;
        let one = validation(entry);
        for text in [
            format!("[{one}, {one}]"),
            format!(r#"{{"run_results": {{"a": {one}, "b": {one}}}, "checkpoint_config": {{}}}}"#),
            format!(
                r#"{{"run_results": {{"a": {{"validation_result": {one}}},
                "b": {{"validation_result": {one}}}}}, "run_id": {{}}}}"#
            ),
        ] {
            let told = Trial::of(&FORMAT, &text).told();
            let expected = format!("Quality SHOP.ORDERS suite=orders name=x Passed {END}");
            assert_eq!(told, [expected.clone(), expected], "{text}");
        }
        let described = r#"{"success": true, "statistics": {"evaluated_validations": 1},
            "validation_results": [{"success": true, "statistics": {"evaluated_expectations": 1},
            "expectations": [{"expectation_type": "expect_column_values_to_be_unique",
            "success": true, "kwargs": {"batch_id": "p-orders", "column": "id"},
            "result": {"unexpected_count": 0}}]}]}"#;
        assert_eq!(
            Trial::of(&FORMAT, described).told(),
            ["Quality /id metric=duplicateValues name=expect_column_values_to_be_unique Passed 0"]
        );
    }
}
