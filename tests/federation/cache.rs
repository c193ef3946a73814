//! The cache: what is damaged, left over, held by others or of no use any more.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::thread::sleep;
use std::time::Duration;

use crate::mesh::{Mesh, NOW, git};

/// The repositories of the cache.
fn stores(mesh: &Mesh) -> Vec<PathBuf> {
    let entries = fs::read_dir(mesh.path("portal/.meshbook/cache")).unwrap();
    let paths = entries.flatten().map(|entry| entry.path());
    let mut stores: Vec<_> =
        (paths.filter(|path| path.extension().is_some_and(|end| end == "git"))).collect();
    stores.sort();
    stores
}

/// Changes a byte, where there is one that matters.
pub(crate) fn flip(bytes: &mut [u8]) {
    if let Some(byte) = bytes.get_mut(40) {
        *byte ^= 0xff;
    }
}

/// Changes the packs of a repository.
pub(crate) fn spoil(store: &Path, change: fn(&mut Vec<u8>)) {
    for file in fs::read_dir(store.join("objects/pack")).unwrap().flatten() {
        let path = file.path();
        if path.extension().is_some_and(|end| end == "pack") {
            let mut bytes = fs::read(&path).unwrap();
            change(&mut bytes);
            fs::remove_file(&path).unwrap();
            fs::write(path, bytes).unwrap();
        }
    }
}

#[test]
fn what_a_killed_call_leaves_in_the_cache_is_mended() {
    let damages: &[fn(&std::path::Path)] = &[
        |store| fs::remove_dir_all(store.join("objects")).unwrap(),
        |store| fs::write(store.join("HEAD"), "").unwrap(),
        |store| fs::write(store.join("refs/meshbook/fetched.lock"), "").unwrap(),
        |store| fs::write(store.join("shallow.lock"), "").unwrap(),
        |store| fs::write(store.join("objects/pack/tmp_pack_x"), "half").unwrap(),
        |store| fs::remove_dir_all(store).unwrap(),
        // What a loss of power leaves of files that were just written.
        |store| spoil(store, |bytes| bytes.truncate(bytes.len() / 2)),
        |store| spoil(store, |bytes| flip(bytes)),
        |store| {
            let kept = store.join("refs/meshbook/kept");
            for entry in fs::read_dir(kept).unwrap().flatten() {
                fs::write(entry.path(), "").unwrap();
            }
        },
    ];
    for (at, damage) in damages.iter().enumerate() {
        let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n");
        mesh.product("sales", "sales", "old");
        assert_eq!(mesh.build(&[]).code, 0);
        mesh.product("sales", "sales", "new");
        // The second time there is nothing new besides.
        for _ in 0..2 {
            stores(&mesh).iter().for_each(|store| damage(store));
            let ran = mesh.build(&["--update"]);
            assert_eq!(ran.code, 0, "{at}: {}", ran.stderr);
            let page = mesh.page("products/sales/sales.html");
            assert!(page.contains("new"), "{at}");
        }
        assert!(!stores(&mesh)[0].join("objects/pack/tmp_pack_x").exists());
    }
}

