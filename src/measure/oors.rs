//! The Open Observability Results Standard of Bitol (a draft, RFC 18 of its steering committee):
//! results of checks and measured service levels, in JSON or YAML.

use std::io::Read;

use serde::{Deserialize, Deserializer};
use serde_json::Value as Json;

use super::field::{List, Part, Words, anything, entry_fault, message, name};
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};
use crate::diag::{Span, Subject, SubjectKind};
use crate::document::{self, DUPLICATE_KEY, Kind, Node, Value as Tree};
use crate::model::sla::{SlaKind, amount};

pub(super) const FORMAT: Format = Format {
    name: "OORS",
    holds: "results of checks and measured service levels, as the standard of Bitol has them",
    is_it: |head| head.text.contains("ObservabilityResults") && head.text.contains("kind"),
    read,
};

/// The largest file in YAML that is read, in bytes: it is in memory as a whole.
const MAX_YAML: u64 = 1 << 20;

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct File {
    #[serde(default)]
    observed_at: Words,
    #[serde(default)]
    source: Part<Source>,
    #[serde(default)]
    contract: Part<Contract>,
    #[serde(default)]
    results: List<Entry>,
}

#[derive(Default, Deserialize)]
struct Source {
    #[serde(default)]
    process: Words,
    #[serde(default)]
    vendor: Words,
}

#[derive(Default, Deserialize)]
struct Contract {
    #[serde(default, rename = "contractID", alias = "contractId", alias = "id")]
    id: Words,
    #[serde(default)]
    version: Words,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(default)]
    id: Words,
    #[serde(default, rename = "type")]
    kind: Words,
    #[serde(default)]
    name: Words,
    #[serde(default)]
    status: Words,
    #[serde(default)]
    severity: Words,
    #[serde(default)]
    dimension: Words,
    #[serde(default)]
    target: Part<Target>,
    #[serde(default)]
    measure: Part<Measure>,
    #[serde(default)]
    message: Words,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Target {
    #[serde(default)]
    resource_identifier: Names,
}

#[derive(Default, Deserialize)]
struct Measure {
    #[serde(default)]
    metric: Words,
    #[serde(default)]
    value: Words,
    #[serde(default)]
    unit: Words,
}

/// One name or several.
#[derive(Default)]
struct Names(Vec<String>);

impl<'de> Deserialize<'de> for Names {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Names, D::Error> {
        let names = match anything(deserializer)? {
            Json::String(name) => vec![name],
            Json::Array(names) => names
                .into_iter()
                .filter_map(|name| name.as_str().map(str::to_owned))
                .collect(),
            _ => Vec::new(),
        };
        Ok(Names(names))
    }
}

impl Names {
    /// The table and column; of several columns of one table the table alone.
    fn place(&self) -> (Option<Box<str>>, Option<Box<str>>) {
        let split = |name: &str| match name.trim().split_once('.') {
            Some((table, column)) => (table.to_owned(), Some(column.into())),
            None => (name.trim().to_owned(), None),
        };
        let mut all = self.0.iter().map(|name| split(name));
        match (all.next(), all.next()) {
            (None, _) => (None, None),
            (Some((table, column)), None) => (Some(table.into()), column),
            (Some((table, _)), Some(_)) => (Some(table.into()), None),
        }
    }
}

fn read(text: &mut dyn Read, head: &Head<'_>) -> Result<Batch, Fault> {
    let mut batch = Batch::default();
    match head.start().chars().next() {
        Some('{') => take(serde_json::from_reader(text)?, &mut batch),
        Some('[') => {
            let all: List<File> = serde_json::from_reader(text)?;
            for file in all.told_in(&mut batch) {
                take(file, &mut batch);
            }
        }
        _ => {
            for file in yaml(text)? {
                take(file, &mut batch);
            }
        }
    }
    Ok(batch)
}

fn yaml(text: &mut dyn Read) -> Result<Vec<File>, Fault> {
    let fault = |line, column, message| Fault {
        line,
        column,
        message,
    };
    let mut whole = String::new();
    let size = text.take(MAX_YAML + 1).read_to_string(&mut whole);
    let size = size.map_err(|error| fault(0, 0, error.to_string()))?;
    if size as u64 > MAX_YAML {
        let message = format!("the file has more than {} MiB of YAML", MAX_YAML >> 20);
        return Err(fault(0, 0, message));
    }
    let whole = whole.trim_start_matches('\u{feff}');
    let at = Span {
        start: 0,
        end: whole.len() as u32,
    };
    let subject = Subject::new(SubjectKind::Portal, "service-levels");
    let parsed = document::yaml(whole, at, &subject);
    let mut findings = parsed.findings.iter();
    if let Some(broken) = findings.find(|finding| finding.rule != DUPLICATE_KEY.id) {
        let before = whole.get(..broken.span.start as usize).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before.len() - before.rfind('\n').map_or(0, |end| end + 1) + 1;
        return Err(fault(line, column, broken.message.to_string()));
    }
    let files = parsed
        .roots
        .iter()
        .map(|root| File::deserialize(json(root)));
    let files: Result<_, serde_json::Error> = files.collect();
    files.map_err(Fault::from)
}

