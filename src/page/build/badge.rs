//! What the badges of a product say.

use crate::badge::{self, Facts, Mark, State};
use crate::config::Hide;
use crate::mesh::ProductId;
use crate::page::Portal;

/// What the badges of a product say, in their order.
pub fn marks(portal: &Portal, id: ProductId) -> Vec<Mark> {
    if portal.gate.withholds(id) {
        return vec![Mark {
            label: "page",
            message: "withheld".to_owned(),
            words: "The page is withheld".to_owned(),
            state: State::Bad,
        }];
    }
    let product = portal.mesh.product(id);
    let offered = portal.mesh.offered(product).into_iter();
    let contracts: Vec<_> = offered.map(|(_, contract)| contract).collect();
    let card = portal.scorecards.product(id);
    let is_scored = card.is_scored() && !portal.hides(Hide::Scorecards);
    let complete = card.completeness();
    badge::marks(&Facts {
        contracts: &contracts,
        completeness: is_scored.then_some((complete.met as u32, complete.of as u32)),
        level: if is_scored { card.level_name() } else { "" },
    })
}
