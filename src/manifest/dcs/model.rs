//! `models` as `schema` of ODCS.

use std::collections::BTreeMap;

use super::definition::Scope;
use super::field::fields;
use super::quality::quality;
use super::{named, tell_empty, tell_name};
use crate::document::{Node, Value};
use crate::manifest::reader::{Object, any};
use crate::manifest::upgrade::{self, custom, key};
use crate::model::{CustomProperty, Flag, SchemaObject, SchemaProperty, Text};

/// What has its place in the model of ODCS.
const PLACED: &[&str] = &[
    "config",
    "description",
    "fields",
    "primaryKey",
    "quality",
    "tags",
    "title",
    "type",
];
/// What ODCS has no place for.
const KEPT: &[&str] = &["additionalFields", "examples"];

/// Every model, in the order of the file.
pub(super) fn models<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>) -> Vec<SchemaObject> {
    let Some((span, entries)) = upgrade::entries(o, "models") else {
        return Vec::new();
    };
    if entries.is_empty() {
        tell_empty(o, "models", span);
    }
    let models = entries.iter().filter_map(|entry| {
        tell_name(o.reader, &key(entry), "models", "_-");
        named(o.reader, entry, "models.*", |o| SchemaObject {
            name: Some(key(entry)),
            span: entry.key_span.to(entry.value.span),
            ..model(o, scope)
        })
    });
    models.collect()
}

fn model<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>) -> SchemaObject {
    let mut custom_properties = upgrade::rest(o, PLACED, KEPT);
    custom_properties.extend(config(o, &["avroNamespace"]));
    o.flag("additionalFields");
    o.list("examples", Some);
    let mut properties = fields(o, scope);
    primary_key(o, &mut properties);
    SchemaObject {
        id: None,
        name: None,
        logical_type: None,
        physical_name: None,
        physical_type: o.one_of("type", &["table", "view", "object"]),
        business_name: o.text("title"),
        description: o.text("description"),
        data_granularity_description: None,
        properties,
        relationships: Vec::new(),
        quality: o.objects("quality", "quality[]", quality),
        tags: o.list("tags", |node| {
            Some(Text::new(node.text()?.into(), node.span))
        }),
        authoritative_definitions: Vec::new(),
        custom_properties,
        synonyms: Vec::new(),
        deprecated: None,
        context: None,
        span: o.span,
    }
}

/// `config` of a model or field: each entry as a custom property. `texts` are texts.
pub(super) fn config(o: &Object<'_, '_, '_>, texts: &[&'static str]) -> Vec<CustomProperty> {
    let config = o.object("config", "config", |o| {
        texts.iter().for_each(|key| drop(o.text(key)));
        let entries = o.open_entries().iter();
        entries
            .filter(|entry| !entry.value.is_null())
            .map(custom)
            .collect()
    });
    config.unwrap_or_default()
}

/// `primaryKey` of a model: the columns of the key in their order.
fn primary_key(o: &Object<'_, '_, '_>, properties: &mut [SchemaProperty]) {
    let names = o.texts("primaryKey");
    let mut by_name: BTreeMap<_, _> = properties
        .iter_mut()
        .filter_map(|property| Some((property.name.as_ref()?.value.clone(), property)))
        .collect();
    for (at, name) in names.iter().enumerate() {
        let Some(property) = by_name.get_mut(&name.value) else {
            continue;
        };
        property.primary_key = Some(Flag::new(true, name.span));
        let details = property.details.get_or_insert_default();
        let position = (at + 1).to_string().into();
        details.primary_key_position = Some(Text::new(position, name.span));
    }
}

/// The places of tables by their names.
pub(super) fn by_name(tables: &[SchemaObject]) -> BTreeMap<Box<str>, usize> {
    let named = tables.iter().enumerate();
    named
        .filter_map(|(at, table)| Some((table.name.as_ref()?.value.clone(), at)))
        .collect()
}

/// `examples` of the whole (0.9): those of a model go to it, the others come back.
pub(super) fn examples(o: &Object<'_, '_, '_>, tables: &mut [SchemaObject]) -> Vec<CustomProperty> {
    let Some(entry) = o.entries().iter().find(|entry| entry.key == "examples") else {
        return Vec::new();
    };
    let by_name = by_name(tables);
    let mut left = Vec::new();
    let items = match &entry.value.value {
        Value::List(items) => items.as_slice(),
        _ => &[],
    };
    for item in items {
        let example = CustomProperty {
            property: Some(key(entry)),
            value: Some(any(item)),
            description: None,
            span: item.span,
        };
        let of = item.get("model").and_then(Node::text);
        match of.and_then(|name| by_name.get(name)) {
            Some(&at) => tables[at].custom_properties.push(example),
            None => left.push(example),
        }
    }
    if items.is_empty() {
        left.push(custom(entry));
    }
    left
}
