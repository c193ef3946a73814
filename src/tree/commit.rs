//! The files of a commit, under the paths that they have on the disk.

use std::cmp;
use std::collections::VecDeque;
use std::io;
use std::path::{Component, Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError, Weak};

use super::call::{Environment, Fault};
use super::git::{Object, Objects, Repository};
use super::{Entry, Error, Kind, Walk};

/// The largest object that is read to its end to get behind it, in bytes.
const LARGEST_SKIPPED: u64 = 16 << 20;

/// The most links of which it is asked where they lead. None is followed.
const MOST_LINKS: usize = 1_000;

/// The files of a commit. What lies in a folder, and what files hold, is read when it is asked
/// for.
pub struct Commit {
    /// The folder of the disk that the repository was found around.
    base: PathBuf,
    repository: Repository,
    /// The repository of the commits that led to it, where it is another one.
    past: Option<Repository>,
    id: String,
    listings: Mutex<Vec<Arc<Listing>>>,
    objects: Arc<Mutex<Option<Objects>>>,
    /// Those among several commits whose objects are being read.
    opened: Arc<Opened>,
    /// How many links were looked at.
    links: AtomicUsize,
    /// Why something that it holds could not be read, the first time.
    fault: OnceLock<Fault>,
}

/// The files below a folder of the repository.
struct Listing {
    folder: String,
    /// By path, part by part.
    files: Vec<File>,
}

