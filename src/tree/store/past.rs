//! The commits that led to those of a repository of the cache: who changed which file when.
//!
//! They lie in a repository of their own, without what files held: that is never asked for, and is
//! most of what a long past weighs. The host leaves it out where it knows how to. Kept apart, it
//! never makes a host believe that the files of a commit are there already.

use std::collections::{BTreeMap, HashSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{Fault, Store, Wanted};

/// The file that says of each commit since when those were fetched that led to it, in seconds since
/// 1970.
const SINCE: &str = "meshbook-since";

/// The name under which the repository knows the other side.
const NAME: &str = "past";

/// What makes a repository one that lacks objects, and may: they are promised by the other side.
const PROMISED: [(&str, &str); 4] = [
    ("core.repositoryFormatVersion", "1"),
    ("extensions.partialClone", NAME),
    ("remote.past.promisor", "true"),
    ("remote.past.partialCloneFilter", "blob:none"),
];

/// The past of the commits of a repository of the cache.
pub struct PastStore(Store);

impl PastStore {
    /// Opens that of a repository and makes it where there is none.
    ///
    /// # Errors
    ///
    /// The folder cannot be made, others are at work in it, or `git` cannot be run.
    pub fn open(of: &Store, patience: Duration) -> Result<PastStore, Fault> {
        let store = Store::open(&folder(&of.folder), &of.environment, patience)?;
        let is_new = fs::metadata(store.folder.join(SINCE)).is_err();
        let past = PastStore(store);
        if is_new {
            past.promise()?;
        }
        Ok(past)
    }

    fn promise(&self) -> Result<(), Fault> {
        for (key, value) in PROMISED {
            self.0.run(&["config", key, value])?.map_err(Fault::Git)?;
        }
        Ok(())
    }

    /// Whether all is there that was fetched, and as it was.
    ///
    /// # Errors
    ///
    /// `git` cannot be run.
    pub fn is_sound(&self) -> Result<bool, Fault> {
        self.0.is_sound()
    }

    /// Makes an empty one in the place of one that is damaged: what led to a commit that is read can
    /// be fetched again for as long as its host has it.
    ///
    /// # Errors
    ///
    /// It cannot be made.
    pub fn make_anew(&self) -> Result<(), Fault> {
        self.0.make_anew()?;
        self.promise()
    }

    /// That of a repository to be read alone; `None` where there is none.
    pub fn as_it_is(of: &Store) -> Option<PastStore> {
        Store::as_it_is(&folder(&of.folder), &of.environment).map(PastStore)
    }

    /// Whether all is there that was committed since a time, in seconds since 1970, and led to a
    /// commit.
    ///
    /// # Errors
    ///
    /// `git` cannot be run.
    pub fn holds(&self, commit: &str, since: i64) -> Result<bool, Fault> {
        Ok(is_there(&self.0.folder, commit, since) && self.0.keeps(commit)?)
    }

    /// Fetches what was committed since a time, in seconds since 1970, and led to a commit, which
    /// the reference named a moment ago.
    ///
    /// # Errors
    ///
    /// Why it cannot be fetched: in the words of `git`, or a bound that it passed.
    pub fn fetch(&self, wanted: &Wanted<'_>, commit: &str, since: i64) -> Result<(), Fault> {
        let url = ("remote.past.url".to_owned(), wanted.url.to_owned());
        let settings = [wanted.settings, &[url]].concat();
        let before = self.0.size();
        let fetch = |reference: &str, depth: &str| {
            let came = self.0.size().saturating_sub(before);
            let wanted = Wanted {
                url: NAME,
                settings: &settings,
                reference,
                bytes: wanted.bytes.saturating_sub(came),
                ..*wanted
            };
            let told = self.0.call(&wanted, &["--filter=blob:none", depth])?;
            told.map_err(Fault::Git)
        };
        // The repository has one end of its past: what others were fetched to stays.
        let mut known = since_of(&self.0.folder);
        let since = known.values().copied().fold(since, i64::min);
        let depth = format!("--shallow-since={since}");
        let mut reference = wanted.reference;
        fetch(reference, &depth)?;
        if self.0.resolved(commit)?.is_none() {
            reference = commit;
            fetch(reference, &depth)?;
        }
        // What the oldest of them changed is told by the commit before it.
        fetch(reference, "--deepen=1")?;
        self.0.keep(commit)?;
        known.insert(commit.to_owned(), since);
        self.write(&known);
        Ok(())
    }

    /// Lets go of the past of every commit but these.
    ///
    /// # Errors
    ///
    /// The repository cannot be changed.
    pub fn prune(&self, kept: &HashSet<&str>) -> Result<(), Fault> {
        let mut known = since_of(&self.0.folder);
        known.retain(|commit, _| kept.contains(commit.as_str()));
        self.write(&known);
        self.0.prune(kept)
    }

    /// Writes since when the past of each commit is there. Where that cannot be, it is fetched again.
    fn write(&self, known: &BTreeMap<String, i64>) {
        let lines = known.iter();
        let lines = lines.map(|(commit, since)| format!("{commit} {since}\n"));
        drop(fs::write(
            self.0.folder.join(SINCE),
            lines.collect::<String>(),
        ));
    }

    /// Makes one pack of many.
    ///
    /// # Errors
    ///
    /// `git` cannot be run.
    pub fn clean(&self) -> Result<(), Fault> {
        self.0.clean()
    }
}

/// Where the past of a repository lies: beside it.
pub(super) fn folder(of: &Path) -> PathBuf {
    of.with_extension("past.git")
}

/// Whether a repository of a past holds all that was committed since a time, in seconds since 1970,
/// and led to a commit.
pub(in crate::tree) fn is_there(folder: &Path, commit: &str, since: i64) -> bool {
    let known = since_of(folder);
    known.get(commit).is_some_and(|fetched| *fetched <= since)
}

/// Since when the past of each commit was fetched.
fn since_of(folder: &Path) -> BTreeMap<String, i64> {
    let text = fs::read_to_string(folder.join(SINCE)).unwrap_or_default();
    let lines = text.lines().filter_map(|line| line.split_once(' '));
    let known = lines.filter_map(|(commit, since)| Some((commit.to_owned(), since.parse().ok()?)));
    known.collect()
}
