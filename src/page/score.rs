//! What the scorecards say of one product, for its page and for lists.

use super::parts::{Completeness, ElementView, Tier};
use crate::mesh::{ContractId, ProductId};
use crate::page::Portal;

/// Level, completeness and outcomes of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreView {
    /// Level reached.
    pub tier: Tier,
    /// Elements met.
    pub completeness: Completeness,
    /// The six elements.
    pub elements: Vec<ElementView>,
    /// What stands between it and the next level; may be empty.
    pub next_step: String,
}

/// What the scorecards say of a product.
pub fn score_view(_portal: &Portal, _id: ProductId) -> ScoreView {
    ScoreView::default()
}

/// What the scorecards say of a version of a contract; of the newest alone.
pub fn contract_score_view(_portal: &Portal, _id: ContractId, _version: usize) -> ScoreView {
    ScoreView::default()
}
