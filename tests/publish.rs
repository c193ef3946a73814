//! How a site gets into its folder: whole or not at all, and nothing that has not changed.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use tempfile::TempDir;
use walkdir::WalkDir;

const NOW: &str = "2026-03-02T09:00:00Z";

/// How many builds are killed; `MESHBOOK_KILLS` says another number.
const KILLS: u64 = 60;

fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn contract(id: &str, purpose: &str) -> String {
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: {id}\nname: {id}\nversion: 1.0.0\n\
         status: active\ndomain: shop\ndescription:\n  purpose: {purpose}\n"
    )
}

/// A portal with three contracts.
fn portal() -> TempDir {
    let portal = tempfile::tempdir().unwrap();
    write(
        &portal.path().join("meshbook.yaml"),
        "title: Test\nsources:\n  - path: shop\n",
    );
    for id in ["orders", "parcels", "stock"] {
        write(&manifest(&portal, id), contract(id, "To test."));
    }
    portal
}

fn manifest(portal: &TempDir, id: &str) -> PathBuf {
    portal.path().join(format!("shop/{id}.odcs.yaml"))
}

fn command(portal: &Path, out: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshbook"));
    command.env_remove("SOURCE_DATE_EPOCH").current_dir(portal);
    command.args(["build", "--now", NOW, "--out", out]);
    command
}

/// Builds, and gives the code and what was said.
fn run(portal: &Path, out: &str) -> (i32, String) {
    let Output { status, stderr, .. } = command(portal, out).output().unwrap();
    let told = String::from_utf8(stderr).unwrap();
    assert!(!told.contains("panicked"), "{told}");
    (status.code().unwrap(), told)
}

#[track_caller]
fn build(portal: &TempDir) -> String {
    let (code, told) = run(portal.path(), "site");
    assert_eq!(code, 0, "{told}");
    told
}

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// Every file of a folder with its bytes, and every link with where it leads.
fn tree(folder: &Path) -> Tree {
    let entries = paths(folder).into_iter();
    let read = |path: &Path| match path.is_symlink() {
        true => fs::read_link(path)
            .unwrap()
            .into_os_string()
            .into_encoded_bytes(),
        false => fs::read(path).unwrap(),
    };
    entries
        .filter(|path| !folder.join(path).is_dir() || folder.join(path).is_symlink())
        .map(|path| (path.clone(), read(&folder.join(path))))
        .collect()
}

/// Everything below a folder.
fn paths(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).min_depth(1).sort_by_file_name();
    walk.into_iter()
        .map(|entry| {
            entry
                .unwrap()
                .path()
                .strip_prefix(folder)
                .unwrap()
                .to_owned()
        })
        .collect()
}

/// What would show that somebody touched a file: its number, and when it was written.
fn marks(folder: &Path) -> BTreeMap<PathBuf, (u64, i64, i64)> {
    let found = paths(folder).into_iter().map(|path| {
        let found = fs::symlink_metadata(folder.join(&path)).unwrap();
        (path, (found.ino(), found.mtime(), found.mtime_nsec()))
    });
    found.collect()
}

/// What stands beside the site and was not there before it was built.
fn leftovers(portal: &Path) -> Vec<String> {
    let names = fs::read_dir(portal).unwrap();
    let names = names.map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let known = ["meshbook.yaml", "shop", "site"];
    names
        .filter(|name| !known.contains(&name.as_str()))
        .collect()
}

#[test]
fn a_second_build_of_the_same_writes_nothing() {
    let portal = portal();
    build(&portal);
    let site = portal.path().join("site");
    let changed = |path: &Path| {
        let found = fs::metadata(path).unwrap();
        (found.ino(), found.ctime(), found.ctime_nsec())
    };
    let all = || {
        let paths = paths(&site).into_iter().map(|path| site.join(path));
        let paths = paths.chain([site.clone()]);
        paths.map(|path| (changed(&path), path)).collect::<Vec<_>>()
    };
    let before = all();
    let told = build(&portal);
    assert!(told.contains("(0 new or changed, 0 removed)"), "{told}");
    assert_eq!(all(), before);
    assert_eq!(leftovers(portal.path()), [""; 0]);
}

