//! The register of waivers: what is let be, for how long, and who answers.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use serde::Serialize;

use super::build::{waiver_row, waiver_state};
use super::parts::{Chip, Link, Pager, WaiverRow};
use super::split::Split;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::waivers::{State, Waiver};

/// The register of waivers.
pub const PAGE: Page = Page {
    name: "waivers",
    template: "pages/waivers.html",
    routes: |portal| match portal.hides(Hide::Scorecards) {
        true => Vec::new(),
        false => split(portal).routes(0),
    },
    show,
};

/// The most waivers on one page.
const ROWS: usize = 100;
/// The most domains, and the most months, of a summary.
const MOST: usize = 200;

/// What `pages/waivers.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// How many there are in each state.
    pub states: Vec<StateCount>,
    /// How many there are, whatever their state.
    pub total: u32,
    /// The waivers: those that are over first, then those that end soon; the oldest first.
    pub waivers: Vec<WaiverRow>,
    /// The other parts, where there are many. The summaries stand on the first alone.
    pub pager: Option<Pager>,
    /// The waivers by domain; those with the most first.
    pub domains: Vec<DomainRow>,
    /// The states of waivers that were granted.
    pub granted: Vec<Chip>,
    /// The waivers by the month in which they were granted, the newest ones, the oldest first.
    pub months: Vec<MonthRow>,
    /// Whether it is the first part.
    pub is_first: bool,
}

/// How many waivers are in a state.
#[derive(Clone, Debug, Default, Serialize)]
pub struct StateCount {
    /// The state.
    pub state: Chip,
    /// How many.
    pub count: u32,
}

/// The waivers of a domain.
#[derive(Clone, Debug, Default, Serialize)]
pub struct DomainRow {
    /// The domain.
    pub domain: Link,
    /// How many are in each state, in the order of the states.
    pub counts: Vec<u32>,
    /// The day on which the oldest was granted; may be empty.
    pub oldest: String,
}

/// The waivers that were granted in a month.
#[derive(Clone, Debug, Default, Serialize)]
pub struct MonthRow {
    /// The month, such as `2026-11`.
    pub month: String,
    /// How many are in each state of `granted`.
    pub counts: Vec<u32>,
}

fn split(portal: &Portal) -> Split {
    let base = route::WAIVERS.trim_end_matches(".html");
    Split::new(base, portal.waivers.all().len()).most(ROWS)
}

fn show(portal: &Portal, key: Key) -> Shown {
    let split = split(portal);
    let all = portal.waivers.all();
    let mut order: Vec<&Waiver> = all.iter().collect();
    order.sort_by(|a, b| compare(a, b));
    let rows = order[split.rows(key.part)].iter();
    let mut view = View {
        states: states(all.iter()),
        total: all.len() as u32,
        waivers: rows.map(|waiver| waiver_row(portal, waiver)).collect(),
        pager: split.pager(key.part),
        is_first: key.part == 0,
        ..View::default()
    };
    if view.is_first {
        view.domains = domains(portal);
        view.granted = GRANTED.map(waiver_state).to_vec();
        view.months = months(portal);
    }
    let meta = Meta {
        title: "Waivers".to_owned(),
        summary: format!(
            "What {} lets be for some time, why, and who answers for it.",
            portal.config.title
        ),
        section: "scorecards",
        crumbs: vec![Link::to("Scorecards", route::SCORECARDS)],
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

/// What is over comes first, then what ends soon; of one state the oldest.
fn compare(a: &Waiver, b: &Waiver) -> Ordering {
    let rank = |waiver: &Waiver| match waiver.state {
        State::Expired => 0,
        State::Expiring => 1,
        State::Active => 2,
        State::Invalid => 3,
    };
    let key = |waiver: &Waiver| (rank(waiver), waiver.created, waiver.expires);
    key(a).cmp(&key(b)).then_with(|| a.id.cmp(&b.id))
}

/// How many waivers are in each state, with its name.
pub fn states<'w>(waivers: impl Iterator<Item = &'w Waiver>) -> Vec<StateCount> {
    let counted = State::ALL.into_iter().zip(counts(waivers));
    let states = counted.map(|(state, count)| StateCount {
        state: waiver_state(state),
        count,
    });
    states.collect()
}

/// How many waivers are in each state.
fn counts<'w>(waivers: impl Iterator<Item = &'w Waiver>) -> Vec<u32> {
    let mut counts = vec![0; State::ALL.len()];
    for waiver in waivers {
        counts[waiver.state as usize] += 1;
    }
    counts
}

fn domains(portal: &Portal) -> Vec<DomainRow> {
    let mesh = &portal.mesh;
    let mut by_domain: BTreeMap<Option<crate::mesh::DomainId>, Vec<&Waiver>> = BTreeMap::new();
    for waiver in portal.waivers.all() {
        let domain = waiver
            .concern
            .map(|concern| mesh.product(concern.product).domain);
        by_domain.entry(domain).or_default().push(waiver);
    }
    let mut rows: Vec<_> = by_domain.into_iter().collect();
    rows.sort_by_key(|(domain, waivers)| {
        (domain.is_none(), std::cmp::Reverse(waivers.len()), *domain)
    });
    let rows = rows.into_iter().take(MOST).map(|(domain, waivers)| {
        let oldest = waivers.iter().filter_map(|waiver| waiver.created).min();
        DomainRow {
            domain: domain.map_or_else(
                || Link::plain("nothing that is known"),
                |id| portal.domain_link(id),
            ),
            counts: counts(waivers.iter().copied()),
            oldest: oldest.map_or_else(String::new, |day| day.to_string()),
        }
    });
    rows.collect()
}

/// The states of waivers that were granted; what is invalid never was.
const GRANTED: [State; 3] = [State::Active, State::Expiring, State::Expired];

fn months(portal: &Portal) -> Vec<MonthRow> {
    let mut by_month: BTreeMap<String, Vec<&Waiver>> = BTreeMap::new();
    let all = portal.waivers.all().iter();
    for waiver in all.filter(|waiver| waiver.state != State::Invalid) {
        if let Some(created) = waiver.created {
            let month = format!("{:04}-{:02}", created.year(), created.month());
            by_month.entry(month).or_default().push(waiver);
        }
    }
    let months = by_month.into_iter().rev().take(MOST);
    let months = months.map(|(month, waivers)| {
        let counts = counts(waivers.into_iter());
        let of_state = GRANTED.map(|state| counts[state as usize]);
        MonthRow {
            month,
            counts: of_state.to_vec(),
        }
    });
    let mut months: Vec<_> = months.collect();
    months.reverse();
    months
}
