//! Waivers: rules that are let be at a product for some time, approved by somebody else.
//!
//! A waiver changes no level and no score: what it lets be counts as failed. It takes findings
//! out of the gate alone, and stays visible until its last day; after that the findings are
//! back. What is wrong with a waiver is told, and such a waiver lets nothing be.
//!
//! The files of the portal's own folder speak for the whole mesh. Those of a source speak for its
//! own products, and only where the configuration names who may approve there: their number and
//! their texts are bounded.

mod cover;
mod effect;
mod faults;
mod judge;
mod party;
mod raw;
mod target;
mod written;

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::config::Config;
use crate::diag::{Files, SourceId, Span};
use crate::mesh::{Mesh, ProductId};
use crate::rules::{Book, Concern, shown_reason};

pub use effect::apply;
pub use judge::read;
pub use party::Party;
pub use raw::schema;

/// What waivers are read from and held against.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// The configuration, which says who may approve.
    pub config: &'a Config,
    /// Everything joined.
    pub mesh: &'a Mesh,
    /// Every text.
    pub files: &'a Files,
    /// The rules.
    pub book: &'a Book,
    /// The day on which it is judged, in UTC.
    pub today: Date,
}

/// A waiver.
#[derive(Clone, Debug)]
pub struct Waiver {
    /// Its name; empty where it has none.
    pub id: String,
    /// The name of the rule as it is written.
    pub rule: String,
    /// The place of the rule in the book.
    pub position: Option<usize>,
    /// What it is for as it is written.
    pub target: String,
    /// The product or contract that it is for.
    pub concern: Option<Concern>,
    /// The JSON pointer into a manifest; empty where it is for all of it.
    pub pointer: String,
    /// The node to which the pointer leads; `None` without one.
    pub node: Option<Span>,
    /// Why.
    pub reason: String,
    /// Who answers for it.
    pub owner: Party,
    /// Who approved it.
    pub approved_by: Party,
    /// The day on which it was granted.
    pub created: Option<Date>,
    /// The last day on which it holds.
    pub expires: Option<Date>,
    /// Where the work on it is planned; may be empty.
    pub ticket: String,
    /// How it stands.
    pub state: State,
    /// Why it lets nothing be, where it is invalid: the first fault, with names in backticks.
    pub fault: String,
    /// Where it stands.
    pub span: Span,
    /// The source in whose folder it stands; `None` for the portal's own.
    pub source: Option<SourceId>,
    /// How many findings it lets be.
    pub findings: u32,
}

/// How a waiver stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    /// It holds.
    Active,
    /// It holds, and ends within [`AHEAD`] days.
    Expiring,
    /// Its last day is over: it lets nothing be.
    Expired,
    /// It lets nothing be, for a fault that is told.
    Invalid,
}

/// How many days ahead it is told that a waiver ends.
pub const AHEAD: i32 = 14;

impl State {
    /// Every state, in the order in which they are shown.
    pub const ALL: [State; 4] = [
        State::Active,
        State::Expiring,
        State::Expired,
        State::Invalid,
    ];

    /// The state as outputs spell it.
    pub fn name(self) -> &'static str {
        match self {
            State::Active => "active",
            State::Expiring => "expiring",
            State::Expired => "expired",
            State::Invalid => "invalid",
        }
    }

    /// Whether it lets something be.
    pub fn holds(self) -> bool {
        matches!(self, State::Active | State::Expiring)
    }
}

/// The waivers of a portal.
#[derive(Clone, Debug, Default)]
pub struct Waivers {
    all: Vec<Waiver>,
    by_product: BTreeMap<ProductId, Vec<u32>>,
}

impl Waivers {
    fn new(all: Vec<Waiver>) -> Waivers {
        let mut by_product: BTreeMap<ProductId, Vec<u32>> = BTreeMap::new();
        for (at, waiver) in all.iter().enumerate() {
            if let Some(concern) = waiver.concern {
                by_product
                    .entry(concern.product)
                    .or_default()
                    .push(at as u32);
            }
        }
        Waivers { all, by_product }
    }

    /// Every waiver: the portal's own, then those of the sources, by file and place.
    pub fn all(&self) -> &[Waiver] {
        &self.all
    }

    /// The waiver of this number, as verdicts name it.
    pub fn get(&self, number: u32) -> Option<&Waiver> {
        self.all.get(number as usize)
    }

    /// The waivers on a product and on its contracts, whatever their state.
    pub fn of_product(&self, id: ProductId) -> impl Iterator<Item = &Waiver> {
        let numbers = self.by_product.get(&id).into_iter().flatten();
        numbers.map(|&number| &self.all[number as usize])
    }

    /// How many of these waivers there are, each once, and the first day on which one ends.
    pub fn until(&self, numbers: impl IntoIterator<Item = u32>) -> (usize, Option<Date>) {
        let numbers: HashSet<u32> = numbers.into_iter().collect();
        let ends = numbers
            .iter()
            .filter_map(|number| self.get(*number)?.expires);
        (numbers.len(), ends.min())
    }
}

/// A text as it is shown: without what must not be read, and cut.
fn shown(text: &str, longest: usize) -> String {
    shown_reason(text, longest)
}
