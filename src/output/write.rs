//! A site as a folder: what differs is written, what is no longer part of it is removed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Once;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Error, Site};

/// The list of all files with their hashes.
const LIST: &str = "site.json";

/// What writing a site did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files of the site.
    pub files: usize,
    /// Files whose bytes were new.
    pub written: usize,
    /// Files of an earlier build that were removed.
    pub removed: usize,
}

/// `site.json`: what the site is made of.
#[derive(Serialize, Deserialize)]
struct List {
    generator: String,
    version: String,
    built_at: String,
    /// Route and BLAKE3 hash of each file.
    files: BTreeMap<String, String>,
}

/// Writes a site into a folder, and tells `done` after each file.
///
/// A file whose hash has not changed is left as it is. Files that this tool did not write
/// are never touched.
///
/// # Errors
///
/// The first page that cannot be rendered, or file that cannot be written.
pub fn write(site: &Site, folder: &Path, done: &(dyn Fn() + Sync)) -> Result<Written, Error> {
    let before = earlier(folder);
    let routes: Vec<_> = site.routes().collect();
    make_folders(folder, &routes)?;
    let list_is_old = Once::new();
    let written = routes.par_iter().map(|route| {
        let bytes = site.render(route).expect("a route of the site")?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let path = folder.join(route);
        let is_same = before.get(*route) == Some(&hash)
            && fs::metadata(&path).is_ok_and(|found| found.len() == bytes.len() as u64);
        if !is_same {
            // A list that outlives a build cut short would vouch for bytes that are gone.
            list_is_old.call_once(|| drop(fs::remove_file(folder.join(LIST))));
            fs::write(&path, &bytes).map_err(|error| Error::Io(path, error))?;
        }
        done();
        Ok(((*route).to_owned(), hash, !is_same))
    });
    let written: Vec<_> = written.collect::<Result<_, Error>>()?;
    let new = written.iter().filter(|(_, _, is_new)| *is_new).count();
    let files: BTreeMap<_, _> = written
        .into_iter()
        .map(|(route, hash, _)| (route, hash))
        .collect();
    let removed = remove_orphans(folder, &before, &files)?;
    let summary = Written {
        files: files.len() + 1,
        written: new,
        removed,
    };
    let list = List {
        generator: "meshbook".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        built_at: site.portal().built_at.to_string(),
        files,
    };
    let text = serde_json::to_string_pretty(&list).expect("a list of texts is plain data") + "\n";
    let path = folder.join(LIST);
    fs::write(&path, text).map_err(|error| Error::Io(path, error))?;
    Ok(summary)
}

/// The files of an earlier build in this folder, with their hashes.
fn earlier(folder: &Path) -> BTreeMap<String, String> {
    let text = fs::read_to_string(folder.join(LIST)).unwrap_or_default();
    let list: Option<List> = serde_json::from_str(&text).ok();
    list.filter(|list| list.generator == "meshbook")
        .map(|list| list.files)
        .unwrap_or_default()
}

fn make_folders(folder: &Path, routes: &[&str]) -> Result<(), Error> {
    let parents: BTreeSet<_> = routes
        .iter()
        .map(|route| route.rsplit_once('/').map_or("", |(parent, _)| parent))
        .collect();
    for parent in parents {
        let path = folder.join(parent);
        fs::create_dir_all(&path).map_err(|error| Error::Io(path, error))?;
    }
    Ok(())
}

/// Removes what an earlier build wrote and this one did not.
fn remove_orphans(
    folder: &Path,
    before: &BTreeMap<String, String>,
    now: &BTreeMap<String, String>,
) -> Result<usize, Error> {
    let mut removed = 0;
    for route in before
        .keys()
        .filter(|route| !now.contains_key(*route) && is_inside(route))
    {
        let path = folder.join(route);
        match fs::remove_file(&path) {
            Ok(()) => removed += 1,
            Err(error) if error.kind() == ErrorKind::NotFound => {}
            Err(error) => return Err(Error::Io(path, error)),
        }
        // The folder goes with its last file; where another file is left in it, it stays.
        let mut parent = path.parent();
        while let Some(empty) = parent.filter(|parent| *parent != folder) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            parent = empty.parent();
        }
    }
    Ok(removed)
}

/// Whether a route of a list that may have been tampered with stays in the folder.
fn is_inside(route: &str) -> bool {
    !route.is_empty()
        && route
            .split('/')
            .all(|part| !matches!(part, "" | "." | ".."))
        && !route.contains('\\')
}
