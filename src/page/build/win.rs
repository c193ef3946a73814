//! What would help most, for pages.

use super::{count, owner_link, rule_link, title};
use crate::page::Portal;
use crate::page::parts::{EditView, Link, WinView, WinsView};
use crate::page::score::finding;
use crate::score::{Edit, Win, Wins};

/// What would help most.
pub fn wins_view(portal: &Portal, wins: &Wins) -> WinsView {
    // Where each rule lifts one product alone, the edits have said it all.
    let says_more =
        wins.rules.len() > wins.edits.len() || wins.rules.iter().any(|win| win.lifts > 1);
    let shown = wins.rules.iter().filter(|_| says_more);
    WinsView {
        edits: wins.edits.iter().map(|found| edit(portal, found)).collect(),
        rules: shown.map(|win| rules(portal, win)).collect(),
        one_edit_away: wins.one_edit_away as u32,
        below: wins.below as u32,
    }
}

fn edit(portal: &Portal, edit: &Edit) -> EditView {
    let product = portal.mesh.product(edit.product);
    let card = portal.scorecards.product(edit.product);
    let rule = &card.book.rules()[edit.rule];
    let verdict = card.verdicts[edit.rule];
    let told = finding(portal, rule, verdict);
    let level = title(edit.to.name());
    let places = portal.standings().faults(portal, edit.rule, verdict);
    EditView {
        product: Link::to(
            &product.name,
            format!("{}#scorecard", portal.product_route(edit.product)),
        ),
        domain: portal.domain_link(product.domain),
        owner: owner_link(portal, product.owner.as_ref()),
        rule: rule_link(rule),
        finds: rule.parts().summary.to_owned(),
        brings: match (edit.lifts, edit.left) {
            (0, 0) => format!("nearer to {level}"),
            (0, left) => format!("leaves {} to {level}", count(left as usize, "rule")),
            (1, _) => format!("lifts it to {level}"),
            (lifts, _) => format!("lifts {lifts} products to {level}"),
        },
        lifts: edit.lifts > 0,
        gain: u32::from(edit.gain),
        effort: rule.effort.name(),
        help: told.and_then(|finding| finding.help.clone()),
        at: verdict.at.map(|at| portal.place(at)),
        more_places: places.saturating_sub(1),
    }
}

fn rules(portal: &Portal, win: &Win) -> WinView {
    let book = portal.scorecards.book.rules();
    let rules = win.rules.iter().map(|&at| &book[at]);
    let efforts: Vec<_> = rules.clone().map(|rule| rule.effort.name()).collect();
    WinView {
        rules: rules.map(rule_link).collect(),
        lifts: win.lifts,
        effort: efforts.join(" and "),
    }
}
