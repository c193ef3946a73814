//! The clock: it comes in by argument, else from the surroundings, else from the machine.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::Failure;

/// The time of a build: the one given, else `SOURCE_DATE_EPOCH` (seconds since 1970, see
/// reproducible-builds.org), else the clock; in whole seconds.
pub(super) fn now(given: Option<&str>) -> Result<Timestamp, Failure> {
    if let Some(given) = given {
        return parse(given).ok_or_else(|| {
            Failure(format!(
                "`{given}` is no time: write it as 2026-11-20T09:00:00Z or 2026-11-20"
            ))
        });
    }
    let seconds = match std::env::var("SOURCE_DATE_EPOCH") {
        Ok(epoch) => epoch.trim().parse().map_err(|_| {
            Failure(format!(
                "SOURCE_DATE_EPOCH is `{epoch}`, not a number of seconds"
            ))
        })?,
        Err(_) => Timestamp::now().as_second(),
    };
    Timestamp::from_second(seconds).map_err(Failure::from)
}

/// A moment as in RFC 3339, or the start of a day in UTC.
fn parse(text: &str) -> Option<Timestamp> {
    let day = || {
        text.parse::<Date>()
            .ok()?
            .to_zoned(TimeZone::UTC)
            .ok()
            .map(|day| day.timestamp())
    };
    text.parse::<Timestamp>().ok().or_else(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_and_a_day_are_times() {
        for (text, shown) in [
            ("2026-11-20T09:00:00Z", Some("2026-11-20T09:00:00Z")),
            ("2026-11-20T10:00:00+01:00", Some("2026-11-20T09:00:00Z")),
            ("2026-11-20", Some("2026-11-20T00:00:00Z")),
            ("yesterday", None),
        ] {
            assert_eq!(
                parse(text).map(|time| time.to_string()).as_deref(),
                shown,
                "{text}"
            );
        }
    }
}
