//! Who improved since an earlier day.

use serde::Serialize;

use super::Link;

/// Who improved since an earlier day.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct ImprovementView {
    /// The day with which is compared; empty where none can be.
    pub since: String,
    /// The last day that was judged by other rules; empty where there is none.
    pub other_rules: String,
    /// How many products are compared.
    pub compared: u32,
    /// The domains that gained, the first ones.
    pub domains: Vec<GainLine>,
    /// The teams that gained, the first ones.
    pub teams: Vec<GainLine>,
}

/// What the products of a domain or team gained together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct GainLine {
    /// The domain or team.
    pub name: Link,
    /// How many products rose a level.
    pub risen: u32,
    /// How many fell.
    pub fallen: u32,
    /// How many are compared.
    pub of: u32,
    /// The mean change of the score: `+3.5`.
    pub change: String,
}
