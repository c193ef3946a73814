//! How far a product is, in words that outlive a run.

use serde::{Deserialize, Serialize};

/// How far a product is: what a baseline remembers of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Grade {
    /// Its id.
    pub id: String,
    /// Whether it counts: `scored`, `preview` for a draft, or `retired`.
    pub standing: String,
    /// The level that it reached: `none`, `bronze`, `silver` or `gold`.
    pub level: String,
    /// From 0 to 100; `null` where it is not scored.
    #[serde(default)]
    pub score: Option<u8>,
    /// The elements of a complete contract that are met, such as `ownership`.
    pub elements: Vec<String>,
}
