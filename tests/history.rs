//! Histories: who changed which manifest when, as far as the rules need it.

use std::fs;
use std::path::Path;
use std::process::Command;

use meshbook::history::{History, Known, Reader};
use meshbook::pipeline::{self, Judged};
use meshbook::rules::Outcome;
use meshbook::tree::{Environment, Running, Tree};
use tempfile::TempDir;

fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

fn reader() -> Reader {
    Reader::new(Environment {
        variables: vec![("PATH".into(), std::env::var_os("PATH").unwrap())],
        limit: Environment::LIMIT,
        running: Running::default(),
    })
}

/// Runs git in a folder as somebody, on some day.
#[track_caller]
fn git_as(folder: &Path, arguments: &[&str], day: &str, who: &str) {
    let day = format!("{day}T12:00:00Z");
    let (name, email) = who.split_once(" <").unwrap_or(("somebody", who));
    let email = email.trim_end_matches('>');
    let output = Command::new("git")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", &day)
        .env("GIT_COMMITTER_DATE", &day)
        .args([
            "-c",
            "commit.gpgsign=false",
            "-c",
            "protocol.file.allow=always",
        ])
        .args(["-c", &format!("user.name={name}")])
        .args(["-c", &format!("user.email={email}")])
        .args(arguments)
        .output()
        .unwrap();
    let told = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "git {arguments:?}: {told}");
}

#[track_caller]
fn git(folder: &Path, arguments: &[&str]) {
    git_as(folder, arguments, "2026-03-01", "a@example.com");
}

const ADA: &str = "Ada <ada@example.com>";
const GRACE: &str = "Grace <1234+grace@users.noreply.github.com>";

const CONFIGURATION: &str = "sources:\n  - path: own\n    history: 12mo\n  - path: directory\n\
    directory: [directory]\n";
const DIRECTORY: &str = "\
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: sales}
spec: {type: team}
---
apiVersion: backstage.io/v1alpha1
kind: Group
metadata: {name: data-platform, title: Data Platform}
spec: {type: team}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: ada}
spec: {profile: {email: ada@example.com}, memberOf: [sales]}
---
apiVersion: backstage.io/v1alpha1
kind: User
metadata: {name: grace}
spec: {profile: {email: grace@example.com}, memberOf: [data-platform]}
";

fn contract(id: &str, more: &str) -> String {
    format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: {id}\nname: {id}\nversion: 1.0.0\n\
         status: active\ndomain: sales\nteam:\n  name: sales\n{more}"
    )
}

/// A portal whose own source is a repository.
fn portal() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "meshbook.yaml", CONFIGURATION);
    write(folder.path(), "directory/all.yaml", DIRECTORY);
    fs::create_dir_all(folder.path().join("own")).unwrap();
    git(&folder.path().join("own"), &["init", "-q", "-b", "main"]);
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// Writes a file of the portal's own source, and commits it.
#[track_caller]
fn commit(portal: &Path, path: &str, text: &str, day: &str, who: &str) {
    let own = portal.join("own");
    write(&own, path, text);
    git(&own, &["add", "-A"]);
    git_as(&own, &["commit", "-q", "-m", "Change"], day, who);
}

fn judged(folder: &Path) -> Judged {
    let read = pipeline::read(folder).unwrap();
    pipeline::judge_with(read, now(), Some(&reader()))
}

fn outcome(judged: &Judged, id: &str, rule: &str) -> Outcome {
    let at = judged.scorecards.book.position(rule).unwrap();
    let mut products = judged.mesh.products.iter().zip(&judged.scorecards.products);
    let (_, card) = products.find(|(product, _)| product.id == id).unwrap();
    card.verdicts[at].outcome
}

fn messages<'j>(judged: &'j Judged, rule: &str) -> Vec<&'j str> {
    let own = judged
        .findings
        .iter()
        .filter(|finding| finding.rule == rule);
    own.map(|finding| finding.message.as_str()).collect()
}

/// The first and the last day of a file, and who changed it how often.
type Changed = (String, String, Vec<(String, u32)>);

