//! YAML and JSON as trees with places.

use std::collections::BTreeSet;

use meshbook::diag::{Files, Subject, SubjectKind};
use meshbook::document::{self, MAX_DEPTH, MAX_NODES, Node, Parsed, Value};

use super::{Target, findings, in_time};

pub(super) const TARGET: Target = Target { name: "yaml", run };

fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut files = Files::default();
    // An empty file before it, so that no place is right by being counted from nothing.
    files.add(None, "before", "before", "x: 1\n").expect("room");
    let id = files.add(None, "f.yaml", "f.yaml", text).expect("room");
    let at = files.file(id).whole();
    let subject = Subject::new(SubjectKind::Source, "s");
    let parsed = in_time("YAML", || document::yaml(text, at, &subject));
    check(&files, &parsed);
    let again = document::yaml(text, at, &subject);
    assert_eq!(format!("{parsed:?}"), format!("{again:?}"));
    if text.trim_start().starts_with(['{', '[']) {
        let parsed = in_time("JSON", || document::json(text, at, &subject));
        check(&files, &parsed);
    }
}

fn check(files: &Files, parsed: &Parsed<'_>) {
    assert!(parsed.complete || !parsed.findings.is_empty());
    findings::check(files, &parsed.findings);
    for span in &parsed.torn {
        findings::place(files, *span, "a torn map");
    }
    let mut nodes = 0;
    for root in &parsed.roots {
        walk(files, root, 1, &mut nodes);
    }
    assert!(nodes <= MAX_NODES, "{nodes} nodes");
}

fn walk(files: &Files, node: &Node<'_>, depth: usize, nodes: &mut usize) {
    *nodes += 1;
    // A scalar stands one level below the deepest map.
    assert!(depth <= MAX_DEPTH + 1, "{depth} deep");
    findings::place(files, node.span, "a node");
    match &node.value {
        Value::Scalar(scalar) => {
            scalar.kind();
        }
        Value::List(items) => {
            for item in items {
                walk(files, item, depth + 1, nodes);
            }
        }
        Value::Map(entries) => {
            let keys: BTreeSet<_> = entries.iter().map(|entry| &entry.key).collect();
            assert_eq!(keys.len(), entries.len(), "a key stands twice");
            for entry in entries {
                findings::place(files, entry.key_span, "a key");
                walk(files, &entry.value, depth + 1, nodes);
            }
        }
    }
}
