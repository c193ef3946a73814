//! Cron schedules: whether they can be, and the plainest of them in words.

/// A field: its name, its lowest and highest number, and the names that it may use instead.
struct Field(&'static str, u32, u32, &'static [&'static str]);

const MONTHS: &[&str] = &[
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
];
const DAYS: &[&str] = &["sun", "mon", "tue", "wed", "thu", "fri", "sat"];

const SECOND: Field = Field("second", 0, 59, &[]);
const FIELDS: [Field; 5] = [
    Field("minute", 0, 59, &[]),
    Field("hour", 0, 23, &[]),
    Field("day of the month", 1, 31, &[]),
    Field("month", 1, 12, MONTHS),
    Field("day of the week", 0, 7, DAYS),
];
const YEAR: Field = Field("year", 1970, 2199, &[]);

const MACROS: &[&str] = &[
    "@yearly",
    "@annually",
    "@monthly",
    "@weekly",
    "@daily",
    "@midnight",
    "@hourly",
];

/// Whether a text has the form of a schedule: five to seven fields, or `@daily` and its kin.
pub(super) fn is_cron(text: &str) -> bool {
    let fields = bare(text).split_whitespace();
    let is_field = |field: &str| {
        field.starts_with(|c: char| c.is_ascii_digit() || matches!(c, '*' | '?' | 'L'))
            || MONTHS
                .iter()
                .chain(DAYS)
                .any(|name| field.to_lowercase().starts_with(name))
    };
    text.trim().starts_with('@')
        || ((5..=7).contains(&fields.clone().count()) && fields.clone().all(is_field))
}

/// Says what is impossible in a schedule, if anything is.
///
/// Five fields are those of Unix cron; a sixth in front is the second and a seventh behind
/// the year, as Quartz has it, and six fields with a year at the end are those of AWS.
pub(super) fn fault(text: &str) -> Option<String> {
    let text = text.trim();
    if text.starts_with('@') {
        let is_known =
            MACROS.contains(&text.to_lowercase().as_str()) || text.starts_with("@every ");
        return (!is_known).then(|| format!("`{text}` is no schedule"));
    }
    let parts: Vec<_> = bare(text).split_whitespace().collect();
    let [minute, hour, day, month, weekday] = &FIELDS;
    let unix = [minute, hour, day, month, weekday];
    let fields: Vec<&Field> = match parts.len() {
        5 => unix.to_vec(),
        6 if parts[5].contains("20") => unix.into_iter().chain([&YEAR]).collect(),
        6 => std::iter::once(&SECOND).chain(unix).collect(),
        7 => std::iter::once(&SECOND)
            .chain(unix)
            .chain([&YEAR])
            .collect(),
        1 => return Some("it has 1 field, not 5".to_owned()),
        count => return Some(format!("it has {count} fields, not 5")),
    };
    let mut pairs = fields.into_iter().zip(parts);
    pairs.find_map(|(field, part)| part.split(',').find_map(|item| field.fault(item)))
}

/// The schedule without the `cron(..)` that some schedulers write around it.
fn bare(text: &str) -> &str {
    let text = text.trim();
    let inner = text
        .strip_prefix("cron(")
        .and_then(|rest| rest.strip_suffix(')'));
    inner.unwrap_or(text)
}

impl Field {
    fn fault(&self, item: &str) -> Option<String> {
        let Field(name, ..) = self;
        let (range, step) = item.split_once('/').unwrap_or((item, "1"));
        if !step.parse::<u32>().is_ok_and(|step| step > 0) {
            return Some(format!("`{item}` is no {name}"));
        }
        if matches!(range, "*" | "?") {
            return None;
        }
        let is_special = |c: char| matches!(c, 'L' | 'W' | '#');
        if range.contains(is_special) && matches!(*name, "day of the month" | "day of the week") {
            return None;
        }
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        [first, last]
            .into_iter()
            .find_map(|end| match self.number(end) {
                None => Some(format!("`{end}` is no {name}")),
                Some(number) if number < self.1 || number > self.2 => {
                    Some(format!("there is no {name} {number}"))
                }
                Some(_) => None,
            })
    }

    fn number(&self, text: &str) -> Option<u32> {
        let lower = text.to_lowercase();
        let at = self.3.iter().position(|name| *name == lower);
        at.map(|at| at as u32 + self.1)
            .or_else(|| text.parse().ok())
    }
}

/// The time of a schedule that comes once a day: `03:30`.
pub(super) fn daily_time(text: &str) -> Option<String> {
    let parts: Vec<_> = bare(text).split_whitespace().collect();
    let [minute, hour, "*" | "?", "*", "*" | "?"] = parts[..] else {
        return None;
    };
    let (minute, hour): (u8, u8) = (minute.parse().ok()?, hour.parse().ok()?);
    (minute < 60 && hour < 24).then(|| format!("{hour:02}:{minute:02}"))
}

/// The longest time between two runs of a schedule, in seconds; `None` where it is no schedule
/// that is understood.
pub fn interval(text: &str) -> Option<i64> {
    const DAY: i64 = 86_400;
    if fault(text).is_some() {
        return None;
    }
    let lower = text.trim().to_lowercase();
    match lower.as_str() {
        "@hourly" => return Some(3_600),
        "@daily" | "@midnight" => return Some(DAY),
        "@weekly" => return Some(7 * DAY),
        "@monthly" => return Some(31 * DAY),
        "@yearly" | "@annually" => return Some(366 * DAY),
        _ if lower.starts_with('@') => return None,
        _ => {}
    }
    let parts: Vec<_> = bare(text).split_whitespace().collect();
    let parts = match parts.len() {
        6 if !parts[5].contains("20") => &parts[1..],
        7 => &parts[1..6],
        _ => &parts[..5.min(parts.len())],
    };
    let [minute, hour, day, month, weekday] = parts else {
        return None;
    };
    let [minutes, hours, days, months, weekdays] = &FIELDS;
    let gap =
        |field: &Field, part: &str, length: u32| field.longest_gap(part, length).map(i64::from);
    if !matches!(*month, "*" | "?") {
        return Some(gap(months, month, 12)? * 31 * DAY);
    }
    if !matches!(*day, "*" | "?") {
        return Some(gap(days, day, 31).unwrap_or(31) * DAY);
    }
    if !matches!(*weekday, "*" | "?") {
        return Some(gap(weekdays, weekday, 7).unwrap_or(7) * DAY);
    }
    match *hour {
        "*" => Some(gap(minutes, minute, 60)? * 60),
        hour => Some(gap(hours, hour, 24)? * 3_600),
    }
}

impl Field {
    /// The longest way from one number of a field to the next, around a circle of `length`.
    fn longest_gap(&self, part: &str, length: u32) -> Option<u32> {
        let mut numbers: Vec<u32> = Vec::new();
        for item in part.split(',') {
            let (range, step) = item.split_once('/').unwrap_or((item, "1"));
            let step: u32 = step.parse().ok()?;
            let (first, last) = match range {
                "*" | "?" => (self.1, self.1 + length - 1),
                _ => match range.split_once('-') {
                    Some((first, last)) => (self.number(first)?, self.number(last)?),
                    None if item.contains('/') => (self.number(range)?, self.1 + length - 1),
                    None => (self.number(range)?, self.number(range)?),
                },
            };
            let all = (first..=last).step_by(step as usize);
            numbers.extend(all.map(|number| (number - self.1) % length));
        }
        numbers.sort_unstable();
        numbers.dedup();
        let first = *numbers.first()?;
        let around = numbers.iter().skip(1).copied().chain([first + length]);
        let gaps = numbers.iter().zip(around).map(|(one, next)| next - one);
        gaps.max()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_time_between_two_runs_is_known() {
        for (text, seconds) in [
            ("*/15 * * * *", 900),
            ("10,40 * * * *", 1_800),
            ("0 * * * *", 3_600),
            ("30 3 * * *", 86_400),
            ("0 6,18 * * *", 43_200),
            ("0 0 */6 * * ?", 21_600),
            ("15 4 * * mon-fri", 3 * 86_400),
            ("0 2 * * 7", 7 * 86_400),
            ("0 6 1 * *", 31 * 86_400),
            ("0 6 1 jan,jul ?", 6 * 31 * 86_400),
            ("0 0 L * *", 31 * 86_400),
            ("@daily", 86_400),
        ] {
            assert_eq!(interval(text), Some(seconds), "{text}");
        }
        for text in ["0 30 * * *", "@every 5m", "soon"] {
            assert_eq!(interval(text), None, "{text}");
        }
    }

    #[test]
    fn impossible_schedules_are_told() {
        for fine in [
            "0 0 * * *",
            "*/15 * * * *",
            "10,40 * * * *",
            "15 4 * * mon-fri",
            "0 6 1 jan,jul ?",
            "0 0 12 * * ?",
            "0 0 L * *",
            "cron(0 10 * * ? *)",
            "0 10 * * ? 2026",
            "@daily",
            "0 2 * * 7",
        ] {
            assert_eq!(fault(fine), None, "{fine}");
            assert!(is_cron(fine), "{fine}");
        }
        for (bad, told) in [
            ("0 30 * * *", "there is no hour 30"),
            ("60 0 * * *", "there is no minute 60"),
            ("0 0 0 * *", "there is no day of the month 0"),
            ("0 0 * 13 *", "there is no month 13"),
            ("0 0 * *", "it has 4 fields, not 5"),
            ("0 x * * *", "`x` is no hour"),
            ("*/0 * * * *", "`*/0` is no minute"),
            ("@sometimes", "`@sometimes` is no schedule"),
        ] {
            assert_eq!(fault(bad).as_deref(), Some(told), "{bad}");
        }
        assert!(!is_cron("every morning before nine o'clock"));
        assert_eq!(daily_time("30 3 * * *").as_deref(), Some("03:30"));
        assert_eq!(daily_time("*/15 * * * *"), None);
    }
}
