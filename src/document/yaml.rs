//! YAML, read from the events of `saphyr-parser`; the only file that knows that crate.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use saphyr_parser::{Event, Parser, ScalarStyle, Span as Marks, Tag};

use super::node::{Entry, Node, Scalar, Value};
use super::{
    DUPLICATE_KEY, INVALID_SYNTAX, MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_NODES, OVER_LIMIT, Parsed,
};
use crate::diag::{Code, Finding, Span, Subject};

/// Maps with more keys than this look them up in a set.
const SMALL_MAP: usize = 16;

/// Reads the documents of a YAML stream that stands at `at`.
///
/// Aliases are repeated and merge keys (`<<`) are merged; where a key stands twice the
/// first counts. Findings concern `subject`.
pub fn yaml<'t>(text: &'t str, at: Span, subject: &Subject) -> Parsed<'t> {
    let mut builder = Builder {
        text,
        at,
        subject,
        bytes: byte_table(text),
        open: Vec::new(),
        roots: Vec::new(),
        anchors: HashMap::new(),
        nodes: 0,
        aliases: 0,
        findings: Vec::new(),
    };
    let complete = if text.len() > MAX_BYTES {
        let (size, limit) = (text.len() >> 10, MAX_BYTES >> 10);
        builder.report(
            &OVER_LIMIT,
            at.head(),
            format!("{size} KiB of YAML, at most {limit} are read"),
        );
        false
    } else {
        builder.run()
    };
    Parsed {
        roots: builder.roots,
        complete,
        findings: builder.findings,
    }
}

/// The byte of each character, where the two differ: the parser counts characters.
fn byte_table(text: &str) -> Option<Vec<u32>> {
    if text.is_ascii() || text.len() > MAX_BYTES {
        return None;
    }
    let starts = text.char_indices().map(|(byte, _)| byte as u32);
    Some(starts.chain([text.len() as u32]).collect())
}

/// A list or map whose end has not come yet.
struct Open<'t> {
    start: usize,
    end: usize,
    anchor: usize,
    value: Value<'t>,
    /// The key that waits for its value.
    key: Option<(Cow<'t, str>, Span)>,
    /// The keys so far, once there are many.
    seen: HashSet<Cow<'t, str>>,
}

struct Builder<'t, 'a> {
    text: &'t str,
    at: Span,
    subject: &'a Subject,
    bytes: Option<Vec<u32>>,
    open: Vec<Open<'t>>,
    roots: Vec<Node<'t>>,
    anchors: HashMap<usize, Node<'t>>,
    nodes: usize,
    aliases: usize,
    findings: Vec<Finding>,
}

