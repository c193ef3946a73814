//! Folders of the disk, found out about by their paths.

use std::fs;
use std::io::{self, Read};
use std::path::Path;

use rustix::fs::{Mode, OFlags};
use walkdir::{DirEntry, WalkDir};

use super::{Entry, Kind, Unread, Walk};

pub(super) fn is_file(path: &Path) -> io::Result<bool> {
    Ok(fs::metadata(path)?.is_file())
}

pub(super) fn text(path: &Path) -> io::Result<String> {
    fs::read_to_string(path)
}

pub(super) fn head(path: &Path, length: u64) -> Option<Vec<u8>> {
    // What it is is asked of the open file: the path may lead to something else by then.
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::NONBLOCK | OFlags::NOFOLLOW;
    let file = fs::File::from(rustix::fs::open(path, flags, Mode::empty()).ok()?);
    if !file.metadata().ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::with_capacity(length as usize);
    file.take(length).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

pub(super) fn walk<'t>(
    folder: &Path,
    depth: usize,
    enters: impl Fn(&str, &Path) -> bool + 't,
) -> Walk<'t> {
    let root = folder.to_owned();
    let walk = WalkDir::new(folder)
        .min_depth(1)
        .max_depth(depth)
        .sort_by_file_name()
        .into_iter();
    let walk = walk.filter_entry(move |entry| {
        entry.depth() == 0
            || !entry.file_type().is_dir()
            || enters(&entry.file_name().to_string_lossy(), entry.path())
    });
    Box::new(walk.map(move |entry| {
        match entry {
            Ok(entry) => Ok(Entry {
                path: below(&root, entry.path()),
                kind: kind(&entry),
            }),
            Err(error) => Err(Unread {
                path: error
                    .path()
                    .map_or_else(String::new, |path| below(&root, path)),
                error: io_error(error),
            }),
        }
    }))
}

fn io_error(error: walkdir::Error) -> io::Error {
    let told = error.to_string();
    error
        .into_io_error()
        .unwrap_or_else(|| io::Error::other(told))
}

fn kind(entry: &DirEntry) -> Kind {
    let kind = entry.file_type();
    if kind.is_dir() {
        Kind::Folder
    } else if kind.is_file() {
        Kind::File
    } else if kind.is_symlink() {
        let to_folder = entry.path().is_dir();
        Kind::Link { to_folder }
    } else {
        Kind::Special
    }
}

/// A path below a folder, with `/`.
fn below(folder: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(folder).unwrap_or(path);
    let parts = inside
        .components()
        .map(|part| part.as_os_str().to_string_lossy());
    parts.collect::<Vec<_>>().join("/")
}
