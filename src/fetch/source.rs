//! One source: its newest commit, or the one that the lock names.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::host::Host;
use super::reason::{DAMAGED, is_ours};
use super::{Failed, Lock, Locked, Policy, Standing, Surroundings, Timestamped};
use crate::config::{
    Config, GitUrl, MAX_FILES, Remote, SourceConfig, is_hidden, is_of_results, is_of_tool,
    is_readable,
};
use crate::tree::{Commit, Fault, PastStore, Shared, Store};

/// A source, and what it is fetched with.
pub(super) struct Asked<'a> {
    pub(super) config: &'a Config,
    pub(super) source: &'a SourceConfig,
    pub(super) remote: &'a Remote,
    pub(super) surroundings: &'a Surroundings<'a>,
    pub(super) policy: &'a Policy,
    pub(super) opened: &'a Shared,
    /// The first moment of the history that is asked for, in seconds since 1970: of all sources of
    /// the repository, which share what is fetched of it.
    pub(super) since: Option<i64>,
}

/// What became of a source.
pub(super) struct Told {
    /// Its entry in the lock.
    pub(super) locked: Locked,
    pub(super) standing: Standing,
    /// Its files, where there are any.
    pub(super) commit: Option<Commit>,
    /// Why its history could not be fetched, where it was asked for.
    pub(super) lacks: Option<String>,
}

