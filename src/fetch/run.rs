//! All sources at once.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::provenance::{self, Provenance};
use super::source::{Asked, Told};
use super::{Lock, Outcome, Policy, Snapshots, Standing, Surroundings};
use crate::config::{Config, SourceConfig};
use crate::tree::{Fetched, Shared};

/// How many repositories are fetched at a time: they wait for their hosts most of it.
const AT_ONCE: usize = 16;

/// Brings the sources of a portal to the commits that they are read at, and into the order of the
/// lock. What cannot be fetched is no error: it keeps what it had, and its standing says so.
///
/// # Errors
///
/// No threads can be had.
pub fn fetch(
    config: &mut Config,
    lock: &Lock,
    policy: &Policy,
    surroundings: &Surroundings<'_>,
) -> Result<Outcome, String> {
    lock.order(&mut config.sources);
    let opened = Shared::default();
    let threads = rayon::ThreadPoolBuilder::new().num_threads(AT_ONCE).build();
    let threads = threads.map_err(|error| error.to_string())?;
    let config = &*config;
    let told: HashMap<&str, Told> = threads.install(|| {
        let groups: Vec<_> = groups(config).into_values().collect();
        let told = groups.into_par_iter().flat_map_iter(|group| {
            let since = since(&group, surroundings.now);
            // Sources of one repository come one after another: they share its objects.
            let all = group.into_iter().filter_map(|source| {
                let asked = Asked {
                    config,
                    source,
                    remote: source.remote.as_ref()?,
                    surroundings,
                    policy,
                    opened: &opened,
                    since,
                };
                let told = asked.told(lock);
                (surroundings.done)(&source.name);
                Some((asked, told))
            });
            let all: Vec<_> = all.collect();
            if let Some((asked, _)) = all.first() {
                asked.clean();
            }
            let told = all.into_iter();
            told.map(|(asked, told)| (&*asked.source.name, told))
                .collect::<Vec<_>>()
        });
        told.collect()
    });
    let provenances = provenance::of_folders(config, &surroundings.environment);
    Ok(outcome(config, lock, policy, told, provenances))
}

/// The first moment of the longest history that is asked for, in seconds since 1970.
fn since(sources: &[&SourceConfig], now: Timestamp) -> Option<i64> {
    let today = now.to_zoned(TimeZone::UTC).date();
    let seconds = sources.iter().filter_map(|source| {
        let back = source.history.as_ref()?;
        let since = today.checked_sub(back.value).unwrap_or(Date::MIN);
        let since = since.to_zoned(TimeZone::UTC).ok()?.timestamp();
        Some(since.as_second().max(1))
    });
    seconds.min()
}

/// The sources of each repository.
fn groups(config: &Config) -> BTreeMap<&str, Vec<&SourceConfig>> {
    let mut groups: BTreeMap<&str, Vec<_>> = BTreeMap::new();
    for source in &config.sources {
        if let Some(remote) = &source.remote {
            groups.entry(&remote.address).or_default().push(source);
        }
    }
    groups
}

fn outcome(
    config: &Config,
    lock: &Lock,
    policy: &Policy,
    mut told: HashMap<&str, Told>,
    mut provenances: HashMap<String, Provenance>,
) -> Outcome {
    let mut fetched = Fetched::new();
    let mut standings = HashMap::new();
    let mut sources = Vec::new();
    let (mut moved, mut lacking) = (Vec::new(), Vec::new());
    for source in &config.sources {
        let (Some(remote), Some(told)) = (&source.remote, told.remove(source.name.as_str())) else {
            continue;
        };
        let before = lock
            .of(&source.name, remote)
            .and_then(|locked| locked.commit.clone());
        if let Some(commit) = told
            .locked
            .commit
            .as_ref()
            .filter(|commit| Some(*commit) != before.as_ref())
        {
            moved.push((source.name.clone(), commit.clone()));
        }
        if !matches!(told.standing, Standing::Missing { .. })
            && let Some(provenance) = provenance::of_remote(remote, &told.locked)
        {
            provenances.insert(source.name.clone(), provenance);
        }
        lacking.extend(told.lacks.map(|reason| (source.name.clone(), reason)));
        if let Some(commit) = told.commit {
            fetched.insert(remote.root.clone(), commit);
        }
        standings.insert(source.name.clone(), told.standing);
        sources.push(told.locked);
    }
    let is_open = policy.is_open();
    Outcome {
        snapshots: Snapshots {
            fetched: fetched.into(),
            standings,
            provenances,
        },
        lock: match is_open {
            true => Lock::new(sources),
            false => lock.clone(),
        },
        moved,
        lacking,
    }
}
