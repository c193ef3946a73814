//! The sources of a portal at the commits of its lock, for every command that reads them.

use std::collections::HashSet;
use std::fs::{self, File};
use std::io::{ErrorKind, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};
use jiff::Timestamp;

use super::{Failure, git};
use crate::config::Config;
use crate::diag::{nearest, printable};
use crate::fetch::{self, Lock, Outcome, Policy, Snapshots, Surroundings};
use crate::pipeline::{self, Loaded, Read};
use crate::source::State;
use crate::tree::Tree;

/// The folder of a portal in which Meshbook keeps what is its own.
const OWN: &str = ".meshbook";
/// The environment variable that names the cache.
const VARIABLE: &str = "MESHBOOK_CACHE";

/// Where what is fetched is kept.
#[derive(Clone, Default, clap::Args)]
pub(super) struct Cache {
    /// The folder in which fetched repositories are kept; MESHBOOK_CACHE and .meshbook/cache in the
    /// portal's folder come after it.
    #[arg(long = "cache", value_name = "DIR")]
    folder: Option<PathBuf>,
}

impl Cache {
    fn folder(&self, root: &Path) -> PathBuf {
        let named = std::env::var_os(VARIABLE).filter(|value| !value.is_empty());
        let given = self.folder.clone().or_else(|| named.map(PathBuf::from));
        given.unwrap_or_else(|| root.join(OWN).join("cache"))
    }
}

/// Reads a portal at the commits of its lock, from the cache alone.
pub(super) fn read(root: &Path, now: Timestamp) -> Result<Read, Failure> {
    let mut loaded = pipeline::load(&Tree::Disk, root, "")?;
    let snapshots = offline(&mut loaded, now)?;
    Ok(pipeline::read_loaded(loaded, Tree::Disk, &snapshots))
}

/// The commits of the lock that are in the cache, whatever else there is.
pub(super) fn offline(loaded: &mut Loaded, now: Timestamp) -> Result<Snapshots, Failure> {
    if !fetch::is_needed(&loaded.config) {
        return Ok(Snapshots::default());
    }
    let cache = Cache::default();
    let besides = Besides::default();
    let fetched = fetched(&mut loaded.config, &Policy::Offline, &cache, now, &besides)?;
    Ok(fetched.snapshots)
}

/// What is done beside bringing sources to their commits.
#[derive(Default)]
pub(super) struct Besides {
    /// The sources whose files are looked at again, since they could not be read.
    pub(super) doubted: HashSet<String>,
    /// Whether what the lock does not name is let go.
    pub(super) prunes: bool,
}

/// Brings the sources to the commits that a policy asks for, and writes them into the lock.
pub(super) fn fetched(
    config: &mut Config,
    policy: &Policy,
    cache: &Cache,
    now: Timestamp,
    besides: &Besides,
) -> Result<Outcome, Failure> {
    let folder = cache.folder(&config.root);
    let is_needed = fetch::is_needed(config);
    let mut alone = None;
    if is_needed && *policy != Policy::Offline {
        // Two calls at once would each write a lock without what the other one found.
        alone = wait(&config.root)?;
        mark(&folder, false)?;
    }
    let before = lock(&config.root)?;
    check(config, &before, policy)?;
    let count = config
        .sources
        .iter()
        .filter(|source| source.remote.is_some());
    let bar = match policy {
        Policy::Offline => ProgressBar::hidden(),
        _ => progress(count.count() as u64),
    };
    let begun = Instant::now();
    let environment = git::network();
    if is_needed && *policy != Policy::Offline {
        git::end_with(environment.running.clone())?;
    }
    let surroundings = Surroundings {
        cache: folder,
        environment,
        variable: &|name| std::env::var(name).ok(),
        now,
        clock: &|| begun.elapsed(),
        doubted: &besides.doubted,
        done: &|name| {
            bar.set_message(name.to_owned());
            bar.inc(1);
        },
    };
    let outcome = fetch::fetch(config, &before, policy, &surroundings).map_err(Failure)?;
    bar.finish_and_clear();
    for (name, reason) in &outcome.lacking {
        let told = format!("the history of source {name} was not fetched: {reason}");
        eprintln!("{}", printable(&told));
    }
    if outcome.lock != before && (is_needed || !before.sources.is_empty()) {
        write(&config.root, &outcome.lock)?;
    }
    if besides.prunes {
        let (cache, environment) = (&surroundings.cache, &surroundings.environment);
        let told = fetch::prune(config, &outcome.lock, cache, environment);
        told.map_err(|fault| Failure(format!("cannot prune {}: {fault}", cache.display())))?;
    }
    drop(alone);
    Ok(outcome)
}

/// The lock of a portal; an empty one where there is none.
pub(super) fn lock(root: &Path) -> Result<Lock, Failure> {
    let path = fetch::path(root);
    match fs::read_to_string(&path) {
        Ok(text) => Lock::read(&text)
            .map_err(|told| Failure(format!("cannot use {}: {told}", path.display()))),
        Err(error) if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(Lock::default())
        }
        Err(error) => Err(Failure(format!("cannot read {}: {error}", path.display()))),
    }
}

