//! `meshbook new ci`: workflows that are sound, and whose scripts do what they say.

use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::baseline::{commit, git};
use crate::exit_codes::ONE_FAULT;
use crate::folder::{text, tree, with, write};
use crate::run::{Ended, end, meshbook};

const INSTALL: &str = "cargo install --locked --git https://git.example.com/data/meshbook meshbook";
const PORTAL: &str = "sources: [{path: sales}]\n";

/// The workflow that is written into a folder for a service.
#[track_caller]
fn written(folder: &Path, service: &str, arguments: &[&str]) -> Value {
    let mut call = vec!["new", "ci", service, "--install", INSTALL];
    call.extend(arguments);
    let ended = meshbook(folder, &call);
    assert_eq!(
        (ended.code, ended.stderr.as_str()),
        (0, ""),
        "{}",
        ended.stdout
    );
    let path = match service {
        "github" => ".github/workflows/meshbook.yml",
        _ => ".gitlab/meshbook.yml",
    };
    assert!(ended.stdout.contains(path), "{}", ended.stdout);
    serde_yaml::from_str(&text(&folder.join(path))).expect("it is YAML")
}

/// The steps of all jobs of a GitHub workflow.
fn steps(workflow: &Value) -> Vec<&Value> {
    let jobs = workflow["jobs"].as_object().expect("jobs").values();
    jobs.flat_map(|job| job["steps"].as_array().expect("steps"))
        .collect()
}

/// The script of the step of this name.
#[track_caller]
fn script<'w>(workflow: &'w Value, name: &str) -> &'w str {
    let steps = steps(workflow);
    let step = steps.iter().find(|step| step["name"] == name);
    step.and_then(|step| step["run"].as_str())
        .expect("a script")
}

/// Runs a script as the service does, with the binary at hand and these programs before it.
#[track_caller]
fn run(
    shell: &[&str],
    script: &str,
    folder: &Path,
    programs: &Path,
    env: &[(&str, &str)],
) -> Ended {
    let binary = Path::new(env!("CARGO_BIN_EXE_meshbook"));
    let own = binary.parent().expect("a folder").display();
    let path = std::env::var("PATH").expect("a path");
    let mut command = Command::new(shell[0]);
    command
        .args(&shell[1..])
        .arg("-c")
        .arg(script)
        .current_dir(folder);
    command.env("PATH", format!("{}:{own}:{path}", programs.display()));
    for name in [
        "CI_MERGE_REQUEST_TARGET_BRANCH_SHA",
        "CI_MERGE_REQUEST_DIFF_BASE_SHA",
    ] {
        command.env_remove(name);
    }
    command.envs(env.iter().copied());
    end(&mut command)
}

const BASH: &[&str] = &["bash", "--noprofile", "--norc", "-eo", "pipefail"];
const SH: &[&str] = &["sh", "-e"];

/// A clone of a repository in which a change adds a fault, on its own branch and as it would
/// be merged; `main` has gone on since.
fn clone() -> TempDir {
    let root = with(&[("first/contracts/orders.odcs.yaml", ONE_FAULT)]);
    let first = root.path().join("first");
    commit(&first);
    git(
        root.path(),
        &["clone", "-q", "--bare", "first", "origin.git"],
    );
    let url = format!("file://{}/origin.git", root.path().display());
    git(root.path(), &["clone", "-q", &url, "own"]);
    let own = root.path().join("own");
    git(&own, &["checkout", "-q", "-b", "change"]);
    let more = ONE_FAULT.replace("colour: blue\n", "colour: blue\nshape: round\n");
    write(&own.join("contracts/orders.odcs.yaml"), more);
    commit(&own);
    git(&own, &["checkout", "-q", "main"]);
    write(
        &own.join("contracts/rates.odcs.yaml"),
        ONE_FAULT.replace("orders", "rates"),
    );
    commit(&own);
    git(&own, &["push", "-q", "origin", "main"]);
    root
}

#[test]
fn workflows_keep_to_few_rights_and_to_known_actions() {
    let folder = with(&[("meshbook.yaml", PORTAL)]);
    let workflow = written(folder.path(), "github", &[]);
    assert_eq!(workflow["permissions"], serde_json::json!({}));
    let events = workflow["on"]
        .as_object()
        .or_else(|| workflow["true"].as_object());
    let events: Vec<_> = events.expect("events").keys().map(String::as_str).collect();
    assert!(!events.contains(&"pull_request_target"), "{events:?}");
    for job in workflow["jobs"].as_object().expect("jobs").values() {
        assert!(
            job["permissions"].is_object() && job["timeout-minutes"].is_u64(),
            "{job}"
        );
    }
    for step in steps(&workflow) {
        if let Some(action) = step["uses"].as_str() {
            let (_, version) = action.split_once('@').expect("a version");
            let number = version.strip_prefix('v').unwrap_or_default();
            assert!(number.parse::<u32>().is_ok(), "{action}");
            let keeps = step["with"]["persist-credentials"] != false;
            assert!(!action.starts_with("actions/checkout") || !keeps, "{step}");
        }
        // What somebody else chose reaches a script through its surroundings alone.
        let run = step["run"].as_str().unwrap_or_default();
        assert!(!run.contains("${{"), "{run}");
    }
    let jobs = |workflow: &Value| -> Vec<String> {
        workflow["jobs"]
            .as_object()
            .expect("jobs")
            .keys()
            .cloned()
            .collect()
    };
    assert_eq!(jobs(&workflow), ["build", "check", "publish"]);
    let domain = with(&[("meshbook.yaml", "title: Sales\nallow: []\n")]);
    assert_eq!(jobs(&written(domain.path(), "github", &[])), ["check"]);
}

