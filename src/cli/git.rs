//! What `git` may know of the surroundings in which a command is called.

use crate::history::Reader;
use crate::tree::Environment;

/// What `git` may know of its surroundings.
pub(super) fn environment() -> Environment {
    let known = Environment::NAMES.into_iter();
    Environment {
        variables: known
            .filter_map(|name| Some((name.into(), std::env::var_os(name)?)))
            .collect(),
        limit: Environment::LIMIT,
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

/// What reads the histories of sources.
pub(super) fn histories() -> Reader {
    Reader::new(environment())
}
