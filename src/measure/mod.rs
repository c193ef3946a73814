//! What tools measured: results of checks and measured service levels, from the files that tools
//! write. One file of this room for each format.
//!
//! A reader keeps the names of its tool; `join` finds out what they mean in the mesh. Nothing is
//! fetched, and nothing of a result is taken for a promise.

mod datacontract;
mod dbt_run_results;
mod dbt_sources;
mod fault;
mod field;
mod find;
mod great_expectations;
mod join;
mod junit;
mod lines;
mod metric;
mod names;
mod oors;
mod openlineage;
mod own;
mod soda;
mod time;
mod told;
#[cfg(test)]
mod trial;

use std::collections::{BTreeMap, HashMap};
use std::io::Read;

use jiff::{SignedDuration, Timestamp};

use crate::mesh::ContractId;
use crate::model::sla::{Amount, Duration, SlaKind, TimeOfDay};

use fault::{Fault, Faults};
use field::{LONGEST_NAME, name, words};

pub use find::read;
pub(crate) use names::{column, spellings, within};
pub use own::{RawMeasurement, RawStatus, RawValue, schema};
pub use told::CODES;

/// A format of results: one file of this room.
pub struct Format {
    /// The name under which pages and guides know it.
    pub name: &'static str,
    /// What a file of it holds, in a few words.
    pub holds: &'static str,
    /// Whether a file is of it: by its first bytes, and its path.
    is_it: fn(&Head<'_>) -> bool,
    /// What such a file says.
    read: fn(&mut dyn Read, &Head<'_>) -> Result<Batch, Fault>,
}

/// Every format, in the order in which they are tried.
pub const FORMATS: &[Format] = &[
    datacontract::FORMAT,
    dbt_run_results::FORMAT,
    dbt_sources::FORMAT,
    great_expectations::FORMAT,
    junit::FORMAT,
    oors::FORMAT,
    openlineage::FORMAT,
    soda::FORMAT,
    own::FORMAT,
];

/// The start of a file of results.
struct Head<'a> {
    /// Its path below its source, with `/`.
    path: &'a str,
    /// Its first bytes, as text.
    text: &'a str,
}

impl Head<'_> {
    /// What the file begins with, behind a mark of the byte order and white space.
    fn start(&self) -> &str {
        self.text.trim_start_matches('\u{feff}').trim_start()
    }

    /// Whether a JSON object seems to begin the file, with this text in its first bytes.
    fn is_object_with(&self, text: &str) -> bool {
        self.start().starts_with('{') && self.text.contains(text)
    }

    /// Whether the name of the file ends so, in any case.
    fn is_named(&self, ending: &str) -> bool {
        self.path.to_ascii_lowercase().ends_with(ending)
    }
}

/// What one file says.
#[derive(Clone, Debug, Default)]
struct Batch {
    /// Its results, in the order of the file.
    results: Vec<Observation>,
    /// What holds for each result that does not say it itself.
    all: Common,
    /// Entries that say nothing of data, such as those that a tool was told to skip.
    silent: usize,
    /// Entries that cannot be read.
    faults: Faults,
    /// Whether it has more results than are read.
    is_cut: bool,
}

/// The most results of one file, and the most entries of a list in one.
const MOST_RESULTS: usize = 200_000;

impl Batch {
    /// Adds a result, where there is room for it.
    fn add(&mut self, mut result: Observation) {
        result.cut();
        match self.results.len() < MOST_RESULTS {
            true => self.results.push(result),
            false => self.is_cut = true,
        }
    }
}

/// What holds for all results of a file.
#[derive(Clone, Debug, Default)]
struct Common {
    /// The tool, in its own spelling, such as `dbt`.
    tool: Box<str>,
    /// The id of the contract.
    contract: Option<Box<str>>,
    /// Its version.
    version: Option<Box<str>>,
    /// When it was measured.
    at: Option<Timestamp>,
    /// The environment, such as `prod`.
    environment: Option<Box<str>>,
    /// The page of the run that measured.
    run_url: Option<Box<str>>,
}

/// One result, in the names of its tool. What is `None` is taken from [`Common`].
#[derive(Clone, Debug)]
struct Observation {
    /// What it is about.
    about: About,
    /// What was looked at.
    what: What,
    /// What the tool says of it; `None` where it only measured.
    verdict: Option<Verdict>,
    /// What it measured.
    value: Option<Value>,
    /// When it was measured.
    at: Option<Timestamp>,
    /// The length of time over which it was measured.
    window: Option<Duration>,
    /// From how many samples.
    samples: Option<u64>,
    /// Why it failed, in the words of the tool.
    message: Option<Box<str>>,
    /// The page of the run that measured.
    run_url: Option<Box<str>>,
    /// What measured it, in its own spelling.
    tool: Option<Box<str>>,
    /// The environment, such as `prod`.
    environment: Option<Box<str>>,
}

