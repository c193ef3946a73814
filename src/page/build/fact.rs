//! Facts: the head of a manifest, custom properties, unknown fields.

use super::value::{any, bounded, text};
use crate::diag::Span;
use crate::model::{CustomProperty, Text, Unknown};
use crate::page::Portal;
use crate::page::parts::Fact;

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

/// The fields at the head of a manifest that are there, each as it is written.
pub fn head(portal: &Portal, fields: &[(&str, Option<&Text>)]) -> Vec<Fact> {
    let present = fields
        .iter()
        .filter_map(|(key, value)| Some((key, (*value)?)));
    let facts = present.map(|(key, value)| fact(portal, *key, text(Some(value)), value.span));
    facts.collect()
}
