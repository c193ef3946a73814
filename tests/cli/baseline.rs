//! `check --baseline`: only what is worse than before fails.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::exit_codes::ONE_FAULT;
use crate::folder::{sample, tree, with, write};
use crate::run::{Ended, command, end, meshbook};

/// Runs git in a folder, as nobody's account.
#[track_caller]
pub(crate) fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").expect("a path"))
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .args(["-c", "user.name=A", "-c", "user.email=a@example.com"])
        .args([
            "-c",
            "init.defaultBranch=main",
            "-c",
            "commit.gpgsign=false",
        ])
        .args(arguments)
        .output()
        .expect("git runs");
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {told}");
    String::from_utf8(output.stdout).expect("text")
}

/// Commits all files of a folder, as its first or next commit.
#[track_caller]
pub(crate) fn commit(folder: &Path) {
    if !folder.join(".git").exists() {
        git(folder, &["init", "-q"]);
    }
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "--allow-empty", "-m", "Change"]);
}

/// A folder before and after a change, and all ways to name what was before.
struct Changed {
    now: TempDir,
    before: TempDir,
    file: TempDir,
}

impl Changed {
    #[track_caller]
    fn new(before: TempDir, change: impl Fn(&Path)) -> Changed {
        let now = with(&[]);
        for (path, bytes) in tree(before.path()) {
            write(&now.path().join(path), bytes);
        }
        let file = with(&[]);
        let told = meshbook(now.path(), &["check", "--format", "json"]).stdout;
        write(&file.path().join("before.json"), told);
        commit(now.path());
        change(now.path());
        Changed { now, before, file }
    }

    /// The comparison with each of the baselines, which are one and the same, and the code
    /// with which the check ends.
    #[track_caller]
    fn compared(&self, arguments: &[&str]) -> (Value, i32) {
        let json = self.file.path().join("before.json");
        let baselines = ["git:main".into(), text(&json), text(self.before.path())];
        let all: Vec<_> = baselines
            .iter()
            .map(|baseline| {
                let mut call = vec!["check", "--format", "json", "--baseline", baseline];
                call.extend(arguments);
                let ended = meshbook(self.now.path(), &call);
                let mut report: Value = serde_json::from_str(&ended.stdout)
                    .unwrap_or_else(|_| panic!("{baseline}: {}", ended.stderr));
                assert_eq!(report["comparison"]["baseline"], baseline.as_str());
                (report["comparison"].take(), ended.code)
            })
            .collect();
        for (other, code) in &all[1..] {
            let (first, first_code) = &all[0];
            assert_eq!((&first["summary"], first_code), (&other["summary"], code));
            for part in ["lost", "removed"] {
                assert_eq!(first[part], other[part]);
            }
            let rules = |one: &Value| -> Vec<String> {
                let fixed = one["fixed"].as_array().expect("a list").iter();
                fixed
                    .map(|fixed| fixed["fingerprint"].to_string())
                    .collect()
            };
            assert_eq!(rules(first), rules(other));
        }
        all.into_iter().next().expect("three of them")
    }

    /// How many findings are new, fixed and unchanged, how many products fell, and the code.
    #[track_caller]
    fn counts(&self) -> ([u64; 4], i32) {
        let (comparison, code) = self.compared(&[]);
        let count = |part: &str| comparison["summary"][part].as_u64().expect("a number");
        (["new", "fixed", "unchanged", "lost"].map(count), code)
    }
}

fn text(path: &Path) -> String {
    path.to_str().expect("a path of text").to_owned()
}

/// Replaces a part of a file.
#[track_caller]
fn edit(path: &Path, from: &str, to: &str) {
    let text = fs::read_to_string(path).expect("a file");
    assert!(text.contains(from), "{from} in {}", path.display());
    write(path, text.replacen(from, to, 1));
}

/// The number of findings of the contract with one fault, and what it lacks besides.
fn of_one_fault() -> u64 {
    let folder = with(&[("orders.odcs.yaml", ONE_FAULT)]);
    crate::run::check(folder.path(), &["."]).findings.len() as u64
}

