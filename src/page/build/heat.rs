//! Domains by the rules of a scorecard, and by the elements of a complete contract.

use super::rule_link;
use crate::mesh::DomainId;
use crate::page::Portal;
use crate::page::parts::{HeatCell, HeatMap, HeatRow, Link};
use crate::page::split::ROWS;
use crate::score::{PARTS, RollUp, Scorecard, Tally};

/// Some of the domains that have scored products by the rules of a scorecard: how many products
/// pass each.
pub fn heat_map(portal: &Portal, card: &Scorecard, domains: &[DomainId]) -> HeatMap {
    let book = portal.scorecards.book.rules();
    let standings = portal.standings();
    let cells = |tallies: &[Tally]| {
        let tallies = card.rules.iter().map(|&at| tallies.get(at));
        let cells = tallies.map(|tally| tally.map_or(HeatCell::default(), cell));
        cells.collect()
    };
    let rows = domains.iter().map(|&id| HeatRow {
        name: portal.domain_link(id),
        products: portal.scorecards.domain(id).scored as u32,
        cells: cells(standings.domain(id)),
    });
    HeatMap {
        of_rows: "Domain".to_owned(),
        columns: card.rules.iter().map(|&at| rule_link(&book[at])).collect(),
        rows: rows.collect(),
        total: Some(HeatRow {
            name: Link::plain("All domains"),
            products: portal.scorecards.mesh.scored as u32,
            cells: cells(&standings.all),
        }),
    }
}

fn cell(tally: &Tally) -> HeatCell {
    HeatCell::new(tally.pass, tally.of())
}

/// The first domains that have scored products by the elements of a complete contract.
pub fn element_map(portal: &Portal) -> HeatMap {
    let columns = PARTS.iter().map(|part| {
        let element = part.element.name();
        Link::to(part.title, format!("rules/index.html#{element}"))
    });
    let domains = portal.standings().scored.iter().take(ROWS);
    let rows = domains.map(|&id| row(portal.domain_link(id), portal.scorecards.domain(id)));
    HeatMap {
        of_rows: "Domain".to_owned(),
        columns: columns.collect(),
        rows: rows.collect(),
        total: Some(row(Link::plain("All domains"), &portal.scorecards.mesh)),
    }
}

fn row(name: Link, all: &RollUp) -> HeatRow {
    let cells = all.met.iter();
    HeatRow {
        name,
        products: all.scored as u32,
        cells: cells
            .map(|&met| HeatCell::new(met as u32, all.scored as u32))
            .collect(),
    }
}
