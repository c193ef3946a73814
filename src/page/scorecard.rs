//! The page of a scorecard.

use std::collections::BTreeMap;

use serde::Serialize;

use super::build::{heat_map, owner_link, rule_link, spread, wins_view};
use super::parts::{HeatMap, Link, Pager, Tier, TierCount, WinsView};
use super::score::{lacks, tier};
use super::split::Split;
use super::standings::{OnCard, obstacles};
use super::waivers::{StateCount, states};
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::mesh::{DomainId, ProductId};
use crate::rules::{self, BookRule};
use crate::score::{Reached, Scorecard, Tally, weight};
use crate::waivers::Waiver;

/// The page of a scorecard.
pub const PAGE: Page = Page {
    name: "scorecard",
    template: "pages/scorecard.html",
    routes,
    show,
};

/// What `pages/scorecard.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Name.
    pub name: String,
    /// What it is for.
    pub purpose: String,
    /// The file of the organisation that defines it, with the line; may be empty.
    pub defined: String,
    /// The name and version of the rules.
    pub rule_set: String,
    /// How many products it scores.
    pub products: u32,
    /// How many are not scored, such as drafts, in words; may be empty.
    pub not_scored: String,
    /// How they spread over the levels.
    pub tiers: Vec<TierCount>,
    /// What would help most.
    pub wins: WinsView,
    /// The ladder, from bronze up: the rules of each level.
    pub ladder: Vec<Step>,
    /// Domains by rules: those of this part.
    pub heat: HeatMap,
    /// Which domains of how many the heat map shows, where it is split; else empty.
    pub heat_part: String,
    /// How many waivers of its rules are in each state.
    pub waivers: Vec<StateCount>,
    /// The rules that have waivers.
    pub waived: Vec<Waived>,
    /// The products, those with the least first.
    pub rows: Vec<Row>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// Whether it is the first part; all but the lists stand there alone.
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
    /// How grave it is, in a word.
    pub severity: &'static str,
    /// How much it weighs.
    pub weight: u32,
    /// What it rests on, in a word.
    pub evidence: &'static str,
    /// Products that pass.
    pub pass: u32,
    /// Products to which it applies.
    pub of: u32,
    /// The share in whole percent, rounded down.
    pub percent: u32,
    /// What else there is to say of the products, such as `2 in part`.
    pub notes: Vec<String>,
    /// The day from which it counts, where it does not yet; else empty.
    pub counts_from: String,
}

/// A rule that has waivers.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Waived {
    /// The rule, with its page.
    pub rule: Link,
    /// How many of its waivers are in each state.
    pub states: Vec<StateCount>,
    /// How many products have a fault that one lets be.
    pub products: u32,
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
    /// Score; `None` where none of the rules applies.
    pub score: Option<u32>,
    /// The next level; `None` where there is none.
    pub next: Option<Tier>,
    /// The rules that keep it from the next level.
    pub blocking: Vec<Link>,
    /// What else the next level takes; may be empty.
    pub lacks: &'static str,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    if portal.hides(Hide::Scorecards) {
        return Vec::new();
    }
    let cards = portal.scorecards.shown.iter().enumerate();
    cards
        .flat_map(|(at, card)| split(portal, card).routes(at))
        .collect()
}

fn split(portal: &Portal, card: &Scorecard) -> Split {
    Split::new(
        format!("scorecards/{}", card.slug),
        portal.scorecards.mesh.scored,
    )
}

