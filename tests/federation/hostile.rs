//! Repositories, addresses and references that were made to do harm.
//!
//! Those of `MESHBOOK_HOSTILE` are made by its generator, which needs Python.

use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::mesh::{Mesh, NOW, git};

/// How many healthy sources stand beside the hostile ones.
const HEALTHY: usize = 20;
/// What one hostile repository may cost, in an optimised build.
const MOST: Duration = Duration::from_secs(5);

/// What the generator makes of a kind; `None` where it is not there.
fn generated(kind: &str, into: &Path) -> Option<PathBuf> {
    let Some(folder) = std::env::var_os("MESHBOOK_HOSTILE") else {
        println!("MESHBOOK_HOSTILE is not set: only the cases of this file are tried");
        return None;
    };
    let script = Path::new(&folder).join("generators/gen.py");
    let made = Command::new("python3")
        .arg(script)
        .args(["make"])
        .arg(into)
        .arg(kind)
        .output();
    match made {
        Ok(made) if made.status.success() => Some(into.join(kind)),
        _ => {
            println!("the generator cannot be run: only the cases of this file are tried");
            None
        }
    }
}

/// The texts of a list of the generator.
fn list(name: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let Some(lists) = generated("list", folder.path()) else {
        return Vec::new();
    };
    let text = fs::read_to_string(lists.join(format!("{name}.json"))).unwrap();
    serde_json::from_str(&text).unwrap()
}

/// Our own hostile repositories: a submodule that names a program, a tree that leads out of
/// itself, one of more files than anybody has, a link out of it, and hooks.
fn own(mesh: &Mesh) -> Vec<String> {
    let product = crate::mesh::product("taken", "to take over");
    let with = |name: &str, files: &[(&str, &str)]| {
        let all = [&[("product.odps.yaml", product.as_str())], files].concat();
        mesh.commit(name, &all);
        mesh.path("repositories").join(name)
    };
    let submodule = "[submodule \"x\"]\n\tpath = x\n\turl = ext::sh -c touch% CANARY\n";
    with("submodule", &[(".gitmodules", submodule)]);
    let linked = with("linked", &[]);
    std::os::unix::fs::symlink("/etc/passwd", linked.join("leak.md")).unwrap();
    std::os::unix::fs::symlink("/etc", linked.join("etc")).unwrap();
    mesh.commit("linked", &[]);
    let bomb = with("bomb", &[("f", "x\n")]);
    let full = git(&bomb, &["rev-parse", "HEAD^{tree}"]);
    // Folders without files are as many, and nothing is said of them.
    let empty = mesh.path("nothing");
    fs::write(&empty, "").unwrap();
    let empty = git(
        &bomb,
        &["hash-object", "-t", "tree", "-w", &empty.to_string_lossy()],
    );
    blow_up(mesh, &bomb, "main", full, 9);
    blow_up(mesh, &bomb, "empty", empty, 12);
    let long = with("long", &[]);
    lengthen(mesh, &long, "main");
    ["submodule", "linked", "bomb", "long"]
        .map(str::to_owned)
        .to_vec()
}

/// Commits a tree of ten trees of ten trees, and so on.
pub(crate) fn blow_up(mesh: &Mesh, bomb: &Path, branch: &str, mut tree: String, depth: usize) {
    for _ in 0..depth {
        let names = (0..10).map(|at| format!("d{at}"));
        tree = tree_of(mesh, bomb, "40000", &tree, names);
    }
    commit_tree(bomb, branch, &tree);
}

/// Commits few objects with many long paths: folders with long names around many files.
pub(crate) fn lengthen(mesh: &Mesh, folder: &Path, branch: &str) {
    let path = mesh.path("byte");
    fs::write(&path, "x").unwrap();
    let path = path.to_string_lossy().into_owned();
    let blob = git(folder, &["hash-object", "-w", &path]);
    // What stands before a tab belongs to the path as well.
    let names = (0..25_000).map(|at| format!("{at:06}\tx"));
    let mut tree = tree_of(mesh, folder, "100644", &blob, names);
    for _ in 0..15 {
        tree = tree_of(
            mesh,
            folder,
            "40000",
            &tree,
            [format!("{}\t", "n".repeat(3_999))].into_iter(),
        );
    }
    commit_tree(folder, branch, &tree);
}

