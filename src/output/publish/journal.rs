//! Files replaced one by one, where the folder cannot be exchanged.
//!
//! What is new lies whole in the folder's stage before the journal says what will be put where
//! and what will go. From then on each step can be done again, and whoever finds the journal
//! does all of them.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::stage::make_above;
use super::{Change, INSIDE, JOURNAL, LIST, at, disk, is_inside};
use crate::output::Error;

/// Tells before each step whether to go on; only tests ever cut a run.
type Step<'s> = &'s dyn Fn() -> io::Result<()>;

/// What is being done to a folder.
#[derive(Serialize, Deserialize)]
struct Journal {
    /// The BLAKE3 hashes of what is put in place, by route.
    write: BTreeMap<String, String>,
    /// The routes that go.
    remove: Vec<String>,
}

/// Replaces files by those in the folder's stage.
pub(super) fn replace(folder: &Path, change: &Change<'_>, step: Step<'_>) -> Result<(), Error> {
    let stage = folder.join(INSIDE);
    let written = change.written.keys().map(|route| stage.join(route));
    disk::sync(&stage, &written.collect::<Vec<_>>()).map_err(at(&stage))?;
    let journal = Journal {
        write: (change.written.iter())
            .map(|(route, hash)| ((*route).to_owned(), hash.clone()))
            .collect(),
        remove: change.gone.iter().map(|&route| route.to_owned()).collect(),
    };
    let text = serde_json::to_vec(&journal).expect("lists of texts are plain data");
    let (draft, path) = (stage.join(JOURNAL), folder.join(JOURNAL));
    let drafted = step().and_then(|()| {
        let mut file = File::create(&draft)?;
        file.write_all(&text)?;
        file.sync_all()
    });
    drafted.map_err(at(&draft))?;
    let put = step().and_then(|()| fs::rename(&draft, &path));
    put.and_then(|()| File::open(folder)?.sync_all())
        .map_err(at(&path))?;
    complete(folder, &journal, step)
}

/// Does what a run that was cut short left to do.
pub(super) fn recover(folder: &Path) -> Result<(), Error> {
    if let Ok(text) = fs::read(folder.join(JOURNAL)) {
        let journal = serde_json::from_slice(&text).unwrap_or_else(|_| Journal {
            // Nothing is known of the folder but that its list may be wrong.
            write: BTreeMap::from([(LIST.to_owned(), String::new())]),
            remove: Vec::new(),
        });
        complete(folder, &journal, &|| Ok(()))?;
    }
    let stage = folder.join(INSIDE);
    disk::remove(&stage).map_err(at(&stage))
}

/// Does each step of a journal that is not done yet.
fn complete(folder: &Path, journal: &Journal, step: Step<'_>) -> Result<(), Error> {
    let stage = folder.join(INSIDE);
    let mut is_whole = true;
    let mut put_there = Vec::new();
    // The list goes first: by it a walk knows a site, also one that is not whole yet.
    let list = journal.write.get_key_value(LIST);
    let others = journal.write.iter().filter(|(route, _)| *route != LIST);
    for (route, hash) in list.into_iter().chain(others) {
        let (from, to) = (stage.join(route), folder.join(route));
        if is_inside(route) && hash_of(&from).as_ref() == Some(hash) {
            let put = step()
                .and_then(|()| make_above(&to))
                .and_then(|()| fs::rename(&from, &to));
            put.map_err(at(&to))?;
            put_there.push(to);
        } else if hash_of(&to).as_ref() != Some(hash) {
            is_whole = false;
        }
    }
    for route in journal.remove.iter().filter(|route| is_inside(route)) {
        let path = folder.join(route);
        step()
            .and_then(|()| remove(folder, &path))
            .map_err(at(&path))?;
    }
    if !is_whole {
        // A list that vouches for files that are not there would keep them away for good.
        let path = folder.join(LIST);
        let removed = step().and_then(|()| disk::remove_file(&path));
        removed.map_err(at(&path))?;
    }
    sync(folder, &put_there).map_err(at(folder))?;
    let path = folder.join(JOURNAL);
    let removed = step().and_then(|()| disk::remove_file(&path));
    removed.map_err(at(&path))?;
    let cleared = step().and_then(|()| disk::remove(&stage));
    cleared.map_err(at(&stage))
}

