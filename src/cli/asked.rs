//! What a check was asked to look at: portals, repositories and single files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use super::{Failure, sources};
use crate::config;
use crate::pipeline::{self, Loaded, Read};
use crate::tree::Tree;

/// One thing to look at, which is a portal of its own.
pub(super) enum Asked<'p> {
    /// A portal or repository, and what stands before its paths.
    Folder { path: &'p Path, shown: String },
    /// Some files of one folder.
    Files {
        folder: &'p Path,
        paths: Vec<&'p Path>,
    },
}

/// Each folder as a portal of its own, and the files of one folder as one.
pub(super) fn asked(paths: &[PathBuf]) -> Vec<Asked<'_>> {
    let mut files: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    let mut asked = Vec::new();
    for path in paths {
        if path.is_file() {
            files.entry(config::parent(path)).or_default().push(path);
            continue;
        }
        let shown = match paths {
            [_] => String::new(),
            _ => config::shown(path),
        };
        asked.push(Asked::Folder { path, shown });
    }
    asked.extend(
        files
            .into_iter()
            .map(|(folder, paths)| Asked::Files { folder, paths }),
    );
    asked
}

impl Asked<'_> {
    /// The folder of all that is looked at.
    pub(super) fn folder(&self) -> &Path {
        match self {
            Asked::Folder { path, .. } => path,
            Asked::Files { folder, .. } => folder,
        }
    }

    /// Reads it as it lies on the disk, and what is fetched from the cache.
    pub(super) fn read(&self, now: Timestamp) -> Result<Read, Failure> {
        let loaded = match self {
            Asked::Folder { path, shown } => pipeline::load(&Tree::Disk, path, shown)?,
            Asked::Files { folder, paths } => pipeline::load_files(folder, paths),
        };
        fetched(loaded, &Tree::Disk, now)
    }

    /// Reads it as another tree has it; `None` where that has nothing of it.
    ///
    /// # Errors
    ///
    /// Its configuration cannot be used; the outer one: what is fetched cannot be read.
    pub(super) fn read_in(
        &self,
        tree: &Tree,
        now: Timestamp,
    ) -> Result<Result<Option<Read>, config::Error>, Failure> {
        let loaded = match self {
            Asked::Folder { path, shown } => match pipeline::load(tree, path, shown) {
                Ok(loaded) => loaded,
                Err(config::Error::Empty(_)) => return Ok(Ok(None)),
                Err(config::Error::Unreadable(_, error))
                    if error.kind() == std::io::ErrorKind::NotFound =>
                {
                    return Ok(Ok(None));
                }
                Err(error) => return Ok(Err(error)),
            },
            Asked::Files { folder, paths } => {
                let there = paths.iter().copied();
                let there: Vec<_> = there
                    .filter(|path| tree.is_file(path).unwrap_or(false))
                    .collect();
                if there.is_empty() {
                    return Ok(Ok(None));
                }
                pipeline::load_files(folder, &there)
            }
        };
        fetched(loaded, tree, now).map(|read| Ok(Some(read)))
    }
}

/// The sources of a portal, those that are fetched from the cache.
fn fetched(mut loaded: Loaded, tree: &Tree, now: Timestamp) -> Result<Read, Failure> {
    let snapshots = sources::offline(&mut loaded, now)?;
    Ok(pipeline::read_loaded(loaded, tree.clone(), &snapshots))
}
