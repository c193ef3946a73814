//! What `git` may know of the surroundings in which a command is called, and how it ends with it.

use std::thread;

use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use super::Failure;
use crate::history::Reader;
use crate::tree::{Environment, Running};

/// What `git` may know of its surroundings.
pub(super) fn environment() -> Environment {
    let known = Environment::NAMES.into_iter();
    Environment {
        variables: known
            .filter_map(|name| Some((name.into(), std::env::var_os(name)?)))
            .collect(),
        limit: Environment::LIMIT,
        running: Running::default(),
    }
}

/// What it may know of them where it speaks with another machine.
pub(super) fn network() -> Environment {
    let known = Environment::NETWORK.into_iter();
    let mut environment = environment();
    let more = known.filter_map(|name| Some((name.into(), std::env::var_os(name)?)));
    environment.variables.extend(more);
    environment
}

/// Sees to it that who ends this process ends those that it called as well.
pub(super) fn end_with(running: Running) -> Result<(), Failure> {
    let heard = [SIGINT, SIGTERM, SIGHUP]
        .into_iter()
        .filter(|signal| !is_ignored(*signal));
    let signals = Signals::new(heard);
    let mut signals =
        signals.map_err(|error| Failure(format!("signals cannot be waited for: {error}")))?;
    thread::spawn(move || {
        if let Some(signal) = signals.forever().next() {
            running.end();
            // As a shell says of one that was ended by a signal.
            std::process::exit(128 + signal);
        }
    });
    Ok(())
}

/// Whether the caller has a signal ignored, as `nohup` does (proc_pid_status(5), `SigIgn`).
fn is_ignored(signal: i32) -> bool {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mut lines = status.lines();
    let mask = lines.find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    mask.is_some_and(|mask| mask & (1 << (signal - 1)) != 0)
}

/// What reads the histories of sources.
pub(super) fn histories() -> Reader {
    Reader::new(environment())
}
