//! `sources[].history`: how far back commits are read.

use jiff::civil::date;

use super::INVALID_CONFIGURATION;
use crate::diag::{Finding, Span, Subject, SubjectKind};

/// How far back the commits of a source are read.
#[derive(Clone, Debug)]
pub struct Back {
    /// Years, months, weeks and days.
    pub value: jiff::Span,
    /// Where the configuration says so.
    pub span: Span,
}

/// Reads `12mo`, `2y` or `P12M`; tells what is none of them, or longer than five years.
pub(super) fn back(text: &str, span: Span, findings: &mut Vec<Finding>) -> Option<Back> {
    let value = text.trim().parse::<jiff::Span>().ok();
    if let Some(value) = value.filter(is_of_days) {
        return Some(Back { value, span });
    }
    let subject = Subject::new(SubjectKind::Portal, super::FILE);
    let message = format!("`{text}` is no span from a day to five years");
    let finding = Finding::new(&INVALID_CONFIGURATION, subject, span, message);
    findings.push(finding.help("write it as `12mo`, `2y` or `P12M`"));
    None
}

/// Whether a span is of whole days, of which there are some and no more than in five years.
fn is_of_days(value: &jiff::Span) -> bool {
    let day = date(2020, 1, 1);
    let has_times = value.get_hours() != 0
        || value.get_minutes() != 0
        || value.get_seconds() != 0
        || value.get_milliseconds() != 0
        || value.get_microseconds() != 0
        || value.get_nanoseconds() != 0;
    let end = day.checked_add(*value);
    !has_times && end.is_ok_and(|end| day < end && end <= date(2025, 1, 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_are_read_in_both_spellings() {
        let at = Span { start: 0, end: 0 };
        for text in [
            "12mo", "6mo", "2y", "5y", "P12M", "P1Y6M", "60mo", " 90d ", "26w",
        ] {
            let mut told = Vec::new();
            assert!(back(text, at, &mut told).is_some(), "{text}");
            assert!(told.is_empty(), "{text}");
        }
        for text in [
            "", "0d", "-1y", "6y", "61mo", "12", "PT12H", "12h", "a while", "9999999y",
        ] {
            let mut told = Vec::new();
            assert!(back(text, at, &mut told).is_none(), "{text}");
            assert_eq!(told.len(), 1, "{text}");
        }
    }
}
