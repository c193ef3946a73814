//! What each fuzz target does with one input. `tests/fuzz.rs` replays the corpora through the
//! same functions without a fuzzer.
//!
//! A target asserts more than that nothing panics: places lie in the text, the same input says
//! the same again, and nothing takes long or grows without bound.

mod badge;
mod config;
mod findings;
mod manifest;
mod markdown;
mod measurement;
mod portal;
mod rule;
mod url;
mod yaml;

use std::time::{Duration, Instant};

/// One target: the parser of one kind of text.
#[allow(
    dead_code,
    reason = "a target of the fuzzer needs but one field of one of them"
)]
pub(crate) struct Target {
    /// Its name: that of its file here, in `fuzz_targets` and of its corpus.
    pub(crate) name: &'static str,
    /// Reads one input.
    pub(crate) run: fn(&[u8]),
}

/// Every target.
pub(crate) const TARGETS: &[Target] = &[
    badge::TARGET,
    config::TARGET,
    manifest::TARGET,
    markdown::TARGET,
    measurement::TARGET,
    rule::TARGET,
    url::TARGET,
    yaml::TARGET,
];

/// The longest that one input may take, without optimisation and on a machine that is busy. The
/// fuzzer's own limit lies above it, so that a slow input is told with what it was spent on.
const LONGEST: Duration = Duration::from_secs(8);

/// Reads one input with the target of this name.
#[allow(dead_code, reason = "the test takes the targets themselves")]
pub(crate) fn run(name: &str, data: &[u8]) {
    let target = TARGETS.iter().find(|target| target.name == name);
    (target.expect("a target of this name").run)(data);
}

/// Runs `work`, and fails where it takes too long.
fn in_time<T>(what: &str, work: impl FnOnce() -> T) -> T {
    let begun = Instant::now();
    let done = work();
    let took = begun.elapsed();
    assert!(took < LONGEST, "{what} took {took:?}");
    done
}
