//! Reading a promise: what it means, and what is wrong with it.

use super::clock::date;
use super::{Amount, Duration, Promise, SlaKind, TimeOfDay, cron, duration};
use crate::diag::Span;
use crate::model::{SlaProperty, Text};

/// What is wrong with a promise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    /// Where it stands.
    pub span: Span,
    /// What is: lower case, no full stop.
    pub message: String,
    /// The act that mends it.
    pub help: &'static str,
}

/// What was understood of a promise.
#[derive(Clone, Debug, Default)]
pub struct Reading {
    /// The promise; `None` where nothing was understood.
    pub promise: Option<Promise>,
    /// What is wrong with it.
    pub faults: Vec<Fault>,
}

const DURATION_HELP: &str = "write a number and a unit, such as `value: 4` and `unit: h`";
const DATE_HELP: &str = "write the day as `YYYY-MM-DD`";

/// Reads one of `slaProperties`.
pub fn read(property: &SlaProperty) -> Reading {
    let mut reading = Reading::default();
    let Some(value) = property
        .value
        .as_ref()
        .filter(|value| !value.trim().is_empty())
    else {
        let name = property.property.as_ref();
        let span = name.map_or(property.span.head(), |name| name.span);
        let told = name.map_or("it", |name| &name.value);
        reading.fault(
            span,
            format!("`{told}` promises nothing"),
            "give it a `value`",
        );
        return reading;
    };
    let kind = property
        .property
        .as_ref()
        .map_or(SlaKind::Other, |name| SlaKind::named(name));
    let amount = reading.amount(kind, value, property.unit.as_ref());
    let up_to = property.value_ext.as_ref().and_then(|end| {
        let is_empty = end.trim().is_empty();
        (!is_empty)
            .then(|| reading.amount(kind, end, property.unit.as_ref()))
            .flatten()
    });
    reading.promise = amount.map(|amount| Promise {
        kind,
        amount,
        up_to,
    });
    if let Some(schedule) = &property.schedule {
        let scheduler = property
            .scheduler
            .as_ref()
            .map(|name| name.trim().to_lowercase());
        let is_cron = match scheduler.as_deref() {
            Some(name) => name.contains("cron"),
            None => cron::is_cron(schedule),
        };
        if let Some(why) = cron::fault(schedule).filter(|_| is_cron) {
            let message = format!("the schedule `{}` cannot be: {why}", schedule.value);
            let help = "write minute, hour, day, month and day of the week, such as `30 3 * * *`";
            reading.fault(schedule.span, message, help);
        }
    }
    reading
}

/// Reads an amount that stands by itself, such as one that was measured.
///
/// # Errors
///
/// It cannot be, in a message without an end.
pub fn amount(kind: SlaKind, value: &str, unit: Option<&str>) -> Result<Amount, String> {
    let text = |text: &str| Text::new(text.into(), Span { start: 0, end: 0 });
    let mut reading = Reading::default();
    let amount = reading.amount(kind, &text(value), unit.map(text).as_ref());
    let fault = reading.faults.into_iter().next();
    amount.ok_or_else(|| fault.map_or_else(String::new, |fault| fault.message))
}

impl Reading {
    fn fault(&mut self, span: Span, message: String, help: &'static str) {
        self.faults.push(Fault {
            span,
            message,
            help,
        });
    }

    fn amount(&mut self, kind: SlaKind, value: &Text, unit: Option<&Text>) -> Option<Amount> {
        match kind {
            SlaKind::Latency
            | SlaKind::Retention
            | SlaKind::TimeToDetect
            | SlaKind::TimeToNotify
            | SlaKind::TimeToRepair
            | SlaKind::Frequency => self.duration(kind, value, unit),
            SlaKind::Availability => self.percent(kind, value, unit),
            SlaKind::ErrorRate => self.rate(kind, value, unit),
            SlaKind::Throughput => self.count(kind, value, unit),
            SlaKind::GeneralAvailability | SlaKind::EndOfSupport | SlaKind::EndOfLife => {
                self.date(kind, value)
            }
            SlaKind::TimeOfAvailability => self.time(kind, value),
            SlaKind::Other => Some(Amount::Text(joined(value, unit).into())),
        }
    }