impl<'t> Builder<'t, '_> {
    /// Takes all events; false where the text was left before its end.
    fn run(&mut self) -> bool {
        let mut parser = Parser::new_from_str(self.text);
        let complete = loop {
            match parser.next_event() {
                None => break true,
                Some(Ok((event, marks))) => {
                    if !self.event(event, marks) {
                        break false;
                    }
                }
                Some(Err(error)) => {
                    let byte = self.byte(error.marker().index());
                    let message = format!("this is not valid YAML: {}", error.info());
                    self.report(&INVALID_SYNTAX, self.span(byte, byte), message);
                    break false;
                }
            }
        };
        while let Some(open) = self.open.pop() {
            let end = open.end;
            self.close(open, end);
        }
        complete
    }

    /// Takes one event; false where a limit ends the reading.
    fn event(&mut self, event: Event<'t>, marks: Marks) -> bool {
        let (start, end) = (self.byte(marks.start.index()), self.byte(marks.end.index()));
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let end = self.scalar_end(start, end, style);
                let plain = style == ScalarStyle::Plain && !is_text(tag.as_deref());
                let has_room = self.has_room(start, end);
                if has_room {
                    self.node(start, end, anchor, Value::Scalar(Scalar { text, plain }));
                }
                has_room
            }
            Event::SequenceStart(anchor, _) => {
                self.open(start, end, anchor, Value::List(Vec::new()))
            }
            Event::MappingStart(anchor, _) => self.open(start, end, anchor, Value::Map(Vec::new())),
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return true;
                };
                let is_flow =
                    matches!(self.text.as_bytes().get(start), Some(b']' | b'}')) && end > start;
                let end = if is_flow { start + 1 } else { open.end };
                self.close(open, end);
                true
            }
            Event::Alias(anchor) => self.alias(start, end, anchor),
            Event::DocumentStart(_) => {
                self.anchors.clear();
                true
            }
            _ => true,
        }
    }

    fn open(&mut self, start: usize, end: usize, anchor: usize, value: Value<'t>) -> bool {
        if self.open.len() == MAX_DEPTH {
            let message = format!("nested more than {MAX_DEPTH} levels deep");
            self.report(&OVER_LIMIT, self.span(start, end), message);
            return false;
        }
        if !self.has_room(start, end) {
            return false;
        }
        self.open.push(Open {
            start,
            end,
            anchor,
            value,
            key: None,
            seen: HashSet::new(),
        });
        true
    }

    fn close(&mut self, open: Open<'t>, end: usize) {
        let mut value = open.value;
        if let Some((key, key_span)) = open.key {
            // The text ended between a key and its value.
            let nothing = Node {
                span: key_span,
                value: Value::Scalar(Scalar {
                    text: "".into(),
                    plain: true,
                }),
            };
            if let Value::Map(entries) = &mut value {
                entries.push(Entry {
                    key,
                    key_span,
                    value: nothing,
                });
            }
        }
        if let Value::Map(entries) = &mut value {
            merge(entries);
        }
        self.node(open.start, end.max(open.start), open.anchor, value);
    }

    fn alias(&mut self, start: usize, end: usize, anchor: usize) -> bool {
        self.aliases += 1;
        let span = self.span(start, end);
        let Some(node) = self.anchors.get(&anchor) else {
            self.report(
                &INVALID_SYNTAX,
                span,
                "an alias stands inside the node that it names".into(),
            );
            return false;
        };
        let too_deep = self.open.len() + node.depth() > MAX_DEPTH;
        self.nodes += node.count();
        if self.aliases > MAX_ALIASES || self.nodes > MAX_NODES || too_deep {
            let message = format!(
                "aliases repeat more than {MAX_NODES} nodes, {MAX_ALIASES} times or {MAX_DEPTH} levels"
            );
            self.report(&OVER_LIMIT, span, message);
            return false;
        }
        let node = node.clone();
        self.place(node, start, end);
        true
    }

    /// Whether one more node at this place is within the limit.
    fn has_room(&mut self, start: usize, end: usize) -> bool {
        self.nodes += 1;
        if self.nodes > MAX_NODES {
            let message = format!("more than {MAX_NODES} values in one file");
            self.report(&OVER_LIMIT, self.span(start, end), message);
        }
        self.nodes <= MAX_NODES
    }

    /// A finished node goes into the innermost open list or map.
    fn node(&mut self, start: usize, end: usize, anchor: usize, value: Value<'t>) {
        let node = Node {
            span: self.span(start, end),
            value,
        };
        if anchor > 0 {
            self.anchors.insert(anchor, node.clone());
        }
        self.place(node, start, end);
    }

    fn place(&mut self, node: Node<'t>, start: usize, end: usize) {
        let at = self.span(start, end);
        let Some(open) = self.open.last_mut() else {
            self.roots.push(node);
            return;
        };
        open.end = open.end.max(end);
        match &mut open.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match open.key.take() {
                None => open.key = Some((key_text(node.value), at)),
                Some((key, key_span)) => {
                    if let Some(first) = first_of(&open.seen, entries, &key) {
                        let finding = Finding::new(
                            &DUPLICATE_KEY,
                            self.subject.clone(),
                            key_span,
                            format!("the key `{key}` stands twice in this map"),
                        );
                        let finding = finding
                            .label("this one is not read")
                            .help(format!("keep one `{key}`, or rename the other"))
                            .related(first, "the first one counts");
                        self.findings.push(finding);
                        return;
                    }
                    if entries.len() == SMALL_MAP {
                        open.seen
                            .extend(entries.iter().map(|entry| entry.key.clone()));
                    }
                    if entries.len() >= SMALL_MAP {
                        open.seen.insert(key.clone());
                    }
                    entries.push(Entry {
                        key,
                        key_span,
                        value: node,
                    });
                }
            },
            Value::Scalar(_) => {}
        }
    }

    /// The end of a scalar without the comment that the parser counts to it.
    fn scalar_end(&self, start: usize, end: usize, style: ScalarStyle) -> usize {
        let text = &self.text[start..end];
        let quote = match style {
            ScalarStyle::SingleQuoted => '\'',
            ScalarStyle::DoubleQuoted => '"',
            _ => return start + text.trim_end().len(),
        };
        let Some(first) = text.find(quote) else {
            return end;
        };
        let mut rest = text[first + 1..].char_indices().peekable();
        while let Some((at, c)) = rest.next() {
            if c == '\\' && quote == '"' {
                rest.next();
            } else if c == quote {
                if quote == '\'' && rest.peek().is_some_and(|&(_, next)| next == '\'') {
                    rest.next();
                    continue;
                }
                return start + first + 1 + at + 1;
            }
        }
        end
    }

    fn byte(&self, character: usize) -> usize {
        match &self.bytes {
            None => character.min(self.text.len()),
            Some(table) => table[character.min(table.len() - 1)] as usize,
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            start: self.at.start + start as u32,
            end: self.at.start + end.max(start) as u32,
        }
    }

    fn report(&mut self, code: &Code, span: Span, message: String) {
        self.findings
            .push(Finding::new(code, self.subject.clone(), span, message));
    }
}

