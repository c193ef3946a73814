//! Bare repositories of the cache: what is fetched into them, and what is kept.
//!
//! Nothing is ever checked out. One reference is fetched at a time, without tags, submodules,
//! hooks, filters or redirects, over the way that its address names and no other. A commit is
//! kept under its own id when it was found good, so that what is kept is whole.

mod past;
mod upkeep;

use std::ffi::OsString;
use std::fs::{self, File, TryLockError};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use jiff::Timestamp;
use walkdir::WalkDir;

use super::call::{Call, Environment, Fault};
use super::commit::{Commit, Opened};
use super::git::Repository;

pub use past::PastStore;
pub(super) use past::is_there;

/// How often the size of what is fetched is looked at.
const PAUSE: Duration = Duration::from_millis(20);
/// How the name of a repository ends that is being made.
const NEW: &str = "new";
/// How the name of one ends in whose place another one is put.
const ASIDE: &str = "aside";
/// Where commits are kept.
const KEPT: &str = "refs/meshbook/kept";
/// Where what is fetched lies until it is found good.
const FETCHED: &str = "refs/meshbook/fetched";

/// What is fetched, and what it may cost.
pub struct Wanted<'w> {
    /// The address.
    pub url: &'w str,
    /// The protocol of the address: `https`, `ssh` or `file`.
    pub protocol: &'w str,
    /// Settings for this fetch alone, such as a header with a token: they go through the
    /// environment, where no other process sees them.
    pub settings: &'w [(String, String)],
    /// The reference, as the other side calls it, or the id of a commit.
    pub reference: &'w str,
    /// How long it may still take: it may need several calls.
    pub left: &'w dyn Fn() -> Duration,
    /// How large it may be, in bytes.
    pub bytes: u64,
}

/// A bare repository of the cache, which nobody else changes meanwhile.
pub struct Store {
    folder: PathBuf,
    environment: Environment,
    lock: Option<File>,
}

impl Store {
    /// A repository to be read alone; `None` where there is none. Nothing in its folder changes.
    pub fn as_it_is(folder: &Path, environment: &Environment) -> Option<Store> {
        // Who put another one into its place may not have come to the end.
        let aside = folder.with_extension(ASIDE);
        let mut folders = [folder, &aside].into_iter();
        let folder = folders.find(|folder| is_whole(folder))?;
        Some(Store {
            folder: folder.to_owned(),
            environment: environment.clone(),
            lock: None,
        })
    }

    /// Opens a repository and makes it where there is none. For others who change it, also such as
    /// were left to themselves, it is waited so long.
    ///
    /// # Errors
    ///
    /// The folder cannot be made, others are at work in it, or `git` cannot be run.
    pub fn open(
        folder: &Path,
        environment: &Environment,
        patience: Duration,
    ) -> Result<Store, Fault> {
        let above = folder.parent().unwrap_or(Path::new("."));
        fs::create_dir_all(above).map_err(unwritable)?;
        let lock = File::create(folder.with_extension("lock")).map_err(unwritable)?;
        let mut left = patience;
        while let Err(error) = lock.try_lock() {
            match error {
                TryLockError::Error(error) => return Err(unwritable(error)),
                TryLockError::WouldBlock if left.is_zero() => {
                    return Err(Fault::own("another fetch is at work in its repository"));
                }
                TryLockError::WouldBlock => thread::sleep(PAUSE.min(left)),
            }
            left = left.saturating_sub(PAUSE);
        }
        let store = Store {
            folder: folder.to_owned(),
            environment: environment.clone(),
            lock: Some(lock),
        };
        let aside = store.beside(ASIDE);
        if !is_whole(folder) && is_whole(&aside) {
            // Who put another one into its place did not come to the end.
            drop(fs::remove_dir_all(folder));
            fs::rename(aside, folder).map_err(unwritable)?;
        }
        if !is_whole(folder) {
            store.make_anew()?;
        }
        store.tidy();
        Ok(store)
    }

    /// Makes an empty one in its place: beside it first, so that what is in its place is whole.
    fn make_anew(&self) -> Result<(), Fault> {
        let beside = self.beside(NEW);
        self.make(&beside).map_err(unwritable)??;
        drop(fs::remove_dir_all(&self.folder));
        fs::rename(beside, &self.folder).map_err(unwritable)
    }

