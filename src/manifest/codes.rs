//! The faults that this room reports.

use crate::diag::{Code, Element, Level};

const fn standard(id: &'static str, level: Level, page: &'static str) -> Code {
    Code {
        id,
        level,
        element: Element::Standard,
        page,
    }
}

/// A key that the standard does not have.
pub const UNKNOWN_FIELD: Code = standard(
    "unknown-field",
    Level::Error,
    include_str!("../../content/rules/unknown-field.md"),
);
/// A value of another type than the standard demands.
pub const WRONG_TYPE: Code = standard(
    "wrong-type",
    Level::Error,
    include_str!("../../content/rules/wrong-type.md"),
);
/// A field that the standard demands is absent.
pub const MISSING_FIELD: Code = standard(
    "missing-field",
    Level::Error,
    include_str!("../../content/rules/missing-field.md"),
);
/// A value outside of a closed list.
pub const UNKNOWN_VALUE: Code = standard(
    "unknown-value",
    Level::Error,
    include_str!("../../content/rules/unknown-value.md"),
);
/// A field or value of a later version than the declared one.
pub const NEWER_FIELD: Code = standard(
    "newer-field",
    Level::Warning,
    include_str!("../../content/rules/newer-field.md"),
);
/// A field or form that the declared version has no more.
pub const DROPPED_FIELD: Code = standard(
    "dropped-field",
    Level::Warning,
    include_str!("../../content/rules/dropped-field.md"),
);
/// A text or number of the right type that the standard refuses.
pub const MALFORMED_VALUE: Code = standard(
    "malformed-value",
    Level::Error,
    include_str!("../../content/rules/malformed-value.md"),
);
/// More than one operator in one quality rule.
pub const SEVERAL_OPERATORS: Code = standard(
    "several-operators",
    Level::Error,
    include_str!("../../content/rules/several-operators.md"),
);
/// A text that is not of the format that the standard names without demanding it.
pub const OFF_FORMAT: Code = standard(
    "off-format",
    Level::Info,
    include_str!("../../content/rules/off-format.md"),
);
/// A relationship whose two sides have not the same number of columns. The schemas cannot
/// say it, the documentation of the standard does (ODCS 3.1, relationships).
pub const UNEVEN_RELATIONSHIP: Code = Code {
    id: "uneven-relationship",
    level: Level::Error,
    element: Element::Reference,
    page: include_str!("../../content/rules/uneven-relationship.md"),
};
/// A standard that a newer one replaced, read as its upgrade.
pub const DEPRECATED_FORMAT: Code = standard(
    "deprecated-format",
    Level::Warning,
    include_str!("../../content/rules/deprecated-format.md"),
);
/// A reference within a manifest that leads to no definition.
pub const DANGLING_DEFINITION: Code = Code {
    id: "dangling-definition",
    level: Level::Error,
    element: Element::Reference,
    page: include_str!("../../content/rules/dangling-definition.md"),
};
/// More than one document in the file of a product or contract.
pub const SEVERAL_DOCUMENTS: Code = standard(
    "several-documents",
    Level::Error,
    include_str!("../../content/rules/several-documents.md"),
);
/// A file of a known format that is not read.
pub const UNREAD_FORMAT: Code = standard(
    "unread-format",
    Level::Info,
    include_str!("../../content/rules/unread-format.md"),
);
/// A YAML or JSON file that is no manifest of any known format.
pub const NOT_A_MANIFEST: Code = standard(
    "not-a-manifest",
    Level::Info,
    include_str!("../../content/rules/not-a-manifest.md"),
);

/// The faults that this room reports.
pub const CODES: &[Code] = &[
    UNKNOWN_FIELD,
    WRONG_TYPE,
    MISSING_FIELD,
    UNKNOWN_VALUE,
    NEWER_FIELD,
    DROPPED_FIELD,
    MALFORMED_VALUE,
    SEVERAL_OPERATORS,
    OFF_FORMAT,
    UNEVEN_RELATIONSHIP,
    DEPRECATED_FORMAT,
    DANGLING_DEFINITION,
    SEVERAL_DOCUMENTS,
    UNREAD_FORMAT,
    NOT_A_MANIFEST,
];
