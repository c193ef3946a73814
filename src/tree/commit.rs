//! The files of a commit, under the paths that they have on the disk.

use std::cmp::Ordering;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::{Mutex, OnceLock};

use super::git::{Environment, Fault, Objects, Repository};
use super::{Entry, Error, Kind, Walk};

/// The files of a commit. What they hold is read when it is asked for.
pub struct Commit {
    /// A folder of the disk, and what it is called in the repository: empty, or with `/` at
    /// its end.
    base: PathBuf,
    prefix: String,
    /// By path, part by part.
    files: Vec<File>,
    objects: Mutex<Objects>,
    /// Why something that it holds could not be read, the first time.
    fault: OnceLock<Fault>,
}

struct File {
    path: String,
    id: String,
    size: u64,
    is_link: bool,
}

impl Commit {
    /// The commit that `reference` names in the repository around a folder.
    ///
    /// # Errors
    ///
    /// There is no such repository or commit, or `git` cannot be run.
    pub fn open(
        folder: &Path,
        reference: &str,
        environment: &Environment,
    ) -> Result<Commit, Fault> {
        let repository = Repository::around(folder, environment.clone())?;
        let commit = repository.commit(reference)?;
        let listed = repository.list(&commit)?.into_iter();
        // A submodule is another repository.
        let files = listed.filter(|listed| listed.mode != "160000");
        let files = files.map(|listed| File {
            is_link: listed.mode == "120000",
            path: listed.path,
            id: listed.id,
            size: listed.size,
        });
        let mut files: Vec<File> = files.collect();
        files.sort_by(|a, b| by_parts(&a.path, &b.path));
        Ok(Commit {
            base: folder.to_owned(),
            objects: Mutex::new(repository.objects()?),
            fault: OnceLock::new(),
            prefix: repository.prefix,
            files,
        })
    }

    /// Why something that the commit holds could not be read: then what was read is not it.
    pub(super) fn fault(&self) -> Option<&Fault> {
        self.fault.get()
    }

    pub(super) fn is_file(&self, path: &Path) -> io::Result<bool> {
        let key = self.key(path).ok_or_else(absent)?;
        match self.file(&key) {
            Some(_) => Ok(true),
            None if self.is_folder(&key) => Ok(false),
            None => Err(absent()),
        }
    }

    pub(super) fn text(&self, path: &Path, limit: u64) -> io::Result<String> {
        let key = self.key(path).ok_or_else(absent)?;
        let file = self.file(&key).ok_or_else(absent)?;
        if file.is_link || file.size > limit {
            return Err(io::Error::other("it is a link, or too large"));
        }
        String::from_utf8(self.bytes(file, limit)?).map_err(io::Error::other)
    }

    pub(super) fn head(&self, path: &Path, length: u64) -> Option<Vec<u8>> {
        let file = self.file(&self.key(path)?)?;
        self.bytes(file, length).ok().filter(|_| !file.is_link)
    }

    /// What a folder is called in the repository.
    pub(super) fn folder(&self, path: &Path) -> io::Result<String> {
        let key = self.key(path).ok_or_else(absent)?;
        match self.is_folder(&key) {
            true => Ok(key),
            false => Err(absent()),
        }
    }

    pub(super) fn read(&self, folder: &str, path: &str, limit: u64) -> Result<Vec<u8>, Error> {
        let file = self.file(&joined(folder, path)).ok_or_else(absent)?;
        if file.is_link {
            return Err(Error::Io(io::Error::other("it is no regular file")));
        }
        if file.size > limit {
            return Err(Error::TooLarge(file.size));
        }
        Ok(self.bytes(file, limit)?)
    }