    fn make(&self, folder: &Path) -> std::io::Result<Result<(), Fault>> {
        drop(fs::remove_dir_all(folder));
        fs::create_dir_all(folder)?;
        let arguments = ["init", "--quiet", "--bare", "--template=", "."];
        Ok(
            match Call::run(folder, &self.environment, &arguments, Stdio::null()) {
                Ok(told) => told.map(drop).map_err(Fault::Git),
                Err(fault) => Err(fault),
            },
        )
    }

    /// Whether a commit is kept.
    ///
    /// # Errors
    ///
    /// `git` cannot be run.
    pub fn keeps(&self, commit: &str) -> Result<bool, Fault> {
        let name = self.resolved(&kept(commit))?;
        Ok(name.is_some_and(|name| name == commit))
    }

    /// Keeps a commit that was fetched.
    ///
    /// # Errors
    ///
    /// It cannot be written down.
    pub fn keep(&self, commit: &str) -> Result<(), Fault> {
        let told = self.run(&["update-ref", &kept(commit), commit])?;
        told.map(drop).map_err(Fault::Git)
    }

    /// Fetches a reference, and yields the id of its commit, which is not kept yet.
    ///
    /// # Errors
    ///
    /// Why it cannot be fetched: in the words of `git`, or a bound that it passed.
    pub fn fetch(&self, wanted: &Wanted<'_>) -> Result<String, Fault> {
        let id = self.fetched(wanted)?;
        // What came of it before comes with no bytes now, but weighs as much.
        match self.weight(&id)? > wanted.bytes {
            true => Err(too_large(wanted.bytes)),
            false => Ok(id),
        }
    }

    /// Fetches a commit again that was good once: it may weigh more than it did beside others, with
    /// which it shared what it weighs.
    ///
    /// # Errors
    ///
    /// Why it cannot be fetched: in the words of `git`, or a bound that it passed.
    pub fn fetch_again(&self, wanted: &Wanted<'_>) -> Result<String, Fault> {
        self.fetched(&Wanted {
            bytes: 2 * wanted.bytes,
            ..*wanted
        })
    }

    fn fetched(&self, wanted: &Wanted<'_>) -> Result<String, Fault> {
        let told = self.call(wanted, &["--depth=1"])?;
        told.map_err(Fault::Git)?;
        let id = self.resolved(FETCHED)?;
        id.ok_or_else(|| Fault::own("what was fetched is no commit"))
    }

    /// What the objects of a commit take on the disk, in bytes.
    fn weight(&self, id: &str) -> Result<u64, Fault> {
        let told = self.run(&["rev-list", "--objects", "--disk-usage", id])?;
        let told = told.map_err(Fault::Git)?;
        let bytes = told.trim().parse();
        bytes.map_err(|_| Fault::own("git does not say how large it is"))
    }

    /// A folder beside the repository, which is of it.
    fn beside(&self, end: &str) -> PathBuf {
        self.folder.with_extension(end)
    }

    /// The branch that the other side calls its own.
    ///
    /// # Errors
    ///
    /// It does not answer, in the words of `git`.
    pub fn branch(&self, wanted: &Wanted<'_>) -> Result<Option<String>, Fault> {
        let arguments = ["ls-remote", "--symref", "--", wanted.url, "HEAD"];
        let mut call = self.start(wanted, &arguments)?;
        let complaints = call.complaints();
        let mut printed = String::new();
        let output = call.output()?;
        let read = output.take(64 << 10).read_to_string(&mut printed);
        read.map_err(|error| call.fault(error))?;
        let complaints = call.told(&complaints);
        if !call.end()?.success() {
            return Err(Fault::Git(complaints));
        }
        let named = printed
            .lines()
            .filter_map(|line| line.strip_prefix("ref: refs/heads/"));
        let mut names = named.filter_map(|line| line.strip_suffix("\tHEAD"));
        Ok(names.next().map(str::to_owned))
    }