/// A tree of YAML, with its scalars as they are written: `1.10` is a version.
fn json(node: &Node<'_>) -> Json {
    match &node.value {
        Tree::Scalar(scalar) => match scalar.kind() {
            Kind::Null => Json::Null,
            _ => Json::String(scalar.text.to_string()),
        },
        Tree::List(items) => items.iter().map(json).collect(),
        Tree::Map(entries) => {
            let entries = entries.iter();
            entries
                .map(|entry| (entry.key.to_string(), json(&entry.value)))
                .collect()
        }
    }
}

/// Adds what a message says.
fn take(file: File, batch: &mut Batch) {
    let at = file.observed_at.told().and_then(moment);
    let source = file.source.0;
    // All results hold these.
    let short = |words: &Words| words.told().and_then(name);
    let tool = short(&source.vendor).or_else(|| short(&source.process));
    let contract = short(&file.contract.0.id);
    let version = short(&file.contract.0.version);
    batch.all = Common {
        tool: "OORS".into(),
        ..Common::default()
    };
    for (number, entry) in file.results.told_in(batch).into_iter().enumerate() {
        match observation(entry) {
            Ok(mut observation) => {
                observation.at = at;
                observation.tool = tool.clone();
                observation.about.contract = contract.clone();
                observation.about.version = version.clone();
                batch.add(observation);
            }
            Err(why) => batch.faults.push(entry_fault(number + 1, &why)),
        }
    }
}

fn observation(entry: Entry) -> Result<Observation, String> {
    let measure = entry.measure.0;
    let what = what(entry.kind.told(), measure.metric.told());
    let value = match (what, measure.value.told()) {
        (_, None) => None,
        (What::Service(kind), Some(value)) => {
            let told = Value::of(amount(kind, value, measure.unit.told())?);
            Some(told.ok_or_else(|| format!("`{value}` is nothing that can be measured"))?)
        }
        (_, Some(value)) => {
            let number = value.parse().ok().filter(|number: &f64| number.is_finite());
            number.map(|number| Value::Count(number, measure.unit.0.clone().unwrap_or_default()))
        }
    };
    let status = entry.status.told().map(str::to_lowercase);
    let severity = entry.severity.told().map(str::to_lowercase);
    let is_mild = matches!(
        severity.as_deref(),
        Some("warning" | "warn" | "info" | "low" | "minor" | "trivial")
    );
    let verdict = match status.as_deref() {
        Some("pass" | "passed") => Some(Verdict::Passed),
        Some("warn" | "warning") => Some(Verdict::Warned),
        Some("fail" | "failed") if is_mild => Some(Verdict::Warned),
        Some("fail" | "failed") => Some(Verdict::Failed),
        Some("error") => Some(Verdict::Errored),
        Some(other) => return Err(format!("the status `{other}` is not known")),
        None if value.is_some() && what != What::Quality => None,
        None => return Err("no `status`".to_owned()),
    };
    let (object, property) = entry.target.0.resource_identifier.place();
    Ok(Observation {
        about: About {
            object,
            property,
            metric: measure.metric.told().and_then(bad_rows),
            // By its id a check is known; its name is a sentence.
            name: entry.id.0.or(entry.name.0),
            dimension: entry.dimension.0,
            ..About::default()
        },
        verdict,
        value,
        message: entry.message.told().and_then(message),
        ..Observation::new(what)
    })
}

/// What a result of a type and a metric looks at.
fn what(kind: Option<&str>, metric: Option<&str>) -> What {
    let level = match metric.unwrap_or_default() {
        "age" => SlaKind::Latency,
        name => SlaKind::named(name),
    };
    match level {
        SlaKind::Other => What::Quality,
        _ if kind == Some("check") => What::Quality,
        level => What::Service(level),
    }
}

/// The metrics of ODCS that count rows at fault. In this standard `rowCount` may do so too.
fn bad_rows(metric: &str) -> Option<&'static str> {
    const METRICS: [&str; 4] = [
        "nullValues",
        "missingValues",
        "invalidValues",
        "duplicateValues",
    ];
    METRICS.into_iter().find(|name| *name == metric)
}

#[cfg(test)]
mod tests {
    use super::super::trial::Trial;
    use super::*;