    fn duration(&mut self, kind: SlaKind, value: &Text, unit: Option<&Text>) -> Option<Amount> {
        if let Some(amount) = word(kind, value) {
            return Some(amount);
        }
        let (name, spelt) = (kind.name(), value.trim());
        let own_unit = duration::split(spelt)
            .map(|(_, unit)| unit)
            .filter(|unit| !unit.is_empty());
        let unit_text = unit.map(|unit| &*unit.value);
        match Duration::read(spelt, unit_text) {
            Ok(duration) => {
                let (used, span) = match (own_unit, unit) {
                    (Some(own), _) => (own, value.span),
                    (None, Some(unit)) => (&*unit.value, unit.span),
                    (None, None) => ("", value.span),
                };
                if duration::is_ambiguous(used) && !spelt.starts_with(['P', 'p']) {
                    let message = format!("the unit `m` of `{name}` may be minutes or months");
                    self.fault(span, message, "write `min` or `months`");
                }
                if let (Some(own), Some(unit)) = (own_unit, unit)
                    && Duration::read("1", Some(own)) != Duration::read("1", Some(&unit.value))
                {
                    let message = format!("`{name}` says `{spelt}` and `{}`", unit.value);
                    self.fault(unit.span, message, "keep one of the two units");
                }
                Some(Amount::Duration(duration))
            }
            Err(duration::Fault::NoUnit) => {
                let message = format!("`{name}` promises `{spelt}` of no unit");
                self.fault(value.span, message, "add `unit:`, such as `h`, `d` or `y`");
                None
            }
            Err(duration::Fault::UnknownUnit) => {
                let (spelt, span) = match (own_unit, unit) {
                    (None, Some(unit)) => (unit.trim(), unit.span),
                    _ => (own_unit.unwrap_or_default(), value.span),
                };
                let message = format!("`{spelt}` is no unit of time");
                self.fault(span, message, "use s, min, h, d, weeks, months or y");
                None
            }
            Err(duration::Fault::NoDuration) => {
                self.fault(
                    value.span,
                    format!("`{name}` promises `{spelt}`, which is no duration"),
                    DURATION_HELP,
                );
                None
            }
        }
    }

    fn percent(&mut self, kind: SlaKind, value: &Text, unit: Option<&Text>) -> Option<Amount> {
        let (name, spelt) = (kind.name(), value.trim());
        let help = "write a share of a hundred, such as `value: 99.9` and `unit: percent`";
        let Some((number, own_unit)) = duration::split(spelt) else {
            self.fault(
                value.span,
                format!("`{name}` promises `{spelt}`, which is no percentage"),
                help,
            );
            return None;
        };
        let named = if own_unit.is_empty() {
            unit.map_or("", |unit| unit.trim())
        } else {
            own_unit
        };
        let is_bare = named.is_empty();
        if !is_bare && !is_percent(named) {
            let span = if own_unit.is_empty() {
                unit.map_or(value.span, |unit| unit.span)
            } else {
                value.span
            };
            self.fault(
                span,
                format!("`{name}` is promised in `{named}`, not in percent"),
                help,
            );
            return None;
        }
        if number > 100.0 || (is_bare && number <= 1.0) {
            self.fault(
                value.span,
                format!("`{name}` promises `{spelt}`, which is no percentage"),
                help,
            );
            return None;
        }
        Some(Amount::Percent(number))
    }

    fn rate(&mut self, kind: SlaKind, value: &Text, unit: Option<&Text>) -> Option<Amount> {
        let number = duration::split(value.trim());
        let named = unit.is_some_and(|unit| !is_percent(unit) && !unit.trim().is_empty());
        match number {
            Some((_, "")) if named => self.count(kind, value, unit),
            Some((_, own)) if !own.is_empty() && !is_percent(own) => self.count(kind, value, unit),
            _ => self.percent(kind, value, unit),
        }
    }

    fn count(&mut self, kind: SlaKind, value: &Text, unit: Option<&Text>) -> Option<Amount> {
        let (name, spelt) = (kind.name(), value.trim());
        let help = "write a number and a unit, such as `value: 4000` and `unit: events/s`";
        let Some((number, own_unit)) = duration::split(spelt) else {
            self.fault(
                value.span,
                format!("`{name}` promises `{spelt}`, which is no number"),
                help,
            );
            return None;
        };
        let named = if own_unit.is_empty() {
            unit.map_or("", |unit| unit.trim())
        } else {
            own_unit
        };
        if named.is_empty() {
            self.fault(
                value.span,
                format!("`{name}` promises `{spelt}` of no unit"),
                help,
            );
            return None;
        }
        Some(Amount::Count(number, named.into()))
    }

