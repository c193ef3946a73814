//! Names for findings that survive moved lines.

use std::collections::{BTreeMap, HashMap};

use blake3::Hash;
use rayon::prelude::*;

use crate::diag::{File, FileId, Files, Finding, Span, Subject, SubjectKind, Suppressed};
use crate::document::{self, Node, Value};

/// The keys by which an item of a list is known, before its number: `id` first, since it is
/// stable over renames (ODCS 3.1, stable ids).
const NAMES: [&str; 9] = [
    "id",
    "name",
    "property",
    "server",
    "channel",
    "username",
    "role",
    "contractId",
    "url",
];

/// The longest text of a place that tells it from others, in bytes.
const LONGEST: usize = 200;

/// A fingerprint for each finding, in their order; each suppressed one is given its own.
///
/// It has 32 hexadecimal digits, is unique in a run, and is made of the rule, of the subject,
/// of the way from the root of the manifest to the place (items of lists by their id or name),
/// and of the names in the message; never of lines, columns or paths of files. Findings that
/// share all of this are numbered in the order of their places, the suppressed among them, so
/// that a suppression changes no name.
pub fn identify(files: &Files, findings: &[Finding], suppressed: &mut [Suppressed]) -> Vec<String> {
    let others = suppressed.iter().map(|suppressed| &suppressed.finding);
    let all: Vec<&Finding> = findings.iter().chain(others).collect();
    let mut prints = of_all(files, &all);
    let of_suppressed = prints.split_off(findings.len());
    for (suppressed, print) in suppressed.iter_mut().zip(of_suppressed) {
        suppressed.fingerprint = print;
    }
    prints
}

fn of_all(files: &Files, findings: &[&Finding]) -> Vec<String> {
    let mut by_file: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for (at, finding) in findings.iter().enumerate() {
        by_file.entry(files.of(finding.span)).or_default().push(at);
    }
    let keyed: Vec<_> = by_file
        .into_par_iter()
        .flat_map_iter(|(file, at)| {
            let file = files.file(file);
            let keys = keys(file, at.iter().map(|&at| findings[at]));
            at.into_iter().zip(keys)
        })
        .collect();
    let mut keys = vec![Hash::from_bytes([0; 32]); findings.len()];
    for (at, key) in keyed {
        keys[at] = key;
    }
    numbered(findings, keys)
}

/// Counts the findings of each key in the order of their places, and hashes.
fn numbered(findings: &[&Finding], keys: Vec<Hash>) -> Vec<String> {
    let mut order: Vec<usize> = (0..findings.len()).collect();
    order.sort_by_key(|&at| findings[at].span);
    let mut seen: HashMap<Hash, usize> = HashMap::new();
    let mut prints = vec![String::new(); findings.len()];
    for at in order {
        let count = seen.entry(keys[at]).or_default();
        let hash = blake3::keyed_hash(keys[at].as_bytes(), &count.to_le_bytes());
        prints[at] = hash.to_hex()[..32].to_owned();
        *count += 1;
    }
    prints
}

/// What tells each of the findings in a file from others.
fn keys<'f>(file: &File, findings: impl Iterator<Item = &'f Finding>) -> Vec<Hash> {
    let nobody = Subject::new(SubjectKind::Portal, "");
    let at = file.whole();
    let roots = match &*file.path {
        _ if file.is_markdown() => document::front_matter(&file.text, at, &nobody)
            .root
            .into_iter()
            .collect(),
        path if path.ends_with(".json") => document::json(&file.text, at, &nobody).roots,
        _ => document::yaml(&file.text, at, &nobody).roots,
    };
    let key = |finding: &Finding| {
        let root = roots.iter().find(|root| holds(root.span, finding.span));
        let place = match root {
            Some(root) => way(root, finding.span),
            None => text(file, finding.span),
        };
        let Subject { kind, id } = &finding.subject;
        let names = names(&finding.message);
        let rule = &finding.rule;
        blake3::hash(format!("{rule}\0{kind:?}\0{id}\0{place}\0{names}").as_bytes())
    };
    findings.map(key).collect()
}

