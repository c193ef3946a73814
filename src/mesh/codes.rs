//! The kinds of fault between files.

use crate::diag::{Code, Element, Level};

const fn reference(id: &'static str, level: Level, page: &'static str) -> Code {
    Code {
        id,
        level,
        element: Element::Reference,
        page,
    }
}

/// An id that two files claim; the later one.
pub const DUPLICATE_ID: Code = reference(
    "duplicate-id",
    Level::Error,
    include_str!("../../content/rules/duplicate-id.md"),
);
/// An output port whose contract is not there.
pub const DANGLING_CONTRACT: Code = reference(
    "dangling-contract",
    Level::Error,
    include_str!("../../content/rules/dangling-contract.md"),
);
/// An input port whose contract is not there.
pub const DANGLING_INPUT_PORT: Code = reference(
    "dangling-input-port",
    Level::Error,
    include_str!("../../content/rules/dangling-input-port.md"),
);
/// A reference to a version that its contract does not have.
pub const VERSION_MISMATCH: Code = reference(
    "version-mismatch",
    Level::Warning,
    include_str!("../../content/rules/version-mismatch.md"),
);
/// A contract that two products offer; the later one.
pub const CONTESTED_CONTRACT: Code = reference(
    "contested-contract",
    Level::Error,
    include_str!("../../content/rules/contested-contract.md"),
);
/// An owner that the directory does not know.
pub const UNKNOWN_OWNER: Code = Code {
    id: "unknown-owner",
    level: Level::Error,
    element: Element::Ownership,
    page: include_str!("../../content/rules/unknown-owner.md"),
};
/// A manifest whose domain is not that of its source.
pub const DOMAIN_MISMATCH: Code = reference(
    "domain-mismatch",
    Level::Warning,
    include_str!("../../content/rules/domain-mismatch.md"),
);

/// The faults that this room reports.
pub const CODES: &[Code] = &[
    DUPLICATE_ID,
    DANGLING_CONTRACT,
    DANGLING_INPUT_PORT,
    VERSION_MISMATCH,
    CONTESTED_CONTRACT,
    UNKNOWN_OWNER,
    DOMAIN_MISMATCH,
];
