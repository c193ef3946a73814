//! A promise in plain words, for pages and badges.

use super::{Amount, Promise, SlaKind, TimeOfDay, Zone, cron, read};
use crate::model::SlaProperty;

/// A promise in plain words: `data at most 4 hours old`, `kept 3 years`. What is not
/// understood is told as it was written.
pub fn words(property: &SlaProperty) -> String {
    let Some(promise) = read(property).promise else {
        return as_written(property);
    };
    let Promise {
        kind,
        amount,
        up_to,
    } = &promise;
    let up_to = up_to.as_ref().filter(|end| *end != amount);
    let told = match up_to {
        Some(end) => format!("{} to {}", told(amount), told(end)),
        None => told(amount),
    };
    match (kind, amount) {
        (SlaKind::Latency, Amount::Always) => "data in real time".to_owned(),
        (SlaKind::Latency | SlaKind::Frequency, Amount::Never) => "not updated".to_owned(),
        (SlaKind::Latency, _) => format!("data at most {told} old"),
        (SlaKind::Frequency, Amount::Always) => "updated continuously".to_owned(),
        (SlaKind::Frequency, Amount::Duration(interval)) if up_to.is_none() => {
            let schedule = property.schedule.as_ref();
            let at = schedule.and_then(|schedule| cron::daily_time(schedule));
            let at = at.map_or_else(String::new, |time| format!(" at {time}"));
            format!("updated every {}{at}", interval.interval())
        }
        (SlaKind::Frequency, _) => format!("updated every {told}"),
        (SlaKind::Retention, _) => format!("kept {told}"),
        (SlaKind::Availability, _) => format!("{told} available"),
        (SlaKind::TimeOfAvailability, _) => format!("available {told}"),
        (SlaKind::Throughput, _) => format!("throughput of {told}"),
        (SlaKind::ErrorRate, _) => format!("error rate of at most {told}"),
        (SlaKind::GeneralAvailability, _) => format!("generally available from {told}"),
        (SlaKind::EndOfSupport, _) => format!("supported until {told}"),
        (SlaKind::EndOfLife, _) => format!("available until {told}"),
        (SlaKind::TimeToDetect, _) => format!("faults found within {told}"),
        (SlaKind::TimeToNotify, _) => format!("faults announced within {told}"),
        (SlaKind::TimeToRepair, _) => format!("faults mended within {told}"),
        (SlaKind::Other, _) => as_written(property),
    }
}

fn as_written(property: &SlaProperty) -> String {
    let parts = [&property.property, &property.value, &property.unit];
    let parts: Vec<_> = parts
        .into_iter()
        .flatten()
        .map(|part| part.trim())
        .collect();
    parts.join(" ")
}

fn told(amount: &Amount) -> String {
    match amount {
        Amount::Duration(duration) => duration.to_string(),
        Amount::Always => "all the time".to_owned(),
        Amount::Never => "never".to_owned(),
        Amount::Forever => "for ever".to_owned(),
        Amount::Percent(share) => format!("{share} %"),
        Amount::Count(number, unit) => format!("{number} {unit}"),
        Amount::Date(date) => date.strftime("%-d %b %Y").to_string(),
        Amount::Time(time) => time.told(),
        Amount::Text(text) => text.to_string(),
    }
}

impl TimeOfDay {
    fn told(&self) -> String {
        let clock = |minutes: u16| format!("{:02}:{:02}", minutes / 60, minutes % 60);
        let until = self
            .until
            .map_or_else(String::new, |end| format!(" to {}", clock(end)));
        let zone = match &self.zone {
            None => String::new(),
            Some(Zone::Offset(0)) => " UTC".to_owned(),
            Some(Zone::Offset(minutes)) => {
                let sign = if *minutes < 0 { '-' } else { '+' };
                format!(" UTC{sign}{}", clock(minutes.unsigned_abs()))
            }
            Some(Zone::Named(name)) => format!(" {name}"),
        };
        format!("from {}{until}{zone}", clock(self.from))
    }
}
