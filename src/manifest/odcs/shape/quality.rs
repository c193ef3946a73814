//! `quality[]` (ODCS, data quality): what a rule may say depends on its `type`.

use super::{AUTHORITATIVE_DEFINITIONS, CUSTOM_PROPERTIES, ID, TAGS, V3_1};
use crate::document::Entry;
use crate::manifest::shape::Form::{Any, AnyMap, Either, Maps, Number, OneOf, Pair, Text};
use crate::manifest::shape::{Field, Form, Further, Shape, field, hint, renamed};
use crate::model::ApiVersion;

/// `quality`.
pub(super) const QUALITY: Form = Maps(&RULE);

static RULE: Shape = Shape::new(
    "quality[]",
    &[
        ID,
        field("name", Text),
        field("description", Text),
        field("type", OneOf(&["text", "library", "sql", "custom"])),
        field(
            "dimension",
            OneOf(&[
                "accuracy",
                "completeness",
                "conformity",
                "consistency",
                "coverage",
                "timeliness",
                "uniqueness",
            ]),
        ),
        field("severity", Text),
        field("businessImpact", Text),
        field("method", Text),
        field("unit", Text),
        field("scheduler", Text),
        field("schedule", Text),
        TAGS,
        CUSTOM_PROPERTIES,
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
    ],
)
.closed_since(V3_1)
.further(further)
.hints(&[
    hint("mustBeGreaterThanOrEqual", OR_EQUAL_ABOVE),
    hint("mustBeGreaterThanOrEqualTo", OR_EQUAL_ABOVE),
    hint("mustBeLessThanOrEqual", OR_EQUAL_BELOW),
    hint("mustBeLessThanOrEqualTo", OR_EQUAL_BELOW),
    hint("query", "set `type: sql`, or remove it"),
    hint("engine", "set `type: custom`, or remove it"),
    hint("implementation", "set `type: custom`, or remove it"),
    hint(
        "arguments",
        "set `type: library` and give a `metric`, or remove it",
    ),
    hint(
        "rule",
        "set `type: library` and write `metric:`, or remove it",
    ),
    hint("mustBe", NO_OPERATOR),
    hint("mustNotBe", NO_OPERATOR),
    hint("mustBeGreaterThan", NO_OPERATOR),
    hint("mustBeGreaterOrEqualTo", NO_OPERATOR),
    hint("mustBeLessThan", NO_OPERATOR),
    hint("mustBeLessOrEqualTo", NO_OPERATOR),
    hint("mustBeBetween", NO_OPERATOR),
    hint("mustNotBeBetween", NO_OPERATOR),
    renamed("toolName", "engine"),
    renamed("templateName", "implementation"),
    hint(
        "scheduleCronExpression",
        "write `schedule:` with `scheduler: cron`",
    ),
]);

const OR_EQUAL_ABOVE: &str = "write `mustBeGreaterOrEqualTo:`";
const OR_EQUAL_BELOW: &str = "write `mustBeLessOrEqualTo:`";
const NO_OPERATOR: &str =
    "set `type: library` or `type: sql`, or remove it: only these have operators";

const METRICS: &[&str] = &[
    "nullValues",
    "missingValues",
    "invalidValues",
    "duplicateValues",
    "rowCount",
];

const LIBRARY: &[Field] = &[
    field("rule", Text)
        .required()
        .required_until(V3_1)
        .instead_of("metric"),
    field("metric", OneOf(METRICS))
        .since(V3_1)
        .required()
        .instead_of("rule"),
    field("arguments", AnyMap).since(V3_1),
];

const SQL: &[Field] = &[field("query", Text).required()];

const CUSTOM: &[Field] = &[
    field("engine", Text).required(),
    field("implementation", Either(&[Text, AnyMap])).required(),
];

const OPERATORS: &[Field] = &[
    field("mustBe", Any),
    field("mustNotBe", Any),
    field("mustBeGreaterThan", Number),
    field("mustBeGreaterOrEqualTo", Number),
    field("mustBeLessThan", Number),
    field("mustBeLessOrEqualTo", Number),
    field("mustBeBetween", Pair),
    field("mustNotBeBetween", Pair),
];

const OPERATOR_KEYS: &[&str] = &[
    "mustBe",
    "mustNotBe",
    "mustBeGreaterThan",
    "mustBeGreaterOrEqualTo",
    "mustBeLessThan",
    "mustBeLessOrEqualTo",
    "mustBeBetween",
    "mustNotBeBetween",
];

/// What a rule may be meant to say whose type does not decide it.
const UNJUDGED: &[Field] = &[
    field("rule", Any),
    field("metric", Any),
    field("arguments", Any),
    field("query", Any),
    field("engine", Any),
    field("implementation", Any),
    field("mustBe", Any),
    field("mustNotBe", Any),
    field("mustBeGreaterThan", Any),
    field("mustBeGreaterOrEqualTo", Any),
    field("mustBeLessThan", Any),
    field("mustBeLessOrEqualTo", Any),
    field("mustBeBetween", Any),
    field("mustNotBeBetween", Any),
];

fn further(entries: &[Entry<'_>], version: ApiVersion) -> Further {
    let get = |key| {
        let mut entries = entries.iter();
        entries.find(|entry| entry.key == key).map(|e| &e.value)
    };
    let kind = get("type").map(|node| node.text().unwrap_or_default());
    if version < V3_1 {
        return first(kind);
    }
    let has_metric = get("metric").is_some_and(|metric| metric.noun() == "a text");
    let library: &[Field] = if has_metric { LIBRARY } else { &[] };
    match kind {
        Some("library") => judged([LIBRARY, &[]]).of("library"),
        Some("sql") => judged([SQL, library]).of("sql"),
        Some("custom") if has_metric => judged([CUSTOM, library]).of("custom"),
        Some("custom") => Further::fields(CUSTOM).of("custom"),
        Some("text") if has_metric => judged([LIBRARY, &[]]).of("text"),
        Some("text") => Further::NONE.of("text"),
        Some(_) => Further::fields(UNJUDGED),
        None if get("metric").is_some() => judged([LIBRARY, &[]]),
        // The library is the default, so what only its rules have tells one of them. An
        // operator is not asked for where it is not even clear what would be compared.
        None if is_library(entries) => Further {
            exactly_one: &[],
            ..judged([LIBRARY, &[]])
        },
        None => Further::NONE,
    }
}

fn is_library(entries: &[Entry<'_>]) -> bool {
    entries.iter().any(|entry| {
        let key = &&*entry.key;
        OPERATOR_KEYS.contains(key) || ["rule", "arguments"].contains(key)
    })
}

/// A rule that compares what it measures.
fn judged([first, second]: [&'static [Field]; 2]) -> Further {
    Further {
        groups: [first, second, OPERATORS],
        exactly_one: OPERATOR_KEYS,
        ..Further::NONE
    }
}

/// Before 3.1 the map was open, and only rules of the library had operators.
fn first(kind: Option<&str>) -> Further {
    let (groups, kind): ([&[Field]; 2], _) = match kind {
        None => ([LIBRARY, OPERATORS], None),
        Some("library") => ([LIBRARY, OPERATORS], Some("library")),
        Some("sql") => ([SQL, &[]], Some("sql")),
        Some("custom") => ([CUSTOM, &[]], Some("custom")),
        Some(_) => ([&[], &[]], None),
    };
    Further {
        groups: [groups[0], groups[1], UNJUDGED],
        kind,
        ..Further::NONE
    }
}
