//! One measured value held against one promise.

use crate::measure::Value;
use crate::model::sla::{Amount, Promise, SlaKind, TimeOfDay, Zone};

/// How a measured value compares with what is promised.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Compared {
    /// Whether it meets the promise.
    pub(super) is_met: bool,
    /// Which part of what may go wrong did: from 0 to 1 where the promise is met; `None` where
    /// there is no such measure.
    pub(super) used: Option<f64>,
    /// The value as a number, in the unit of the promise: seconds, percent, a count, minutes.
    pub(super) number: f64,
}

/// By how much the time between two updates may be longer than promised: runs do not take equally
/// long every day.
const JITTER: f64 = 1.1;

/// Holds a value against a promise. `measured_at` is in seconds since 1970.
///
/// # Errors
///
/// They cannot be compared, for this reason.
pub(super) fn compare(
    promise: &Promise,
    value: &Value,
    measured_at: f64,
) -> Result<Compared, String> {
    let (low, high) = ends(promise);
    let lasts = match value {
        Value::Loaded(at) => Some(measured_at - at.as_second() as f64),
        Value::Seconds(seconds) => Some(*seconds),
        _ => None,
    };
    match (promise.kind, high, low, value) {
        (SlaKind::Frequency, Amount::Duration(most), _, _) if lasts.is_some() => Ok(at_most(
            lasts.unwrap_or_default(),
            most.seconds(),
            JITTER,
            false,
        )),
        (SlaKind::Retention, _, Amount::Duration(least), _) if lasts.is_some() => {
            Ok(at_least(lasts.unwrap_or_default(), least.seconds()))
        }
        (
            SlaKind::Latency
            | SlaKind::TimeToDetect
            | SlaKind::TimeToNotify
            | SlaKind::TimeToRepair,
            Amount::Duration(most),
            ..,
        ) if lasts.is_some() => Ok(at_most(
            lasts.unwrap_or_default(),
            most.seconds(),
            1.0,
            true,
        )),
        (SlaKind::Availability, _, Amount::Percent(least), Value::Percent(share)) => {
            let (missing, allowed) = (100.0 - share, 100.0 - least);
            Ok(Compared {
                used: (allowed > 0.0).then(|| missing / allowed),
                ..at_least(*share, *least)
            })
        }
        (SlaKind::ErrorRate, Amount::Percent(most), _, Value::Percent(share)) => {
            Ok(at_most(*share, *most, 1.0, true))
        }
        (SlaKind::ErrorRate, Amount::Count(most, unit), _, Value::Count(number, own)) => {
            same(unit, own)?;
            Ok(at_most(*number, *most, 1.0, true))
        }
        (SlaKind::Throughput, _, Amount::Count(least, unit), Value::Count(number, own)) => {
            same(unit, own)?;
            Ok(at_least(*number, *least))
        }
        (SlaKind::TimeOfAvailability, _, Amount::Time(promised), Value::Time(measured)) => {
            clock(promised, measured)
        }
        _ => Err("what is measured is of another kind than what is promised".to_owned()),
    }
}

/// The lower and the higher end of what is promised.
pub(super) fn ends(promise: &Promise) -> (&Amount, &Amount) {
    let one = &promise.amount;
    let Some(other) = &promise.up_to else {
        return (one, one);
    };
    let is_lower = match (one, other) {
        (Amount::Duration(one), Amount::Duration(other)) => one.seconds() <= other.seconds(),
        (Amount::Percent(one), Amount::Percent(other))
        | (Amount::Count(one, _), Amount::Count(other, _)) => one <= other,
        _ => true,
    };
    if is_lower { (one, other) } else { (other, one) }
}

fn at_most(number: f64, most: f64, tolerance: f64, has_budget: bool) -> Compared {
    Compared {
        is_met: number <= most * tolerance,
        used: (has_budget && most > 0.0).then(|| number.max(0.0) / most),
        number,
    }
}

fn at_least(number: f64, least: f64) -> Compared {
    Compared {
        is_met: number >= least,
        used: None,
        number,
    }
}

fn same(promised: &str, measured: &str) -> Result<(), String> {
    match promised.trim().eq_ignore_ascii_case(measured.trim()) {
        true => Ok(()),
        false => Err(format!(
            "it is promised in `{promised}` and measured in `{measured}`"
        )),
    }
}