/// Removes a file, and the folders above it that were left for it alone.
fn remove(folder: &Path, path: &Path) -> io::Result<()> {
    disk::remove_file(path)?;
    let above = path.ancestors().skip(1);
    for parent in above.take_while(|parent| *parent != folder) {
        if fs::remove_dir(parent).is_err() {
            break;
        }
    }
    Ok(())
}

/// Has the new names reach the disk before the journal goes.
fn sync(folder: &Path, put: &[PathBuf]) -> io::Result<()> {
    let parents = put.iter().filter_map(|path| path.parent());
    let mut parents: Vec<_> = parents.map(Path::to_owned).collect();
    parents.push(folder.to_owned());
    parents.sort();
    parents.dedup();
    disk::sync(folder, &parents)
}

/// The hash of a regular file.
fn hash_of(path: &Path) -> Option<String> {
    let is_file = fs::symlink_metadata(path).is_ok_and(|found| found.is_file());
    let bytes = is_file.then(|| fs::read(path).ok())??;
    Some(blake3::hash(&bytes).to_hex().to_string())
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;
    use std::collections::BTreeSet;

    use tempfile::TempDir;

    use super::*;

    const OLD: &[(&str, &str)] = &[
        ("site.json", "old list"),
        ("index.html", "old"),
        ("same.html", "same"),
        ("gone/alone.html", "gone"),
        ("gone/beside/old.html", "gone"),
        ("gone/beside/CNAME", "not ours"),
    ];
    const STAGED: &[(&str, &str)] = &[
        ("site.json", "new list"),
        ("index.html", "new"),
        ("new/page.html", "new"),
    ];
    const GONE: [&str; 2] = ["gone/alone.html", "gone/beside/old.html"];
    const NEW: &[(&str, &str)] = &[
        ("site.json", "new list"),
        ("index.html", "new"),
        ("same.html", "same"),
        ("new/page.html", "new"),
        ("gone/beside/CNAME", "not ours"),
    ];

    fn write(folder: &Path, files: &[(&str, &str)]) {
        for (route, text) in files {
            make_above(&folder.join(route)).unwrap();
            fs::write(folder.join(route), text).unwrap();
        }
    }

    fn folder() -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path(), OLD);
        write(&folder.path().join(INSIDE), STAGED);
        folder
    }

    fn change() -> Change<'static> {
        let hash = |text: &str| blake3::hash(text.as_bytes()).to_hex().to_string();
        Change {
            written: (STAGED.iter())
                .map(|&(route, text)| (route, hash(text)))
                .collect(),
            kept: vec!["same.html"],
            gone: BTreeSet::from(GONE),
        }
    }

    /// Replaces until the step of this number; whether it came to its end.
    fn replace_until(folder: &Path, last: usize) -> bool {
        let steps = Cell::new(0);
        let step = || {
            steps.set(steps.get() + 1);
            match steps.get() > last {
                true => Err(io::Error::other("cut")),
                false => Ok(()),
            }
        };
        replace(folder, &change(), &step).is_ok()
    }

    type Tree = BTreeMap<String, String>;

    /// All files, and the folders that are empty.
    fn tree(folder: &Path) -> Tree {
        let mut found = Tree::new();
        for entry in walkdir::WalkDir::new(folder).min_depth(1) {
            let entry = entry.unwrap();
            let route = entry.path().strip_prefix(folder).unwrap();
            let route = route.to_str().unwrap().to_owned();
            if entry.file_type().is_file() {
                found.insert(route, fs::read_to_string(entry.path()).unwrap());
            } else if fs::read_dir(entry.path()).unwrap().next().is_none() {
                found.insert(route, "an empty folder".to_owned());
            }
        }
        found
    }

    fn expected(files: &[(&str, &str)]) -> Tree {
        let files = files.iter();
        files
            .map(|&(route, text)| (route.to_owned(), text.to_owned()))
            .collect()
    }

    #[test]
    fn a_run_that_is_cut_at_any_step_is_completed_by_the_next() {
        let mut cuts = 0;
        loop {
            let folder = folder();
            let folder = folder.path();
            let is_done = replace_until(folder, cuts);
            for (route, text) in tree(folder) {
                let is_whole = |files: &[(&str, &str)]| expected(files).get(&route) == Some(&text);
                let is_ours = route.starts_with(".meshbook-");
                assert!(
                    is_ours || is_whole(OLD) || is_whole(NEW),
                    "{cuts}: {route} is {text}"
                );
            }
            let is_begun = folder.join(JOURNAL).exists();
            let is_old = fs::read_to_string(folder.join("index.html")).unwrap() == "old";
            assert!(
                is_old || is_begun || cuts >= 8,
                "{cuts}: replaced without a journal"
            );
            recover(folder).unwrap();
            let is_published = is_done || is_begun || !is_old;
            let wanted = expected(if is_published { NEW } else { OLD });
            assert_eq!(tree(folder), wanted, "cut at step {cuts}");
            if is_done {
                break;
            }
            cuts += 1;
        }
        // The draft, the journal, three files, two that go, the journal, the stage.
        assert_eq!(cuts, 9);
    }

    #[test]
    fn a_completion_may_be_cut_too() {
        for (first, second) in (2..9).flat_map(|first| (0..9).map(move |second| (first, second))) {
            let folder = folder();
            let folder = folder.path();
            replace_until(folder, first);
            if let Ok(text) = fs::read(folder.join(JOURNAL)) {
                let left = Cell::new(second);
                let step = || match left.get() {
                    0 => Err(io::Error::other("cut")),
                    more => {
                        left.set(more - 1);
                        Ok(())
                    }
                };
                let _ = complete(folder, &serde_json::from_slice(&text).unwrap(), &step);
            }
            recover(folder).unwrap();
            assert_eq!(tree(folder), expected(NEW), "{first}, then {second}");
        }
    }

    #[test]
    fn a_list_vouches_for_nothing_that_is_lost() {
        for lost in ["index.html", "site.json", JOURNAL] {
            let folder = folder();
            let folder = folder.path();
            replace_until(folder, 2);
            match lost {
                JOURNAL => fs::write(folder.join(JOURNAL), "{\"write\": {\"site").unwrap(),
                lost => fs::write(folder.join(INSIDE).join(lost), "garbled").unwrap(),
            }
            recover(folder).unwrap();
            let left = tree(folder);
            assert_eq!(
                left.get("index.html").unwrap(),
                if lost == "site.json" { "new" } else { "old" }
            );
            assert_eq!(left.get("site.json"), None, "{lost}");
            assert_eq!(left.get(JOURNAL), None);
        }
    }

    #[test]
    fn no_journal_leads_out_of_the_folder() {
        let outer = tempfile::tempdir().unwrap();
        let folder = outer.path().join("site");
        write(&folder, OLD);
        write(outer.path(), &[("victim", "whole")]);
        write(&folder.join(INSIDE), &[("evil", "evil")]);
        let hash = blake3::hash(b"evil").to_hex().to_string();
        let journal = Journal {
            write: BTreeMap::from([("../evil".to_owned(), hash)]),
            remove: vec!["../victim".to_owned()],
        };
        fs::write(folder.join(JOURNAL), serde_json::to_vec(&journal).unwrap()).unwrap();
        recover(&folder).unwrap();
        assert_eq!(
            fs::read_to_string(outer.path().join("victim")).unwrap(),
            "whole"
        );
        assert!(!outer.path().join("evil").exists());
    }
}
