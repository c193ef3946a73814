//! How often a promise is measured, and when a measurement is too old.

use jiff::{SignedDuration, Timestamp};

use crate::config::ServiceLevels;
use crate::measure::Measurement;
use crate::model::DataContract;
use crate::model::sla::{Amount, SlaKind, interval, read};

/// By how much clocks may differ: what was measured later than that was not measured yet.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// The longest interval that counts, in seconds: whoever promises data once a decade is not believed
/// for two.
const LONGEST: i64 = 31 * 86_400;

/// Whether a moment is not ahead of `now`.
pub(super) fn is_past(at: Timestamp, now: Timestamp) -> bool {
    at <= now.saturating_add(SKEW).unwrap_or(now)
}

/// The moment so many seconds after another; those that a measurement may tell are not trusted.
pub(super) fn after(at: Timestamp, seconds: f64) -> Timestamp {
    const CENTURY: f64 = 36_525.0 * 86_400.0;
    let seconds = if seconds.is_finite() {
        seconds.clamp(0.0, CENTURY)
    } else {
        0.0
    };
    let span = SignedDuration::from_secs(seconds as i64);
    at.saturating_add(span).unwrap_or(Timestamp::MAX)
}

/// How long measurements of a contract are believed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// How often its data comes, in seconds.
    data: i64,
    /// How often anything else is measured, in seconds.
    cadence: i64,
    grace: i64,
}

impl Pace {
    /// That of a contract: by how often it promises data, else by a schedule that it names, else
    /// as the configuration has it.
    pub(super) fn of(contract: &DataContract, settings: &ServiceLevels) -> Pace {
        let promises = contract.sla_properties.iter();
        let promised = promises.clone().find_map(|property| {
            let promise = read(property).promise?;
            match promise.amount {
                Amount::Duration(each) if promise.kind == SlaKind::Frequency => {
                    Some(each.seconds() as i64)
                }
                _ => None,
            }
        });
        let schedules = promises.filter_map(|property| property.schedule.as_ref());
        let scheduled = || schedules.filter_map(|text| interval(text)).max();
        let data = promised.or_else(scheduled).unwrap_or(settings.cadence);
        Pace {
            data: data.min(LONGEST),
            cadence: settings.cadence.min(LONGEST),
            grace: settings.grace,
        }
    }

    /// From when on what was measured of the data at a moment is too old.
    pub(super) fn stale_after(self, at: Timestamp) -> Timestamp {
        after(at, self.data.saturating_mul(2).max(self.grace) as f64)
    }

    /// From when on a measurement of a promise is too old. How often data comes says how often
    /// its age is looked at, and nothing of what else is measured; a report over a month is
    /// believed for a month.
    pub(super) fn stale_after_of(self, kind: SlaKind, of: &Measurement) -> Timestamp {
        if matches!(kind, SlaKind::Latency | SlaKind::Frequency) {
            return self.stale_after(of.at);
        }
        let window = of.window.map_or(0.0, |window| window.seconds());
        let lasts = self.cadence.saturating_mul(2).max(self.grace) as f64;
        after(of.at, lasts.max(window.min(LONGEST as f64)))
    }
}
