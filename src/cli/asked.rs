//! What a check was asked to look at: portals, repositories and single files.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::config;
use crate::pipeline::{self, Read};
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

    /// Reads it as it lies on the disk.
    pub(super) fn read(&self) -> Result<Read, config::Error> {
        match self {
            Asked::Folder { path, shown } => pipeline::read_in(&Tree::Disk, path, shown),
            Asked::Files { folder, paths } => Ok(pipeline::read_files(&Tree::Disk, folder, paths)),
        }
    }

    /// Reads it as another tree has it; `None` where that has nothing of it.
    pub(super) fn read_in(&self, tree: &Tree) -> Result<Option<Read>, config::Error> {
        match self {
            Asked::Folder { path, shown } => match pipeline::read_in(tree, path, shown) {
                Err(config::Error::Empty(_)) => Ok(None),
                Err(config::Error::Unreadable(_, error))
                    if error.kind() == std::io::ErrorKind::NotFound =>
                {
                    Ok(None)
                }
                read => read.map(Some),
            },
            Asked::Files { folder, paths } => {
                let there = paths.iter().copied();
                let there: Vec<_> = there
                    .filter(|path| tree.is_file(path).unwrap_or(false))
                    .collect();
                let read = || pipeline::read_files(tree, folder, &there);
                Ok((!there.is_empty()).then(read))
            }
        }
    }
}
