//! The overview of the scorecards.

use serde::Serialize;

use super::build::{heat_map, tiers_of};
use super::parts::{HeatMap, Link, TierCount};
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::score::{SCORECARDS, Scorecard};

/// The overview of the scorecards.
pub const PAGE: Page = Page {
    name: "scorecard-list",
    template: "pages/scorecard-list.html",
    routes,
    show,
};

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

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let shown = !portal.hides(Hide::Scorecards);
    let route = (route::SCORECARDS.to_owned(), Key::default());
    shown.then_some(route).into_iter().collect()
}

fn show(portal: &Portal, _: Key) -> Shown {
    let cards = SCORECARDS.iter().map(|card| CardLine {
        name: Link::to(card.title, route::scorecard(card)),
        purpose: card.summary.to_owned(),
        products: portal.scorecards.mesh.scored as u32,
        tiers: tiers_of(&portal.scorecards.mesh),
        remark: remark(portal, card),
    });
    let view = View {
        cards: cards.collect(),
        heat: heat_map(portal, &SCORECARDS[0]),
    };
    let meta = Meta {
        title: "Scorecards".to_owned(),
        summary: format!("How complete the contracts of {} are.", portal.config.title),
        section: "scorecards",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

/// The element that the most products lack.
fn remark(portal: &Portal, card: &Scorecard) -> String {
    let all = &portal.scorecards.mesh;
    let parts = card.parts.iter().zip(all.met);
    match parts.min_by_key(|(_, met)| *met) {
        Some((part, met)) if met < all.scored => {
            let (lacking, scored) = (all.scored - met, all.scored);
            format!(
                "Missing most often: {} ({lacking} of {scored} products).",
                part.title
            )
        }
        _ => String::new(),
    }
}
