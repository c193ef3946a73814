//! Facts: custom properties, unknown fields, and every value as it is written.

use super::value::{HIDDEN, any, bounded, text};
use crate::config::Hide;
use crate::diag::{FileId, Span, Subject, SubjectKind};
use crate::document::{self, Node, Value};
use crate::model::{CustomProperty, Text, Unknown};
use crate::page::Portal;
use crate::page::parts::Fact;
use crate::rules::secret_ranges;

/// A label and a value at a place.
pub fn fact(portal: &Portal, label: impl Into<String>, value: String, at: Span) -> Fact {
    Fact {
        label: label.into(),
        value,
        at: Some(portal.place(at)),
    }
}

/// Texts as one fact, with the place of the first.
pub(super) fn listed<'t>(
    portal: &Portal,
    label: &str,
    texts: impl Iterator<Item = Option<&'t Text>>,
) -> Option<Fact> {
    let texts: Vec<_> = texts.flatten().collect();
    let first = texts.first()?;
    let names: Vec<_> = texts.iter().map(|text| text.trim()).collect();
    Some(fact(portal, label, names.join(", "), first.span))
}

/// `customProperties`, in the order of the file.
pub fn custom(portal: &Portal, properties: &[CustomProperty]) -> Vec<Fact> {
    let facts = properties.iter().map(|property| {
        let label = text(property.property.as_ref());
        let mut value = property
            .value
            .as_ref()
            .map_or_else(String::new, |value| any(&label, value));
        if let Some(description) = &property.description {
            value = format!("{value}\n{}", bounded(description.trim()));
        }
        fact(portal, label, value, property.span)
    });
    facts.collect()
}

/// The keys that the standard does not know.
pub fn unknown(portal: &Portal, unknown: &[Unknown]) -> Vec<Fact> {
    let facts = unknown.iter().map(|unknown| {
        fact(
            portal,
            &*unknown.path,
            any(last(&unknown.path), &unknown.value),
            unknown.span,
        )
    });
    facts.collect()
}

/// The key at the end of a path: `fields` of `server[0].fields[1]`.
fn last(path: &str) -> &str {
    let key = path.rsplit('.').next().unwrap_or(path);
    key.split('[').next().unwrap_or(key)
}

/// Every scalar of a manifest as it is written, up to `most` of them; and how many more
/// there are. The team is left out where the portal hides people.
pub fn raw(portal: &Portal, file: FileId, most: usize) -> (Vec<Fact>, usize) {
    let source = portal.files.file(file);
    let subject = Subject::new(SubjectKind::Portal, "");
    let parsed = match source.path.ends_with(".json") {
        true => document::json(&source.text, source.whole(), &subject),
        false => document::yaml(&source.text, source.whole(), &subject),
    };
    let secrets = secret_ranges(&source.text).into_iter();
    let mut raw = Raw {
        portal,
        most,
        secrets: secrets.map(|at| source.span(at.start, at.end)).collect(),
        facts: Vec::new(),
        left_out: 0,
    };
    if let Some(root) = parsed.roots.first() {
        raw.add(root, "");
    }
    (raw.facts, raw.left_out)
}

struct Raw<'p> {
    portal: &'p Portal,
    most: usize,
    secrets: Vec<Span>,
    facts: Vec<Fact>,
    left_out: usize,
}

impl Raw<'_> {
    /// Whether a secret stands in these bytes.
    fn is_secret(&self, span: Span) -> bool {
        let at = self
            .secrets
            .partition_point(|secret| secret.end <= span.start);
        self.secrets
            .get(at)
            .is_some_and(|secret| secret.start < span.end)
    }

    fn add(&mut self, node: &Node<'_>, path: &str) {
        match &node.value {
            Value::Scalar(_) if self.facts.len() == self.most => self.left_out += 1,
            Value::Scalar(scalar) => {
                let value = match self.is_secret(node.span) {
                    true => HIDDEN.to_owned(),
                    false => bounded(scalar.text.trim_end()),
                };
                self.facts.push(fact(self.portal, path, value, node.span));
            }
            Value::List(items) => {
                for (at, item) in items.iter().enumerate() {
                    self.add(item, &format!("{path}[{at}]"));
                }
            }
            Value::Map(entries) => {
                for entry in entries {
                    let key = &entry.key;
                    if path.is_empty() && key == "team" && self.portal.hides(Hide::People) {
                        continue;
                    }
                    match path.is_empty() {
                        true => self.add(&entry.value, key),
                        false => self.add(&entry.value, &format!("{path}.{key}")),
                    }
                }
            }
        }
    }
}