/// What is damaged of one source costs another one of the same repository nothing, even where it
/// cannot be fetched again.
#[test]
fn what_is_mended_takes_along_what_can_be_read() {
    let source = |name: &str| {
        format!("- {{git: ../repositories/sales, ref: {name}, name: {name}, path: {name}}}\n")
    };
    let mesh = Mesh::new(&format!("sources:\n{}{}", source("one"), source("other")));
    let folder = mesh.path("repositories/sales");
    for name in ["one", "other"] {
        let product = crate::mesh::product(name, "to be there");
        let path = format!("{name}/p.odps.yaml");
        mesh.commit("sales", &[(path.as_str(), product.as_str())]);
        git(&folder, &["branch", name]);
    }
    assert_eq!(mesh.build(&[]).code, 0);
    let before = mesh.files("site");
    let blob = git(&folder, &["rev-parse", "other:other/p.odps.yaml"]);
    // Nobody gives a commit away for its id any more, and the first one has no branch.
    git(
        &folder,
        &["config", "uploadpack.allowAnySHA1InWant", "false"],
    );
    git(&folder, &["config", "protocol.version", "0"]);
    git(&folder, &["branch", "--force", "one", "other"]);
    let [store] = <[PathBuf; 1]>::try_from(stores(&mesh)).unwrap();
    let mut spoilt = 0;
    for file in fs::read_dir(store.join("objects/pack")).unwrap().flatten() {
        let path = file.path();
        if path.extension().is_none_or(|end| end != "idx") {
            continue;
        }
        let shown = git(&store, &["verify-pack", "-v", &path.to_string_lossy()]);
        let Some(line) = shown.lines().find(|line| line.starts_with(&blob)) else {
            continue;
        };
        let at: usize = line.split_whitespace().nth(4).unwrap().parse().unwrap();
        let path = path.with_extension("pack");
        let mut bytes = fs::read(&path).unwrap();
        bytes[at + 6] ^= 0xff;
        spoilt += 1;
        fs::remove_file(&path).unwrap();
        fs::write(&path, bytes).unwrap();
    }
    assert_eq!(spoilt, 1);
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let after = mesh.files("site");
    let differs = |path: &&String| after.get(*path) != before.get(*path);
    let differing: Vec<_> = before.keys().filter(differs).collect();
    assert!(differing.is_empty(), "{differing:?}");
    assert!(!store.with_extension("aside").exists());
}

/// Another one was being put into its place when the process was killed.
#[test]
fn what_was_set_aside_is_found_again() {
    for more in [&["--offline"][..], &["--locked"], &[]] {
        let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n");
        mesh.product("sales", "sales", "old");
        assert_eq!(mesh.build(&[]).code, 0);
        fs::rename(mesh.path("repositories/sales"), mesh.path("away")).unwrap();
        let [store] = <[PathBuf; 1]>::try_from(stores(&mesh)).unwrap();
        fs::rename(&store, store.with_extension("aside")).unwrap();
        let ran = mesh.build(more);
        assert_eq!(ran.code, 0, "{more:?}: {}", ran.stderr);
        let page = mesh.page("products/sales/sales.html");
        assert!(page.contains("old"), "{more:?}");
    }
}

#[test]
fn what_is_damaged_stays_where_its_host_does_not_answer() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n");
    mesh.product("sales", "sales", "old");
    assert_eq!(mesh.build(&[]).code, 0);
    let [store] = <[PathBuf; 1]>::try_from(stores(&mesh)).unwrap();
    // What a file holds stands behind the commit and its folders, before a sum of 20 bytes.
    spoil(&store, |bytes| {
        let at = bytes.len() - 24;
        bytes[at] ^= 0xff;
    });
    let packs = |mesh: &Mesh| {
        let files = mesh.files("portal/.meshbook/cache");
        let packs = files
            .into_iter()
            .filter(|(path, _)| path.ends_with(".pack"));
        packs.collect::<Vec<_>>()
    };
    let before = packs(&mesh);
    fs::rename(mesh.path("repositories/sales"), mesh.path("away")).unwrap();
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(ran.stderr.contains("damaged"), "{}", ran.stderr);
    assert!(packs(&mesh) == before);
    assert!(!store.with_extension("new").exists());
    fs::rename(mesh.path("away"), mesh.path("repositories/sales")).unwrap();
    assert_eq!(mesh.build(&[]).code, 0);
    assert!(mesh.page("products/sales/sales.html").contains("old"));
}

