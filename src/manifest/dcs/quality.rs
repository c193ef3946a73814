//! Quality: rules of models and fields (1.x), and the checks of a tool for the whole (0.9).

use crate::document::{Kind, Node, Value};
use crate::manifest::WRONG_TYPE;
use crate::manifest::reader::{Object, any};
use crate::manifest::upgrade::{self, custom};
use crate::model::{
    Any, CustomProperty, Operator, Quality, QualityType, SchemaObject, Text, Threshold,
};

use super::V1_2;
use super::model::by_name;

/// Spellings of operators before 1.2.
const OLDER: [(&str, Operator); 2] = [
    ("mustBeGreaterThanOrEqualTo", Operator::GreaterOrEqualTo),
    ("mustBeLessThanOrEqualTo", Operator::LessOrEqualTo),
];

/// One of `quality` of a model or field.
pub(super) fn quality(o: &Object<'_, '_, '_>) -> Quality {
    let names = QualityType::ALL.map(|(name, _)| name);
    o.require("type");
    let named = o.one_of("type", &names);
    let found = named.and_then(|text| {
        QualityType::ALL
            .into_iter()
            .find(|(name, _)| **name == *text.value)
    });
    let kind = found.map(|(_, kind)| kind);
    keep_rest(o);
    match kind {
        Some(QualityType::Text) => o.require("description"),
        Some(QualityType::Sql) => o.require("query"),
        Some(QualityType::Library) => match o.reader.declared() < V1_2 {
            true => o.require("rule"),
            false => o.require("metric"),
        },
        Some(QualityType::Custom) => o.require("engine"),
        None => {}
    }
    Quality {
        id: None,
        name: loose(o, "name"),
        description: o.text("description"),
        metric: typed(o, kind, QualityType::Library, "metric")
            .or_else(|| typed(o, kind, QualityType::Library, "rule")),
        arguments: arguments(o, kind),
        columns: Vec::new(),
        query: typed(o, kind, QualityType::Sql, "query"),
        // What runs the query: ODCS knows no dialects.
        engine: typed(o, kind, QualityType::Custom, "engine")
            .or_else(|| typed(o, kind, QualityType::Sql, "dialect")),
        implementation: implementation(o, kind),
        thresholds: thresholds(o, kind),
        kind: kind.unwrap_or(QualityType::Library),
        dimension: loose(o, "dimension"),
        severity: loose(o, "severity"),
        business_impact: loose(o, "businessImpact"),
        method: None,
        unit: loose(o, "unit"),
        scheduler: loose(o, "scheduler"),
        schedule: loose(o, "schedule"),
        span: o.span,
    }
}

fn keep_rest(o: &Object<'_, '_, '_>) {
    let mut placed = vec![
        "type",
        "name",
        "description",
        "metric",
        "rule",
        "arguments",
        "query",
        "dialect",
        "engine",
        "implementation",
        "dimension",
        "severity",
        "businessImpact",
        "unit",
        "scheduler",
        "schedule",
    ];
    placed.extend(Operator::ALL.map(|(key, ..)| key));
    placed.extend(OLDER.map(|(key, _)| key));
    upgrade::keep_rest(o, &placed);
}

/// A text that only rules of `of` are held to.
fn typed(
    o: &Object<'_, '_, '_>,
    kind: Option<QualityType>,
    of: QualityType,
    key: &'static str,
) -> Option<Text> {
    match kind == Some(of) {
        true => o.text(key),
        false => loose(o, key),
    }
}

/// A text that the specification does not know.
pub(super) fn loose(o: &Object<'_, '_, '_>, key: &'static str) -> Option<Text> {
    let text = o.node(key)?.text()?;
    Some(Text::new(text.into(), o.node(key)?.span))
}

fn arguments(o: &Object<'_, '_, '_>, kind: Option<QualityType>) -> Option<Any> {
    let node = o.node("arguments")?;
    if kind == Some(QualityType::Library) && o.reader.declared() >= V1_2 {
        o.object("arguments", "arguments", |o| {
            for entry in o
                .open_entries()
                .iter()
                .filter(|entry| entry.value.is_null())
            {
                o.reader.wrong_type(&entry.value, &entry.key, "a value");
            }
        });
    }
    Some(any(node))
}

