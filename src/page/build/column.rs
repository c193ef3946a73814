//! Columns and nested fields as pages show them.

use super::classification::classification;
use super::fact::{custom, fact, listed};
use super::link::definitions;
use super::outline::ColumnOutline;
use super::quality::quality;
use super::shelf::Shelf;
use super::table::{tags, unless_same};
use super::value::{any, bounded, is_set, text, words};
use crate::model::{Any, Flag, LogicalType, PropertyDetails, SchemaProperty, Text};
use crate::page::Portal;
use crate::page::parts::{Column, Fact};

/// The most example values of one column.
const EXAMPLES: usize = 10;
/// The longest example, in characters.
const EXAMPLE: usize = 120;
/// The deepest level of nesting that is indented.
const DEEPEST: usize = 8;
/// The most values of a list of allowed values.
const VALUES: usize = 60;

/// Of how many columns the key and the partition of a table consist: the place in a key of
/// one column says nothing.
#[derive(Clone, Copy)]
pub(super) struct Keys {
    primary: usize,
    partition: usize,
}

impl Keys {
    /// The keys of a table with these columns.
    pub(super) fn of(columns: &[ColumnOutline<'_>]) -> Keys {
        let is_partition = |column: &&ColumnOutline<'_>| {
            let details = column.property.details();
            is_set(details.and_then(|details| details.partitioned.as_ref()))
        };
        let is_key = |column: &&ColumnOutline<'_>| is_set(column.property.primary_key.as_ref());
        Keys {
            primary: columns.iter().filter(is_key).count(),
            partition: columns.iter().filter(is_partition).count(),
        }
    }
}

/// `key`, or `key 2` in a key of several columns.
fn position(word: &str, columns: usize, position: Option<&Text>) -> String {
    match position {
        Some(position) if columns > 1 && position.trim() != "-1" => {
            format!("{word} {}", position.trim())
        }
        _ => word.to_owned(),
    }
}

impl<'p> Shelf<'p> {
    /// A column of a table with these keys: what stands in its row.
    pub(super) fn row(&self, outline: &ColumnOutline<'p>, keys: Keys) -> Column {
        let property = outline.property;
        let (name, around) = outline.path.split_last().unwrap_or((&"", &[]));
        let details = property.details();
        let flag = |of: fn(&PropertyDetails) -> Option<&Flag>| is_set(details.and_then(of));
        let at = |of: fn(&PropertyDetails) -> Option<&Text>| details.and_then(of);
        let mut column = Column {
            deprecated: flag(|details| details.deprecated.as_ref()),
            anchor: outline.anchor.clone(),
            name: bounded(name),
            path: around.iter().map(|name| format!("{name}.")).collect(),
            depth: around.len().min(DEEPEST) as u8,
            business_name: text(property.business_name.as_ref()),
            logical_type: logical_type(property),
            physical_type: text(property.physical_type.as_ref()),
            required: is_set(property.required.as_ref()),
            unique: is_set(property.unique.as_ref()),
            critical: flag(|details| details.critical_data_element.as_ref()),
            classification: property
                .classification
                .as_ref()
                .map(|word| classification(word)),
            description: text(property.description.as_ref()),
            ..Column::default()
        };
        if is_set(property.primary_key.as_ref()) {
            let of = at(|details| details.primary_key_position.as_ref());
            column.key = position("key", keys.primary, of);
        }
        if flag(|details| details.partitioned.as_ref()) {
            let of = at(|details| details.partition_key_position.as_ref());
            column.partition = position("partition", keys.partition, of);
        }
        column
    }

    /// A column of a table with these keys: its row, and all that can be opened below it.
    pub(super) fn column(&self, outline: &ColumnOutline<'p>, keys: Keys) -> Column {
        let property = outline.property;
        let bare = PropertyDetails::default();
        let details = property.details().unwrap_or(&bare);
        let name = outline.path.last().copied().unwrap_or_default();
        let own = property.quality.iter();
        let rules = own.chain(items(property).flat_map(|items| &items.quality));
        let examples = details.examples.iter().take(EXAMPLES);
        let relations = details.relationships.iter();
        Column {
            physical_name: unless_same(details.physical_name.as_ref(), name),
            tags: tags(&details.tags),
            quality: rules.map(|rule| quality(self.portal, rule)).collect(),
            examples: examples.map(example).collect(),
            relations: relations.map(|relation| self.relation(relation)).collect(),
            definitions: definitions(&details.authoritative_definitions),
            more: self.more(property, details),
            at: Some(self.portal.place(property.span)),
            ..self.row(outline, keys)
        }
    }

