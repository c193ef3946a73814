//! The binary, run over a portal and watched.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use walkdir::WalkDir;

use crate::portal::Portal;
use crate::text;

/// Longer than any build takes: one that waits for something is ended.
const LONGEST: Duration = Duration::from_secs(300);
/// How often a running build is looked at.
const OFTEN: Duration = Duration::from_millis(5);

/// A build that has ended.
pub(crate) struct Built {
    /// The files of its site, by their paths.
    pub(crate) files: BTreeMap<String, Vec<u8>>,
    /// What it printed.
    pub(crate) told: String,
    pub(crate) took: Duration,
    /// The time for which processors ran its own code: the same on a busy machine. All of the
    /// time where the system does not tell.
    ///
    /// The kernel's work is left out: it says how the disk was used before. Ext4 passes over every
    /// inode that was deleted a minute ago when it looks for a free one, and tests delete many.
    pub(crate) worked: Duration,
    /// The most memory that it had, in bytes; `None` where the system does not tell.
    pub(crate) memory: Option<u64>,
}

impl fmt::Display for Built {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let memory = self.memory.map_or(0, |bytes| bytes >> 20);
        let Built {
            files,
            took,
            worked,
            ..
        } = self;
        let files = files.len();
        write!(
            f,
            "{files} files in {took:.1?}, {worked:.1?} of work, {memory} MiB"
        )
    }
}

/// The binary under test.
pub(crate) fn binary() -> PathBuf {
    let Some(optimised) = std::env::var_os("MESHBOOK_BIN") else {
        return env!("CARGO_BIN_EXE_meshbook").into();
    };
    // It runs in another folder than this one.
    fs::canonicalize(&optimised).unwrap_or_else(|error| panic!("{optimised:?}: {error}"))
}

/// The command that builds the portal of the healthy and of these hostile sources into a folder
/// of this name.
pub(crate) fn arguments(portal: &Portal, hostile: &[&str], name: &str) -> Vec<String> {
    let root = portal.configure(hostile);
    let out = portal.folder().join("sites").join(name);
    let now = "2026-03-02T09:00:00Z";
    let arguments = ["build", &text(&root), "--out", &text(&out), "--now", now];
    arguments.map(str::to_owned).into()
}

/// Surroundings that hold a secret, and in which nothing of a developer's is left.
pub(crate) fn surround(command: &mut Command, portal: &Portal) {
    for name in ["SOURCE_DATE_EPOCH", "RAYON_NUM_THREADS", "NO_COLOR"] {
        command.env_remove(name);
    }
    let work = portal.folder().join("work");
    fs::create_dir_all(&work).expect("a folder");
    command
        .env("CANARY", "CANARY-ENVIRONMENT")
        // Where git looks for the settings of whoever calls it.
        .env("HOME", &work)
        .env("XDG_CONFIG_HOME", &work)
        .current_dir(&work);
}

/// Builds, and fails where the build ends in another way than a build does.
pub(crate) fn build(portal: &Portal, hostile: &[&str], name: &str) -> Built {
    let mut command = Command::new(binary());
    command.args(arguments(portal, hostile, name));
    surround(&mut command, portal);
    let log = portal.folder().join(format!("{name}.log"));
    let file = fs::File::create(&log).expect("a file");
    let again = file.try_clone().expect("a handle");
    command.stdin(Stdio::null()).stdout(file).stderr(again);
    let begun = Instant::now();
    let mut child = command.spawn().expect("the binary runs");
    let (code, worked, memory) = watch(&mut child, begun);
    let took = begun.elapsed();
    let told = fs::read(&log).expect("a log");
    let told = String::from_utf8(told).expect("the messages are UTF-8");
    assert!(!told.contains("panicked"), "{told}");
    assert_eq!(
        code,
        Some(0),
        "{}",
        &told[told.len().saturating_sub(4_000)..]
    );
    let out = portal.folder().join("sites").join(name);
    let files = site(&out);
    fs::remove_dir_all(&out).expect("a site");
    Built {
        files,
        told,
        took,
        worked: worked.unwrap_or(took),
        memory,
    }
}

/// Waits for the end; its code, and the work and the most memory until shortly before it.
fn watch(child: &mut Child, begun: Instant) -> (Option<i32>, Option<Duration>, Option<u64>) {
    let folder = format!("/proc/{}", child.id());
    let (mut worked, mut memory) = (None, None);
    loop {
        worked = work(&folder).max(worked);
        memory = peak(&folder).max(memory);
        if let Some(ended) = child.try_wait().expect("a child") {
            return (ended.code(), worked, memory);
        }
        if begun.elapsed() > LONGEST {
            child.kill().expect("a child");
            panic!("the build takes longer than {LONGEST:?}");
        }
        sleep(OFTEN);
    }
}

/// How long processors have run the code of a process (proc_pid_stat(5), `utime`, in hundredths of
/// a second).
fn work(folder: &str) -> Option<Duration> {
    let text = fs::read_to_string(format!("{folder}/stat")).ok()?;
    // The name of the program may hold spaces.
    let (_, fields) = text.rsplit_once(") ")?;
    let ticks: u64 = fields.split(' ').nth(11)?.parse().ok()?;
    Some(Duration::from_millis(10 * ticks))
}

/// The peak of the resident memory of a process, in bytes (proc_pid_status(5), `VmHWM`).
fn peak(folder: &str) -> Option<u64> {
    let text = fs::read_to_string(format!("{folder}/status")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    let kib: u64 = line.trim().strip_suffix(" kB")?.parse().ok()?;
    Some(kib << 10)
}

fn site(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let walk = WalkDir::new(folder).into_iter();
    let entries = walk.map(|entry| entry.expect("a readable site"));
    let files = entries.filter(|entry| !entry.file_type().is_dir());
    files
        .map(|entry| {
            assert!(entry.file_type().is_file(), "{:?}", entry.path());
            let path = entry.path().strip_prefix(folder).expect("it lies below");
            let path = path.to_string_lossy().into_owned();
            (path, fs::read(entry.path()).expect("a file of the site"))
        })
        .collect()
}
