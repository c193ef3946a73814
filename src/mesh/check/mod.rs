//! What is wrong in the joined mesh: one file for each kind of look at it.
//!
//! These only read: what they find changes nothing of what is joined.

mod approvers;
mod columns;
mod confusable;
mod loops;
mod owned;
mod owners;
mod ports;
mod replacements;

use super::{Mesh, Told};

const CHECKS: &[fn(&Mesh, &mut Told<'_>)] = &[
    ports::check,
    columns::check,
    loops::check,
    owners::check,
    approvers::check,
    replacements::check,
    confusable::check,
    owned::check,
];

/// Looks at everything that is joined.
pub(super) fn check(mesh: &Mesh, told: &mut Told<'_>) {
    for check in CHECKS {
        check(mesh, told);
    }
}
