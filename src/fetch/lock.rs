//! `meshbook.lock`: the commit of each source that is fetched.
//!
//! Whoever has the same lock reads the same files. A source that could not be fetched keeps the
//! commit that it had, and the lock says since when and why, so that every build from it says the
//! same. Its order is that in which sources came: the earlier one keeps what two of them claim.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::config::{Remote, SourceConfig};

/// The name of the lock, beside `meshbook.yaml`.
pub const FILE: &str = "meshbook.lock";

/// What stands above the entries.
const HEAD: &str = "\
# The commit of each source that is fetched. `meshbook fetch` makes this file;
# keep it under version control.
";

/// The commits of a portal's sources.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lock {
    /// The version of the format.
    version: u32,
    /// The sources, the one that came first at the start.
    #[serde(default)]
    pub sources: Vec<Locked>,
}

/// The commit of a source.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locked {
    /// The source's name.
    pub name: String,
    /// The address of its repository.
    pub git: String,
    /// The branch, tag or commit that the configuration names.
    #[serde(rename = "ref", skip_serializing_if = "Option::is_none", default)]
    pub reference: Option<String>,
    /// The folder in the repository, where it is not all of it.
    #[serde(skip_serializing_if = "String::is_empty", default)]
    pub path: String,
    /// The branch of the commit, where it is of one.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub branch: Option<String>,
    /// The last commit that was good; `None` where none ever was.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub commit: Option<String>,
    /// When that commit was made, as in RFC 3339.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub date: Option<Timestamped>,
    /// Since when nothing newer could be fetched, and why.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub failed: Option<Failed>,
}

/// Since when a source cannot be fetched, and why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Failed {
    /// When that was first seen.
    pub since: Timestamped,
    /// Why, for people.
    pub reason: String,
}

/// A moment, written as in RFC 3339.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Timestamped(pub Timestamp);

impl TryFrom<String> for Timestamped {
    type Error = jiff::Error;

    fn try_from(text: String) -> Result<Timestamped, jiff::Error> {
        text.parse().map(Timestamped)
    }
}

impl From<Timestamped> for String {
    fn from(time: Timestamped) -> String {
        time.0.to_string()
    }
}

impl Lock {
    /// The version that is written.
    const VERSION: u32 = 1;

    /// Reads a lock.
    ///
    /// # Errors
    ///
    /// It is none, or of a later version of Meshbook.
    pub fn read(text: &str) -> Result<Lock, String> {
        let lock: Lock = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
        let mut commits = lock
            .sources
            .iter()
            .filter_map(|locked| locked.commit.as_ref());
        let is_id = |id: &str| {
            let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
            matches!(id.len(), 40 | 64) && id.bytes().all(is_digit)
        };
        if let Some(commit) = commits.find(|commit| !is_id(commit)) {
            return Err(format!("`{commit}` is no id of a commit"));
        }
        let mut undated = lock.sources.iter();
        if let Some(locked) =
            undated.find(|locked| locked.commit.is_some() && locked.date.is_none())
        {
            return Err(format!("the commit of `{}` bears no `date`", locked.name));
        }
        match lock.version {
            Lock::VERSION => Ok(lock),
            version => Err(format!(
                "it is of version {version}, and this Meshbook reads version {}",
                Lock::VERSION
            )),
        }
    }

    /// The lock of these sources.
    pub fn new(sources: Vec<Locked>) -> Lock {
        Lock {
            version: Lock::VERSION,
            sources,
        }
    }

    /// The text of the lock.
    pub fn text(&self) -> String {
        let entries = serde_yaml::to_string(self).unwrap_or_default();
        format!("{HEAD}{entries}")
    }

    /// The entry of a source, also under another name: lists give names by what stands before.
    /// `None` where it is read from another repository, branch or folder by now.
    pub fn of(&self, name: &str, remote: &Remote) -> Option<&Locked> {
        let is_it = |locked: &&Locked| {
            locked.git == remote.address
                && locked.reference == remote.reference
                && locked.path == remote.path
        };
        let named = |locked: &&Locked| locked.name == name;
        let all = || self.sources.iter().filter(is_it);
        all().find(named).or_else(|| all().next())
    }

    /// The entry of a source that was read from another branch or folder of the same repository:
    /// what it had is shown until there is something new.
    pub fn former(&self, name: &str, remote: &Remote) -> Option<&Locked> {
        let mut all = self.sources.iter();
        all.find(|locked| locked.name == name && locked.git == remote.address)
    }

    /// Brings sources into the order in which they came: folders of the portal's own first, then
    /// those of the lock, then those that are new. One whose branch, folder or address is another
    /// by now has not come again: it keeps the place of its name.
    pub fn order(&self, sources: &mut [SourceConfig]) {
        let places = || self.sources.iter().enumerate().rev();
        let by_key: HashMap<Key<'_>, usize> =
            places().map(|(at, locked)| (locked.key(), at)).collect();
        let of = |source: &SourceConfig| by_key.get(&key(source.remote.as_ref()?)).copied();
        let used: HashSet<usize> = sources.iter().filter_map(of).collect();
        let by_name: HashMap<&str, usize> = places()
            .filter(|(at, _)| !used.contains(at))
            .map(|(at, locked)| (locked.name.as_str(), at))
            .collect();
        sources.sort_by_key(|source| {
            let former = || by_name.get(source.name.as_str()).copied();
            match &source.remote {
                None => (false, 0),
                Some(_) => (true, of(source).or_else(former).unwrap_or(usize::MAX)),
            }
        });
    }
}

/// What a source is known by: address, reference and folder.
type Key<'k> = (&'k str, Option<&'k str>, &'k str);

impl Locked {
    fn key(&self) -> Key<'_> {
        (&self.git, self.reference.as_deref(), &self.path)
    }
}

fn key(remote: &Remote) -> Key<'_> {
    (&remote.address, remote.reference.as_deref(), &remote.path)
}

/// Where the lock of a portal lies.
pub fn path(root: &Path) -> std::path::PathBuf {
    root.join(FILE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_read_as_it_was_written() {
        let at = Timestamped("2026-03-01T08:00:00Z".parse().unwrap());
        let lock = Lock::new(vec![
            Locked {
                name: "sales".to_owned(),
                git: "https://git.example/sales.git".to_owned(),
                reference: Some("main".to_owned()),
                commit: Some("0".repeat(40)),
                date: Some(at),
                ..Locked::default()
            },
            Locked {
                name: "gone".to_owned(),
                git: "https://git.example/gone".to_owned(),
                failed: Some(Failed {
                    since: at,
                    reason: "its host: is not known".to_owned(),
                }),
                ..Locked::default()
            },
        ]);
        let text = lock.text();
        assert!(
            text.starts_with('#') && text.contains("ref: main"),
            "{text}"
        );
        assert_eq!(Lock::read(&text).unwrap(), lock);
    }

    #[test]
    fn what_is_no_lock_is_refused() {
        for text in [
            "",
            "version: 2\nsources: []\n",
            "sources: []\n",
            "- x\n",
            "version: 1\nsources:\n- {name: x, git: y, commit: --upload-pack=x}\n",
            "version: 1\nsources:\n- name: x\n  git: y\n  date: yesterday\n",
            "version: 1\nsources:\n- name: x\n  git: y\n  commit: 0123456789012345678901234567890123456789\n",
            "version: 1\nsources:\n- name: x\n  git: y\n  date: 2026-03-01T08:00:00Z\n  \
             commit: ABCDEF6789012345678901234567890123456789\n",
        ] {
            assert!(Lock::read(text).is_err(), "{text}");
        }
    }
}
