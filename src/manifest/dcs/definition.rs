//! `definitions`, and the fields that refer to them. Nothing outside of the file is read.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};

use super::field::{examples, field, kind, nested, options};
use super::{links, named, tell_name};
use crate::diag::{Level, Span, Subject, shortened};
use crate::document::{Node, Value};
use crate::manifest::DANGLING_DEFINITION;
use crate::manifest::reader::{Object, Reader};
use crate::manifest::upgrade::{self, custom, integer, key};
use crate::model::{ApiVersion, CustomProperty, SchemaProperty, Text};

/// How many references may lead from one to the next.
const DEEPEST: usize = 16;
/// How many nodes the references of one contract repeat.
const MOST: usize = 50_000;

/// The definitions of one contract.
pub(super) struct Scope<'n, 't> {
    by_name: BTreeMap<&'n str, &'n Node<'t>>,
    /// What is wrong within a definition is told once, where it stands.
    quiet: Reader,
    /// The definitions that are being read, by their places.
    open: RefCell<Vec<Span>>,
    left: Cell<usize>,
    used: RefCell<BTreeSet<Span>>,
    faults: RefCell<BTreeMap<Span, Fault>>,
}

/// Why a reference leads nowhere.
struct Fault {
    message: String,
    help: &'static str,
    level: Level,
}

impl<'n, 't> Scope<'n, 't> {
    pub(super) fn new(root: &'n Node<'t>, subject: Subject, declared: ApiVersion) -> Scope<'n, 't> {
        let definitions = root.get("definitions").map(Node::entries);
        let entries = definitions.unwrap_or_default().iter();
        let maps = entries.filter(|entry| matches!(entry.value.value, Value::Map(_)));
        Scope {
            by_name: maps.map(|entry| (&*entry.key, &entry.value)).collect(),
            quiet: Reader::new(subject, declared),
            open: RefCell::default(),
            left: Cell::new(MOST),
            used: RefCell::default(),
            faults: RefCell::default(),
        }
    }

    /// Tells the references that lead nowhere.
    pub(super) fn tell(&self, reader: &Reader) {
        for (span, fault) in self.faults.take() {
            reader.report(&DANGLING_DEFINITION, span, fault.message, |mut finding| {
                finding.level = fault.level;
                finding.help(fault.help)
            });
        }
    }

    /// The definition that a field refers to, as a field.
    pub(super) fn inherited(&self, o: &Object<'_, 'n, 't>) -> Option<SchemaProperty> {
        let reference = o.text("$ref")?;
        let target = self.resolve(&reference)?;
        let target_span = target.span;
        self.used.borrow_mut().insert(target_span);
        if self.open.borrow().contains(&target_span) {
            let message = format!("`{}` leads back to itself", shortened(&reference.value));
            self.fault(&reference, message, "write the field out in one of them");
            return None;
        }
        let size = size(target, self.left.get());
        if self.open.borrow().len() >= DEEPEST || size > self.left.get() {
            let message = format!(
                "`{}` is one reference too many",
                shortened(&reference.value)
            );
            self.fault(&reference, message, "write the field out here");
            return None;
        }
        self.left.set(self.left.get() - size);
        self.open.borrow_mut().push(target_span);
        let definition = self
            .quiet
            .object(target, "definitions.*", |o| field(o, target_span, self));
        self.open.borrow_mut().pop();
        definition
    }

    /// The node of a reference into this file (RFC 6901, after the `#`).
    fn resolve(&self, reference: &Text) -> Option<&'n Node<'t>> {
        let Some(pointer) = reference.strip_prefix("#/") else {
            let message = format!(
                "`{}` is outside of this file and not read",
                shortened(&reference.value)
            );
            self.faults.borrow_mut().insert(
                reference.span,
                Fault {
                    message,
                    help: "write the definition into `definitions` of this file",
                    level: Level::Warning,
                },
            );
            return None;
        };
        // The name of a definition may hold slashes, as they are or escaped.
        let name = pointer.strip_prefix("definitions/");
        let name = name.map(|name| name.replace("~1", "/").replace("~0", "~"));
        let found = name.and_then(|name| self.by_name.get(name.as_str()).copied());
        if found.is_none() {
            let message = format!("no definition is called `{}`", shortened(&reference.value));
            self.fault(
                reference,
                message,
                "correct the name, or add it to `definitions`",
            );
        }
        found
    }

    fn fault(&self, reference: &Text, message: String, help: &'static str) {
        let fault = Fault {
            message,
            help,
            level: Level::Error,
        };
        self.faults
            .borrow_mut()
            .entry(reference.span)
            .or_insert(fault);
    }

    /// The definitions that no field refers to, as custom properties.
    pub(super) fn unused(&self, o: &Object<'_, 'n, 't>) -> Vec<CustomProperty> {
        let entries = o.node("definitions").map(Node::entries);
        let used = self.used.borrow();
        let entries = entries.unwrap_or_default().iter();
        let unused = entries.filter(|entry| !used.contains(&entry.value.span));
        unused
            .map(|entry| CustomProperty {
                property: Some(Text::new(
                    format!("definitions.{}", entry.key).into(),
                    entry.key_span,
                )),
                ..custom(entry)
            })
            .collect()
    }
}

/// How many nodes a tree has; counted no further than past `enough`.
fn size(node: &Node<'_>, enough: usize) -> usize {
    let mut size = 1;
    let mut add = |node: &Node<'_>| {
        if size <= enough {
            size += self::size(node, enough - size);
        }
    };
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(add),
        Value::Map(entries) => entries.iter().for_each(|entry| add(&entry.value)),
    }
    size
}

/// Holds the definitions against the specification.
pub(super) fn check<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>) {
    let (_, entries) = upgrade::entries(o, "definitions").unwrap_or((o.span, &[]));
    for entry in entries {
        tell_name(o.reader, &key(entry), "definitions", "/_-");
        scope.open.borrow_mut().push(entry.value.span);
        named(o.reader, entry, "definitions.*", |o| definition(o, scope));
        scope.open.borrow_mut().pop();
    }
}

fn definition<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>) {
    o.require("type");
    kind(o);
    for key in ["domain", "name", "title", "description", "classification"] {
        o.text(key);
    }
    for key in ["precision", "scale"] {
        integer(o, key);
    }
    o.flag("pii");
    options(o);
    examples(o);
    o.texts("tags");
    links(o);
    nested(o, scope);
    o.open_entries();
}
