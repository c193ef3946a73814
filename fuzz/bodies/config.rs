//! `meshbook.yaml`, and the files that it names. A line `=== <name>` in an input begins one of
//! those: `rules.yaml`, `list.yaml`, `waivers.yaml`, `scores.jsonl`.

use std::fs;
use std::sync::OnceLock;

use meshbook::config;
use meshbook::diag::Files;
use meshbook::past;
use meshbook::tree::Tree;
use tempfile::TempDir;

use super::{Target, findings, in_time, portal};

pub(super) const TARGET: Target = Target {
    name: "config",
    run,
};

/// The names under which an input may write files.
const NAMES: [&str; 4] = ["rules.yaml", "list.yaml", "waivers.yaml", "scores.jsonl"];

fn run(data: &[u8]) {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let folder = FOLDER.get_or_init(|| TempDir::new().expect("a folder"));
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect(name);
    for name in NAMES {
        // What an earlier input wrote must not be seen by this one.
        let _ = fs::remove_file(folder.path().join(name));
    }
    let mut parts = text.split("\n=== ");
    write(config::FILE, parts.next().unwrap_or_default());
    for part in parts {
        let (name, text) = part.split_once('\n').unwrap_or((part, ""));
        if NAMES.contains(&name) {
            write(name, text);
        }
    }
    let told = in_time("a configuration", || judge(folder));
    assert_eq!(told, judge(folder));
}

/// What is told of a portal with a configuration.
fn judge(folder: &TempDir) -> String {
    let mut files = Files::default();
    let mut told = Vec::new();
    let tree = Tree::Disk;
    let mut config = match config::load(&tree, folder.path(), &mut files, &mut told) {
        Ok(config) => config,
        Err(error) => {
            let told = error.to_string();
            assert!(
                !told.contains(|c: char| c.is_control() && c != '\n'),
                "{told:?}"
            );
            return told;
        }
    };
    findings::check(&files, &told);
    past::read(&tree, &config, &mut files, &mut told);
    // What the sources hold is not read here: they may be any folder.
    config.sources = portal::config().sources;
    let mesh = portal::mesh(&mut files, portal::ORDERS, false, &mut told);
    let judged = portal::judged(config, files, mesh, told);
    findings::check(&judged.files, &judged.findings);
    format!("{:?}", judged.findings)
}
