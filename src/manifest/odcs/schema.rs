//! `schema` of a data contract: objects, properties and relationships.

use super::quality::quality;
use super::{SINCE, V3_0_2, V3_1, V3_2};
use crate::document::{Node, Value};
use crate::manifest::parts;
use crate::manifest::reader::{Object, any};
use crate::model::{
    EnumValue, LogicalType, LogicalTypeOption, PropertyDetails, Relationship, SchemaObject,
    SchemaProperty, Spanned, Text,
};

/// The keys of `logicalTypeOptions` over all types.
const OPTIONS: &[&str] = &[
    "minLength",
    "maxLength",
    "pattern",
    "format",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "timezone",
    "defaultTimezone",
    "multipleOf",
    "maxProperties",
    "minProperties",
    "required",
    "maxItems",
    "minItems",
    "uniqueItems",
    "dimensions",
    "elementType",
];

/// One of `schema`.
pub(super) fn object(o: &Object<'_, '_, '_>) -> SchemaObject {
    o.since(V3_1, &["id", "relationships"]);
    o.since(V3_2, &["deprecated"]);
    SchemaObject {
        id: o.text("id"),
        name: o.required_text("name"),
        logical_type: o.one_of("logicalType", &["object", "blob"]),
        physical_name: o.text("physicalName"),
        physical_type: o.text("physicalType"),
        business_name: o.text("businessName"),
        description: o.text("description"),
        data_granularity_description: o.text("dataGranularityDescription"),
        properties: properties(o),
        relationships: o.objects("relationships", "schema[].relationships[]", |o| {
            relationship(o, true)
        }),
        quality: o.objects("quality", "schema[].quality[]", quality),
        tags: o.texts("tags"),
        authoritative_definitions: parts::authoritative_definitions(o, &SINCE),
        custom_properties: parts::custom_properties(o, &SINCE),
        synonyms: parts::synonyms(o, &SINCE),
        deprecated: o.flag("deprecated"),
        context: parts::context(o, &SINCE).map(Box::new),
        span: o.span,
    }
}

fn properties(o: &Object<'_, '_, '_>) -> Vec<SchemaProperty> {
    o.objects("properties", "properties[]", |o| property(o, true))
}

/// One of `properties`, or `items`, which needs no name.
fn property(o: &Object<'_, '_, '_>, is_named: bool) -> SchemaProperty {
    o.since(V3_0_2, &["physicalName"]);
    o.since(V3_1, &["id", "relationships"]);
    o.since(V3_2, &["enum", "semanticType", "deprecated", "map"]);
    if is_named {
        o.require("name");
    }
    let kind = logical_type(o);
    let mut nested = properties(o);
    nested.extend(o.object("items", "items", |o| property(o, false)));
    if let Some((key, value)) = o.object("map", "map", |o| {
        (
            o.object("key", "map.key", |o| property(o, false)),
            o.object("value", "map.value", |o| property(o, false)),
        )
    }) {
        nested.extend(key);
        nested.extend(value);
    }
    nested.shrink_to_fit();
    let mut property = SchemaProperty {
        name: o.text("name"),
        logical_type: None,
        physical_type: o.text("physicalType"),
        business_name: o.text("businessName"),
        description: o.text("description"),
        classification: o.text("classification"),
        required: o.flag("required"),
        unique: o.flag("unique"),
        primary_key: o.flag("primaryKey"),
        quality: o.objects("quality", "properties[].quality[]", quality),
        properties: nested,
        details: None,
        span: o.span,
    };
    let mut details = details(o);
    match kind {
        Some(Ok(kind)) => property.logical_type = Some(kind),
        Some(Err(other)) => details.get_or_insert_default().other_logical_type = Some(other),
        None => {}
    }
    property.details = details;
    property
}

