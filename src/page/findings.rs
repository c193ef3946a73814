//! The findings of one source: file, line, what is wrong and how to mend it.

use serde::Serialize;

use super::parts::{Counts, FindingView, Pager};

/// What `pages/findings.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name of the source.
    pub source: String,
    /// Where it was read from; may be empty.
    pub from: String,
    /// All its findings.
    pub counts: Counts,
    /// Its files with findings, by path.
    pub files: Vec<FileFindings>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
}

/// The findings of a file, by line.
#[derive(Clone, Debug, Default, Serialize)]
pub struct FileFindings {
    /// The path as people see it.
    pub file: String,
    /// Anchor, without `#`.
    pub anchor: String,
    /// The file at its host, where the configuration says how to link to it.
    pub url: Option<String>,
    /// How many there are of each level.
    pub counts: Counts,
    /// The findings.
    pub findings: Vec<FindingView>,
}
