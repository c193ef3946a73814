//! What led to the commits of a source: fetched where it is asked for, without what files held.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::mesh::{Mesh, NOW, git};

const CONFIGURATION: &str = "sources:\n- git: ../repositories/sales\n  history: 12mo\n";

/// A source whose host leaves out what it is asked to leave out.
fn sales() -> Mesh {
    let mesh = Mesh::new(CONFIGURATION);
    mesh.product("sales", "sales", "one");
    let folder = mesh.path("repositories/sales");
    git(&folder, &["config", "uploadpack.allowFilter", "true"]);
    mesh
}

/// The repository of the commits and that of what led to them.
fn stores(mesh: &Mesh) -> [PathBuf; 2] {
    let entries = fs::read_dir(mesh.path("portal/.meshbook/cache")).unwrap();
    let paths = entries.flatten().map(|entry| entry.path());
    let paths = paths.filter(|path| path.extension().is_some_and(|end| end == "git"));
    let (pasts, stores): (Vec<_>, Vec<_>) =
        paths.partition(|path| path.to_string_lossy().ends_with(".past.git"));
    [stores, pasts].map(|found| <[PathBuf; 1]>::try_from(found).expect("one of each")[0].clone())
}

/// What `check` says of the history.
fn told(mesh: &Mesh, now: &str) -> String {
    let ran = mesh.meshbook(&["check", "portal", "--now", now, "--fail-on", "never"]);
    let told = ran
        .stdout
        .lines()
        .filter(|line| line.contains("history of"));
    told.collect()
}

/// A `PATH` with a git that does something first.
fn wrapped(mesh: &Mesh, first: &str) -> String {
    let path = std::env::var("PATH").unwrap();
    let folder = mesh.path("bin");
    fs::create_dir_all(&folder).unwrap();
    let script = format!("#!/bin/sh\n{first}\nPATH='{path}' exec git \"$@\"\n");
    fs::write(folder.join("git"), script).unwrap();
    fs::set_permissions(folder.join("git"), fs::Permissions::from_mode(0o755)).unwrap();
    format!("{}:{path}", folder.display())
}