    fn date(&mut self, kind: SlaKind, value: &Text) -> Option<Amount> {
        let date = date(value);
        if date.is_none() {
            let message = format!(
                "`{}` promises `{}`, which is no date",
                kind.name(),
                value.trim()
            );
            self.fault(value.span, message, DATE_HELP);
        }
        date.map(Amount::Date)
    }

    fn time(&mut self, kind: SlaKind, value: &Text) -> Option<Amount> {
        let time = TimeOfDay::read(value);
        if time.is_none() {
            let message = format!(
                "`{}` promises `{}`, which is no time",
                kind.name(),
                value.trim()
            );
            self.fault(value.span, message, "write the time as `06:30+01:00`");
        }
        time.map(Amount::Time)
    }
}

/// The words that stand for a duration.
fn word(kind: SlaKind, value: &str) -> Option<Amount> {
    let bare: String = value.chars().filter(|c| c.is_alphanumeric()).collect();
    let days = |days| {
        Some(Amount::Duration(Duration {
            days,
            ..Duration::default()
        }))
    };
    let months = |months| {
        Some(Amount::Duration(Duration {
            months,
            ..Duration::default()
        }))
    };
    match (kind, bare.to_lowercase().as_str()) {
        (SlaKind::Frequency, "hourly") => Some(Amount::Duration(Duration {
            milliseconds: 3_600_000,
            ..Duration::default()
        })),
        (SlaKind::Frequency, "daily" | "nightly") => days(1),
        (SlaKind::Frequency, "weekly") => days(7),
        (SlaKind::Frequency, "monthly") => months(1),
        (SlaKind::Frequency, "quarterly") => months(3),
        (SlaKind::Frequency, "yearly" | "annually" | "annual") => months(12),
        (
            SlaKind::Frequency | SlaKind::Latency,
            "realtime" | "continuous" | "continuously" | "streaming" | "stream",
        ) => Some(Amount::Always),
        (SlaKind::Frequency | SlaKind::Latency, "static" | "never" | "once") => Some(Amount::Never),
        (
            SlaKind::Retention,
            "forever" | "indefinite" | "indefinitely" | "unlimited" | "infinite",
        ) => Some(Amount::Forever),
        _ => None,
    }
}

fn is_percent(unit: &str) -> bool {
    matches!(
        unit.trim().to_lowercase().as_str(),
        "%" | "percent" | "pct" | "percentage"
    )
}

