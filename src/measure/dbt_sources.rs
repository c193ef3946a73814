//! dbt: how fresh sources and models are (`sources.json` of dbt Core, `freshness.json` of dbt 2).

use std::io::Read;

use serde::Deserialize;

use super::field::{List, Part, Words, entry_fault, message};
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};
use crate::model::sla::SlaKind;

pub(super) const FORMAT: Format = Format {
    name: "dbt sources",
    holds: "how fresh sources and models are",
    is_it: |head| head.is_object_with("/dbt/sources/v") || head.is_object_with("/dbt/freshness/v"),
    read,
};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    metadata: Part<Metadata>,
    results: List<Entry>,
}

/// What dbt says of each of its files.
#[derive(Default, Deserialize)]
pub(super) struct Metadata {
    #[serde(default)]
    generated_at: Words,
}

impl Metadata {
    /// What holds for all results of a file.
    pub(super) fn common(&self) -> Common {
        Common {
            tool: "dbt".into(),
            at: self.generated_at.told().and_then(moment),
            ..Common::default()
        }
    }
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    unique_id: Words,
    #[serde(default)]
    max_loaded_at: Words,
    #[serde(default)]
    snapshotted_at: Words,
    #[serde(default)]
    status: Words,
    #[serde(default)]
    error: Words,
}

fn read(text: &mut dyn Read, _: &Head<'_>) -> Result<Batch, Fault> {
    let file: File = serde_json::from_reader(text)?;
    let mut batch = Batch {
        all: file.metadata.0.common(),
        ..Batch::default()
    };
    for (at, entry) in file.results.told_in(&mut batch).into_iter().enumerate() {
        match observation(entry) {
            Ok(observation) => batch.add(observation),
            Err(why) => batch.faults.push(entry_fault(at + 1, &why)),
        }
    }
    Ok(batch)
}

fn observation(entry: Entry) -> Result<Observation, String> {
    let status = entry.status.told().map(str::to_ascii_lowercase);
    let verdict = match status.as_deref() {
        Some("pass") => Verdict::Passed,
        Some("warn") => Verdict::Warned,
        // In this file `error` says that the data is older than `error_after`.
        Some("error") => Verdict::Failed,
        Some("runtime error") => Verdict::Errored,
        Some(other) => return Err(format!("the status `{other}` is not known")),
        None => return Err("no `status`".to_owned()),
    };
    let loaded = entry.max_loaded_at.told().and_then(moment);
    Ok(Observation {
        about: About {
            object: entry.unique_id.told().map(|id| node(id).into()),
            ..About::default()
        },
        verdict: Some(verdict),
        value: loaded.map(Value::Loaded),
        at: entry.snapshotted_at.told().and_then(moment),
        message: entry.error.told().and_then(message),
        ..Observation::new(What::Service(SlaKind::Latency))
    })
}

/// The table behind the id of a node: `source.project.schema.table` without the kind and the
/// project.
pub(super) fn node(unique_id: &str) -> &str {
    unique_id.splitn(3, '.').nth(2).unwrap_or(unique_id)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn file(schema: &str, results: &str) -> Trial {
        let text = format!(
            r#"{{"metadata": {{"dbt_schema_version": "https://schemas.getdbt.com/dbt/{schema}.json",
            "generated_at": "2026-03-02T05:06:13Z"}}, "results": [{results}], "elapsed_time": 1}}"#
        );
        Trial::of(&FORMAT, &text)
    }

    #[test]
    fn sources_are_as_old_as_their_newest_row() {
        for (entry, expected) in [
            (
                r#"{"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-03-02T04:51:00+00:00",
                "snapshotted_at": "2026-03-02T05:06:00.5Z", "status": "pass", "criteria": {}}"#,
                "Service(Latency) raw.orders Passed loaded 2026-03-02T04:51:00Z \
                 @2026-03-02T05:06:00.5Z",
            ),
            (
                r#"{"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-03-01T04:51:00",
                "snapshotted_at": null, "status": "warn"}"#,
                "Service(Latency) raw.orders Warned loaded 2026-03-01T04:51:00Z",
            ),
            (
                r#"{"unique_id": "source.shop.raw.orders", "max_loaded_at": "2026-02-01T04:51:00Z",
                "status": "error"}"#,
                "Service(Latency) raw.orders Failed loaded 2026-02-01T04:51:00Z",
            ),
            (
                r#"{"unique_id": "source.shop.raw.orders", "status": "runtime error",
                "error": "no such table"}"#,
                "Service(Latency) raw.orders Errored \"no such table\"",
            ),
        ] {
            for schema in ["sources/v1", "sources/v2", "sources/v3"] {
                assert_eq!(file(schema, entry).told(), [expected], "{entry}");
            }
        }
        let model = r#"{"unique_id": "model.shop.orders", "resource_type": "model",
            "max_loaded_at": "2026-03-02T04:51:00Z", "status": "Pass"}"#;
        assert_eq!(
            file("freshness/v0", model).told(),
            ["Service(Latency) orders Passed loaded 2026-03-02T04:51:00Z"]
        );
    }

    #[test]
    fn one_bad_entry_loses_no_other() {
        let trial = file(
            "sources/v3",
            r#"1, {"status": "late"}, {}, {"status": "pass"}"#,
        );
        assert_eq!(trial.told(), ["Service(Latency) - Passed"]);
        let faults: Vec<_> = trial
            .batch()
            .faults
            .first()
            .iter()
            .map(|of| &*of.message)
            .collect();
        assert_eq!(faults.len(), 3, "{faults:?}");
        let at = trial.batch().all.at.unwrap();
        assert_eq!(at.to_string(), "2026-03-02T05:06:13Z");
    }

    #[test]
    fn a_file_that_is_cut_short_is_told_with_its_line() {
        let text =
            "{\"metadata\": {\"dbt_schema_version\": \"x/dbt/sources/v3.json\"},\n\"results\": [";
        let trial = Trial::of(&FORMAT, text);
        let fault = trial.fault();
        assert_eq!(
            (fault.line, &*fault.message),
            (2, "EOF while parsing a list")
        );
    }
}