/// The history of a portal, and what it knows of a file as day made, day changed and changes.
fn known(folder: &Path, path: &str) -> Option<Changed> {
    let read = pipeline::read(folder).unwrap();
    let today = "2026-03-02".parse().unwrap();
    let history: History = reader().read(&Tree::Disk, &read.config, today, &mut Vec::new());
    let source = &read.mesh.sources[0];
    let file = source.files.iter().map(|id| read.files.file(*id));
    let file = file.into_iter().find(|file| &*file.path == path).unwrap();
    match history.of(file) {
        Known::Of(log, changes) => {
            let day = |day: Option<jiff::civil::Date>| {
                day.map_or("before".to_owned(), |day| day.to_string())
            };
            let by = changes.by.iter();
            let by = by.map(|by| (log.authors[by.author].email.clone(), by.count));
            Some((day(changes.made), day(changes.last), by.collect()))
        }
        _ => None,
    }
}

#[test]
fn who_changed_what_when() {
    let portal = portal();
    let root = portal.path();
    commit(root, "a.yaml", "a: 1", "2024-05-01", ADA);
    commit(root, "b.yaml", "b: 1", "2025-05-01", ADA);
    commit(root, "a.yaml", "a: 2", "2025-06-01", GRACE);
    commit(
        root,
        "b.yaml",
        "b: 2",
        "2025-07-01",
        "x[bot] <x@example.com>",
    );
    git(&root.join("own"), &["mv", "b.yaml", "c.yaml"]);
    commit(root, "a.yaml", "a: 3", "2025-08-01", ADA);
    write(root, "own/new.yaml", "n: 1");
    let ada = "ada@example.com".to_owned();
    let grace = "1234+grace@users.noreply.github.com".to_owned();
    assert_eq!(
        known(root, "a.yaml"),
        Some((
            "before".into(),
            "2025-08-01".into(),
            vec![(ada.clone(), 1), (grace, 1)]
        ))
    );
    // Neither a program nor a move is a look at it.
    let of_moved = known(root, "c.yaml");
    assert_eq!(
        of_moved,
        Some(("2025-05-01".into(), "2025-05-01".into(), vec![(ada, 1)]))
    );
    assert_eq!(known(root, "new.yaml"), None);
}

#[test]
fn a_sweep_is_no_look_at_a_file_that_it_did_not_make() {
    let portal = portal();
    let root = portal.path();
    for at in 0..60 {
        write(root, &format!("own/{at}.yaml"), "a: 1");
    }
    commit(root, "0.yaml", "a: 1", "2025-05-01", ADA);
    for at in 0..60 {
        write(root, &format!("own/{at}.yaml"), "a: 2");
    }
    commit(root, "0.yaml", "a: 2", "2026-01-01", GRACE);
    let (made, last, by) = known(root, "7.yaml").unwrap();
    assert_eq!((made.as_str(), last.as_str()), ("2025-05-01", "2025-05-01"));
    assert_eq!(by, [("ada@example.com".to_owned(), 1)]);
}

#[test]
fn a_source_may_be_a_folder_of_a_repository() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    write(root, "meshbook.yaml", CONFIGURATION);
    write(root, "directory/all.yaml", DIRECTORY);
    write(root, "own/a.yaml", "a: 1");
    git(root, &["init", "-q", "-b", "main"]);
    git(root, &["add", "-A"]);
    git_as(root, &["commit", "-q", "-m", "Change"], "2025-12-24", ADA);
    let (made, ..) = known(root, "a.yaml").unwrap();
    assert_eq!(made, "2025-12-24");
}

#[test]
fn the_team_that_does_the_work_is_told_and_nobody_else() {
    let portal = portal();
    let root = portal.path();
    for (at, who) in [GRACE, GRACE, ADA, GRACE, "Stranger <s@elsewhere.org>"]
        .into_iter()
        .enumerate()
    {
        let text = contract("orders", &format!("# {at}\n"));
        commit(
            root,
            "orders.odcs.yaml",
            &text,
            &format!("2025-0{}-01", at + 4),
            who,
        );
    }
    let judged = judged(root);
    assert_eq!(
        outcome(&judged, "orders", "ownership-not-evidenced"),
        Outcome::Fail
    );
    assert_eq!(
        outcome(&judged, "orders", "neglected-by-owner"),
        Outcome::Pass
    );
    assert_eq!(
        messages(&judged, "ownership-not-evidenced"),
        ["`sales` does not change `orders`: 3 of 4 changes are by `data-platform`"]
    );
    for finding in &judged.findings {
        for personal in ["grace", "Grace", "Stranger", "elsewhere"] {
            assert!(!finding.message.contains(personal), "{}", finding.message);
        }
    }
}

