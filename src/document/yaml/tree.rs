//! The nodes of a YAML text, grown from the events of the parser.

use std::borrow::Cow;
use std::collections::HashMap;

use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, Span as Marks, Tag, options};

use super::fault::template;
use super::merge::merge;
use crate::diag::{Code, Finding, Span, Subject, shortened};
use crate::document::{
    DUPLICATE_KEY, Entry, INVALID_SYNTAX, MAX_ALIASES, MAX_BYTES, MAX_DEPTH, MAX_NODES, Node,
    OVER_LIMIT, Scalar, Value,
};

/// Maps with more keys than this look them up in a set.
const SMALL_MAP: usize = 16;

/// What a text was read as.
pub(super) struct Tree<'t> {
    /// The root of each document.
    pub(super) roots: Vec<Node<'t>>,
    /// What is wrong with what was read.
    pub(super) findings: Vec<Finding>,
    /// The maps in which reading stopped.
    pub(super) torn: Vec<Span>,
    /// Why it stopped before the end of the text.
    pub(super) stop: Option<Stop>,
}

/// Why reading stopped before the end of a text.
pub(super) enum Stop {
    /// A limit, of which a finding tells.
    Limit,
    /// A fault of syntax.
    Fault(Broken),
}

/// A fault of syntax, as the parser meets it.
pub(super) struct Broken {
    pub(super) kind: ErrorKind,
    /// The byte at which it was met.
    pub(super) at: usize,
    /// The end of what was understood before: the fault may have begun there.
    pub(super) from: usize,
    /// Where the lists and maps begin that were open, from the outermost.
    pub(super) open: Vec<usize>,
}

impl<'t> Tree<'t> {
    /// Reads a text that stands at `at`, up to its first fault. Findings concern `subject`.
    pub(super) fn read(text: &'t str, at: Span, subject: &Subject) -> Tree<'t> {
        let mut builder = Builder {
            text,
            at,
            subject,
            open: Vec::new(),
            anchors: HashMap::new(),
            nodes: 0,
            aliases: 0,
            repeated: 0,
            last: 0,
            tree: Tree {
                roots: Vec::new(),
                findings: Vec::new(),
                torn: Vec::new(),
                stop: None,
            },
        };
        builder.run();
        builder.tree
    }

    /// Changes every place that is named.
    pub(super) fn each_span(&mut self, change: &impl Fn(&mut Span)) {
        let roots = self.roots.iter_mut();
        roots.for_each(|root| root.each_span(change));
        self.torn.iter_mut().for_each(change);
        for finding in &mut self.findings {
            change(&mut finding.span);
            let related = finding.related.iter_mut();
            related.for_each(|related| change(&mut related.span));
        }
    }

    /// The same, apart from the text that it was read from.
    pub(super) fn into_owned(self) -> Tree<'static> {
        Tree {
            roots: self.roots.into_iter().map(Node::into_owned).collect(),
            findings: self.findings,
            torn: self.torn,
            stop: self.stop,
        }
    }
}

/// A list or map whose end has not come yet.
struct Open<'t> {
    start: usize,
    end: usize,
    anchor: usize,
    value: Value<'t>,
    /// The key that waits for its value.
    key: Option<(Cow<'t, str>, Span)>,
    /// The keys so far and their places, once there are many.
    seen: HashMap<Cow<'t, str>, Span>,
}

struct Builder<'t, 'a> {
    text: &'t str,
    at: Span,
    subject: &'a Subject,
    open: Vec<Open<'t>>,
    anchors: HashMap<usize, Node<'t>>,
    nodes: usize,
    aliases: usize,
    /// The bytes of text that aliases have repeated.
    repeated: usize,
    /// The end of the last event.
    last: usize,
    tree: Tree<'t>,
}

