//! The state of each promise of a contract.

use std::collections::BTreeMap;

use jiff::Timestamp;

use super::compare::{Compared, compare, ends};
use super::date::Dated;
use super::frequency::{gaps, is_update, is_written};
use super::pace::{Pace, after};
use super::scope::{Scope, Series};
use super::told::{lasting, telling};
use super::{Evidence, LAST, Levels, Point, Standing, State, check};
use crate::config::ServiceLevels;
use crate::measure::{Measurement, Value, Verdict, What};
use crate::model::sla::{Amount, Promise, SlaKind, read};
use crate::model::{DataContract, SlaProperty};

/// How the promises of a contract stand, by what was measured of this version of it: from the
/// oldest to the newest.
pub(super) fn levels(
    contract: &DataContract,
    measured: &[&Measurement],
    settings: &ServiceLevels,
    now: Timestamp,
) -> Levels {
    let mut levels = Levels::default();
    let live: Vec<&Measurement> = measured
        .iter()
        .copied()
        .filter(|one| is_live(&one.environment))
        .collect();
    let mut by_kind: BTreeMap<SlaKind, Vec<&Measurement>> = BTreeMap::new();
    for one in &live {
        if let What::Service(kind) = one.what
            && one.verdict != Some(Verdict::Errored)
        {
            by_kind.entry(kind).or_default().push(one);
        }
    }
    let written = live.iter().copied().filter(|one| is_written(one));
    let judge = Judge {
        contract,
        is_measured: !live.is_empty(),
        by_kind,
        written: written.collect(),
        pace: Pace::of(contract, settings),
        minimum: settings.minimum_samples,
        now,
    };
    for (at, property) in contract.sla_properties.iter().enumerate() {
        let reading = read(property);
        let name = property.property.as_ref();
        let kind = name.map_or(SlaKind::Other, |name| SlaKind::named(name));
        let Some(promise) = reading.promise else {
            let fault = reading.faults.into_iter().next();
            let why = fault.map_or_else(String::new, |fault| fault.message);
            levels.promises.push(unverifiable(at, kind, why));
            continue;
        };
        match &promise.amount {
            Amount::Date(date) => levels.dates.push(Dated::new(at, kind, *date, now)),
            _ => levels.promises.push(judge.standing(at, &promise, property)),
        }
    }
    levels.checks = check::checks(contract, &live, settings, now);
    levels
}

/// Whether an environment is one in which data is used. What is measured elsewhere is no evidence
/// of it.
fn is_live(environment: &str) -> bool {
    const OTHERS: [&str; 20] = [
        "acc",
        "acceptance",
        "ci",
        "dev",
        "develop",
        "development",
        "int",
        "integration",
        "local",
        "nonprod",
        "preprod",
        "qa",
        "sandbox",
        "stage",
        "staging",
        "stg",
        "test",
        "testing",
        "tst",
        "uat",
    ];
    let name = environment.to_ascii_lowercase();
    let mut parts = name.split(|c: char| !c.is_ascii_alphanumeric());
    !parts.any(|part| OTHERS.contains(&part))
}

fn unverifiable(at: usize, kind: SlaKind, why: impl Into<Box<str>>) -> Standing {
    Standing {
        at,
        kind,
        state: State::Unverifiable,
        evidence: None,
        why: why.into(),
    }
}

struct Judge<'a> {
    contract: &'a DataContract,
    /// Whether anything was measured of the contract.
    is_measured: bool,
    /// What was measured of each kind of promise.
    by_kind: BTreeMap<SlaKind, Vec<&'a Measurement>>,
    /// What tells when data was written.
    written: Vec<&'a Measurement>,
    pace: Pace,
    /// The least number of samples of a share.
    minimum: u64,
    now: Timestamp,
}

/// One measurement, held against a promise.
pub(super) struct Held<'m> {
    pub(super) of: &'m Measurement,
    pub(super) compared: Option<Compared>,
    pub(super) is_met: bool,
    /// Whether the tool warned of it.
    pub(super) is_warned: bool,
}

/// How one table stands.
struct Judged {
    state: State,
    evidence: Option<Box<Evidence>>,
    why: String,
}