#[test]
fn who_is_not_in_the_directory_is_not_held_against_the_owner() {
    let portal = portal();
    let root = portal.path();
    for at in 0..4 {
        let text = contract("orders", &format!("# {at}\n"));
        commit(
            root,
            "orders.odcs.yaml",
            &text,
            &format!("2025-0{}-01", at + 4),
            "s@elsewhere.org",
        );
    }
    let outcome = outcome(&judged(root), "orders", "ownership-not-evidenced");
    assert!(matches!(outcome, Outcome::Unknown(_)), "{outcome:?}");
}

#[test]
fn a_shallow_clone_is_told_and_takes_no_silver() {
    let portal = portal();
    let root = portal.path();
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", ""),
        "2024-01-01",
        ADA,
    );
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", "# 2\n"),
        "2025-12-01",
        ADA,
    );
    let own = root.join("own");
    git(
        root,
        &[
            "clone",
            "-q",
            "--depth",
            "1",
            &format!("file://{}", own.display()),
            "shallow",
        ],
    );
    fs::remove_dir_all(&own).unwrap();
    fs::rename(root.join("shallow"), &own).unwrap();
    let judged = judged(root);
    let told = messages(&judged, "unreadable-commits");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("shallow"), "{told:?}");
    assert!(matches!(
        outcome(&judged, "orders", "neglected-by-owner"),
        Outcome::Unknown(_)
    ));
    assert!(matches!(
        outcome(&judged, "orders", "ownership-not-evidenced"),
        Outcome::Unknown(_)
    ));
    assert!(matches!(
        outcome(&judged, "orders", "parked-product"),
        Outcome::NotApplicable(_)
    ));
}

#[test]
fn where_git_is_missing_it_is_told() {
    let portal = portal();
    commit(
        portal.path(),
        "orders.odcs.yaml",
        &contract("orders", ""),
        "2024-01-01",
        ADA,
    );
    let none = Reader::new(Environment {
        variables: vec![("PATH".into(), "/nonexistent".into())],
        limit: Environment::LIMIT,
        running: Running::default(),
    });
    let read = pipeline::read(portal.path()).unwrap();
    let judged = pipeline::judge_with(read, now(), Some(&none));
    let told = messages(&judged, "unreadable-commits");
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].contains("not installed"), "{told:?}");
}

/// No setting of the repository has a program run, nor changes what is told.
#[test]
fn settings_of_the_repository_are_not_heeded() {
    let portal = portal();
    let root = portal.path();
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", ""),
        "2025-10-01",
        ADA,
    );
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", "# 2\n"),
        "2025-11-01",
        GRACE,
    );
    let before = known(root, "orders.odcs.yaml").unwrap();
    let own = root.join("own");
    // While the settings are as they were: with them git sees nothing to commit.
    write(
        &own,
        ".mailmap",
        "Grace <grace@example.com> <ada@example.com>\n",
    );
    git(&own, &["add", "-A"]);
    git(&own, &["commit", "-q", "-m", "Change"]);
    let mark = root.join("ran");
    let program = root.join("program");
    write(
        root,
        "program",
        &format!("#!/bin/sh\ntouch {}\n", mark.display()),
    );
    use std::os::unix::fs::PermissionsExt;
    fs::set_permissions(&program, fs::Permissions::from_mode(0o755)).unwrap();
    let program = program.to_str().unwrap();
    for (key, value) in [
        ("log.showSignature", "true"),
        ("gpg.program", program),
        ("core.pager", program),
        ("diff.external", program),
        ("core.fsmonitor", program),
        ("log.showRoot", "false"),
        ("log.follow", "true"),
        ("color.ui", "always"),
        ("diff.orderFile", "/dev/zero"),
        ("log.mailmap", "true"),
        ("diff.relative", "false"),
        ("log.diffMerges", "on"),
        ("diff.renames", "copies"),
    ] {
        git(&own, &["config", key, value]);
    }
    fs::remove_file(&mark).ok();
    assert_eq!(known(root, "orders.odcs.yaml"), Some(before));
    assert!(!mark.exists(), "a program was run");
}

