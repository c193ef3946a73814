//! Where files come from: folders of the disk, a commit of a git repository, or commits that were
//! fetched.
//!
//! Configurations and sources are read through a [`Tree`], so that what a commit held is read
//! by the same code as what lies in a folder, and nothing is checked out for it.

mod call;
mod checkout;
mod commit;
mod confined;
mod disk;
mod git;
mod log;
mod scales;
mod store;

use std::collections::BTreeMap;
use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};
use std::sync::Arc;

pub use call::{Environment, Fault, Running};
pub use checkout::Checkout;
pub use commit::Commit;
pub use confined::Error;
pub use log::{Act, Change, Logged, Past};
pub use store::{PastStore, Shared, Store, Wanted};

/// How much of a file is read to see what it is, in bytes.
const HEAD: u64 = 4096;
/// The largest configuration that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// A way to files. Paths are those of the disk in each: `Elsewhere` and `Commit` put other files in
/// their place. A copy of it is cheap, and leads to the same files.
#[derive(Clone)]
pub enum Tree {
    /// The files of the disk.
    Disk,
    /// The files below `to` in the place of those below `from`.
    Elsewhere {
        /// A folder.
        from: PathBuf,
        /// The folder in its place.
        to: PathBuf,
    },
    /// The files of a commit in the place of those of its repository.
    Commit(Arc<Commit>),
    /// The files of commits that were fetched, each below a folder of its own that is none of the
    /// disk, and those of another tree everywhere else.
    Fetched(Arc<Fetched>, Box<Tree>),
}

/// Commits that were fetched, by the folders that stand for them.
pub type Fetched = BTreeMap<PathBuf, Commit>;

/// What a walk comes by.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Its path below the folder that is walked, with `/`.
    pub path: String,
    /// What it is.
    pub kind: Kind,
}

impl Entry {
    /// Its name: the last part of its path.
    pub fn name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// How many folders below the walked one it lies, from 1.
    pub fn depth(&self) -> usize {
        self.path.split('/').count()
    }
}

/// What lies at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A link, and whether it leads to a folder.
    Link {
        /// Whether it leads to a folder.
        to_folder: bool,
    },
    /// A pipe, a socket, a device.
    Special,
}

/// What a walk cannot look into.
pub struct Unread {
    /// Its path below the folder that is walked; empty for that folder.
    pub path: String,
    /// Why.
    pub error: io::Error,
}

/// What a walk yields, folder by folder, in the order of names.
pub type Walk<'t> = Box<dyn Iterator<Item = Result<Entry, Unread>> + 't>;

impl Tree {
    /// Whether a path that the portal's owner named is a file rather than a folder.
    ///
    /// # Errors
    ///
    /// There is nothing, or it cannot be looked at.
    pub fn is_file(&self, path: &Path) -> io::Result<bool> {
        match self.at(path) {
            At::Commit(commit) => commit.is_file(path),
            At::Disk => disk::is_file(&self.on_disk(path)),
        }
    }

    /// The text of a file that the portal's owner named; links are followed on the disk.
    ///
    /// # Errors
    ///
    /// It is not there, or cannot be read.
    pub fn text(&self, path: &Path) -> io::Result<String> {
        match self.at(path) {
            At::Commit(commit) => commit.text(path, LARGEST),
            At::Disk => disk::text(&self.on_disk(path)),
        }
    }

    /// The first bytes of a regular file, as text; `None` for anything else.
    pub fn head(&self, path: &Path) -> Option<String> {
        let bytes = match self.at(path) {
            At::Commit(commit) => commit.head(path, HEAD)?,
            At::Disk => disk::head(&self.on_disk(path), HEAD)?,
        };
        Some(String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What lies in a folder, down to a depth of at least 1. Folders that `enters` refuses,
    /// by name and path, are left out with all that is in them; links are not followed.
    pub fn walk<'t>(
        &'t self,
        folder: &Path,
        depth: usize,
        enters: impl Fn(&str, &Path) -> bool + 't,
    ) -> Walk<'t> {
        match self.at(folder) {
            At::Commit(commit) => commit.walk(folder, depth, &enters),
            At::Disk => disk::walk(&self.on_disk(folder), depth, enters),
        }
    }

