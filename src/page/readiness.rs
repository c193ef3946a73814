//! The readiness of all domains: what they claim beside what is seen, in lanes.

use serde::Serialize;

use super::build::readiness;
use super::parts::{Link, Pager, ReadinessView};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::mesh::{DomainId, OperatingModel};

/// The readiness of all domains.
pub const PAGE: Page = Page {
    name: "readiness",
    template: "pages/readiness.html",
    routes,
    show,
};

/// The most domains on a page.
const CARDS: usize = 40;

/// What `pages/readiness.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The lanes, from where the way begins.
    pub lanes: Vec<Lane>,
    /// How many domains claim more than is seen of them.
    pub too_much: u32,
    /// How many are past their date.
    pub overdue: u32,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
}

/// The domains that claim one model.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Lane {
    /// Its name in the address.
    pub anchor: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it means.
    pub means: &'static str,
    /// How many domains are in it, on all parts together.
    pub count: u32,
    /// Those of this part.
    pub domains: Vec<ReadinessView>,
}

/// The lanes: what is claimed, name, and what it means.
const LANES: [(Option<OperatingModel>, &str, &str, &str); 4] = [
    (
        Some(OperatingModel::Central),
        "central",
        "Central",
        "A central team does the work, and the domain says so. That is a legitimate place to be.",
    ),
    (
        Some(OperatingModel::Transitional),
        "transitional",
        "In transition",
        "The work is being handed over to the domain.",
    ),
    (
        Some(OperatingModel::DomainOwned),
        "domain-owned",
        "Domain-owned",
        "The domain's own teams do the work and answer for it.",
    ),
    (
        None,
        "not-declared",
        "Not declared",
        "Nobody says how these are run. The annotation meshbook/operating-model of a domain's entity in the directory does.",
    ),
];

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    match portal.hides(Hide::Scorecards) {
        true => Vec::new(),
        false => split(portal).routes(0),
    }
}

fn split(portal: &Portal) -> Split {
    let base = route::READINESS.trim_end_matches(".html");
    Split::new(base, portal.mesh.domains.len()).most(CARDS)
}

/// The domains in the order of the lanes, and in each as in the mesh.
fn in_lanes(portal: &Portal) -> Vec<(usize, DomainId)> {
    let placed = portal.readiness.domains().map(|(id, ready)| {
        let model = ready.charter.model;
        let lane = LANES.iter().position(|(of, ..)| *of == model);
        (lane.unwrap_or(LANES.len() - 1), id)
    });
    let mut placed: Vec<_> = placed.collect();
    placed.sort_unstable();
    placed
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let placed = in_lanes(portal);
    let here = &placed[split.rows(key.part)];
    let lanes = LANES.iter().enumerate();
    let lanes = lanes.map(|(at, &(_, anchor, name, means))| Lane {
        anchor,
        name,
        means,
        count: placed.iter().filter(|(lane, _)| *lane == at).count() as u32,
        domains: (here.iter())
            .filter(|(lane, _)| *lane == at)
            .filter_map(|(_, id)| readiness(portal, *id))
            .collect(),
    });
    let all = || portal.readiness.domains().map(|(_, ready)| ready);
    let view = View {
        // Who has declared nothing is a lane only where there is somebody in it.
        lanes: lanes
            .filter(|lane| lane.count > 0 || lane.anchor != "not-declared")
            .collect(),
        too_much: all().filter(|ready| ready.claims_too_much()).count() as u32,
        overdue: all()
            .filter(|ready| ready.charter.overdue.is_some())
            .count() as u32,
        pager: split.pager(key.part),
    };
    let meta = Meta {
        title: "Readiness of the domains".to_owned(),
        summary: format!("How the domains of {} are run.", portal.config.title),
        section: "domains",
        crumbs: vec![Link::to("Domains", route::DOMAINS)],
        ..Meta::default()
    };
    Shown::new(meta, &view)
}
