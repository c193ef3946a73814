//! `meshbook fetch`: the repositories of the sources, into the cache.

use std::path::PathBuf;

use super::sources::{self, Besides, Cache};
use super::{Exit, Failure, counted, time};
use crate::fetch::{self, Policy};
use crate::pipeline;
use crate::source::State;
use crate::tree::Tree;

/// Fetch the git repositories of the sources, and pin their commits in meshbook.lock.
///
/// Without --update only what is not there yet is fetched: sources that the lock does not name, and
/// commits that the cache lacks. A source that cannot be fetched keeps its last good commit, and the
/// command ends with code 3.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal: a folder with meshbook.yaml.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// Move to the newest commits: of the sources of these names, or of all.
    #[arg(long, value_name = "NAME", num_args = 0..)]
    update: Option<Vec<String>>,
    /// Let go of what the cache holds of these repositories and the lock does not name.
    #[arg(long)]
    prune: bool,
    #[command(flatten)]
    cache: Cache,
    /// The time of the fetch, such as 2026-11-20T09:00:00Z; SOURCE_DATE_EPOCH and the clock come after it.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let now = time::now(arguments.now.as_deref())?;
    let mut loaded = pipeline::load(&Tree::Disk, &arguments.portal, "")?;
    let config = &mut loaded.config;
    let policy = match &arguments.update {
        Some(names) => Policy::Update(names.clone()),
        None => Policy::Missing,
    };
    let besides = Besides {
        prunes: arguments.prune,
        ..Besides::default()
    };
    let outcome = sources::fetched(config, &policy, &arguments.cache, now, &besides)?;
    if !fetch::is_needed(config) {
        eprintln!("no source is fetched: none of them names a `git` repository");
        return Ok(Exit::Fine);
    }
    for (name, commit) in &outcome.moved {
        eprintln!("source {name} is at {}", commit.get(..12).unwrap_or(commit));
    }
    let fetched = config
        .sources
        .iter()
        .filter(|source| source.remote.is_some());
    let states: Vec<_> = fetched
        .map(|source| (&*source.name, State::of(&outcome.snapshots, source)))
        .collect();
    sources::tell(states.iter().map(|(name, state)| (*name, state)));
    let of = |is: fn(&State) -> bool| states.iter().filter(|(_, state)| is(state)).count();
    let held = of(|state| matches!(state, State::Held { .. }));
    let missing = of(|state| matches!(state, State::Missing { .. }));
    eprintln!(
        "{}: {} moved, {held} held at an earlier commit, {missing} missing",
        counted(states.len(), "source"),
        outcome.moved.len(),
    );
    Ok(match held + missing {
        0 => Exit::Fine,
        _ => Exit::SourceMissing,
    })
}