impl Judge<'_> {
    fn standing(&self, at: usize, promise: &Promise, property: &SlaProperty) -> Standing {
        let kind = promise.kind;
        if let Some(why) = only_people(promise) {
            return unverifiable(at, kind, why);
        }
        let unmeasured = |why: String| Standing {
            at,
            kind,
            state: State::Unmeasured,
            evidence: None,
            why: why.into(),
        };
        if !self.is_measured {
            return unmeasured(String::new());
        }
        if at >= MOST_PROMISES {
            let why = format!("no more than {MOST_PROMISES} promises of a contract are looked at");
            return unmeasured(why);
        }
        let Some(scope) = Scope::of(self.contract, property) else {
            return unverifiable(at, kind, "its `element` is no part of the schema");
        };
        let measured = self.by_kind.get(&kind).map_or(&[][..], Vec::as_slice);
        // Where nobody measured how often data comes, it is told by when it was written.
        let ways = [
            Some(measured),
            (kind == SlaKind::Frequency).then_some(&*self.written),
        ];
        let mut series = Vec::new();
        for way in ways.into_iter().flatten() {
            if way.len() > MOST_MEASURED {
                return unmeasured(format!("it has more than {MOST_MEASURED} measurements"));
            }
            if series.is_empty() {
                series = scope.series(way.iter().copied());
            }
        }
        // Of equal states that which was measured last, and of those the first table.
        let place = |of: &Judged| (of.state, of.evidence.as_ref().map(|evidence| evidence.at));
        let mut worst: Option<Judged> = None;
        for one in series.iter().map(|series| self.judge(promise, series)) {
            if worst
                .as_ref()
                .is_none_or(|known| place(&one) > place(known))
            {
                worst = Some(one);
            }
        }
        let Some(worst) = worst else {
            return unmeasured(String::new());
        };
        let (missing, tables) = scope.missing(&series);
        let mut standing = Standing {
            at,
            kind,
            state: worst.state,
            evidence: worst.evidence,
            why: worst.why.into(),
        };
        if missing > 0 && standing.state.is_kept() {
            // What was seen of some of it says nothing of the whole.
            standing.state = State::Unmeasured;
            standing.evidence = None;
            standing.why = format!("{missing} of {tables} tables are not measured").into();
        }
        standing
    }

    /// How a promise stands by what was measured of one table.
    fn judge(&self, promise: &Promise, series: &Series<'_>) -> Judged {
        let mut why = String::new();
        let is_of_updates =
            promise.kind == SlaKind::Frequency && series.of.iter().all(|one| is_update(one));
        let mut held: Vec<Held<'_>> = match is_of_updates {
            true => gaps(promise, &series.of, &mut why),
            false => {
                let all = series.of.iter();
                all.filter_map(|one| self.hold(promise, one, &mut why))
                    .collect()
            }
        };
        // Of one moment the worst counts, and counts once.
        held.sort_by_key(|held| (held.of.at, held.is_met));
        held.dedup_by_key(|held| held.of.at);
        let Some(newest) = held.last() else {
            if why.is_empty() && promise.kind == SlaKind::Frequency {
                why = "it was seen to be written once so far".to_owned();
            }
            return Judged {
                state: State::Unmeasured,
                evidence: None,
                why,
            };
        };
        let stale_after = self.stale_after(promise, newest);
        let (state, why) = match self.now > stale_after {
            true => (State::Stale, newest.said()),
            false => fresh(&held),
        };
        Judged {
            state,
            evidence: Some(Box::new(evidence(promise, &held, newest, stale_after))),
            why,
        }
    }

    /// Holds a measurement against a promise; tells why where it is no evidence.
    fn hold<'m>(
        &self,
        promise: &Promise,
        of: &'m Measurement,
        why: &mut String,
    ) -> Option<Held<'m>> {
        let is_of_share = matches!(promise.kind, SlaKind::Availability | SlaKind::ErrorRate);
        if is_of_share && of.value.is_none() {
            *why = "the measurement tells no share".to_owned();
            return None;
        }
        if is_of_share && matches!(of.value, Some(Value::Percent(_))) {
            let samples = of.samples.unwrap_or_default();
            if of.window.is_none() || of.samples.is_none() {
                *why = "the measurement has no window or no number of samples".to_owned();
                return None;
            }
            if samples < self.minimum {
                *why = format!("too few samples to tell ({samples})");
                return None;
            }
        }
        let compared = match &of.value {
            None => None,
            Some(value) => match compare(promise, value, of.at.as_second() as f64) {
                Ok(compared) => Some(compared),
                Err(told) => {
                    *why = told;
                    return None;
                }
            },
        };
        let is_met = match (&compared, of.verdict) {
            (Some(compared), _) => compared.is_met,
            (None, Some(verdict)) => verdict != Verdict::Failed,
            (None, None) => return None,
        };
        Some(Held {
            of,
            is_warned: compared.is_none() && of.verdict == Some(Verdict::Warned),
            compared,
            is_met,
        })
    }

    /// From when on what was measured is too old: data goes on ageing after it was looked at.
    fn stale_after(&self, promise: &Promise, newest: &Held<'_>) -> Timestamp {
        let by_pace = self.pace.stale_after_of(promise.kind, newest.of);
        let age = newest.compared.as_ref().map(|compared| compared.number);
        let Amount::Duration(most) = ends(promise).1 else {
            return by_pace;
        };
        match (promise.kind, age) {
            // What was measured over a window does not age like the newest row.
            (SlaKind::Latency, Some(age)) if newest.is_met && newest.of.window.is_none() => {
                by_pace.min(after(newest.of.at, most.seconds() - age))
            }
            _ => by_pace,
        }
    }
}

