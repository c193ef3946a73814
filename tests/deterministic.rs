//! The same sources make the same bytes, whatever the machine, the shell and the file system do.
//!
//! `tests/cli/deterministic.rs` holds the time of the build; this holds all that is around it.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use walkdir::WalkDir;

/// The time of every build.
const NOW: &str = "2026-03-02T09:00:00Z";
/// The domains of the sample that are copied: contracts in YAML and JSON, results of four tools, docs.
const DOMAINS: [&str; 3] = ["parcels", "customers", "directory"];

/// What is known of a file of the site: the hash of its bytes, and who may do what with it.
#[derive(Debug, PartialEq, Eq)]
struct Known {
    hash: String,
    mode: u32,
}

type Site = BTreeMap<String, Known>;

/// Numbers that look random and are the same in every run (Marsaglia, xorshift).
struct Shuffle(u64);

impl Shuffle {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn order<T>(&mut self, items: &mut [T]) {
        for at in (1..items.len()).rev() {
            let other = self.next() % (at as u64 + 1);
            items.swap(at, other as usize);
        }
    }
}

/// The files of a small portal: its paths with their bytes.
fn files() -> Vec<(PathBuf, Vec<u8>)> {
    let repository = Path::new(env!("CARGO_MANIFEST_DIR"));
    let config = fs::read_to_string(repository.join("meshbook.yaml")).expect("the configuration");
    let is_kept = |block: &&str| {
        let name = block.lines().next().unwrap_or_default().trim();
        DOMAINS.contains(&name)
    };
    let (head, rest) = config.split_once("sources:\n").expect("sources");
    let (sources, tail) = rest.split_once("\n\n").expect("what follows the sources");
    let blocks = sources.split("  - name:").filter(is_kept);
    let sources: String = blocks
        .map(|block| format!("  - name:{}\n", block.trim_end()))
        .collect();
    let mut files = vec![(
        PathBuf::from("meshbook.yaml"),
        format!("{head}sources:\n{sources}\n{tail}").into_bytes(),
    )];
    for folder in DOMAINS.iter().chain(&["governance"]) {
        let folder = Path::new("content/sample").join(folder);
        for entry in WalkDir::new(repository.join(&folder)) {
            let entry = entry.expect("a readable folder");
            if entry.file_type().is_file() {
                let path = entry
                    .path()
                    .strip_prefix(repository)
                    .expect("it lies below");
                files.push((path.to_owned(), fs::read(entry.path()).expect("a file")));
            }
        }
    }
    // Two files that claim one id: which of them keeps it must not go by who is read first.
    for copy in ["a", "b", "c"] {
        let from = "content/sample/parcels/products/parcels.odps.yaml";
        let text = fs::read(repository.join(from)).expect("a product");
        let path = format!("content/sample/customers/products/{copy}/parcels.odps.yaml");
        files.push((path.into(), text));
    }
    files.sort();
    files
}

/// A temporary folder, in memory where that can be: there a folder lists what was made last first,
/// while a disk may go by the names alone.
fn folder() -> TempDir {
    let in_memory = tempfile::tempdir_in("/dev/shm");
    in_memory.unwrap_or_else(|_| tempfile::tempdir().expect("a temporary folder"))
}

/// The names in the folders of a copy, as the system lists them.
fn listed(around: &TempDir) -> Vec<PathBuf> {
    let walk = WalkDir::new(around.path().join("portal")).into_iter();
    let names = walk.map(|entry| entry.expect("a readable folder").into_path());
    names
        .map(|path| {
            path.strip_prefix(around.path())
                .expect("it lies below")
                .to_owned()
        })
        .collect()
}

/// A copy of the portal whose folders list their files in another order.
///
/// What a folder lists first goes by when a file was made, or by its name and a secret of the
/// disk: files are made in another order, among others that go again, and come by a rename.
fn copy(seed: u64) -> TempDir {
    let around = folder();
    let root = around.path().join("portal");
    let aside = around.path().join("aside");
    fs::create_dir_all(&aside).expect("a folder");
    let mut shuffle = Shuffle(seed);
    let mut files = files();
    shuffle.order(&mut files);
    let mut passing = Vec::new();
    for (at, (path, bytes)) in files.iter().enumerate() {
        let path = root.join(path);
        let folder = path.parent().expect("a file stands in a folder");
        fs::create_dir_all(folder).expect("a folder");
        if shuffle.next().is_multiple_of(2) {
            let other = folder.join(format!(".passing-{at}"));
            fs::write(&other, "").expect("a file");
            passing.push(other);
        }
        let other = aside.join(at.to_string());
        fs::write(&other, bytes).expect("a file");
        fs::rename(&other, &path).expect("a rename");
    }
    for other in passing {
        fs::remove_file(other).expect("a file that goes again");
    }
    fs::remove_dir_all(aside).expect("an empty folder");
    around
}

