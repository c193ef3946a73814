//! YAML, read from the events of `granit-parser`; the only folder that knows that crate.
//!
//! Behind a fault of syntax the text is read again with the fault mended, so that every other
//! fault of the file is told in the same run. Where it is plain what was meant, nothing is
//! lost; else the lines that make no sense are left out.

mod fault;
mod line;
mod mended;
mod merge;
mod tree;

use super::{MAX_BYTES, OVER_LIMIT, Parsed, Value};
use crate::diag::{Finding, Span, Subject};
use fault::Fault;
use mended::Mended;
use tree::{Stop, Tree};

/// The most faults of syntax of one text that are told.
const MAX_FAULTS: usize = 16;
/// The most times that a text is read again to find the faults after the first.
const MAX_TIMES: usize = 32;
/// The most bytes that are read again for that.
const MAX_READ_AGAIN: usize = 2 << 20;

/// Reads the documents of a YAML stream that stands at `at`.
///
/// Aliases are repeated and merge keys (`<<`) are merged; where a key stands twice the
/// first counts. Findings concern `subject`.
pub fn yaml<'t>(text: &'t str, at: Span, subject: &Subject) -> Parsed<'t> {
    if text.len() > MAX_BYTES {
        let (size, limit) = (text.len() >> 10, MAX_BYTES >> 10);
        let message = format!("{size} KiB of YAML, at most {limit} are read");
        return Parsed {
            findings: vec![Finding::new(
                &OVER_LIMIT,
                subject.clone(),
                at.head(),
                message,
            )],
            ..Parsed::default()
        };
    }
    let tree = Tree::read(text, at, subject);
    match tree.stop {
        Some(Stop::Fault(_)) => read_on(text, at, subject, tree),
        _ => Parsed {
            complete: tree.stop.is_none(),
            roots: tree.roots,
            torn: tree.torn,
            findings: tree.findings,
        },
    }
}

/// Reads the rest of a text of which `tree` is what stands before the first fault.
fn read_on<'t>(text: &'t str, at: Span, subject: &Subject, mut tree: Tree<'t>) -> Parsed<'t> {
    let mut mended = Mended::new(text);
    let mut told: Vec<Finding> = Vec::new();
    let mut times = (MAX_READ_AGAIN / text.len().max(1)).min(MAX_TIMES);
    let mut has_keys = false;
    while let Some(Stop::Fault(broken)) = &tree.stop {
        has_keys |= is_map(&tree);
        let fault = Fault::new(mended.text(), broken);
        if !mended.leads_to(&fault) {
            told.push(fault.tell(|byte| mended.place(byte), at, subject));
        }
        if told.len() == MAX_FAULTS || times == 0 || !mended.mend(&fault) {
            break;
        }
        times -= 1;
        tree = Tree::read(mended.text(), at, subject).into_owned();
    }
    if !has_keys && !is_map(&tree) {
        // What has no keys at all is hardly YAML: one fault says so.
        told.truncate(1);
    }
    tree.torn.extend(mended.torn(&tree.roots, at));
    let place = |address: u32| at.start + mended.place((address - at.start) as usize) as u32;
    tree.each_span(&|span| {
        span.start = place(span.start);
        span.end = place(span.end).max(span.start);
    });
    told.append(&mut tree.findings);
    told.sort_by_key(|finding| finding.span);
    Parsed {
        roots: tree.roots,
        complete: tree.stop.is_none() && !mended.has_gaps(),
        torn: tree.torn,
        findings: told,
    }
}

