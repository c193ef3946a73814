//! The cases of `yaml-test-suite`: what is valid is read as the suite reads it, what is not
//! is refused at a place. `MESHBOOK_HOSTILE` names the folder that holds them; without it
//! this test says so and checks nothing. Whatever else a text may be, it is read to an end.

use std::panic::catch_unwind;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use meshbook::diag::{Files, Subject, SubjectKind};
use meshbook::document::{self, Kind, Node, Scalar, Value as Tree};
use proptest::prelude::*;
use serde_json::{Map, Value};

/// The cases in which we differ from the suite, and why.
const DIFFERENT: &[(&str, &str)] = &[
    ("6CA3.yaml#0", TAB_LEFT),
    (
        "9C9N.yaml#0",
        "the lines of a list in brackets may stand at the margin: many files have them there",
    ),
    ("DE56.yaml#2", TAB_LEFT),
    ("DE56.yaml#3", TAB_LEFT),
];

/// The suite spells a tab as dashes and an arrow; what extracts it may leave a dash behind.
const TAB_LEFT: &str = "the extracted text holds a dash of the suite's spelling of a tab";

/// The share of valid cases that are read alike, and of invalid ones that are refused.
const BAR: f64 = 0.97;

/// The longest that one case may take, on a slow machine and without optimisation.
const LIMIT: Duration = Duration::from_secs(2);

/// A case of the suite.
struct Case {
    /// Its file in the suite and its number there: `236B.yaml#0`.
    id: String,
    name: String,
    input: String,
    /// The documents as JSON; `None` for what is invalid or has no form in JSON.
    expected: Option<Vec<Value>>,
    is_invalid: bool,
}

/// The cases; `None`, told plainly, without the folder.
fn cases() -> Option<Vec<Case>> {
    let Some(folder) = std::env::var_os("MESHBOOK_HOSTILE") else {
        println!("skipped: MESHBOOK_HOSTILE is not set");
        return None;
    };
    let path = PathBuf::from(folder).join("yaml/yaml-test-suite.jsonl");
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(text.lines().map(case).collect())
}

fn case(line: &str) -> Case {
    let row: Value = serde_json::from_str(line).expect("a row is JSON");
    let text = |key: &str| {
        row[key]
            .as_str()
            .unwrap_or_else(|| panic!("{key} is a text"))
    };
    let documents = |json: &str| {
        let documents = serde_json::Deserializer::from_str(json).into_iter();
        documents.collect::<Result<Vec<Value>, _>>().expect("JSON")
    };
    let source = text("source");
    Case {
        id: source.rsplit(' ').next().unwrap_or(source).to_owned(),
        name: text("name").to_owned(),
        input: text("input").to_owned(),
        expected: row["json"].as_str().map(documents),
        is_invalid: row["fail"] == true,
    }
}

/// What is wrong with our reading of a case.
fn fault(case: &Case) -> Option<String> {
    let mut files = Files::default();
    let id = files.add(None, "f", "f", &*case.input).expect("room");
    let file = files.file(id);
    let subject = Subject::new(SubjectKind::Source, "s");
    let parsed = document::yaml(&file.text, file.whole(), &subject);
    let refusal = parsed.findings.iter().find(|f| f.rule == "invalid-syntax");
    let refusal = refusal.map(|finding| {
        let place = files.place(finding.span);
        let lines = file.text.lines().count() as u32;
        assert!((1..=lines + 1).contains(&place.line) && place.column >= 1);
        format!("{}:{}: {}", place.line, place.column, finding.message)
    });
    match (case.is_invalid, refusal, &case.expected) {
        (true, None, _) => Some("accepted".into()),
        (false, Some(told), _) => Some(format!("refused: {told}")),
        (false, None, Some(expected)) => {
            let read: Vec<_> = parsed.roots.iter().map(json).collect();
            (!alike_all(&read, expected)).then(|| format!("read as {read:?}, not {expected:?}"))
        }
        _ => None,
    }
}

/// A tree as JSON, its scalars by the core schema.
fn json(node: &Node<'_>) -> Value {
    match &node.value {
        Tree::Scalar(scalar) => json_scalar(scalar),
        Tree::List(items) => items.iter().map(json).collect(),
        Tree::Map(entries) => {
            let entries = entries.iter();
            Value::Object(
                entries
                    .map(|entry| (entry.key.to_string(), json(&entry.value)))
                    .collect::<Map<_, _>>(),
            )
        }
    }
}

