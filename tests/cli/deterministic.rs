//! The same input makes the same bytes, on any machine.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::time::{Duration, SystemTime};

use tempfile::TempDir;

use crate::folder::{files, repository, sample, text, tree, write};
use crate::run::{NOW, command, end, meshbook};

/// What a developer's machine says of itself; none of it may reach a page.
const SURROUNDINGS: &[(&str, &str)] = &[
    ("HOME", "/home/canary-home"),
    ("USER", "canary-user"),
    ("LOGNAME", "canary-user"),
    ("HOSTNAME", "canary-host"),
    ("TZ", "Asia/Kolkata"),
    ("LANG", "tr_TR.UTF-8"),
    ("LC_ALL", "tr_TR.UTF-8"),
];

type Tree = BTreeMap<String, Vec<u8>>;

/// Builds the portal in a folder at a time, with these surroundings.
fn build(portal: &Path, now: &str, surroundings: &[(&str, &str)]) -> Tree {
    let out = tempfile::tempdir().expect("a temporary folder");
    let mut build = command();
    build.current_dir(portal).envs(surroundings.iter().copied());
    build.args(["build", "--now", now, "--out"]).arg(out.path());
    let ended = end(&mut build);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    tree(out.path())
}

/// Fails with the names of the files that differ.
#[track_caller]
fn assert_same(one: &Tree, other: &Tree) {
    assert_eq!(differing(one, other), BTreeSet::new());
}

fn differing<'t>(one: &'t Tree, other: &'t Tree) -> BTreeSet<&'t str> {
    let paths = one.keys().chain(other.keys());
    paths
        .filter(|path| one.get(*path) != other.get(*path))
        .map(String::as_str)
        .collect()
}

#[test]
fn threads_folders_time_zones_and_languages_change_no_byte() {
    // Copies, since the commit of the repository itself stands on its pages.
    let here = sample();
    let one_thread = build(here.path(), NOW, &[("RAYON_NUM_THREADS", "1")]);
    assert!(one_thread.len() > 20, "{:?}", one_thread.keys());
    let eight_threads = build(here.path(), NOW, &[("RAYON_NUM_THREADS", "8")]);
    assert_same(&one_thread, &eight_threads);

    let elsewhere = sample();
    let there = build(elsewhere.path(), NOW, SURROUNDINGS);
    assert_same(&one_thread, &there);
}

#[test]
fn no_page_names_the_machine() {
    let portal = sample();
    let machine = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let folder = portal.path().to_string_lossy().into_owned();
    let mut names = vec![
        folder.as_str(),
        env!("CARGO_MANIFEST_DIR"),
        "canary-home",
        "canary-user",
        "canary-host",
    ];
    // A short name, such as `vm`, stands in other words too.
    names.extend(Some(machine.trim()).filter(|name| name.len() > 7));
    for (path, bytes) in build(portal.path(), NOW, SURROUNDINGS) {
        let text = String::from_utf8_lossy(&bytes);
        for name in &names {
            assert!(!text.contains(name), "{path} says `{name}`");
        }
    }
}

/// The files that say when they were made.
const DATED: [&str; 3] = ["assets/built.js", "index.html", "site.json"];

#[test]
fn the_time_of_the_build_stands_in_three_files_alone() {
    let early = build(repository(), "2026-03-02T09:00:00Z", &[]);
    let late = build(repository(), "2026-03-02T09:09:59Z", &[]);
    let dated = differing(&early, &late);
    assert_eq!(dated, DATED.into());
}

/// The sample without what begins or ends at a time: measurements, days of contracts, waivers,
/// previews and targets of domains.
fn without_terms() -> TempDir {
    let portal = sample();
    for domain in std::fs::read_dir(portal.path().join("content/sample")).expect("the sample") {
        let measurements = domain.expect("a domain").path().join("measurements");
        if measurements.is_dir() {
            std::fs::remove_dir_all(measurements).expect("measurements");
        }
    }
    for contract in [
        "parcel-register-v1",
        "parcel-register-v2",
        "parcel-status-snapshot",
    ] {
        let path = format!("content/sample/parcels/contracts/{contract}.odcs.yaml");
        let path = portal.path().join(path);
        let dated = ["endOfSupport", "endOfLife", "generalAvailability"];
        let whole = text(&path);
        let undated = dated
            .iter()
            .fold(whole.clone(), |text, day| text.replace(day, "note"));
        assert_ne!(undated, whole);
        write(&path, undated);
    }
    let config = portal.path().join("meshbook.yaml");
    let domains = portal.path().join("content/sample/directory/domains.yaml");
    let without = |path: &Path, starts: &[&str]| {
        let whole = text(path);
        let is_kept = |line: &&str| {
            !starts
                .iter()
                .any(|start| line.trim_start().starts_with(start))
        };
        let kept: Vec<_> = whole.lines().filter(is_kept).collect();
        assert!(kept.len() + starts.len() <= whole.lines().count());
        write(path, kept.join("\n") + "\n");
    };
    let previews = [
        "identifier-off-glossary:",
        "unlinked-terms: 2",
        "missing-examples:",
    ];
    without(
        &config,
        &[&["waivers:", "preview:"][..], &previews].concat(),
    );
    without(&domains, &["meshbook/target-date:"]);
    let rule = "content/sample/governance/rules/restricted-with-one-approver.yaml";
    without(&portal.path().join(rule), &["grace_days:"]);
    portal
}

#[test]
fn years_change_nothing_where_nothing_begins_or_ends() {
    let portal = without_terms();
    let early = build(portal.path(), "2026-03-02T09:00:00Z", &[]);
    let late = build(portal.path(), "2031-12-24T23:59:59Z", &[]);
    let dated = differing(&early, &late);
    assert_eq!(dated, DATED.into());
}

#[test]
fn a_second_build_writes_what_differs_and_nothing_else() {
    let portal = sample();
    let root = portal.path();
    let site = root.join("site");
    let run = |now: &str| {
        let ended = meshbook(root, &["build", "--now", now]);
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        ended.stderr
    };
    run(NOW);
    let long_ago = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    let age = || {
        for path in files(&site) {
            let file = File::options().write(true).open(site.join(path));
            let file = file.expect("a file of the site");
            file.set_modified(long_ago).expect("a time");
        }
    };
    let written = || -> Vec<String> {
        let written = files(&site).into_iter().filter(|path| {
            let file = site.join(path).metadata().expect("a file of the site");
            file.modified().expect("a time") != long_ago
        });
        written
            .map(|path| path.to_string_lossy().into_owned())
            .collect()
    };
    age();
    let told = run(NOW);
    assert_eq!(written(), [""; 0]);
    assert!(told.contains("(0 new or changed, 0 removed)"), "{told}");

    // A page that somebody cut short is written again, and a page that is gone is removed.
    let page = "products/customers/merchants.html";
    std::fs::write(site.join(page), "cut").expect("a page");
    age();
    run(NOW);
    assert_eq!(written(), [page]);
    std::fs::remove_file(root.join("content/sample/customers/products/merchants.odps.yaml"))
        .expect("a manifest");
    run(NOW);
    assert!(!site.join(page).exists());
    assert!(!text(&site.join("site.json")).contains(page));
}