#[test]
fn new_fixed_and_moved_findings_are_told_apart() {
    let all = of_one_fault();
    let counts = |change: &dyn Fn(&Path)| {
        let before = with(&[("contracts/orders.odcs.yaml", ONE_FAULT)]);
        Changed::new(before, |root| {
            change(&root.join("contracts/orders.odcs.yaml"))
        })
        .counts()
    };
    assert_eq!(counts(&|_| {}), ([0, 0, all, 0], 0));
    let another = |path: &Path| edit(path, "colour: blue\n", "colour: blue\nform: x\n");
    assert_eq!(counts(&another), ([1, 0, all, 0], 1));
    let none = |path: &Path| edit(path, "colour: blue\n", "");
    assert_eq!(counts(&none), ([0, 1, all - 1, 0], 0));
    let other = |path: &Path| edit(path, "colour", "shape");
    assert_eq!(counts(&other), ([1, 1, all - 1, 0], 1));
    let moved = |path: &Path| edit(path, "id: orders\n", "# one\n# two\n\nid: orders\n");
    assert_eq!(counts(&moved), ([0, 0, all, 0], 0));
    let renamed = |path: &Path| {
        fs::rename(path, path.with_file_name("sales.odcs.yaml")).expect("a new name");
    };
    assert_eq!(counts(&renamed), ([0, 0, all, 0], 0));
    let broken = |path: &Path| edit(path, "id: orders", "id: [orders");
    let ([new, ..], code) = counts(&broken);
    assert!(new > 0 && code == 1);
}

#[test]
fn a_suppression_neither_fixes_nor_hides_what_comes_back() {
    let all = of_one_fault();
    let suppressed = "colour: blue # meshbook: allow unknown-field: our loader needs it\n";
    let before = with(&[("orders.odcs.yaml", ONE_FAULT)]);
    let changed = Changed::new(before, |root| {
        edit(&root.join("orders.odcs.yaml"), "colour: blue\n", suppressed);
    });
    assert_eq!(changed.counts(), ([0, 0, all - 1, 0], 0));
    let before = ONE_FAULT.replace("colour: blue\n", suppressed);
    let changed = Changed::new(with(&[("orders.odcs.yaml", &before)]), |root| {
        edit(&root.join("orders.odcs.yaml"), suppressed, "colour: blue\n");
    });
    assert_eq!(changed.counts(), ([1, 0, all - 1, 0], 1));
}

#[test]
fn a_product_that_falls_fails_and_says_from_where_to_where() {
    let product = "content/sample/parcels/products/parcels.odps.yaml";
    let fallen = |path: &str, from: &str, to: &str| {
        let changed = Changed::new(sample(), |root| edit(&root.join(path), from, to));
        changed.compared(&[])
    };
    let (comparison, code) = fallen(product, "name: parcel-registry", "name: TBD");
    assert_eq!(code, 1);
    let lost = &comparison["lost"][0];
    assert_eq!(lost["subject"]["id"], "urn:nordhavn:product:parcels");
    assert_eq!(lost["before"], "Silver");
    assert_eq!(lost["file"], product);
    assert_eq!(
        lost["after"],
        "no level, for `placeholder-owner` and `unknown-owner`"
    );

    // A product without a level can still lose an element.
    let contract = "content/sample/customers/contracts/delivery-feedback.odcs.yaml";
    let (comparison, code) = fallen(contract, "slaProperties:", "customProperties: []\nx-sla:");
    assert_eq!(code, 1);
    let lost = &comparison["lost"][0];
    assert_eq!(lost["subject"]["id"], "customers.delivery-feedback");
    assert_eq!(
        (&lost["before"], &lost["after"]),
        (
            &"5 of 6 elements".into(),
            &"4 of 6 elements, without sla".into()
        )
    );

    // To call it a draft hides nothing; to retire it is no fall.
    let (comparison, code) = fallen(product, "status: active", "status: draft");
    assert_eq!(
        (comparison["lost"][0]["after"].as_str(), code),
        (Some("a draft, which is not scored"), 1)
    );
    let (comparison, _) = fallen(product, "status: active", "status: retired");
    assert_eq!(comparison["lost"], Value::Array(Vec::new()));
}