#[test]
fn what_is_published_follows_the_configuration_or_the_option() {
    for (files, option, publishes) in [
        (&[("meshbook.yaml", PORTAL)][..], None, true),
        (&[("meshbook.yaml", PORTAL)], Some("--no-publish"), false),
        (&[("meshbook.yaml", "allow: []\n")], None, false),
        (&[], None, false),
        (&[], Some("--publish"), true),
    ] {
        let folder = with(files);
        let github = written(folder.path(), "github", option.as_slice());
        assert_eq!(
            github["jobs"]["publish"].is_object(),
            publishes,
            "{files:?} {option:?}"
        );
        let gitlab = written(folder.path(), "gitlab", option.as_slice());
        assert_eq!(
            gitlab["pages"].is_object(),
            publishes,
            "{files:?} {option:?}"
        );
    }
}

#[test]
fn what_is_there_already_stays() {
    let folder = with(&[(".gitlab-ci.yml", "include: []\n")]);
    for service in ["github", "gitlab"] {
        let first = meshbook(folder.path(), &["new", "ci", service, "--install", INSTALL]);
        assert_eq!(first.code, 0, "{}", first.stderr);
        let is_told = first
            .stderr
            .contains("add `- local: .gitlab/meshbook.yml` under `include:`");
        assert_eq!(is_told, service == "gitlab", "{}", first.stderr);
        let before = tree(folder.path());
        assert_eq!(meshbook(folder.path(), &["new", "ci", service]).code, 2);
        assert!(tree(folder.path()) == before);
    }
    let fresh = with(&[]);
    written(fresh.path(), "gitlab", &[]);
    assert!(text(&fresh.path().join(".gitlab-ci.yml")).contains(".gitlab/meshbook.yml"));
}

#[test]
fn a_workflow_without_a_way_to_install_says_so() {
    let folder = with(&[]);
    let ended = meshbook(folder.path(), &["new", "ci", "github"]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        ended
            .stderr
            .contains("does not know how Meshbook is installed")
    );
    let workflow = text(&folder.path().join(".github/workflows/meshbook.yml"));
    let workflow: Value = serde_yaml::from_str(&workflow).expect("YAML");
    let install = script(&workflow, "Install Meshbook");
    let ended = run(BASH, install, folder.path(), folder.path(), &[]);
    assert_eq!(ended.code, 1, "{}", ended.stdout);
    for wrong in [
        ["--install", ""],
        ["--install", "a\nb"],
        ["--branch", "a b"],
        ["--branch", "x\"]"],
    ] {
        let mut call = vec!["new", "ci", "gitlab"];
        call.extend(wrong);
        assert_eq!(meshbook(folder.path(), &call).code, 2, "{wrong:?}");
    }
}

#[test]
fn the_scripts_for_github_hold_a_pull_request_against_its_target() {
    let root = clone();
    let own = root.path().join("own");
    let workflow = written(root.path(), "github", &[]);
    let check = script(&workflow, "Check");
    let temp = with(&[]);
    let at = |name: &str| temp.path().join(name).display().to_string();
    let checked = |base: &str| {
        for name in ["output", "summary"] {
            write(&temp.path().join(name), "");
        }
        let env = [
            ("BASE", base),
            ("RUNNER_TEMP", &at("")),
            ("GITHUB_OUTPUT", &at("output")),
            ("GITHUB_STEP_SUMMARY", &at("summary")),
        ];
        let ended = run(BASH, check, &own, temp.path(), &env);
        (
            ended,
            text(&temp.path().join("output")),
            text(&temp.path().join("summary")),
        )
    };
    // A pull request is checked as it would be merged.
    git(&own, &["checkout", "-q", "--detach", "main"]);
    git(&own, &["merge", "-q", "--no-edit", "change"]);
    let (ended, output, summary) = checked("main");
    assert_eq!(ended.code, 1, "{}", ended.stderr);
    assert!(ended.stdout.starts_with("::error"), "{}", ended.stdout);
    assert_eq!(output, "told=true\n");
    assert!(summary.contains("1 new, 0 fixed"), "{summary}");
    let sarif: Value = serde_json::from_str(&text(&temp.path().join("meshbook/findings.sarif")))
        .expect("it is JSON");
    assert_eq!(sarif["version"], "2.1.0");
    // After a merge all is shown, and nothing fails.
    let (ended, output, _) = checked("");
    assert_eq!(
        (ended.code, output.as_str()),
        (0, "told=true\n"),
        "{}",
        ended.stderr
    );
    // A name that says something to a shell is only a name.
    let (ended, output, summary) = checked("$(touch canary)`touch canary`; touch canary");
    assert_eq!((ended.code, output.as_str(), summary.as_str()), (2, "", ""));
    assert!(!own.join("canary").exists());
}

