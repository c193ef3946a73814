//! `quality` of a data contract.

use super::{SINCE, V3_1};
use crate::document::{Kind, Node, Value};
use crate::manifest::parts;
use crate::manifest::reader::{Object, any};
use crate::model::{Operator, Quality, QualityType, Text, Threshold};

const DIMENSIONS: &[&str] = &[
    "accuracy",
    "completeness",
    "conformity",
    "consistency",
    "coverage",
    "timeliness",
    "uniqueness",
];

const METRICS: &[&str] = &[
    "nullValues",
    "missingValues",
    "invalidValues",
    "duplicateValues",
    "rowCount",
];

/// One of `quality`, on an object or a property.
pub(super) fn quality(o: &Object<'_, '_, '_>) -> Quality {
    o.since(V3_1, &["id", "metric", "arguments"]);
    let names = QualityType::ALL.map(|(name, _)| name);
    let named = o.one_of("type", &names);
    let found = named.and_then(|text| {
        QualityType::ALL
            .into_iter()
            .find(|(name, _)| **name == *text.value)
    });
    let kind = found.map_or(QualityType::Library, |(_, kind)| kind);
    let thresholds = thresholds(o);
    let mut quality = Quality {
        id: o.text("id"),
        name: o.text("name"),
        description: o.text("description"),
        kind,
        metric: None,
        arguments: o.any("arguments"),
        columns: columns(o),
        query: o.text("query"),
        engine: o.text("engine"),
        implementation: o.any("implementation"),
        thresholds,
        dimension: o.one_of("dimension", DIMENSIONS),
        severity: o.text("severity"),
        business_impact: o.text("businessImpact"),
        method: o.text("method"),
        unit: o.text("unit"),
        scheduler: o.text("scheduler"),
        schedule: o.text("schedule"),
        span: o.span,
    };
    let rule = o.text("rule");
    quality.metric = match o.reader.declared() < V3_1 {
        // Metric names were free before the library came.
        true => o.text("metric").or(rule),
        false => o.one_of("metric", METRICS).or(rule),
    };
    match kind {
        QualityType::Sql => o.require("query"),
        QualityType::Custom => {
            o.require("engine");
            o.require("implementation");
        }
        QualityType::Text | QualityType::Library => {}
    }
    o.texts("tags");
    parts::authoritative_definitions(o, &SINCE);
    parts::custom_properties(o, &SINCE);
    quality
}

/// The columns that `arguments` names, in a list or alone.
fn columns(o: &Object<'_, '_, '_>) -> Vec<Text> {
    let arguments = o.node("arguments");
    let Some(node) = arguments.and_then(|arguments| arguments.get("properties")) else {
        return Vec::new();
    };
    let items = match &node.value {
        Value::List(items) => items.as_slice(),
        _ => std::slice::from_ref(node),
    };
    let columns = items.iter();
    columns
        .filter_map(|item| Some(Text::new(item.text()?.into(), item.span)))
        .collect()
}

fn thresholds(o: &Object<'_, '_, '_>) -> Vec<Threshold> {
    let mut thresholds = Vec::new();
    for (key, operator, _) in Operator::ALL {
        let Some(node) = o.node(key) else {
            continue;
        };
        let is_range = matches!(operator, Operator::Between | Operator::NotBetween);
        if is_range && !is_pair(node) {
            o.reader.report(
                &super::super::WRONG_TYPE,
                node.span,
                format!("`{key}` is not a pair of numbers"),
                |finding| finding.help("write the two ends as `[0, 100]`"),
            );
        } else if !is_range && !matches!(operator, Operator::Be | Operator::NotBe) {
            o.number(key);
        }
        thresholds.push(Threshold {
            operator,
            bound: any(node),
            span: node.span,
        });
    }
    thresholds.shrink_to_fit();
    thresholds
}

fn is_pair(node: &Node<'_>) -> bool {
    let Value::List(items) = &node.value else {
        return false;
    };
    let is_number = |item: &Node<'_>| matches!(&item.value, Value::Scalar(scalar) if matches!(scalar.kind(), Kind::Integer | Kind::Float));
    items.len() == 2 && items.iter().all(is_number)
}
