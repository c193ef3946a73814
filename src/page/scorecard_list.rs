//! The overview of the scorecards.

use serde::Serialize;

use super::parts::{HeatMap, Link, TierCount};

/// What `pages/scorecard-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The cards.
    pub cards: Vec<CardLine>,
    /// Domains by the six elements.
    pub heat: HeatMap,
}

/// A scorecard as a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardLine {
    /// Name, with its page.
    pub name: Link,
    /// What it asks for.
    pub purpose: String,
    /// How many products it scores.
    pub products: u32,
    /// How they spread over the levels.
    pub tiers: Vec<TierCount>,
    /// What stands out, such as the domain with the fewest; may be empty.
    pub remark: String,
}
