//! Where files come from: folders of the disk, or a commit of a git repository.
//!
//! Configurations and sources are read through a [`Tree`], so that what a commit held is read
//! by the same code as what lies in a folder, and nothing is checked out for it.

mod call;
mod commit;
mod confined;
mod disk;
mod git;
mod log;

use std::io::{self, Cursor, Read};
use std::path::{Path, PathBuf};

pub use call::{Environment, Fault};
pub use commit::Commit;
pub use confined::Error;
pub use log::{Act, Change, Logged, Past};

/// How much of a file is read to see what it is, in bytes.
const HEAD: u64 = 4096;
/// The largest configuration that is read, in bytes.
const LARGEST: u64 = 16 << 20;

/// A way to files. Paths are those of the disk in each: `Elsewhere` and `Commit` put other
/// files in their place.
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
    Commit(Box<Commit>),
}

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
        match self {
            Tree::Commit(commit) => commit.is_file(path),
            _ => disk::is_file(&self.on_disk(path)),
        }
    }

    /// The text of a file that the portal's owner named; links are followed on the disk.
    ///
    /// # Errors
    ///
    /// It is not there, or cannot be read.
    pub fn text(&self, path: &Path) -> io::Result<String> {
        match self {
            Tree::Commit(commit) => commit.text(path, LARGEST),
            _ => disk::text(&self.on_disk(path)),
        }
    }

    /// The first bytes of a regular file, as text; `None` for anything else.
    pub fn head(&self, path: &Path) -> Option<String> {
        let bytes = match self {
            Tree::Commit(commit) => commit.head(path, HEAD)?,
            _ => disk::head(&self.on_disk(path), HEAD)?,
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
        match self {
            Tree::Commit(commit) => commit.walk(folder, depth, &enters),
            _ => disk::walk(&self.on_disk(folder), depth, enters),
        }
    }

    /// A handle of a folder, through which nothing outside of it is read.
    ///
    /// # Errors
    ///
    /// It is not there, is no folder, or cannot be opened.
    pub fn folder(&self, path: &Path) -> io::Result<Folder<'_>> {
        Ok(match self {
            Tree::Commit(commit) => Folder::Commit(commit, commit.folder(path)?),
            _ => Folder::Disk(confined::Folder::open(&self.on_disk(path))?),
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
        }
    }

    /// Why a commit could not be read to its end, once it was read: what is missing then is no
    /// finding about it.
    pub fn fault(&self) -> Option<&Fault> {
        match self {
            Tree::Commit(commit) => commit.fault(),
            _ => None,
        }
    }

    /// The path on the disk that stands in the place of this one.
    fn on_disk(&self, path: &Path) -> PathBuf {
        match self {
            Tree::Elsewhere { from, to } => match path.strip_prefix(from) {
                Ok(inside) => to.join(inside),
                Err(_) => path.to_owned(),
            },
            _ => path.to_owned(),
        }
    }
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