/// Where `key` stands already, if it does.
fn first_of(seen: &HashSet<Cow<'_, str>>, entries: &[Entry<'_>], key: &str) -> Option<Span> {
    // A merge key may stand several times, each merges.
    if key == "<<" || entries.len() > SMALL_MAP && !seen.contains(key) {
        return None;
    }
    let first = entries.iter().find(|entry| entry.key == key);
    first.map(|entry| entry.key_span)
}

fn key_text<'t>(value: Value<'t>) -> Cow<'t, str> {
    match value {
        Value::Scalar(scalar) => scalar.text,
        // A list or map as a key means nothing in any format that is read here.
        Value::List(_) => "[..]".into(),
        Value::Map(_) => "{..}".into(),
    }
}

fn is_text(tag: Option<&Tag>) -> bool {
    tag.is_some_and(|tag| tag.is_yaml_core_schema() && tag.suffix == "str" || tag.suffix == "!")
}

/// Merges the maps behind `<<` keys (YAML 1.1, merge key language-independent type): what
/// stands in the map itself wins, then the earlier of the merged.
fn merge(entries: &mut Vec<Entry<'_>>) {
    if !entries.iter().any(|entry| entry.key == "<<") {
        return;
    }
    let (merges, mut own): (Vec<_>, Vec<_>) =
        entries.drain(..).partition(|entry| entry.key == "<<");
    let mut keys: HashSet<Cow<'_, str>> = own.iter().map(|entry| entry.key.clone()).collect();
    for merge in merges {
        let maps = match merge.value.value {
            Value::List(items) => items,
            _ => vec![merge.value],
        };
        for map in maps {
            if let Value::Map(merged) = map.value {
                own.extend(
                    merged
                        .into_iter()
                        .filter(|entry| keys.insert(entry.key.clone())),
                );
            }
        }
    }
    *entries = own;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Files, SubjectKind};

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
    fn what_stands_before_a_fault_is_read() {
        check(
            "a: 1\na: 2\nb: 3\n",
            "{a: 1|1, b: 3|3}",
            &["2:1 duplicate-key"],
        );
        check(
            "a: 1\nb: [1\nc: d\n",
            "{a: 1|1, b: []}",
            &["3:2 invalid-syntax"],
        );
    }

    #[test]
    fn bombs_are_refused() {
        let deep = "[".repeat(100);
        let parsed = yaml(
            &deep,
            Span { start: 0, end: 100 },
            &Subject::new(SubjectKind::Source, "s"),
        );
        assert_eq!(parsed.findings[0].rule, "over-limit");
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