fn json_scalar(scalar: &Scalar<'_>) -> Value {
    let text = &*scalar.text;
    match scalar.kind() {
        Kind::Null => Value::Null,
        Kind::Bool(value) => value.into(),
        Kind::Text => text.into(),
        Kind::Integer => {
            let radix = |digits: &str, radix| i64::from_str_radix(digits, radix).ok();
            let number = match text.get(..2) {
                Some("0x") => radix(&text[2..], 16),
                Some("0o") => radix(&text[2..], 8),
                _ => radix(text, 10),
            };
            number.map_or_else(|| text.into(), Value::from)
        }
        Kind::Float => text
            .parse::<f64>()
            .map_or_else(|_| text.into(), Value::from),
    }
}

/// Whether two values are the same; `1` and `1.0` are.
fn alike(read: &Value, expected: &Value) -> bool {
    match (read, expected) {
        (Value::Number(a), Value::Number(b)) => a.as_f64() == b.as_f64(),
        (Value::Array(a), Value::Array(b)) => alike_all(a, b),
        (Value::Object(a), Value::Object(b)) => {
            a.len() == b.len()
                && a.iter()
                    .all(|(key, a)| b.get(key).is_some_and(|b| alike(a, b)))
        }
        _ => read == expected,
    }
}

fn alike_all(read: &[Value], expected: &[Value]) -> bool {
    read.len() == expected.len() && read.iter().zip(expected).all(|(a, b)| alike(a, b))
}

#[test]
fn yaml_is_read_and_refused_as_the_suite_does() {
    let Some(cases) = cases() else { return };
    let mut faults = Vec::new();
    // Valid and invalid: how many there are, and how many of them are as they should be.
    let mut counts = [(0, 0); 2];
    for case in &cases {
        let start = Instant::now();
        let fault = catch_unwind(|| fault(case)).unwrap_or_else(|_| Some("panicked".into()));
        assert!(start.elapsed() < LIMIT, "{} takes too long", case.id);
        let (all, right) = &mut counts[usize::from(case.is_invalid)];
        *all += 1;
        *right += usize::from(fault.is_none());
        let reason = DIFFERENT.iter().find(|(id, _)| *id == case.id);
        match (fault, reason) {
            (None, None) => {}
            (Some(_), Some((id, reason))) => println!("{id} ({}): {reason}", case.name),
            (Some(fault), None) => faults.push(format!("{} ({}): {fault}", case.id, case.name)),
            (None, Some((id, _))) => faults.push(format!("{id} is read as it should be")),
        }
    }
    for ((all, right), what) in counts.iter().zip(["valid, read alike", "invalid, refused"]) {
        let share = f64::from(*right as u32) / f64::from(*all as u32);
        println!("{what}: {right} of {all} ({:.1} %)", share * 100.0);
        if share < BAR {
            faults.push(format!("{what}: below the bar"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Pieces of which texts are made that are seldom valid.
const PIECES: &[&str] = &[
    "a",
    "b: ",
    "c:",
    "- ",
    "-",
    "  ",
    " ",
    "\t",
    "\n",
    "\n  ",
    "\r\n",
    "[",
    "]",
    "{",
    "}",
    ", ",
    "\"",
    "'",
    "#",
    " #",
    "@",
    "`",
    "%",
    "*a",
    "&a ",
    "!t ",
    "|\n",
    ">-\n",
    "? ",
    "<<: ",
    "{{",
    "}}",
    "---\n",
    "...\n",
    "<<<<<<< a\n",
    "=======\n",
    ">>>>>>> b\n",
    "\\",
    "ü",
    "📦",
    "\u{a0}",
    "\u{feff}",
    "\u{7}",
];

proptest! {
    #[test]
    fn whatever_a_text_holds_it_is_read_and_its_faults_lie_in_it(
        pieces in prop::collection::vec(prop::sample::select(PIECES), 0..60),
    ) {
        let text = pieces.concat();
        let mut files = Files::default();
        let id = files.add(None, "f", "f", &*text).expect("room");
        let whole = files.file(id).whole();
        let parsed = document::yaml(&text, whole, &Subject::new(SubjectKind::Source, "s"));
        for finding in &parsed.findings {
            let span = finding.span;
            prop_assert!(span.start <= span.end && span.end <= whole.end);
            prop_assert!(text.is_char_boundary(span.start as usize));
            prop_assert!(text.is_char_boundary(span.end as usize));
        }
        prop_assert!(parsed.complete || !parsed.findings.is_empty());
    }
}