const HALF_A_DAY: i32 = 12 * 60;

/// Whether something was there in time. What comes up to half a day after is late.
fn clock(promised: &TimeOfDay, measured: &TimeOfDay) -> Result<Compared, String> {
    let offset = match (&promised.zone, &measured.zone) {
        (None, None) => 0,
        (Some(Zone::Offset(one)), Some(Zone::Offset(other))) => i32::from(*one) - i32::from(*other),
        (Some(Zone::Named(one)), Some(Zone::Named(other))) if one == other => 0,
        _ => return Err("it is promised and measured in different time zones".to_owned()),
    };
    let late = i32::from(measured.from) + offset - i32::from(promised.from);
    let late = (late + HALF_A_DAY).rem_euclid(2 * HALF_A_DAY) - HALF_A_DAY;
    Ok(Compared {
        is_met: late <= 0,
        used: None,
        number: f64::from(measured.from),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::sla::{SlaKind, amount};

    fn promise(kind: &str, value: &str, unit: &str) -> Promise {
        let kind = SlaKind::named(kind);
        let unit = Some(unit).filter(|unit| !unit.is_empty());
        Promise {
            kind,
            amount: amount(kind, value, unit).unwrap(),
            up_to: None,
        }
    }

    fn time(text: &str) -> Value {
        match amount(SlaKind::TimeOfAvailability, text, None).unwrap() {
            Amount::Time(time) => Value::Time(time),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn values_are_held_against_promises() {
        let hours = |hours: f64| Value::Seconds(hours * 3_600.0);
        let count = |number: f64| Value::Count(number, "events/s".into());
        for (kind, promised, unit, value, is_met, used) in [
            ("latency", "4", "h", hours(3.0), true, Some(0.75)),
            ("latency", "4", "h", hours(4.0), true, Some(1.0)),
            ("latency", "4", "h", hours(5.0), false, Some(1.25)),
            ("frequency", "1", "d", hours(24.5), true, None),
            ("frequency", "1", "d", hours(27.0), false, None),
            ("retention", "10", "d", hours(240.0), true, None),
            ("retention", "10", "d", hours(239.0), false, None),
            ("timeToRepair", "8", "h", hours(2.0), true, Some(0.25)),
            (
                "availability",
                "99.5",
                "percent",
                Value::Percent(99.75),
                true,
                Some(0.5),
            ),
            (
                "availability",
                "99.5",
                "percent",
                Value::Percent(99.0),
                false,
                Some(2.0),
            ),
            (
                "errorRate",
                "1",
                "percent",
                Value::Percent(0.5),
                true,
                Some(0.5),
            ),
            ("throughput", "4000", "events/s", count(4100.0), true, None),
            ("throughput", "4000", "events/s", count(3999.0), false, None),
            (
                "timeOfAvailability",
                "06:30+01:00",
                "",
                time("06:20+01:00"),
                true,
                None,
            ),
            (
                "timeOfAvailability",
                "06:30+01:00",
                "",
                time("05:20+00:00"),
                true,
                None,
            ),
            (
                "timeOfAvailability",
                "06:30+01:00",
                "",
                time("05:40+00:00"),
                false,
                None,
            ),
            (
                "timeOfAvailability",
                "00:10+00:00",
                "",
                time("23:50+00:00"),
                true,
                None,
            ),
        ] {
            let told = format!("{kind} {promised} {unit}: {value:?}");
            let compared = compare(&promise(kind, promised, unit), &value, 0.0).expect(&told);
            assert_eq!((compared.is_met, compared.used), (is_met, used), "{told}");
        }
    }

    #[test]
    fn what_is_of_another_kind_is_not_compared() {
        for (kind, promised, unit, value) in [
            ("latency", "4", "h", Value::Percent(3.0)),
            (
                "throughput",
                "4000",
                "events/s",
                Value::Count(9.0, "MB/s".into()),
            ),
            ("timeOfAvailability", "06:30", "", time("06:20+01:00")),
            ("latency", "real-time", "", Value::Seconds(1.0)),
        ] {
            assert!(compare(&promise(kind, promised, unit), &value, 0.0).is_err());
        }
    }
}
