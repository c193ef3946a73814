//! The page of a scorecard.

use serde::Serialize;

use super::parts::{Completeness, HeatMap, Link, Pager, Tier, TierCount};

/// What `pages/scorecard.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// What it asks for.
    pub purpose: String,
    /// How many products it scores.
    pub products: u32,
    /// How many are not scored, such as drafts, in words; may be empty.
    pub not_scored: String,
    /// How they spread over the levels.
    pub tiers: Vec<TierCount>,
    /// The ladder, from bronze up: the rules of each level.
    pub ladder: Vec<Step>,
    /// Domains by elements.
    pub heat: HeatMap,
    /// The rules whose mending would lift the most products, first the greatest.
    pub wins: Vec<Win>,
    /// The products, those with the least first.
    pub rows: Vec<Row>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
}

/// A level of the ladder.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Step {
    /// The level.
    pub tier: Tier,
    /// Its rules.
    pub rules: Vec<StepRule>,
}

/// A rule of a level, over all products.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StepRule {
    /// The rule, with its page.
    pub rule: Link,
    /// What it asks for.
    pub asks: String,
    /// The element that it belongs to; may be empty.
    pub element: String,
    /// Products that pass.
    pub pass: u32,
    /// Products to which it applies.
    pub of: u32,
    /// The share in whole percent, rounded down.
    pub percent: u32,
    /// Products to which it does not apply.
    pub not_applicable: u32,
}

/// A rule with what its mending would bring.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Win {
    /// The rule, with its page.
    pub rule: Link,
    /// How many products would reach their next level.
    pub lifts: u32,
}

/// A product on the card.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Row {
    /// The product.
    pub product: Link,
    /// Its domain.
    pub domain: Option<Link>,
    /// Its owner.
    pub owner: Option<Link>,
    /// Level reached.
    pub tier: Tier,
    /// Elements met.
    pub completeness: Completeness,
    /// The rules that keep it from the next level.
    pub blocking: Vec<Link>,
}
