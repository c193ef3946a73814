//! dbt: what its tests found, and which tables it wrote (`run_results.json`).

use std::io::Read;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer};

use super::dbt_sources::{Metadata, node};
use super::field::{Flag, List, Number, Part, Words, entry_fault, message};
use super::time::moment;
use super::{About, Batch, Fault, Format, Head, Observation, Value, Verdict, What};

pub(super) const FORMAT: Format = Format {
    name: "dbt run results",
    holds: "what tests found, and which tables were written",
    is_it: |head| head.is_object_with("/dbt/run-results/v"),
    read,
};

/// The commands that write tables or run tests. Others compile what they call a success.
const COMMANDS: [&str; 7] = [
    "build", "run", "test", "seed", "snapshot", "retry", "source",
];

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    metadata: Part<Metadata>,
    results: List<Entry>,
    #[serde(default)]
    args: Part<Args>,
}

#[derive(Default, Deserialize)]
struct Args {
    #[serde(default)]
    which: Words,
    /// Whether all tables were taken to be empty.
    #[serde(default)]
    empty: Flag,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    unique_id: Words,
    #[serde(default)]
    status: Words,
    #[serde(default)]
    failures: Number,
    #[serde(default)]
    message: Words,
    #[serde(default, rename = "timing")]
    ended: Ended,
}

/// When a node ended, of all the times that dbt tells of it.
#[derive(Default)]
struct Ended(Option<Timestamp>);

impl<'de> Deserialize<'de> for Ended {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Ended, D::Error> {
        let Part(times): Part<Vec<Timing>> = Part::deserialize(deserializer)?;
        let mut times = times.iter();
        let end = times.find(|timing| timing.name.told() == Some("execute"));
        Ok(Ended(
            end.and_then(|timing| moment(timing.completed_at.told()?)),
        ))
    }
}

#[derive(Deserialize)]
struct Timing {
    #[serde(default)]
    name: Words,
    #[serde(default)]
    completed_at: Words,
}

fn read(text: &mut dyn Read, _: &Head<'_>) -> Result<Batch, Fault> {
    let file: File = serde_json::from_reader(text)?;
    let args = file.args.0;
    let has_run = args
        .which
        .told()
        .is_none_or(|which| COMMANDS.contains(&which));
    let is_real = has_run && args.empty.0 != Some(true);
    let mut batch = Batch {
        all: file.metadata.0.common(),
        ..Batch::default()
    };
    for (at, entry) in file.results.told_in(&mut batch).into_iter().enumerate() {
        match observation(&entry) {
            Ok(Some(observation)) if is_real => batch.add(observation),
            Ok(_) => batch.silent += 1,
            Err(why) => batch.faults.push(entry_fault(at + 1, &why)),
        }
    }
    Ok(batch)
}

/// What a node says of data; `None` where it says nothing.
fn observation(entry: &Entry) -> Result<Option<Observation>, String> {
    let id = entry.unique_id.told().ok_or("no `unique_id`")?;
    let status = entry
        .status
        .told()
        .ok_or("no `status`")?
        .to_ascii_lowercase();
    let failures = entry.failures.0;
    let (kind, _) = id.split_once('.').unwrap_or((id, ""));
    let is_test = kind == "test";
    if !is_test && !matches!(kind, "model" | "seed" | "snapshot") {
        // Unit tests look at code, and exposures, metrics and operations write nothing.
        return Ok(None);
    }
    let verdict = match &*status {
        "pass" if is_test => Verdict::Passed,
        "success" if !is_test => Verdict::Passed,
        "warn" | "partial success" => Verdict::Warned,
        "fail" => Verdict::Failed,
        // Previews of dbt 2 call a test so that found rows.
        "error" if is_test && failures > Some(0.0) => Verdict::Failed,
        "error" | "runtime error" => Verdict::Errored,
        // Of a test `success` says that it was compiled, and `reused` that nothing was written.
        "success" | "pass" | "skipped" | "no-op" | "reused" => return Ok(None),
        other => return Err(format!("the status `{other}` is not known")),
    };
    let (what, about) = match is_test {
        true => {
            let name = Some(test_name(id).into());
            (
                What::Quality,
                About {
                    name,
                    ..About::default()
                },
            )
        }
        false => {
            let object = Some(node(id).into());
            (
                What::Update,
                About {
                    object,
                    ..About::default()
                },
            )
        }
    };
    let failures = failures.filter(|_| is_test);
    Ok(Some(Observation {
        about,
        verdict: Some(verdict),
        value: failures.map(|number| Value::Count(number, Box::default())),
        at: entry.ended.0,
        message: match verdict {
            Verdict::Passed => None,
            _ => entry.message.told().and_then(message),
        },
        ..Observation::new(what)
    }))
}

