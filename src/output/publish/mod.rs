//! A folder that changes as a whole: what is new is staged first, and then takes its place.
//!
//! Beside the folder a generation is made, of what was written and of links to what stays,
//! and one call exchanges the two. Where that cannot be (a mount point, a file system without
//! such a call, a parent that cannot be written), files are replaced one by one under a
//! journal, which the next run completes. What a run that was killed left is mended by the
//! next one before it looks at the folder.

mod disk;
mod foreign;
mod generation;
mod journal;
mod lock;
mod stage;

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::{OsStr, OsString};
use std::fs;
use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use super::Error;

pub(super) use lock::Lock;
pub(super) use stage::Stage;

/// The list of all files with their hashes.
pub(super) const LIST: &str = "site.json";

/// Where files wait in the folder itself to be put in their places.
const INSIDE: &str = ".meshbook-next";
/// What is being replaced in the folder, one by one.
const JOURNAL: &str = ".meshbook-journal";
/// The lock of a folder whose parent cannot be written.
const LOCK: &str = ".meshbook-lock";

/// The folder of a site, by its real path: it may be given through a link, and may not be
/// there yet.
pub(super) struct Place {
    folder: PathBuf,
}

/// What a run does to a folder.
pub(super) struct Change<'c> {
    /// The hashes of what is staged, by route.
    pub(super) written: BTreeMap<&'c str, String>,
    /// The files that stay as they are.
    pub(super) kept: Vec<&'c str>,
    /// The files of earlier builds that go.
    pub(super) gone: BTreeSet<&'c str>,
}

impl Place {
    /// The place that a path names.
    ///
    /// # Errors
    ///
    /// Something else than a folder is there, or the folders above it cannot be made.
    pub(super) fn of(path: &Path) -> Result<Place, Error> {
        let failed = |error| Error::Io(path.to_owned(), error);
        let folder = match fs::metadata(path) {
            Ok(found) if found.is_dir() => path.canonicalize().map_err(failed)?,
            Ok(_) => return Err(failed(ErrorKind::NotADirectory.into())),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                let name = path.file_name().ok_or_else(|| failed(error))?;
                let parent = path.parent().filter(|parent| *parent != Path::new(""));
                let parent = parent.unwrap_or(Path::new("."));
                fs::create_dir_all(parent).map_err(at(parent))?;
                parent.canonicalize().map_err(at(parent))?.join(name)
            }
            Err(error) => return Err(failed(error)),
        };
        Ok(Place { folder })
    }

    /// The folder.
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// A hidden name beside the folder; `None` for the root of the file system.
    fn beside(&self, kind: &str) -> Option<PathBuf> {
        let mut name = self.hidden()?;
        name.push(kind);
        Some(self.folder.with_file_name(name))
    }

    /// What the names beside the folder begin with.
    fn hidden(&self) -> Option<OsString> {
        let mut name = OsString::from(".");
        name.push(self.folder.file_name()?);
        name.push(".");
        Some(name)
    }

    /// What runs left beside the folder, of one kind.
    fn leftovers(&self, kind: &str) -> Vec<PathBuf> {
        let (Some(mut start), Some(parent)) = (self.hidden(), self.folder.parent()) else {
            return Vec::new();
        };
        start.push(kind);
        let is_left = |name: &OsStr| {
            let number = name.as_encoded_bytes();
            let number = number.strip_prefix(start.as_encoded_bytes());
            number.is_some_and(|number| !number.is_empty() && number.iter().all(u8::is_ascii_digit))
        };
        // A parent that cannot be read is none that a run could have left something in.
        let entries = fs::read_dir(parent).into_iter().flatten().flatten();
        entries
            .filter(|entry| is_left(&entry.file_name()))
            .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
            .map(|entry| entry.path())
            .collect()
    }
}

/// Mends what runs that were cut short left; `list` reads the routes of a folder's list.
///
/// # Errors
///
/// What is left cannot be put in its place or be removed.
pub(super) fn recover(
    place: &Place,
    list: &dyn Fn(&Path) -> Option<BTreeSet<String>>,
) -> Result<(), Error> {
    generation::recover(place, list)?;
    journal::recover(&place.folder)
}

/// Whether a route of a list that may have been tampered with stays in the folder.
pub(super) fn is_inside(route: &str) -> bool {
    !route.is_empty()
        && route
            .split('/')
            .all(|part| !matches!(part, "" | "." | ".."))
        && !route.contains('\\')
}

/// An error of the disk with the path at which it happened.
fn at(path: &Path) -> impl FnOnce(io::Error) -> Error {
    let path = path.to_owned();
    move |error| Error::Io(path, error)
}
