//! The page of a rule.

use serde::Serialize;

use super::parts::{Contents, Counts, FindingView, Link, Outcome, Tier};

/// What `pages/rule.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Its id.
    pub id: String,
    /// What it asks for.
    pub asks: String,
    /// `error`, `warning`, `info` or `off`, as configured.
    pub level: &'static str,
    /// Where the configuration changed the level, in words; may be empty.
    pub level_set_by: String,
    /// The element that it belongs to.
    pub element: String,
    /// The level of the scorecard that it belongs to; `None` where no card counts it.
    pub tier: Option<Tier>,
    /// Its page: what, why, examples, how to mend it.
    pub body_html: String,
    /// The headings of its page.
    pub contents: Vec<Contents>,
    /// What it found at each product: outcome in words and how many, such as `pass` and 12.
    pub outcomes: Vec<OutcomeCount>,
    /// All its findings.
    pub counts: Counts,
    /// The first of them.
    pub findings: Vec<FindingView>,
    /// Where the rest is listed.
    pub findings_more: Option<Link>,
}

/// How many products had an outcome.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: Outcome,
    /// Number of products.
    pub count: u32,
}
