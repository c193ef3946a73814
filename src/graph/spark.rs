//! The last measurements of a promise as a small line.
//!
//! A table beside it says the same; colours are the style sheet's.

use std::fmt::Write;

/// One measurement of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Mark {
    /// The value.
    pub number: f64,
    /// Whether it met the promise.
    pub is_met: bool,
}

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 24.0;
const PAD: f64 = 3.0;

/// Draws measurements from the oldest to the newest, with a line at the promised limit where
/// there is one. `None` where there are fewer than two.
pub fn spark(marks: &[Mark], limit: Option<f64>) -> Option<String> {
    if marks.len() < 2 {
        return None;
    }
    let numbers = marks.iter().map(|mark| mark.number).chain(limit);
    let (low, high) = numbers.fold((f64::MAX, f64::MIN), |(low, high), number| {
        (low.min(number), high.max(number))
    });
    let span = if high > low { high - low } else { 1.0 };
    let step = (WIDTH - 2.0 * PAD) / (marks.len() - 1) as f64;
    let y = |number: f64| HEIGHT - PAD - (number - low) / span * (HEIGHT - 2.0 * PAD);
    let mut svg = format!(
        "<svg class=\"spark\" width=\"{WIDTH}\" height=\"{HEIGHT}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" aria-hidden=\"true\">"
    );
    // Writing to a string cannot fail.
    if let Some(limit) = limit {
        let y = y(limit);
        let _ = write!(svg, "<path class=\"limit\" d=\"M0 {y:.1}H{WIDTH}\"/>");
    }
    svg.push_str("<path class=\"way\" d=\"");
    for (at, mark) in marks.iter().enumerate() {
        let letter = if at == 0 { 'M' } else { 'L' };
        let _ = write!(
            svg,
            "{letter}{:.1} {:.1}",
            PAD + step * at as f64,
            y(mark.number)
        );
    }
    svg.push_str("\"/>");
    for (at, mark) in marks.iter().enumerate() {
        let class = if mark.is_met { "met" } else { "missed" };
        let _ = write!(
            svg,
            "<circle class=\"{class}\" cx=\"{:.1}\" cy=\"{:.1}\" r=\"2.2\"/>",
            PAD + step * at as f64,
            y(mark.number)
        );
    }
    svg.push_str("</svg>");
    Some(svg)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_stays_within_its_frame() {
        let mark = |number| Mark {
            number,
            is_met: number < 4.0,
        };
        let svg = spark(&[mark(1.0), mark(9e9), mark(3.0)], Some(4.0)).unwrap();
        assert_eq!(svg.matches("class=\"met\"").count(), 2);
        assert_eq!(svg.matches("class=\"missed\"").count(), 1);
        assert!(!svg.contains("NaN") && !svg.contains(" -"), "{svg}");
        assert!(spark(&[mark(1.0), mark(1.0)], None).is_some());
        assert_eq!(spark(&[mark(1.0)], Some(4.0)), None);
    }
}
