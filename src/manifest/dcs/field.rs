//! Fields as `properties` of ODCS.

use std::collections::BTreeSet;

use super::definition::Scope;
use super::inherit::complete;
use super::model::config;
use super::quality::quality;
use super::{V1_2, links, named};
use crate::diag::{Span, shortened};
use crate::manifest::reader::{Object, any};
use crate::manifest::upgrade::{self, custom, integer, key};
use crate::model::{
    Any, CustomProperty, EnumValue, LogicalTypeOption, PropertyDetails, Relationship,
    SchemaProperty, Spanned, Text,
};

/// The types of fields, and those of them that came with 1.2.
const TYPES: &[&str] = &[
    "number",
    "decimal",
    "numeric",
    "int",
    "integer",
    "long",
    "bigint",
    "float",
    "double",
    "string",
    "text",
    "varchar",
    "boolean",
    "timestamp",
    "timestamp_tz",
    "timestamp_ntz",
    "date",
    "time",
    "array",
    "map",
    "object",
    "record",
    "struct",
    "bytes",
    "variant",
    "json",
    "null",
];
const NEWER_TYPES: &[&str] = &["time", "variant", "json"];

/// What has its place in the model of ODCS.
const PLACED: &[&str] = &[
    "$ref",
    "classification",
    "config",
    "description",
    "enum",
    "example",
    "examples",
    "fields",
    "items",
    "keys",
    "lineage",
    "links",
    "primary",
    "primaryKey",
    "quality",
    "references",
    "required",
    "tags",
    "title",
    "type",
    "unique",
    "values",
];
/// What limits the values of a type.
const OPTIONS: &[&str] = &[
    "exclusiveMaximum",
    "exclusiveMinimum",
    "format",
    "maxLength",
    "maximum",
    "minLength",
    "minimum",
    "pattern",
    "precision",
    "scale",
];
/// The types in systems that a field may name.
const SYSTEM_TYPES: &[&str] = &[
    "avroType",
    "avroLogicalType",
    "bigqueryType",
    "snowflakeType",
    "redshiftType",
    "sqlserverType",
    "databricksType",
    "glueType",
];

/// Those of them that are the physical type, the plainest first.
const PHYSICAL_TYPES: &[&str] = &[
    "physicalType",
    "bigqueryType",
    "clickhouseType",
    "databricksType",
    "glueType",
    "oracleType",
    "postgresType",
    "redshiftType",
    "snowflakeType",
    "sqlserverType",
    "trinoType",
];

/// `fields` of a model or field, in the order of the file.
pub(super) fn fields<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>) -> Vec<SchemaProperty> {
    let (_, entries) = upgrade::entries(o, "fields").unwrap_or((o.span, &[]));
    let fields = entries.iter().filter_map(|entry| {
        named(o.reader, entry, "fields.*", |o| SchemaProperty {
            name: Some(key(entry)),
            ..field(o, entry.key_span.to(entry.value.span), scope)
        })
    });
    fields.collect()
}

/// The fields below a field: its own, or the nameless ones of a list or map.
pub(super) fn nested<'n, 't>(o: &Object<'_, 'n, 't>, scope: &Scope<'n, 't>) -> Vec<SchemaProperty> {
    let mut nested = fields(o, scope);
    for key in ["items", "keys", "values"] {
        nested.extend(o.object(key, key, |o| field(o, o.span, scope)));
    }
    nested
}

/// One field, completed by the definition that it refers to.
pub(super) fn field<'n, 't>(
    o: &Object<'_, 'n, 't>,
    span: Span,
    scope: &Scope<'n, 't>,
) -> SchemaProperty {
    let kind = kind(o);
    let mut property = SchemaProperty {
        name: None,
        logical_type: None,
        physical_type: None,
        business_name: o.text("title"),
        description: o.text("description"),
        classification: o.text("classification"),
        required: o.flag("required"),
        unique: o.flag("unique"),
        primary_key: o.flag("primaryKey").or_else(|| o.flag("primary")),
        quality: o.objects("quality", "quality[]", quality),
        properties: nested(o, scope),
        details: None,
        span,
    };
    let mut details = details(o);
    property.physical_type = physical_type(o, kind.as_ref());
    match kind.map(upgrade::logical_type) {
        Some(Ok(kind)) => property.logical_type = Some(kind),
        Some(Err(other)) => details.other_logical_type = Some(other),
        None => {}
    }
    property.details = Some(Box::new(details));
    match scope.inherited(o) {
        Some(definition) => complete(property, definition),
        None => {
            let reference = o.entries().iter().find(|entry| entry.key == "$ref");
            let details = property.details.get_or_insert_default();
            details.custom_properties.extend(reference.map(custom));
            property
        }
    }
}

/// The type in the system that serves the data, else the type where it says more than the
/// logical type of ODCS does.
fn physical_type(o: &Object<'_, '_, '_>, kind: Option<&Text>) -> Option<Text> {
    let config = o.node("config");
    let of_system = config.and_then(|config| {
        let mut types = PHYSICAL_TYPES.iter();
        let node = types.find_map(|key| config.get(key))?;
        Some(Text::new(node.text()?.into(), node.span))
    });
    let own = kind.filter(|kind| {
        let logical = upgrade::logical_type((*kind).clone());
        logical.is_ok_and(|logical| logical.value.name() != &*kind.value)
    });
    of_system.or_else(|| own.cloned())
}

