//! All rules.

use serde::Serialize;

use super::parts::{Link, Tier};

/// What `pages/rule-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The rules by element.
    pub groups: Vec<Group>,
    /// How many rules there are.
    pub total: u32,
}

/// The rules of an element.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Group {
    /// Name of the element.
    pub element: String,
    /// Anchor, without `#`.
    pub anchor: String,
    /// Its rules, by id.
    pub rules: Vec<RuleLine>,
}

/// A rule as a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleLine {
    /// The rule, with its page.
    pub rule: Link,
    /// What it asks for.
    pub asks: String,
    /// `error`, `warning`, `info` or `off`, as configured.
    pub level: &'static str,
    /// The level of the scorecard that it belongs to; `None` where no card counts it.
    pub tier: Option<Tier>,
    /// How many findings it has.
    pub findings: u32,
}
