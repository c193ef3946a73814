//! Reading typed fields from a tree, with every fault reported and nothing dropped.

use std::cell::{Cell, RefCell};

use crate::diag::{Code, Finding, Span, Subject, listed, nearest, shortened};
use crate::document::{Entry, Kind, Node, Scalar, Value};
use crate::model::{Any, ApiVersion, Flag, Spanned, Text, Unknown};

use super::codes::{MISSING_FIELD, UNKNOWN_FIELD, UNKNOWN_VALUE, WRONG_TYPE};

/// What the fields of one manifest are read into: the findings, and the keys that the
/// standard does not know.
pub(super) struct Reader {
    subject: Subject,
    declared: ApiVersion,
    /// Whether someone else judges the manifest.
    is_quiet: bool,
    /// What could not be read whole: what a map lacks may stand there, and what is wrong
    /// with a value is told already.
    torn: Vec<Span>,
    findings: RefCell<Vec<Finding>>,
    unknown: RefCell<Vec<Unknown>>,
}

impl Reader {
    /// A reader for a manifest that declares this version of its standard.
    pub(super) fn new(subject: Subject, declared: ApiVersion) -> Reader {
        Reader {
            subject,
            declared,
            is_quiet: false,
            torn: Vec::new(),
            findings: RefCell::default(),
            unknown: RefCell::default(),
        }
    }

    /// A reader that reports nothing, for a manifest that is judged by its shape.
    pub(super) fn quiet(subject: Subject) -> Reader {
        Reader {
            is_quiet: true,
            ..Reader::new(subject, ApiVersion::new(0, 0, 0))
        }
    }

    /// The same for a manifest in which these nodes could not be read whole.
    pub(super) fn with_torn(mut self, torn: &[Span]) -> Reader {
        self.torn = torn.to_vec();
        self
    }

    /// What was found, and the keys that the standard does not know.
    pub(super) fn finish(self) -> (Vec<Finding>, Vec<Unknown>) {
        (self.findings.into_inner(), self.unknown.into_inner())
    }

    /// The version that the manifest declares.
    pub(super) fn declared(&self) -> ApiVersion {
        self.declared
    }

    /// Reads `node` as a map that the standard calls `what`.
    pub(super) fn object<'n, 't, T>(
        &self,
        node: &'n Node<'t>,
        what: &'static str,
        read: impl FnOnce(&Object<'_, 'n, 't>) -> T,
    ) -> Option<T> {
        if !matches!(node.value, Value::Map(_)) {
            self.wrong_type(node, what, "a map");
            return None;
        }
        let object = Object {
            reader: self,
            span: node.span,
            entries: node.entries(),
            asked: RefCell::new(Vec::with_capacity(if self.is_quiet { 0 } else { 32 })),
            is_open: Cell::new(false),
            what,
        };
        let value = read(&object);
        if !self.is_quiet {
            object.report_unknown();
        }
        Some(value)
    }

    /// Keeps what stands in an open map and has no place in the model.
    pub(super) fn keep(&self, what: &str, entry: &Entry<'_>) {
        self.unknown.borrow_mut().push(Unknown {
            path: format!("{what}.{}", entry.key).into(),
            value: any(&entry.value),
            span: entry.key_span,
        });
    }

    pub(super) fn report(
        &self,
        code: &Code,
        span: Span,
        message: String,
        tell: impl FnOnce(Finding) -> Finding,
    ) {
        if self.torn.contains(&span) {
            return;
        }
        let finding = Finding::new(code, self.subject.clone(), span, message);
        self.findings.borrow_mut().push(tell(finding));
    }

    pub(super) fn wrong_type(&self, node: &Node<'_>, name: &str, wanted: &str) {
        if self.is_quiet {
            return;
        }
        let message = if node.is_null() {
            format!("`{name}` is empty")
        } else {
            format!("`{name}` is {}, not {wanted}", node.noun())
        };
        let help = match (&node.value, wanted) {
            _ if node.is_null() => format!("give `{name}` a value, or remove the line"),
            (Value::Scalar(scalar), "a text") => {
                format!("quote it: `\"{}\"`", shortened(&scalar.text))
            }
            (Value::Scalar(_), "a list") => {
                format!("put `- ` in front, so that `{name}` is a list of one")
            }
            (Value::Scalar(scalar), "a boolean") if as_boolean(&scalar.text).is_some() => {
                format!(
                    "write `{}`, without quotes",
                    as_boolean(&scalar.text) == Some(true)
                )
            }
            _ => format!("write {wanted}"),
        };
        self.report(&WRONG_TYPE, node.span, message, |finding| {
            finding.help(help)
        });
    }

    /// The text of a scalar. A number or boolean is reported and taken as it was written.
    pub(super) fn text(&self, node: &Node<'_>, name: &str) -> Option<Text> {
        match &node.value {
            Value::Scalar(scalar) => {
                if !self.is_quiet && scalar.kind() != Kind::Text {
                    self.wrong_type(node, name, "a text");
                }
                (!node.is_null()).then(|| Spanned::new((*scalar.text).into(), node.span))
            }
            _ => {
                self.wrong_type(node, name, "a text");
                None
            }
        }
    }

    fn unknown_value(&self, text: &Text, name: &str, allowed: &[&str]) {
        let message = format!("`{}` is not a value of `{name}`", shortened(text));
        let help = match nearest(text, allowed.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of {}", listed(allowed)),
        };
        self.report(&UNKNOWN_VALUE, text.span, message, |finding| {
            finding.help(help)
        });
    }
}

/// A map whose fields are read one by one. What was not asked for is unknown.
pub(super) struct Object<'r, 'n, 't> {
    pub(super) reader: &'r Reader,
    pub(super) span: Span,
    entries: &'n [Entry<'t>],
    asked: RefCell<Vec<&'static str>>,
    is_open: Cell<bool>,
    pub(super) what: &'static str,
}