/// Says on standard error which sources are not shown as they are now.
pub(super) fn tell<'s>(states: impl Iterator<Item = (&'s str, &'s State)>) {
    for (name, state) in states {
        let told = match state {
            State::Read => continue,
            State::Held { as_of, reason, .. } => {
                format!("source {name} is shown as of {as_of}: {reason}")
            }
            state @ State::Missing { .. } => {
                let reason = state.absence().unwrap_or_default();
                format!("source {name} is missing: {reason}")
            }
        };
        eprintln!("{}", printable(&told));
    }
}

/// Whether a lock names the sources as they are configured, and no others.
pub(super) fn check_lock(config: &Config) -> Result<(), Failure> {
    check(config, &lock(&config.root)?, &Policy::Locked)
}

/// Whether a policy can be followed.
fn check(config: &Config, lock: &Lock, policy: &Policy) -> Result<(), Failure> {
    let fetched = config.sources.iter();
    let fetched = fetched.filter_map(|source| Some((source, source.remote.as_ref()?)));
    let known = || fetched.clone().map(|(source, _)| source.name.as_str());
    match policy {
        Policy::Update(names) => {
            let unknown = names
                .iter()
                .find(|name| !known().any(|known| known == *name));
            let Some(name) = unknown else {
                return Ok(());
            };
            let near = nearest(name, known());
            let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            let help = match Path::new(name).is_dir() {
                true => "; the portal is named before `--update`".to_owned(),
                false => help,
            };
            Err(Failure(format!(
                "no source called `{name}` is fetched{help}"
            )))
        }
        Policy::Locked => {
            let told = |name: &str, what: &str| {
                Err(Failure(format!(
                    "{} {what} the source `{name}`: run `meshbook fetch`",
                    fetch::FILE
                )))
            };
            let mut used = Vec::new();
            for (source, remote) in fetched {
                match lock.of(&source.name, remote) {
                    Some(locked) => used.push(locked.name.as_str()),
                    None => return told(&source.name, "does not name, as it is configured,"),
                }
            }
            used.sort_unstable();
            let mut entries = lock.sources.iter();
            match entries.find(|entry| used.binary_search(&entry.name.as_str()).is_err()) {
                Some(entry) => told(&entry.name, "still names"),
                None => Ok(()),
            }
        }
        Policy::Missing | Policy::Offline => Ok(()),
    }
}

/// Makes a folder, and marks it as one that belongs into no repository or backup. One that was
/// there, and was named by somebody else, may hold more than what is ours.
fn mark(folder: &Path, is_ours: bool) -> Result<(), Failure> {
    if folder.is_dir() && !is_ours {
        return Ok(());
    }
    let cannot = |error: std::io::Error| {
        Failure(format!(
            "cannot write the cache {}: {error}",
            folder.display()
        ))
    };
    fs::create_dir_all(folder).map_err(cannot)?;
    for (name, text) in [
        (".gitignore", "*\n"),
        (
            "CACHEDIR.TAG",
            "Signature: 8a477f597d28d172789f06886806bc55\n",
        ),
    ] {
        let path = folder.join(name);
        if !path.exists() {
            fs::write(path, text).map_err(cannot)?;
        }
    }
    Ok(())
}

/// Waits until nobody else fetches for a portal. What is locked goes with its file, or with the
/// process. `None` where nothing can be written: then nobody writes a lock.
fn wait(root: &Path) -> Result<Option<File>, Failure> {
    let folder = root.join(OWN);
    let path = folder.join("fetch.lock");
    let Ok(file) = mark(&folder, true).and_then(|()| Ok(File::create(&path)?)) else {
        return Ok(None);
    };
    if file.try_lock().is_err() {
        eprintln!("waiting for another fetch");
        file.lock()
            .map_err(|error| Failure(format!("cannot lock {}: {error}", path.display())))?;
    }
    Ok(Some(file))
}

/// Puts the whole lock in the place of the one before.
fn write(root: &Path, lock: &Lock) -> Result<(), Failure> {
    let path = fetch::path(root);
    let beside = path.with_extension(format!("lock.{}", std::process::id()));
    let write = || {
        let mut file = File::create(&beside)?;
        file.write_all(lock.text().as_bytes())?;
        file.sync_all()?;
        fs::rename(&beside, &path)
    };
    write().map_err(|error| Failure(format!("cannot write {}: {error}", path.display())))
}

/// A bar on a terminal, nothing elsewhere.
fn progress(sources: u64) -> ProgressBar {
    if sources == 0 || !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} sources: {msg}");
    match style {
        Ok(style) => ProgressBar::new(sources).with_style(style),
        Err(_) => ProgressBar::new(sources),
    }
}
