//! Domains by the elements of a complete contract.

use crate::page::Portal;
use crate::page::parts::{HeatCell, HeatMap, HeatRow, Link};
use crate::page::split::ROWS;
use crate::score::{RollUp, Scorecard};

/// The heat map of a scorecard: a row for each domain that has products on it.
pub fn heat_map(portal: &Portal, card: &Scorecard) -> HeatMap {
    let columns = card.parts.iter().map(|part| {
        let element = part.element.name();
        Link::to(part.title, format!("rules/index.html#{element}"))
    });
    let domains = portal.mesh.domains();
    let rows = domains.filter_map(|(id, _)| {
        let all = portal.scorecards.domain(id);
        (all.scored > 0).then(|| row(portal.domain_link(id), all))
    });
    HeatMap {
        of_rows: "Domain".to_owned(),
        columns: columns.collect(),
        rows: rows.take(ROWS).collect(),
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
