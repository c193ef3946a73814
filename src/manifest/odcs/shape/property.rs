//! `schema[]` and `properties[]` (ODCS, schema): what a property may say depends on its
//! `logicalType`.

use super::quality::QUALITY;
use super::{
    AUTHORITATIVE_DEFINITIONS, CONTEXT, CUSTOM_PROPERTIES, ID, SYNONYMS, TAGS, V3_0, V3_0_2, V3_1,
    V3_2,
};
use crate::document::Entry;
use crate::manifest::shape::Form::{
    Any, AnyMap, AtLeast, Distinct, Either, Flag, Growing, Integer, Like, List, Map, Maps, Number,
    OneOf, Positive, Scalar, Since, Some as NotEmpty, Text,
};
use crate::manifest::shape::{
    Field, Form, Further, Hint, QUALIFIED_OR_DOTTED, QUALIFIED_OR_SHORTHAND, Shape, Word, field,
    hint, renamed,
};
use crate::model::ApiVersion;

/// One of `schema`.
pub(super) static SCHEMA_OBJECT: Shape = Shape::new(
    "schema[]",
    &[
        ID,
        field("name", Text).required(),
        field("logicalType", OneOf(&["object"])),
        field("physicalName", Text),
        field("physicalType", Text),
        field("businessName", Text),
        field("description", Text),
        field("dataGranularityDescription", Text),
        field("properties", PROPERTIES),
        field("relationships", Maps(&OBJECT_RELATIONSHIP)).since(V3_1),
        field("quality", QUALITY),
        TAGS,
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
        CUSTOM_PROPERTIES,
        DEPRECATED,
        SYNONYMS,
        CONTEXT,
    ],
)
.hints(&[
    renamed("table", "name"),
    renamed("columns", "properties"),
    hint("fields", "write `properties:`"),
    renamed("dataGranularity", "dataGranularityDescription"),
]);

const DEPRECATED: Field = field("deprecated", Flag).since(V3_2);

const PROPERTIES: Form = Maps(&PROPERTY);

const ITEM: Form = Map(&ITEM_SHAPE);

static PROPERTY: Shape = Shape::new("properties[]", &[field("name", Text).required()])
    .further(further)
    .hints(HINTS);

/// `items`, `map.key` and `map.value`, which need no name.
static ITEM_SHAPE: Shape = Shape::new(
    "items",
    &[
        field("name", Text),
        field("properties", PROPERTIES).until(V3_1),
    ],
)
.further(further)
.hints(HINTS);

const HINTS: &[Hint] = &[
    hint("properties", "set `logicalType: object`, or remove it"),
    hint("items", "set `logicalType: array`, or remove it"),
    hint("map", "set `logicalType: map`, or remove it"),
    renamed("column", "name"),
    renamed("isPrimaryKey", "primaryKey"),
    renamed("isUnique", "unique"),
    hint("isNullable", "write `required:` with the opposite value"),
    hint("nullable", "write `required:` with the opposite value"),
    hint("type", "write `logicalType:` or `physicalType:`"),
    renamed("partitionStatus", "partitioned"),
    renamed("sampleValues", "examples"),
    renamed("encryptedColumnName", "encryptedName"),
    renamed("criticalDataElementStatus", "criticalDataElement"),
    renamed("transformSourceTables", "transformSourceObjects"),
];

const COMMON: &[Field] = &[
    ID,
    field("logicalType", Growing(LOGICAL_TYPES)),
    field("physicalType", Text),
    field("physicalName", Text).since(V3_0_2),
    field("businessName", Text),
    field("description", Text),
    field("primaryKey", Flag),
    field("primaryKeyPosition", Integer),
    field("required", Flag),
    field("unique", Flag),
    field("partitioned", Flag),
    field("partitionKeyPosition", Integer),
    field("classification", Text),
    field("encryptedName", Text),
    field("transformSourceObjects", List(&Text)),
    field("transformLogic", Text),
    field("transformDescription", Text),
    field("examples", List(&Any)),
    field("criticalDataElement", Flag),
    field("relationships", Maps(&PROPERTY_RELATIONSHIP)).since(V3_1),
    field("quality", QUALITY),
    TAGS,
    field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
    CUSTOM_PROPERTIES,
    field("enum", ENUM).since(V3_2),
    field("semanticType", OneOf(&["column", "measure", "dimension"])).since(V3_2),
    DEPRECATED,
    SYNONYMS,
];

const LOGICAL_TYPES: &[Word] = &[
    Word("string", V3_0),
    Word("date", V3_0),
    Word("timestamp", V3_1),
    Word("time", V3_1),
    Word("number", V3_0),
    Word("integer", V3_0),
    Word("object", V3_0),
    Word("array", V3_0),
    Word("boolean", V3_0),
    Word("map", V3_2),
    Word("vector", V3_2),
];

const fn options(options: &'static Shape) -> Field {
    field("logicalTypeOptions", Map(options))
}

const ITEMS: Field = field("items", ITEM);
const MAP: Field = field("map", Map(&MAP_SHAPE)).since(V3_2);
const ANY_OPTIONS: Field = field("logicalTypeOptions", AnyMap);

static MAP_SHAPE: Shape = Shape::new(
    "map",
    &[
        field("key", ITEM).required(),
        field("value", ITEM).required(),
    ],
);

