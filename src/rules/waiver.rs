//! What can be wrong with a waiver. The room `waivers` tells it.

use crate::diag::{Code, Element, Level};

const fn waiver(id: &'static str, level: Level, page: &'static str) -> Code {
    Code {
        id,
        level,
        element: Element::Portal,
        page,
    }
}

/// A waiver that says what it must not say, or not what it must.
pub const INVALID_WAIVER: Code = waiver(
    "invalid-waiver",
    Level::Error,
    include_str!("../../content/rules/invalid-waiver.md"),
);
/// A waiver of a rule or of a product that is not there.
pub const UNKNOWN_WAIVER: Code = waiver(
    "unknown-waiver",
    Level::Error,
    include_str!("../../content/rules/unknown-waiver.md"),
);
/// A waiver that nobody approved who may.
pub const UNAPPROVED_WAIVER: Code = waiver(
    "unapproved-waiver",
    Level::Error,
    include_str!("../../content/rules/unapproved-waiver.md"),
);
/// A waiver whose time is over while it is still needed.
pub const EXPIRED_WAIVER: Code = waiver(
    "expired-waiver",
    Level::Error,
    include_str!("../../content/rules/expired-waiver.md"),
);
/// A waiver whose time is soon over.
pub const EXPIRING_WAIVER: Code = waiver(
    "expiring-waiver",
    Level::Warning,
    include_str!("../../content/rules/expiring-waiver.md"),
);
/// A waiver that no finding needs.
pub const UNUSED_WAIVER: Code = waiver(
    "unused-waiver",
    Level::Warning,
    include_str!("../../content/rules/unused-waiver.md"),
);

/// The faults of waivers.
pub(super) const CODES: &[Code] = &[
    INVALID_WAIVER,
    UNKNOWN_WAIVER,
    UNAPPROVED_WAIVER,
    EXPIRED_WAIVER,
    EXPIRING_WAIVER,
    UNUSED_WAIVER,
];
