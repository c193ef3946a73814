//! How promised service levels are kept over the whole mesh.

use serde::Serialize;

use super::build::{level_counts, level_line};
use super::level_index::LevelRow;
use super::parts::{LevelCounts, LevelLine, Link, Pager};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::mesh::DomainId;
use crate::service_level::State;

/// How promised service levels are kept.
pub const PAGE: Page = Page {
    name: "service-level-list",
    template: "pages/service-level-list.html",
    routes,
    show,
};

/// The most domains that are summed up.
const DOMAINS: usize = 100;

/// What `pages/service-level-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// All promises together.
    pub all: LevelCounts,
    /// How many are in each state, from the worst to the best.
    pub states: Vec<StateCount>,
    /// The promises that are measured, the broken ones first.
    pub rows: Vec<LevelLine>,
    /// How many of them there are on all parts together.
    pub row_count: u32,
    /// The domains, those with broken promises first; on the first part alone.
    pub domains: Vec<DomainRow>,
    /// How many domains are not in `domains`.
    pub domains_more: u32,
    /// The files of results that were read.
    pub files: u32,
    /// The other parts, where the list was split.
    pub pager: Option<Pager>,
}

/// How many promises are in a state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StateCount {
    /// The state in words.
    pub word: &'static str,
    /// What it means.
    pub means: &'static str,
    /// How many.
    pub count: u32,
}

/// How a domain keeps its promises.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DomainRow {
    /// The domain.
    pub domain: Link,
    /// Its promises together.
    pub levels: LevelCounts,
}

/// The states, from the worst to the best, with what they mean.
const STATES: [(State, &str); 6] = [
    (State::Broken, "what was measured violates it"),
    (State::Stale, "the last measurement is too old to tell"),
    (State::AtRisk, "kept by a narrow margin, or missed lately"),
    (State::Kept, "what was measured meets it"),
    (State::Unmeasured, "nothing was measured"),
    (State::Unverifiable, "it is in words, or cannot be read"),
];

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    split(portal).routes(0)
}

fn split(portal: &Portal) -> Split {
    let base = route::SERVICE_LEVELS.trim_end_matches(".html");
    Split::new(base, portal.level_index().measured.len())
}

fn show(portal: &Portal, key: Key) -> Shown {
    let index = portal.level_index();
    let split = split(portal);
    let here = index.measured[split.rows(key.part)].iter();
    let mut view = View {
        all: level_counts(&index.all),
        states: STATES
            .iter()
            .map(|&(state, means)| StateCount {
                word: super::build::state_words(state),
                means,
                count: index.all.counts.of(state),
            })
            .collect(),
        rows: here
            .filter_map(|row: &LevelRow| level_line(portal, *row))
            .collect(),
        row_count: index.measured.len() as u32,
        files: portal.service_levels.measured.files.len() as u32,
        pager: split.pager(key.part),
        ..View::default()
    };
    if key.part == 0 {
        fill_domains(portal, &mut view);
    }
    let meta = Meta {
        title: "Service levels".to_owned(),
        summary: format!(
            "Which promises are kept in {}, and which are broken.",
            portal.config.title
        ),
        section: "service-levels",
        crumbs: Vec::new(),
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn fill_domains(portal: &Portal, view: &mut View) {
    let index = portal.level_index();
    let domains = 0..portal.mesh.domains.len() as u32;
    let promising = domains
        .map(DomainId)
        .filter(|id| index.domain(*id).counts.total() > 0);
    let mut promising: Vec<_> = promising.collect();
    promising.sort_by_key(|id| {
        let counts = index.domain(*id).counts;
        std::cmp::Reverse((counts.of(State::Broken), counts.of(State::Stale)))
    });
    view.domains_more = promising.len().saturating_sub(DOMAINS) as u32;
    let shown = promising.into_iter().take(DOMAINS);
    view.domains = shown
        .map(|id| DomainRow {
            domain: portal.domain_link(id),
            levels: level_counts(index.domain(id)),
        })
        .collect();
}