fn holds(outer: Span, inner: Span) -> bool {
    outer.start <= inner.start && inner.start < outer.end
}

/// The way from a root down to the innermost node at a place: `schema[orders].properties`.
///
/// A place that is a key stands for the map around it: an absent field is told at the first
/// key of its parent, whichever that is.
fn way(root: &Node<'_>, place: Span) -> String {
    let mut way = String::new();
    let mut node = root;
    loop {
        let next = match &node.value {
            Value::Scalar(_) => None,
            Value::List(items) => {
                let item = items.iter().position(|item| holds(item.span, place));
                item.map(|at| {
                    way.push_str(&format!("[{}]", name(&items[at], at)));
                    &items[at]
                })
            }
            Value::Map(entries) => {
                let entry = entries
                    .iter()
                    .find(|entry| holds(entry.value.span, place) && entry.key_span != place);
                entry.map(|entry| {
                    way.push('.');
                    way.push_str(start(&entry.key));
                    &entry.value
                })
            }
        };
        match next {
            Some(next) => node = next,
            None => return way,
        }
    }
}

/// What an item of a list is called; its number where it has no name.
fn name(item: &Node<'_>, at: usize) -> String {
    let named = NAMES.iter().find_map(|key| item.get(key)?.text());
    named.map_or_else(|| at.to_string(), |name| start(name).to_owned())
}

/// The start of the text at a place.
fn text(file: &File, place: Span) -> String {
    start(&file.text[file.range(place)]).to_owned()
}

/// The start of a text that tells it from others.
fn start(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST)]
}

/// The names in a message: what stands in backticks. Counts and wording may change.
fn names(message: &str) -> String {
    let names: Vec<_> = message.split('`').skip(1).step_by(2).collect();
    names.join("\0")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Code, Element, Level};

    const CODE: Code = Code {
        id: "missing-field",
        level: Level::Error,
        element: Element::Standard,
        page: "",
    };

    /// The fingerprints of findings at `parts` of a text, with their messages.
    fn prints(path: &str, text: &str, parts: &[(&str, &str)]) -> Vec<String> {
        let mut files = Files::default();
        let id = files.add(None, path, path, text).unwrap();
        let file = files.file(id);
        let findings: Vec<_> = parts
            .iter()
            .map(|(part, message)| {
                let at = text.find(part).unwrap();
                let subject = Subject::new(SubjectKind::Contract, "orders");
                Finding::new(&CODE, subject, file.span(at, at + part.len()), *message)
            })
            .collect();
        identify(&files, &findings, &mut [])
    }

    #[test]
    fn moved_lines_and_other_items_change_nothing() {
        let before = "id: orders\nschema:\n  - name: a\n    x: 1\n  - name: b\n    x: 2\n";
        let after = "# a comment\nschema:\n  - name: c\n  - name: b\n    y: 0\n    x: 2\n  - name: a\n    x: 1\nid: orders\n";
        let parts = [("2\n", "`x` is 2"), ("1\n", "`x` is 1")];
        let (was, is) = (
            prints("a.yaml", before, &parts),
            prints("b.yaml", after, &parts),
        );
        assert_eq!(was, is);
        assert_ne!(was[0], was[1]);
    }

    #[test]
    fn an_absent_field_does_not_hang_on_the_first_key() {
        let missing = "`version` is missing in the data contract";
        let was = prints("a.yaml", "id: orders\n", &[("id", missing)]);
        let is = prints("a.yaml", "kind: x\nid: orders\n", &[("kind", missing)]);
        assert_eq!(was, is);
        let other = prints("a.yaml", "id: orders\n", &[("id", "`status` is missing")]);
        assert_ne!(was, other);
    }

    #[test]
    fn prose_is_known_by_its_text_and_equals_are_numbered() {
        let parts = [("[a](b)", "no file `b`"), ("[a](b)", "no file `b`")];
        let was = prints("a.md", "See [a](b).\n", &parts);
        assert_ne!(was[0], was[1]);
        assert_eq!(was, prints("a.md", "# More\n\nSee [a](b).\n", &parts));
    }
}
