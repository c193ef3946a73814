//! Whether promised service levels are kept: what was measured, held against what is promised, at
//! one moment.
//!
//! Nothing is green without a measurement, and no state gets better as time passes without a new
//! one. Results of checks on the quality of the data stand beside the promises.

mod check;
mod compare;
mod date;
mod frequency;
mod judge;
mod pace;
mod scope;
mod state;
mod told;

use std::collections::BTreeMap;

use jiff::Timestamp;
use rayon::prelude::*;

use crate::config;
use crate::diag::{FileId, Finding};
use crate::measure::Measured;
use crate::mesh::{ContractId, Link, Mesh, Product, ProductId};
use crate::model::DataContract;
use crate::model::sla::SlaKind;

pub use check::{CheckState, Checked};
pub use date::{Dated, Phase};
pub use state::{Counts, State};
pub use told::{CODES, lasting, telling};

/// How all promises of a mesh stand at one moment.
#[derive(Clone, Debug, Default)]
pub struct ServiceLevels {
    by_file: BTreeMap<FileId, Levels>,
    /// The files of results.
    pub measured: Measured,
}

/// How the promises of one version of a contract stand.
#[derive(Clone, Debug, Default)]
pub struct Levels {
    /// The promises that can be kept or broken, in the order of `slaProperties`.
    pub promises: Vec<Standing>,
    /// The days of its life that it names, in the order of `slaProperties`.
    pub dates: Vec<Dated>,
    /// The results of checks, by table, column and name.
    pub checks: Vec<Checked>,
}

impl Levels {
    /// How the promises stand together.
    pub fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        for promise in &self.promises {
            tally.counts.add(promise.state);
            let evidence = promise.evidence.as_ref();
            tally.measured = earlier(tally.measured, evidence.map(|evidence| evidence.at));
            let fresh = evidence.filter(|_| promise.state != State::Stale);
            let end = fresh.map(|evidence| evidence.stale_after);
            tally.stale_after = earlier(tally.stale_after, end);
        }
        tally
    }

    /// The result on a quality rule: that of a table, or of the column at a path below it.
    pub fn check(&self, object: usize, property: &str, rule: usize) -> Option<&Checked> {
        let wanted = (Some(object), property, Some(rule));
        let key = |check: &Checked| {
            let own = (check.object, &*check.property, check.rule);
            own.cmp(&wanted)
        };
        let at = self.checks.binary_search_by(key).ok()?;
        self.checks.get(at)
    }
}

/// The contracts that a product offers, each in the newest of its versions that a port names: what
/// is promised to those who begin to read it.
pub fn newest_offered<'m>(
    mesh: &'m Mesh,
    product: &Product,
) -> Vec<(ContractId, &'m DataContract)> {
    let mut newest: Vec<(ContractId, usize)> = Vec::new();
    for output in &product.outputs {
        let (id, at) = match output.contract {
            Link::To(id, at) => (id, at),
            Link::NoSuchVersion(id) => (id, 0),
            Link::Dangling | Link::Unnamed => continue,
        };
        match newest.iter_mut().find(|(known, _)| *known == id) {
            Some((_, known)) => *known = at.min(*known),
            None => newest.push((id, at)),
        }
    }
    let newest = newest.into_iter();
    newest
        .map(|(id, at)| (id, &*mesh.contract(id).versions[at].manifest))
        .collect()
}

/// How several promises stand together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// How many are in each state.
    pub counts: Counts,
    /// The earliest moment at which one of them was measured last; `None` where none was.
    pub measured: Option<Timestamp>,
    /// From when on the first of them is too old to be believed; `None` where all that was
    /// measured is already.
    pub stale_after: Option<Timestamp>,
}

impl Tally {
    /// Takes others in.
    pub fn include(&mut self, other: &Tally) {
        self.counts.include(&other.counts);
        self.measured = earlier(self.measured, other.measured);
        self.stale_after = earlier(self.stale_after, other.stale_after);
    }
}

