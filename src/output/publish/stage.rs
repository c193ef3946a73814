//! Where new files wait until they are published.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, ErrorKind, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use super::{Change, INSIDE, JOURNAL, LIST, Lock, Place, at, disk, foreign, generation, journal};
use crate::output::Error;

/// A folder that is made with its first file, and is gone when this is dropped.
pub(in crate::output) struct Stage<'p> {
    pub(super) place: &'p Place,
    pub(super) root: PathBuf,
    is_beside: bool,
    made: OnceLock<io::Result<()>>,
}

/// The list of a stage until it is published, by which a walk knows that it is no source.
const MARK: &str = "{\n  \"generator\": \"meshbook\"\n}\n";

impl<'p> Stage<'p> {
    /// A stage of a folder that is held: beside it where the two can be exchanged, else in it.
    pub(in crate::output) fn new(place: &'p Place, lock: &Lock) -> Stage<'p> {
        let beside = place.beside(&format!("next-{}", std::process::id()));
        let beside = beside.filter(|_| lock.is_beside() && !is_mounted(&place.folder));
        Stage {
            place,
            is_beside: beside.is_some(),
            root: beside.unwrap_or_else(|| place.folder.join(INSIDE)),
            made: OnceLock::new(),
        }
    }

    /// Whether nothing was written.
    pub(in crate::output) fn is_empty(&self) -> bool {
        self.made.get().is_none()
    }

    /// Writes a file.
    ///
    /// # Errors
    ///
    /// It cannot be written; with its path.
    pub(in crate::output) fn write(&self, route: &str, bytes: &[u8]) -> Result<(), Error> {
        let made = self.made.get_or_init(|| make(&self.root));
        if let Err(error) = made {
            let error = io::Error::new(error.kind(), error.to_string());
            return Err(Error::Io(self.root.clone(), error));
        }
        let path = self.root.join(route);
        let file = File::create(&path).or_else(|error| match path.parent() {
            Some(parent) if error.kind() == ErrorKind::NotFound => {
                fs::create_dir_all(parent)?;
                File::create(&path)
            }
            _ => Err(error),
        });
        file.and_then(|mut file| file.write_all(bytes))
            .map_err(at(&path))
    }

    /// Publishes what was written, all at once where that can be.
    ///
    /// # Errors
    ///
    /// The disk refuses it. The folder is as it was, or its journal says what is left to do.
    pub(in crate::output) fn publish(&self, change: &Change<'_>) -> Result<(), Error> {
        if !change.written.contains_key(LIST) {
            disk::remove_file(&self.root.join(LIST)).map_err(at(&self.root))?;
        }
        let (kept, written) = (change.kept.iter(), change.written.keys());
        let now: BTreeSet<&str> = kept.chain(written).copied().collect();
        let folder = &self.place.folder;
        let foreign = match foreign::find(folder, &now, &change.gone) {
            Err((path, error)) if error.kind() == ErrorKind::NotFound && path == *folder => {
                return generation::first(self, change);
            }
            found => found.map_err(|(path, error)| Error::Io(path, error))?,
        };
        if self.is_beside {
            if generation::put(self, change, &foreign)? {
                return Ok(());
            }
            self.move_inside(change)?;
        }
        journal::replace(folder, change, &|| Ok(()))
    }

    /// The paths of what was written.
    pub(super) fn written(&self, change: &Change<'_>) -> Vec<PathBuf> {
        let routes = change.written.keys();
        routes.map(|route| self.root.join(route)).collect()
    }

    /// Moves what waits beside the folder into it, which may be on another file system.
    fn move_inside(&self, change: &Change<'_>) -> Result<(), Error> {
        let inside = self.place.folder.join(INSIDE);
        make(&inside).map_err(at(&inside))?;
        for route in change.written.keys() {
            let (from, to) = (self.root.join(route), inside.join(route));
            let moved = make_above(&to).and_then(|()| match fs::rename(&from, &to) {
                Err(error) if error.kind() == ErrorKind::CrossesDevices => disk::copy(&from, &to),
                moved => moved,
            });
            moved.map_err(at(&to))?;
        }
        disk::remove(&self.root).map_err(at(&self.root))
    }
}

impl Drop for Stage<'_> {
    fn drop(&mut self) {
        if self.is_empty() {
            return;
        }
        if self.is_beside {
            let _ = disk::remove(&self.root);
        }
        // What a journal says is left to do needs its files.
        if !self.place.folder.join(JOURNAL).exists() {
            let _ = disk::remove(&self.place.folder.join(INSIDE));
        }
    }
}

/// Makes the folder above a file.
pub(super) fn make_above(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), fs::create_dir_all)
}

/// Makes an empty stage.
fn make(root: &Path) -> io::Result<()> {
    disk::remove(root)?;
    fs::create_dir(root)?;
    fs::write(root.join(LIST), MARK)
}

/// Whether a folder is on another file system than its parent.
fn is_mounted(folder: &Path) -> bool {
    let device = |path: &Path| fs::metadata(path).map(|found| found.dev()).ok();
    let parent = folder.parent();
    folder.is_dir() && parent.and_then(device) != device(folder)
}