    /// A handle of a folder, through which nothing outside of it is read.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or cannot be opened.
    pub fn folder(&self, path: &Path) -> io::Result<Folder<'_>> {
        Ok(match self.at(path) {
            At::Commit(commit) => Folder::Commit(commit, commit.folder(path)?),
            At::Disk => Folder::Disk(confined::Folder::open(&self.on_disk(path))?),
        })
    }

    /// Whether a folder is part of this tree: a commit holds nothing of what lies outside of
    /// its repository, or is ignored there.
    pub fn holds(&self, folder: &Path) -> bool {
        match self {
            Tree::Disk => true,
            Tree::Elsewhere { from, .. } => {
                folder.starts_with(from) && self.on_disk(folder).is_dir()
            }
            Tree::Commit(commit) => commit.folder(folder).is_ok(),
            Tree::Fetched(fetched, rest) => {
                commit_of(fetched, folder).is_some() || rest.holds(folder)
            }
        }
    }

    /// The tree in which what lies in a folder is read: what this one holds nothing of, such as
    /// what no commit does, is what it is now.
    pub fn or_now(&self, folder: &Path) -> &Tree {
        match self.holds(folder) {
            true => self,
            false => &Tree::Disk,
        }
    }

    /// The past of a folder up to the commit whose files are read.
    ///
    /// # Errors
    ///
    /// It lies in no repository, in one without commits or in one whose commits are not all
    /// there, or `git` cannot be run.
    pub fn past(&self, folder: &Path, environment: &Environment) -> Result<Past, Fault> {
        match self {
            Tree::Fetched(fetched, rest) => match commit_of(fetched, folder) {
                Some(commit) => Ok(Past::of(commit, folder)),
                None => rest.past(folder, environment),
            },
            // A baseline is held against the same past.
            Tree::Disk | Tree::Elsewhere { .. } | Tree::Commit(_) => {
                Past::open(folder, environment)
            }
        }
    }

    /// Why a commit could not be read to its end, once it was read: what is missing then is no
    /// finding about it.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Tree::Commit(commit) => commit.fault(),
            Tree::Fetched(_, rest) => rest.fault(),
            Tree::Disk | Tree::Elsewhere { .. } => None,
        }
    }

    /// The same of a commit that was fetched, of which `folder` is a part.
    pub fn fault_in(&self, folder: &Path) -> Option<&Fault> {
        match self {
            Tree::Fetched(fetched, _) => commit_of(fetched, folder)?.fault(),
            _ => None,
        }
    }

    /// What holds the files at a path.
    fn at(&self, path: &Path) -> At<'_> {
        match self {
            Tree::Commit(commit) => At::Commit(commit),
            Tree::Fetched(fetched, rest) => {
                commit_of(fetched, path).map_or_else(|| rest.at(path), At::Commit)
            }
            Tree::Disk | Tree::Elsewhere { .. } => At::Disk,
        }
    }

    /// The path on the disk that stands in the place of this one.
    fn on_disk(&self, path: &Path) -> PathBuf {
        match self {
            Tree::Elsewhere { from, to } => match path.strip_prefix(from) {
                Ok(inside) => to.join(inside),
                Err(_) => path.to_owned(),
            },
            Tree::Fetched(_, rest) => rest.on_disk(path),
            Tree::Disk | Tree::Commit(_) => path.to_owned(),
        }
    }
}

/// What holds the files at a path.
enum At<'t> {
    Commit(&'t Commit),
    Disk,
}

/// The commit below whose folder a path lies.
fn commit_of<'t>(fetched: &'t Fetched, path: &Path) -> Option<&'t Commit> {
    let (folder, commit) = fetched.range(..=path.to_owned()).next_back()?;
    path.starts_with(folder).then_some(commit)
}

/// A handle of a folder.
pub enum Folder<'t> {
    /// Of the disk.
    Disk(confined::Folder),
    /// Of a commit, by its path there.
    Commit(&'t Commit, String),
}

impl Folder<'_> {
    /// The bytes of a regular file below the folder, of at most `limit` bytes.
    ///
    /// # Errors
    ///
    /// It is too large, is not there, is no regular file, or cannot be read.
    pub fn read(&self, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        match self {
            Folder::Disk(folder) => folder.read(path, limit),
            Folder::Commit(commit, folder) => commit.read(folder, path, limit),
        }
    }

    /// A regular file below the folder, of at most `limit` bytes, to be read piece by piece, with
    /// its size in bytes.
    ///
    /// # Errors
    ///
    /// It is too large, is not there, is no regular file, or cannot be opened.
    pub fn stream(&self, path: &str, limit: u64) -> Result<(Box<dyn Read>, u64), Error> {
        match self {
            Folder::Disk(folder) => {
                let (file, size) = folder.stream(path, limit)?;
                Ok((Box::new(file.take(limit)), size))
            }
            Folder::Commit(commit, folder) => {
                let bytes = commit.read(folder, path, limit)?;
                let size = bytes.len() as u64;
                Ok((Box::new(Cursor::new(bytes)), size))
            }
        }
    }
}