#[derive(Clone)]
struct File {
    path: String,
    id: String,
    is_link: bool,
    size: Option<u64>,
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
        let id = repository.commit(reference)?;
        let commit = Commit::of(repository, folder, id, Arc::default());
        commit.listing(&commit.repository.prefix);
        match commit.fault.into_inner() {
            Some(fault) => Err(fault),
            None => Ok(Commit {
                fault: OnceLock::new(),
                ..commit
            }),
        }
    }

    /// A commit whose files lie below `base`.
    pub(super) fn of(
        repository: Repository,
        base: &Path,
        id: String,
        opened: Arc<Opened>,
    ) -> Commit {
        Commit {
            base: base.to_owned(),
            objects: Arc::default(),
            opened,
            listings: Mutex::default(),
            links: AtomicUsize::new(0),
            fault: OnceLock::new(),
            past: None,
            repository,
            id,
        }
    }

    /// The same, of which the commits that led to it lie in a repository of their own.
    pub(super) fn with_past(self, past: Repository) -> Commit {
        Commit {
            past: Some(past),
            ..self
        }
    }

    /// Its id.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The number of files below a folder whose names are as asked, and their size in bytes.
    ///
    /// # Errors
    ///
    /// They cannot be listed.
    pub fn weight(
        &self,
        folder: &str,
        is_read: &dyn Fn(&str) -> bool,
    ) -> Result<(usize, u64), Fault> {
        let listing = self.listing(folder);
        if let Some(fault) = self.fault.get() {
            return Err(fault.clone());
        }
        let files = listing
            .below(folder)
            .iter()
            .filter(|file| is_read(&file.path));
        Ok(files.fold((0, 0), |(count, bytes), file| {
            (count + 1, bytes + file.size.unwrap_or(0))
        }))
    }

    /// Its repository and that of the commits that led to it, seen from a folder below `base`.
    pub(super) fn repositories_at(&self, folder: &Path) -> [Repository; 2] {
        let prefix = self.key(folder).unwrap_or_default();
        let past = self.past.as_ref().unwrap_or(&self.repository);
        [&self.repository, past].map(|repository| Repository {
            prefix: prefix.clone(),
            ..repository.clone()
        })
    }

    /// The files below a folder, or below one around it. What cannot be listed is empty, and a
    /// fault of the commit.
    fn listing(&self, folder: &str) -> Arc<Listing> {
        let mut listings = locked(&self.listings);
        let known = listings.iter().find(|listing| listing.holds(folder));
        if let Some(known) = known {
            return Arc::clone(known);
        }
        let listed = self.repository.list(&self.id, folder);
        let listed = listed.unwrap_or_else(|fault| {
            self.fault.get_or_init(|| fault);
            Vec::new()
        });
        // A submodule is another repository.
        let files = listed
            .into_iter()
            .filter(|listed| listed.mode != "160000")
            .map(|listed| File {
                is_link: listed.mode == "120000",
                size: listed.size,
                path: listed.path,
                id: listed.id,
            });
        let mut files: Vec<File> = files.collect();
        files.sort_by(|a, b| by_parts(&a.path, &b.path));
        let folder = folder.to_owned();
        let listing = Arc::new(Listing { folder, files });
        listings.push(Arc::clone(&listing));
        listing
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
        let object = self.object(&file, limit)?;
        if file.is_link || object.size > limit {
            return Err(io::Error::other("it is a link, or too large"));
        }
        String::from_utf8(object.bytes).map_err(io::Error::other)
    }

    pub(super) fn head(&self, path: &Path, length: u64) -> Option<Vec<u8>> {
        let file = self.file(&self.key(path)?)?;
        let object = self.object(&file, length).ok();
        object.filter(|_| !file.is_link).map(|object| object.bytes)
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
        let object = self.object(&file, limit)?;
        match object.size > limit {
            true => Err(Error::TooLarge(object.size)),
            false => Ok(object.bytes),
        }
    }

    pub(super) fn walk<'t>(
        &'t self,
        folder: &Path,
        depth: usize,
        enters: &dyn Fn(&str, &Path) -> bool,
    ) -> Walk<'t> {
        let mut entries = Vec::new();
        let Some(key) = self.key(folder) else {
            return Box::new(std::iter::empty());
        };
        let listing = self.listing(&key);
        let above = if key.is_empty() { 0 } else { key.len() + 1 };
        // The folders around the file before, and the last one that was refused.
        let mut around: Vec<&str> = Vec::new();
        let mut refused: Option<&str> = None;
        for file in listing.below(&key) {
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
        if self.links.fetch_add(1, Ordering::Relaxed) >= MOST_LINKS {
            return Kind::Link { to_folder: false };
        }
        let target = self.object(file, 4096).map(|object| object.bytes);
        let target = target.unwrap_or_default();
        let target = String::from_utf8_lossy(&target);
        let folder = file.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let led = inside(folder, Path::new(&*target));
        let to_folder = led.is_some_and(|key| {
            // What a link names is not listed for it.
            let asked = self.ask(|objects| objects.is_folder(&self.id, &key));
            asked.unwrap_or_else(|fault| {
                self.fault.get_or_init(|| fault);
                false
            })
        });
        Kind::Link { to_folder }
    }

    fn object(&self, file: &File, limit: u64) -> io::Result<Object> {
        // What is known to be far too large is not even begun.
        if let Some(size) = file.size.filter(|size| *size > limit.max(LARGEST_SKIPPED)) {
            let bytes = Vec::new();
            let id = file.id.clone();
            return Ok(Object { id, size, bytes });
        }
        let read = self.ask(|objects| objects.read(&file.id, limit));
        read.map_err(|fault| {
            let told = io::Error::other(fault.to_string());
            self.fault.get_or_init(|| fault);
            told
        })
    }

    /// Asks the process that reads objects, which is started where there is none.
    fn ask<T>(&self, ask: impl FnOnce(&mut Objects) -> Result<T, Fault>) -> Result<T, Fault> {
        let mut objects = locked(&self.objects);
        if objects.is_none() {
            *objects = Some(self.repository.objects()?);
            self.opened.add(&self.objects);
        }
        objects.as_mut().map_or_else(|| Err(ended()), ask)
    }

    /// What a path of the disk is called in the repository; `None` outside of it.
    fn key(&self, path: &Path) -> Option<String> {
        let below = match self.base == Path::new(".") {
            true if path.is_relative() => path,
            _ => path.strip_prefix(&self.base).ok()?,
        };
        inside(&self.repository.prefix, below)
    }

    fn file(&self, key: &str) -> Option<File> {
        let folder = key.rsplit_once('/').map_or("", |(folder, _)| folder);
        let listing = self.listing(folder);
        let files = &listing.files;
        let at = files.binary_search_by(|file| by_parts(&file.path, key));
        at.ok().map(|at| files[at].clone())
    }

    /// Whether it has a folder of this path.
    pub fn is_folder(&self, key: &str) -> bool {
        key.is_empty() || !self.listing(key).below(key).is_empty()
    }
}

impl Listing {
    /// Whether what lies in a folder is part of it.
    fn holds(&self, folder: &str) -> bool {
        self.folder.is_empty() || self.folder == folder || is_below(folder, &self.folder)
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

/// The processes that read objects for several commits: some of them at a time.
#[derive(Default)]
pub(super) struct Opened {
    recent: Mutex<VecDeque<Weak<Mutex<Option<Objects>>>>>,
}

impl Opened {
    /// The most processes that are kept beside those that are at work.
    const MOST: usize = 16;

    /// Adds one, and ends the oldest ones that are idle where there are too many.
    fn add(&self, added: &Arc<Mutex<Option<Objects>>>) {
        let mut recent = locked(&self.recent);
        recent.push_back(Arc::downgrade(added));
        for _ in Opened::MOST..recent.len() {
            let Some(oldest) = recent.pop_front() else {
                return;
            };
            let Some(objects) = oldest.upgrade() else {
                continue;
            };
            match objects.try_lock() {
                Ok(mut objects) => drop(objects.take()),
                Err(_) => recent.push_back(oldest),
            };
        }
    }
}

fn ended() -> Fault {
    Fault::own("git has ended")
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Orders paths as a walk through their folders by name comes by them.
fn by_parts(a: &str, b: &str) -> cmp::Ordering {
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
