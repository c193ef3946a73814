//! Moments as tools write them.

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A moment: RFC 3339, or without a zone, which tools mean as UTC.
pub(super) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    let bare = text.strip_suffix(" UTC").unwrap_or(text);
    let zoned = bare.parse::<Timestamp>().ok();
    zoned.or_else(|| {
        let civil: DateTime = bare.parse().ok()?;
        Some(civil.to_zoned(TimeZone::UTC).ok()?.timestamp())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_read_as_tools_write_them() {
        let told = |text| moment(text).map(|at| at.to_string());
        for text in [
            "2026-03-01T05:00:00Z",
            "2026-03-01T05:00:00+00:00",
            "2026-03-01T06:00:00.000+01:00",
            "2026-03-01T05:00:00",
            "2026-03-01 05:00:00",
            "2026-03-01 05:00:00 UTC",
        ] {
            assert_eq!(
                told(text).as_deref(),
                Some("2026-03-01T05:00:00Z"),
                "{text}"
            );
        }
        for text in ["", "yesterday", "2026-13-01T05:00:00Z", "1772341200"] {
            assert_eq!(told(text), None, "{text}");
        }
    }
}
