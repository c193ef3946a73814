//! One source: its newest commit, or the one that the lock names.

use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::reason::{DENIED, REDIRECTED, meaning};
use super::{Failed, Lock, Locked, Policy, Standing, Surroundings, Timestamped};
use crate::config::{
    Config, GitUrl, MAX_FILES, Remote, SourceConfig, is_hidden, is_of_results, is_of_tool,
    is_readable,
};
use crate::tree::{Commit, Fault, Shared, Store, Wanted};

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
        if before.is_none() && !self.policy.is_open() {
            let commit = None;
            return self.pinned(Locked { commit, ..known }, url);
        }
        // What was never good is asked for again.
        let is_new = before.is_none_or(|before| before.commit.is_none() && self.policy.is_open());
        if !is_new && !self.policy.updates(&self.source.name) {
            return self.pinned(known, url);
        }
        match self.newest(&known, url) {
            Ok((locked, commit)) => Told {
                locked,
                standing: Standing::Good,
                commit: Some(commit),
            },
            Err(reason) => {
                // Another reason since then is the same failure.
                let since = known.failed.as_ref().map(|failed| failed.since);
                let since = since.unwrap_or(Timestamped(self.surroundings.now));
                let failed = Some(Failed { since, reason });
                self.pinned(Locked { failed, ..known }, url)
            }
        }
    }

    /// The source at the commit that its entry names.
    fn pinned(&self, locked: Locked, url: &GitUrl) -> Told {
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
        match self.at(&id, url) {
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
            },
            Err(reason) => missing(locked, reason),
        }
    }

    /// The files of a commit that was good, from the cache or else from its repository.
    fn at(&self, id: &str, url: &GitUrl) -> Result<Commit, String> {
        let is_online = self.policy.is_online();
        let folder = self.folder(url);
        let store = match is_online {
            true => self.store(&folder)?,
            false => Store::as_it_is(&folder, &self.surroundings.environment)
                .ok_or_else(|| not_in_cache(id))?,
        };
        let is_kept = store.keeps(id).map_err(|fault| own(&fault))?;
        let lacks_past = is_kept && self.since.is_some_and(|since| !store.has_past(id, since));
        if !is_kept && !is_online {
            return Err(not_in_cache(id));
        }
        if !is_kept || lacks_past && is_online {
            let fetched = self
                .fetch(&store, url, id)
                .and_then(|fetched| match fetched == id {
                    true => Ok(()),
                    false => Err("its commit is another one".to_owned()),
                });
            match fetched {
                Ok(()) => store.keep(id).map_err(|fault| own(&fault))?,
                // What is there can be read without its past.
                Err(_) if is_kept => {}
                Err(reason) => return Err(reason),
            }
        }
        self.good(&store, id)
    }

    /// The newest commit of the source, which is good.
    fn newest(&self, known: &Locked, url: &GitUrl) -> Result<(Locked, Commit), String> {
        let store = self.store(&self.folder(url))?;
        let mut branch = None;
        let id = match &self.remote.reference {
            Some(reference) if is_id(reference) => self.fetch(&store, url, reference)?,
            Some(reference) => {
                let of_branch = self.fetch(&store, url, &format!("refs/heads/{reference}"));
                let is_none = |reason: &String| reason.contains("no such branch");
                match of_branch {
                    Err(reason) if is_none(&reason) => {
                        self.fetch(&store, url, &format!("refs/tags/{reference}"))?
                    }
                    told => {
                        branch = Some(reference.clone());
                        told?
                    }
                }
            }
            None => {
                let named = self.spoken(url, "HEAD", |wanted| store.branch(wanted))?;
                let named = named.filter(|name| crate::config::is_reference(name));
                let reference = named.as_ref().map(|name| format!("refs/heads/{name}"));
                branch = named;
                self.fetch(&store, url, reference.as_deref().unwrap_or("HEAD"))?
            }
        };
        let commit = self.good(&store, &id)?;
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

    fn fetch(&self, store: &Store, url: &GitUrl, reference: &str) -> Result<String, String> {
        self.spoken(url, reference, |wanted| store.fetch(wanted))
    }

    /// Speaks with the repository. Some hosts know it with `.git` at its end alone.
    fn spoken<T>(
        &self,
        url: &GitUrl,
        reference: &str,
        speak: impl Fn(&Wanted<'_>) -> Result<T, Fault>,
    ) -> Result<T, String> {
        let secrets = self.secrets(url);
        let with_git = format!("{}.git", url.as_str());
        let variable = self.variable(url);
        let wanted = |url: &str| {
            let wanted = Wanted {
                url,
                protocol: self.protocol(),
                secrets: &secrets,
                reference,
                since: self.since,
                time: self.remote.limits.time,
                bytes: self.remote.limits.bytes,
            };
            speak(&wanted).map_err(|fault| match self.reason(&fault, &with_git) {
                // Who forgot to set a variable is denied as well.
                reason if reason == DENIED && secrets.is_empty() => match variable {
                    Some(name) => format!("{DENIED}, and the variable `{name}` is not set"),
                    None => reason,
                },
                reason => reason,
            })
        };
        match wanted(url.as_str()) {
            Err(reason)
                if reason == REDIRECTED && url.is_https() && !url.as_str().ends_with(".git") =>
            {
                wanted(&with_git)
            }
            told => told,
        }
    }

    /// Why it could not be fetched, for pages.
    fn reason(&self, fault: &Fault, address: &str) -> String {
        match fault {
            Fault::Late(limit) => format!("it took longer than {} seconds", limit.as_secs()),
            Fault::Own(told) => told.clone(),
            Fault::Git(told) => {
                // The words of the address mean nothing.
                let address = address.trim_end_matches(".git");
                meaning(&told.replace(address, "")).to_owned()
            }
        }
    }

    /// The header with the token of the host, where the configuration names one.
    fn secrets(&self, url: &GitUrl) -> Vec<(String, String)> {
        let token = self
            .variable(url)
            .and_then(|name| (self.surroundings.variable)(name));
        let Some(token) = token.filter(|token| !token.trim().is_empty()) else {
            return Vec::new();
        };
        // The name is of no matter to GitHub, GitLab, Gitea and Azure; Bitbucket wants this one.
        let pair = STANDARD.encode(format!("x-token-auth:{}", token.trim()));
        vec![(
            format!("http.https://{}/.extraHeader", url.authority()),
            format!("Authorization: Basic {pair}"),
        )]
    }

    /// The variable that holds the token of a host. Another port is another host.
    fn variable(&self, url: &GitUrl) -> Option<&str> {
        let place = url.is_https().then(|| url.authority())?;
        let place = place.strip_suffix(":443").unwrap_or(place);
        self.config.fetch.tokens.get(place).map(String::as_str)
    }

    fn protocol(&self) -> &'static str {
        match &self.remote.url {
            Ok(url) if url.is_https() => "https",
            Ok(url) if url.path().is_some() => "file",
            _ => "ssh",
        }
    }

    /// Tidies its repository up.
    pub(super) fn clean(&self) {
        if let (Policy::Update(_), Ok(url)) = (self.policy, &self.remote.url) {
            // What cannot be tidied up now can be the next time.
            drop(self.store(&self.folder(url)).map(|store| store.clean()));
        }
    }

    fn store(&self, folder: &Path) -> Result<Store, String> {
        Store::open(folder, &self.surroundings.environment).map_err(|fault| own(&fault))
    }

    /// Where its repository lies in the cache.
    fn folder(&self, url: &GitUrl) -> std::path::PathBuf {
        let name = slug::slugify(url.name());
        let hash = blake3::hash(url.as_str().as_bytes()).to_hex();
        let name: String = name.chars().take(40).collect();
        self.surroundings
            .cache
            .join(format!("{name}-{}.git", &hash[..16]))
    }
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
