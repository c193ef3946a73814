//! How promises stand, and how checks came out, in words.

use jiff::Timestamp;

use super::people::owner_link;
use super::promise::promise_name;
use super::url::safe_url;
use super::value::{count, shown_message};
use crate::graph::{SparkMark, spark};
use crate::measure::Verdict;
use crate::model::DataContract;
use crate::model::sla::{Amount, Promise, SlaKind, read, words};
use crate::page::Portal;
use crate::page::level_index::LevelRow;
use crate::page::parts::{
    CheckResult, HistoryRow, Kept, LevelCounts, LevelLine, LevelState, Moment, Outside, Tone,
};
use crate::service_level::{
    CheckState, Checked, Dated, Evidence, Phase, Standing, State, Tally, telling,
};

/// A moment in words.
pub fn moment(at: Timestamp) -> Moment {
    Moment {
        day: at.strftime("%-d %b %Y").to_string(),
        time: at.strftime("%H:%M UTC").to_string(),
        iso: at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
    }
}

/// The tone of a state.
pub(super) fn tone(state: State) -> Tone {
    match state {
        State::Kept => Tone::Good,
        State::AtRisk => Tone::Warning,
        State::Broken => Tone::Bad,
        State::Stale | State::Unmeasured | State::Unverifiable => Tone::Quiet,
    }
}

/// A state in words.
pub fn state_words(state: State) -> &'static str {
    match state {
        State::AtRisk => "at risk",
        State::Unmeasured => "not measured",
        State::Unverifiable => "cannot be measured",
        other => other.name(),
    }
}

/// How a promise of a contract stands, by its place in `slaProperties`; `None` where nothing is
/// known of the contract.
pub(super) fn kept(portal: &Portal, contract: &DataContract, at: usize) -> Option<Kept> {
    let levels = portal.service_levels.of(contract.file)?;
    if let Ok(found) = levels.dates.binary_search_by_key(&at, |dated| dated.at) {
        return Some(Kept {
            state: day_state(&levels.dates[found]),
            ..Kept::default()
        });
    }
    let found = levels
        .promises
        .binary_search_by_key(&at, |standing| standing.at);
    let standing = &levels.promises[found.ok()?];
    let promise = read(&contract.sla_properties[at]).promise;
    let Some(evidence) = standing.evidence.as_deref() else {
        return Some(Kept {
            state: state(standing),
            ..Kept::default()
        });
    };
    let file = &portal.service_levels.measured.files[evidence.file as usize];
    Some(Kept {
        state: state(standing),
        measured: evidence.value.clone(),
        margin: margin(evidence),
        window: window(evidence),
        by: Some(by(&evidence.tool, evidence.run_url.as_deref())),
        file: file.shown.clone(),
        spark_html: promise
            .as_ref()
            .map_or_else(String::new, |promise| drawn(evidence, promise)),
        history: history(evidence, promise.as_ref()),
    })
}

/// How a promise stands.
pub(super) fn state(standing: &Standing) -> LevelState {
    let evidence = standing.evidence.as_ref();
    // What is stale stays so.
    let changes = evidence.filter(|_| standing.state.is_kept() || standing.state == State::Broken);
    LevelState {
        word: state_words(standing.state).to_owned(),
        tone: tone(standing.state),
        on: evidence.map(|evidence| moment(evidence.at)),
        stale_after: changes.map_or_else(String::new, |evidence| moment(evidence.stale_after).iso),
        why: standing.why.to_string(),
    }
}

/// How a day of a contract's life stands: in words that stay true when it has come.
fn day_state(dated: &Dated) -> LevelState {
    let day = dated.date.strftime("%-d %b %Y");
    let (word, tone) = match (dated.kind, dated.phase) {
        (SlaKind::GeneralAvailability, Phase::Reached) => ("since", Tone::Quiet),
        (SlaKind::GeneralAvailability, _) => ("from", Tone::Info),
        (_, Phase::Reached) => ("ended after", Tone::Bad),
        (_, Phase::Soon) => ("until", Tone::Warning),
        (_, Phase::Ahead) => ("until", Tone::Quiet),
    };
    LevelState {
        word: format!("{word} {day}"),
        tone,
        ..LevelState::default()
    }
}