fn is_map(tree: &Tree<'_>) -> bool {
    let root = tree.roots.first();
    root.is_some_and(|root| matches!(root.value, Value::Map(_)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Files, SubjectKind};
    use crate::document::{Entry, Node};

    fn check(text: &str, tree: &str, findings: &[&str]) {
        let mut files = Files::default();
        let id = files.add(None, "f", "f", text).unwrap();
        let parsed = yaml(
            text,
            files.file(id).whole(),
            &Subject::new(SubjectKind::Source, "s"),
        );
        let shown: Vec<_> = parsed.roots.iter().map(|root| show(root, &files)).collect();
        assert_eq!(shown.join(" --- "), tree, "{text:?}");
        let told: Vec<_> = parsed
            .findings
            .iter()
            .map(|finding| {
                let place = files.place(finding.span);
                format!("{}:{} {}", place.line, place.column, finding.rule)
            })
            .collect();
        assert_eq!(told, findings, "{text:?}");
    }

    /// The tree with the source text of each scalar.
    fn show(node: &Node<'_>, files: &Files) -> String {
        let source = |span: Span| {
            let file = files.file(files.of(span));
            file.text[file.range(span)].to_owned()
        };
        match &node.value {
            Value::Scalar(scalar) => format!("{}|{}", scalar.text, source(node.span)),
            Value::List(items) => {
                let items: Vec<_> = items.iter().map(|item| show(item, files)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Map(entries) => {
                let shown = |entry: &Entry<'_>| {
                    format!("{}: {}", source(entry.key_span), show(&entry.value, files))
                };
                let entries: Vec<_> = entries.iter().map(shown).collect();
                format!("{{{}}}", entries.join(", "))
            }
        }
    }

    #[test]
    fn nodes_keep_their_text_and_their_place() {
        check(
            "a: 1.10 # c\nb: 'x''y' # c\n",
            "{a: 1.10|1.10, b: x'y|'x''y'}",
            &[],
        );
        check("größe: \"📦\\\"\" # c\n", "{größe: 📦\"|\"📦\\\"\"}", &[]);
        check("- [a, b] # c\n- {}\n", "[[a|a, b|b], {}]", &[]);
        check("a: b\r\nc: d\r\n", "{a: b|b, c: d|d}", &[]);
        check("a: 1\n---\nb: 2\n", "{a: 1|1} --- {b: 2|2}", &[]);
        check("", "", &[]);
    }

    #[test]
    fn aliases_repeat_and_merge_keys_merge() {
        check(
            "a: &x {p: 1, q: 2}\nb:\n  <<: *x\n  q: 3\n",
            "{a: {p: 1|1, q: 2|2}, b: {q: 3|3, p: 1|1}}",
            &[],
        );
        check("&a [*a]", "[]", &["1:5 invalid-syntax"]);
    }

    #[test]
    fn what_stands_around_a_fault_is_read() {
        check(
            "a: 1\na: 2\nb: 3\n",
            "{a: 1|1, b: 3|3}",
            &["2:1 duplicate-key"],
        );
        check(
            "a: 1\nb: [1\nc: d\n",
            "{a: 1|1, b: ~|, c: d|d}",
            &["2:4 invalid-syntax"],
        );
        check(
            "a: \"b\nc: d: 1\ne: {{ f }}\n",
            "{a: \"b|\"b, c: d: 1|d: 1, e: {{ f }}|{{ f }}}",
            &[
                "1:4 invalid-syntax",
                "2:4 invalid-syntax",
                "3:4 invalid-syntax",
            ],
        );
    }

    #[test]
    fn maps_know_that_they_lost_entries_and_values_that_they_are_as_written() {
        let torn = |text: &str| {
            let at = Span {
                start: 0,
                end: text.len() as u32,
            };
            let parsed = yaml(text, at, &Subject::new(SubjectKind::Source, "s"));
            assert!(!parsed.findings.is_empty(), "{text:?}");
            let mut torn: Vec<_> = parsed.torn.iter().map(|span| span.start).collect();
            torn.sort();
            (torn, parsed.complete)
        };
        let none = Vec::new;
        // It is plain where the line was meant to stand, and what it was meant to be.
        assert_eq!(torn("a:\n  - b: 1\n     c: 2\n"), (none(), true));
        assert_eq!(torn("a: 1\n\tb: 2\nc: 3\n"), (none(), true));
        assert_eq!(torn("a: 1\nb: c: d\n"), (vec![8], true));
        // The map in which it stands, not the one around the list.
        assert_eq!(torn("a:\n  - b: 1\n    c\n    d: 1\n"), (vec![7], false));
        assert_eq!(torn("a: 1\nb\nc:\n  d: 2\n"), (vec![0], false));
        // The key of the value is known.
        assert_eq!(torn("a: 1\nb: [c, d\n  e: 2\nf: 3\n"), (vec![6], false));
    }

    #[test]
    fn a_key_behind_which_the_text_breaks_off_stands_once() {
        for text in [
            "&a {f: 1, f: *a}",
            "f: 1\nf: \"",
            "f: 1\nf: [",
            "f:\nh '\nf \"\n\0\n",
        ] {
            let at = Span {
                start: 0,
                end: text.len() as u32,
            };
            let parsed = yaml(text, at, &Subject::new(SubjectKind::Source, "s"));
            assert!(!parsed.findings.is_empty(), "{text:?}");
            let keys = parsed.roots[0].entries().iter().map(|entry| &*entry.key);
            assert_eq!(keys.filter(|key| *key == "f").count(), 1, "{text:?}");
        }
    }

    #[test]
    fn slips_are_read_as_they_were_meant() {
        let cases = [
            ("a:\n  b: 1\n   c: 2\n", "{a: {b: 1|1, c: 2|2}}", "3:4"),
            (
                "a:\n  - b: 1\n    c: 2\n   - b: 3\n    c: 4\n",
                "{a: [{b: 1|1, c: 2|2}, {b: 3|3, c: 4|4}]}",
                "4:4",
            ),
            (
                "a:\n  - b: 1\n    c: 2\n\t- b: 3\n\t  c: 4\nd: 5\n",
                "{a: [{b: 1|1, c: 2|2}, {b: 3|3, c: 4|4}], d: 5|5}",
                "4:1",
            ),
            ("a:\n  - b 1\n    c: 2\n", "{a: [{b: 1|1, c: 2|2}]}", "2:5"),
            (
                "a:\n  x: 1\n  b\n    - c\nd: 5\n",
                "{a: {x: 1|1, b: [c|c]}, d: 5|5}",
                "3:3",
            ),
            ("a:1\nb:2\nc: 3\n", "{a: 1|1, b: 2|2, c: 3|3}", "1:2 2:2"),
            ("  a: 1\nb: 2\nc: 3\n", "{a: 1|1, b: 2|2, c: 3|3}", "1:3"),
            (
                "a: it's: so\n  and so\nb: 'c' d\n",
                "{a: it's: so and so|it's: so\n  and so, b: 'c' d|'c' d}",
                "1:4 3:8",
            ),
        ];
        for (text, tree, places) in cases {
            let told: Vec<String> = places
                .split(' ')
                .map(|place| format!("{place} invalid-syntax"))
                .collect();
            let told: Vec<&str> = told.iter().map(String::as_str).collect();
            check(text, tree, &told);
        }
    }

    #[test]
    fn bombs_are_refused() {
        for deep in ["[".repeat(100) + &"]".repeat(100), "[".repeat(100_000)] {
            let parsed = yaml(
                &deep,
                Span { start: 0, end: 0 },
                &Subject::new(SubjectKind::Source, "s"),
            );
            assert_eq!(parsed.findings[0].rule, "over-limit");
        }
        let mut bomb = String::from("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for n in 1..9 {
            let prior = n - 1;
            let items = vec![format!("*a{prior}"); 10].join(", ");
            bomb += &format!("a{n}: &a{n} [{items}]\n");
        }
        let parsed = yaml(
            &bomb,
            Span { start: 0, end: 0 },
            &Subject::new(SubjectKind::Source, "s"),
        );
        assert_eq!(parsed.findings[0].rule, "over-limit");
    }
}
