//! A generation of the whole site beside the folder, and the exchange of the two.
//!
//! Until it is whole a generation is called `.site.next-1234`, and can go at any time. As
//! `.site.swap-1234` it is about to be exchanged, or what was exchanged: strangers' folders
//! may be in it, and go back before it goes.

use std::collections::BTreeSet;
use std::fs::{self, File, Metadata};
use std::io::{self, ErrorKind};
use std::os::unix::fs::{MetadataExt, chown};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::foreign::{self, Foreign};
use super::stage::make_above;
use super::{Change, Place, Stage, at, disk};
use crate::output::Error;

/// Publishes a site where there is no folder yet.
pub(super) fn first(stage: &Stage<'_>, change: &Change<'_>) -> Result<(), Error> {
    let written = stage.written(change);
    let folders = folders(written.iter().map(PathBuf::as_path), &stage.root);
    sync(stage, written, folders)?;
    let folder = &stage.place.folder;
    fs::rename(&stage.root, folder).map_err(at(folder))?;
    sync_parent(folder);
    Ok(())
}

/// Publishes a site in the place of another one; whether the two could be exchanged.
pub(super) fn put(
    stage: &Stage<'_>,
    change: &Change<'_>,
    foreign: &Foreign,
) -> Result<bool, Error> {
    let (folder, next) = (&stage.place.folder, &stage.root);
    let Some(swap) = stage.place.beside(&format!("swap-{}", std::process::id())) else {
        return Ok(false);
    };
    let kept: Vec<&Path> = change.kept.iter().map(Path::new).collect();
    let written = stage.written(change);
    let foreign_paths = foreign.files.iter().chain(&foreign.folders);
    let others = kept
        .iter()
        .copied()
        .chain(foreign_paths.map(PathBuf::as_path));
    let others: Vec<PathBuf> = others.map(|path| next.join(path)).collect();
    let all = written.iter().chain(&others).map(PathBuf::as_path);
    let folders = folders(all, next);
    for folder in &folders {
        fs::create_dir_all(folder).map_err(at(folder))?;
    }
    let linked = kept.par_iter().try_for_each(|path| {
        let link = disk::link(&folder.join(path), &next.join(path));
        link.map_err(|error| (folder.join(path), error))
    });
    match linked {
        Err((_, error)) if error.kind() == ErrorKind::CrossesDevices => return Ok(false),
        linked => linked.map_err(|(path, error)| Error::Io(path, error))?,
    }
    // What cannot have a second name is moved: a copy of it might be something else.
    let mut moved = foreign.folders.clone();
    for path in &foreign.files {
        if fs::hard_link(folder.join(path), next.join(path)).is_err() {
            moved.push(path.clone());
        }
    }
    let found = fs::metadata(folder).map_err(at(folder))?;
    if resemble(next, &found).is_err() {
        return Ok(false);
    }
    sync(stage, written, folders)?;
    fs::rename(next, &swap).map_err(at(next))?;
    let exchanged = moved
        .iter()
        .try_for_each(|path| fs::rename(folder.join(path), swap.join(path)))
        .and_then(|()| disk::exchange(&swap, folder));
    if exchanged.is_err() {
        restore(&swap, folder, moved.iter())?;
        fs::rename(&swap, next).map_err(at(&swap))?;
        return Ok(false);
    }
    sync_parent(folder);
    // The site is published: what is not removed now is removed by the next run.
    let _ = fs::rename(&swap, next).and_then(|()| disk::remove(next));
    Ok(true)
}

/// Gives strangers their files back, and removes what runs left.
pub(super) fn recover(
    place: &Place,
    list: &dyn Fn(&Path) -> Option<BTreeSet<String>>,
) -> Result<(), Error> {
    let folder = &place.folder;
    for swap in place.leftovers("swap-") {
        // Where its list or the folder is gone, nobody knows whose files are in it.
        let Some(ours) = list(&swap).filter(|_| folder.is_dir()) else {
            continue;
        };
        let ours = ours.iter().map(String::as_str).collect();
        let foreign = foreign::find(&swap, &BTreeSet::new(), &ours);
        let foreign = foreign.map_err(|(path, error)| Error::Io(path, error))?;
        restore(&swap, folder, foreign.folders.iter().chain(&foreign.files))?;
        disk::remove(&swap).map_err(at(&swap))?;
    }
    for next in place.leftovers("next-") {
        disk::remove(&next).map_err(at(&next))?;
    }
    Ok(())
}

/// Moves what is none of ours out of a generation into the folder, where it is not there yet.
fn restore<'p>(
    swap: &Path,
    folder: &Path,
    paths: impl Iterator<Item = &'p PathBuf>,
) -> Result<(), Error> {
    for path in paths {
        let (from, to) = (swap.join(path), folder.join(path));
        let found = |path: &Path| fs::symlink_metadata(path);
        let Ok(left) = found(&from) else { continue };
        if found(&to).is_err() {
            let moved = make_above(&to).and_then(|()| fs::rename(&from, &to));
            moved.map_err(at(&from))?;
        } else if left.is_dir() {
            let both = format!(
                "a build that was killed left this, and {} is there too; keep one of them",
                to.display()
            );
            return Err(Error::Io(from, io::Error::other(both)));
        }
    }
    Ok(())
}

/// Makes a folder as much another one as others can tell.
fn resemble(next: &Path, found: &Metadata) -> io::Result<()> {
    let own = fs::metadata(next)?;
    if (own.uid(), own.gid()) != (found.uid(), found.gid()) {
        chown(next, Some(found.uid()), Some(found.gid()))?;
    }
    fs::set_permissions(next, found.permissions())
}

/// The folders from a root down to files, those above first.
fn folders<'p>(files: impl Iterator<Item = &'p Path>, root: &Path) -> BTreeSet<PathBuf> {
    let mut found = BTreeSet::new();
    for file in files {
        let above = file.ancestors().skip(1);
        for folder in above.take_while(|folder| folder.starts_with(root)) {
            if !found.insert(folder.to_owned()) {
                break;
            }
        }
    }
    found
}

fn sync(
    stage: &Stage<'_>,
    mut written: Vec<PathBuf>,
    folders: BTreeSet<PathBuf>,
) -> Result<(), Error> {
    written.extend(folders);
    disk::sync(&stage.root, &written).map_err(at(&stage.root))
}

/// Has the new name of the folder reach the disk. It is published all the same where it does not.
fn sync_parent(folder: &Path) {
    let parent = folder.parent().map(File::open);
    let _ = parent.map(|opened| opened.and_then(|parent| parent.sync_all()));
}