impl<'n, 't> Object<'_, 'n, 't> {
    fn entry(&self, key: &'static str) -> Option<&'n Entry<'t>> {
        if !self.reader.is_quiet {
            self.asked.borrow_mut().push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    /// The node of `key`, as it is.
    pub(super) fn node(&self, key: &'static str) -> Option<&'n Node<'t>> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// The place of `key` itself.
    pub(super) fn key_span(&self, key: &str) -> Option<Span> {
        let entry = self.entries.iter().find(|entry| entry.key == key);
        entry.map(|entry| entry.key_span)
    }

    /// A text.
    pub(super) fn text(&self, key: &'static str) -> Option<Text> {
        self.reader.text(self.node(key)?, key)
    }

    /// A text that is one word out of a list which the standard leaves open: nothing where
    /// the line is not valid.
    pub(super) fn word(&self, key: &'static str) -> Option<Text> {
        let word = self.text(key)?;
        (!self.reader.torn.contains(&word.span)).then_some(word)
    }

    /// A text that the standard demands.
    pub(super) fn required_text(&self, key: &'static str) -> Option<Text> {
        self.require(key);
        self.text(key)
    }

    /// Reports the lack of `key`.
    pub(super) fn require(&self, key: &'static str) {
        let is_torn = self.reader.torn.contains(&self.span);
        if self.entry(key).is_none() && !is_torn {
            let message = format!("`{key}` is missing in {}", self.what);
            let head = self
                .entries
                .first()
                .map_or(self.span, |entry| entry.key_span);
            self.reader
                .report(&MISSING_FIELD, head, message, |finding| {
                    finding
                        .label(format!("`{key}` is required here"))
                        .help(format!("add `{key}:`"))
                });
        }
    }

    /// A text out of a closed list.
    pub(super) fn one_of(&self, key: &'static str, allowed: &[&str]) -> Option<Text> {
        let text = self.word(key)?;
        if !allowed.contains(&&*text.value) {
            self.reader.unknown_value(&text, key, allowed);
        }
        Some(text)
    }

    /// A number, as it was written.
    pub(super) fn number(&self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        match &node.value {
            Value::Scalar(scalar) => {
                if !matches!(scalar.kind(), Kind::Integer | Kind::Float) {
                    self.reader.wrong_type(node, key, "a number");
                }
                (!node.is_null()).then(|| Spanned::new((*scalar.text).into(), node.span))
            }
            _ => {
                self.reader.wrong_type(node, key, "a number");
                None
            }
        }
    }

    /// A scalar of any kind, as it was written; nothing for null.
    pub(super) fn scalar(&self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        match &node.value {
            Value::Scalar(scalar) => {
                (!node.is_null()).then(|| Spanned::new((*scalar.text).into(), node.span))
            }
            _ => {
                self.reader.wrong_type(node, key, "a text or a number");
                None
            }
        }
    }

    /// A boolean. `yes` and `"true"` are reported and understood.
    pub(super) fn flag(&self, key: &'static str) -> Option<Flag> {
        let node = self.node(key)?;
        if let Value::Scalar(scalar) = &node.value
            && let Kind::Bool(value) = scalar.kind()
        {
            return Some(Spanned::new(value, node.span));
        }
        self.reader.wrong_type(node, key, "a boolean");
        let value = as_boolean(node.text()?)?;
        Some(Spanned::new(value, node.span))
    }

    /// A value of any shape.
    pub(super) fn any(&self, key: &'static str) -> Option<Any> {
        self.node(key).map(any)
    }

    /// The items of a list.
    pub(super) fn list<T>(
        &self,
        key: &'static str,
        read: impl Fn(&'n Node<'t>) -> Option<T>,
    ) -> Vec<T> {
        let Some(node) = self.node(key) else {
            return Vec::new();
        };
        match &node.value {
            Value::List(items) => {
                let mut read: Vec<T> = items.iter().filter_map(read).collect();
                // Lists are kept for as long as the mesh, and most hold one or two things.
                read.shrink_to_fit();
                read
            }
            _ => {
                self.reader.wrong_type(node, key, "a list");
                Vec::new()
            }
        }
    }

    /// The texts of a list.
    pub(super) fn texts(&self, key: &'static str) -> Vec<Text> {
        self.list(key, |node| self.reader.text(node, key))
    }

    /// The maps of a list that the standard calls `what`.
    pub(super) fn objects<T>(
        &self,
        key: &'static str,
        what: &'static str,
        read: impl Fn(&Object<'_, 'n, 't>) -> T,
    ) -> Vec<T> {
        self.list(key, |node| self.reader.object(node, what, &read))
    }

    /// A map that the standard calls `what`.
    pub(super) fn object<T>(
        &self,
        key: &'static str,
        what: &'static str,
        read: impl FnOnce(&Object<'_, 'n, 't>) -> T,
    ) -> Option<T> {
        self.reader.object(self.node(key)?, what, read)
    }

    /// Every entry of the map, in the order of the file.
    pub(super) fn entries(&self) -> &'n [Entry<'t>] {
        self.entries
    }

    /// Every entry of a map whose keys the standard leaves open.
    pub(super) fn open_entries(&self) -> &'n [Entry<'t>] {
        self.is_open.set(true);
        self.entries
    }

    /// Counts `keys` as known although no one reads them.
    pub(super) fn allow(&self, keys: &[&'static str]) {
        self.asked.borrow_mut().extend(keys);
    }

    fn report_unknown(&self) {
        if self.is_open.get() {
            return;
        }
        let asked = self.asked.borrow();
        for entry in self
            .entries
            .iter()
            .filter(|entry| !asked.contains(&&*entry.key))
        {
            let (key, what) = (&entry.key, self.what);
            self.reader.keep(what, entry);
            let help = match nearest(key, asked.iter().copied()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => "remove it, or move it to `customProperties`".to_owned(),
            };
            let message = format!("unknown field `{}` in {what}", shortened(key));
            self.reader
                .report(&UNKNOWN_FIELD, entry.key_span, message, |finding| {
                    finding.help(help)
                });
        }
    }
}

/// A tree as a value of any shape.
pub(super) fn any(node: &Node<'_>) -> Any {
    match &node.value {
        Value::Scalar(Scalar { text, .. }) => Any::Scalar((**text).into()),
        Value::List(items) => Any::List(items.iter().map(any).collect()),
        Value::Map(entries) => {
            let pairs = entries
                .iter()
                .map(|entry| ((*entry.key).into(), any(&entry.value)));
            Any::Map(pairs.collect())
        }
    }
}

/// What people write for a boolean, YAML 1.1 among it.
fn as_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}