#[test]
fn a_fall_fails_even_where_its_findings_do_not() {
    let changed = Changed::new(sample(), |root| {
        let off = "missing-frequency: warning\n  placeholder-owner: info";
        edit(
            &root.join("meshbook.yaml"),
            "missing-frequency: warning",
            off,
        );
        let product = root.join("content/sample/parcels/products/parcels.odps.yaml");
        edit(&product, "name: parcel-registry", "name: TBD");
    });
    let (comparison, code) = changed.compared(&[]);
    assert_eq!(
        (comparison["lost"].as_array().map(Vec::len), code),
        (Some(1), 1)
    );
    assert_eq!(changed.compared(&["--fail-on", "never"]).1, 0);
}

#[test]
fn what_is_new_has_nothing_to_lose_and_what_is_removed_is_gone() {
    let all = of_one_fault();
    let before = with(&[("contracts/orders.odcs.yaml", ONE_FAULT)]);
    let changed = Changed::new(before, |root| {
        let other = ONE_FAULT
            .replace("orders", "returns")
            .replace("Orders", "Returns");
        write(&root.join("contracts/returns.odcs.yaml"), other);
    });
    assert_eq!(changed.counts(), ([all, 0, all, 0], 1));
    let both = with(&[
        ("contracts/orders.odcs.yaml", ONE_FAULT),
        (
            "contracts/returns.odcs.yaml",
            &ONE_FAULT.replace("id: orders", "id: returns"),
        ),
    ]);
    let changed = Changed::new(both, |root| {
        fs::remove_file(root.join("contracts/returns.odcs.yaml")).expect("it goes");
    });
    let (comparison, code) = changed.compared(&[]);
    assert_eq!(comparison["removed"][0]["id"], "returns");
    assert_eq!((&comparison["lost"], code), (&Value::Array(Vec::new()), 0));
    let ended = meshbook(changed.now.path(), &["check", "--baseline", "git:main"]);
    assert!(
        ended.stderr.contains("1 product removed: `returns`"),
        "{}",
        ended.stderr
    );
}

#[test]
fn only_new_findings_are_told_and_the_summary_counts_the_others() {
    let all = of_one_fault();
    let changed = Changed::new(with(&[("orders.odcs.yaml", ONE_FAULT)]), |root| {
        edit(
            &root.join("orders.odcs.yaml"),
            "colour: blue\n",
            "shape: blue\n",
        );
    });
    let call = ["check", "--baseline", "git:main", "--format", "concise"];
    let ended = meshbook(changed.now.path(), &call);
    assert_eq!(ended.stdout.lines().count(), 1, "{}", ended.stdout);
    let summary = format!("against git:main: 1 new, 1 fixed, {} unchanged", all - 1);
    assert!(ended.stderr.contains(&summary), "{}", ended.stderr);
}

/// A repository with a sub-folder that is checked, and a fault that came after `main`.
fn monorepo() -> TempDir {
    let root = with(&[
        (
            "data/meshbook.yaml",
            "sources: [{path: sales}, {path: ../shared}]\n",
        ),
        ("data/sales/orders.odcs.yaml", ONE_FAULT),
        (
            "shared/rates.odcs.yaml",
            &ONE_FAULT.replace("orders", "rates"),
        ),
        ("src/main.rs", "fn main() {}\n"),
    ]);
    commit(root.path());
    edit(
        &root.path().join("shared/rates.odcs.yaml"),
        "colour",
        "shape",
    );
    root
}

