//! What holds for the findings of every text.

use meshbook::diag::{FORMATS, Files, Finding, Report, Span};

/// Fails where a finding points outside of the texts, or into a character, or where a format
/// tells it with a character that a terminal obeys.
pub(super) fn check(files: &Files, findings: &[Finding]) {
    for finding in findings {
        place(files, finding.span, &finding.message);
        for related in &finding.related {
            place(files, related.span, &related.label);
        }
        assert!(!finding.message.is_empty());
    }
    for format in FORMATS {
        let told = (format.tell)(&[Report::new(files, findings)], false);
        let harmful = told.find(|c: char| c.is_control() && c != '\n');
        let shown = harmful.map(|at| told[at..].chars().take(40).collect::<String>());
        assert_eq!(shown, None, "in the format {}", format.name);
    }
}

/// Fails where a place is not on characters of its text.
pub(super) fn place(files: &Files, span: Span, what: &str) {
    let file = files.file(files.of(span));
    let whole = file.whole();
    assert!(span.start <= span.end, "{span:?} of {what}");
    assert!(
        whole.start <= span.start && span.end <= whole.end,
        "{span:?} of {what}"
    );
    for address in [span.start, span.end] {
        let byte = (address - whole.start) as usize;
        assert!(file.text.is_char_boundary(byte), "{span:?} of {what}");
    }
    let place = files.place(span);
    assert!(place.line >= 1 && place.column >= 1);
    assert!((place.line, place.column) <= (place.end_line, place.end_column));
}
