//! Badges as drawings and as JSON: one line for the product's name, then one for each of its
//! badges, of which a tab parts the message from the words.

use meshbook::badge::{self, Mark, State};
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::{Target, in_time};

pub(super) const TARGET: Target = Target { name: "badge", run };

const STATES: [State; 5] = [
    State::Good,
    State::Partial,
    State::Bad,
    State::Stale,
    State::Promised,
];

/// The most badges side by side: those of a product are fewer.
const MOST: usize = 8;

/// The most bytes of a drawing, and of each badge in it.
const MOST_BYTES: usize = 4_000;

fn run(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut lines = text.split('\n');
    let name = lines.next().unwrap_or_default();
    let marks: Vec<Mark> = lines.take(MOST).enumerate().map(mark).collect();
    let drawn = in_time("a badge", || badge::svg(name, &marks));
    assert!(
        drawn.len() <= MOST_BYTES * (1 + marks.len()),
        "{} bytes",
        drawn.len()
    );
    check(&drawn);
    assert_eq!(drawn, badge::svg(name, &marks));
    for mark in &marks {
        let json = badge::endpoint(mark);
        let value: serde_json::Value = serde_json::from_slice(&json).expect("JSON");
        assert_eq!(value["label"], mark.label);
    }
}

fn mark((at, line): (usize, &str)) -> Mark {
    let (message, words) = line.split_once('\t').unwrap_or((line, line));
    Mark {
        label: "service levels".to_owned(),
        message: message.to_owned(),
        words: words.to_owned(),
        state: STATES[(at + line.len()) % STATES.len()],
    }
}

/// Fails where a drawing is no XML, or has a part that is no drawing.
fn check(svg: &str) {
    let is_allowed = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    assert!(
        svg.chars().all(is_allowed),
        "a character that is not of XML in {svg:?}"
    );
    let mut reader = Reader::from_str(svg);
    reader.config_mut().enable_all_checks(true);
    let mut depth = 0_usize;
    let mut roots = 0;
    loop {
        match reader.read_event().expect("XML") {
            Event::Start(start) => {
                roots += usize::from(depth == 0);
                depth += 1;
                element(&start);
            }
            Event::Empty(start) => {
                assert!(depth > 0);
                element(&start);
            }
            Event::End(_) => depth -= 1,
            Event::Text(text) => {
                assert!(depth > 0 || text.trim().is_empty());
            }
            Event::GeneralRef(name) => known(&name),
            Event::Eof => break,
            other => panic!("{other:?} in {svg}"),
        }
    }
    assert_eq!((depth, roots), (0, 1));
}

fn element(start: &BytesStart<'_>) {
    const ALLOWED: [&str; 5] = ["svg", "title", "g", "path", "text"];
    let name = start.name();
    assert!(ALLOWED.contains(&name.as_ref()), "<{name:?}>");
    for attribute in start.attributes() {
        let attribute = attribute.expect("an attribute");
        let key = attribute.key.as_ref();
        let is_bad = key.starts_with("on") || key.ends_with("href") || key == "style";
        assert!(!is_bad, "{key:?}");
        let value = attribute.value;
        assert!(!value.contains('<'), "{value}");
        for reference in value.split('&').skip(1) {
            known(reference.split(';').next().unwrap_or_default());
        }
    }
}

fn known(name: &str) {
    assert!(["amp", "lt", "gt", "quot"].contains(&name), "&{name};");
}
