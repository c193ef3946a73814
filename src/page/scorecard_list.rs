//! The overview of the scorecards.

use std::cmp::Reverse;

use serde::Serialize;

use super::build::{element_map, improvement_view, rule_link, spread, tiers_of, wins_view};
use super::parts::{HeatMap, ImprovementView, Link, TierCount, WinsView};
use super::standings::OnCard;
use super::waivers::{StateCount, states};
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::{Hide, Ranking};
use crate::mesh::DomainId;
use crate::rules::Tier;
use crate::score::Scorecard;

/// The overview of the scorecards.
pub const PAGE: Page = Page {
    name: "scorecard-list",
    template: "pages/scorecard-list.html",
    routes,
    show,
};

/// The most domains that are ranked.
const RANKED: usize = 50;

/// What `pages/scorecard-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The name and version of the rules.
    pub rule_set: String,
    /// How many products are scored.
    pub products: u32,
    /// How all products spread over the levels, by all rules.
    pub tiers: Vec<TierCount>,
    /// What would help most, by all rules.
    pub wins: WinsView,
    /// The cards.
    pub cards: Vec<CardLine>,
    /// The rules that do not count yet, those that come first on top.
    pub coming: Vec<Coming>,
    /// How many waivers are in each state.
    pub waivers: Vec<StateCount>,
    /// How many there are.
    pub waiver_count: u32,
    /// Domains by the six elements.
    pub heat: HeatMap,
    /// How many more domains there are.
    pub heat_left_out: u32,
    /// Who improved most; nothing where no day was recorded, or where nobody is ranked so.
    pub improvement: Option<ImprovementView>,
    /// The domains, the best first; none where the organisation does not rank them so.
    pub leaders: Vec<Leader>,
}

/// A scorecard as a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CardLine {
    /// Name, with its page.
    pub name: Link,
    /// What it is for.
    pub purpose: String,
    /// How many products it scores.
    pub products: u32,
    /// How many rules it has.
    pub rules: u32,
    /// How they spread over the levels.
    pub tiers: Vec<TierCount>,
    /// The domain that is furthest behind.
    pub worst: Option<Worst>,
    /// The rules of it that do not count yet, with the day, in words; may be empty.
    pub coming: String,
}

/// The domain that is furthest behind on a card.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Worst {
    /// The domain.
    pub domain: Link,
    /// How many of its products have no level.
    pub without: u32,
    /// How many it has on the card.
    pub of: u32,
}

/// A rule that does not count yet.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Coming {
    /// The rule, with its page.
    pub rule: Link,
    /// What it finds, in a sentence.
    pub finds: String,
    /// The day from which it counts.
    pub from: String,
    /// How many products do not pass it today.
    pub unmet: u32,
    /// To how many it applies.
    pub of: u32,
}

/// A domain in the ranking.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Leader {
    /// The domain.
    pub domain: Link,
    /// How many of its products hold a level.
    pub holding: u32,
    /// How many it has.
    pub of: u32,
    /// How they spread over the levels.
    pub tiers: Vec<TierCount>,
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let shown = !portal.hides(Hide::Scorecards);
    let route = (route::SCORECARDS.to_owned(), Key::default());
    shown.then_some(route).into_iter().collect()
}

fn show(portal: &Portal, _: Key) -> Shown {
    let standings = portal.standings();
    let cards = portal.scorecards.shown.iter().zip(&standings.cards);
    let heat = element_map(portal);
    let view = View {
        improvement: improvement_view(portal),
        rule_set: portal.scorecards.book.name.clone(),
        products: portal.scorecards.mesh.scored as u32,
        tiers: tiers_of(&portal.scorecards.mesh),
        wins: wins_view(portal, &standings.wins),
        cards: cards.map(|(card, on)| line(portal, card, on)).collect(),
        coming: coming(portal),
        waivers: states(portal.waivers.all().iter()),
        waiver_count: portal.waivers.all().len() as u32,
        heat_left_out: (standings.scored.len() - heat.rows.len()) as u32,
        heat,
        leaders: leaders(portal),
    };
    let meta = Meta {
        title: "Scorecards".to_owned(),
        summary: format!("How far the products of {} have come.", portal.config.title),
        section: "scorecards",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn line(portal: &Portal, card: &Scorecard, on: &OnCard) -> CardLine {
    let book = portal.scorecards.book.rules();
    let rules = card.rules.iter().map(|&at| &book[at]);
    let coming = rules.filter(|rule| rule.is_preview).filter_map(|rule| {
        let day = rule.counts_from?;
        Some(format!("`{}` from {day}", rule.id()))
    });
    CardLine {
        name: Link::to(&card.title, route::scorecard(card)),
        purpose: card.purpose.clone(),
        products: on.scored() as u32,
        rules: card.rules.len() as u32,
        tiers: spread(on.levels),
        worst: worst(portal, on),
        coming: coming.collect::<Vec<_>>().join(", "),
    }
}

/// The domain with the greatest share of products that have no level on a card; of equals the one
/// with more products.
fn worst(portal: &Portal, on: &OnCard) -> Option<Worst> {
    let domains = on.domains.iter().enumerate();
    let behind = domains.filter(|(_, levels)| levels[0] > 0);
    let of = |levels: &[usize; 4]| levels.iter().sum::<usize>();
    let (at, levels) = behind.max_by(|(at, a), (bt, b)| {
        // a / of a against b / of b, without a division.
        let shares = (a[0] * of(b)).cmp(&(b[0] * of(a)));
        shares.then(a[0].cmp(&b[0])).then(bt.cmp(at))
    })?;
    Some(Worst {
        domain: portal.domain_link(DomainId(at as u32)),
        without: levels[0] as u32,
        of: of(levels) as u32,
    })
}

fn coming(portal: &Portal) -> Vec<Coming> {
    let rules = portal.scorecards.book.rules().iter().enumerate();
    let mut coming: Vec<_> = rules.filter(|(_, rule)| rule.is_preview).collect();
    coming.sort_by_key(|(at, rule)| (rule.counts_from, *at));
    let lines = coming.into_iter().map(|(at, rule)| {
        let tally = portal.standings().all.get(at).copied().unwrap_or_default();
        Coming {
            rule: rule_link(rule),
            finds: rule.parts().summary.to_owned(),
            from: rule
                .counts_from
                .map_or_else(String::new, |day| day.to_string()),
            unmet: tally.unmet(),
            of: tally.of(),
        }
    });
    lines.collect()
}

/// The domains by the share of their products that hold a level, where the organisation wants
/// that.
fn leaders(portal: &Portal) -> Vec<Leader> {
    if !portal.config.governance.ranks_by(Ranking::Leaderboard) {
        return Vec::new();
    }
    let mut domains = portal.standings().scored.clone();
    domains.sort_by_key(|&id| {
        let all = portal.scorecards.domain(id);
        let share = |tier| Reverse(all.holding(tier) * 1_000 / all.scored);
        (
            share(Tier::Bronze),
            share(Tier::Silver),
            share(Tier::Gold),
            id,
        )
    });
    let lines = domains.into_iter().take(RANKED).map(|id| {
        let all = portal.scorecards.domain(id);
        Leader {
            domain: portal.domain_link(id),
            holding: all.holding(Tier::Bronze) as u32,
            of: all.scored as u32,
            tiers: tiers_of(all),
        }
    });
    lines.collect()
}