#[test]
fn a_cold_cache_shows_what_a_warm_one_does() {
    let mesh = Mesh::new("sources:\n- {git: ../repositories/sales, max-size: 1MiB}\n");
    mesh.product("sales", "sales", "one");
    let mut state = 1_u64;
    let mut noise = |bytes: usize| -> Vec<u8> {
        let mut next = || {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            (state >> 56) as u8
        };
        (0..bytes).map(|_| next()).collect()
    };
    for name in ["a.bin", "b.bin"] {
        let path = mesh.path("repositories/sales").join(name);
        fs::write(path, noise(700 << 10)).unwrap();
        mesh.commit("sales", &[]);
        let ran = mesh.build(&["--update"]);
        // The second one alone is small enough, and both together are not.
        assert_eq!(ran.code == 0, name == "a.bin", "{}", ran.stderr);
    }
    let warm = mesh.files("site");
    fs::remove_dir_all(mesh.path("portal/.meshbook")).unwrap();
    assert_eq!(mesh.build(&["--locked"]).code, 3);
    assert!(mesh.files("site") == warm);
    let ran = mesh.build(&["--update"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    assert!(
        ran.stderr.contains("larger than 1024 KiB"),
        "{}",
        ran.stderr
    );
}

/// A fetch that nobody waits for any more holds nobody up for longer than a source may take.
#[test]
fn who_waits_for_another_fetch_waits_no_longer_than_a_source_may_take() {
    let mesh = Mesh::new("sources:\n- {git: ../repositories/sales, timeout: 2s}\n");
    mesh.product("sales", "sales", "old");
    assert_eq!(mesh.build(&[]).code, 0);
    let [store] = <[PathBuf; 1]>::try_from(stores(&mesh)).unwrap();
    let before = mesh.lock();
    let lock = fs::File::create(store.with_extension("lock")).unwrap();
    lock.lock().unwrap();
    let ran = mesh.build(&["--update"]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let told = "another fetch is at work in its repository";
    assert!(ran.stderr.contains(told), "{}", ran.stderr);
    let page = mesh.page("products/sales/sales.html");
    assert!(page.contains("old") && page.contains("Shown as of"));
    // What is there can be read meanwhile.
    fs::write(mesh.path("portal/meshbook.lock"), &before).unwrap();
    assert_eq!(mesh.build(&[]).code, 0);
    drop(lock);
    assert_eq!(mesh.build(&["--update"]).code, 0);
}

#[test]
fn many_updates_keep_every_commit_that_somebody_may_name() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n");
    mesh.product("sales", "sales", "the first");
    assert_eq!(mesh.fetch(&[]).code, 0);
    let first = mesh.lock();
    for number in 0..26 {
        mesh.product("sales", "sales", &format!("number {number}"));
        assert_eq!(mesh.fetch(&["--update"]).code, 0);
    }
    let packs = fs::read_dir(stores(&mesh)[0].join("objects/pack"))
        .unwrap()
        .flatten();
    let packs = packs.filter(|file| file.path().extension().is_some_and(|end| end == "pack"));
    assert!(packs.count() < 25);
    fs::remove_dir_all(mesh.path("repositories/sales")).unwrap();
    fs::write(mesh.path("portal/meshbook.lock"), first).unwrap();
    assert_eq!(mesh.build(&["--offline"]).code, 0);
    assert!(mesh.page("products/sales/sales.html").contains("the first"));
}

#[test]
fn a_folder_that_was_there_is_not_hidden() {
    let mesh = Mesh::new("sources:\n- git: ../repositories/sales\n");
    mesh.product("sales", "sales", "one");
    assert_eq!(mesh.fetch(&[]).code, 0);
    assert!(mesh.path("portal/.meshbook/.gitignore").exists());
    assert_eq!(mesh.fetch(&["--cache", "portal"]).code, 0);
    assert!(!mesh.path("portal/.gitignore").exists());
    assert_eq!(mesh.fetch(&["--cache", "new"]).code, 0);
    assert!(mesh.path("new/.gitignore").exists());
}

/// Whether a signal is ignored here, as by what a shell runs in the background.
fn is_ignored(signal: i32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.map_or(0, |mask| u64::from_str_radix(mask.trim(), 16).unwrap());
    mask & (1 << (signal - 1)) != 0
}

#[test]
fn who_ends_a_build_ends_what_it_has_called() {
    let mesh = Mesh::new("sources:\n- {name: far, git: \"git@127.0.0.1:far.git\"}\n");
    let hangs = mesh.path("hangs");
    let pid = mesh.path("pid");
    let script = format!("#!/bin/sh\necho $$ >'{}'\nexec sleep 600\n", pid.display());
    fs::write(&hangs, script).unwrap();
    fs::set_permissions(&hangs, fs::Permissions::from_mode(0o755)).unwrap();
    for (signal, code) in [("-INT", 130), ("-TERM", 143)] {
        if is_ignored(code - 128) {
            println!("skipped: {signal} is ignored here, and so by what is called");
            continue;
        }
        drop(fs::remove_file(&pid));
        let mut command = mesh.command(&["build", "portal", "--out", "site", "--now", NOW]);
        let mut build = command.env("GIT_SSH_COMMAND", &hangs).spawn().unwrap();
        let called = (0..1_500).find_map(|_| {
            sleep(Duration::from_millis(20));
            let text = fs::read_to_string(&pid).unwrap_or_default();
            text.trim().parse::<u32>().ok()
        });
        let called = called.expect("git calls it within 30 s");
        let kill = |arguments: &[&str]| Command::new("kill").args(arguments).output().unwrap();
        kill(&[signal, &build.id().to_string()]);
        assert_eq!(build.wait().unwrap().code(), Some(code), "{signal}");
        let is_there = || kill(&["-0", &called.to_string()]).status.success();
        for _ in 0..200 {
            if !is_there() {
                break;
            }
            sleep(Duration::from_millis(20));
        }
        assert!(!is_there(), "{signal}");
    }
}

#[test]
fn what_the_lock_does_not_name_can_be_let_go() {
    let mesh = Mesh::new("sources:\n- {git: ../repositories/sales, history: 12mo}\n");
    mesh.product("sales", "sales", "one");
    assert_eq!(mesh.fetch(&[]).code, 0);
    let first = mesh.lock();
    for purpose in ["two", "three"] {
        mesh.product("sales", "sales", purpose);
        assert_eq!(mesh.fetch(&["--update"]).code, 0);
    }
    let count = |mesh: &Mesh| {
        let count = |store: &PathBuf| {
            git(store, &["for-each-ref", "--format=%(refname)"])
                .lines()
                .count()
        };
        stores(mesh).iter().map(count).collect::<Vec<_>>()
    };
    // Those that are kept, and the one that was fetched last; of files and of the past.
    assert_eq!(count(&mesh), [4, 4]);
    let before = mesh.build(&[]);
    assert_eq!(before.code, 0, "{}", before.stderr);
    let site = mesh.files("site");
    let ran = mesh.fetch(&["--prune"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert_eq!(count(&mesh), [1, 1]);
    fs::rename(mesh.path("repositories/sales"), mesh.path("away")).unwrap();
    assert_eq!(mesh.build(&["--offline"]).code, 0);
    assert!(mesh.files("site") == site);
    fs::write(mesh.path("portal/meshbook.lock"), first).unwrap();
    assert_eq!(mesh.build(&["--offline"]).code, 3);
    // Everything goes on from there.
    fs::rename(mesh.path("away"), mesh.path("repositories/sales")).unwrap();
    mesh.product("sales", "sales", "four");
    let ran = mesh.build(&["--update"]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    assert!(mesh.page("products/sales/sales.html").contains("four"));
    let ran = mesh.meshbook(&["check", "portal", "--now", NOW, "--fail-on", "never"]);
    assert!(!ran.stdout.contains("unreadable-commits"), "{}", ran.stdout);
}
