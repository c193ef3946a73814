//! Where things are named, and how messages name them.

use crate::diag::Span;
use crate::mesh::Contract;
use crate::model::sla::SlaKind;
use crate::model::{DataContract, SchemaObject, SchemaProperty, SlaProperty};

/// A contract as messages name it.
pub(super) fn name(contract: &Contract) -> &str {
    match contract.id.as_str() {
        "" => &contract.name,
        id => id,
    }
}

/// The place that names a table, and its name.
pub(super) fn of_object(object: &SchemaObject) -> (Span, &str) {
    match &object.name {
        Some(name) => (name.span, &name.value),
        None => (object.span.head(), "table without a name"),
    }
}

/// The place that names a column, and its name.
pub(super) fn of_property(property: &SchemaProperty) -> (Span, &str) {
    match &property.name {
        Some(name) => (name.span, &name.value),
        None => (property.span.head(), "items"),
    }
}

/// The promises of these kinds.
pub(super) fn promises<'c>(
    contract: &'c DataContract,
    kinds: &[SlaKind],
) -> impl Iterator<Item = &'c SlaProperty> {
    contract.sla_properties.iter().filter(|promise| {
        let name = promise.property.as_ref();
        name.is_some_and(|name| kinds.contains(&SlaKind::named(name)))
    })
}