fn further(entries: &[Entry<'_>], _: ApiVersion) -> Further {
    let get = |key| entries.iter().find(|entry| entry.key == key);
    let by_type: &[Field] = match get("logicalType").map(|entry| entry.value.text()) {
        Some(Some("string")) => const { &[options(&STRING_OPTIONS)] },
        Some(Some("date")) => const { &[options(&DATE_OPTIONS)] },
        Some(Some("timestamp" | "time")) => const { &[options(&TIME_OPTIONS)] },
        Some(Some("integer")) => const { &[options(&INTEGER_OPTIONS)] },
        Some(Some("number")) => const { &[options(&NUMBER_OPTIONS)] },
        Some(Some("boolean")) => const { &[ANY_OPTIONS] },
        Some(Some("vector")) => const { &[options(&VECTOR_OPTIONS)] },
        Some(Some("map")) => const { &[MAP.required(), ANY_OPTIONS] },
        Some(Some("array")) => const { &[ITEMS, options(&ARRAY_OPTIONS)] },
        Some(Some("object")) => {
            const { &[field("properties", PROPERTIES), options(&OBJECT_OPTIONS)] }
        }
        _ => const { &[field("properties", PROPERTIES), ITEMS, MAP, ANY_OPTIONS] },
    };
    // Options mean nothing where no type says whose they are.
    let needs_type = get("logicalType").is_none()
        && get("logicalTypeOptions").is_some_and(|entry| !entry.value.entries().is_empty());
    let demanded: &[Field] = match needs_type {
        true => const { &[field("logicalType", Any).required()] },
        false => &[],
    };
    Further {
        groups: [COMMON, by_type, demanded],
        ..Further::NONE
    }
}

const COUNT: Form = AtLeast(0);
/// A bound that is exclusive: a mark on the inclusive bound before 3.1.
const EXCLUSIVE_NUMBER: Form = Since(&[(V3_0, Flag), (V3_1, Number)]);
const EXCLUSIVE_TEXT: Form = Since(&[(V3_0, Flag), (V3_1, Text)]);
const OPTIONS: &str = "logicalTypeOptions";

static STRING_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("minLength", COUNT),
        field("maxLength", COUNT),
        field("pattern", Text),
        field("format", Text),
    ],
);

static DATE_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("format", Text),
        field("minimum", Text),
        field("maximum", Text),
        field("exclusiveMinimum", EXCLUSIVE_TEXT),
        field("exclusiveMaximum", EXCLUSIVE_TEXT),
    ],
);

static TIME_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("format", Text),
        field("minimum", Text),
        field("maximum", Text),
        field("exclusiveMinimum", Text),
        field("exclusiveMaximum", Text),
        field("timezone", Flag),
        field("defaultTimezone", Text),
    ],
);

static INTEGER_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("minimum", Number),
        field("maximum", Number),
        field("exclusiveMinimum", EXCLUSIVE_NUMBER),
        field("exclusiveMaximum", EXCLUSIVE_NUMBER),
        field("multipleOf", Positive),
        field(
            "format",
            OneOf(&[
                "i8", "i16", "i32", "i64", "i128", "u8", "u16", "u32", "u64", "u128",
            ]),
        ),
    ],
);

static NUMBER_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("minimum", Number),
        field("maximum", Number),
        field("exclusiveMinimum", EXCLUSIVE_NUMBER),
        field("exclusiveMaximum", EXCLUSIVE_NUMBER),
        field("multipleOf", Positive),
        field("format", OneOf(&["f32", "f64"])),
    ],
);

static OBJECT_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("minProperties", COUNT),
        field("maxProperties", COUNT),
        field("required", Distinct(&Text)),
    ],
);

static ARRAY_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("minItems", COUNT),
        field("maxItems", COUNT),
        field("uniqueItems", Flag),
    ],
);

static VECTOR_OPTIONS: Shape = Shape::new(
    OPTIONS,
    &[
        field("dimensions", AtLeast(1)).required(),
        field(
            "elementType",
            OneOf(&[
                "bfloat16", "binary", "float16", "float32", "float64", "int8", "uint8",
            ]),
        ),
        field(
            "distanceMetric",
            OneOf(&["cosine", "dotProduct", "euclidean", "hamming", "manhattan"]),
        ),
        field("embeddingModel", Text),
        field("embeddingModelVersion", Text),
        field("normalized", Flag),
    ],
);

const ENUM: Form = Distinct(&Map(&ENUM_VALUE));

static ENUM_VALUE: Shape = Shape::new(
    "enum[]",
    &[
        ID,
        field("value", Scalar).required(),
        field("label", Text),
        field("description", Text),
        TAGS,
        field("authoritativeDefinitions", AUTHORITATIVE_DEFINITIONS),
        CUSTOM_PROPERTIES,
    ],
);

/// A column, or the columns of a composite key.
const ENDS: Form = Either(&[END, NotEmpty(&END)]);

const END: Form = Since(&[
    (V3_1, Like(&QUALIFIED_OR_SHORTHAND)),
    (V3_2, Like(&QUALIFIED_OR_DOTTED)),
]);

const KEY_TYPE: Field = field("type", OneOf(&["foreignKey"]));

static OBJECT_RELATIONSHIP: Shape = Shape::new(
    "relationships[]",
    &[
        field("id", Text).since(V3_2),
        KEY_TYPE,
        field("from", ENDS).required(),
        field("to", ENDS).required(),
        CUSTOM_PROPERTIES,
    ],
)
.further(|_, _| Further {
    alike: Some(["from", "to"]),
    ..Further::NONE
});

static PROPERTY_RELATIONSHIP: Shape = Shape::new(
    "relationships[]",
    &[
        field("id", Text).since(V3_2),
        KEY_TYPE,
        field("to", ENDS).required(),
        CUSTOM_PROPERTIES,
    ],
)
.hints(&[hint(
    "from",
    "remove it: on a property the relationship starts at that property",
)]);