impl<'t> Builder<'t, '_> {
    /// Takes all events.
    fn run(&mut self) {
        let mut options = options! { emit_unresolved_aliases: true };
        options.set_emit_comments(false);
        let mut parser = Parser::new_from_str_with_options(self.text, options);
        self.tree.stop = loop {
            match parser.next_event() {
                None => break None,
                Some(Ok((event, marks))) => {
                    if !self.event(event, marks) {
                        break Some(Stop::Limit);
                    }
                }
                Some(Err(error)) => {
                    let at = error.marker().byte_offset().unwrap_or(self.last);
                    let at = at.min(self.text.len());
                    if *error.kind() == ErrorKind::RecursionLimitExceeded {
                        self.too_deep(at, at);
                        break Some(Stop::Limit);
                    }
                    break Some(Stop::Fault(Broken {
                        kind: error.kind().clone(),
                        at,
                        from: self.last,
                        open: self.open.iter().map(|open| open.start).collect(),
                    }));
                }
            }
        };
        while let Some(open) = self.open.pop() {
            let end = open.end;
            if matches!(open.value, Value::Map(_)) {
                let span = self.span(open.start, end.max(open.start));
                self.tree.torn.push(span);
            }
            self.close(open, end);
        }
    }

    /// Takes one event; false where a limit ends the reading.
    fn event(&mut self, event: Event<'t>, marks: Marks) -> bool {
        // A parser that is given a text knows the bytes of each event.
        let range = marks.byte_range().unwrap_or(self.last..self.last);
        let (start, end) = (range.start, range.end);
        // Where a document starts is not known before its first node.
        if !matches!(event, Event::StreamStart | Event::DocumentStart(..)) {
            self.last = end;
        }
        match event {
            Event::Scalar(text, style, anchor, tag) => {
                let end = match style {
                    ScalarStyle::Literal | ScalarStyle::Folded => {
                        start + self.text[start..end].trim_end().len()
                    }
                    _ => end,
                };
                let plain = style == ScalarStyle::Plain && !is_text(tag.as_deref());
                let has_room = self.has_room(start, end);
                if has_room {
                    self.node(start, end, anchor, Value::Scalar(Scalar { text, plain }));
                }
                has_room
            }
            Event::SequenceStart(_, anchor, _) => {
                self.open(start, end, anchor, Value::List(Vec::new()))
            }
            Event::MappingStart(_, anchor, _) => {
                self.open(start, end, anchor, Value::Map(Vec::new()))
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let Some(open) = self.open.pop() else {
                    return true;
                };
                let is_flow =
                    matches!(self.text.as_bytes().get(start), Some(b']' | b'}')) && end > start;
                let end = if is_flow { start + 1 } else { open.end };
                let written = &self.text[open.start..end.max(open.start)];
                if written.starts_with("{{") && written.ends_with("}}") {
                    let fault = template(self.text, open.start);
                    let finding = fault.tell(|byte| byte, self.at, self.subject);
                    self.tree.findings.push(finding);
                    self.text_as_written(open.start, end);
                } else {
                    self.close(open, end);
                }
                true
            }
            Event::Alias(anchor) => self.alias(start, end, anchor),
            Event::UnresolvedAlias(_) => self.unknown_alias(start, end),
            Event::DocumentStart(..) => {
                self.anchors.clear();
                true
            }
            _ => true,
        }
    }

    fn open(&mut self, start: usize, end: usize, anchor: usize, value: Value<'t>) -> bool {
        if self.open.len() == MAX_DEPTH {
            self.too_deep(start, end);
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
            seen: HashMap::new(),
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
            if let Value::Map(entries) = &mut value
                && first_of(&open.seen, entries, &key).is_none()
            {
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
        self.repeated += node.size();
        let too_much = self.nodes > MAX_NODES || self.repeated > MAX_BYTES;
        if self.aliases > MAX_ALIASES || too_much || too_deep {
            let message = format!(
                "aliases repeat more than {MAX_NODES} nodes, {} KiB, {MAX_ALIASES} times or \
                 {MAX_DEPTH} levels",
                MAX_BYTES >> 10
            );
            self.report(&OVER_LIMIT, span, message);
            return false;
        }
        let node = node.clone();
        self.place(node, start, end);
        true
    }

    /// A text that starts with a star, or a name that no one has given.
    fn unknown_alias(&mut self, start: usize, end: usize) -> bool {
        let finding = Finding::new(
            &INVALID_SYNTAX,
            self.subject.clone(),
            self.span(start, end),
            "an alias repeats a name that no `&` gives above it",
        );
        let finding = finding.label("what starts with `*` is an alias");
        let finding = finding.help("put quotes around it, if it is a text");
        self.tree.findings.push(finding);
        let has_room = self.has_room(start, end);
        if has_room {
            self.text_as_written(start, end);
        }
        has_room
    }

    /// What is no value in YAML, taken as the text that its author meant.
    fn text_as_written(&mut self, start: usize, end: usize) {
        let text = Cow::Borrowed(&self.text[start..end]);
        self.node(start, end, 0, Value::Scalar(Scalar { text, plain: false }));
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
            self.tree.roots.push(node);
            return;
        };
        open.end = open.end.max(end);
        match &mut open.value {
            Value::List(items) => items.push(node),
            Value::Map(entries) => match open.key.take() {
                None => open.key = Some((key_text(node.value), at)),
                Some((key, key_span)) => {
                    if let Some(first) = first_of(&open.seen, entries, &key) {
                        let key = shortened(&key);
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
                        self.tree.findings.push(finding);
                        return;
                    }
                    if entries.len() == SMALL_MAP {
                        open.seen
                            .extend(entries.iter().map(|e| (e.key.clone(), e.key_span)));
                    }
                    if entries.len() >= SMALL_MAP {
                        open.seen.insert(key.clone(), key_span);
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

    fn span(&self, start: usize, end: usize) -> Span {
        Span {
            start: self.at.start + start as u32,
            end: self.at.start + end.max(start) as u32,
        }
    }

    fn too_deep(&mut self, start: usize, end: usize) {
        let message = format!("nested more than {MAX_DEPTH} levels deep");
        self.report(&OVER_LIMIT, self.span(start, end), message);
    }

    fn report(&mut self, code: &Code, span: Span, message: String) {
        self.tree
            .findings
            .push(Finding::new(code, self.subject.clone(), span, message));
    }
}

/// Where `key` stands already, if it does.
fn first_of(seen: &HashMap<Cow<'_, str>, Span>, entries: &[Entry<'_>], key: &str) -> Option<Span> {
    // A merge key may stand several times, each merges.
    if key == "<<" {
        return None;
    }
    if entries.len() > SMALL_MAP {
        return seen.get(key).copied();
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
    tag.is_some_and(|tag| tag.is_yaml_core_schema_tag("str") || tag.suffix() == "!")
}