#[test]
fn only_what_differs_is_a_new_file() {
    let portal = portal();
    build(&portal);
    let site = portal.path().join("site");
    let (before, old) = (marks(&site), tree(&site));
    write(&manifest(&portal, "orders"), contract("orders", "Another."));
    let told = build(&portal);
    let (after, new) = (marks(&site), tree(&site));
    let differs: BTreeSet<&PathBuf> = new
        .iter()
        .filter(|(path, bytes)| old.get(*path) != Some(*bytes))
        .map(|(path, _)| path)
        .collect();
    let written: BTreeSet<&PathBuf> = new
        .keys()
        .filter(|path| before.get(*path) != after.get(*path))
        .collect();
    assert_eq!(written, differs);
    assert!(written.contains(&PathBuf::from("contracts/shop/orders.html")));
    assert!(written.len() < new.len() / 2, "{written:?}");
    // The list is not counted.
    let count = format!("({} new or changed, 0 removed)", written.len() - 1);
    assert!(told.contains(&count), "{told}");
    assert_eq!(leftovers(portal.path()), [""; 0]);
}

#[test]
fn what_somebody_cut_or_removed_is_mended() {
    let portal = portal();
    build(&portal);
    let site = portal.path().join("site");
    let whole = tree(&site);
    let list = marks(&site)[Path::new("site.json")];
    fs::write(site.join("index.html"), "cut").unwrap();
    fs::remove_file(site.join("search.html")).unwrap();
    fs::remove_file(site.join("404.html")).unwrap();
    symlink("index.html", site.join("404.html")).unwrap();
    build(&portal);
    assert!(tree(&site) == whole);
    assert!(!site.join("404.html").is_symlink());
    assert_eq!(marks(&site)[Path::new("site.json")], list);
    // Without its list nothing vouches for the files, and all of them are written.
    fs::remove_file(site.join("site.json")).unwrap();
    build(&portal);
    assert!(tree(&site) == whole);
}

#[test]
fn what_is_not_ours_stays_and_what_is_no_longer_part_goes() {
    let portal = portal();
    build(&portal);
    let site = portal.path().join("site");
    let foreign = [
        "CNAME",
        ".git/HEAD",
        ".git/objects/aa/bb",
        "contracts/shop/notes.txt",
        "contracts/drafts/of/mine.txt",
        "contracts/shop/parcels.txt",
        "über.txt",
    ];
    for path in foreign {
        write(&site.join(path), path);
    }
    fs::create_dir(site.join("empty")).unwrap();
    symlink("/nowhere", site.join("contracts/shop/link")).unwrap();
    let kept = |marks: BTreeMap<PathBuf, _>| -> BTreeMap<PathBuf, _> {
        let is_kept = |path: &Path| {
            foreign.iter().any(|known| path == Path::new(known)) || path.ends_with("shop/link")
        };
        marks
            .into_iter()
            .filter(|(path, _)| is_kept(path))
            .collect()
    };
    let before = kept(marks(&site));
    assert_eq!(before.len(), foreign.len() + 1);
    fs::remove_file(manifest(&portal, "parcels")).unwrap();
    let told = build(&portal);
    assert!(!told.contains(", 0 removed)"), "{told}");
    assert_eq!(kept(marks(&site)), before);
    assert!(site.join("empty").is_dir());
    for gone in ["contracts/shop/parcels.html", "badges/shop/parcels.svg"] {
        assert!(!site.join(gone).exists(), "{gone}");
    }
    assert!(!site.join("badges/shop/parcels").exists());
    // A folder in which nothing is left goes with its last file.
    for id in ["orders", "stock"] {
        let text = contract(id, "To test.").replace("domain: shop", "domain: store");
        write(&manifest(&portal, id), text);
    }
    assert!(site.join("badges/shop").exists());
    build(&portal);
    assert!(!site.join("badges/shop").exists());
    assert_eq!(kept(marks(&site)), before);
    assert_eq!(leftovers(portal.path()), [""; 0]);
}

