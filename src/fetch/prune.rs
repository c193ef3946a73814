//! Letting go of what the lock does not name.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Lock, source};
use crate::config::Config;
use crate::tree::{Environment, Fault, PastStore, Store};

/// How long others may be at work in a repository that is tidied up.
const PATIENCE: Duration = Duration::from_secs(10);

/// Lets go of all commits that are in the repositories of a portal's sources and that its lock does
/// not name, with their pasts. Other portals with the same cache fetch theirs again.
///
/// # Errors
///
/// A repository cannot be changed.
pub fn prune(
    config: &Config,
    lock: &Lock,
    cache: &Path,
    environment: &Environment,
) -> Result<(), Fault> {
    let mut kept: BTreeMap<PathBuf, HashSet<&str>> = BTreeMap::new();
    for source in &config.sources {
        let Some((remote, url)) = source.remote.as_ref().and_then(|remote| {
            let url = remote.url.as_ref().ok()?;
            Some((remote, url))
        }) else {
            continue;
        };
        let kept = kept.entry(source::folder(cache, url)).or_default();
        let locked = lock.of(&source.name, remote);
        kept.extend(locked.and_then(|locked| locked.commit.as_deref()));
    }
    for (folder, kept) in kept {
        if Store::as_it_is(&folder, environment).is_none() {
            continue;
        }
        let store = Store::open(&folder, environment, PATIENCE)?;
        store.prune(&kept)?;
        if PastStore::as_it_is(&store).is_some() {
            PastStore::open(&store, PATIENCE)?.prune(&kept)?;
        }
    }
    Ok(())
}