/// Builds the portal in a copy, by a shell line that runs `"$@"` from the portal's folder.
#[track_caller]
fn build(around: &TempDir, line: &str, surroundings: &[(&str, &str)]) -> Site {
    let root = around.path().join("portal");
    let out = around.path().join("made/site");
    let mut shell = Command::new("sh");
    for name in ["SOURCE_DATE_EPOCH", "RAYON_NUM_THREADS", "NO_COLOR"] {
        shell.env_remove(name);
    }
    let ended = shell
        .args(["-c", line, "sh", env!("CARGO_BIN_EXE_meshbook"), "build"])
        .arg(&root)
        .args(["--now", NOW, "--out"])
        .arg(&out)
        .current_dir(&root)
        .envs(surroundings.iter().copied())
        .output()
        .expect("a shell");
    let told = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success(), "{line}: {told}");
    let site = known(&out);
    fs::remove_dir_all(out).expect("the site");
    site
}

fn known(out: &Path) -> Site {
    let mut site = Site::new();
    for entry in WalkDir::new(out) {
        let entry = entry.expect("a readable folder");
        let name = entry.path().strip_prefix(out).expect("it lies below");
        let hash = match entry.file_type().is_file() {
            true => blake3::hash(&fs::read(entry.path()).expect("a file")).to_string(),
            false => "a folder".to_owned(),
        };
        let mode = entry.metadata().expect("its data").permissions().mode() & 0o7777;
        site.insert(name.to_string_lossy().into_owned(), Known { hash, mode });
    }
    site
}

/// Fails with the names of the files that differ.
#[track_caller]
fn assert_same(one: &Site, other: &Site, what: &str) {
    let names = one.keys().chain(other.keys());
    let hash = |site: &Site, name: &str| site.get(name).map(|known| known.hash.clone());
    let differ: Vec<_> = names
        .filter(|name| hash(one, name) != hash(other, name))
        .collect();
    assert!(differ.is_empty(), "{what}: {differ:?}");
}

const HERE: &str = "\"$@\"";

#[test]
fn neither_threads_nor_the_order_of_folders_change_a_byte() {
    let first = copy(1);
    let one = build(&first, HERE, &[("RAYON_NUM_THREADS", "1")]);
    let pages = one.keys().filter(|name| name.ends_with(".html")).count();
    assert!(pages > 100 && one.len() > 200, "{} files", one.len());
    for (seed, threads) in [(2, "2"), (3, "3"), (4, "8"), (5, "16"), (1, "16")] {
        let other = copy(seed);
        let is_in_memory = other.path().starts_with("/dev/shm");
        assert!(seed == 1 || !is_in_memory || listed(&other) != listed(&first));
        let what = format!("{threads} threads, order {seed}");
        let site = build(&other, HERE, &[("RAYON_NUM_THREADS", threads)]);
        assert_same(&one, &site, &what);
    }
}

#[test]
fn neither_the_shell_nor_the_place_changes_a_byte() {
    let portal = copy(7);
    let one = build(&portal, HERE, &[]);
    for surroundings in [
        [
            ("TZ", "Pacific/Kiritimati"),
            ("LC_ALL", "tr_TR.UTF-8"),
            ("LANG", "tr_TR.UTF-8"),
        ],
        [("TZ", "America/St_Johns"), ("LC_ALL", "C"), ("LANG", "C")],
        [("TZ", ""), ("LC_ALL", ""), ("LANG", "nonsense")],
    ] {
        assert_same(
            &one,
            &build(&portal, HERE, &surroundings),
            &format!("{surroundings:?}"),
        );
    }
    for home in ["/nonexistent", "/", ""] {
        assert_same(&one, &build(&portal, HERE, &[("HOME", home)]), home);
    }
    for line in [
        "cd / && \"$@\"",
        "cd content/sample/parcels && \"$@\"",
        "env -i \"$@\"",
    ] {
        assert_same(&one, &build(&portal, line, &[]), line);
    }
    // Beside the copy, as a rename does not leave a file system.
    let beside = portal.path().parent().expect("it has one");
    let far = tempfile::Builder::new()
        .prefix("another place, ü ")
        .tempdir_in(beside)
        .expect("a folder");
    let moved = far.path().join("deeper/still");
    fs::create_dir_all(moved.parent().expect("it has one")).expect("a folder");
    fs::rename(portal.path(), &moved).expect("a rename");
    let out = far.path().join("site");
    let ended = Command::new(env!("CARGO_BIN_EXE_meshbook"))
        .args(["build", "--now", NOW, "--out"])
        .arg(&out)
        .current_dir(moved.join("portal"))
        .output()
        .expect("the binary runs");
    assert!(ended.status.success());
    assert_same(&one, &known(&out), "another place");
}

#[test]
fn the_mask_of_the_shell_decides_who_may_read_and_nothing_else() {
    let portal = copy(11);
    let one = build(&portal, "umask 022 && \"$@\"", &[]);
    for (mask, bits) in [("000", 0o000), ("027", 0o027), ("077", 0o077)] {
        let site = build(&portal, &format!("umask {mask} && \"$@\""), &[]);
        assert_same(&one, &site, mask);
        for (name, known) in &site {
            let all = if known.hash == "a folder" {
                0o777
            } else {
                0o666
            };
            assert_eq!(known.mode, all & !bits, "{name:?} under {mask}");
        }
    }
}