impl Asked<'_> {
    /// What becomes of the source, of which the lock knows what was.
    pub(super) fn told(&self, lock: &Lock) -> Told {
        let former = lock.former(&self.source.name, self.remote);
        let before = lock.of(&self.source.name, self.remote);
        let known = Locked {
            name: self.source.name.clone(),
            git: self.remote.address.clone(),
            reference: self.remote.reference.clone(),
            path: self.remote.path.clone(),
            ..before.or(former).cloned().unwrap_or_default()
        };
        let url = match &self.remote.url {
            Ok(url) => url,
            Err(reason) => return missing(known, format!("it is not fetched: {reason}")),
        };
        let host = Host::new(self, url);
        let mut told = match before {
            None if !self.policy.is_open() => self.pinned(
                Locked {
                    commit: None,
                    ..known
                },
                &host,
            ),
            Some(before) if !self.moves(before) => self.pinned(known, &host),
            _ => self.moved(known, &host),
        };
        if let Some(commit) = &told.commit {
            told.lacks = self.past(&host, commit.id(), &told.locked).err();
        }
        told
    }

    /// Whether the newest commit is asked for. What was never good is asked for again.
    fn moves(&self, before: &Locked) -> bool {
        let was_never_good = before.commit.is_none() && self.policy.is_open();
        was_never_good || self.policy.updates(&self.source.name)
    }

    /// The source at its newest commit, or else at the one that its entry names.
    fn moved(&self, known: Locked, host: &Host<'_>) -> Told {
        match self.mended(host, &|store| self.newest(store, &known, host)) {
            Ok((locked, commit)) => Told {
                locked,
                standing: Standing::Good,
                commit: Some(commit),
                lacks: None,
            },
            Err(reason) => {
                // Another reason since then is the same failure.
                let since = known.failed.as_ref().map(|failed| failed.since);
                let since = since.unwrap_or(Timestamped(self.surroundings.now));
                let failed = Some(Failed { since, reason });
                self.pinned(Locked { failed, ..known }, host)
            }
        }
    }

    /// The source at the commit that its entry names.
    fn pinned(&self, locked: Locked, host: &Host<'_>) -> Told {
        let Some(id) = locked.commit.clone() else {
            let reason = match (&locked.failed, self.policy) {
                (Some(failed), _) => failed.reason.clone(),
                (None, Policy::Offline) => {
                    "it was not fetched yet: run `meshbook fetch`".to_owned()
                }
                (None, _) => "the lock does not name it: run `meshbook fetch`".to_owned(),
            };
            return missing(locked, reason);
        };
        match self.at(&id, host) {
            Ok(commit) => Told {
                standing: match &locked.failed {
                    None => Standing::Good,
                    Some(failed) => Standing::Held {
                        since: failed.since.0,
                        reason: failed.reason.clone(),
                    },
                },
                locked,
                commit: Some(commit),
                lacks: None,
            },
            Err(reason) => missing(locked, reason),
        }
    }

    /// What a source comes to in its repository of the cache. Where that is damaged, a new one is
    /// made, with all that can be read; it stays where the new one does not do any better.
    fn mended<T>(
        &self,
        host: &Host<'_>,
        read: &dyn Fn(&Store) -> Result<T, String>,
    ) -> Result<T, String> {
        let store = self.store(host)?;
        let told = read(&store);
        let is_damaged = |reason: &String| is_ours(reason) && !store.is_sound().unwrap_or(true);
        if !told.as_ref().is_err_and(is_damaged) {
            return told;
        }
        let Ok(new) = store.remade() else {
            return told;
        };
        if read(&new).is_err() {
            new.remove();
            return told;
        }
        match store.replace(new) {
            Ok(()) => read(&store),
            Err(_) => told,
        }
    }

    /// The files of a commit that was good, from the cache or else from its repository.
    fn at(&self, id: &str, host: &Host<'_>) -> Result<Commit, String> {
        // Nobody has to wait for others to read what is there.
        let store = Store::as_it_is(&self.folder(host.url), &self.surroundings.environment);
        let there = store.filter(|store| store.keeps(id).unwrap_or(false));
        let there = there.map(|store| self.good(&store, id));
        match there {
            Some(Ok(commit)) if !self.is_doubted() => Ok(commit),
            Some(told) if !self.policy.is_online() => told,
            None if !self.policy.is_online() => Err(not_in_cache(id)),
            _ => self.mended(host, &|store| self.again(store, id, host)),
        }
    }

    /// The files of a commit that was good, fetched again where they are not there.
    fn again(&self, store: &Store, id: &str, host: &Host<'_>) -> Result<Commit, String> {
        if self.is_doubted() && !store.is_sound().map_err(|fault| own(&fault))? {
            return Err(DAMAGED.to_owned());
        }
        if !store.keeps(id).map_err(|fault| own(&fault))? {
            if host.ask(id, |wanted| store.fetch_again(wanted))? != id {
                return Err("its commit is another one".to_owned());
            }
            store.keep(id).map_err(|fault| own(&fault))?;
        }
        self.good(store, id)
    }

    /// Whether what the cache holds of the source could not be read.
    fn is_doubted(&self) -> bool {
        self.surroundings.doubted.contains(&self.source.name)
    }

    /// The newest commit of the source, which is good.
    fn newest(
        &self,
        store: &Store,
        known: &Locked,
        host: &Host<'_>,
    ) -> Result<(Locked, Commit), String> {
        let fetch = |reference: &str| host.ask(reference, |wanted| store.fetch(wanted));
        let mut branch = None;
        let id = match &self.remote.reference {
            Some(reference) if is_id(reference) => fetch(reference)?,
            Some(reference) => {
                let of_branch = fetch(&format!("refs/heads/{reference}"));
                let is_none = |reason: &String| reason.contains("no such branch");
                match of_branch {
                    Err(reason) if is_none(&reason) => fetch(&format!("refs/tags/{reference}"))?,
                    told => {
                        branch = Some(reference.clone());
                        told?
                    }
                }
            }
            None => {
                let named = host.ask("HEAD", |wanted| store.branch(wanted))?;
                let named = named.filter(|name| crate::config::is_reference(name));
                let reference = named.as_ref().map(|name| format!("refs/heads/{name}"));
                branch = named;
                fetch(reference.as_deref().unwrap_or("HEAD"))?
            }
        };
        let commit = self.good(store, &id)?;
        store.keep(&id).map_err(|fault| own(&fault))?;
        let date = store.date(&id).map_err(|fault| own(&fault))?;
        let locked = Locked {
            branch,
            commit: Some(id),
            date: Some(Timestamped(date)),
            failed: None,
            ..known.clone()
        };
        Ok((locked, commit))
    }

    /// Fetches what led to a commit, where its history is asked for and is not there.
    fn past(&self, host: &Host<'_>, id: &str, locked: &Locked) -> Result<(), String> {
        let (Some(since), true, true) = (
            self.since,
            self.source.history.is_some(),
            self.policy.is_online(),
        ) else {
            return Ok(());
        };
        let date = locked.date.as_ref();
        if date.is_some_and(|date| date.0.as_second() < since) {
            // What led to an old commit is older.
            return Ok(());
        }
        let store = Store::as_it_is(&self.folder(host.url), &self.surroundings.environment);
        let there = store.and_then(|store| PastStore::as_it_is(&store));
        if there.is_some_and(|past| past.holds(id, since).unwrap_or(false)) {
            return Ok(());
        }
        let store = self.store(host)?;
        let past = PastStore::open(&store, host.left()).map_err(|fault| own(&fault))?;
        // Not every host gives away a commit for its id.
        let branch = locked.branch.as_ref();
        let reference = branch.map_or_else(|| id.to_owned(), |name| format!("refs/heads/{name}"));
        let fetch = || host.ask(&reference, |wanted| past.fetch(wanted, id, since));
        match fetch() {
            Err(reason) if is_ours(&reason) && !past.is_sound().unwrap_or(true) => {
                past.make_anew().map_err(|fault| own(&fault))?;
                fetch()
            }
            told => told,
        }
    }

    /// The files of a commit, if they are no more than a source may hold.
    fn good(&self, store: &Store, id: &str) -> Result<Commit, String> {
        let commit = store.commit(id, &self.remote.root, self.opened);
        let folder = &self.remote.path;
        let is_read = |path: &str| {
            let path = match folder.as_str() {
                "" => path,
                folder => &path[folder.len() + 1..],
            };
            let name = path.rsplit('/').next().unwrap_or_default();
            let mut folders = path.split('/');
            (is_readable(name) || is_of_results(path))
                && !folders.any(|folder| is_hidden(folder) || is_of_tool(folder))
        };
        let (files, bytes) = commit
            .weight(folder, &is_read)
            .map_err(|fault| own(&fault))?;
        let most = self.remote.limits.bytes;
        if !folder.is_empty() && !commit.is_folder(folder) {
            return Err(format!("it has no folder `{folder}`"));
        }
        if files > MAX_FILES {
            return Err(format!(
                "it holds more than {MAX_FILES} files that are read"
            ));
        }
        if bytes > most {
            let most = most >> 10;
            return Err(format!(
                "its files that are read are larger than {most} KiB together"
            ));
        }
        Ok(commit)
    }

    /// Tidies its repository up.
    pub(super) fn clean(&self) {
        if let (Policy::Update(_), Ok(url)) = (self.policy, &self.remote.url) {
            // What cannot be tidied up now can be the next time.
            drop(self.store(&Host::new(self, url)).map(|store| {
                drop(store.clean());
                let has_past = self.since.is_some();
                let past = || PastStore::open(&store, Duration::ZERO);
                has_past.then(|| past().map(|past| past.clean()))
            }));
        }
    }

    fn store(&self, host: &Host<'_>) -> Result<Store, String> {
        let (folder, environment) = (self.folder(host.url), &self.surroundings.environment);
        Store::open(&folder, environment, host.left()).map_err(|fault| own(&fault))
    }

    fn folder(&self, url: &GitUrl) -> PathBuf {
        folder(&self.surroundings.cache, url)
    }
}

