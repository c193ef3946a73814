//! The binary, run to its end.

use std::path::Path;
use std::process::{Command, Output};
use std::sync::OnceLock;

use serde::Deserialize;

/// The time of every build that is compared with another one.
pub(crate) const NOW: &str = "2026-03-02T09:00:00Z";

/// How a run ended, and what it said.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// The command, with nothing in its surroundings that a developer may have set.
pub(crate) fn command() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_meshbook"));
    for name in ["SOURCE_DATE_EPOCH", "RAYON_NUM_THREADS", "NO_COLOR"] {
        command.env_remove(name);
    }
    command
}

/// Runs the command to its end. It never panics.
#[track_caller]
pub(crate) fn end(command: &mut Command) -> Ended {
    let Output {
        status,
        stdout,
        stderr,
    } = command.output().expect("the binary runs");
    let ended = Ended {
        code: status.code().expect("the binary ends by itself"),
        stdout: String::from_utf8(stdout).expect("the output is UTF-8"),
        stderr: String::from_utf8(stderr).expect("the messages are UTF-8"),
    };
    assert!(!ended.stderr.contains("panicked"), "{}", ended.stderr);
    ended
}

/// Runs the binary with arguments in a folder.
#[track_caller]
pub(crate) fn meshbook(folder: &Path, arguments: &[&str]) -> Ended {
    end(command().current_dir(folder).args(arguments))
}

/// What `check --format json` prints: these keys and no others.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Report {
    pub(crate) version: u32,
    pub(crate) findings: Vec<Finding>,
    pub(crate) suppressed: Vec<serde_json::Value>,
    pub(crate) waived: Vec<serde_json::Value>,
    pub(crate) comparison: Option<serde_json::Value>,
    pub(crate) rule_set: String,
    pub(crate) products: Vec<serde_json::Value>,
    pub(crate) summary: Summary,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Finding {
    pub(crate) rule: String,
    pub(crate) level: String,
    pub(crate) element: String,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) column: usize,
    pub(crate) end_line: usize,
    pub(crate) end_column: usize,
    pub(crate) related: Vec<serde_json::Value>,
    pub(crate) subject: Subject,
    pub(crate) fingerprint: String,
    pub(crate) state: Option<String>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Subject {
    pub(crate) kind: String,
    pub(crate) id: String,
}

#[derive(Debug, Deserialize, PartialEq, Eq)]
#[serde(deny_unknown_fields)]
pub(crate) struct Summary {
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    pub(crate) infos: usize,
}

/// The findings of paths, as JSON tells them.
#[track_caller]
pub(crate) fn check(folder: &Path, paths: &[&str]) -> Report {
    let mut arguments = vec!["check", "--format", "json", "--fail-on", "never"];
    arguments.extend(paths);
    let ended = meshbook(folder, &arguments);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    serde_json::from_str(&ended.stdout).expect("the report is JSON of the known shape")
}

/// The ids of all rules of Meshbook, in the order of `meshbook rules`.
pub(crate) fn rules() -> &'static [String] {
    static RULES: OnceLock<Vec<String>> = OnceLock::new();
    RULES.get_or_init(|| {
        let empty = tempfile::tempdir().expect("a temporary folder");
        rules_in(empty.path())
    })
}

/// The ids of all rules that a portal has, those of its organisation with them.
pub(crate) fn rules_in(folder: &Path) -> Vec<String> {
    let ended = meshbook(folder, &["rules"]);
    assert_eq!(ended.code, 0);
    let lines = ended.stdout.lines();
    let ids = lines.filter_map(|line| line.split_whitespace().next());
    ids.map(str::to_owned).collect()
}