    /// When a commit was made.
    ///
    /// # Errors
    ///
    /// It is not there.
    pub fn date(&self, commit: &str) -> Result<Timestamp, Fault> {
        let told = self.run(&["show", "-s", "--no-show-signature", "--format=%ct", commit])?;
        let seconds = told.ok().and_then(|told| told.trim().parse().ok());
        let time = seconds.and_then(|seconds| Timestamp::from_second(seconds).ok());
        time.ok_or_else(|| Fault::Own(format!("the commit `{commit}` bears no time")))
    }

    /// The files of a commit, as if its root were the folder `base`.
    pub fn commit(&self, id: &str, base: &Path, opened: &Shared) -> Commit {
        let environment = self.environment.clone();
        let bare = |folder: &Path| Repository::bare(folder, environment.clone());
        Commit::of(
            bare(&self.folder),
            base,
            id.to_owned(),
            Arc::clone(&opened.0),
        )
        .with_past(bare(&past::folder(&self.folder)))
    }

    /// The id of the commit that a name leads to, where it is one.
    fn resolved(&self, name: &str) -> Result<Option<String>, Fault> {
        let name = format!("{name}^{{commit}}");
        let told = self.run(&["rev-parse", "--verify", "--quiet", &name])?;
        Ok(told.ok().map(|told| told.trim().to_owned()))
    }

    /// Calls `git fetch` with these options, and ends it where it becomes too large.
    fn call(&self, wanted: &Wanted<'_>, options: &[&str]) -> Result<Result<(), String>, Fault> {
        let before = self.size();
        let there: Vec<_> = self.packs().collect();
        let refspec = format!("+{}:{FETCHED}", wanted.reference);
        let place = ["--", wanted.url, &refspec];
        let arguments = [FETCH.as_slice(), options, &place].concat();
        let mut call = self.start(wanted, &arguments)?;
        let complaints = call.complaints();
        while !call.has_ended() {
            if self.size().saturating_sub(before) > wanted.bytes {
                call.kill();
                drop(call.end());
                self.tidy();
                self.discard(&there);
                return Err(too_large(wanted.bytes));
            }
            thread::sleep(PAUSE);
        }
        let complaints = call.told(&complaints);
        let is_done = call.end()?.success();
        if self.size().saturating_sub(before) > wanted.bytes {
            self.discard(&there);
            return Err(too_large(wanted.bytes));
        }
        match is_done {
            true => Ok(Ok(())),
            false => Ok(Err(complaints)),
        }
    }

    /// Removes what came beside what was there.
    fn discard(&self, there: &[PathBuf]) {
        drop(self.run(&["update-ref", "-d", FETCHED]));
        for pack in self.packs().filter(|pack| !there.contains(pack)) {
            drop(fs::remove_file(pack));
        }
    }

    fn start(&self, wanted: &Wanted<'_>, arguments: &[&str]) -> Result<Call, Fault> {
        let mut environment = self.environment.clone();
        environment.limit = (wanted.left)();
        let count = wanted.settings.len().to_string();
        let mut add = |name: String, value: &str| {
            environment
                .variables
                .push((name.into(), OsString::from(value)));
        };
        add("GIT_CONFIG_COUNT".to_owned(), &count);
        for (at, (key, value)) in wanted.settings.iter().enumerate() {
            add(format!("GIT_CONFIG_KEY_{at}"), key);
            add(format!("GIT_CONFIG_VALUE_{at}"), value);
        }
        if wanted.protocol == "ssh" && !self.has_own_ssh()? {
            let quiet = OsString::from("ssh -oBatchMode=yes -oConnectTimeout=20");
            environment
                .variables
                .push(("GIT_SSH_COMMAND".into(), quiet));
        }
        let way = format!("protocol.{}.allow=always", wanted.protocol);
        let arguments = [&["--git-dir=.", "-c", &way], WAY.as_slice(), arguments].concat();
        let (folder, stdin) = (&self.folder, self.stdin());
        Call::start(folder, &environment, &arguments, stdin, Stdio::piped())
    }

    /// The lock goes along: it is held for as long as a process lives, even if ours does not.
    fn stdin(&self) -> Stdio {
        let lock = self.lock.as_ref().and_then(|lock| lock.try_clone().ok());
        lock.map_or_else(Stdio::null, Stdio::from)
    }