#[test]
fn what_stands_in_the_way_is_named_and_nothing_is_touched() {
    for (path, is_folder) in [("index.html/x", true), ("contracts", false)] {
        let portal = portal();
        let site = portal.path().join("site");
        write(&site.join(path), "not ours");
        let before = marks(&site);
        let (code, told) = run(portal.path(), "site");
        assert_eq!(code, 2, "{told}");
        let name = path.split('/').next().unwrap();
        let what = if is_folder { "a folder" } else { "no folder" };
        assert!(told.contains(name) && told.contains(what), "{told}");
        assert_eq!(marks(&site), before);
        assert_eq!(leftovers(portal.path()), [""; 0]);
    }
}

#[test]
fn the_folder_stays_what_it_is_to_others() {
    let portal = portal();
    let real = portal.path().join("shop/real");
    fs::create_dir(&real).unwrap();
    fs::set_permissions(&real, fs::Permissions::from_mode(0o2750)).unwrap();
    let site = portal.path().join("site");
    symlink("shop/real", &site).unwrap();
    build(&portal);
    assert!(site.is_symlink());
    assert!(real.join("index.html").is_file());
    assert_eq!(fs::metadata(&real).unwrap().mode() & 0o7777, 0o2750);
    let in_shop = fs::read_dir(portal.path().join("shop")).unwrap();
    assert_eq!(in_shop.count(), 4, "three manifests and the site");
}

/// Takes the lock as a build does, for as long as the file lives.
fn take(path: &Path) -> File {
    let file = File::create(path).unwrap();
    file.lock().unwrap();
    file
}

#[test]
fn a_second_build_waits_and_then_leaves() {
    let portal = portal();
    build(&portal);
    let before = marks(&portal.path().join("site"));
    write(&manifest(&portal, "orders"), contract("orders", "Another."));
    let lock = portal.path().join(".site.lock");
    let held = take(&lock);
    let start = Instant::now();
    let (code, told) = run(portal.path(), "site");
    assert_eq!(code, 2, "{told}");
    assert!(
        told.contains("site: another build is writing this folder"),
        "{told}"
    );
    assert!(start.elapsed() > Duration::from_secs(5), "it waits");
    assert_eq!(marks(&portal.path().join("site")), before);

    // One that ends in time is waited for, also where it removes its lock.
    let waiting = command(portal.path(), "site").stderr(Stdio::null()).spawn();
    std::thread::sleep(Duration::from_millis(1_500));
    assert_eq!(marks(&portal.path().join("site")), before);
    fs::remove_file(&lock).unwrap();
    drop(held);
    assert_eq!(waiting.unwrap().wait().unwrap().code(), Some(0));
    assert_ne!(marks(&portal.path().join("site")), before);
    assert_eq!(leftovers(portal.path()), [""; 0]);
}

#[test]
fn builds_at_once_leave_one_whole_site() {
    let portal = portal();
    let mut builds: Vec<Child> = (0..4)
        .map(|_| {
            command(portal.path(), "site")
                .stderr(Stdio::null())
                .spawn()
                .unwrap()
        })
        .collect();
    for build in &mut builds {
        assert_eq!(build.wait().unwrap().code(), Some(0));
    }
    assert_eq!(leftovers(portal.path()), [""; 0]);
    let (code, told) = run(portal.path(), "shop/alone");
    assert_eq!(code, 0, "{told}");
    assert!(tree(&portal.path().join("site")) == tree(&portal.path().join("shop/alone")));
}

