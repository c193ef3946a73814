//! What can be wrong with the rules of an organisation.

use crate::diag::{Code, Element, Level};

/// A rule that cannot be read, or cannot be evaluated.
pub(super) const BROKEN_RULE: Code = Code {
    id: "broken-rule",
    level: Level::Error,
    element: Element::Portal,
    page: include_str!("../../../content/rules/broken-rule.md"),
};

/// The faults of rules.
pub const CODES: &[Code] = &[BROKEN_RULE];