/// How several promises stand together.
pub fn level_counts(tally: &Tally) -> LevelCounts {
    let counts = &tally.counts;
    let total = counts.total();
    let mut words = match (total, tally.measured) {
        (0, _) => "nothing is promised".to_owned(),
        (total, None) => format!(
            "{} promised, none is measured",
            count(total as usize, "service level")
        ),
        (total, Some(_)) => format!("{} of {total} kept", counts.kept()),
    };
    if tally.measured.is_some() {
        for state in [
            State::Broken,
            State::Stale,
            State::Unmeasured,
            State::AtRisk,
            State::Unverifiable,
        ] {
            match counts.of(state) {
                0 => {}
                some => words.push_str(&format!(", {some} {}", state_words(state))),
            }
        }
    }
    LevelCounts {
        words,
        tone: counts.worst().map_or(Tone::Quiet, |worst| match worst {
            // Some of it is kept, and some was never looked at.
            State::Unmeasured | State::Unverifiable if tally.measured.is_some() => Tone::Warning,
            worst => tone(worst),
        }),
        is_measured: tally.measured.is_some(),
        on: tally.measured.map(moment),
        total,
        stale_after: tally
            .stale_after
            .map_or_else(String::new, |at| moment(at).iso),
    }
}

/// A promise of a product in a list.
pub fn level_line(portal: &Portal, row: LevelRow) -> Option<LevelLine> {
    let (contract, standing) = row.of(portal)?;
    let property = &contract.sla_properties[standing.at];
    let product = portal.mesh.product(row.product);
    let evidence = standing.evidence.as_ref();
    Some(LevelLine {
        product: portal.product_link(row.product),
        domain: portal.domain_link(product.domain),
        owner: owner_link(portal, product.owner.as_ref()),
        name: promise_name(property),
        promise: words(property),
        measured: evidence.map_or_else(String::new, |evidence| evidence.value.clone()),
        state: state(standing),
    })
}

fn margin(evidence: &Evidence) -> String {
    match evidence.used {
        Some(used) => format!(
            "{} % of what it allows",
            (used * 100.0).round().min(9_999.0)
        ),
        None => String::new(),
    }
}

fn window(evidence: &Evidence) -> String {
    let samples = evidence
        .samples
        .map(|samples| count(samples as usize, "sample"));
    let over = Some(&evidence.window).filter(|window| !window.is_empty());
    let over = over.map(|window| format!("over {window}"));
    let parts: Vec<String> = over.into_iter().chain(samples).collect();
    parts.join(", ")
}

fn by(tool: &str, run_url: Option<&str>) -> Outside {
    Outside {
        text: tool.to_owned(),
        url: run_url.and_then(safe_url),
        ..Outside::default()
    }
}

/// The last measurements as a line, with the promised limit.
fn drawn(evidence: &Evidence, promise: &Promise) -> String {
    let points = evidence.history.iter();
    let marks = points.filter_map(|point| {
        Some(SparkMark {
            number: point.number?,
            is_met: point.is_met,
        })
    });
    let limit = match &promise.amount {
        Amount::Duration(duration) => Some(duration.seconds()),
        Amount::Percent(share) => Some(*share),
        Amount::Count(number, _) => Some(*number),
        Amount::Time(time) => Some(f64::from(time.from)),
        _ => None,
    };
    spark(&marks.collect::<Vec<_>>(), limit).unwrap_or_default()
}

fn history(evidence: &Evidence, promise: Option<&Promise>) -> Vec<HistoryRow> {
    let points = evidence.history.iter().rev();
    let rows = points.map(|point| HistoryRow {
        at: moment(point.at),
        value: match (promise, point.number) {
            (Some(promise), Some(number)) => telling(promise, number),
            _ => String::new(),
        },
        word: if point.is_met { "kept" } else { "broken" }.to_owned(),
    });
    rows.collect()
}

/// The last result of a check.
pub(super) fn check_result(check: &Checked) -> CheckResult {
    let (word, tone) = match check.state {
        CheckState::Passing => ("passed", Tone::Good),
        CheckState::Warning => ("warned", Tone::Warning),
        CheckState::Failing => ("failed", Tone::Bad),
        CheckState::Stale => ("stale", Tone::Quiet),
        CheckState::Unknown => ("could not be told", Tone::Quiet),
    };
    let changes = !matches!(check.state, CheckState::Stale | CheckState::Unknown);
    let history = check.history.iter().rev();
    CheckResult {
        state: LevelState {
            word: word.to_owned(),
            tone,
            on: Some(moment(check.at)),
            stale_after: match changes {
                true => moment(check.stale_after).iso,
                false => String::new(),
            },
            why: shown_message(&check.message).to_owned(),
        },
        counted: check
            .number
            .map_or_else(String::new, |number| number.to_string()),
        since: check.failing_since.map(moment),
        by: by(&check.tool, check.run_url.as_deref()),
        history: history
            .map(|(at, verdict)| HistoryRow {
                at: moment(*at),
                value: String::new(),
                word: verdict_words(*verdict).to_owned(),
            })
            .collect(),
    }
}

fn verdict_words(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::Passed => "passed",
        Verdict::Warned => "warned",
        Verdict::Failed => "failed",
        Verdict::Errored => "could not be told",
    }
}
