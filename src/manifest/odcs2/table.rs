//! `dataset` of ODCS 2: tables, columns and quality.

use super::definitions;
use crate::manifest::reader::{Object, any};
use crate::manifest::upgrade::{self, integer, said};
use crate::model::{
    Any, CustomProperty, Flag, PropertyDetails, Quality, QualityType, SchemaObject, SchemaProperty,
    Text,
};

/// One of `dataset`.
pub(super) fn table(o: &Object<'_, '_, '_>) -> SchemaObject {
    let placed = [
        "table",
        "physicalName",
        "description",
        "authoritativeDefinitions",
        "dataGranularity",
        "columns",
        "quality",
        "tags",
    ];
    o.text("priorTableName");
    SchemaObject {
        id: None,
        custom_properties: upgrade::rest(o, &placed, &["priorTableName"]),
        name: o.required_text("table"),
        logical_type: None,
        physical_name: o.text("physicalName"),
        physical_type: None,
        business_name: None,
        description: o.text("description"),
        data_granularity_description: o.text("dataGranularity"),
        properties: o.objects("columns", "columns[]", column),
        relationships: Vec::new(),
        quality: o.objects("quality", "quality[]", quality),
        tags: tags(o),
        authoritative_definitions: definitions(o),
        synonyms: Vec::new(),
        deprecated: None,
        context: None,
        span: o.span,
    }
}

/// `tags` may stand at any level, where the schema of the standard does not look at them.
fn tags(o: &Object<'_, '_, '_>) -> Vec<Text> {
    match o.node("tags").is_some_and(|node| !node.is_null()) {
        true => o.texts("tags"),
        false => Vec::new(),
    }
}

/// What has its place in the model.
const PLACED: &[&str] = &[
    "authoritativeDefinitions",
    "businessName",
    "classification",
    "clusterKeyPosition",
    "clusterStatus",
    "column",
    "criticalDataElementStatus",
    "description",
    "encryptedColumnName",
    "isNullable",
    "isPrimary",
    "isPrimaryKey",
    "isUnique",
    "logicalType",
    "partitionKeyPosition",
    "partitionStatus",
    "physicalType",
    "primaryKeyPosition",
    "quality",
    "sampleValues",
    "tags",
    "transformDescription",
    "transformLogic",
    "transformSourceTables",
];

/// One of `columns`. `isPrimary` is the name that `isPrimaryKey` had before.
fn column(o: &Object<'_, '_, '_>) -> SchemaProperty {
    let custom_properties = upgrade::rest(o, PLACED, &[]);
    let mut property = SchemaProperty {
        name: o.required_text("column"),
        logical_type: None,
        physical_type: o.required_text("physicalType"),
        business_name: o.text("businessName"),
        description: o.text("description"),
        classification: o.text("classification"),
        required: o.flag("isNullable").map(inverted),
        unique: o.flag("isUnique"),
        primary_key: o.flag("isPrimaryKey").or_else(|| older_key(o)),
        quality: o.objects("quality", "quality[]", quality),
        properties: Vec::new(),
        details: None,
        span: o.span,
    };
    let mut details = details(o, custom_properties);
    match o.required_text("logicalType").map(upgrade::logical_type) {
        Some(Ok(kind)) => property.logical_type = Some(kind),
        Some(Err(other)) => details.other_logical_type = Some(other),
        None => {}
    }
    property.details = Some(Box::new(details));
    property
}

/// The schema of 2.2 does not know `isPrimary`, so nothing is wrong with any value of it.
fn older_key(o: &Object<'_, '_, '_>) -> Option<Flag> {
    let node = o.node("isPrimary")?;
    let is_flag = node.noun() == "a boolean";
    is_flag.then(|| o.flag("isPrimary")).flatten()
}

fn inverted(flag: Flag) -> Flag {
    Flag::new(!flag.value, flag.span)
}

fn details(o: &Object<'_, '_, '_>, custom_properties: Vec<CustomProperty>) -> PropertyDetails {
    let mut details = PropertyDetails {
        primary_key_position: integer(o, "primaryKeyPosition"),
        partitioned: o.flag("partitionStatus"),
        partition_key_position: integer(o, "partitionKeyPosition"),
        encrypted_name: o.text("encryptedColumnName"),
        transform_source_objects: o.texts("transformSourceTables"),
        transform_logic: o.text("transformLogic"),
        transform_description: o.text("transformDescription"),
        examples: samples(o),
        critical_data_element: o.flag("criticalDataElementStatus"),
        tags: o.texts("tags"),
        authoritative_definitions: definitions(o),
        custom_properties,
        ..PropertyDetails::default()
    };
    // What only says that there is no cluster is no news.
    let is_clustered = o.flag("clusterStatus").is_some_and(|flag| flag.value);
    let position = integer(o, "clusterKeyPosition").filter(|position| position.trim() != "-1");
    let keys = [
        is_clustered.then_some("clusterStatus"),
        position.map(|_| "clusterKeyPosition"),
    ];
    for key in keys.into_iter().flatten() {
        let entry = o.entries().iter().find(|entry| entry.key == key);
        details.custom_properties.extend(entry.map(upgrade::custom));
    }
    details
}

fn samples(o: &Object<'_, '_, '_>) -> Vec<Any> {
    o.list("sampleValues", |node| {
        o.reader.text(node, "sampleValues");
        Some(any(node))
    })
}

/// One of `quality`: a check of another tool, by its template.
fn quality(o: &Object<'_, '_, '_>) -> Quality {
    let placed = [
        "businessImpact",
        "description",
        "dimension",
        "scheduleCronExpression",
        "severity",
        "toolName",
        "type",
    ];
    for key in ["code", "toolRuleName"] {
        o.text(key);
    }
    let own = [
        "code",
        "templateName",
        "toolRuleName",
        "columns",
        "column",
        "customProperties",
    ];
    let template = o.required_text("templateName");
    let rest = upgrade::rest(o, &placed, &own);
    let schedule = o.text("scheduleCronExpression");
    Quality {
        id: None,
        name: None,
        description: o.text("description"),
        kind: QualityType::Custom,
        metric: None,
        arguments: None,
        columns: columns(o),
        query: None,
        engine: o.required_text("toolName"),
        implementation: implementation(template, rest),
        thresholds: Vec::new(),
        dimension: o.text("dimension"),
        severity: o.text("severity"),
        business_impact: o.text("businessImpact"),
        method: o.text("type"),
        unit: None,
        scheduler: schedule
            .as_ref()
            .map(|_| said(o, "scheduleCronExpression", "cron")),
        schedule,
        span: o.span,
    }
}

/// The columns that a check takes together: one name, or several with commas.
fn columns(o: &Object<'_, '_, '_>) -> Vec<Text> {
    let texts = ["columns", "column"].map(|key| o.text(key));
    let names = texts.iter().flatten().flat_map(|text| {
        let names = text.split(',').map(str::trim);
        let names = names.filter(|name| !name.is_empty());
        names.map(|name| Text::new(name.into(), text.span))
    });
    names.collect()
}

/// The template alone, or with what it is applied to.
fn implementation(template: Option<Text>, rest: Vec<CustomProperty>) -> Option<Any> {
    let pairs = rest
        .into_iter()
        .filter_map(|custom| Some((custom.property?.value, custom.value?)));
    let pairs: Vec<_> = pairs.collect();
    match (template, pairs.len()) {
        (Some(template), 1) => Some(Any::Scalar(template.value)),
        (_, 0) => None,
        _ => Some(Any::Map(pairs.into())),
    }
}
