//! Findings as pages show them.

use serde::Serialize;

use super::{Link, Place};

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    /// Errors.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// Notes.
    pub infos: u32,
}

/// A finding with all that its author needs to mend it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct FindingView {
    /// `error`, `warning` or `info`.
    pub level: &'static str,
    /// The rule's id, and its page.
    pub rule: Link,
    /// The element that it is about, such as `ownership`.
    pub element: &'static str,
    /// What is; names stand in backticks.
    pub message: String,
    /// The act that mends it; names stand in backticks.
    pub help: Option<String>,
    /// Where.
    pub at: Place,
    /// The lines in question.
    pub excerpt: Option<Excerpt>,
    /// Other places that matter.
    pub related: Vec<RelatedView>,
    /// Whom it concerns; `None` on the page of that very thing.
    pub subject: Option<Link>,
}

/// A finding that is let be.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SuppressedView {
    /// The finding, without its lines and its help.
    pub finding: FindingView,
    /// Why it may stay, in the words of the author.
    pub reason: String,
    /// Where that is said.
    pub by: Place,
    /// The waiver that covers it; `None` where it is suppressed.
    pub waiver: Option<WaivedView>,
}

/// The waiver that covers a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WaivedView {
    /// Its name.
    pub id: String,
    /// The last day on which it holds.
    pub until: String,
    /// Who answers for it.
    pub owner: Link,
    /// Who approved it.
    pub approved_by: Link,
}

/// A second place of a finding.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RelatedView {
    /// Where.
    pub at: Place,
    /// What stands there.
    pub label: String,
}

/// A few lines of a file, with the fault marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Excerpt {
    /// The lines; long ones are cut by the builder.
    pub lines: Vec<ExcerptLine>,
    /// What stands at the mark, in a few words; may be empty.
    pub label: String,
}

/// One line of an [`Excerpt`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ExcerptLine {
    /// Number, from 1.
    pub number: u32,
    /// Text before the mark.
    pub before: String,
    /// Marked text; empty on lines without a mark.
    pub marked: String,
    /// Text after the mark.
    pub after: String,
}