/// The logical type; the text as it stands where it is none of the standard's.
fn logical_type(o: &Object<'_, '_, '_>) -> Option<Result<Spanned<LogicalType>, Text>> {
    let names = LogicalType::ALL.map(|(name, _)| name);
    let text = o.one_of("logicalType", &names)?;
    let Some((name, kind)) = LogicalType::ALL
        .iter()
        .find(|(name, _)| **name == *text.value)
    else {
        return Some(Err(text));
    };
    let since = match kind {
        LogicalType::Timestamp | LogicalType::Time => V3_1,
        LogicalType::Map | LogicalType::Vector => V3_2,
        _ => super::VERSIONS[0],
    };
    if o.reader.declared() < since {
        o.reader.newer(text.span, &format!("type `{name}`"), since);
    }
    Some(Ok(Spanned::new(*kind, text.span)))
}

/// The fields that few columns have; `None` where there is none of them.
fn details(o: &Object<'_, '_, '_>) -> Option<Box<PropertyDetails>> {
    let present = PropertyDetails {
        id: o.text("id"),
        other_logical_type: None,
        logical_type_options: options(o),
        physical_name: o.text("physicalName"),
        primary_key_position: o.number("primaryKeyPosition"),
        partitioned: o.flag("partitioned"),
        partition_key_position: o.number("partitionKeyPosition"),
        encrypted_name: o.text("encryptedName"),
        transform_source_objects: o.texts("transformSourceObjects"),
        transform_logic: o.text("transformLogic"),
        transform_description: o.text("transformDescription"),
        examples: o.list("examples", |node| Some(any(node))),
        critical_data_element: o.flag("criticalDataElement"),
        relationships: o.objects("relationships", "properties[].relationships[]", |o| {
            relationship(o, false)
        }),
        tags: o.texts("tags"),
        authoritative_definitions: parts::authoritative_definitions(o, &SINCE),
        custom_properties: parts::custom_properties(o, &SINCE),
        enum_values: o.objects("enum", "enum[]", enum_value),
        semantic_type: o.one_of("semanticType", &["column", "measure", "dimension"]),
        synonyms: parts::synonyms(o, &SINCE),
        deprecated: o.flag("deprecated"),
    };
    let is_empty = o.entries().iter().all(|entry| {
        matches!(
            &*entry.key,
            "name"
                | "logicalType"
                | "physicalType"
                | "businessName"
                | "description"
                | "classification"
                | "required"
                | "unique"
                | "primaryKey"
                | "quality"
                | "properties"
                | "items"
                | "map"
        )
    });
    (!is_empty).then(|| Box::new(present))
}

fn options(o: &Object<'_, '_, '_>) -> Vec<LogicalTypeOption> {
    let options = o.object("logicalTypeOptions", "logicalTypeOptions", |o| {
        o.allow(OPTIONS);
        let known = o
            .entries()
            .iter()
            .filter(|entry| OPTIONS.contains(&&*entry.key));
        known
            .map(|entry| LogicalTypeOption {
                key: Spanned::new((*entry.key).into(), entry.key_span),
                value: any(&entry.value),
            })
            .collect()
    });
    options.unwrap_or_default()
}

fn enum_value(o: &Object<'_, '_, '_>) -> EnumValue {
    o.allow(&[
        "id",
        "tags",
        "authoritativeDefinitions",
        "customProperties",
        "deprecated",
        "synonyms",
    ]);
    o.require("value");
    EnumValue {
        value: o.any("value"),
        label: o.text("label"),
        description: o.text("description"),
    }
}

/// One of `relationships`. Only an object names the columns that it goes from.
fn relationship(o: &Object<'_, '_, '_>, is_on_object: bool) -> Relationship {
    o.since(V3_2, &["id"]);
    o.allow(&["id"]);
    if is_on_object {
        o.require("from");
    }
    o.require("to");
    let relationship = Relationship {
        kind: o.one_of("type", &["foreignKey"]),
        from: columns(o, if is_on_object { o.node("from") } else { None }),
        to: columns(o, o.node("to")),
        span: o.span,
    };
    parts::custom_properties(o, &SINCE);
    relationship
}

/// One column, or several of a composite key.
fn columns(o: &Object<'_, '_, '_>, node: Option<&Node<'_>>) -> Vec<Text> {
    let Some(node) = node else {
        return Vec::new();
    };
    match &node.value {
        Value::List(items) => items
            .iter()
            .filter_map(|item| o.reader.text(item, "to"))
            .collect(),
        _ => o.reader.text(node, "to").into_iter().collect(),
    }
}