impl Held<'_> {
    /// What it said, in words for when nobody knows any longer.
    fn said(&self) -> String {
        let said = if self.is_met { "kept" } else { "broken" };
        format!("it was {said} when it was measured last")
    }
}

/// How a promise stands whose newest measurement is recent enough, and why.
fn fresh(held: &[Held<'_>]) -> (State, String) {
    let recent = || held.iter().rev().take(RECENT);
    let missed = recent().filter(|held| !held.is_met).count();
    let used = |held: &Held<'_>| held.compared.as_ref().and_then(|compared| compared.used);
    let at_risk = |why: String| (State::AtRisk, why);
    match held.last() {
        Some(newest) if !newest.is_met => (State::Broken, String::new()),
        _ if missed > 0 => at_risk(format!(
            "{missed} of the last {} measurements missed it",
            recent().count()
        )),
        Some(newest) if newest.is_warned => at_risk("the tool that measured it warns".to_owned()),
        Some(newest) if used(newest).is_some_and(|used| used > NARROW) => {
            at_risk("more than 80 % of what it allows is used up".to_owned())
        }
        _ => (State::Kept, String::new()),
    }
}

/// What a state is told from.
fn evidence(
    promise: &Promise,
    held: &[Held<'_>],
    newest: &Held<'_>,
    stale_after: Timestamp,
) -> Evidence {
    let history = held.iter().skip(held.len().saturating_sub(LAST));
    let history = history.map(|held| Point {
        at: held.of.at,
        number: held.compared.as_ref().map(|compared| compared.number),
        is_met: held.is_met,
    });
    let (of, compared) = (newest.of, newest.compared.as_ref());
    let window = of.window.map(|window| lasting(window.seconds()));
    Evidence {
        at: of.at,
        stale_after,
        is_met: newest.is_met,
        value: compared.map_or_else(String::new, |compared| telling(promise, compared.number)),
        used: compared.and_then(|compared| compared.used),
        window: window.unwrap_or_default(),
        samples: of.samples,
        tool: of.tool.clone(),
        run_url: of.run_url.clone(),
        file: of.file,
        history: history.collect(),
    }
}

/// The most promises of a contract that are held against measurements.
const MOST_PROMISES: usize = 200;
/// The most measurements of one kind of promise of a contract. Where there are more, the ones that
/// were missed may be hidden among them.
const MOST_MEASURED: usize = 5_000;
/// How many of the last measurements must have met a promise that is not at risk.
const RECENT: usize = 5;
/// Which part of what may go wrong is used up where a promise is at risk.
const NARROW: f64 = 0.8;

/// Why nothing that is measured tells of a promise; `None` where something does.
fn only_people(promise: &Promise) -> Option<&'static str> {
    match promise.amount {
        Amount::Text(_) => Some("only people can judge of it"),
        Amount::Always => Some("it has no limit that could be measured"),
        Amount::Never => Some("data that never changes has no age"),
        Amount::Forever => Some("it has no end that could be measured"),
        _ => None,
    }
}
