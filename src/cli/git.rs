//! What `git` may know of the surroundings in which a command is called.

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
    let told = ctrlc::try_set_handler(move || {
        running.end();
        // As a shell says of one that was interrupted (128 and the number of the signal).
        std::process::exit(130);
    });
    match told {
        // One is enough: a command fetches once.
        Ok(()) | Err(ctrlc::Error::MultipleHandlers) => Ok(()),
        Err(error) => Err(Failure(format!("signals cannot be waited for: {error}"))),
    }
}

/// What reads the histories of sources.
pub(super) fn histories() -> Reader {
    Reader::new(environment())
}
