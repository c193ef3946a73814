//! How often a promise is measured, and when a measurement is too old.

use jiff::{SignedDuration, Timestamp};

use crate::config::ServiceLevels;
use crate::model::DataContract;
use crate::model::sla::{Amount, SlaKind, interval, read};

/// By how much clocks may differ: what was measured later than that was not measured yet.
const SKEW: SignedDuration = SignedDuration::from_mins(5);

/// Whether a moment is not ahead of `now`.
pub(super) fn is_past(at: Timestamp, now: Timestamp) -> bool {
    at <= now.saturating_add(SKEW).unwrap_or(now)
}

/// How long measurements of a contract are believed.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pace {
    /// Two times the interval in which data comes, and no less than the grace.
    lasts: SignedDuration,
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
        let each = promised.or_else(scheduled).unwrap_or(settings.cadence);
        Pace::each(each, settings)
    }

    /// That of what is done in an interval of seconds.
    pub(super) fn each(seconds: i64, settings: &ServiceLevels) -> Pace {
        let most = seconds.saturating_mul(2).max(settings.grace);
        Pace {
            lasts: SignedDuration::from_secs(most),
        }
    }

    /// From when on what was measured at a moment is too old.
    pub(super) fn stale_after(self, at: Timestamp) -> Timestamp {
        at.saturating_add(self.lasts).unwrap_or(Timestamp::MAX)
    }
}