/// The type, as it stands in the file.
pub(super) fn kind(o: &Object<'_, '_, '_>) -> Option<Text> {
    let kind = o.one_of("type", TYPES)?;
    if o.reader.declared() < V1_2 && NEWER_TYPES.contains(&&*kind.value) {
        let declared = o.reader.declared().to_string();
        let message = format!(
            "declares {}, uses the type `{}` of 1.2.0",
            declared.trim_start_matches('v'),
            kind.value
        );
        o.reader.report(
            &crate::manifest::NEWER_FIELD,
            kind.span,
            message,
            |finding| finding.help("set `dataContractSpecification: 1.2.0`"),
        );
    }
    Some(kind)
}

fn details(o: &Object<'_, '_, '_>) -> PropertyDetails {
    let known: Vec<_> = PLACED.iter().chain(OPTIONS).copied().collect();
    let mut custom_properties = upgrade::rest(o, &known, &["pii"]);
    o.flag("pii");
    for key in ["precision", "scale"] {
        o.number(key);
    }
    let lineage = lineage(o);
    custom_properties.extend(lineage.custom);
    custom_properties.extend(config(o, SYSTEM_TYPES));
    PropertyDetails {
        logical_type_options: options(o),
        transform_source_objects: lineage.sources,
        transform_description: lineage.description,
        transform_logic: lineage.kind,
        examples: examples(o),
        relationships: references(o),
        tags: o.texts("tags"),
        authoritative_definitions: links(o),
        enum_values: values(o),
        custom_properties,
        ..PropertyDetails::default()
    }
}

/// What limits the values, in the order of the file.
pub(super) fn options(o: &Object<'_, '_, '_>) -> Vec<LogicalTypeOption> {
    for key in ["minLength", "maxLength"] {
        integer(o, key);
    }
    for key in ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"] {
        o.number(key);
    }
    for key in ["format", "pattern"] {
        o.text(key);
    }
    let entries = o.entries().iter();
    let entries = entries.filter(|entry| OPTIONS.contains(&&*entry.key) && !entry.value.is_null());
    let options = entries.map(|entry| LogicalTypeOption {
        key: key(entry),
        value: any(&entry.value),
    });
    options.collect()
}

/// `examples`, and the one `example` of before.
pub(super) fn examples(o: &Object<'_, '_, '_>) -> Vec<Any> {
    let one = o.text("example").map(|text| Any::Scalar(text.value));
    let many = o.list("examples", |node| Some(any(node)));
    one.into_iter().chain(many).collect()
}

/// `references`: the column of another model that this one points to.
fn references(o: &Object<'_, '_, '_>) -> Vec<Relationship> {
    let to = o.text("references");
    let relationship = to.map(|to| Relationship {
        kind: None,
        from: Vec::new(),
        span: to.span,
        to: vec![to],
    });
    relationship.into_iter().collect()
}

fn values(o: &Object<'_, '_, '_>) -> Vec<EnumValue> {
    let values = o.texts("enum");
    let mut earlier = BTreeSet::new();
    for value in &values {
        if !earlier.insert(&*value.value) {
            let message = format!("`{}` stands twice in `enum`", shortened(value));
            o.reader.report(
                &crate::manifest::UNKNOWN_VALUE,
                value.span,
                message,
                |finding| finding.help("remove it here"),
            );
        }
    }
    let values = values.into_iter().map(|value| EnumValue {
        value: Some(Any::Scalar(value.value)),
        label: None,
        description: None,
    });
    values.collect()
}

/// What `lineage` says of where a column comes from.
#[derive(Default)]
struct Lineage {
    sources: Vec<Text>,
    description: Option<Text>,
    kind: Option<Text>,
    custom: Vec<CustomProperty>,
}

fn lineage(o: &Object<'_, '_, '_>) -> Lineage {
    let lineage = o.object("lineage", "lineage", |o| {
        let placed = [
            "inputFields",
            "transformationDescription",
            "transformationType",
        ];
        o.require("inputFields");
        let sources = o.objects("inputFields", "lineage.inputFields[]", source);
        let mut custom = upgrade::rest(o, &placed, &[]);
        let (sources, steps): (Vec<_>, Vec<_>) = sources.into_iter().unzip();
        custom.extend(steps.into_iter().flatten());
        Lineage {
            sources,
            description: o.text("transformationDescription"),
            kind: o.text("transformationType"),
            custom,
        }
    });
    lineage.unwrap_or_default()
}

/// One of `inputFields` as one name, and the steps that lead from there.
fn source(o: &Object<'_, '_, '_>) -> (Text, Option<CustomProperty>) {
    upgrade::keep_rest(o, &["namespace", "name", "field", "transformations"]);
    let parts = ["namespace", "name", "field"].map(|key| o.required_text(key));
    let parts = parts.iter().flatten().map(|part| &*part.value);
    let name = parts.collect::<Vec<_>>().join(".");
    o.objects("transformations", "transformations[]", |o| {
        o.open_entries();
        o.required_text("type");
        for key in ["subtype", "description"] {
            o.text(key);
        }
        o.flag("masking");
    });
    let steps = o
        .entries()
        .iter()
        .find(|entry| entry.key == "transformations");
    (Spanned::new(name.into(), o.span), steps.map(custom))
}
