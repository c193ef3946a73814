//! What makes a finding the same one tomorrow, and a mesh no worse than it was.

mod compare;
mod fingerprint;
mod record;

use crate::diag::{Files, Finding, Folders, Suppressed};
use crate::mesh::Mesh;
use crate::score::Scorecards;

pub use compare::compare;
pub use fingerprint::identify;
pub use record::{Record, grades};

/// A run, as far as it is compared.
#[derive(Clone, Copy)]
pub struct Run<'r> {
    /// Every text.
    pub files: &'r Files,
    /// Where the files lie.
    pub folders: &'r Folders,
    /// What was found.
    pub findings: &'r [Finding],
    /// The fingerprint of each finding, in their order.
    pub fingerprints: &'r [String],
    /// What is suppressed, with fingerprints.
    pub suppressed: &'r [Suppressed],
    /// Everything joined.
    pub mesh: &'r Mesh,
    /// Completeness and levels.
    pub scorecards: &'r Scorecards,
}
