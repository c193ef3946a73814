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

/// What reads the histories of sources.
pub(super) fn histories() -> Reader {
    Reader::new(environment())
}
