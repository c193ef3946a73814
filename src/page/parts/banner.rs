//! Notes above everything else on a page.

use serde::Serialize;

use super::{Link, Tone};

/// A note above everything else.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Banner {
    /// How grave it is.
    pub tone: Tone,
    /// A short title, such as `Deprecated.`
    pub title: String,
    /// The rest; names stand in backticks; may be empty.
    pub text: String,
    /// Where to go: the successor, or the findings.
    pub link: Option<Link>,
}

/// What the configuration lets a page show.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Shows {
    /// Findings.
    pub findings: bool,
    /// Levels and completeness.
    pub scores: bool,
    /// Names of people.
    pub people: bool,
}