/// Writes a tree in which one object stands under each of these names, which are sorted.
fn tree_of(
    mesh: &Mesh,
    folder: &Path,
    mode: &str,
    id: &str,
    names: impl Iterator<Item = String>,
) -> String {
    let id: Vec<u8> = (0..id.len())
        .step_by(2)
        .map(|at| u8::from_str_radix(&id[at..at + 2], 16).unwrap())
        .collect();
    let entries = names.map(|name| [format!("{mode} {name}\0").as_bytes(), &id].concat());
    let path = mesh.path("entries");
    fs::write(&path, entries.collect::<Vec<_>>().concat()).unwrap();
    let path = path.to_string_lossy().into_owned();
    git(folder, &["hash-object", "-t", "tree", "-w", &path])
}

fn commit_tree(folder: &Path, branch: &str, tree: &str) {
    let commit = git(folder, &["commit-tree", tree, "-m", "bomb"]);
    let reference = format!("refs/heads/{branch}");
    git(folder, &["update-ref", &reference, &commit]);
}

/// What the generator makes of trees and of files, each committed as far as git takes it; the
/// paths below `repositories`.
fn committed(mesh: &Mesh, folder: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    for kind in ["tree", "yaml", "markdown", "code"] {
        let Some(cases) = generated(kind, folder) else {
            return Vec::new();
        };
        for case in fs::read_dir(cases).unwrap().flatten() {
            let case = case.path();
            let stem = case.file_stem().unwrap().to_string_lossy().into_owned();
            let repository = folder.join("committed").join(kind).join(&stem);
            let (from, to) = match (kind, case.join("repo").is_dir()) {
                ("tree", true) => (case.join("repo"), repository.clone()),
                ("tree", false) => (case.clone(), repository.clone()),
                ("yaml", _) => (case.clone(), repository.join("hostile.odps.yaml")),
                _ => (case.clone(), repository.join("docs/index.md")),
            };
            fs::create_dir_all(to.parent().unwrap()).unwrap();
            fs::rename(&from, &to).unwrap();
            if kind != "tree" {
                let product = crate::mesh::product("orders", "to stand beside it");
                fs::write(repository.join("product.odps.yaml"), product).unwrap();
            }
            if is_committed(&repository) {
                let path = repository.strip_prefix(mesh.path("repositories")).unwrap();
                paths.push(path.to_string_lossy().into_owned());
            }
        }
    }
    paths
}

/// Commits all that git takes of a folder: no pipes, nor what is as large as a disk.
fn is_committed(folder: &Path) -> bool {
    let call = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.current_dir(folder).env("GIT_CONFIG_NOSYSTEM", "1");
        git.env("HOME", folder.parent().unwrap());
        let who = ["-c", "user.name=S", "-c", "user.email=s@example.com"];
        let limit = [
            "-c",
            "core.bigFileThreshold=1m",
            "-c",
            "commit.gpgsign=false",
        ];
        let called = git.args(who).args(limit).args(arguments).output();
        called.is_ok_and(|output| output.status.success())
    };
    let is_small = |entry: &walkdir::DirEntry| {
        let size = entry.metadata().map_or(0, |metadata| metadata.len());
        size < 64 << 20
    };
    let all = walkdir::WalkDir::new(folder).into_iter().flatten();
    let mut large = all.filter(|entry| !is_small(entry));
    if large.next().is_some() || folder.join(".git").exists() {
        return false;
    }
    // What cannot be added is left out.
    let made = call(&["init", "--quiet", "--initial-branch=main"]);
    call(&["add", "--all", "--ignore-errors"]);
    made && call(&["commit", "--quiet", "--allow-empty", "--message=harm"])
}

