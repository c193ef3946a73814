//! The days of a contract's life: since when it is there for all, and until when.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::sla::SlaKind;

/// A day that a contract names: `generalAvailability`, `endOfSupport` or `endOfLife`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dated {
    /// The promise: an index into `slaProperties`.
    pub at: usize,
    /// Which of the days it is.
    pub kind: SlaKind,
    /// The day.
    pub date: Date,
    /// Whether it has come.
    pub phase: Phase,
}

/// Whether a day has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// It lies ahead.
    Ahead,
    /// It lies ahead by less than ninety days.
    Soon,
    /// It has come.
    Reached,
}

/// How many days before its end consumers look for something else.
const SOON: i32 = 90;

impl Dated {
    /// The day of a promise, on the day of `now` in UTC. The last day of support is a day with
    /// support.
    pub(super) fn new(at: usize, kind: SlaKind, date: Date, now: Timestamp) -> Dated {
        let today = now.to_zoned(TimeZone::UTC).date();
        let days = today.until(date).map_or(0, |span| span.get_days());
        let has_come = match kind {
            SlaKind::GeneralAvailability => days <= 0,
            _ => days < 0,
        };
        let phase = match has_come {
            true => Phase::Reached,
            false if days < SOON => Phase::Soon,
            false => Phase::Ahead,
        };
        Dated {
            at,
            kind,
            date,
            phase,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_day_of_support_is_a_day_with_support() {
        let now: Timestamp = "2026-03-02T09:00:00Z".parse().unwrap();
        for (kind, date, phase) in [
            (SlaKind::EndOfSupport, "2026-03-01", Phase::Reached),
            (SlaKind::EndOfSupport, "2026-03-02", Phase::Soon),
            (SlaKind::EndOfLife, "2026-05-30", Phase::Soon),
            (SlaKind::EndOfLife, "2026-05-31", Phase::Ahead),
            (SlaKind::GeneralAvailability, "2026-03-02", Phase::Reached),
            (SlaKind::GeneralAvailability, "2026-03-03", Phase::Soon),
        ] {
            let dated = Dated::new(0, kind, date.parse().unwrap(), now);
            assert_eq!(dated.phase, phase, "{kind:?} {date}");
        }
    }
}
