//! A site as a folder: what differs is written and published at once, what is no longer part of
//! it goes.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::publish::{Change, LIST, Lock, Place, Stage, is_inside, recover};
use super::{Error, Site};

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
#[derive(Default, Serialize, Deserialize)]
struct List {
    generator: String,
    version: String,
    built_at: String,
    /// Route and BLAKE3 hash of each file.
    files: BTreeMap<String, String>,
}

/// Writes a site into a folder, and tells `done` after each file.
///
/// The folder becomes the new site in one step, in which files that have not changed keep
/// their age. Where nothing has changed nothing is written. What this tool did not write
/// stays.
///
/// # Errors
///
/// The first page that cannot be rendered, or file that cannot be written; another build
/// writes into the folder. It is as it was.
pub fn write(site: &Site, folder: &Path, done: &(dyn Fn() + Sync)) -> Result<Written, Error> {
    let place = Place::of(folder)?;
    let lock = Lock::take(&place)?;
    recover(&place, &|folder| {
        let (list, _) = earlier(folder)?;
        Some(list.files.into_keys().collect())
    })?;
    let (before, list_before) = earlier(place.folder()).unwrap_or_default();
    let stage = Stage::new(&place, &lock);
    let routes: Vec<_> = site.routes().collect();
    let rendered = routes.par_iter().map(|&route| {
        let bytes = site.render(route).expect("a route of the site")?;
        let hash = blake3::hash(&bytes).to_hex().to_string();
        let found = fs::symlink_metadata(place.folder().join(route));
        let is_same = before.files.get(route) == Some(&hash)
            && found.is_ok_and(|found| found.is_file() && found.len() == bytes.len() as u64);
        if !is_same {
            stage.write(route, &bytes)?;
        }
        done();
        Ok((route, hash, is_same))
    });
    let rendered: Vec<_> = rendered.collect::<Result<_, Error>>()?;
    let files = rendered
        .iter()
        .map(|(route, hash, _)| ((*route).to_owned(), hash.clone()));
    let list = List {
        generator: "meshbook".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        built_at: site.portal().built_at.to_string(),
        files: files.collect(),
    };
    let gone = before.files.keys().map(String::as_str);
    let gone = gone.filter(|route| !list.files.contains_key(*route) && is_inside(route));
    let mut change = Change {
        written: BTreeMap::new(),
        kept: Vec::new(),
        gone: gone.collect(),
    };
    for (route, hash, is_same) in rendered {
        match is_same {
            true => change.kept.push(route),
            false => drop(change.written.insert(route, hash)),
        }
    }
    let summary = Written {
        files: routes.len() + 1,
        written: change.written.len(),
        removed: count(place.folder(), &change.gone),
    };
    let text = serde_json::to_string_pretty(&list).expect("a list of texts is plain data") + "\n";
    if text == list_before {
        change.kept.push(LIST);
    } else {
        stage.write(LIST, text.as_bytes())?;
        let hash = blake3::hash(text.as_bytes()).to_hex().to_string();
        change.written.insert(LIST, hash);
    }
    if !stage.is_empty() {
        stage.publish(&change)?;
    }
    Ok(summary)
}

/// The list of an earlier build in a folder, and its text.
fn earlier(folder: &Path) -> Option<(List, String)> {
    let text = fs::read_to_string(folder.join(LIST)).ok()?;
    let list: List = serde_json::from_str(&text).ok()?;
    (list.generator == "meshbook").then_some((list, text))
}

/// How many of these files are there.
fn count(folder: &Path, routes: &BTreeSet<&str>) -> usize {
    let found = |route: &&&str| fs::symlink_metadata(folder.join(route)).is_ok();
    routes.iter().filter(found).count()
}
