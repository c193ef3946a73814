//! Ways to look better than one is, none of which works.

use meshbook::rules::Outcome;
use meshbook::service_level::State;

use crate::{judged, latency, later, own, stands, states};

#[test]
fn a_miss_is_not_made_good_by_something_else() {
    let promise = "latency, value: 4, unit: h";
    for (lines, state) in [
        // Of two environments the worse one counts.
        (
            vec![
                latency(9.0, 0.0, ", \"environment\": \"prod-eu\""),
                latency(1.0, 0.1, ", \"environment\": \"prod-us\""),
            ],
            State::Broken,
        ),
        // Of two columns as well.
        (
            vec![
                latency(9.0, 0.0, ", \"element\": \"orders.order_id\""),
                latency(1.0, 0.1, ", \"environment\": \"staging-eu\""),
            ],
            State::Broken,
        ),
        // A pass that is told five times was seen once.
        (
            vec![latency(9.0, -1.0, ""), latency(1.0, 0.0, "").repeat(5)],
            State::AtRisk,
        ),
        // The same moment twice, good and bad.
        (
            vec![latency(1.0, 0.0, ""), latency(9.0, 0.0, "")],
            State::Broken,
        ),
        // What was measured of the whole counts no longer once its only table is measured.
        (
            vec![
                latency(1.0, -900.0, ""),
                latency(1.0, 0.0, ", \"element\": \"orders\""),
            ],
            State::Kept,
        ),
    ] {
        assert_eq!(stands(promise, &lines, later(0.2)), state, "{lines:?}");
    }
}

#[test]
fn a_share_without_a_number_is_no_evidence() {
    let line = own(
        "availability",
        "12.5",
        ", \"unit\": \"percent\", \"status\": \"pass\"",
    );
    let state = stands(
        "availability, value: 99.9, unit: percent",
        &[line],
        later(0.0),
    );
    assert_eq!(state, State::Unmeasured);
}

#[test]
fn to_stop_measuring_mends_nothing() {
    let outcome = |value: &str, days: f64| {
        let share = ", \"unit\": \"percent\", \"window\": \"1d\", \"samples\": 720";
        let promises = "slaProperties:\n  - {property: availability, value: 99, unit: percent}\n";
        let line = own("availability", value, share);
        let judged = judged(promises, "probe.jsonl", &line, later(days * 24.0));
        let at = judged.scorecards.book.position("sla-broken").unwrap();
        judged.scorecards.contracts[0].verdicts[at].outcome
    };
    assert_eq!(outcome("99.9", 0.1), Outcome::Pass);
    assert_eq!(outcome("50", 0.1), Outcome::Fail);
    assert_eq!(outcome("50", 9.0), Outcome::Fail);
    assert!(matches!(outcome("99.9", 9.0), Outcome::Unknown(_)));
}

#[test]
fn nothing_is_believed_of_who_measures_in_advance() {
    let lines = [latency(1.0, 0.0, ""), latency(1.0, 400.0, "")];
    let promise = "latency, value: 4, unit: h";
    assert_eq!(stands(promise, &lines, later(0.5)), State::Unmeasured);
}

#[test]
fn what_was_measured_in_the_future_was_not_measured() {
    let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
    let judged = judged(
        promises,
        "probe.jsonl",
        &own("latency", "\"PT1H\"", ""),
        later(-2.0),
    );
    assert_eq!(states(&judged), [State::Unmeasured]);
    assert!(
        judged
            .findings
            .iter()
            .any(|finding| finding.rule == "result-ahead")
    );
}
