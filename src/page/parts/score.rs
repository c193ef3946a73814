//! Completeness, levels and outcomes.

use serde::Serialize;

use super::{Link, Place, Tier, WaiverRow};

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
    /// What it finds, in a sentence.
    pub finds: String,
    /// The level that it belongs to.
    pub tier: Tier,
    /// How much it weighs, in a word.
    pub severity: &'static str,
    /// What it found.
    pub outcome: Outcome,
    /// In words, such as `18 of 24` or why it does not apply; may be empty.
    pub detail: String,
    /// Whether a waiver lets it be; it counts as failed all the same.
    pub waived: bool,
    /// The waivers of the rule for this product, whatever their state.
    pub waivers: Vec<WaiverRow>,
    /// The day from which it counts, where it does not yet; else empty.
    pub counts_from: String,
    /// The act that mends it; names stand in backticks.
    pub help: Option<String>,
    /// Where to mend it.
    pub at: Option<Place>,
}

/// How a product or contract stands by all rules, and what stands between it and the next level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct StandingView {
    /// The level reached.
    pub tier: Tier,
    /// What it would be if waivers counted, in words; may be empty.
    pub with_waivers: String,
    /// The score, 0 to 100; `None` where it is not scored.
    pub score: Option<u32>,
    /// Why it has no score, in a sentence; may be empty.
    pub unscored: String,
    /// The next level; `None` where the highest is reached.
    pub next: Option<Tier>,
    /// The rules that stand in the way of the next level.
    pub obstacles: Vec<RuleOutcome>,
    /// What else the next level takes, in a sentence; may be empty.
    pub lacks: String,
    /// The rules of the levels above the next that are not met.
    pub later: Vec<RuleOutcome>,
    /// The rules that are not met and do not count yet.
    pub coming: Vec<RuleOutcome>,
    /// The rules that pass.
    pub passes: Vec<Link>,
    /// The rules that do not apply, each with the reason.
    pub exempt: Vec<RuleOutcome>,
    /// The waivers for this product that stand beside no rule that is not met.
    pub spare_waivers: Vec<WaiverRow>,
    /// How many more waivers there are than are shown.
    pub waivers_more: u32,
    /// The name and version of the rules.
    pub rule_set: String,
}

/// What would help most.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WinsView {
    /// The few edits that lift the most products.
    pub edits: Vec<EditView>,
    /// The rules that are all that keeps products from their next level.
    pub rules: Vec<WinView>,
    /// How many products one edit would lift.
    pub one_edit_away: u32,
    /// How many products could still be lifted.
    pub below: u32,
}

/// An edit at one place, and what it brings.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct EditView {
    /// The product.
    pub product: Link,
    /// Its domain.
    pub domain: Link,
    /// Its owner.
    pub owner: Option<Link>,
    /// The rule that passes then.
    pub rule: Link,
    /// What the rule finds, in a sentence.
    pub finds: String,
    /// What it brings, such as `lifts it to Bronze`.
    pub brings: String,
    /// Whether it lifts a product by itself.
    pub lifts: bool,
    /// The points that the product gains.
    pub gain: u32,
    /// How much work it is, in a word.
    pub effort: &'static str,
    /// The act; names stand in backticks.
    pub help: Option<String>,
    /// Where.
    pub at: Option<Place>,
    /// In how many more places the same is to be done.
    pub more_places: u32,
}

/// Rules that together are all that keeps products from their next level.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct WinView {
    /// One rule or two, with their pages.
    pub rules: Vec<Link>,
    /// How many products they keep from their next level.
    pub lifts: u32,
    /// How much work it is for each product, in words.
    pub effort: String,
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
