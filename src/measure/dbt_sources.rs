//! dbt: how fresh sources and models are (`sources.json` of dbt Core, `freshness.json` of dbt 2).

use std::io::Read;

use serde::Deserialize;

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
    metadata: Metadata,
    #[serde(default)]
    results: Vec<Entry>,
}

#[derive(Deserialize)]
pub(super) struct Metadata {
    #[serde(default)]
    pub(super) generated_at: Option<String>,
}

#[derive(Deserialize)]
struct Entry {
    unique_id: Option<Box<str>>,
    max_loaded_at: Option<String>,
    snapshotted_at: Option<String>,
    status: Option<String>,
    error: Option<Box<str>>,
}

fn read(text: &mut dyn Read, _: &Head<'_>) -> Result<Batch, Fault> {
    let file: File = serde_json::from_reader(text)?;
    let results = file.results.into_iter().map(observation).collect();
    Ok(Batch {
        results,
        all: Common {
            tool: "dbt".into(),
            at: file.metadata.generated_at.as_deref().and_then(moment),
            ..Common::default()
        },
        ..Batch::default()
    })
}

fn observation(entry: Entry) -> Observation {
    let verdict = match entry.status.as_deref() {
        Some("pass") => Some(Verdict::Passed),
        Some("warn") => Some(Verdict::Warned),
        // In this file `error` says that the data is older than `error_after`.
        Some("error") => Some(Verdict::Failed),
        _ => Some(Verdict::Errored),
    };
    let loaded = entry.max_loaded_at.as_deref().and_then(moment);
    Observation {
        about: About {
            object: entry.unique_id.map(|id| node(&id).into()),
            ..About::default()
        },
        verdict,
        value: loaded.map(Value::Loaded),
        at: entry.snapshotted_at.as_deref().and_then(moment),
        message: entry.error,
        ..Observation::new(What::Service(SlaKind::Latency))
    }
}

/// The table behind the id of a node: `source.project.schema.table` without the kind and the
/// project.
pub(super) fn node(unique_id: &str) -> &str {
    unique_id.splitn(3, '.').nth(2).unwrap_or(unique_id)
}
