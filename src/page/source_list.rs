//! All sources: where each comes from, at which commit, and whether it could be read.

use serde::Serialize;

use super::build::{count, source_line};
use super::parts::{Pager, SourceLine};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::diag::SourceId;
use crate::source::State;

/// All sources.
pub const PAGE: Page = Page {
    name: "source-list",
    template: "pages/source-list.html",
    routes: |portal| split(portal).routes(0),
    show,
};

/// What `pages/source-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// What is not as it should be, in a sentence; empty where all is.
    pub trouble: String,
    /// The sources that need somebody, those that are missing first, then all others, each in the
    /// order in which they came.
    pub sources: Vec<SourceLine>,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
    /// How many sources there are.
    pub total: u32,
}

fn split(portal: &Portal) -> Split {
    Split::new(
        route::SOURCES.trim_end_matches(".html"),
        portal.mesh.sources.len(),
    )
}

/// The line of a source in the list.
pub(super) fn route_of(portal: &Portal, id: SourceId) -> String {
    let place = portal.overview().places[usize::from(id.0)];
    let part = split(portal).route_of(place as usize);
    format!("{part}#{}", portal.mesh.source(id).name)
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let order = &portal.overview().sources;
    let lines = order[split.rows(key.part)].iter();
    let lines = lines.map(|&id| source_line(portal, id));
    let view = View {
        trouble: trouble(portal),
        sources: lines.collect(),
        pager: split.pager(key.part),
        total: order.len() as u32,
    };
    let meta = Meta {
        title: "Sources".to_owned(),
        summary: format!("Where everything in {} comes from.", portal.config.title),
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn trouble(portal: &Portal) -> String {
    let of = |is: fn(&State) -> bool| {
        let sources = portal.mesh.sources.iter();
        sources.filter(|source| is(&source.state)).count()
    };
    let held = of(|state| matches!(state, State::Held { .. }));
    let missing = of(|state| matches!(state, State::Missing { .. }));
    let verb = |number| if number == 1 { "is" } else { "are" };
    let mut parts = Vec::new();
    if missing > 0 {
        parts.push(format!(
            "{} {} missing",
            count(missing, "source"),
            verb(missing)
        ));
    }
    if held > 0 {
        let told = format!(
            "{} {} shown as of an earlier day",
            count(held, "source"),
            verb(held)
        );
        parts.push(told);
    }
    parts.join(", ")
}
