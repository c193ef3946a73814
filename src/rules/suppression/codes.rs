//! What can be wrong with a suppression.

use crate::diag::{Code, Element, Level};

const fn suppression(id: &'static str, level: Level, page: &'static str) -> Code {
    Code {
        id,
        level,
        element: Element::Portal,
        page,
    }
}

/// A suppression without a reason.
pub(super) const UNEXPLAINED_SUPPRESSION: Code = suppression(
    "unexplained-suppression",
    Level::Error,
    include_str!("../../../content/rules/unexplained-suppression.md"),
);
/// A suppression of what cannot be suppressed, or not by who wrote it.
pub(super) const REFUSED_SUPPRESSION: Code = suppression(
    "refused-suppression",
    Level::Error,
    include_str!("../../../content/rules/refused-suppression.md"),
);
/// A suppression of which it cannot be said what it means.
pub(super) const UNREADABLE_SUPPRESSION: Code = suppression(
    "unreadable-suppression",
    Level::Warning,
    include_str!("../../../content/rules/unreadable-suppression.md"),
);
/// A suppression that no finding needs.
pub(super) const UNUSED_SUPPRESSION: Code = suppression(
    "unused-suppression",
    Level::Warning,
    include_str!("../../../content/rules/unused-suppression.md"),
);

/// The faults of suppressions.
pub const CODES: &[Code] = &[
    UNEXPLAINED_SUPPRESSION,
    REFUSED_SUPPRESSION,
    UNREADABLE_SUPPRESSION,
    UNUSED_SUPPRESSION,
];