#[test]
fn folders_that_a_killed_build_was_moving_come_back() {
    let portal = portal();
    build(&portal);
    let (site, swap) = (
        portal.path().join("site"),
        portal.path().join(".site.swap-1"),
    );
    let list = fs::read(site.join("site.json")).unwrap();
    write(&site.join("CNAME"), "of today");
    write(&swap.join("site.json"), &list);
    for (path, text) in [
        (".git/HEAD", "main"),
        ("CNAME", "of yesterday"),
        ("index.html", "a page of the last site"),
        ("contracts/drafts/mine.txt", "mine"),
    ] {
        write(&swap.join(path), text);
    }
    write(&portal.path().join(".site.next-77/api/half.json"), "{");
    build(&portal);
    assert_eq!(leftovers(portal.path()), [""; 0]);
    let text = |path: &str| fs::read_to_string(site.join(path)).unwrap();
    assert_eq!(text(".git/HEAD"), "main");
    assert_eq!(text("contracts/drafts/mine.txt"), "mine");
    assert_eq!(text("CNAME"), "of today");
    assert_ne!(text("index.html"), "a page of the last site");

    // Of two folders neither is thrown away.
    write(&swap.join("site.json"), &list);
    write(&swap.join(".git/HEAD"), "other");
    let (code, told) = run(portal.path(), "site");
    assert_eq!(code, 2, "{told}");
    assert!(
        told.contains(".site.swap-1/.git") && told.contains("site/.git"),
        "{told}"
    );
    assert_eq!(text(".git/HEAD"), "main");
    assert!(swap.join(".git/HEAD").exists());
}

#[test]
fn a_name_that_only_looks_like_a_leftover_stays() {
    let portal = portal();
    let root = portal.path();
    let elsewhere = tempfile::tempdir().unwrap();
    write(&elsewhere.path().join("victim"), "whole");
    symlink(elsewhere.path(), root.join(".site.next-5")).unwrap();
    write(&root.join(".site.next-x/mine.txt"), "mine");
    write(&root.join(".site.next-/mine.txt"), "mine");
    write(&root.join(".site2.next-5/mine.txt"), "mine");
    build(&portal);
    assert!(elsewhere.path().join("victim").exists());
    assert_eq!(leftovers(root).len(), 4);
}

/// Numbers that are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, most: u64) -> u64 {
        // Knuth, MMIX.
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % most
    }
}

#[test]
fn a_killed_build_leaves_the_old_site_or_the_new_one() {
    let kills = std::env::var("MESHBOOK_KILLS").map_or(KILLS, |text| text.parse().unwrap());
    let portal = portal();
    let site = portal.path().join("site");
    let config = |at: usize| {
        // The title stands on every page; the second state has a product less, too.
        let title = ["One", "Two"][at];
        write(
            &portal.path().join("meshbook.yaml"),
            format!("title: {title}\nsources:\n  - path: shop\n"),
        );
        match at {
            0 => write(&manifest(&portal, "stock"), contract("stock", "To test.")),
            _ => fs::remove_file(manifest(&portal, "stock")).unwrap(),
        }
    };
    let foreign = |site: &Path| {
        write(&site.join("CNAME"), "data.example.com");
        write(&site.join("contracts/shop/notes.txt"), "mine");
    };
    foreign(&site);
    let mut wanted = Vec::new();
    let mut longest = Duration::ZERO;
    for at in [0, 1] {
        config(at);
        let start = Instant::now();
        build(&portal);
        longest = longest.max(start.elapsed());
        wanted.push(tree(&site));
    }
    assert!(wanted[0] != wanted[1]);
    let mut dice = Dice(20_261_120);
    let (mut old, mut new, mut begun, mut ended) = (0, 0, 0, 0);
    let mut now = 1;
    for kill in 0..kills {
        let next = 1 - now;
        config(next);
        let mut build_killed = command(portal.path(), "site")
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_micros(dice.roll(longest.as_micros() as u64)));
        ended += u64::from(build_killed.try_wait().unwrap().is_some());
        build_killed.kill().unwrap();
        build_killed.wait().unwrap();
        begun += u64::from(!leftovers(portal.path()).is_empty());
        let found = tree(&site);
        match (found == wanted[now], found == wanted[next]) {
            (true, _) => old += 1,
            (_, true) => new += 1,
            _ => panic!("build {kill} left a mixture"),
        }
        build(&portal);
        assert!(tree(&site) == wanted[next], "after build {kill}");
        assert_eq!(leftovers(portal.path()), [""; 0], "after build {kill}");
        now = next;
    }
    println!(
        "{kills} killed: {old} old sites, {new} new ones; {begun} left something, {ended} had ended"
    );
    assert!(
        kills < 30 || (old > 0 && begun > 0),
        "no build was killed while it wrote"
    );
}
