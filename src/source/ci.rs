//! Whether the repository of a source runs `meshbook check` in its own CI.
//!
//! The files of CI lie in hidden folders, which are not read otherwise; these have known names,
//! and nothing of them is shown but the name.

use std::path::Path;

use crate::config::{Config, SourceConfig};
use crate::tree::{Folder, Kind, Tree};

/// Files that are CI by their name.
const FILES: [&str; 9] = [
    ".circleci/config.yml",
    ".drone.yml",
    ".gitlab-ci.yml",
    ".travis.yml",
    ".woodpecker.yml",
    "Jenkinsfile",
    "azure-pipelines.yml",
    "azure-pipelines.yaml",
    "bitbucket-pipelines.yml",
];

/// Folders whose YAML files are CI.
const FOLDERS: [&str; 7] = [
    ".azure-pipelines",
    ".buildkite",
    ".forgejo/workflows",
    ".gitea/workflows",
    ".github/workflows",
    ".gitlab",
    ".woodpecker",
];

/// The most files of a folder that are looked at.
const MOST: usize = 100;
/// The largest of them, in bytes.
const LARGEST: u64 = 256 << 10;

/// The file by which `meshbook check` is run for a source: in its own folder, at the root of the
/// repository in which that lies, or, where it lies in none, in the folder of the portal that
/// holds it.
pub(super) fn checked_by(tree: &Tree, portal: &Config, source: &SourceConfig) -> Option<String> {
    if !source.only.is_empty() {
        return None;
    }
    let above = match &source.repository {
        Some(root) => Some(root.as_path()),
        None if source.folder.starts_with(&portal.root) => Some(portal.root.as_path()),
        None => None,
    };
    in_folder(tree, &source.folder).or_else(|| in_folder(tree, above?))
}

/// Whether a folder has a CI of its own, whatever that runs.
pub(super) fn is_in(tree: &Tree, folder: &Path) -> bool {
    find(tree, folder, |folder, path| {
        folder.read(path, LARGEST).is_ok()
    })
    .is_some()
}

fn in_folder(tree: &Tree, root: &Path) -> Option<String> {
    find(tree, root, runs_it)
}

/// The first file of CI in a folder that is as asked.
fn find(tree: &Tree, root: &Path, is: impl Fn(&Folder<'_>, &str) -> bool) -> Option<String> {
    let tree = tree.or_now(root);
    let folder = tree.folder(root).ok()?;
    let known = FILES.iter().map(|name| (*name).to_owned());
    let listed = FOLDERS.iter().flat_map(|name| names(tree, root, name));
    known.chain(listed).find(|path| is(&folder, path))
}

/// The paths of the YAML files directly in a folder of the root.
fn names(tree: &Tree, root: &Path, folder: &str) -> Vec<String> {
    let is_yaml = |name: &str| name.ends_with(".yml") || name.ends_with(".yaml");
    let walk = tree.walk(&root.join(folder), 1, |_, _| false);
    let files = walk
        .filter_map(Result::ok)
        .filter(|entry| entry.kind == Kind::File && is_yaml(&entry.path));
    let paths = files.map(|entry| format!("{folder}/{}", entry.path));
    paths.take(MOST).collect()
}

fn runs_it(folder: &Folder<'_>, path: &str) -> bool {
    let bytes = folder.read(path, LARGEST).unwrap_or_default();
    String::from_utf8_lossy(&bytes).lines().any(is_check)
}

/// Whether a line calls `meshbook check`, or a shared workflow of that name, and heeds how it
/// ends.
fn is_check(line: &str) -> bool {
    let line = line.trim_start_matches([' ', '\t', '-']);
    let line = line.split(" #").next().unwrap_or_default();
    let says = |start: &&str| line.starts_with(*start);
    if ["#", "//", "name:", "description:", "echo ", "title:"]
        .iter()
        .any(says)
    {
        return false;
    }
    let shares = ["uses:", "template:", "project:", "component:", "include:"];
    if shares.iter().any(says) && line.contains("meshbook") {
        return true;
    }
    let mut words = line.split(|c: char| {
        c.is_whitespace() || matches!(c, '"' | '\'' | '[' | ']' | ',' | '(' | ')')
    });
    let is_called = words.any(|word| word == "meshbook" || word.ends_with("/meshbook"))
        && words.any(|word| word == "check");
    let is_heeded = !["|| true", "|| :", "||true", "|| exit 0", "; true"]
        .iter()
        .any(|end| line.contains(end));
    is_called && is_heeded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_check_is_told_from_what_only_looks_like_one() {
        for line in [
            "      - run: meshbook check",
            "          meshbook check \"$@\" || status=$?",
            "    - ./bin/meshbook check --baseline git:origin/main",
            "  script: [\"meshbook check\"]",
            "sh 'meshbook check .'",
            "    uses: acme/ci/.github/workflows/meshbook.yml@v2",
            "run: meshbook --color never check # as agreed",
        ] {
            assert!(is_check(line), "{line}");
        }
        for line in [
            "# meshbook check",
            "  - name: Run meshbook check",
            "  - run: meshbook check || true",
            "  - run: meshbook build",
            "  - echo meshbook check",
            "  - run: make # meshbook check",
            "  - run: check meshbook",
            "  - uses: actions/checkout@v4",
            "",
        ] {
            assert!(!is_check(line), "{line}");
        }
    }
}