#[test]
fn a_sub_folder_is_compared_with_itself() {
    let root = monorepo();
    let summary = |folder: &str, path: &str| {
        let call = [
            "check",
            path,
            "--baseline",
            "git:main",
            "--format",
            "concise",
        ];
        meshbook(&root.path().join(folder), &call)
    };
    for (folder, path) in [(".", "data"), ("data", "."), ("data/sales", "..")] {
        let ended = summary(folder, path);
        assert!(
            ended.stderr.contains("1 new, 1 fixed"),
            "{folder} {path}: {}",
            ended.stderr
        );
        assert_eq!(ended.stdout.lines().count(), 1, "{}", ended.stdout);
    }
    let file = root.path().join("shared/rates.odcs.yaml");
    for path in ["../shared/rates.odcs.yaml", &text(&file)] {
        let ended = summary("src", path);
        assert!(
            ended.stderr.contains("1 new, 1 fixed"),
            "{path}: {}",
            ended.stderr
        );
    }
    // What was not there yet has no past.
    write(&root.path().join("new/a.odcs.yaml"), ONE_FAULT);
    let ended = summary(".", "new");
    assert!(
        ended.stderr.contains("0 fixed, 0 unchanged"),
        "{}",
        ended.stderr
    );
}

#[test]
fn what_no_commit_holds_is_what_it_is_now() {
    let root = with(&[
        (
            "meshbook.yaml",
            "sources: [{path: own}, {path: fetched/sales}]\n",
        ),
        (".gitignore", "fetched\n"),
        ("own/rates.odcs.yaml", &ONE_FAULT.replace("orders", "rates")),
        ("fetched/sales/orders.odcs.yaml", ONE_FAULT),
    ]);
    commit(root.path());
    let ended = meshbook(root.path(), &["check", "--baseline", "git:main"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(ended.stderr.contains(" 0 new, 0 fixed"), "{}", ended.stderr);
}

#[test]
fn a_commit_is_read_as_it_was_whatever_lies_in_it() {
    let root = with(&[
        ("orders.odcs.yaml", ONE_FAULT),
        ("docs/a.md", "# A\n\n[x](gone.md)\n"),
    ]);
    let path = |inside: &str| root.path().join(inside);
    write(
        &path("with space/ümläut.odcs.yaml"),
        ONE_FAULT.replace("orders", "umlaut"),
    );
    write(&path("node_modules/x.odcs.yaml"), ONE_FAULT);
    write(&path(".hidden/x.odcs.yaml"), ONE_FAULT);
    write(&path("large.yaml"), "#".repeat(2 << 20));
    write(&path("latin.yaml"), b"a: \xe4\n");
    std::os::unix::fs::symlink("orders.odcs.yaml", path("link.yaml")).expect("a link");
    std::os::unix::fs::symlink("docs", path("linked")).expect("a link");
    commit(root.path());
    let ended = meshbook(root.path(), &["check", "--baseline", "git:main"]);
    assert!(ended.stderr.contains(" 0 new, 0 fixed"), "{}", ended.stderr);
    assert_eq!(ended.code, 0);
}

#[test]
fn nothing_of_a_repository_is_run_or_checked_out() {
    let root = with(&[("orders.odcs.yaml", ONE_FAULT)]);
    let canary = root.path().join("canary");
    let script = format!("#!/bin/sh\ntouch '{}'\ncat\n", canary.display());
    write(&root.path().join("evil.sh"), script);
    write(
        &root.path().join(".gitattributes"),
        "* filter=evil diff=evil\n",
    );
    commit(root.path());
    let evil = text(&root.path().join("evil.sh"));
    std::os::unix::fs::symlink(&evil, root.path().join(".git/hooks/post-checkout"))
        .expect("a link");
    for key in [
        "core.fsmonitor",
        "core.pager",
        "core.sshCommand",
        "core.editor",
        "diff.evil.textconv",
        "filter.evil.smudge",
        "filter.evil.clean",
        "filter.evil.process",
        "uploadpack.packObjectsHook",
    ] {
        git(root.path(), &["config", key, &evil]);
    }
    let chmod = Command::new("chmod")
        .args(["+x", &evil])
        .status()
        .expect("chmod");
    assert!(chmod.success());
    let _ = fs::remove_file(&canary);
    let before = tree(root.path());
    let ended = meshbook(root.path(), &["check", "--baseline", "git:main"]);
    assert!(ended.stderr.contains(" 0 new, 0 fixed"), "{}", ended.stderr);
    assert!(!canary.exists(), "something of the repository was run");
    assert!(tree(root.path()) == before, "something was written");
}

/// The words of a check that cannot be done.
#[track_caller]
fn refused(folder: &Path, baseline: &str) -> String {
    let Ended {
        code,
        stdout,
        stderr,
    } = meshbook(folder, &["check", "--baseline", baseline]);
    assert_eq!((code, stdout.as_str()), (2, ""), "{baseline}: {stderr}");
    stderr
}

#[test]
fn a_baseline_that_cannot_be_read_says_what_to_do() {
    let plain = with(&[("orders.odcs.yaml", ONE_FAULT)]);
    let told = refused(plain.path(), "git:main");
    assert!(told.contains("lies in no git repository"), "{told}");
    assert!(refused(plain.path(), "no-such.json").contains("cannot read no-such.json"));
    assert!(refused(plain.path(), "git:").contains("after `git:`"));
    write(
        &plain.path().join("before.json"),
        "{\"version\": 1, \"findings\": []}",
    );
    let told = refused(plain.path(), "before.json");
    assert!(
        told.contains("is not what `meshbook check --format json` writes"),
        "{told}"
    );

    let mut without_git = command();
    let call = without_git
        .current_dir(plain.path())
        .env("PATH", plain.path());
    let told = end(call.args(["check", "--baseline", "git:main"])).stderr;
    assert!(told.contains("`git` is not installed"), "{told}");

    commit(plain.path());
    for reference in ["--help", "-x", "a b", "main:orders", "@{u}", "a..b", "a\nb"] {
        let told = refused(plain.path(), &format!("git:{reference}"));
        assert!(
            told.contains("is no name of a branch"),
            "{reference}: {told}"
        );
    }
    for reference in ["HEAD~1", "main^{tree}"] {
        let told = refused(plain.path(), &format!("git:{reference}"));
        assert!(told.contains("give the id"), "{reference}: {told}");
    }
    assert!(refused(plain.path(), "git:origin/main").contains("git fetch origin main"));
    assert!(refused(plain.path(), "git:v1").contains("git knows no commit `v1`"));

    let origin = with(&[("a/orders.odcs.yaml", ONE_FAULT)]);
    commit(origin.path());
    git(origin.path(), &["checkout", "-q", "-b", "change"]);
    commit(origin.path());
    commit(origin.path());
    let clone = with(&[]);
    let url = format!("file://{}", origin.path().display());
    git(
        clone.path(),
        &[
            "clone", "-q", "--depth", "1", "--branch", "change", &url, "own",
        ],
    );
    let own = clone.path().join("own");
    let told = refused(&own, "git:origin/main");
    assert!(
        told.contains("shallow") && told.contains("fetch-depth: 0"),
        "{told}"
    );
    git(
        &own,
        &["fetch", "-q", "origin", "main:refs/remotes/origin/main"],
    );
    assert_eq!(
        meshbook(&own, &["check", "--baseline", "git:origin/main"]).code,
        0
    );

    write(&plain.path().join("meshbook.yaml"), "sources: 7\n");
    commit(plain.path());
    write(&plain.path().join("meshbook.yaml"), "title: x\n");
    let told = refused(plain.path(), "git:main");
    assert!(told.contains("the configuration of the baseline"), "{told}");
}

#[test]
fn every_name_of_a_branch_is_read_and_a_tag_takes_none_of_a_remote() {
    let root = with(&[("orders.odcs.yaml", ONE_FAULT)]);
    commit(root.path());
    for name in ["renovate/x@2", "a+b", "fix#7", "größe"] {
        git(root.path(), &["branch", name]);
        let ended = meshbook(
            root.path(),
            &["check", "--baseline", &format!("git:{name}")],
        );
        assert_eq!(ended.code, 0, "{name}: {}", ended.stderr);
    }
    // The branch of the remote has the fault; the tag of its name has nothing.
    git(
        root.path(),
        &["update-ref", "refs/remotes/origin/main", "HEAD"],
    );
    git(root.path(), &["rm", "-q", "--cached", "orders.odcs.yaml"]);
    git(root.path(), &["commit", "-q", "-m", "Change"]);
    git(root.path(), &["tag", "origin/main"]);
    let ended = meshbook(root.path(), &["check", "--baseline", "git:origin/main"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
}

#[test]
fn a_clone_without_contents_is_no_baseline() {
    let origin = with(&[("a/orders.odcs.yaml", ONE_FAULT)]);
    commit(origin.path());
    git(origin.path(), &["config", "uploadpack.allowFilter", "true"]);
    let clone = with(&[]);
    let url = format!("file://{}", origin.path().display());
    let call = ["clone", "-q", "--filter=blob:none", "--no-checkout", &url];
    git(clone.path(), &[&call[..], &["own"]].concat());
    let own = clone.path().join("own");
    write(&own.join("a/orders.odcs.yaml"), ONE_FAULT);
    let told = refused(&own, "git:main");
    assert!(told.contains("the clone lacks file contents"), "{told}");
}

#[test]
fn levels_of_other_rules_are_not_compared() {
    let changed = Changed::new(sample(), |root| {
        let product = root.join("content/sample/parcels/products/parcels.odps.yaml");
        edit(&product, "name: parcel-registry", "name: TBD");
    });
    let json = changed.file.path().join("before.json");
    let known = crate::run::check(changed.now.path(), &["."]).rule_set;
    edit(&json, &known, "another-1");
    let call = ["check", "--baseline", &text(&json), "--format", "json"];
    let ended = meshbook(changed.now.path(), &call);
    assert!(
        ended.stderr.contains("levels are not compared"),
        "{}",
        ended.stderr
    );
    let report: Value = serde_json::from_str(&ended.stdout).expect("JSON");
    assert_eq!(report["comparison"]["lost"], Value::Array(Vec::new()));
}

#[test]
fn a_history_that_is_read_makes_other_rules() {
    let root = with(&[
        ("meshbook.yaml", "sources: [{path: own}]\n"),
        ("own/orders.odcs.yaml", ONE_FAULT),
    ]);
    commit(root.path());
    let config = root.path().join("meshbook.yaml");
    let rule_set = || crate::run::check(root.path(), &["."]).rule_set;
    let without = rule_set();
    edit(&config, "own}", "own, history: 12mo}");
    let of_a_year = rule_set();
    assert_ne!(without, of_a_year);
    edit(&config, "12mo", "6mo");
    let shorter = rule_set();
    assert!(shorter != of_a_year && shorter != without, "{shorter}");
    edit(&config, ", history: 6mo", "");
    assert_eq!(rule_set(), without);
}

#[test]
fn several_portals_are_compared_together() {
    let root = with(&[
        ("a/orders.odcs.yaml", ONE_FAULT),
        ("b/orders.odcs.yaml", ONE_FAULT),
    ]);
    let before = with(&[]);
    for (path, bytes) in tree(root.path()) {
        write(&before.path().join(path), bytes);
    }
    commit(root.path());
    edit(&root.path().join("b/orders.odcs.yaml"), "colour", "shape");
    for baseline in ["git:main".to_owned(), text(before.path())] {
        let call = [
            "check",
            "a",
            "b",
            "--baseline",
            &baseline,
            "--format",
            "concise",
        ];
        let ended = meshbook(root.path(), &call);
        assert!(
            ended.stderr.contains("1 new, 1 fixed"),
            "{baseline}: {}",
            ended.stderr
        );
        assert!(
            ended.stdout.starts_with("b/orders.odcs.yaml:7"),
            "{}",
            ended.stdout
        );
    }
}
