//! Durations as promises write them: `4` with the unit `h`, `15 min`, `P3Y`.

use std::fmt;

/// A length of time. Months and days are kept apart from the clock's units, because how long
/// they are depends on when they begin.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Duration {
    /// Whole months; twelve to a year.
    pub months: u32,
    /// Whole days; seven to a week.
    pub days: u32,
    /// Milliseconds of the clock's units.
    pub milliseconds: u64,
}

/// Why a text is no duration.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fault {
    /// It is no number, no number with a unit, and no ISO 8601 duration.
    NoDuration,
    /// It is a number without a unit.
    NoUnit,
    /// Its unit is none.
    UnknownUnit,
}

/// The units with their spellings, lower case. `m` is read as minutes, see [`is_ambiguous`].
const UNITS: &[(Unit, &[&str])] = &[
    (
        Unit::Milliseconds(1),
        &["ms", "msec", "millisecond", "milliseconds", "millis"],
    ),
    (
        Unit::Milliseconds(1_000),
        &["s", "sec", "secs", "second", "seconds"],
    ),
    (
        Unit::Milliseconds(60_000),
        &["m", "min", "mins", "minute", "minutes"],
    ),
    (
        Unit::Milliseconds(3_600_000),
        &["h", "hr", "hrs", "hour", "hours"],
    ),
    (
        Unit::Days(1),
        &[
            "d",
            "day",
            "days",
            "calendar days",
            "business days",
            "working days",
        ],
    ),
    (Unit::Days(7), &["w", "wk", "wks", "week", "weeks"]),
    (
        Unit::Months(1),
        &["mo", "mon", "mth", "mths", "month", "months"],
    ),
    (Unit::Months(3), &["q", "quarter", "quarters"]),
    (Unit::Months(12), &["y", "yr", "yrs", "year", "years", "a"]),
];

#[derive(Clone, Copy)]
enum Unit {
    Milliseconds(u64),
    Days(u32),
    Months(u32),
}

impl Unit {
    fn named(name: &str) -> Option<Unit> {
        let name = name.trim();
        if name == "M" {
            return Some(Unit::Months(1));
        }
        let lower = name.to_lowercase();
        let lower = lower.trim_end_matches('.');
        let mut units = UNITS.iter();
        let found = units.find(|(_, names)| names.contains(&lower))?;
        Some(found.0)
    }

    /// `amount` of this unit; a fraction goes to the next smaller unit.
    fn times(self, amount: f64) -> Duration {
        let whole = amount.trunc();
        let rest = amount - whole;
        match self {
            Unit::Milliseconds(each) => Duration {
                milliseconds: (amount * each as f64).round() as u64,
                ..Duration::default()
            },
            Unit::Days(each) => Duration {
                days: (whole as u32).saturating_mul(each),
                milliseconds: (rest * f64::from(each) * DAY).round() as u64,
                ..Duration::default()
            },
            Unit::Months(1) => Duration {
                months: whole as u32,
                days: (rest * 30.4375).round() as u32,
                ..Duration::default()
            },
            Unit::Months(each) => Duration {
                months: (amount * f64::from(each)).round() as u32,
                ..Duration::default()
            },
        }
    }
}

const DAY: f64 = 86_400_000.0;

/// Whether a unit may mean two things: `m` is minutes to some and months to others.
pub(super) fn is_ambiguous(unit: &str) -> bool {
    unit.trim() == "m"
}

impl Duration {
    /// Reads `value`, in `unit` where the value names none itself.
    pub(super) fn read(value: &str, unit: Option<&str>) -> Result<Duration, Fault> {
        let value = value.trim();
        if value.starts_with(['P', 'p']) {
            return iso(value).ok_or(Fault::NoDuration);
        }
        let (number, own_unit) = split(value).ok_or(Fault::NoDuration)?;
        let unit = match (
            own_unit,
            unit.map(str::trim).filter(|unit| !unit.is_empty()),
        ) {
            ("", None) => return Err(Fault::NoUnit),
            ("", Some(unit)) => unit,
            (own, _) => own,
        };
        let unit = Unit::named(unit).ok_or(Fault::UnknownUnit)?;
        Ok(unit.times(number))
    }

    /// About how many seconds it is, to compare: a year has 365.25 days.
    pub fn seconds(self) -> f64 {
        let days = f64::from(self.months) * 30.4375 + f64::from(self.days);
        days * 86_400.0 + self.milliseconds as f64 / 1_000.0
    }

    /// As an ISO 8601 duration: `PT4H` as `PT14400S`, `P1Y` as `P12M`.
    pub fn iso(self) -> String {
        let mut text = "P".to_owned();
        if self.months > 0 {
            text.push_str(&format!("{}M", self.months));
        }
        if self.days > 0 {
            text.push_str(&format!("{}D", self.days));
        }
        if self.milliseconds > 0 || text.len() == 1 {
            let (whole, rest) = (self.milliseconds / 1_000, self.milliseconds % 1_000);
            let point = if rest > 0 {
                format!(".{rest:03}")
            } else {
                String::new()
            };
            text.push_str(&format!("T{whole}{point}S"));
        }
        text
    }

    /// The number and the unit, in the singular, in which it reads best: `(4, "hour")`; `None`
    /// where it takes several.
    fn single(self) -> Option<(u64, &'static str)> {
        let Duration {
            months,
            days,
            milliseconds,
        } = self;
        Some(match (months, days, milliseconds) {
            (0, 0, 0) => (0, "second"),
            (months, 0, 0) if months % 12 == 0 => (u64::from(months / 12), "year"),
            (months, 0, 0) => (u64::from(months), "month"),
            (0, 7, 0) => (1, "week"),
            (0, days, 0) => (u64::from(days), "day"),
            (0, 0, ms) if ms % 3_600_000 == 0 => (ms / 3_600_000, "hour"),
            (0, 0, ms) if ms % 60_000 == 0 => (ms / 60_000, "minute"),
            (0, 0, ms) if ms % 1_000 == 0 => (ms / 1_000, "second"),
            (0, 0, ms) => (ms, "millisecond"),
            _ => return None,
        })
    }

