//! Tables and columns as pages show them.

use super::classification::{classification, sensitive_count};
use super::fact::{custom, fact};
use super::link::definitions;
use super::outline::{Anchors, ColumnOutline, Names, TableOutline, outline};
use super::product::column_count;
use super::quality::quality;
use super::value::{any, bounded, text, words};
use crate::mesh::{Target, joined};
use crate::model::{
    Any, DataContract, Flag, LogicalType, PropertyDetails, Relationship, SchemaProperty, Text,
};
use crate::page::Portal;
use crate::page::parts::{Column, Fact, Link, Relation, Table};

/// The most example values of one column.
const EXAMPLES: usize = 10;
/// The longest example, in characters.
const EXAMPLE: usize = 120;
/// The deepest level of nesting that is indented.
const DEEPEST: usize = 8;
/// The most values of a list of allowed values.
const VALUES: usize = 60;

/// A contract as its tables are shown: where its own page is, and what its names mean.
pub struct Shelf<'p> {
    /// The portal.
    pub portal: &'p Portal,
    /// The contract.
    pub contract: &'p DataContract,
    /// The route of the contract's page, on which tables and columns have their anchors.
    pub route: String,
    /// The names of its tables and columns on that page.
    pub names: Names,
}

impl<'p> Shelf<'p> {
    /// The contract, whose page is at `route`.
    pub fn new(portal: &'p Portal, contract: &'p DataContract, route: String) -> Shelf<'p> {
        let names = Names::of(&outline(contract, &mut Anchors::default()));
        Shelf {
            portal,
            contract,
            route,
            names,
        }
    }

    /// The table or column of this name, with its place on the contract's page.
    pub fn link(&self, name: &str) -> Option<Link> {
        let anchor = self.names.anchor(name)?;
        Some(Link::to(name.trim(), format!("{}#{anchor}", self.route)))
    }

    /// A table with its first `most` columns.
    pub fn table(&self, outline: &TableOutline<'p>, most: usize) -> Table {
        let object = outline.object;
        let name = text(object.name.as_ref());
        let shown = outline.columns.len().min(most);
        let columns = outline.columns[..shown].iter();
        let mut more = custom(self.portal, &object.custom_properties);
        let synonyms = object
            .synonyms
            .iter()
            .map(|synonym| synonym.synonym.as_ref());
        more.extend(listed(self.portal, "also called", synonyms));
        let relations = object.relationships.iter();
        Table {
            deprecated: is_set(object.deprecated.as_ref()),
            anchor: outline.anchor.clone(),
            business_name: text(object.business_name.as_ref()),
            physical_name: unless_same(object.physical_name.as_ref(), &name),
            kind: text(object.physical_type.as_ref()),
            description: text(object.description.as_ref()),
            grain: text(object.data_granularity_description.as_ref()),
            tags: tags(&object.tags),
            column_count: column_count(&object.properties),
            sensitive_count: sensitive_count(&object.properties),
            columns: columns.map(|column| self.column(column)).collect(),
            columns_left_out: (outline.columns.len() - shown) as u32,
            quality: object
                .quality
                .iter()
                .map(|rule| quality(self.portal, rule))
                .collect(),
            relations: relations.map(|relation| self.relation(relation)).collect(),
            definitions: definitions(&object.authoritative_definitions),
            more,
            at: Some(self.portal.place(object.span)),
            name,
        }
    }

    fn column(&self, outline: &ColumnOutline<'p>) -> Column {
        let property = outline.property;
        let (name, around) = outline.path.split_last().unwrap_or((&"", &[]));
        let bare = PropertyDetails::default();
        let details = property.details().unwrap_or(&bare);
        let position = |word: &str, position: Option<&Text>| match position {
            Some(position) if position.trim() != "-1" => format!("{word} {}", position.trim()),
            _ => word.to_owned(),
        };
        let key = is_set(property.primary_key.as_ref());
        let partition = is_set(details.partitioned.as_ref());
        let mut rules: Vec<_> = property.quality.iter().collect();
        rules.extend(items(property).flat_map(|items| &items.quality));
        Column {
            deprecated: is_set(details.deprecated.as_ref()),
            anchor: outline.anchor.clone(),
            name: bounded(name),
            path: around.iter().map(|name| format!("{name}.")).collect(),
            depth: around.len().min(DEEPEST) as u8,
            business_name: text(property.business_name.as_ref()),
            physical_name: unless_same(details.physical_name.as_ref(), name),
            logical_type: logical_type(property),
            physical_type: text(property.physical_type.as_ref()),
            required: is_set(property.required.as_ref()),
            unique: is_set(property.unique.as_ref()),
            key: match key {
                true => position("key", details.primary_key_position.as_ref()),
                false => String::new(),
            },
            partition: match partition {
                true => position("partition", details.partition_key_position.as_ref()),
                false => String::new(),
            },
            critical: is_set(details.critical_data_element.as_ref()),
            classification: property
                .classification
                .as_ref()
                .map(|word| classification(word)),
            description: text(property.description.as_ref()),
            tags: tags(&details.tags),
            quality: rules
                .into_iter()
                .map(|rule| quality(self.portal, rule))
                .collect(),
            examples: details
                .examples
                .iter()
                .take(EXAMPLES)
                .map(example)
                .collect(),
            relations: details
                .relationships
                .iter()
                .map(|relation| self.relation(relation))
                .collect(),
            definitions: definitions(&details.authoritative_definitions),
            more: self.more(property, details),
            at: Some(self.portal.place(property.span)),
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

    fn relation(&self, relation: &Relationship) -> Relation {
        let joined = |names: &[Text]| {
            let names: Vec<_> = names.iter().map(|name| name.trim()).collect();
            names.join(", ")
        };
        let to = joined(&relation.to);
        let first = relation.to.first().map_or("", |name| name.trim());
        let found = self.link(first).or_else(|| self.elsewhere(first));
        let kind = match relation.kind.as_ref().map(|kind| &*kind.value) {
            None | Some("foreignKey") => "foreign key".to_owned(),
            Some(other) => words(other),
        };
        Relation {
            from: joined(&relation.from),
            kind,
            // An address elsewhere on the web is nothing that this portal could find.
            dangling: found.is_none() && !first.contains("://"),
            to: Link {
                href: found.and_then(|found| found.href),
                text: to,
            },
        }
    }

    /// A table or column of another file of the same source: `orders.odcs.yaml#orders.id`
    /// (ODCS 3.1, references).
    fn elsewhere(&self, name: &str) -> Option<Link> {
        let (path, name) = name.split_once('#')?;
        let portal = self.portal;
        let own = portal.files.file(self.contract.file);
        let folder = own.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let file = portal.file_at(own.source?, &joined(folder, path)?)?;
        let Some(Target::Contract(id, version)) = portal.mesh.target(file) else {
            return None;
        };
        let contract = &portal.mesh.contract(id).versions[version].manifest;
        let route = portal.contract_route(id, version);
        Shelf::new(portal, contract, route).link(name)
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

/// Texts as one fact, with the place of the first.
fn listed<'t>(
    portal: &Portal,
    label: &str,
    texts: impl Iterator<Item = Option<&'t Text>>,
) -> Option<Fact> {
    let texts: Vec<_> = texts.flatten().collect();
    let first = texts.first()?;
    let names: Vec<_> = texts.iter().map(|text| text.trim()).collect();
    Some(fact(portal, label, names.join(", "), first.span))
}

fn is_set(flag: Option<&Flag>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

fn example(example: &Any) -> String {
    let shown = any("", example);
    match shown.char_indices().nth(EXAMPLE) {
        Some((at, _)) => format!("{}…", &shown[..at]),
        None => shown,
    }
}

/// A physical name where it tells more than the name.
fn unless_same(physical: Option<&Text>, name: &str) -> String {
    physical
        .filter(|physical| physical.trim() != name)
        .map_or_else(String::new, |name| text(Some(name)))
}

/// Tags, as they are written.
pub fn tags(tags: &[Text]) -> Vec<String> {
    tags.iter()
        .map(|tag| text(Some(tag)))
        .filter(|tag| !tag.is_empty())
        .collect()
}
