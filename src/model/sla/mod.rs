//! What a promise on the service says (ODCS 3.2, service level agreement properties).
//!
//! The standard leaves names, values and units open. This is the vocabulary that is
//! understood: names in any case with the standard's two-letter synonyms, numbers with a
//! unit, ISO 8601 durations, percentages, dates, times of day and cron schedules.

mod clock;
mod cron;
mod duration;
mod read;
mod words;

pub use clock::{TimeOfDay, Zone, date};
pub use cron::interval;
pub use duration::Duration;
pub use read::{Fault, Reading, amount, read};
pub use words::words;

/// Reads a length of time that stands by itself, such as `3y`, `90 d` or `P3Y`. A bare `m` may be
/// minutes or months, and is neither here.
pub fn length(text: &str) -> Option<Duration> {
    let unit = duration::split(text.trim()).map_or("", |(_, unit)| unit);
    let length = Duration::read(text, None).ok();
    length.filter(|_| !duration::is_ambiguous(unit))
}

/// What is promised.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlaKind {
    /// How old data may be: `latency`, `ly`, `freshness`.
    Latency,
    /// How often data comes: `frequency`, `fy`.
    Frequency,
    /// How long data is kept: `retention`, `re`.
    Retention,
    /// In which part of the time it can be read: `availability`, `av`.
    Availability,
    /// At what time of the day it is there: `timeOfAvailability`.
    TimeOfAvailability,
    /// How much it takes: `throughput`, `th`.
    Throughput,
    /// How much of it fails: `errorRate`, `er`.
    ErrorRate,
    /// Since when it is offered to all: `generalAvailability`, `ga`.
    GeneralAvailability,
    /// Until when it is supported: `endOfSupport`, `es`.
    EndOfSupport,
    /// Until when it is there: `endOfLife`, `el`.
    EndOfLife,
    /// How soon a fault is found: `timeToDetect`, `td`.
    TimeToDetect,
    /// How soon consumers hear of a fault: `timeToNotify`, `tn`.
    TimeToNotify,
    /// How soon a fault is mended: `timeToRepair`, `tr`.
    TimeToRepair,
    /// What the organisation calls otherwise.
    Other,
}

/// Each kind with the standard's spelling and its synonyms, lower case without separators.
const KINDS: &[(SlaKind, &str, &[&str])] = &[
    (
        SlaKind::Latency,
        "latency",
        &["latency", "ly", "freshness", "datafreshness"],
    ),
    (
        SlaKind::Frequency,
        "frequency",
        &["frequency", "fy", "updatefrequency", "refreshfrequency"],
    ),
    (
        SlaKind::Retention,
        "retention",
        &["retention", "re", "retentionperiod"],
    ),
    (
        SlaKind::Availability,
        "availability",
        &["availability", "av", "uptime"],
    ),
    (
        SlaKind::TimeOfAvailability,
        "timeOfAvailability",
        &["timeofavailability", "availabilitytime"],
    ),
    (SlaKind::Throughput, "throughput", &["throughput", "th"]),
    (SlaKind::ErrorRate, "errorRate", &["errorrate", "er"]),
    (
        SlaKind::GeneralAvailability,
        "generalAvailability",
        &["generalavailability", "ga"],
    ),
    (
        SlaKind::EndOfSupport,
        "endOfSupport",
        &["endofsupport", "es"],
    ),
    (SlaKind::EndOfLife, "endOfLife", &["endoflife", "el"]),
    (
        SlaKind::TimeToDetect,
        "timeToDetect",
        &["timetodetect", "td"],
    ),
    (
        SlaKind::TimeToNotify,
        "timeToNotify",
        &["timetonotify", "tn"],
    ),
    (
        SlaKind::TimeToRepair,
        "timeToRepair",
        &["timetorepair", "tr"],
    ),
];

impl SlaKind {
    /// The kind that a name means, in any case and with any separators.
    pub fn named(name: &str) -> SlaKind {
        let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let bare = bare.to_lowercase();
        let found = KINDS
            .iter()
            .find(|(_, _, names)| names.contains(&bare.as_str()));
        found.map_or(SlaKind::Other, |(kind, ..)| *kind)
    }

    /// The standard's spelling; empty for [`SlaKind::Other`].
    pub fn name(self) -> &'static str {
        let found = KINDS.iter().find(|(kind, ..)| *kind == self);
        found.map_or("", |(_, name, _)| name)
    }
}

/// A promise that was understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Promise {
    /// What is promised.
    pub kind: SlaKind,
    /// How much, how long, or when.
    pub amount: Amount,
    /// The upper end, where a range is promised (`valueExt`).
    pub up_to: Option<Amount>,
}

/// How much, how long, or when.
#[derive(Clone, Debug, PartialEq)]
pub enum Amount {
    /// A length of time, or an interval.
    Duration(Duration),
    /// All the time: data that flows.
    Always,
    /// At no time again: data that stays as it is.
    Never,
    /// For ever: data that is never deleted.
    Forever,
    /// A share of a hundred.
    Percent(f64),
    /// A number of something: `4000` of `events/s`.
    Count(f64, Box<str>),
    /// A day.
    Date(jiff::civil::Date),
    /// A time of the day.
    Time(TimeOfDay),
    /// Words of which only people can judge.
    Text(Box<str>),
}
