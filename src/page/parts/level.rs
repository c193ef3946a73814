//! How promises stand, and what was measured.

use serde::Serialize;

use super::{Link, Outside, Tone};

/// How a promise stands, with the day on which it was so.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelState {
    /// The state in words: `kept`, `at risk`, `ends soon`.
    pub word: String,
    /// Its tone.
    pub tone: Tone,
    /// When it was so; `None` where nothing was measured.
    pub on: Option<Moment>,
    /// From when on nobody knows any longer, as an ISO 8601 moment in UTC; empty where the state
    /// does not change with time.
    pub stale_after: String,
    /// More on it, such as why nothing is known; may be empty.
    pub why: String,
}

/// A moment.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Moment {
    /// The day in words: `17 Nov 2026`.
    pub day: String,
    /// The time of the day in UTC: `06:00 UTC`.
    pub time: String,
    /// As an ISO 8601 moment in UTC.
    pub iso: String,
}

/// How a promise is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Kept {
    /// How it stands.
    pub state: LevelState,
    /// What was measured, in words; may be empty.
    pub measured: String,
    /// How much of what may go wrong is used up, in words; may be empty.
    pub margin: String,
    /// Over which time, and from how many samples; may be empty.
    pub window: String,
    /// What measured it, with its run; `None` where nothing did.
    pub by: Option<Outside>,
    /// The file of the result; may be empty.
    pub file: String,
    /// The last measurements as a line; empty where there are too few.
    pub spark_html: String,
    /// The last measurements, from the newest to the oldest.
    pub history: Vec<HistoryRow>,
}

/// One measurement of the last ones.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct HistoryRow {
    /// When.
    pub at: Moment,
    /// What was measured, in words; may be empty.
    pub value: String,
    /// How it came out, in a word.
    pub word: String,
}

/// The last result of a check.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckResult {
    /// How it came out.
    pub state: LevelState,
    /// What was counted; may be empty.
    pub counted: String,
    /// Since when it fails; `None` where it does not.
    pub since: Option<Moment>,
    /// What ran it, with its run.
    pub by: Outside,
    /// The last results, from the newest to the oldest.
    pub history: Vec<HistoryRow>,
}

/// A check that a tool ran and no contract declares.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct CheckRow {
    /// Its name, in the tool's spelling.
    pub name: String,
    /// What it is about.
    pub on: Option<Link>,
    /// Dimension; may be empty.
    pub dimension: String,
    /// How it came out.
    pub result: CheckResult,
}

/// Checks that tools ran and no contract declares: those that do not pass, and how many pass.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Checks {
    /// Those that do not pass.
    pub rows: Vec<CheckRow>,
    /// How many of those are not in `rows`.
    pub more: u32,
    /// How many pass.
    pub passing: u32,
    /// How many there are.
    pub total: u32,
}

/// A promise of a product in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelLine {
    /// The product.
    pub product: Link,
    /// Its domain.
    pub domain: Link,
    /// Who answers for it; `None` where nobody does.
    pub owner: Option<Link>,
    /// What is promised, in a word: `Latency`.
    pub name: String,
    /// The promise in words.
    pub promise: String,
    /// What was measured, in words; may be empty.
    pub measured: String,
    /// How it stands.
    pub state: LevelState,
}

/// How several promises stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct LevelCounts {
    /// In words: `3 of 5 kept, 1 stale`.
    pub words: String,
    /// The tone of the worst of them.
    pub tone: Tone,
    /// Whether any was measured.
    pub is_measured: bool,
    /// The earliest moment at which one of them was measured last.
    pub on: Option<Moment>,
    /// How many there are.
    pub total: u32,
    /// From when on one of them is stale; empty where none changes with time.
    pub stale_after: String,
}

/// A badge to embed in a README.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct BadgeSnippet {
    /// The image, as a path from the site's root.
    pub href: String,
    /// What it says.
    pub alt: String,
    /// The Markdown to copy.
    pub markdown: String,
}