fn implementation(o: &Object<'_, '_, '_>, kind: Option<QualityType>) -> Option<Any> {
    let node = o.node("implementation")?;
    let is_scalar = matches!(node.value, Value::Scalar(_)) && node.noun() != "a text";
    if kind == Some(QualityType::Custom) && is_scalar {
        o.reader.wrong_type(node, "implementation", "a text");
    }
    Some(any(node))
}

fn thresholds(o: &Object<'_, '_, '_>, kind: Option<QualityType>) -> Vec<Threshold> {
    let operators = Operator::ALL
        .into_iter()
        .map(|(key, operator, _)| (key, operator));
    let mut thresholds = Vec::new();
    for (key, operator) in operators.chain(OLDER) {
        let Some(node) = o.node(key) else { continue };
        match kind {
            Some(QualityType::Sql) => check(o, node, key, operator, false),
            // Of a metric any value may be demanded.
            Some(QualityType::Library)
                if !matches!(operator, Operator::Be | Operator::NotBe) && !is_older(key) =>
            {
                check(o, node, key, operator, true);
            }
            _ => {}
        }
        thresholds.push(Threshold {
            operator,
            bound: any(node),
            span: node.span,
        });
    }
    thresholds
}

fn is_older(key: &str) -> bool {
    OLDER.iter().any(|(older, _)| *older == key)
}

/// A number, or two of them, which must differ where the rule is of the library.
fn check(
    o: &Object<'_, '_, '_>,
    node: &Node<'_>,
    key: &'static str,
    operator: Operator,
    must_differ: bool,
) {
    if !matches!(operator, Operator::Between | Operator::NotBetween) {
        o.number(key);
        return;
    }
    let ends = match &node.value {
        Value::List(ends) => ends.as_slice(),
        _ => &[],
    };
    let is_number = |end: &Node<'_>| matches!(&end.value, Value::Scalar(scalar) if matches!(scalar.kind(), Kind::Integer | Kind::Float));
    let is_same = || ends[0].text() == ends[1].text();
    if ends.len() != 2 || !ends.iter().all(is_number) || must_differ && is_same() {
        let message = format!("`{key}` is not a pair of numbers");
        o.reader.report(&WRONG_TYPE, node.span, message, |finding| {
            finding.help("write the two ends as `[0, 100]`")
        });
    }
}

/// `quality` of the whole: a tool and what it checks. Each part goes to the table that it
/// names; what names none comes back.
pub(super) fn of_tool(
    o: &Object<'_, '_, '_>,
    tables: &mut [SchemaObject],
) -> Option<CustomProperty> {
    let entry = o.entries().iter().find(|entry| entry.key == "quality")?;
    let (Some(tool), Some(checks)) = (entry.value.get("type"), entry.value.get("specification"))
    else {
        return Some(custom(entry));
    };
    let engine = tool.text().map(|text| Text::new(text.into(), tool.span));
    let rule = |node: &Node<'_>| Quality {
        engine: engine.clone(),
        implementation: Some(any(node)),
        span: node.span,
        ..bare(node)
    };
    let by_name = by_name(tables);
    let named = |text: &str| words(text).find_map(|word| by_name.get(word).copied());
    let mut is_placed = false;
    for part in checks.entries() {
        if let Some(at) = named(&part.key) {
            tables[at].quality.push(rule(&part.value));
            is_placed = true;
        }
    }
    if !is_placed {
        let at = checks.text().and_then(named);
        let Some(at) = at.or((tables.len() == 1).then_some(0)) else {
            return Some(custom(entry));
        };
        tables[at].quality.push(rule(checks));
    }
    None
}

/// The words of a text that may be names of tables: `orders` of `checks for orders`.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let is_within = |c: char| c.is_alphanumeric() || c == '_' || c == '-';
    text.split(move |c| !is_within(c))
}

/// A rule of a tool that says nothing yet.
fn bare(node: &Node<'_>) -> Quality {
    Quality {
        id: None,
        name: None,
        description: None,
        kind: QualityType::Custom,
        metric: None,
        arguments: None,
        columns: Vec::new(),
        query: None,
        engine: None,
        implementation: None,
        thresholds: Vec::new(),
        dimension: None,
        severity: None,
        business_impact: None,
        method: None,
        unit: None,
        scheduler: None,
        schedule: None,
        span: node.span,
    }
}