/// Where a repository lies in the cache.
pub(super) fn folder(cache: &Path, url: &GitUrl) -> PathBuf {
    let name = slug::slugify(url.name());
    let hash = blake3::hash(url.as_str().as_bytes()).to_hex();
    let name: String = name.chars().take(40).collect();
    cache.join(format!("{name}-{}.git", &hash[..16]))
}

fn missing(locked: Locked, reason: String) -> Told {
    Told {
        standing: Standing::Missing {
            // What had a commit once fails to be read here and now.
            since: (locked.failed.as_ref())
                .filter(|_| locked.commit.is_none())
                .map(|failed| failed.since.0),
            reason,
        },
        locked,
        commit: None,
        lacks: None,
    }
}

fn not_in_cache(id: &str) -> String {
    let short = id.get(..7).unwrap_or(id);
    format!("its commit {short} is not in the cache: run `meshbook fetch`")
}

/// What went wrong on this machine, without the path at which it did.
fn own(fault: &Fault) -> String {
    match fault {
        Fault::Late(limit) => format!("git did not answer within {} seconds", limit.as_secs()),
        Fault::Own(told) => told.clone(),
        Fault::Git(_) => "its repository in the cache cannot be read".to_owned(),
    }
}

/// Whether a reference is the id of a commit.
fn is_id(reference: &str) -> bool {
    matches!(reference.len(), 40 | 64) && reference.bytes().all(|byte| byte.is_ascii_hexdigit())
}
