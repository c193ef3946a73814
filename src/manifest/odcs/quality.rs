//! `quality` of a data contract.

use crate::document::Value;
use crate::manifest::reader::{Object, any};
use crate::model::{Operator, Quality, QualityType, Text, Threshold};

/// One of `quality`, on an object or a property.
pub(super) fn quality(o: &Object<'_, '_, '_>) -> Quality {
    let named = o.text("type");
    let found = named.and_then(|text| {
        QualityType::ALL
            .into_iter()
            .find(|(name, _)| **name == *text.value)
    });
    let kind = found.map_or(QualityType::Library, |(_, kind)| kind);
    Quality {
        id: o.text("id"),
        name: o.text("name"),
        description: o.text("description"),
        kind,
        metric: o.text("metric").or_else(|| o.text("rule")),
        arguments: o.any("arguments"),
        columns: columns(o),
        query: o.text("query"),
        engine: o.text("engine"),
        implementation: o.any("implementation"),
        thresholds: thresholds(o),
        dimension: o.text("dimension"),
        severity: o.text("severity"),
        business_impact: o.text("businessImpact"),
        method: o.text("method"),
        unit: o.text("unit"),
        scheduler: o.text("scheduler"),
        schedule: o.text("schedule"),
        span: o.span,
    }
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
    let present = Operator::ALL.into_iter().filter_map(|(key, operator, _)| {
        let node = o.node(key)?;
        Some(Threshold {
            operator,
            bound: any(node),
            span: node.span,
        })
    });
    present.collect()
}
