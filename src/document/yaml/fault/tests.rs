//! Faults of syntax: each is told where its author mends it.

use crate::diag::{Files, Subject, SubjectKind};
use crate::document::yaml;

/// Each text, and for each of its faults the place and the start of the message.
#[rustfmt::skip]
const CASES: &[(&str, &[&str])] = &[
    ("a:\n  b: 1\n\tc: 2\n", &["3:1-3:2 a tab stands"]),
    ("a:\n  b: 1\n\tc: 2\n  d: @e\n", &["3:1-3:2 a tab stands", "4:6-4:8 a text that starts with `@`"]),
    ("a:\n- b: 1\n c: 2\n  d: @e\n\n\tf: 3\n  g: `h`\n", &["3:2-3:6 `c` is indented", "4:6-4:8 a text that", "6:1-6:2 a tab stands", "7:6-7:9 a text that"]),
    ("a:\n\tb: 1\n\tc: 2\nd: @e\n", &["2:1-2:2 a tab stands", "4:4-4:6 a text that starts with `@`"]),
    ("a:\n  - b: 1\n   c: 2\n  - d: 1\n", &["3:4-3:8 `c` is indented like nothing"]),
    ("a:\n  b: 1\n   c: 2\n    d: 3\n   e: 4\n  f: g: h\n", &["3:4-3:8 `c` is indented", "6:6-6:10 a text with `: `"]),
    ("a:\n  - b\n - c\n", &["3:2-3:5 this line is indented"]),
    ("a: b\n  c: d\n", &["2:3-2:7 `c` is indented"]),
    ("a: b # c\n   d: e\n", &["2:4-2:8 `d` is indented"]),
    ("größe: x: y # z\nb: `c`\n", &["1:8-1:12 a text with `: `", "2:4-2:7 a text that starts with a backtick"]),
    ("a: 1\nb 2\nc: 3\n", &["2:1-2:4 this line is no key"]),
    ("a:1\nb: 2\n", &["1:2-1:3 no space stands behind `:`"]),
    ("a: 1\nb:2\nc: 3\n", &["2:2-2:3 no space stands behind `:`"]),
    ("a:\n  - b\n  -c\n  - d\n", &["3:3-3:4 no space stands behind `-`"]),
    ("a: \"b\nc: 1\nd: 'e\nf: 2\n", &["1:4-1:5 these quotes", "3:4-3:5 these quotes"]),
    ("a: \"b\nc\"\nd: 2\n", &["2:1-2:3 this line of a text in quotes"]),
    ("a: 'it's'\n", &["1:8-1:10 text stands behind the closing quote"]),
    ("a: \"x\\dy\"\n", &["1:6-1:8 `\\d` is no escape"]),
    ("a: [1, 2\nb: 1\n", &["1:4-1:5 `[` is never closed"]),
    ("a: {x: [1, 2]\n  , y: 2\nb: {\n", &["1:4-1:5 `{` is never closed", "3:4-3:5 `{` is never closed"]),
    ("a: [1, 2}\n", &["1:4-1:5 `[` is closed by `}`"]),
    ("a: [1, 2]]\n", &["1:10-1:11 `]` closes nothing"]),
    ("a: [\"b\" \"c\"]\n", &["1:9-1:10 a comma is missing"]),
    ("a: {{ b }}\nc: {{ d }}/e\nf: {% g %}\n", &["1:4-1:11 a template", "2:4-2:11 a template", "3:4-3:11 a template"]),
    ("a: *.csv\n", &["1:4-1:9 an alias repeats a name"]),
    ("a: - b\n", &["1:4-1:7 an item of a list stands on the line"]),
    ("a: > b\n", &["1:4-1:7 text stands on the line of `|`"]),
    ("a:\n  - b\n  c: d\n", &["3:3-3:7 a key stands among the items"]),
    ("a: 1\n- b\n", &["2:1-2:4 an item of a list stands among"]),
    ("a: b # c\n  d\n", &["1:6-1:9 a comment stands inside"]),
    ("<<<<<<< o\na: 1\n=======\na: 2\n>>>>>>> t\nb: @c\n", &["1:1-1:10 a conflict of a merge", "6:4-6:6 a text that starts"]),
    ("a: \u{7}\n", &["1:4-1:5 no text may hold the character U+0007"]),
    ("a:\u{a0}1\nb: 2\n", &["1:3-1:4 a no-break space"]),
];

#[test]
fn each_fault_is_told_where_it_is_mended() {
    for (text, expected) in CASES {
        let mut files = Files::default();
        let id = files.add(None, "f", "f", *text).unwrap();
        let subject = Subject::new(SubjectKind::Source, "s");
        let parsed = yaml(text, files.file(id).whole(), &subject);
        let told: Vec<String> = parsed
            .findings
            .iter()
            .map(|finding| {
                let place = files.place(finding.span);
                let (line, column) = (place.line, place.column);
                let (end_line, end) = (place.end_line, place.end_column);
                format!("{line}:{column}-{end_line}:{end} {}", finding.message)
            })
            .collect();
        let is_told = told.len() == expected.len()
            && told
                .iter()
                .zip(*expected)
                .all(|(told, start)| told.starts_with(start));
        assert!(is_told, "{text:?}: {told:#?}");
    }
}