fn show(portal: &Portal, key: Key) -> Shown {
    let card = &portal.scorecards.shown[key.item as usize];
    let standings = portal.standings();
    let on = &standings.cards[key.item as usize];
    let split = split(portal, card);
    let rows = &on.by_score[split.rows(key.part)];
    // There are never more domains than products.
    let here = split.rows_of(key.part, standings.scored.len());
    let domains = &standings.scored[here.clone()];
    let all = &portal.scorecards.mesh;
    let mut view = View {
        name: card.title.clone(),
        purpose: card.purpose.clone(),
        rule_set: portal.scorecards.book.name.clone(),
        products: on.scored() as u32,
        not_scored: not_scored(all.scored - on.scored(), all.previewed, all.retired),
        tiers: spread(on.levels),
        rows: rows.iter().map(|&id| row(portal, card, on, id)).collect(),
        pager: split.pager(key.part),
        is_first: key.part == 0,
        ..View::default()
    };
    if let Some(span) = card.defined {
        let place = portal.place(span);
        view.defined = format!("{}:{}", place.file, place.line);
    }
    if !domains.is_empty() {
        view.heat = heat_map(portal, card, domains);
        view.heat_part = part_of(domains, here.start, standings.scored.len());
    }
    if view.is_first {
        view.wins = wins_view(portal, &on.wins);
        view.ladder = ladder(portal, card);
        let all = portal.waivers.all().iter();
        let is_counted = |at| card.rules.binary_search(&at).is_ok();
        let of_card = all.filter(|waiver| waiver.position.is_some_and(is_counted));
        view.waivers = states(of_card.clone());
        view.waived = waived(portal, of_card);
    }
    let meta = Meta {
        title: card.title.clone(),
        summary: card.purpose.clone(),
        section: "scorecards",
        crumbs: vec![Link::to("Scorecards", route::SCORECARDS)],
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn part_of(domains: &[DomainId], before: usize, all: usize) -> String {
    match domains.len() == all {
        true => String::new(),
        false => format!(
            "Domains {} to {} of {all}; the other pages of this card have the others.",
            before + 1,
            before + domains.len()
        ),
    }
}

fn not_scored(exempt: usize, previewed: usize, retired: usize) -> String {
    let mut words = Vec::new();
    if exempt > 0 {
        words.push(format!("{exempt} to which no rule applies"));
    }
    if previewed > 0 {
        words.push(format!("{previewed} not yet in use"));
    }
    if retired > 0 {
        words.push(format!("{retired} retired"));
    }
    words.join(", ")
}

/// The levels that have rules, from the lowest, with how each rule comes out.
fn ladder(portal: &Portal, card: &Scorecard) -> Vec<Step> {
    let book = portal.scorecards.book.rules();
    let all = &portal.standings().all;
    let steps = rules::Tier::ALL.into_iter().map(|level| {
        let rules = card.rules.iter().filter(|&&at| book[at].tier == level);
        Step {
            tier: tier(Some(level)),
            rules: rules
                .map(|&at| step_rule(&book[at], all.get(at).copied().unwrap_or_default()))
                .collect(),
        }
    });
    steps.filter(|step| !step.rules.is_empty()).collect()
}

fn step_rule(rule: &BookRule, tally: Tally) -> StepRule {
    let counts = [
        (tally.partial, "in part"),
        (tally.unknown, "not known"),
        (tally.not_applicable, "not applicable"),
        (tally.waived, "waived"),
    ];
    let notes = counts.iter().filter(|(count, _)| *count > 0);
    StepRule {
        rule: rule_link(rule),
        finds: rule.parts().summary.to_owned(),
        severity: rule.severity.name(),
        weight: weight(rule.severity),
        evidence: rule.evidence.name(),
        pass: tally.pass,
        of: tally.of(),
        percent: (tally.pass * 100).checked_div(tally.of()).unwrap_or(0),
        notes: notes
            .map(|(count, word)| format!("{count} {word}"))
            .collect(),
        counts_from: match (rule.is_preview, rule.counts_from) {
            (true, Some(day)) => day.to_string(),
            _ => String::new(),
        },
    }
}

/// The rules of these waivers, in their order.
fn waived<'p>(portal: &'p Portal, waivers: impl Iterator<Item = &'p Waiver>) -> Vec<Waived> {
    let mut by_rule: BTreeMap<usize, Vec<&Waiver>> = BTreeMap::new();
    for waiver in waivers {
        if let Some(at) = waiver.position {
            by_rule.entry(at).or_default().push(waiver);
        }
    }
    let book = portal.scorecards.book.rules();
    let all = &portal.standings().all;
    let rows = by_rule.into_iter().map(|(at, waivers)| Waived {
        rule: rule_link(&book[at]),
        states: states(waivers.into_iter()),
        products: all.get(at).map_or(0, |tally| tally.waived),
    });
    rows.collect()
}

fn row(portal: &Portal, card: &Scorecard, on: &OnCard, id: ProductId) -> Row {
    let product = portal.mesh.product(id);
    let verdicts = portal.scorecards.product(id);
    let reached: Reached = on.product(id);
    let book = portal.scorecards.book.rules();
    let blocking = obstacles(verdicts, reached, Some(card));
    let next = reached.next.filter(|_| reached.score.is_some());
    Row {
        product: portal.product_link(id),
        domain: Some(portal.domain_link(product.domain)),
        owner: owner_link(portal, product.owner.as_ref()),
        tier: tier(reached.level),
        score: reached.score.map(u32::from),
        next: next.map(|next| tier(Some(next))),
        lacks: match (next, blocking.is_empty()) {
            (Some(next), true) => lacks(next),
            _ => "",
        },
        blocking: blocking
            .into_iter()
            .map(|at| rule_link(&book[at]))
            .collect(),
    }
}
