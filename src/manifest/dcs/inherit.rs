//! What a field takes over from the definition that it refers to.

use std::collections::BTreeSet;

use crate::model::{CustomProperty, LogicalTypeOption, PropertyDetails, SchemaProperty};

/// The field with all that it does not say itself.
pub(super) fn complete(own: SchemaProperty, base: SchemaProperty) -> SchemaProperty {
    let is_typed = own.logical_type.is_some()
        || (own.details.as_ref()).is_some_and(|details| details.other_logical_type.is_some());
    let mut inherited = base
        .details
        .map_or_else(Default::default, |details| *details);
    if is_typed {
        inherited.other_logical_type = None;
    }
    SchemaProperty {
        logical_type: own.logical_type.or(base.logical_type.filter(|_| !is_typed)),
        physical_type: own.physical_type.or(base.physical_type),
        business_name: own.business_name.or(base.business_name),
        description: own.description.or(base.description),
        classification: own.classification.or(base.classification),
        required: own.required.or(base.required),
        unique: own.unique.or(base.unique),
        primary_key: own.primary_key.or(base.primary_key),
        quality: filled(own.quality, base.quality),
        properties: filled(own.properties, base.properties),
        details: Some(Box::new(match own.details {
            Some(details) => details_of(*details, inherited),
            None => inherited,
        })),
        name: own.name,
        span: own.span,
    }
}

fn details_of(own: PropertyDetails, base: PropertyDetails) -> PropertyDetails {
    let option = |option: &LogicalTypeOption| Some(option.key.value.clone());
    let custom = |custom: &CustomProperty| Some(custom.property.as_ref()?.value.clone());
    PropertyDetails {
        other_logical_type: own.other_logical_type.or(base.other_logical_type),
        logical_type_options: merged(own.logical_type_options, base.logical_type_options, option),
        transform_source_objects: filled(
            own.transform_source_objects,
            base.transform_source_objects,
        ),
        transform_description: own.transform_description.or(base.transform_description),
        transform_logic: own.transform_logic.or(base.transform_logic),
        examples: filled(own.examples, base.examples),
        relationships: filled(own.relationships, base.relationships),
        tags: filled(own.tags, base.tags),
        authoritative_definitions: filled(
            own.authoritative_definitions,
            base.authoritative_definitions,
        ),
        enum_values: filled(own.enum_values, base.enum_values),
        custom_properties: merged(own.custom_properties, base.custom_properties, custom),
        ..PropertyDetails::default()
    }
}

/// One's own, and those of the base that have other names.
fn merged<T>(mut own: Vec<T>, base: Vec<T>, name: impl Fn(&T) -> Option<Box<str>>) -> Vec<T> {
    let names: BTreeSet<_> = own.iter().map(&name).collect();
    own.extend(base.into_iter().filter(|more| !names.contains(&name(more))));
    own
}

fn filled<T>(own: Vec<T>, base: Vec<T>) -> Vec<T> {
    if own.is_empty() { base } else { own }
}