    pub(super) fn walk<'t>(
        &'t self,
        folder: &Path,
        depth: usize,
        enters: &dyn Fn(&str, &Path) -> bool,
    ) -> Walk<'t> {
        let mut entries = Vec::new();
        let files = self.key(folder).map(|key| (self.below(&key), key));
        let Some((files, key)) = files else {
            return Box::new(std::iter::empty());
        };
        let above = if key.is_empty() { 0 } else { key.len() + 1 };
        // The folders around the file before, and the last one that was refused.
        let mut around: Vec<&str> = Vec::new();
        let mut refused: Option<&str> = None;
        for file in files {
            let path = &file.path[above..];
            if refused.is_some_and(|refused| is_below(path, refused)) {
                continue;
            }
            let folders = path.matches('/').count();
            let same = around
                .iter()
                .take_while(|folder| is_below(path, folder))
                .count();
            around.truncate(same);
            for at in same..folders.min(depth) {
                let end = path
                    .match_indices('/')
                    .nth(at)
                    .map_or(path.len(), |(end, _)| end);
                let own = &path[..end];
                let name = own.rsplit('/').next().unwrap_or_default();
                if !enters(name, &folder.join(own)) {
                    refused = Some(own);
                    break;
                }
                around.push(own);
                entries.push(Ok(Entry {
                    path: own.to_owned(),
                    kind: Kind::Folder,
                }));
            }
            let is_entered = around.len() == folders;
            if is_entered && folders < depth {
                entries.push(Ok(Entry {
                    path: path.to_owned(),
                    kind: self.kind(file),
                }));
            }
        }
        Box::new(entries.into_iter())
    }

    fn kind(&self, file: &File) -> Kind {
        if !file.is_link {
            return Kind::File;
        }
        let target = self.bytes(file, 4096).unwrap_or_default();
        let target = String::from_utf8_lossy(&target);
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let led = inside(folder, Path::new(&*target));
        let to_folder = led.is_some_and(|key| self.is_folder(&key));
        Kind::Link { to_folder }
    }

    fn bytes(&self, file: &File, limit: u64) -> io::Result<Vec<u8>> {
        let objects = self.objects.lock();
        let mut objects = objects.unwrap_or_else(std::sync::PoisonError::into_inner);
        objects.read(&file.id, limit).map_err(|fault| {
            let told = io::Error::other(fault.to_string());
            self.fault.get_or_init(|| fault);
            told
        })
    }

    /// What a path of the disk is called in the repository; `None` outside of it.
    fn key(&self, path: &Path) -> Option<String> {
        let below = match self.base == Path::new(".") {
            true if path.is_relative() => path,
            _ => path.strip_prefix(&self.base).ok()?,
        };
        inside(&self.prefix, below)
    }

    fn file(&self, key: &str) -> Option<&File> {
        let at = self
            .files
            .binary_search_by(|file| by_parts(&file.path, key));
        at.ok().map(|at| &self.files[at])
    }

    fn is_folder(&self, key: &str) -> bool {
        key.is_empty() || !self.below(key).is_empty()
    }

    /// The files below a folder.
    fn below(&self, key: &str) -> &[File] {
        if key.is_empty() {
            return &self.files;
        }
        let start = self.files.partition_point(|file| {
            by_parts(&file.path, key).is_le() && !is_below(&file.path, key)
        });
        let rest = &self.files[start..];
        let end = rest.partition_point(|file| is_below(&file.path, key));
        &rest[..end]
    }
}

/// Orders paths as a walk through their folders by name comes by them.
fn by_parts(a: &str, b: &str) -> Ordering {
    a.split('/').cmp(b.split('/'))
}

/// Whether a path lies below a folder.
fn is_below(path: &str, folder: &str) -> bool {
    let rest = path.strip_prefix(folder);
    rest.is_some_and(|rest| rest.starts_with('/'))
}

fn joined(folder: &str, path: &str) -> String {
    match folder {
        "" => path.to_owned(),
        folder => format!("{folder}/{path}"),
    }
}

/// A path seen from a folder of the repository, without `.` and `..`; `None` outside of it.
fn inside(folder: &str, path: &Path) -> Option<String> {
    let mut parts: Vec<String> = folder.split('/').map(str::to_owned).collect();
    parts.retain(|part| !part.is_empty());
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::Normal(part) => parts.push(part.to_str()?.to_owned()),
            Component::ParentDir => drop(parts.pop()?),
            Component::RootDir | Component::Prefix(_) => return None,
        }
    }
    Some(parts.join("/"))
}

fn absent() -> io::Error {
    io::ErrorKind::NotFound.into()
}
