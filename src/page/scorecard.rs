//! The page of a scorecard.

use std::cmp::Reverse;

use serde::Serialize;

use super::build::{heat_map, owner_link, tiers_of};
use super::parts::{Completeness, HeatMap, Link, Pager, Tier, TierCount};
use super::score::{score_line, tier};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::mesh::ProductId;
use crate::rules::{self, BookRule, Outcome};
use crate::score::{Card, PARTS, SCORECARDS, Scorecard};

/// The page of a scorecard.
pub const PAGE: Page = Page {
    name: "scorecard",
    template: "pages/scorecard.html",
    routes,
    show,
};

/// The most rules that are said to help most.
const WINS: usize = 5;

/// What `pages/scorecard.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// What it counts.
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
    /// Whether it is the first part; all but the products stand there alone.
    pub is_first: bool,
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
    /// What it finds, in a sentence.
    pub finds: String,
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

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    if portal.hides(Hide::Scorecards) {
        return Vec::new();
    }
    let cards = SCORECARDS.iter().enumerate();
    cards
        .flat_map(|(at, card)| split(portal, card).routes(at))
        .collect()
}

fn split(portal: &Portal, card: &Scorecard) -> Split {
    let rows = portal.overview().by_score.len();
    Split::new(format!("scorecards/{}", card.slug), rows)
}

fn show(portal: &Portal, key: Key) -> Shown {
    let card = &SCORECARDS[key.item as usize];
    let split = split(portal, card);
    let rows = &portal.overview().by_score[split.rows(key.part)];
    let all = &portal.scorecards.mesh;
    let mut view = View {
        name: card.title.to_owned(),
        purpose: card.summary.to_owned(),
        products: all.scored as u32,
        not_scored: not_scored(all.previewed, all.retired),
        tiers: tiers_of(all),
        rows: rows.iter().map(|&id| row(portal, id)).collect(),
        pager: split.pager(key.part),
        is_first: key.part == 0,
        ..View::default()
    };
    if view.is_first {
        view.ladder = ladder(portal);
        view.heat = heat_map(portal, card);
        view.wins = wins(portal);
    }
    let meta = Meta {
        title: card.title.to_owned(),
        summary: card.summary.to_owned(),
        section: "scorecards",
        crumbs: vec![Link::to("Scorecards", route::SCORECARDS)],
    };
    Shown::new(meta, &view)
}

fn not_scored(previewed: usize, retired: usize) -> String {
    let mut words = Vec::new();
    if previewed > 0 {
        words.push(format!("{previewed} not yet in use"));
    }
    if retired > 0 {
        words.push(format!("{retired} retired"));
    }
    words.join(", ")
}

fn scored(portal: &Portal) -> impl Iterator<Item = &Card> {
    portal
        .scorecards
        .products
        .iter()
        .filter(|card| card.is_scored())
}

/// The levels that have rules, from the lowest, with how each rule comes out.
fn ladder(portal: &Portal) -> Vec<Step> {
    let book = portal.scorecards.book.rules();
    let mut passes = vec![0; book.len()];
    let mut exempt = vec![0; book.len()];
    for card in scored(portal) {
        for (at, verdict) in card.verdicts.iter().enumerate() {
            match verdict.outcome {
                Outcome::Pass => passes[at] += 1,
                Outcome::NotApplicable(_) => exempt[at] += 1,
                _ => {}
            }
        }
    }
    let all = scored(portal).count() as u32;
    let steps = rules::Tier::ALL.into_iter().map(|level| {
        let rules = book.iter().enumerate();
        let rules = rules.filter(|(_, rule)| rule.tier == level);
        Step {
            tier: tier(Some(level)),
            rules: rules
                .map(|(at, rule)| step_rule(rule, passes[at], all - exempt[at], exempt[at]))
                .collect(),
        }
    });
    steps.filter(|step| !step.rules.is_empty()).collect()
}

fn step_rule(rule: &BookRule, pass: u32, of: u32, not_applicable: u32) -> StepRule {
    let part = PARTS.iter().find(|part| part.rules.contains(&rule.id()));
    StepRule {
        rule: rule_link(rule),
        finds: rule.parts().summary.to_owned(),
        element: part.map_or_else(String::new, |part| part.title.to_owned()),
        pass,
        of,
        percent: (pass * 100).checked_div(of).unwrap_or(0),
        not_applicable,
    }
}

/// The rules that alone keep products from their next level.
fn wins(portal: &Portal) -> Vec<Win> {
    let book = &portal.scorecards.book;
    let mut lifts = vec![0; book.rules().len()];
    for card in scored(portal) {
        let mut obstacles = card
            .next()
            .into_iter()
            .flat_map(|level| card.obstacles(level));
        if let (Some((only, _)), None) = (obstacles.next(), obstacles.next())
            && let Some(at) = book.position(only.id())
        {
            lifts[at] += 1;
        }
    }
    let mut wins: Vec<(&BookRule, u32)> = book
        .rules()
        .iter()
        .zip(lifts)
        .filter(|(_, lifts)| *lifts > 0)
        .collect();
    wins.sort_by_key(|(rule, lifts)| (Reverse(*lifts), rule.id()));
    let wins = wins.into_iter().take(WINS);
    wins.map(|(rule, lifts)| Win {
        rule: rule_link(rule),
        lifts,
    })
    .collect()
}

fn row(portal: &Portal, id: ProductId) -> Row {
    let product = portal.mesh.product(id);
    let card = portal.scorecards.product(id);
    let (tier, completeness) = score_line(portal, id);
    let blocking = card
        .next()
        .into_iter()
        .flat_map(|level| card.obstacles(level));
    Row {
        product: portal.product_link(id),
        domain: Some(portal.domain_link(product.domain)),
        owner: owner_link(portal, product.owner.as_ref()),
        tier,
        completeness,
        blocking: blocking.map(|(rule, _)| rule_link(rule)).collect(),
    }
}

fn rule_link(rule: &BookRule) -> Link {
    Link::to(rule.id(), route::rule(rule.id()))
}