impl Observation {
    /// One that says nothing yet.
    fn new(what: What) -> Observation {
        Observation {
            about: About::default(),
            what,
            verdict: None,
            value: None,
            at: None,
            window: None,
            samples: None,
            message: None,
            run_url: None,
            tool: None,
            environment: None,
        }
    }

    /// Keeps no more of its texts than is looked at.
    fn cut(&mut self) {
        let about = &mut self.about;
        let texts = [
            &mut about.contract,
            &mut about.version,
            &mut about.object,
            &mut about.property,
            &mut about.rule,
            &mut about.suite,
            &mut about.name,
            &mut about.dimension,
            &mut self.tool,
            &mut self.environment,
        ];
        for text in texts {
            if text.as_ref().is_some_and(|text| text.len() > LONGEST_NAME) {
                *text = text.take().and_then(|text| words(&text));
            }
        }
        self.run_url = self.run_url.take().filter(|url| url.len() <= LONGEST_URL);
    }
}

/// The longest address of a run that is kept, in bytes: another one is none.
const LONGEST_URL: usize = 2_000;

/// What a result is about, in the names of its tool.
#[derive(Clone, Debug, Default)]
struct About {
    /// The id of the contract.
    contract: Option<Box<str>>,
    /// Its version.
    version: Option<Box<str>>,
    /// The table: a name, or a path with `.` or `/` that ends with it.
    object: Option<Box<str>>,
    /// The column, with `.` between nested ones.
    property: Option<Box<str>>,
    /// The id of the quality rule (ODCS: `quality[].id`).
    rule: Option<Box<str>>,
    /// The place of the rule in the `quality` of its table or column, where no id is known.
    rule_at: Option<usize>,
    /// The name of the suite, which may be the id of the contract.
    suite: Option<Box<str>>,
    /// The name of the check, such as `not_null_orders_order_id`.
    name: Option<Box<str>>,
    /// The metric of ODCS that the check counts, such as `nullValues`.
    metric: Option<&'static str>,
    /// The dimension, in the tool's spelling.
    dimension: Option<Box<str>>,
}

/// What was looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// How good the data is.
    Quality,
    /// Whether tables and columns are as the contract has them.
    Schema,
    /// A service level.
    Service(SlaKind),
    /// That data was written.
    Update,
}

/// What a tool says of a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Verdict {
    /// It is as it should be.
    Passed,
    /// It is not quite as it should be.
    Warned,
    /// It is not as it should be.
    Failed,
    /// The tool could not tell.
    Errored,
}

/// What was measured.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// The time of the newest data.
    Loaded(Timestamp),
    /// A length of time, in seconds.
    Seconds(f64),
    /// A share of a hundred.
    Percent(f64),
    /// A number of something, such as `4000` of `events/s`; the unit may be empty.
    Count(f64, Box<str>),
    /// A time of the day.
    Time(TimeOfDay),
}

impl Value {
    /// An amount that was measured; `None` where it is nothing that can be.
    fn of(amount: Amount) -> Option<Value> {
        match amount {
            Amount::Duration(duration) => Some(Value::Seconds(Duration::seconds(duration))),
            Amount::Percent(share) => Some(Value::Percent(share)),
            Amount::Count(number, unit) => Some(Value::Count(number, unit)),
            Amount::Time(time) => Some(Value::Time(time)),
            Amount::Always
            | Amount::Never
            | Amount::Forever
            | Amount::Date(_)
            | Amount::Text(_) => None,
        }
    }

    /// The one door for what was measured, at a time.
    ///
    /// # Errors
    ///
    /// It cannot be, in a message without an end.
    fn checked(self, at: Timestamp) -> Result<Value, String> {
        let told = |number: &f64, why: &str| Err(format!("`{number:?}` {why}"));
        match &self {
            Value::Seconds(seconds) if !(0.0..=LONGEST).contains(seconds) => {
                told(seconds, "seconds are no length of time up to 1,000 years")
            }
            Value::Percent(share) if !(0.0..=100.0).contains(share) => {
                told(share, "percent are no share of a hundred")
            }
            Value::Loaded(newest) if newest.duration_since(at) > AHEAD => Err(format!(
                "the newest row, of {newest}, lies ahead of the measurement"
            )),
            Value::Count(number, _) if !number.is_finite() => told(number, "is no number"),
            _ => Ok(match self {
                Value::Count(number, unit) => Value::Count(number, name(&unit).unwrap_or_default()),
                value => value,
            }),
        }
    }
}

/// The longest length of time that can be measured: 1,000 years, in seconds.
const LONGEST: f64 = 1_000.0 * 365.25 * 86_400.0;

