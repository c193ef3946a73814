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
/// An id that cannot be told from another one; the later one.
pub const CONFUSABLE_ID: Code = reference(
    "confusable-id",
    Level::Error,
    include_str!("../../content/rules/confusable-id.md"),
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
/// A contract of another domain that a product offers.
pub const FOREIGN_CONTRACT: Code = reference(
    "foreign-contract",
    Level::Error,
    include_str!("../../content/rules/foreign-contract.md"),
);
/// A reference that fits two things.
pub const AMBIGUOUS_REFERENCE: Code = reference(
    "ambiguous-reference",
    Level::Warning,
    include_str!("../../content/rules/ambiguous-reference.md"),
);
/// A relationship whose tables or columns are not there.
pub const DANGLING_RELATIONSHIP: Code = reference(
    "dangling-relationship",
    Level::Error,
    include_str!("../../content/rules/dangling-relationship.md"),
);
/// A service level on a table or column that is not there.
pub const DANGLING_SLA_ELEMENT: Code = Code {
    id: "dangling-sla-element",
    level: Level::Warning,
    element: Element::Sla,
    page: include_str!("../../content/rules/dangling-sla-element.md"),
};
/// A quality rule on a column that is not there.
pub const DANGLING_ARGUMENT: Code = Code {
    id: "dangling-argument",
    level: Level::Error,
    element: Element::Quality,
    page: include_str!("../../content/rules/dangling-argument.md"),
};
/// A product that is made from its own data.
pub const CYCLIC_LINEAGE: Code = reference(
    "cyclic-lineage",
    Level::Warning,
    include_str!("../../content/rules/cyclic-lineage.md"),
);
/// A team, domain or person that leads back to itself.
pub const CYCLIC_REFERENCE: Code = reference(
    "cyclic-reference",
    Level::Error,
    include_str!("../../content/rules/cyclic-reference.md"),
);
/// An approver who is a placeholder, or whom the directory does not know.
pub const UNREAL_APPROVER: Code = Code {
    id: "unreal-approver",
    level: Level::Warning,
    element: Element::Access,
    page: include_str!("../../content/rules/unreal-approver.md"),
};
/// A replaced member of a team whose replacement is not there.
pub const UNKNOWN_REPLACEMENT: Code = Code {
    id: "unknown-replacement",
    level: Level::Warning,
    element: Element::Ownership,
    page: include_str!("../../content/rules/unknown-replacement.md"),
};
/// A contract of another team than its product.
pub const CONTESTED_OWNER: Code = Code {
    id: "contested-owner",
    level: Level::Warning,
    element: Element::Ownership,
    page: include_str!("../../content/rules/contested-owner.md"),
};
/// An entry of the directory that names another one that is not there.
pub const DANGLING_ENTRY: Code = Code {
    id: "dangling-entry",
    level: Level::Warning,
    element: Element::Ownership,
    page: include_str!("../../content/rules/dangling-entry.md"),
};
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
    CONFUSABLE_ID,
    DANGLING_CONTRACT,
    DANGLING_INPUT_PORT,
    VERSION_MISMATCH,
    CONTESTED_CONTRACT,
    FOREIGN_CONTRACT,
    AMBIGUOUS_REFERENCE,
    DANGLING_RELATIONSHIP,
    DANGLING_SLA_ELEMENT,
    DANGLING_ARGUMENT,
    CYCLIC_LINEAGE,
    CYCLIC_REFERENCE,
    UNREAL_APPROVER,
    UNKNOWN_REPLACEMENT,
    CONTESTED_OWNER,
    DANGLING_ENTRY,
    UNKNOWN_OWNER,
    DOMAIN_MISMATCH,
];

/// Faults in which two parties contradict each other: neither settles that alone.
pub const CONFLICTS: &[Code] = &[
    DUPLICATE_ID,
    CONFUSABLE_ID,
    CONTESTED_CONTRACT,
    FOREIGN_CONTRACT,
    CONTESTED_OWNER,
    DOMAIN_MISMATCH,
];

/// Faults that depend on what else is read, and that one party can settle.
pub const ACROSS: &[Code] = &[
    DANGLING_CONTRACT,
    DANGLING_INPUT_PORT,
    VERSION_MISMATCH,
    AMBIGUOUS_REFERENCE,
    DANGLING_RELATIONSHIP,
    CYCLIC_LINEAGE,
    CYCLIC_REFERENCE,
    UNREAL_APPROVER,
    UNKNOWN_REPLACEMENT,
    DANGLING_ENTRY,
    UNKNOWN_OWNER,
];

#[cfg(test)]
mod tests {
    use super::*;

    /// Faults that one manifest has by itself, whatever else is read.
    const WITHIN: &[Code] = &[DANGLING_SLA_ELEMENT, DANGLING_ARGUMENT];

    #[test]
    fn every_fault_is_of_one_reach() {
        let mut reached: Vec<_> = [CONFLICTS, ACROSS, WITHIN]
            .concat()
            .iter()
            .map(|code| code.id)
            .collect();
        let mut all: Vec<_> = CODES.iter().map(|code| code.id).collect();
        reached.sort_unstable();
        all.sort_unstable();
        assert_eq!(reached, all);
    }
}