/// The name of a test: its id without the kind, the project and the hash at the end.
fn test_name(unique_id: &str) -> &str {
    let name = node(unique_id);
    match name.rsplit_once('.') {
        Some((before, hash)) if is_hash(hash) => before,
        _ => name,
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn file(results: &str, args: &str) -> Trial {
        let text = format!(
            r#"{{"metadata": {{"dbt_schema_version":
            "https://schemas.getdbt.com/dbt/run-results/v6.json",
            "generated_at": "2026-03-02T05:08:21.5Z"}}, "results": [{results}], "args": {args}}}"#
        );
        Trial::of(&FORMAT, &text)
    }

    fn entry(id: &str, status: &str, rest: &str) -> String {
        format!(r#"{{"unique_id": "{id}", "status": "{status}", "compiled_code": "x"{rest}}}"#)
    }

    #[test]
    fn tests_and_tables_say_what_they_say() {
        let timing = r#", "timing": [{"name": "compile", "completed_at": "2026-03-02T05:00:00Z"},
            {"name": "execute", "completed_at": "2026-03-02T05:08:05.5Z"}]"#;
        for (entry, expected) in [
            (
                entry(
                    "test.shop.not_null_orders_id.81cfe2fe64",
                    "pass",
                    r#", "failures": 0"#,
                ),
                "Quality - name=not_null_orders_id Passed 0",
            ),
            (
                entry(
                    "test.shop.orders_add_up",
                    "fail",
                    r#", "failures": 2, "message": "Got 2 results", "timing": []"#,
                ),
                "Quality - name=orders_add_up Failed 2 \"Got 2 results\"",
            ),
            (
                entry("test.shop.unique_a.b.81cfe2fe64", "warn", timing),
                "Quality - name=unique_a.b Warned @2026-03-02T05:08:05.5Z",
            ),
            (
                entry(
                    "test.shop.x.81cfe2fe64",
                    "error",
                    r#", "failures": null, "timing": null"#,
                ),
                "Quality - name=x Errored",
            ),
            (
                entry("model.shop.orders", "success", timing),
                "Update orders Passed @2026-03-02T05:08:05.5Z",
            ),
            (
                entry(
                    "model.shop.orders.v2",
                    "error",
                    r#", "message": "no space""#,
                ),
                "Update orders.v2 Errored \"no space\"",
            ),
            (
                entry("test.shop.x", "Error", r#", "failures": 3"#),
                "Quality - name=x Failed 3",
            ),
            (
                entry("seed.shop.codes", "success", ""),
                "Update codes Passed",
            ),
            (
                entry("snapshot.shop.past", "success", ""),
                "Update past Passed",
            ),
            (
                entry("model.shop.hours", "partial success", ""),
                "Update hours Warned",
            ),
        ] {
            assert_eq!(file(&entry, "{}").told(), [expected], "{entry}");
        }
    }

    #[test]
    fn what_did_not_run_is_no_pass() {
        for (id, status) in [
            ("test.shop.a.81cfe2fe64", "skipped"),
            ("test.shop.a.81cfe2fe64", "success"),
            ("model.shop.a", "skipped"),
            ("model.shop.a", "no-op"),
            ("model.shop.a", "reused"),
            ("unit_test.shop.a.b", "pass"),
            ("operation.shop.a-on-run-start-0", "success"),
            ("exposure.shop.a", "success"),
        ] {
            let trial = file(&entry(id, status, ""), "{}");
            assert_eq!(
                (trial.told().len(), trial.batch().silent),
                (0, 1),
                "{id} {status}"
            );
        }
        let both = [
            entry("model.shop.a", "success", ""),
            entry("test.shop.a", "pass", ""),
        ];
        for (args, silent) in [
            (r#"{"which": "build", "empty": false}"#, 0),
            (r#"{"which": "generate"}"#, 2),
            (r#"{"which": "compile"}"#, 2),
            (r#"{"which": "build", "empty": true}"#, 2),
            ("null", 0),
        ] {
            let trial = file(&both.join(", "), args);
            assert_eq!(trial.batch().silent, silent, "{args}");
            assert_eq!(trial.told().len(), 2 - silent, "{args}");
        }
    }

    #[test]
    fn one_bad_entry_loses_no_other() {
        let good = entry("test.shop.a", "pass", "");
        let bad = entry("test.shop.a", "fine", "");
        let trial = file(&format!(r#"{{"status": "pass"}}, {good}, [], {bad}"#), "{}");
        assert_eq!(trial.told(), ["Quality - name=a Passed"]);
        let mut faults: Vec<_> = trial
            .batch()
            .faults
            .first()
            .iter()
            .map(|of| &*of.message)
            .collect();
        faults.sort_unstable();
        assert_eq!(faults.len(), 3, "{faults:?}");
        assert!(faults[0].contains("no `unique_id`"), "{faults:?}");
        let at = trial.batch().all.at.unwrap();
        assert_eq!(at.to_string(), "2026-03-02T05:08:21.5Z");
    }
}
