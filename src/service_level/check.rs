//! The results of checks on the data.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::LAST;
use super::pace::Pace;
use crate::config::ServiceLevels;
use crate::measure::{Measurement, Value, Verdict, What};
use crate::model::DataContract;

/// How a check came out the last time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CheckState {
    /// The data is as it should be.
    Passing,
    /// It is not quite as it should be.
    Warning,
    /// The tool could not tell.
    Unknown,
    /// The result is too old to be believed.
    Stale,
    /// It is not as it should be.
    Failing,
}

impl CheckState {
    /// As outputs spell it.
    pub fn name(self) -> &'static str {
        match self {
            CheckState::Passing => "passing",
            CheckState::Warning => "warning",
            CheckState::Unknown => "unknown",
            CheckState::Stale => "stale",
            CheckState::Failing => "failing",
        }
    }
}

/// A check with its last results.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The table, as an index into `schema`; `None` for the whole contract.
    pub object: Option<usize>,
    /// The path of the column below the table; empty for the whole table.
    pub property: Box<str>,
    /// The quality rule, as an index into the `quality` of the table or column; `None` where the
    /// contract has no such rule.
    pub rule: Option<usize>,
    /// The name of the check, in the tool's spelling; may be empty.
    pub name: Box<str>,
    /// The dimension, in the tool's spelling; may be empty.
    pub dimension: Box<str>,
    /// Whether it looks at the shape of the data rather than at what is in it.
    pub is_of_schema: bool,
    /// How it came out the last time.
    pub state: CheckState,
    /// When that was.
    pub at: Timestamp,
    /// From when on it is too old to be believed.
    pub stale_after: Timestamp,
    /// Since when it fails without a pass between; `None` where it does not.
    pub failing_since: Option<Timestamp>,
    /// What it counted, where the tool told.
    pub number: Option<f64>,
    /// Why it failed, in the words of the tool; may be empty.
    pub message: Box<str>,
    /// The tool, in its own spelling.
    pub tool: Box<str>,
    /// The page of the run.
    pub run_url: Option<Box<str>>,
    /// The file that says so, as an index into the files of results.
    pub file: u32,
    /// The last results, from the oldest to the newest, each with its moment.
    pub history: Vec<(Timestamp, Verdict)>,
}

/// One check among those of a contract.
type Key<'m> = (Option<usize>, &'m str, Option<usize>, &'m str, bool);

/// The checks of a contract, by what was measured of it: from the oldest to the newest.
pub(super) fn checks(
    contract: &DataContract,
    measured: &[&Measurement],
    settings: &ServiceLevels,
    now: Timestamp,
) -> Vec<Checked> {
    let mut series: BTreeMap<Key<'_>, Vec<&Measurement>> = BTreeMap::new();
    for one in measured {
        let is_of_schema = match one.what {
            What::Quality => false,
            What::Schema => true,
            What::Service(_) | What::Update => continue,
        };
        if one.verdict.is_none() {
            continue;
        }
        // A declared rule is one check, whatever tools call it.
        let name = if one.rule.is_some() { "" } else { &*one.name };
        let key = (one.object, &*one.property, one.rule, name, is_of_schema);
        series.entry(key).or_default().push(one);
    }
    if series.is_empty() {
        return Vec::new();
    }
    let pace = Pace::of(contract, settings);
    let checks = series.into_iter();
    checks
        .filter_map(|((.., is_of_schema), series)| checked(&series, is_of_schema, pace, now))
        .collect()
}

fn checked(
    series: &[&Measurement],
    is_of_schema: bool,
    pace: Pace,
    now: Timestamp,
) -> Option<Checked> {
    let verdict = |one: &Measurement| one.verdict.unwrap_or(Verdict::Errored);
    let mut series = series.to_vec();
    // Of what was found at one moment the worst stands last.
    series.sort_by_key(|one| (one.at, verdict(one)));
    let newest = *series.last()?;
    let stale_after = pace.stale_after(newest.at);
    let state = match verdict(newest) {
        _ if now > stale_after => CheckState::Stale,
        Verdict::Passed => CheckState::Passing,
        Verdict::Warned => CheckState::Warning,
        Verdict::Failed => CheckState::Failing,
        Verdict::Errored => CheckState::Unknown,
    };
    let failing = series
        .iter()
        .rev()
        .take_while(|one| verdict(one) != Verdict::Passed);
    let since = failing.filter(|one| verdict(one) == Verdict::Failed).last();
    let fails = verdict(newest) == Verdict::Failed;
    let history = series.iter().skip(series.len().saturating_sub(LAST));
    Some(Checked {
        object: newest.object,
        property: newest.property.clone(),
        rule: newest.rule,
        name: newest.name.clone(),
        dimension: newest.dimension.clone(),
        is_of_schema,
        state,
        at: newest.at,
        stale_after,
        failing_since: since.filter(|_| fails).map(|one| one.at),
        number: match newest.value {
            Some(Value::Count(number, _)) => Some(number),
            _ => None,
        },
        message: newest.message.clone(),
        tool: newest.tool.clone(),
        run_url: newest.run_url.clone(),
        file: newest.file,
        history: history.map(|one| (one.at, verdict(one))).collect(),
    })
}
