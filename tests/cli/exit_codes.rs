//! Exit codes: 0 fine, 1 findings, 2 a call or a machine at fault, 3 a source missing; 2
//! comes before 1, and 1 before 3.

use std::path::Path;

use tempfile::TempDir;

use crate::folder::{tree, with, write};
use crate::run::{check, meshbook, rules};

/// A contract with one fault: a key that ODCS does not know, on line 7.
pub(crate) const ONE_FAULT: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
name: Orders
version: 1.0.0
status: active
colour: blue
";

/// A portal with one finding, of this level, in `shop/orders.odcs.yaml`, and a source that
/// may be missing. All other rules are off.
pub(crate) fn portal(level: &str, is_missing: bool) -> TempDir {
    let mut config = "title: Test\nsources:\n  - path: shop\n    domain: shop\n".to_owned();
    if is_missing {
        config.push_str("  - path: gone\n");
    }
    config.push_str("levels:\n");
    for rule in rules() {
        let level = if rule == "unknown-field" {
            level
        } else {
            "off"
        };
        config.push_str(&format!("  {rule}: {level}\n"));
    }
    with(&[
        ("meshbook.yaml", &config),
        ("shop/orders.odcs.yaml", ONE_FAULT),
    ])
}

#[test]
fn build_ends_with_the_code_of_the_table_and_publishes_only_on_0_and_3() {
    let table = [
        // (level of the finding, whether a source is missing, --fail-on, code)
        ("off", false, None, 0),
        ("error", false, None, 0),
        ("error", false, Some("never"), 0),
        ("warning", false, Some("error"), 0),
        ("info", false, Some("warning"), 0),
        ("warning", false, Some("warning"), 1),
        ("error", false, Some("warning"), 1),
        ("error", false, Some("error"), 1),
        ("off", true, None, 3),
        ("off", true, Some("error"), 3),
        ("error", true, None, 3),
        ("error", true, Some("error"), 1),
    ];
    for (level, is_missing, fail_on, code) in table {
        let folder = portal(level, is_missing);
        let mut arguments = vec!["build"];
        arguments.extend(fail_on.into_iter().flat_map(|level| ["--fail-on", level]));
        let ended = meshbook(folder.path(), &arguments);
        let case = format!("{level} {is_missing} {fail_on:?}: {}", ended.stderr);
        assert_eq!(ended.code, code, "{case}");
        let is_published = folder.path().join("site/site.json").exists();
        assert_eq!(is_published, matches!(code, 0 | 3), "{case}");
        if code == 1 {
            assert!(ended.stderr.contains("unknown-field"), "{case}");
            assert!(ended.stderr.contains("nothing was published"), "{case}");
            assert!(!folder.path().join("site").exists(), "{case}");
        }
    }
}

#[test]
fn check_ends_with_the_code_of_the_table() {
    let table = [
        // (level of the finding, whether a source is missing, --fail-on, code)
        ("off", false, None, 0),
        ("warning", false, None, 0),
        ("error", false, None, 1),
        ("error", false, Some("never"), 0),
        ("info", false, Some("warning"), 0),
        ("warning", false, Some("warning"), 1),
        ("error", false, Some("warning"), 1),
        ("off", true, None, 0),
        ("error", true, None, 1),
    ];
    for (level, is_missing, fail_on, code) in table {
        let folder = portal(level, is_missing);
        let mut arguments = vec!["check", "--format", "concise"];
        arguments.extend(fail_on.into_iter().flat_map(|level| ["--fail-on", level]));
        let ended = meshbook(folder.path(), &arguments);
        let case = format!("{level} {is_missing} {fail_on:?}: {}", ended.stderr);
        assert_eq!(ended.code, code, "{case}");
        assert!(!folder.path().join("site").exists(), "{case}");
    }
}

#[test]
fn a_missing_source_is_an_error_that_fails_a_check() {
    let config = "sources:\n  - path: shop\n  - path: gone\n";
    let folder = with(&[
        ("meshbook.yaml", config),
        ("shop/orders.odcs.yaml", ONE_FAULT),
    ]);
    let report = check(folder.path(), &[]);
    let missing = report
        .findings
        .iter()
        .find(|finding| finding.rule == "unreadable-source")
        .expect("the missing source is named");
    assert_eq!((missing.file.as_str(), missing.line), ("meshbook.yaml", 3));
    assert_eq!(missing.level, "error");
    assert_eq!(meshbook(folder.path(), &["check"]).code, 1);
    let build = meshbook(folder.path(), &["build", "--fail-on", "error"]);
    assert_eq!(build.code, 1, "findings come before a missing source");
}

/// Runs a command that must end with code 2, write nothing, and say these words.
#[track_caller]
pub(crate) fn fails(folder: &Path, arguments: &[&str], words: &[&str]) {
    let before = tree(folder);
    let ended = meshbook(folder, arguments);
    assert_eq!(ended.code, 2, "{arguments:?}: {}", ended.stderr);
    for word in words {
        assert!(
            ended.stderr.contains(word),
            "{arguments:?}: {}",
            ended.stderr
        );
    }
    assert!(before == tree(folder), "{arguments:?} wrote something");
}

#[test]
fn a_call_or_configuration_that_cannot_be_used_ends_with_code_2() {
    let folder = portal("error", true);
    let root = folder.path();
    fails(root, &[], &["Usage"]);
    fails(root, &["bake"], &["bake"]);
    fails(root, &["build", "--nope"], &["--nope"]);
    fails(root, &["build", "--fail-on", "info"], &["info"]);
    fails(
        root,
        &["build", "--now", "yesterday"],
        &["`yesterday` is no time"],
    );
    fails(root, &["build", "gone"], &["gone"]);
    fails(root, &["check", "gone"], &["gone"]);
    fails(root, &["check", ".", "gone"], &["gone"]);
    fails(root, &["check", "--format", "xml"], &["xml", "json"]);
    fails(root, &["serve", "gone", "--port", "0"], &["gone"]);

    // Also where a source is missing and findings would fail the build: 2 comes first.
    for (config, word) in [
        ("title: [", "meshbook.yaml"),
        ("sources:\n  - name: shop\n", "path"),
        ("sources: shop\n", "sources"),
        ("logo: gone.svg\nsources:\n  - path: shop\n", "gone.svg"),
        (
            "logo: ../secret.txt\nsources:\n  - path: shop\n",
            "secret.txt",
        ),
    ] {
        write(&root.join("meshbook.yaml"), config);
        fails(root, &["build", "--fail-on", "error"], &[word]);
        fails(root, &["check"], &[word]);
    }
    let empty = with(&[("notes.txt", "nothing")]);
    fails(empty.path(), &["build"], &["holds no manifest"]);
}

#[test]
fn an_output_folder_that_cannot_be_written_ends_with_code_2() {
    let folder = portal("off", false);
    write(&folder.path().join("site"), "a file, not a folder");
    fails(folder.path(), &["build"], &["site"]);
    let broken = with(&[
        ("orders.odcs.yaml", ONE_FAULT),
        ("meshbook.yaml", "title: Test\nsources:\n  - path: .\n"),
        ("templates/base.html", "{% if %}"),
    ]);
    fails(broken.path(), &["build"], &["base.html"]);
}