#[test]
fn the_comment_on_github_is_written_once_and_then_replaced() {
    let folder = with(&[("temp/meshbook/findings.md", "<!-- meshbook check -->\n")]);
    let workflow = written(folder.path(), "github", &[]);
    let comment = script(&workflow, "Comment on the pull request");
    let gh = "#!/bin/sh\necho \"$*\" >> \"$LOG\"\ncase \"$*\" in *--paginate*) printf '%b' \"$IDS\";; esac\n";
    write(&folder.path().join("bin/gh"), gh);
    let chmod = Command::new("chmod")
        .args(["+x", "bin/gh"])
        .current_dir(folder.path())
        .status();
    assert!(chmod.expect("chmod").success());
    let calls = |ids: &str| {
        let log = folder.path().join("log");
        write(&log, "");
        let temp = folder.path().join("temp").display().to_string();
        let env = [
            ("GITHUB_REPOSITORY", "acme/sales"),
            ("NUMBER", "7"),
            ("RUNNER_TEMP", &temp),
            ("LOG", &log.display().to_string()),
            ("IDS", ids),
        ];
        let ended = run(
            BASH,
            comment,
            folder.path(),
            &folder.path().join("bin"),
            &env,
        );
        assert_eq!(ended.code, 0, "{}", ended.stderr);
        text(&log).lines().last().expect("a call").to_owned()
    };
    assert!(calls("").contains("--method POST repos/acme/sales/issues/7/comments"));
    assert!(calls("123\\n456\\n").contains("--method PATCH repos/acme/sales/issues/comments/123 "));
}

#[test]
fn the_scripts_for_gitlab_hold_a_merge_request_against_its_target() {
    let root = clone();
    let own = root.path().join("own");
    let workflow = written(root.path(), "gitlab", &["--publish"]);
    let job = |name: &str| workflow[name]["script"][0].as_str().expect("a script");
    let base = git(&own, &["merge-base", "main", "change"])
        .trim()
        .to_owned();
    let target = git(&own, &["rev-parse", "main"]).trim().to_owned();
    let check = |env: &[(&str, &str)]| run(SH, job("meshbook-check"), &own, root.path(), env);
    git(&own, &["checkout", "-q", "change"]);
    let ended = check(&[("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base)]);
    assert!(
        ended.code == 1 && ended.stderr.contains("1 new, 0 fixed"),
        "{}",
        ended.stderr
    );
    for report in ["code-quality.json", "junit.xml", "findings.md"] {
        assert!(!text(&own.join(".cache/meshbook").join(report)).is_empty());
    }
    // A merged result holds what came to the target since.
    git(&own, &["checkout", "-q", "--detach", "main"]);
    git(&own, &["merge", "-q", "--no-edit", "change"]);
    let ended = check(&[
        ("CI_MERGE_REQUEST_DIFF_BASE_SHA", &base),
        ("CI_MERGE_REQUEST_TARGET_BRANCH_SHA", &target),
    ]);
    assert!(
        ended.code == 1 && ended.stderr.contains("1 new, 0 fixed"),
        "{}",
        ended.stderr
    );
    assert_eq!(check(&[]).code, 0);

    let ended = run(SH, job("pages"), &own, root.path(), &[]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(own.join("public/index.html").exists());
    write(
        &own.join("meshbook.yaml"),
        "sources: [{path: contracts}, {path: gone}]\n",
    );
    let ended = run(SH, job("pages"), &own, root.path(), &[]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    assert!(
        ended.stdout.contains("could not be read as it is now"),
        "{}",
        ended.stdout
    );
}

#[test]
fn a_repository_with_a_workflow_has_no_more_faults_than_before() {
    let root = with(&[("contracts/orders.odcs.yaml", ONE_FAULT)]);
    let faults = || {
        let findings = crate::run::check(root.path(), &["."]).findings;
        findings
            .into_iter()
            .filter(|finding| finding.level != "info")
            .count()
    };
    let before = faults();
    written(root.path(), "github", &[]);
    written(root.path(), "gitlab", &[]);
    assert_eq!(faults(), before);
}

#[test]
fn a_configuration_that_cannot_be_used_is_told() {
    let root = with(&[("meshbook.yaml", "sources: 7\n")]);
    let ended = meshbook(root.path(), &["new", "ci", "github", "--install", INSTALL]);
    assert_eq!(ended.code, 2, "{}", ended.stderr);
    assert!(ended.stderr.contains("cannot use"), "{}", ended.stderr);
    assert!(!root.path().join(".github").exists());
}