    fn file(results: &str) -> String {
        format!(
            r#"{{"apiVersion": "v0.1.0", "kind": "ObservabilityResults",
            "observedAt": "2026-03-02T18:00:00+01:00", "source": {{"process": "job", "vendor": "probe"}},
            "contract": {{"contractID": "orders", "version": "v1.0.0"}}, "results": [{results}]}}"#
        )
    }

    #[test]
    fn checks_and_metrics_say_what_they_say() {
        for (entry, expected) in [
            (
                r#"{"id": "dup", "type": "check", "name": "No duplicates", "status": "fail",
                "severity": "critical", "dimension": "uniqueness",
                "target": {"resourceType": "table", "resourceIdentifier": "orders"},
                "measure": {"metric": "rowCount", "value": 3, "unit": "rows"}, "message": "three"}"#,
                "Quality orders {} name=dup Failed 3 rows {} \"three\"",
            ),
            (
                r#"{"name": "sense", "type": "check", "status": "fail", "severity": "warning",
                "target": {"resourceIdentifier": ["orders.a", "orders.b"]},
                "measure": {"metric": "invalidValues", "value": "12.66", "unit": "percent"}}"#,
                "Quality orders {} metric=invalidValues name=sense Warned 12.66 percent {}",
            ),
            (
                r#"{"id": "fresh", "type": "metric", "status": "pass",
                "target": {"resourceIdentifier": "orders.at"},
                "measure": {"metric": "age", "value": 4192, "unit": "seconds"}}"#,
                "Service(Latency) orders/at {} name=fresh Passed 4192 s {}",
            ),
            (
                r#"{"type": "metric", "measure": {"metric": "availability", "value": 99.5,
                "unit": "percent"}}"#,
                "Service(Availability) - {} 99.5 % {}",
            ),
            (
                r#"{"type": "metric", "status": "error", "measure": {"metric": "latency"}}"#,
                "Service(Latency) - {} Errored {}",
            ),
        ] {
            let told = Trial::of(&FORMAT, &file(entry)).told();
            let expected = expected.replacen("{}", "contract=orders", 1);
            let expected = expected.replacen("{}", "@2026-03-02T17:00:00Z", 1);
            assert_eq!(told, [expected], "{entry}");
        }
        let trial = Trial::of(&FORMAT, &file(r#"{"status": "pass"}"#));
        let first = &trial.batch().results[0];
        assert_eq!(first.tool.as_deref(), Some("probe"));
        assert_eq!(first.about.version.as_deref(), Some("v1.0.0"));
    }

    #[test]
    fn one_bad_entry_loses_no_other() {
        let trial = Trial::of(
            &FORMAT,
            &file(r#"1, {"type": "check"}, {"status": "fine"}, {"status": "pass"}"#),
        );
        assert_eq!((trial.told().len(), trial.batch().faults.len()), (1, 3));
    }

    #[test]
    fn a_service_level_is_no_pass_without_its_value() {
        for (metric, value, unit) in [
            ("availability", "12.5", "percentage points"),
            ("latency", "\"long\"", "h"),
            ("latency", "\"forever\"", "h"),
        ] {
            let trial = Trial::of(
                &FORMAT,
                &file(&format!(
                    r#"{{"status": "pass", "measure": {{"metric": "{metric}", "value": {value},
                    "unit": "{unit}"}}}}"#
                )),
            );
            let told = (trial.told().len(), trial.batch().faults.len());
            assert_eq!(told, (0, 1), "{value}");
        }
    }

    #[test]
    fn messages_stand_in_lists_and_in_yaml() {
        let one = file(r#"{"status": "pass"}"#);
        assert_eq!(
            Trial::of(&FORMAT, &format!("[{one}, {one}]")).told().len(),
            2
        );
        let yaml = "kind: ObservabilityResults\nobservedAt: 2026-03-02T18:00:00Z\nresults:\n\
                    - {id: a, status: pass, target: {resourceIdentifier: orders}}\n- 5\n";
        let trial = Trial::of(&FORMAT, yaml);
        assert_eq!(
            trial.told(),
            ["Quality orders name=a Passed @2026-03-02T18:00:00Z"]
        );
        assert_eq!(trial.batch().faults.len(), 1);
    }

    #[test]
    fn yaml_that_is_broken_or_large_is_told() {
        let broken = "kind: ObservabilityResults\nresults:\n- {a\n";
        assert!(Trial::of(&FORMAT, broken).fault().line >= 3);
        let zeros = "0,".repeat(40_000);
        for (anchor, uses) in [(format!("[{zeros}]"), 9), (format!("'{zeros}'"), 900)] {
            let aliases = "*x,".repeat(uses);
            let bomb =
                format!("kind: ObservabilityResults\nx: &x {anchor}\nresults: [{aliases}]\n");
            let trial = Trial::of(&FORMAT, &bomb);
            assert!(trial.fault().message.starts_with("aliases repeat more"));
            assert_eq!(trial.fault().line, 3);
        }
        let large = format!("kind: ObservabilityResults # {}\n", "x".repeat(1 << 20));
        let trial = Trial::of(&FORMAT, &large);
        assert_eq!(
            trial.fault().message,
            "the file has more than 1 MiB of YAML"
        );
    }
}
