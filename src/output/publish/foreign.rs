//! What lies in the folder of a site and is none of ours.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::{INSIDE, JOURNAL, LIST, LOCK};

/// Paths relative to the folder.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Foreign {
    /// Files, links and all else that is no folder.
    pub(super) files: Vec<PathBuf>,
    /// Folders without anything of ours in them.
    pub(super) folders: Vec<PathBuf>,
}

/// What a folder holds beside the files of its site: those that it has `now`, and those of
/// earlier builds that are `gone`.
///
/// # Errors
///
/// A folder cannot be read, or a stranger's folder stands where a file must stand or the other
/// way round; with the path.
pub(super) fn find(
    root: &Path,
    now: &BTreeSet<&str>,
    gone: &BTreeSet<&str>,
) -> Result<Foreign, (PathBuf, io::Error)> {
    let walk = Walk {
        root,
        now,
        gone,
        now_above: above(now),
        gone_above: above(gone),
    };
    let mut found = Foreign::default();
    walk.look(Path::new(""), &mut found)?;
    found.files.sort();
    found.folders.sort();
    Ok(found)
}

struct Walk<'w> {
    root: &'w Path,
    now: &'w BTreeSet<&'w str>,
    gone: &'w BTreeSet<&'w str>,
    /// The folders above the files.
    now_above: BTreeSet<&'w str>,
    gone_above: BTreeSet<&'w str>,
}

impl Walk<'_> {
    fn look(&self, inside: &Path, found: &mut Foreign) -> Result<(), (PathBuf, io::Error)> {
        let folder = self.root.join(inside);
        let failed = |error| (folder.clone(), error);
        for entry in fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            let path = inside.join(entry.file_name());
            let is_folder = entry.file_type().map_err(failed)?.is_dir();
            // The routes of a site are UTF-8: what is not is none of them.
            let route = path.to_str().unwrap_or_default();
            if inside == Path::new("") && matches!(route, LIST | INSIDE | JOURNAL | LOCK) {
                continue;
            }
            let is_wanted = match is_folder {
                true => self.now.contains(route),
                false => self.now_above.contains(route),
            };
            if is_wanted {
                let what = match is_folder {
                    true => "a folder stands where a file of the site belongs",
                    false => "this is no folder, and pages of the site belong into it",
                };
                return Err((entry.path(), io::Error::other(what)));
            }
            if is_folder {
                match self.now_above.contains(route) || self.gone_above.contains(route) {
                    true => self.look(&path, found)?,
                    false => found.folders.push(path),
                }
            } else if !self.now.contains(route) && !self.gone.contains(route) {
                found.files.push(path);
            }
        }
        Ok(())
    }
}

/// The folders above files.
fn above<'r>(routes: &BTreeSet<&'r str>) -> BTreeSet<&'r str> {
    let mut found = BTreeSet::new();
    for route in routes {
        let mut rest = *route;
        while let Some((parent, _)) = rest.rsplit_once('/') {
            if !found.insert(parent) {
                break;
            }
            rest = parent;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, file).unwrap();
        }
        folder
    }

    #[test]
    fn what_no_list_names_is_foreign_and_folders_are_taken_whole() {
        let folder = folder(&[
            "site.json",
            "index.html",
            "a/ours.html",
            "a/CNAME",
            "a/old.html",
            "a/notes/x.txt",
            "old/old.html",
            "old/kept/x.txt",
            ".git/objects/aa",
            "CNAME",
            ".meshbook-next/index.html",
        ]);
        let now = BTreeSet::from(["index.html", "a/ours.html", "b/new.html"]);
        let gone = BTreeSet::from(["a/old.html", "old/old.html"]);
        let found = find(folder.path(), &now, &gone).unwrap();
        assert_eq!(found.files, [PathBuf::from("CNAME"), "a/CNAME".into()]);
        let folders = [".git", "a/notes", "old/kept"];
        assert_eq!(found.folders, folders.map(PathBuf::from));
    }

    #[test]
    fn what_stands_in_the_way_is_named() {
        let folder = folder(&["a", "b/c"]);
        for now in ["a/page.html", "b"] {
            let (path, error) =
                find(folder.path(), &BTreeSet::from([now]), &BTreeSet::new()).unwrap_err();
            let name = now.split('/').next().unwrap();
            assert_eq!(path, folder.path().join(name), "{error}");
        }
    }
}