    /// Whether who calls has chosen how hosts are spoken to over ssh.
    fn has_own_ssh(&self) -> Result<bool, Fault> {
        let mut variables = self.environment.variables.iter();
        let is_set = variables.any(|(name, _)| name == "GIT_SSH_COMMAND");
        Ok(is_set || self.run(&["config", "--get", "core.sshCommand"])?.is_ok())
    }

    /// What its packs take on the disk, in bytes.
    fn size(&self) -> u64 {
        let sizes = self
            .packs()
            .map(|pack| fs::metadata(pack).map_or(0, |file| file.len()));
        sizes.sum()
    }

    /// Its packs and what lies beside them.
    fn packs(&self) -> impl Iterator<Item = PathBuf> {
        let files = fs::read_dir(self.folder.join("objects/pack"));
        let files = files.into_iter().flatten().flatten();
        files.map(|file| file.path())
    }

    /// Removes what a fetch leaves that was ended. Nobody else is at work here.
    fn tidy(&self) {
        let packs = fs::read_dir(self.folder.join("objects/pack"));
        for entry in packs.into_iter().flatten().flatten() {
            let name = entry.file_name();
            let name = name.to_string_lossy();
            if name.starts_with("tmp_") || name.starts_with(".tmp-") {
                drop(fs::remove_file(entry.path()));
            }
        }
        for entry in WalkDir::new(self.folder.join("refs")).into_iter().flatten() {
            if entry.path().extension().is_some_and(|end| end == "lock") {
                drop(fs::remove_file(entry.path()));
            }
        }
        for name in [
            "shallow.lock",
            "packed-refs.lock",
            "HEAD.lock",
            "config.lock",
            "gc.pid",
        ] {
            drop(fs::remove_file(self.folder.join(name)));
        }
    }

    fn run(&self, arguments: &[&str]) -> Result<Result<String, String>, Fault> {
        let arguments = [&["--git-dir=."], arguments].concat();
        Call::run(&self.folder, &self.environment, &arguments, self.stdin())
    }
}

/// Where a commit is kept.
pub(super) fn kept(commit: &str) -> String {
    format!("{KEPT}/{commit}")
}

/// The path of the cache is of this machine alone, and pages may tell why.
fn unwritable(error: std::io::Error) -> Fault {
    Fault::Own(format!("the cache cannot be written: {}", error.kind()))
}

fn too_large(most: u64) -> Fault {
    Fault::Own(format!("the repository is larger than {} KiB", most >> 10))
}

/// Whether a folder is a repository that was made to its end.
fn is_whole(folder: &Path) -> bool {
    let has_head = fs::metadata(folder.join("HEAD")).is_ok_and(|head| head.len() > 0);
    has_head && folder.join("objects").is_dir() && folder.join("refs").is_dir()
}

/// What commits of one portal share: the processes that read them.
#[derive(Clone, Default)]
pub struct Shared(Arc<Opened>);

/// Settings of whatever speaks with another host.
const WAY: [&str; 18] = [
    "-c",
    "http.followRedirects=false",
    "-c",
    "http.lowSpeedLimit=1000",
    "-c",
    "http.lowSpeedTime=30",
    "-c",
    "credential.interactive=false",
    "-c",
    "core.bigFileThreshold=16m",
    "-c",
    "gc.auto=0",
    "-c",
    "maintenance.auto=false",
    "-c",
    "submodule.recurse=false",
    "-c",
    "advice.fetchShowForcedUpdates=false",
];

/// The call that fetches, with its settings. Objects are checked; what old programs wrote in
/// good faith passes.
const FETCH: [&str; 23] = [
    "-c",
    "fetch.fsckObjects=true",
    "-c",
    "fetch.fsck.zeroPaddedFilemode=ignore",
    "-c",
    "fetch.fsck.missingSpaceBeforeDate=ignore",
    "-c",
    "fetch.fsck.badTimezone=ignore",
    "-c",
    "fetch.unpackLimit=1",
    "-c",
    "fetch.writeCommitGraph=false",
    "-c",
    "fetch.recurseSubmodules=false",
    "fetch",
    "--quiet",
    "--force",
    "--no-tags",
    "--no-recurse-submodules",
    "--no-write-fetch-head",
    "--no-auto-maintenance",
    "--no-show-forced-updates",
    "--update-shallow",
];
