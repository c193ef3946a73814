//! Each kind of promise, and what it covers.

use meshbook::pipeline;
use meshbook::service_level::State;
use std::fs;

use crate::{CONTRACT, judged, latency, later, own, stands, states, write};

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
