//! `schema` of a data contract: objects, properties and relationships.

use super::quality::quality;
use crate::document::Value;
use crate::manifest::parts;
use crate::manifest::reader::{Object, any};
use crate::model::{
    EnumValue, LogicalType, LogicalTypeOption, PropertyDetails, Relationship, SchemaObject,
    SchemaProperty, Spanned, Text,
};

/// One of `schema`.
pub(super) fn object(o: &Object<'_, '_, '_>) -> SchemaObject {
    SchemaObject {
        id: o.text("id"),
        name: o.text("name"),
        logical_type: o.text("logicalType"),
        physical_name: o.text("physicalName"),
        physical_type: o.text("physicalType"),
        business_name: o.text("businessName"),
        description: o.text("description"),
        data_granularity_description: o.text("dataGranularityDescription"),
        properties: properties(o),
        relationships: o.objects("relationships", "schema[].relationships[]", relationship),
        quality: o.objects("quality", "schema[].quality[]", quality),
        tags: o.texts("tags"),
        authoritative_definitions: parts::authoritative_definitions(o),
        custom_properties: parts::custom_properties(o),
        synonyms: parts::synonyms(o),
        deprecated: o.flag("deprecated"),
        context: parts::context(o).map(Box::new),
        span: o.span,
    }
}

fn properties(o: &Object<'_, '_, '_>) -> Vec<SchemaProperty> {
    o.objects("properties", "properties[]", property)
}

/// One of `properties`, or `items`, which needs no name.
fn property(o: &Object<'_, '_, '_>) -> SchemaProperty {
    let kind = logical_type(o);
    let mut nested = properties(o);
    nested.extend(o.object("items", "items", property));
    if let Some((key, value)) = o.object("map", "map", |o| {
        (
            o.object("key", "map.key", property),
            o.object("value", "map.value", property),
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
    let text = o.text("logicalType")?;
    let mut known = LogicalType::ALL.iter();
    let known = known.find(|(name, _)| **name == *text.value);
    Some(match known {
        Some((_, kind)) => Ok(Spanned::new(*kind, text.span)),
        None => Err(text),
    })
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
        relationships: o.objects(
            "relationships",
            "properties[].relationships[]",
            own_relationship,
        ),
        tags: o.texts("tags"),
        authoritative_definitions: parts::authoritative_definitions(o),
        custom_properties: parts::custom_properties(o),
        enum_values: o.objects("enum", "enum[]", enum_value),
        semantic_type: o.text("semanticType"),
        synonyms: parts::synonyms(o),
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
        let options = o.entries().iter().map(|entry| LogicalTypeOption {
            key: Spanned::new((*entry.key).into(), entry.key_span),
            value: any(&entry.value),
        });
        options.collect()
    });
    options.unwrap_or_default()
}

fn enum_value(o: &Object<'_, '_, '_>) -> EnumValue {
    EnumValue {
        value: o.any("value"),
        label: o.text("label"),
        description: o.text("description"),
    }
}

/// One of `relationships` of an object.
fn relationship(o: &Object<'_, '_, '_>) -> Relationship {
    Relationship {
        from: columns(o, "from"),
        ..own_relationship(o)
    }
}

/// One of `relationships` of a property, which is where it goes from.
fn own_relationship(o: &Object<'_, '_, '_>) -> Relationship {
    Relationship {
        kind: o.text("type"),
        from: Vec::new(),
        to: columns(o, "to"),
        span: o.span,
    }
}

/// One column, or several of a composite key.
fn columns(o: &Object<'_, '_, '_>, key: &'static str) -> Vec<Text> {
    let Some(node) = o.node(key) else {
        return Vec::new();
    };
    match &node.value {
        Value::List(items) => items
            .iter()
            .filter_map(|item| o.reader.text(item, key))
            .collect(),
        _ => o.reader.text(node, key).into_iter().collect(),
    }
}