#[test]
fn what_files_held_before_is_not_fetched() {
    let mesh = sales();
    let folder = mesh.path("repositories/sales");
    let old = git(&folder, &["rev-parse", "HEAD:product.odps.yaml"]);
    mesh.product("sales", "sales", "two");
    mesh.product("sales", "sales", "three");
    let ran = mesh.fetch(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let [store, past] = stores(&mesh);
    let count = |store: &PathBuf| git(store, &["rev-list", "--count", "--all"]);
    assert_eq!(
        (count(&store), count(&past)),
        ("1".to_owned(), "3".to_owned())
    );
    for store in [&store, &past] {
        let all = [
            "cat-file",
            "--batch-all-objects",
            "--batch-check=%(objectname)",
        ];
        assert!(!git(store, &all).contains(&old));
    }
    assert_eq!(told(&mesh, NOW), "");
    // What is there already is not asked for again.
    fs::remove_dir_all(folder).unwrap();
    assert_eq!(mesh.build(&[]).code, 0);
    assert_eq!(mesh.build(&["--offline"]).code, 0);
}

#[test]
fn a_file_that_is_again_what_it_was_is_fetched() {
    let mesh = sales();
    mesh.product("sales", "sales", "two");
    assert_eq!(mesh.build(&[]).code, 0);
    // The host may think that what led to the commit before is here with its files.
    mesh.product("sales", "sales", "one");
    let ran = mesh.build(&["--update"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(mesh.page("products/sales/sales.html").contains("one"));
    let [_, past] = stores(&mesh);
    assert_eq!(git(&past, &["rev-list", "--count", "--all"]), "3");
}

#[test]
fn a_past_that_was_written_anew_is_followed() {
    let mesh = sales();
    mesh.product("sales", "sales", "two");
    assert_eq!(mesh.fetch(&[]).code, 0);
    let folder = mesh.path("repositories/sales");
    git(&folder, &["checkout", "--quiet", "--orphan", "anew"]);
    mesh.product("sales", "sales", "three");
    git(&folder, &["branch", "--force", "--move", "anew", "main"]);
    let first = mesh.lock();
    let ran = mesh.fetch(&["--update"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_ne!(mesh.lock(), first);
    let [_, past] = stores(&mesh);
    assert_eq!(git(&past, &["rev-list", "--count", "--all"]), "3");
    assert_eq!(told(&mesh, NOW), "");
    // The commit before still has its past.
    fs::remove_dir_all(folder).unwrap();
    fs::write(mesh.path("portal/meshbook.lock"), first).unwrap();
    assert_eq!(mesh.build(&["--offline"]).code, 0);
    assert_eq!(told(&mesh, NOW), "");
}

#[test]
fn many_updates_make_few_packs_of_the_past() {
    let mesh = sales();
    for number in 0..26 {
        mesh.product("sales", "sales", &format!("number {number}"));
        assert_eq!(mesh.fetch(&["--update"]).code, 0);
    }
    let [_, past] = stores(&mesh);
    let files = fs::read_dir(past.join("objects/pack")).unwrap().flatten();
    let packs = files.filter(|file| file.path().extension().is_some_and(|end| end == "pack"));
    assert!(packs.count() < 25);
    assert_eq!(git(&past, &["rev-list", "--count", "--all"]), "27");
    assert_eq!(told(&mesh, NOW), "");
}

#[test]
fn a_host_that_keeps_its_past_costs_the_history_alone() {
    let mesh = sales();
    mesh.product("sales", "sales", "two");
    let refused = "case \"$*\" in *--filter*) echo 'fatal: no' >&2; exit 128;; esac";
    let path = wrapped(&mesh, refused);
    let arguments = ["build", "portal", "--out", "site", "--now", NOW];
    let ran = mesh.meshbook_with(&arguments, &[("PATH", &path)]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let words = "the history of source sales was not fetched: ";
    assert!(ran.stderr.contains(words), "{}", ran.stderr);
    assert!(mesh.page("products/sales/sales.html").contains("two"));
    assert!(told(&mesh, NOW).contains("its older commits were not fetched"));
    // The next fetch makes up for it.
    assert_eq!(mesh.fetch(&[]).code, 0);
    assert_eq!(told(&mesh, NOW), "");
}

#[test]
fn a_source_that_nobody_changed_for_long_has_an_empty_past() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n  history: 12mo\n");
    mesh.product("sales", "sales", "one");
    mesh.product("sales", "sales", "two");
    let later = "2030-01-01T00:00:00Z";
    let ran = mesh.meshbook(&["fetch", "portal", "--now", later]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let ran = mesh.meshbook(&["check", "portal", "--now", later, "--fail-on", "never"]);
    assert!(!ran.stdout.contains("unreadable-commits"), "{}", ran.stdout);
    // Nothing has to be fetched for it again.
    fs::remove_dir_all(mesh.path("repositories/sales")).unwrap();
    let ran = mesh.meshbook(&["build", "portal", "--out", "site", "--now", later]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    // A longer past than was fetched is told, not invented.
    let ran = mesh.meshbook(&[
        "check",
        "portal",
        "--now",
        "2026-03-02",
        "--fail-on",
        "never",
    ]);
    assert!(ran.stdout.contains("unreadable-commits"), "{}", ran.stdout);
}

/// A past that no memory holds, before a commit that is as it should be.
fn hostile_past(name: &str, make: fn(&Mesh, &Path), words: &str) {
    let mesh = sales();
    let folder = mesh.path("repositories/sales");
    let tip = git(&folder, &["rev-parse", "HEAD^{tree}"]);
    make(&mesh, &folder);
    let commit = git(
        &folder,
        &["commit-tree", &tip, "-p", "main", "-m", "as before"],
    );
    git(&folder, &["update-ref", "refs/heads/main", &commit]);
    // Fetched, and as a folder that somebody has checked out.
    let checked_out = CONFIGURATION.replace("git:", "path:");
    for configuration in [CONFIGURATION, &checked_out] {
        mesh.configure(configuration);
        let begun = Instant::now();
        let ran = mesh.build(&[]);
        let took = begun.elapsed();
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(mesh.page("products/sales/sales.html").contains("one"));
        let told = told(&mesh, NOW);
        assert!(told.contains(words), "{name}: {told}");
        println!("{name}: {took:.1?}");
        assert!(took < Duration::from_secs(20), "{name}: {took:?}");
    }
}

#[test]
fn a_past_that_no_memory_holds_costs_the_history_alone() {
    hostile_past(
        "10^9 files",
        |mesh, folder| {
            let tip = git(folder, &["rev-parse", "HEAD^{tree}"]);
            crate::hostile::blow_up(mesh, folder, "main", tip, 9);
        },
        "holds more than",
    );
    hostile_past(
        "1.5 GB of paths",
        |mesh, folder| crate::hostile::lengthen(mesh, folder, "main"),
        "paths that are too long",
    );
    hostile_past(
        "200 MiB of messages",
        |mesh, folder| {
            let path = mesh.path("message");
            fs::write(&path, "n".repeat(2 << 20)).unwrap();
            let message = format!("--file={}", path.display());
            for _ in 0..100 {
                git(folder, &["commit", "--quiet", "--allow-empty", &message]);
            }
        },
        "what its commits say is too long",
    );
}

#[test]
fn a_source_has_one_time_for_all_that_is_asked_of_its_host() {
    let mesh = Mesh::new("sources:\n- {git: ../repositories/sales, timeout: 3s}\n");
    mesh.product("sales", "sales", "one");
    // Two calls speak with the host, and each of them alone is in time.
    let slow = wrapped(
        &mesh,
        "case \"$*\" in *ls-remote*|*--depth*) sleep 2;; esac",
    );
    let arguments = ["fetch", "portal", "--now", NOW];
    let ran = mesh.meshbook_with(&arguments, &[("PATH", &slow)]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let words = "it took longer than 3 seconds";
    assert!(ran.stderr.contains(words), "{}", ran.stderr);
    assert_eq!(mesh.fetch(&[]).code, 0);
}

/// A commit of a tree at a time, in seconds since 1970, which a branch is moved to.
fn commit_at(mesh: &Mesh, branch: &str, parent: Option<&str>, seconds: i64) -> String {
    let folder = mesh.path("repositories/sales");
    // Each of them holds a file of its own, so that each changes something.
    let blob = mesh.path("blob");
    fs::write(&blob, format!("# {branch} {seconds}\n")).unwrap();
    let write = |kind: &str, path: &Path| {
        let path = path.to_string_lossy().into_owned();
        git(&folder, &["hash-object", "-t", kind, "-w", &path])
    };
    let id = write("blob", &blob);
    let product = git(&folder, &["rev-parse", "HEAD:product.odps.yaml"]);
    let index = ["update-index", "--add", "--cacheinfo"];
    git(&folder, &["read-tree", "--empty"]);
    for (id, path) in [(&id, "docs/a.md"), (&product, "product.odps.yaml")] {
        git(
            &folder,
            &[&index[..], &[&format!("100644,{id},{path}")]].concat(),
        );
    }
    let tree = git(&folder, &["write-tree"]);
    let parent = parent.map_or_else(String::new, |parent| format!("parent {parent}\n"));
    let who = format!("Ada <ada@example.com> {seconds} +0000");
    let text = format!("tree {tree}\n{parent}author {who}\ncommitter {who}\n\nchange\n");
    let path = mesh.path("commit");
    fs::write(&path, text).unwrap();
    let commit = write("commit", &path);
    git(
        &folder,
        &["update-ref", &format!("refs/heads/{branch}"), &commit],
    );
    commit
}

#[test]
fn a_past_is_as_long_as_it_is_asked_for_whatever_was_fetched_before() {
    let mesh = sales();
    let times = ["2024-04-01", "2024-06-01", "2025-12-20", "2026-02-01"];
    let times = times.map(|day| format!("{day}T00:00Z"));
    let times = times.map(|time| time.parse::<jiff::Timestamp>().unwrap().as_second());
    let mut tips = Vec::new();
    for branch in ["one", "other"] {
        let mut parent = None;
        for seconds in times {
            parent = Some(commit_at(&mesh, branch, parent.as_deref(), seconds));
        }
        tips.extend(parent);
    }
    let configure = |history: &str| {
        let source = |name: &str| {
            format!(
                "- {{git: ../repositories/sales, ref: {name}, name: {name}, history: {history}}}\n"
            )
        };
        mesh.configure(&format!("sources:\n{}{}", source("one"), source("other")));
    };
    let counts = |mesh: &Mesh| {
        let [_, past] = stores(mesh);
        let count = |tip: &String| git(&past, &["rev-list", "--count", tip]);
        tips.iter().map(count).collect::<Vec<_>>()
    };
    configure("3mo");
    assert_eq!(mesh.fetch(&[]).code, 0);
    // With the one before the first that is asked for.
    assert_eq!(counts(&mesh)[1], "3");
    configure("24mo");
    assert!(told(&mesh, NOW).contains("its older commits were not fetched"));
    assert_eq!(mesh.fetch(&[]).code, 0);
    assert_eq!(counts(&mesh), ["4", "4"]);
    assert_eq!(told(&mesh, NOW), "");
    // A shorter one takes nothing from who asks for a longer one.
    configure("1mo");
    let new = times[3] + 1;
    commit_at(&mesh, "one", Some(&tips[0]), new);
    assert_eq!(mesh.fetch(&["--update"]).code, 0);
    configure("24mo");
    assert_eq!(counts(&mesh), ["4", "4"]);
}

#[test]
fn a_source_that_is_held_has_its_past_in_a_cold_cache_too() {
    let mesh = Mesh::new(
        "sources:\n- {git: ../repositories/sales, path: data, history: 12mo, domain: sales}\n",
    );
    let product = crate::mesh::product("sales", "to be held");
    for text in ["one", "two"] {
        let files = [
            ("data/a.odps.yaml", product.as_str()),
            ("data/docs/index.md", text),
        ];
        mesh.commit("sales", &files);
    }
    assert_eq!(mesh.build(&[]).code, 0);
    let folder = mesh.path("repositories/sales");
    fs::rename(folder.join("data"), folder.join("elsewhere")).unwrap();
    mesh.commit("sales", &[]);
    assert_eq!(mesh.build(&["--update"]).code, 3);
    let warm = mesh.files("site");
    fs::remove_dir_all(mesh.path("portal/.meshbook")).unwrap();
    assert_eq!(mesh.build(&["--locked"]).code, 3);
    assert!(mesh.files("site") == warm);
    assert_eq!(told(&mesh, NOW), "");
}

#[test]
fn a_damaged_past_is_fetched_anew() {
    let damages: &[fn(&Path)] = &[
        |past| fs::remove_dir_all(past.join("objects/pack")).unwrap(),
        |past| crate::cache::spoil(past, |bytes| crate::cache::flip(bytes)),
        |past| fs::remove_dir_all(past.join("refs")).unwrap(),
    ];
    for damage in damages {
        let mesh = sales();
        mesh.product("sales", "sales", "two");
        assert_eq!(mesh.fetch(&[]).code, 0);
        let [_, past] = stores(&mesh);
        damage(&past);
        mesh.product("sales", "sales", "three");
        let ran = mesh.fetch(&["--update"]);
        assert_eq!(ran.code, 0, "{}", ran.stderr);
        assert!(!ran.stderr.contains("the history of"), "{}", ran.stderr);
        assert_eq!(told(&mesh, NOW), "");
        assert_eq!(git(&past, &["rev-list", "--count", "--all"]), "3");
    }
}