/// Whether a page belongs to healthy sources alone.
fn is_of_healthy(route: &str) -> bool {
    let of = |folder: &str| route.starts_with(&format!("{folder}/d"));
    ["products", "contracts", "docs", "badges", "api/status"]
        .iter()
        .any(|folder| of(folder))
}

fn canaries(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.file_name() == "CANARY" {
            found.push(entry.path());
        }
        if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            canaries(&entry.path(), found);
        }
    }
}

#[test]
fn hostile_repositories_cost_nobody_else_anything() {
    let mesh = Mesh::new("sources: []\n");
    let mut healthy = String::from("sources:\n");
    for at in 0..HEALTHY {
        let name = format!("d{at}");
        mesh.product(&name, &name, &format!("to be number {at}"));
        writeln!(healthy, "- history: 12mo\n  git: ../repositories/{name}").unwrap();
    }
    mesh.configure(&healthy);
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 0, "{}", ran.stderr);
    let mut clean = mesh.files("site");
    clean.retain(|route, _| is_of_healthy(route));
    assert!(clean.len() >= 4 * HEALTHY, "{}", clean.len());

    let mut hostile = own(&mesh);
    let folder = tempfile::tempdir_in(mesh.path("repositories")).unwrap();
    if let Some(cases) = generated("git", folder.path()) {
        let name = folder
            .path()
            .file_name()
            .unwrap()
            .to_string_lossy()
            .into_owned();
        for case in fs::read_dir(cases).unwrap().flatten() {
            hostile.push(format!(
                "{name}/git/{}/repo",
                case.file_name().to_string_lossy()
            ));
        }
    }
    hostile.sort();
    let mut all = healthy.clone();
    let mut slowest = (Duration::ZERO, String::new());
    let baseline = timed(&mesh, &healthy);
    hostile.push("bomb\n  ref: empty".to_owned());
    for (at, path) in hostile.iter().enumerate() {
        let source =
            format!("- history: 12mo\n  git: ../repositories/{path}\n  name: hostile-{at}\n");
        all.push_str(&source);
        // What it costs alone: the healthy ones are in the cache.
        let cost = timed(&mesh, &format!("{healthy}{source}")).saturating_sub(baseline);
        if cost > slowest.0 {
            slowest = (cost, path.clone());
        }
    }
    // All of them in one portal, with their pasts.
    let others = committed(&mesh, folder.path());
    let is_generated = folder.path().join("git").exists();
    assert!(!is_generated || others.len() > 80, "only {}", others.len());
    for (at, path) in others.iter().enumerate() {
        let source =
            format!("- history: 12mo\n  git: ../repositories/{path}\n  name: other-{at}\n");
        all.push_str(&source);
    }
    mesh.configure(&all);
    // The generator lays one that a link leads to.
    let mut laid = Vec::new();
    canaries(&folder.path().join("tree"), &mut laid);
    let ran = mesh.build(&["--update"]);
    assert!(matches!(ran.code, 0 | 3), "{}", ran.stderr);
    // What no memory holds is not even listed.
    for bomb in ["bomb", "long"] {
        let at = hostile.iter().position(|path| path == bomb).unwrap();
        let words = format!("source hostile-{at} is missing: the commit holds more than");
        assert!(ran.stderr.contains(&words), "{bomb}: {}", ran.stderr);
    }
    let site = mesh.files("site");
    for (route, bytes) in &clean {
        let now = site.get(route).map(|bytes| unnamed(bytes));
        let was = unnamed(bytes);
        if now.as_ref() != Some(&was) {
            let now = now.unwrap_or_default();
            let mut lines = was.lines().zip(now.lines());
            let first = lines.find(|(was, now)| was != now).unwrap_or_default();
            panic!("{route} differs:\n  {}\n  {}", first.0, first.1);
        }
    }
    for (route, bytes) in &site {
        assert!(!bytes.windows(7).any(|part| part == b"CANARY-"), "{route}");
        assert!(!bytes.windows(6).any(|part| part == b"root:x"), "{route}");
    }
    let mut found = Vec::new();
    canaries(&mesh.path(""), &mut found);
    assert_eq!(found, laid);
    assert!(!ran.stderr.contains("CANARY-"), "{}", ran.stderr);
    println!(
        "{} hostile repositories, and {} more in one portal, beside {HEALTHY}: {} files of the healthy ones as without them; \
         the slowest costs {:.2} s: {}",
        hostile.len(),
        others.len(),
        clean.len(),
        slowest.0.as_secs_f64(),
        slowest.1
    );
    if std::env::var_os("MESHBOOK_BIN").is_some() {
        assert!(slowest.0 <= MOST, "{slowest:?}");
    }
}

