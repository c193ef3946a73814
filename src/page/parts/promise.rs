//! What is promised: service levels and quality.

use serde::Serialize;

use super::{CheckResult, Fact, Kept, Link, Place};

/// One promised service level (ODCS: `slaProperties[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Promise {
    /// What is promised, in words, such as `Latency`.
    pub name: String,
    /// The property as it is written, such as `ly`; empty where the name says the same.
    pub property: String,
    /// The value in words, such as `at most 4 hours`.
    pub value: String,
    /// Why the value cannot be read; `None` where it can.
    pub unreadable: Option<String>,
    /// The columns that it is about, such as `orders.updated_at`.
    pub elements: Vec<Link>,
    /// Driver, such as `regulatory`; may be empty.
    pub driver: String,
    /// Schedule in words or as written; may be empty.
    pub schedule: String,
    /// More words; may be empty.
    pub description: String,
    /// The contract that promises it, where a page joins several.
    pub contract: Option<Link>,
    /// How it is kept.
    pub kept: Option<Kept>,
    /// Where it is promised.
    pub at: Option<Place>,
}

/// One rule on the quality of the data (ODCS: `quality[]`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct QualityRow {
    /// What must hold, in words, such as `no missing values`.
    pub words: String,
    /// Name of the rule; may be empty.
    pub name: String,
    /// `text`, `library`, `sql` or `custom`.
    pub kind: String,
    /// The table or column that it is about.
    pub on: Option<Link>,
    /// Dimension, such as `completeness`; may be empty.
    pub dimension: String,
    /// Severity as it is written; may be empty.
    pub severity: String,
    /// What breaks when it fails; may be empty.
    pub impact: String,
    /// Whether nothing can execute it: no threshold, or only text.
    pub only_words: bool,
    /// Query or implementation as it is written; may be empty.
    pub code: String,
    /// Engine, schedule, arguments and what else is declared.
    pub more: Vec<Fact>,
    /// Its last result; `None` where there is none.
    pub result: Option<CheckResult>,
    /// Where it is declared.
    pub at: Option<Place>,
}