/// How far the clock of the data may be ahead of that of the tool.
const AHEAD: SignedDuration = SignedDuration::from_mins(5);

/// One result that was joined with the mesh.
#[derive(Clone, Debug)]
pub struct Measurement {
    /// The version of the contract, as an index.
    pub version: usize,
    /// The table, as an index into `schema`; `None` for the whole contract.
    pub object: Option<usize>,
    /// The path of the column below the table, with `.`; empty for the whole table.
    pub property: Box<str>,
    /// The quality rule of the table or column, as an index into its `quality`; `None` where the
    /// contract has no such rule.
    pub rule: Option<usize>,
    /// The name of the check, in the tool's spelling; may be empty.
    pub name: Box<str>,
    /// The dimension, in the tool's spelling; may be empty.
    pub dimension: Box<str>,
    /// What was looked at.
    pub what: What,
    /// What the tool says of it; `None` where it only measured.
    pub verdict: Option<Verdict>,
    /// What it measured.
    pub value: Option<Value>,
    /// When it was measured.
    pub at: Timestamp,
    /// The length of time over which it was measured.
    pub window: Option<Duration>,
    /// From how many samples.
    pub samples: Option<u64>,
    /// The environment, such as `prod`; may be empty.
    pub environment: Box<str>,
    /// The tool, in its own spelling.
    pub tool: Box<str>,
    /// Why it failed, in the words of the tool; may be empty.
    pub message: Box<str>,
    /// The page of the run that measured.
    pub run_url: Option<Box<str>>,
    /// The file that says so, as an index into [`Measured::files`].
    pub file: u32,
}

/// Everything that was measured.
#[derive(Clone, Debug, Default)]
pub struct Measured {
    /// The files of results, in order.
    pub files: Vec<ResultFile>,
    /// What was measured of each contract, from the oldest to the newest.
    by_contract: BTreeMap<ContractId, Vec<Measurement>>,
}

/// How many measurements of the same thing are kept: the newest.
const MOST_OF_ONE: usize = 24;

impl Measured {
    /// What was measured of a contract, from the oldest to the newest.
    pub fn of(&self, id: ContractId) -> &[Measurement] {
        self.by_contract.get(&id).map_or(&[], Vec::as_slice)
    }

    /// Adds what one file says.
    fn add(&mut self, file: u32, measurements: Vec<(ContractId, Measurement)>) {
        let mut counts: BTreeMap<ContractId, usize> = BTreeMap::new();
        for (contract, _) in &measurements {
            *counts.entry(*contract).or_default() += 1;
        }
        for (contract, count) in counts {
            let known = self.by_contract.entry(contract).or_default();
            if known.capacity() - known.len() < count {
                // Before it takes twice the memory.
                keep_newest(known);
                known.reserve(count);
            }
        }
        for (contract, mut measurement) in measurements {
            measurement.file = file;
            let known = self.by_contract.entry(contract).or_default();
            known.push(measurement);
        }
    }

    /// Brings what was measured into the order of time; of one moment, into that of the files.
    fn sort(&mut self) {
        for measurements in self.by_contract.values_mut() {
            keep_newest(measurements);
            measurements.shrink_to_fit();
        }
    }

    /// Whether nothing was measured at all.
    pub fn is_empty(&self) -> bool {
        self.by_contract.is_empty()
    }
}

/// Sorts measurements by time, and keeps the newest of each thing that was measured.
fn keep_newest(measurements: &mut Vec<Measurement>) {
    measurements.sort_by_key(|measurement| measurement.at);
    let mut counts: HashMap<_, usize> = HashMap::new();
    let newest_first = measurements.iter().rev().map(|of| {
        let place = (of.version, of.object, &*of.property, of.rule, &*of.name);
        let count = counts
            .entry((place, of.what, &*of.environment, &*of.tool))
            .or_default();
        *count += 1;
        *count <= MOST_OF_ONE
    });
    let are_kept: Vec<bool> = newest_first.collect();
    let mut are_kept = are_kept.into_iter().rev();
    measurements.retain(|_| are_kept.next().unwrap_or(true));
}

/// A file of results.
#[derive(Clone, Debug)]
pub struct ResultFile {
    /// Its path as people see it.
    pub shown: String,
    /// Its format: an index into [`FORMATS`]; `None` where it is of none.
    pub format: Option<usize>,
    /// How many results stand in it.
    pub results: usize,
    /// How many of them were joined with a contract.
    pub joined: usize,
    /// How many say nothing of data.
    pub silent: usize,
    /// How many could not be read.
    pub unreadable: usize,
}

impl ResultFile {
    /// Whether it is in Meshbook's own format, which no other tool writes.
    pub fn is_own(&self) -> bool {
        self.format.is_some_and(|at| FORMATS[at].name == own::NAME)
    }
}