/// A page without what follows the version of the rules, which tells whose histories they may ask.
fn unnamed(page: &[u8]) -> String {
    let text = String::from_utf8_lossy(page);
    let mut parts = text.split("meshbook-2026.3+");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.get(8..).unwrap_or_default())
}

/// How long a build of these sources takes, from the start of an own site.
fn timed(mesh: &Mesh, sources: &str) -> Duration {
    mesh.configure(sources);
    let begun = Instant::now();
    let ran = mesh.meshbook(&["build", "portal", "--out", "timed", "--now", NOW]);
    assert!(matches!(ran.code, 0 | 3), "{}", ran.stderr);
    begun.elapsed()
}

#[test]
fn hostile_addresses_and_references_run_nothing() {
    let mut urls: Vec<String> = [
        "ext::sh -c touch% CANARY",
        "--upload-pack=touch CANARY",
        "ssh://-oProxyCommand=touch%20CANARY/x",
        "file:///etc",
        "../../..",
        "https://169.254.169.254/latest",
        "https://h.example/x\r\nHost: y",
        "",
    ]
    .map(str::to_owned)
    .to_vec();
    let mut references: Vec<String> = [
        "-x",
        "--upload-pack=touch CANARY",
        "a..b",
        "@{-1}",
        "HEAD^{/x}",
        "*",
        "main.lock",
    ]
    .map(str::to_owned)
    .to_vec();
    urls.extend(list("l_remote_urls"));
    references.extend(list("l_refs"));
    let mesh = Mesh::new("sources: []\n");
    mesh.product("fine", "fine", "to be fine");
    let quoted = |text: &str| serde_json::to_string(text).unwrap();
    let mut sources = String::from("sources:\n- git: ../repositories/fine\n");
    for (at, url) in urls.iter().enumerate() {
        sources.push_str(&format!(
            "- name: url-{at}\n  git: {}\n  timeout: 5s\n",
            quoted(url)
        ));
    }
    for (at, reference) in references.iter().enumerate() {
        let reference = quoted(reference);
        sources.push_str(&format!(
            "- name: ref-{at}\n  git: ../repositories/fine\n  ref: {reference}\n"
        ));
    }
    mesh.configure(&sources);
    let ran = mesh.build(&[]);
    assert_eq!(ran.code, 3, "{}", ran.stderr);
    let missing = ran
        .stderr
        .lines()
        .filter(|line| line.contains(" is missing: "));
    assert_eq!(
        missing.count(),
        urls.len() + references.len(),
        "{}",
        ran.stderr
    );
    assert!(mesh.page("products/fine/fine.html").contains("to be fine"));
    let mut found = Vec::new();
    canaries(&mesh.path(""), &mut found);
    assert!(found.is_empty(), "{found:?}");
    let leaks = |bytes: &[u8]| bytes.windows(12).any(|part| part == b"CANARY-TOKEN");
    for folder in ["site", "portal/.meshbook"] {
        for (path, bytes) in mesh.files(folder) {
            assert!(!leaks(&bytes), "{path}");
        }
    }
    assert!(!leaks(ran.stderr.as_bytes()) && !leaks(mesh.lock().as_bytes()));
    println!(
        "{} addresses and {} references: none runs anything",
        urls.len(),
        references.len()
    );
}
