//! OpenLineage: which tables runs wrote, and what tests found (events, one a line or in a list).

use std::io::Read;

use serde::Deserialize;
use serde::de::IgnoredAny;

use super::field::{Flag, List, Number, Part, Words};
use super::lines;
use super::metric::{expectation, metric};
use super::time::moment;
use super::{About, Batch, Common, Fault, Format, Head, Observation, Value, Verdict, What};

pub(super) const FORMAT: Format = Format {
    name: "OpenLineage",
    holds: "which tables runs wrote, and what tests found",
    is_it: |head| {
        let starts = head.start();
        let is_json = starts.starts_with('{') || starts.starts_with('[');
        is_json && head.text.contains("\"eventTime\"") && head.text.contains("\"producer\"")
    },
    read,
};

/// The longest line that is read, in bytes: plans of queries may stand in it.
const LONGEST: u64 = 16 << 20;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Event {
    #[serde(default)]
    event_type: Words,
    #[serde(default)]
    event_time: Words,
    #[serde(default)]
    producer: Words,
    #[serde(default)]
    inputs: List<Dataset>,
    #[serde(default)]
    outputs: List<Dataset>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Dataset {
    #[serde(default)]
    name: Words,
    #[serde(default)]
    facets: Part<Facets>,
    #[serde(default)]
    input_facets: Part<Facets>,
    #[serde(default)]
    output_facets: Part<Facets>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Facets {
    #[serde(default)]
    data_quality_assertions: Part<Assertions>,
}

#[derive(Default, Deserialize)]
struct Assertions {
    #[serde(default)]
    assertions: List<Assertion>,
}

#[derive(Deserialize)]
struct Assertion {
    #[serde(default)]
    assertion: Words,
    #[serde(default)]
    name: Words,
    #[serde(default)]
    column: Words,
    #[serde(default)]
    success: Flag,
    #[serde(default)]
    severity: Words,
    #[serde(default)]
    actual: Number,
    #[serde(default)]
    expected: Words,
}

fn read(text: &mut dyn Read, head: &Head<'_>) -> Result<Batch, Fault> {
    let mut batch = Batch {
        all: Common {
            tool: "OpenLineage".into(),
            ..Common::default()
        },
        ..Batch::default()
    };
    if head.start().starts_with('[') {
        let events: List<Event> = serde_json::from_reader(text)?;
        for event in events.told_in(&mut batch) {
            take(event, 0, &mut batch);
        }
    } else if is_spread(head.start()) {
        let events = serde_json::Deserializer::from_reader(text).into_iter();
        for event in events {
            take(event?, 0, &mut batch);
        }
    } else {
        lines::each(text, LONGEST, |number, line| {
            match line.map(serde_json::from_str) {
                Ok(Ok(event)) => take(event, number, &mut batch),
                Ok(Err(error)) => batch.faults.push(Fault {
                    line: number,
                    ..Fault::from(error)
                }),
                Err(fault) => batch.faults.push(fault),
            }
        })?;
    }
    Ok(batch)
}

/// Whether an event is spread over several lines.
fn is_spread(start: &str) -> bool {
    let first = start.split_once('\n').map(|(first, _)| first);
    let is_cut = |text| serde_json::from_str::<IgnoredAny>(text).is_err_and(|error| error.is_eof());
    first.is_some_and(is_cut)
}

/// Adds what an event says: one result for each table that its run wrote, and one for each test.
fn take(event: Event, line: usize, batch: &mut Batch) {
    let kind = event.event_type.told().unwrap_or_default().to_uppercase();
    let before = batch.results.len() + batch.silent + batch.faults.len();
    let producer = event.producer.told().unwrap_or_default();
    let is_of_dbt = producer.ends_with("/integration/dbt");
    let at = event.event_time.told().and_then(moment);
    // A run fails when one of its tests does; what they found stands in its last event.
    if matches!(&*kind, "COMPLETE" | "FAIL") {
        let inputs = event.inputs.entries.iter().map(|of| (of, &of.input_facets));
        let outputs = event
            .outputs
            .entries
            .iter()
            .map(|of| (of, &of.output_facets));
        for (dataset, own) in inputs.chain(outputs) {
            let all = [own, &dataset.facets];
            let lists = all.map(|facets| &facets.0.data_quality_assertions.0.assertions);
            // The same tests may stand in both.
            let list = lists.into_iter().find(|list| !list.is_empty());
            let tests = list.map_or(&[][..], |list| &list.entries);
            // Since its integration of dbt names tests, it counts what they find too.
            let is_named = tests.iter().any(|of| of.name.told().is_some());
            let all_count = (is_of_dbt && is_named) || tests.iter().any(Assertion::counts);
            for of in tests {
                match assertion(dataset, of, all_count) {
                    Some(of) => batch.add(Observation { at, ..of }),
                    None => batch.silent += 1,
                }
            }
            if let Some(list) = list {
                batch.faults.append(list.faults.clone().at(line));
                batch.is_cut |= list.is_cut;
            }
        }
    }
    if kind == "COMPLETE" {
        for dataset in &event.outputs.entries {
            let mut of = Observation::new(What::Update);
            of.about.object = dataset.name.0.clone();
            of.verdict = Some(Verdict::Passed);
            batch.add(Observation { at, ..of });
        }
    }
    for list in [event.inputs, event.outputs] {
        batch.faults.append(list.faults.at(line));
        batch.is_cut |= list.is_cut;
    }
    if before == batch.results.len() + batch.silent + batch.faults.len() {
        batch.silent += 1;
    }
}

impl Assertion {
    /// Whether it says what it counted.
    fn counts(&self) -> bool {
        self.actual.0.is_some() || self.expected.told().is_some()
    }
}

/// What a test of a table found; `None` where it does not say it. `all_count` is whether tests of
/// this writer say what they counted.
fn assertion(dataset: &Dataset, of: &Assertion, all_count: bool) -> Option<Observation> {
    let severity = of.severity.told().unwrap_or_default();
    let verdict = match of.success.0? {
        true => Verdict::Passed,
        // That of dbt says so of tests that it skipped, or that could not run.
        false if all_count && !of.counts() => Verdict::Errored,
        false if severity.eq_ignore_ascii_case("warn") => Verdict::Warned,
        false => Verdict::Failed,
    };
    let kind = of.assertion.told();
    Some(Observation {
        about: About {
            object: dataset.name.0.clone(),
            property: of.column.0.clone(),
            metric: kind.and_then(|kind| expectation(kind).or_else(|| metric(kind))),
            name: of.name.0.clone().or_else(|| of.assertion.0.clone()),
            ..About::default()
        },
        verdict: Some(verdict),
        value: of
            .actual
            .0
            .map(|number| Value::Count(number, Box::default())),
        ..Observation::new(What::Quality)
    })
}

#[cfg(test)]
mod tests {
    use super::super::trial::{Trial, head_of};
    use super::*;

    fn event(kind: &str, rest: &str) -> String {
        format!(
            r#"{{"eventTime": "2026-03-02T05:08:21.5Z", "eventType": "{kind}",
            "producer": "https://example.org", "schemaURL": "https://openlineage.io/spec",
            "run": {{"runId": "1"}}, "job": {{"namespace": "n", "name": "j"}}{rest}}}"#
        )
        .replace('\n', " ")
    }

    fn checked(place: &str, assertions: &str) -> String {
        format!(
            r#", "inputs": [{{"namespace": "db", "name": "shop.orders", "{place}":
            {{"dataQualityAssertions": {{"assertions": [{assertions}]}}}}}}]"#
        )
    }

    const WRITTEN: &str = r#", "outputs": [{"namespace": "db", "name": "shop.orders",
        "outputFacets": {"outputStatistics": {"rowCount": 0}}}, {"name": "shop.lines"}]"#;

    #[test]
    fn a_run_that_ends_wrote_its_outputs() {
        assert_eq!(
            Trial::of(&FORMAT, &event("COMPLETE", WRITTEN)).told(),
            [
                "Update shop.orders Passed @2026-03-02T05:08:21.5Z",
                "Update shop.lines Passed @2026-03-02T05:08:21.5Z"
            ]
        );
        for kind in ["START", "RUNNING", "FAIL", "ABORT", "OTHER", ""] {
            let trial = Trial::of(&FORMAT, &event(kind, WRITTEN));
            assert_eq!((trial.told().len(), trial.batch().silent), (0, 1), "{kind}");
        }
    }

    #[test]
    fn tests_say_what_they_found_where_their_run_ends() {
        for (assertion, expected) in [
            (
                r#"{"assertion": "not_null", "column": "id", "success": true}"#,
                "Quality shop.orders/id metric=nullValues name=not_null Passed",
            ),
            (
                r#"{"assertion": "unique", "name": "unique_orders_id", "column": "id",
                "success": false, "severity": "error", "actual": "3"}"#,
                "Quality shop.orders/id metric=duplicateValues name=unique_orders_id Failed 3",
            ),
            (
                r#"{"assertion": "adds_up", "success": false, "severity": "WARN"}"#,
                "Quality shop.orders name=adds_up Warned",
            ),
            (
                r#"{"assertion": "expect_column_values_to_be_in_set", "column": "a", "success": true}"#,
                "Quality shop.orders/a metric=invalidValues \
                 name=expect_column_values_to_be_in_set Passed",
            ),
        ] {
            for place in ["facets", "inputFacets"] {
                for kind in ["COMPLETE", "FAIL"] {
                    let trial = Trial::of(&FORMAT, &event(kind, &checked(place, assertion)));
                    let told = format!("{expected} @2026-03-02T05:08:21.5Z");
                    assert_eq!(trial.told(), [told], "{assertion}");
                }
                let trial = Trial::of(&FORMAT, &event("START", &checked(place, assertion)));
                assert_eq!((trial.told().len(), trial.batch().silent), (0, 1));
            }
        }
        let skipped = checked(
            "inputFacets",
            r#"{"assertion": "a", "success": true, "actual": "0", "expected": "0"},
            {"assertion": "b", "success": false}"#,
        );
        let trial = Trial::of(&FORMAT, &event("FAIL", &skipped));
        assert!(
            trial.told()[1].contains("name=b Errored"),
            "{:?}",
            trial.told()
        );
        let all_skipped = checked(
            "inputFacets",
            r#"{"assertion": "not_null", "name": "b", "success": false, "severity": "error"}"#,
        );
        for (producer, verdict) in [
            ("x", "Failed"),
            ("x/tree/1.53.0/integration/dbt", "Errored"),
        ] {
            let event = event("FAIL", &all_skipped);
            let event = event.replace("https://example.org", producer);
            let told = Trial::of(&FORMAT, &event).told();
            assert!(told[0].contains(verdict), "{producer}: {told:?}");
        }
        let unsaid = checked("facets", r#"{"assertion": "not_null", "success": null}"#);
        let trial = Trial::of(&FORMAT, &event("COMPLETE", &unsaid));
        assert_eq!((trial.told().len(), trial.batch().silent), (0, 1));
    }

    #[test]
    fn tests_that_stand_twice_count_once() {
        let both = r#", "inputs": [{"name": "o",
            "facets": {"dataQualityAssertions": {"assertions": [{"assertion": "a", "success": true}]}},
            "inputFacets": {"dataQualityAssertions": {"assertions":
            [{"assertion": "a", "success": true}, 7]}}}]"#;
        let trial = Trial::of(&FORMAT, &event("COMPLETE", both));
        assert_eq!(trial.told().len(), 1);
        assert_eq!(trial.batch().faults.len(), 1);
    }

    #[test]
    fn events_stand_in_lines_in_a_list_or_alone() {
        let (start, end) = (event("START", WRITTEN), event("COMPLETE", WRITTEN));
        let lines = format!("{start}\n{end}\nnot json\n7\n{end}\n");
        let trial = Trial::of(&FORMAT, &lines);
        let batch = trial.batch();
        assert_eq!((batch.results.len(), batch.silent), (4, 1));
        let places: Vec<_> = batch.faults.first().iter().map(|of| of.line).collect();
        assert_eq!(places, [3, 4]);
        let spread = end.replace(", \"", ",\n\"");
        for text in [format!("[{start}, {end}]"), spread] {
            assert_eq!(Trial::of(&FORMAT, &text).told().len(), 2, "{text}");
        }
    }

    #[test]
    fn facets_without_an_event_are_none() {
        let facets = r#"{"dataQualityAssertions": {"assertions": [], "_producer": "x"}}"#;
        assert!(!(FORMAT.is_it)(&head_of(facets)));
    }
}