fn earlier(one: Option<Timestamp>, other: Option<Timestamp>) -> Option<Timestamp> {
    one.into_iter().chain(other).min()
}

/// How one promise stands.
#[derive(Clone, Debug)]
pub struct Standing {
    /// The promise: an index into `slaProperties`.
    pub at: usize,
    /// What is promised.
    pub kind: SlaKind,
    /// How it stands.
    pub state: State,
    /// What it is told from; `None` where nothing was measured.
    pub evidence: Option<Box<Evidence>>,
    /// More on the state, such as why nothing can be told: lower case, no full stop; may be empty.
    pub why: Box<str>,
}

/// What the state of a promise is told from.
#[derive(Clone, Debug)]
pub struct Evidence {
    /// When it was measured.
    pub at: Timestamp,
    /// From when on it is too old to be believed.
    pub stale_after: Timestamp,
    /// Whether it met the promise.
    pub is_met: bool,
    /// What was measured, in words; empty where the tool told no value.
    pub value: String,
    /// Which part of what may go wrong did: 1 for all of it; `None` where there is no such measure.
    pub used: Option<f64>,
    /// Over which length of time, in words; may be empty.
    pub window: String,
    /// From how many samples.
    pub samples: Option<u64>,
    /// The tool, in its own spelling.
    pub tool: Box<str>,
    /// The page of the run that measured.
    pub run_url: Option<Box<str>>,
    /// The file that says so, as an index into [`Measured::files`].
    pub file: u32,
    /// The last measurements, from the oldest to the newest.
    pub history: Vec<Point>,
}

/// One measurement of the last ones.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    /// When it was measured.
    pub at: Timestamp,
    /// The value, in the unit of the promise: seconds, percent, a count, minutes of the day;
    /// `None` where the tool told none.
    pub number: Option<f64>,
    /// Whether it met the promise.
    pub is_met: bool,
}

/// How many of the last measurements are kept.
pub const LAST: usize = 12;

impl ServiceLevels {
    /// How the promises of a mesh stand at `now`.
    pub fn new(
        mesh: &Mesh,
        measured: Measured,
        settings: &config::ServiceLevels,
        now: Timestamp,
    ) -> (ServiceLevels, Vec<Finding>) {
        // Who writes measurements in advance is not believed in any.
        let doubted = told::doubted(mesh, &measured, now);
        let contracts: Vec<_> = mesh.contracts().collect();
        let levels: Vec<_> = contracts
            .par_iter()
            .flat_map_iter(|(id, contract)| {
                let versions = contract.versions.iter().enumerate();
                let (measured, doubted) = (measured.of(*id), &doubted);
                versions.map(move |(version, of)| {
                    let own = measured.iter().filter(|one| one.version == version);
                    let own: Vec<_> = own.filter(|one| !doubted.contains(&one.file)).collect();
                    let levels = judge::levels(&of.manifest, &own, settings, now);
                    (of.manifest.file, levels)
                })
            })
            .collect();
        let findings = told::ahead(mesh, &measured, now);
        let levels = ServiceLevels {
            by_file: levels.into_iter().collect(),
            measured,
        };
        (levels, findings)
    }

    /// How the promises of the contract in a file stand.
    pub fn of(&self, file: FileId) -> Option<&Levels> {
        self.by_file.get(&file)
    }

    /// How the promises of a product stand together: those of all contracts that it offers.
    pub fn product(&self, mesh: &Mesh, id: ProductId) -> Tally {
        let mut tally = Tally::default();
        for (_, contract) in newest_offered(mesh, mesh.product(id)) {
            if let Some(levels) = self.of(contract.file) {
                tally.include(&levels.tally());
            }
        }
        tally
    }

    /// Whether anything was measured of a contract.
    pub fn is_measured(&self, id: ContractId) -> bool {
        !self.measured.of(id).is_empty()
    }
}