    /// As an interval: `day`, `15 minutes`.
    pub(super) fn interval(self) -> String {
        match self.single() {
            Some((1, unit)) => unit.to_owned(),
            _ => self.to_string(),
        }
    }
}

/// In words: `4 hours`, `3 years`, `1 day 12 hours`.
impl fmt::Display for Duration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some((number, unit)) = self.single() {
            let plural = if number == 1 { "" } else { "s" };
            return write!(f, "{number} {unit}{plural}");
        }
        let parts = [
            Duration {
                months: self.months,
                ..Duration::default()
            },
            Duration {
                days: self.days,
                ..Duration::default()
            },
            Duration {
                milliseconds: self.milliseconds,
                ..Duration::default()
            },
        ];
        let parts = parts.iter().filter(|part| **part != Duration::default());
        for (at, part) in parts.enumerate() {
            let space = if at == 0 { "" } else { " " };
            write!(f, "{space}{part}")?;
        }
        Ok(())
    }
}

/// A number at the start, and what stands behind it.
pub(super) fn split(text: &str) -> Option<(f64, &str)> {
    let end = text
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(text.len());
    let number: f64 = text[..end].parse().ok()?;
    // Hundreds of digits are read as infinity.
    number.is_finite().then(|| (number, text[end..].trim()))
}

/// ISO 8601-1:2019, 5.5.2: `P3Y6M4DT12H30M5S`, `P2W`.
fn iso(text: &str) -> Option<Duration> {
    let upper = text.to_ascii_uppercase();
    let (date, time) = match upper[1..].split_once('T') {
        Some((_, "")) => return None,
        Some(parts) => parts,
        None => (&upper[1..], ""),
    };
    if date.is_empty() && time.is_empty() {
        return None;
    }
    let mut sum = Duration::default();
    let dates: &[(char, Unit)] = &[
        ('Y', Unit::Months(12)),
        ('M', Unit::Months(1)),
        ('W', Unit::Days(7)),
        ('D', Unit::Days(1)),
    ];
    let times: &[(char, Unit)] = &[
        ('H', Unit::Milliseconds(3_600_000)),
        ('M', Unit::Milliseconds(60_000)),
        ('S', Unit::Milliseconds(1_000)),
    ];
    for (part, units) in [(date, dates), (time, times)] {
        let mut rest = part;
        while !rest.is_empty() {
            let (number, behind) = split(rest)?;
            let letter = behind.chars().next()?;
            let (_, unit) = units.iter().find(|(name, _)| *name == letter)?;
            let part = unit.times(number);
            sum.months = sum.months.saturating_add(part.months);
            sum.days = sum.days.saturating_add(part.days);
            sum.milliseconds = sum.milliseconds.saturating_add(part.milliseconds);
            rest = &behind[letter.len_utf8()..];
        }
    }
    Some(sum)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_and_told_in_words() {
        let table = [
            ("4", Some("h"), "4 hours"),
            ("1", Some("Days"), "1 day"),
            ("4h", None, "4 hours"),
            ("15 min", None, "15 minutes"),
            ("500ms", None, "500 milliseconds"),
            ("1.5", Some("h"), "90 minutes"),
            ("0.5", Some("d"), "12 hours"),
            ("2.5", Some("y"), "30 months"),
            ("6", Some("M"), "6 months"),
            ("6", Some("m"), "6 minutes"),
            ("2", Some("weeks"), "14 days"),
            ("90", Some("days"), "90 days"),
            ("P3Y", None, "3 years"),
            ("PT45S", None, "45 seconds"),
            ("P1DT12H", None, "1 day 12 hours"),
            ("pt0.5h", None, "30 minutes"),
            ("P2W", None, "14 days"),
            ("72", Some("h"), "72 hours"),
        ];
        for (value, unit, words) in table {
            let read = Duration::read(value, unit);
            assert_eq!(
                read.map(|d| d.to_string()),
                Ok(words.to_owned()),
                "{value} {unit:?}"
            );
        }
        for (value, unit, fault) in [
            ("4", None, Fault::NoUnit),
            ("4", Some(""), Fault::NoUnit),
            ("4", Some("fortnights"), Fault::UnknownUnit),
            ("soon", Some("h"), Fault::NoDuration),
            ("P", None, Fault::NoDuration),
            ("PT", None, Fault::NoDuration),
            ("PXY", None, Fault::NoDuration),
            ("-4", Some("h"), Fault::NoDuration),
            ("1.2.3", Some("h"), Fault::NoDuration),
        ] {
            assert_eq!(Duration::read(value, unit), Err(fault), "{value} {unit:?}");
        }
    }

    #[test]
    fn a_month_is_longer_than_thirty_days_and_shorter_than_thirty_one() {
        let [month, thirty, more] = [("1", "mo"), ("30", "d"), ("31", "d")]
            .map(|(value, unit)| Duration::read(value, Some(unit)).unwrap().seconds());
        assert!(thirty < month && month < more);
    }

    #[test]
    fn no_number_is_infinite() {
        let digits = "9".repeat(400);
        assert_eq!(split(&digits), None);
        assert_eq!(Duration::read(&digits, Some("h")), Err(Fault::NoDuration));
    }

    #[test]
    fn no_number_is_too_large() {
        for value in ["99999999999999999999", "P99999999999Y99999999999999D"] {
            let _ = Duration::read(value, Some("y")).unwrap().to_string();
        }
    }
}