/// What says first what it says is told by the days, not by the order of the sources.
#[test]
fn an_imitator_in_an_earlier_source_is_later_by_its_history() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "description:\n  purpose: Orders of all shops, one row each, with the returns \
        of the month, for planning the stock.\n";
    let sources = [
        ("aaa", "2026-02-01"),
        ("mmm", "2025-11-01"),
        ("zzz", "2025-06-01"),
    ];
    let mut configuration = "sources:\n".to_owned();
    for (name, day) in sources {
        configuration += &format!("  - path: {name}\n    history: 12mo\n");
        let own = root.join(name);
        write(&own, &format!("{name}.odcs.yaml"), &contract(name, text));
        git(&own, &["init", "-q"]);
        git(&own, &["add", "-A"]);
        git_as(&own, &["commit", "-q", "-m", "Change"], day, ADA);
    }
    write(root, "meshbook.yaml", &configuration);
    let with = judged(root);
    let rule = "copied-description";
    assert_eq!(outcome(&with, "zzz", rule), Outcome::Pass);
    assert_eq!(outcome(&with, "aaa", rule), Outcome::Fail);
    assert_eq!(
        messages(&with, rule),
        ["the purpose of `aaa` is that of `zzz`"]
    );
    // Without history the order of the sources decides.
    write(
        root,
        "meshbook.yaml",
        &configuration.replace("    history: 12mo\n", ""),
    );
    let without = judged(root);
    assert_eq!(outcome(&without, "aaa", rule), Outcome::Pass);
    assert_eq!(outcome(&without, "zzz", rule), Outcome::Fail);
}

/// Of what is older than the shortest of their histories nobody is the first by its day.
#[test]
fn a_short_history_makes_nobody_the_first() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let text = "description:\n  purpose: Orders of all shops, one row each, with the returns \
        of the month, for planning the stock.\n";
    let mut configuration = "sources:\n".to_owned();
    for (name, history, day) in [
        ("aaa", "12mo", "2025-06-01"),
        ("mmm", "12mo", "2025-08-01"),
        ("zzz", "1mo", "2025-10-01"),
    ] {
        configuration += &format!("  - path: {name}\n    history: {history}\n");
        let own = root.join(name);
        write(&own, &format!("{name}.odcs.yaml"), &contract(name, text));
        git(&own, &["init", "-q"]);
        git(&own, &["add", "-A"]);
        git_as(&own, &["commit", "-q", "-m", "Change"], day, ADA);
    }
    write(root, "meshbook.yaml", &configuration);
    let judged = judged(root);
    let rule = "copied-description";
    assert_eq!(outcome(&judged, "aaa", rule), Outcome::Pass);
    assert_eq!(outcome(&judged, "zzz", rule), Outcome::Fail);
}

/// A baseline is held against the same history: what did not change falls from nothing.
#[test]
fn a_baseline_has_the_history_of_the_checkout() {
    let portal = portal();
    let root = portal.path();
    git(root, &["init", "-q", "-b", "main"]);
    write(root, ".gitignore", "own/.git\n");
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", ""),
        "2024-01-01",
        ADA,
    );
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", "# 2\n"),
        "2025-12-01",
        ADA,
    );
    let copy = tempfile::tempdir().unwrap();
    for path in [
        "meshbook.yaml",
        "directory/all.yaml",
        "own/orders.odcs.yaml",
    ] {
        write(
            copy.path(),
            path,
            &fs::read_to_string(root.join(path)).unwrap(),
        );
    }
    let baseline = copy.path().to_str().unwrap();
    let ended = Command::new(env!("CARGO_BIN_EXE_meshbook"))
        .current_dir(root)
        .args(["check", "--format", "json", "--now", "2026-03-02T09:00:00Z"])
        .args(["--fail-on", "never", "--baseline", baseline])
        .output()
        .unwrap();
    let report: serde_json::Value = serde_json::from_slice(&ended.stdout).unwrap();
    let summary = &report["comparison"]["summary"];
    assert_eq!(summary["new"], 0, "{summary}");
    assert_eq!(summary["fixed"], 0, "{summary}");
    assert_eq!(summary["lost"], 0, "{summary}");
}

/// What was read of a commit is not read again.
#[test]
fn a_commit_is_read_once() {
    let portal = portal();
    let root = portal.path();
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", ""),
        "2025-10-01",
        ADA,
    );
    let read = pipeline::read(root).unwrap();
    let reader = reader();
    let today = "2026-03-02".parse().unwrap();
    let log = |history: &History| history.logs().next().unwrap().unwrap() as *const _;
    let first = reader.read(&Tree::Disk, &read.config, today, &mut Vec::new());
    let again = reader.read(&Tree::Disk, &read.config, today, &mut Vec::new());
    assert_eq!(log(&first), log(&again));
    commit(
        root,
        "orders.odcs.yaml",
        &contract("orders", "# 2\n"),
        "2025-11-01",
        ADA,
    );
    let later = reader.read(&Tree::Disk, &read.config, today, &mut Vec::new());
    assert_ne!(log(&first), log(&later));
}
