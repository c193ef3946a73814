//! What holds whatever is measured or promised.

use jiff::SignedDuration;
use meshbook::model::sla::{Amount, Duration, SlaKind, amount, length};
use meshbook::service_level::State;
use proptest::prelude::*;

use crate::{judged, later, measured, own, states};

/// How much a state promises to who reads it: less is never more again as time passes.
fn rank(state: State) -> u8 {
    match state {
        State::Kept => 0,
        State::AtRisk => 1,
        State::Broken => 2,
        State::Stale => 3,
        State::Unmeasured | State::Unverifiable => 4,
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_state_improves_as_time_passes(
        ages in prop::collection::vec(0.0..6.0f64, 1..7),
        one in 0.0..40.0f64,
        more in 0.0..400.0f64,
        windowed in any::<bool>(),
    ) {
        let window = if windowed { ", \"window\": \"1h\"" } else { "" };
        let lines: String = ages.iter().enumerate().map(|(at, age)| {
            let when = measured() - SignedDuration::from_hours((ages.len() - 1 - at) as i64);
            format!(
                "{{\"contract\": \"shop.orders\", \"property\": \"latency\", \"value\": {age}, \"unit\": \"h\", \
                 \"measured_at\": \"{when}\"{window}}}\n"
            )
        }).collect();
        let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
        let [first, then] = [one, one + more].map(|hours| {
            states(&judged(promises, "probe.jsonl", &lines, later(hours)))[0]
        });
        prop_assert!(rank(first) <= rank(then), "{first:?} became {then:?}");
    }

    #[test]
    fn the_better_of_two_values_never_stands_worse(
        age in 0.0..8.0f64,
        less in 0.0..8.0f64,
    ) {
        let promises = "slaProperties:\n  - {property: latency, value: 4, unit: h}\n";
        let [worse, better] = [age, (age - less).max(0.0)].map(|age| {
            let line = own("latency", &age.to_string(), ", \"unit\": \"h\", \"window\": \"1h\"");
            states(&judged(promises, "probe.jsonl", &line, later(0.0)))[0]
        });
        prop_assert!(rank(better) <= rank(worse), "{better:?} for the better, {worse:?} for the worse");
    }

    #[test]
    fn durations_are_read_back_as_they_are_printed(
        number in 0u32..5_000,
        unit in prop::sample::select(vec!["ms", "s", "min", "h", "d", "weeks", "months", "q", "y", "Hours", "DAYS"]),
    ) {
        let read = |text: &str, unit: Option<&str>| match amount(SlaKind::Retention, text, unit) {
            Ok(Amount::Duration(duration)) => duration,
            other => panic!("{text}: {other:?}"),
        };
        let duration = read(&number.to_string(), Some(unit));
        prop_assert_eq!(read(&duration.to_string(), None), duration);
        prop_assert_eq!(read(&duration.iso(), None), duration);
        prop_assert_eq!(read(&format!("{number} {unit}"), None), duration);
    }

    #[test]
    fn durations_of_several_parts_are_read_back_from_iso(
        months in 0u32..400, days in 0u32..400, milliseconds in 0u64..90_000_000,
    ) {
        let duration = Duration { months, days, milliseconds };
        prop_assert_eq!(length(&duration.iso()), Some(duration));
    }

    #[test]
    fn a_longer_time_counts_more_seconds(a in 1u32..900, b in 1u32..900) {
        for unit in ["s", "min", "h", "d", "months", "y"] {
            let [one, other] = [a, b].map(|number| length(&format!("{number} {unit}")).unwrap());
            prop_assert_eq!(a.cmp(&b), one.seconds().total_cmp(&other.seconds()));
        }
    }
}