fn joined(value: &Text, unit: Option<&Text>) -> String {
    match unit {
        Some(unit) => format!("{} {}", value.trim(), unit.trim()),
        None => value.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::super::words;
    use super::*;

    fn property(name: &str, value: &str, unit: &str, schedule: &str) -> SlaProperty {
        let text = |text: &str| {
            let span = Span { start: 0, end: 0 };
            (!text.is_empty()).then(|| Text::new(text.into(), span))
        };
        SlaProperty {
            property: text(name),
            value: text(value),
            value_ext: None,
            unit: text(unit),
            element: None,
            driver: None,
            description: None,
            scheduler: None,
            schedule: text(schedule),
            span: Span { start: 0, end: 0 },
        }
    }

    #[test]
    fn promises_are_told_in_plain_words() {
        for (name, value, unit, schedule, told) in [
            ("latency", "4", "h", "", "data at most 4 hours old"),
            (
                "freshness",
                "24",
                "hours",
                "0 0 * * *",
                "data at most 24 hours old",
            ),
            ("LY", "1", "d", "", "data at most 1 day old"),
            (
                "latency",
                "500ms",
                "",
                "",
                "data at most 500 milliseconds old",
            ),
            ("latency", "real-time", "", "", "data in real time"),
            ("frequency", "1", "d", "", "updated every day"),
            ("fy", "1", "d", "30 3 * * *", "updated every day at 03:30"),
            (
                "frequency",
                "15",
                "min",
                "*/15 * * * *",
                "updated every 15 minutes",
            ),
            ("frequency", "daily", "", "", "updated every day"),
            ("frequency", "1", "w", "", "updated every week"),
            ("frequency", "continuous", "", "", "updated continuously"),
            ("frequency", "static", "", "", "not updated"),
            ("retention", "3", "y", "", "kept 3 years"),
            ("retention", "P1Y", "", "", "kept 1 year"),
            ("retention", "forever", "", "", "kept for ever"),
            ("availability", "99.9", "percent", "", "99.9 % available"),
            ("availability", "99.9%", "", "", "99.9 % available"),
            ("availability", "95%", "%", "", "95 % available"),
            (
                "throughput",
                "4000",
                "events/s",
                "",
                "throughput of 4000 events/s",
            ),
            (
                "errorRate",
                "0.1",
                "percent",
                "",
                "error rate of at most 0.1 %",
            ),
            (
                "error_rate",
                "3",
                "errors/h",
                "",
                "error rate of at most 3 errors/h",
            ),
            (
                "generalAvailability",
                "2026-01-12",
                "",
                "",
                "generally available from 12 Jan 2026",
            ),
            (
                "endOfSupport",
                "2030-01-01",
                "",
                "",
                "supported until 1 Jan 2030",
            ),
            (
                "el",
                "2042-05-12T09:30:10-08:00",
                "",
                "",
                "available until 12 May 2042",
            ),
            (
                "timeOfAvailability",
                "06:30+01:00",
                "",
                "",
                "available from 06:30 UTC+01:00",
            ),
            (
                "timeOfAvailability",
                "09:00-08:00",
                "",
                "",
                "available from 09:00 UTC-08:00",
            ),
            (
                "timeOfAvailability",
                "09:00-17:00",
                "",
                "",
                "available from 09:00 to 17:00",
            ),
            (
                "timeOfAvailability",
                "09:00 CET",
                "",
                "",
                "available from 09:00 CET",
            ),
            (
                "timeToDetect",
                "15",
                "min",
                "",
                "faults found within 15 minutes",
            ),
            ("timeToRepair", "8", "h", "", "faults mended within 8 hours"),
            ("supportHours", "9 to 5", "", "", "supportHours 9 to 5"),
            ("latency", "soon", "", "", "latency soon"),
        ] {
            let property = property(name, value, unit, schedule);
            assert_eq!(words(&property), told, "{name} {value} {unit}");
            let faults = read(&property).faults;
            assert_eq!(
                faults.is_empty(),
                value != "soon",
                "{name} {value} {unit}: {faults:?}"
            );
        }
    }

    #[test]
    fn what_cannot_be_understood_is_told() {
        for (name, value, unit, schedule, message) in [
            ("latency", "", "h", "", "`latency` promises nothing"),
            ("latency", "4", "", "", "`latency` promises `4` of no unit"),
            (
                "latency",
                "4",
                "m",
                "",
                "the unit `m` of `latency` may be minutes or months",
            ),
            ("latency", "4", "moons", "", "`moons` is no unit of time"),
            ("latency", "4h", "d", "", "`latency` says `4h` and `d`"),
            (
                "retention",
                "as needed",
                "",
                "",
                "`retention` promises `as needed`, which is no duration",
            ),
            (
                "availability",
                "0.999",
                "",
                "",
                "`availability` promises `0.999`, which is no percentage",
            ),
            (
                "availability",
                "120",
                "%",
                "",
                "`availability` promises `120`, which is no percentage",
            ),
            (
                "availability",
                "8",
                "h",
                "",
                "`availability` is promised in `h`, not in percent",
            ),
            (
                "endOfLife",
                "next year",
                "",
                "",
                "`endOfLife` promises `next year`, which is no date",
            ),
            (
                "endOfLife",
                "2030-02-30",
                "",
                "",
                "`endOfLife` promises `2030-02-30`, which is no date",
            ),
            (
                "throughput",
                "4000",
                "",
                "",
                "`throughput` promises `4000` of no unit",
            ),
            (
                "timeOfAvailability",
                "25:00",
                "",
                "",
                "`timeOfAvailability` promises `25:00`, which is no time",
            ),
            (
                "frequency",
                "1",
                "d",
                "0 30 * * *",
                "the schedule `0 30 * * *` cannot be: there is no hour 30",
            ),
        ] {
            let faults = read(&property(name, value, unit, schedule)).faults;
            let messages: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
            assert_eq!(messages, [message], "{name} {value} {unit} {schedule}");
        }
    }
}