    /// Type options, transformation, custom properties: what has no place of its own.
    fn more(&self, property: &SchemaProperty, details: &PropertyDetails) -> Vec<Fact> {
        let portal = self.portal;
        let one = |label: &str, value: Option<&Text>| {
            value.map(|value| fact(portal, label, text(Some(value)), value.span))
        };
        let options = details.logical_type_options.iter();
        let mut more: Vec<Fact> = options
            .map(|option| {
                fact(
                    portal,
                    words(&option.key),
                    any(&option.key, &option.value),
                    option.key.span,
                )
            })
            .collect();
        more.extend(allowed(portal, property, details));
        more.extend(one("semantic type", details.semantic_type.as_ref()));
        more.extend(one("encrypted in", details.encrypted_name.as_ref()));
        let sources = details.transform_source_objects.iter().map(Some);
        more.extend(listed(portal, "made from", sources));
        more.extend(one("made how", details.transform_description.as_ref()));
        more.extend(one("made by", details.transform_logic.as_ref()));
        let synonyms = details
            .synonyms
            .iter()
            .map(|synonym| synonym.synonym.as_ref());
        more.extend(listed(portal, "also called", synonyms));
        for items in items(property) {
            more.extend(one("each item", items.description.as_ref()));
            more.extend(one("class of the items", items.classification.as_ref()));
        }
        more.extend(custom(portal, &details.custom_properties));
        more
    }
}

/// The element type of a list: the property without a name below it (ODCS: `items`).
fn items(property: &SchemaProperty) -> impl Iterator<Item = &SchemaProperty> {
    let nested = property.properties.iter();
    nested.filter(|nested| nested.name.is_none())
}

/// The logical type in words: `array of object`.
fn logical_type(property: &SchemaProperty) -> String {
    let other = property
        .details()
        .and_then(|details| details.other_logical_type.as_ref());
    let own = match &property.logical_type {
        Some(kind) => kind.value.name().to_owned(),
        None => text(other),
    };
    let below: Vec<_> = items(property).map(logical_type).collect();
    match (
        property.logical_type.as_ref().map(|kind| kind.value),
        below.as_slice(),
    ) {
        (Some(LogicalType::Array), [item, ..]) if !item.is_empty() => format!("array of {item}"),
        (Some(LogicalType::Map), [key, value]) => format!("map of {key} to {value}"),
        _ => own,
    }
}

/// The values that a column allows (ODCS 3.2: `enum`), of its own or of its items.
fn allowed(portal: &Portal, property: &SchemaProperty, details: &PropertyDetails) -> Option<Fact> {
    let of_items = items(property).filter_map(SchemaProperty::details);
    let mut lists = std::iter::once(details).chain(of_items);
    let values = lists.find(|details| !details.enum_values.is_empty())?;
    let mut lines: Vec<String> = Vec::new();
    for allowed in values.enum_values.iter().take(VALUES) {
        let value = allowed
            .value
            .as_ref()
            .map_or_else(String::new, |value| any("", value));
        let said = [&allowed.label, &allowed.description];
        let said: Vec<_> = said.into_iter().flatten().map(|text| text.trim()).collect();
        lines.push(match said.is_empty() {
            true => value,
            false => format!("{value}: {}", said.join(", ")),
        });
    }
    if values.enum_values.len() > VALUES {
        lines.push(format!("and {} more", values.enum_values.len() - VALUES));
    }
    Some(fact(
        portal,
        "allowed values",
        lines.join("\n"),
        property.span,
    ))
}

fn example(example: &Any) -> String {
    let shown = any("", example);
    match shown.char_indices().nth(EXAMPLE) {
        Some((at, _)) => format!("{}…", &shown[..at]),
        None => shown,
    }
}
