//! The commits of sources that lie in git repositories elsewhere.
//!
//! Which commit is read stands in `meshbook.lock`; its objects lie in a cache of bare repositories,
//! and are read there. A source that cannot be fetched, or exceeds its limits, keeps the commit
//! that was good before. This is the only room that lets `git` speak with another machine, and it
//! does so for the addresses of the portal's own configuration alone.

mod host;
mod lock;
mod prune;
mod provenance;
mod reason;
mod run;
mod source;

use std::collections::{HashMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::config::Config;
use crate::tree::{Environment, Fetched, Tree};

pub use lock::{FILE, Failed, Lock, Locked, Timestamped, path};
pub use provenance::Provenance;
pub use prune::prune;
pub use run::fetch;

/// What may be fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Policy {
    /// What the lock does not name yet, and the commits that it names and the cache lacks.
    Missing,
    /// The newest commits of the sources of these names; of all for none.
    Update(Vec<String>),
    /// The commits that the lock names and the cache lacks: the lock stays as it is.
    Locked,
    /// Nothing.
    Offline,
}

impl Policy {
    /// Whether another machine may be spoken to.
    fn is_online(&self) -> bool {
        !matches!(self, Policy::Offline)
    }

    /// Whether the lock may change.
    fn is_open(&self) -> bool {
        matches!(self, Policy::Missing | Policy::Update(_))
    }

    /// Whether the newest commit of a source is asked for.
    fn updates(&self, name: &str) -> bool {
        match self {
            Policy::Update(names) => names.is_empty() || names.iter().any(|named| named == name),
            Policy::Missing | Policy::Locked | Policy::Offline => false,
        }
    }
}

/// Tells how much time has passed since a moment that stays the same, and never goes back.
pub type Clock<'c> = dyn Fn() -> Duration + Sync + 'c;

/// What a fetch depends on beside the configuration and the lock.
pub struct Surroundings<'s> {
    /// The folder of the cache.
    pub cache: PathBuf,
    /// What `git` may know.
    pub environment: Environment,
    /// The value of an environment variable, such as one that holds a token.
    pub variable: &'s (dyn Fn(&str) -> Option<String> + Sync),
    /// When it is fetched.
    pub now: Timestamp,
    /// The clock of limits.
    pub clock: &'s Clock<'s>,
    /// The sources whose files are in the cache, and could not be read there.
    pub doubted: &'s HashSet<String>,
    /// Called for each source that is done.
    pub done: &'s (dyn Fn(&str) + Sync),
}

/// What was fetched.
#[derive(Default)]
pub struct Outcome {
    /// The commits, to read from.
    pub snapshots: Snapshots,
    /// The lock as it is now.
    pub lock: Lock,
    /// The sources whose commit is another one now: their name and commit.
    pub moved: Vec<(String, String)>,
    /// The sources whose history could not be fetched: their name, and why.
    pub lacking: Vec<(String, String)>,
}

/// Where the files of sources come from, and how those that are fetched stand.
#[derive(Clone, Default)]
pub struct Snapshots {
    fetched: Arc<Fetched>,
    standings: HashMap<String, Standing>,
    provenances: HashMap<String, Provenance>,
}

/// How a source stands that is fetched.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Standing {
    /// At the commit that was asked for.
    Good,
    /// At the last commit that was good.
    Held {
        /// Since when nothing newer could be fetched.
        since: Timestamp,
        /// Why.
        reason: String,
    },
    /// There is no commit to read.
    Missing {
        /// Since when, where that is known.
        since: Option<Timestamp>,
        /// Why.
        reason: String,
    },
}

impl Snapshots {
    /// The files of the commits, and those of `rest` everywhere else.
    pub fn over(&self, rest: Tree) -> Tree {
        match self.fetched.is_empty() {
            true => rest,
            false => Tree::Fetched(Arc::clone(&self.fetched), Box::new(rest)),
        }
    }

    /// Whether there is a commit to read of every source.
    pub fn is_whole(&self) -> bool {
        let mut standings = self.standings.values();
        !standings.any(|standing| matches!(standing, Standing::Missing { .. }))
    }

    /// The same without what is known of these sources, which are read from elsewhere.
    pub fn without(mut self, names: &[String]) -> Snapshots {
        for name in names {
            self.standings.remove(name);
            self.provenances.remove(name);
        }
        self
    }

    /// How a source stands that is fetched; `None` where nobody looked.
    pub fn standing(&self, name: &str) -> Option<&Standing> {
        self.standings.get(name)
    }

    /// Where a source comes from, where that is known.
    pub fn provenance(&self, name: &str) -> Option<&Provenance> {
        self.provenances.get(name)
    }
}

/// Whether a portal has sources that are fetched.
pub fn is_needed(config: &Config) -> bool {
    config.sources.iter().any(|source| source.remote.is_some())
}
