//! A source as a line of a list.

use serde::Serialize;

use super::{Counts, Link, Origin};

/// A source of the portal.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceLine {
    /// Name, with the page of its findings.
    pub name: Link,
    /// Its anchor in the list of sources, without `#`.
    pub anchor: String,
    /// The folder that it was read from, where it was one.
    pub from: String,
    /// The repository that it comes from.
    pub origin: Origin,
    /// Products that it declares.
    pub products: u32,
    /// Contracts that it declares.
    pub contracts: u32,
    /// Pages of docs that it holds.
    pub docs: u32,
    /// Findings in it.
    pub counts: Counts,
    /// Whether it was read.
    pub state: SourceState,
}

/// Whether a source was read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceState {
    /// `read`, `held` or `missing`.
    pub word: &'static str,
    /// Why it was not read as it is now; may be empty.
    pub reason: String,
    /// The day of what is shown in its place; may be empty.
    pub as_of: String,
    /// The day since which nothing newer could be fetched; may be empty.
    pub since: String,
}
