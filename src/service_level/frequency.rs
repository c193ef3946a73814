//! How often data comes, where nobody measured it: by the times at which it was written.

use jiff::Timestamp;

use super::compare::compare;
use super::judge::Held;
use crate::measure::{Measurement, Value, Verdict, What};
use crate::model::sla::Promise;

/// Whether a measurement tells when data was written.
pub(super) fn is_written(of: &Measurement) -> bool {
    let is_run = of.what == What::Update && of.verdict.is_none_or(|told| told == Verdict::Passed);
    is_run || matches!(of.value, Some(Value::Loaded(_)))
}

/// Whether a measurement tells nothing but when data was written.
pub(super) fn is_update(of: &Measurement) -> bool {
    of.what == What::Update || matches!(of.value, Some(Value::Loaded(_)))
}

/// The lengths of time between the updates of a table. Runs that left no result are not seen: a
/// gap that is too long is no evidence of anything.
pub(super) fn gaps<'m>(
    promise: &Promise,
    series: &[&'m Measurement],
    why: &mut String,
) -> Vec<Held<'m>> {
    // When data was written is told by what wrote it, else by the newest row.
    let is_written = |of: &&&Measurement| of.what == What::Update;
    let has_writers = series.iter().any(|of| is_written(&of));
    let written = |of: &Measurement| match of.value {
        Some(Value::Loaded(at)) => at,
        _ => of.at,
    };
    let told = series.iter().filter(|of| !has_writers || is_written(of));
    let mut times: Vec<(Timestamp, &Measurement)> = told.map(|of| (written(of), *of)).collect();
    times.sort_by_key(|(at, _)| *at);
    times.dedup_by_key(|(at, _)| *at);
    let pairs = times.windows(2).filter_map(|pair| {
        let gap = pair[1].0.duration_since(pair[0].0).as_secs_f64();
        let compared = compare(promise, &Value::Seconds(gap), 0.0).ok()?;
        Some(Held {
            of: pair[1].1,
            is_met: compared.is_met,
            is_warned: false,
            compared: Some(compared),
        })
    });
    let mut gaps: Vec<Held<'m>> = pairs.collect();
    if gaps.last().is_some_and(|last| !last.is_met) {
        *why = "the runs that are known lie further apart; those between may have left no result"
            .to_owned();
        return Vec::new();
    }
    gaps.retain(|gap| gap.is_met);
    gaps
}
