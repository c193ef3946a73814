//! Days and times of the day.

/// A time of the day, or a stretch of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeOfDay {
    /// The start, in minutes since midnight.
    pub from: u16,
    /// The end, in minutes since midnight.
    pub until: Option<u16>,
    /// Of which place the time is.
    pub zone: Option<Zone>,
}

/// Of which place a time is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Zone {
    /// Minutes ahead of UTC.
    Offset(i16),
    /// A name, such as `Europe/Copenhagen`.
    Named(Box<str>),
}

/// The day of an ISO 8601 date, or date with a time.
pub fn date(text: &str) -> Option<jiff::civil::Date> {
    let text = text.trim();
    let (date, rest) = text.split_at_checked(10)?;
    let is_date = rest.is_empty() || rest.starts_with(['T', 't', ' ']);
    let is_spelt = date.as_bytes().get(4) == Some(&b'-');
    if is_date && is_spelt {
        date.parse().ok()
    } else {
        None
    }
}

impl TimeOfDay {
    /// Reads `09:00`, `09:00-08:00` (with an offset), `09:00-17:00` (until), `06:30 CET`.
    pub(super) fn read(text: &str) -> Option<TimeOfDay> {
        let (from, rest) = clock(text.trim())?;
        let rest = rest.trim();
        let mut time = TimeOfDay {
            from,
            until: None,
            zone: None,
        };
        if rest.is_empty() {
            return Some(time);
        }
        if rest.eq_ignore_ascii_case("z") || rest.eq_ignore_ascii_case("utc") {
            time.zone = Some(Zone::Offset(0));
            return Some(time);
        }
        let sign = rest.chars().next()?;
        if let Some(behind) = rest.strip_prefix(['+', '-', '–']) {
            let (minutes, rest) = clock(behind.trim())?;
            // No place on earth is further than 14 hours from UTC: what is larger is the end.
            if sign == '+' || (sign == '-' && minutes <= 14 * 60 && rest.trim().is_empty()) {
                let minutes = i16::try_from(minutes)
                    .ok()
                    .filter(|minutes| *minutes <= 14 * 60)?;
                time.zone = Some(Zone::Offset(if sign == '-' { -minutes } else { minutes }));
                return rest.trim().is_empty().then_some(time);
            }
            time.until = Some(minutes);
            time.zone = zone(rest.trim());
            return Some(time);
        }
        time.zone = zone(rest);
        time.zone.is_some().then_some(time)
    }
}

/// The name of a zone, or an offset.
fn zone(text: &str) -> Option<Zone> {
    let is_name = text.starts_with(char::is_alphabetic)
        && text
            .chars()
            .all(|c| c.is_alphanumeric() || matches!(c, '/' | '_' | '-' | '+'));
    is_name.then(|| Zone::Named(text.into()))
}

/// `HH:MM` or `HH:MM:SS` at the start in minutes, and the rest.
fn clock(text: &str) -> Option<(u16, &str)> {
    let (hour, rest) = text.split_once(':')?;
    let (minute, rest) = rest.split_at_checked(2)?;
    let is_number = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hour) || !is_number(minute) {
        return None;
    }
    let (hour, minute): (u16, u16) = (hour.parse().ok()?, minute.parse().ok()?);
    let seconds = rest
        .strip_prefix(':')
        .and_then(|rest| rest.split_at_checked(2));
    let rest = match seconds {
        Some((seconds, behind)) if is_number(seconds) => behind,
        _ => rest,
    };
    (hour < 24 && minute < 60).then_some((hour * 60 + minute, rest))
}
