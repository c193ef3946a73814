//! Completeness, levels and outcomes.

use serde::Serialize;

use super::{Link, Place, Tier};

/// How many of the six elements of a complete contract are met.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// Elements met.
    pub met: u32,
    /// Elements that apply.
    pub of: u32,
    /// The same in whole percent, for the length of a bar.
    pub percent: u32,
}

/// What a rule found.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// It holds.
    Pass,
    /// It does not.
    Fail,
    /// It holds for some of the parts.
    Partial,
    /// It does not concern this product.
    NotApplicable,
    /// What it needs to know is missing; not a pass.
    #[default]
    Unknown,
}

/// One of the six elements, with the rules that make it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ElementView {
    /// Name, such as `Ownership`.
    pub name: String,
    /// One line on what it takes.
    pub asks: String,
    /// Whether all its rules hold.
    pub met: bool,
    /// Its rules.
    pub rules: Vec<RuleOutcome>,
}

/// What one rule found at one product, and what mends it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RuleOutcome {
    /// The rule, with its page.
    pub rule: Link,
    /// What it found.
    pub outcome: Outcome,
    /// In words, such as `18 of 24 columns` or why it does not apply; may be empty.
    pub detail: String,
    /// The act that mends it; names stand in backticks.
    pub help: Option<String>,
    /// Where to mend it.
    pub at: Option<Place>,
}

/// How many products hold a level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct TierCount {
    /// The level.
    pub tier: Tier,
    /// Products that hold it as their highest.
    pub count: u32,
    /// Where its part of the bar starts, in whole percent.
    pub start: u32,
    /// How long its part is, in whole percent; the four sum to 100, or to 0 without products.
    pub percent: u32,
}
