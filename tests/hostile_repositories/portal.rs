//! Twenty healthy repositories and the hostile ones, in one folder.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;
use walkdir::WalkDir;

use crate::{cases, generated, text};

/// How many healthy repositories there are.
pub(crate) const HEALTHY: usize = 20;

/// A folder with `portal`, `healthy` and `hostile` in it.
pub(crate) struct Portal {
    folder: TempDir,
    /// The hostile sources, by their paths below `hostile`.
    pub(crate) hostile: Vec<String>,
    /// The traps that the cases themselves have laid.
    laid: BTreeSet<PathBuf>,
}

impl Portal {
    pub(crate) fn new() -> Portal {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let root = folder.path();
        for number in 0..HEALTHY {
            healthy(&root.join("healthy"), number);
        }
        let mut hostile = cases::write(&root.join("hostile"));
        hostile.extend(generated::write(&root.join("hostile")));
        hostile.sort();
        let laid = canaries(root);
        Portal {
            folder,
            hostile,
            laid,
        }
    }

    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Writes the configuration of the healthy and of these hostile sources; its folder.
    pub(crate) fn configure(&self, hostile: &[&str]) -> PathBuf {
        let mut config = "title: Test\nsources:\n".to_owned();
        for number in 0..HEALTHY {
            let domain = domain(number);
            writeln!(
                config,
                "  - {{name: {domain}, path: ../healthy/{domain}, domain: {domain}}}"
            )
            .expect("room");
        }
        for path in hostile {
            let name = format!("x-{}", path.replace(['/', '_'], "-"));
            writeln!(
                config,
                "  - {{name: {name}, path: ../hostile/{path}, domain: {name}}}"
            )
            .expect("room");
        }
        let root = self.folder().join("portal");
        fs::create_dir_all(&root).expect("a folder");
        fs::write(root.join("meshbook.yaml"), config).expect("a configuration");
        root
    }

    /// The traps that were sprung: files of this name that no case has laid.
    pub(crate) fn sprung(&self) -> Vec<String> {
        let found = canaries(self.folder());
        let sprung = found.difference(&self.laid).map(|path| text(path));
        sprung.collect()
    }
}

impl Drop for Portal {
    fn drop(&mut self) {
        // Folders that are deeper than a process may have files open are left by the library.
        let _ = Command::new("rm").arg("-rf").arg(self.folder()).status();
    }
}

fn canaries(root: &Path) -> BTreeSet<PathBuf> {
    let walk = WalkDir::new(root).into_iter().flatten();
    let found = walk.filter(|entry| entry.file_name().to_string_lossy().contains("CANARY"));
    found.map(|entry| entry.into_path()).collect()
}

fn domain(number: usize) -> String {
    format!("healthy-{number:02}")
}

/// Whether a file of a site belongs to a healthy product, its contract, its docs or its badges.
/// What is of the whole mesh, such as the indexes, may name those who mean harm.
pub(crate) fn is_of_healthy(path: &str) -> bool {
    let mut parts = path.split('/');
    let room = parts.next().unwrap_or_default();
    let rooms = ["products", "contracts", "docs", "badges"];
    let rest: Vec<&str> = match (room, parts.next()) {
        ("api", Some("status" | "outcomes")) => parts.collect(),
        (room, Some(first)) if rooms.contains(&room) => [first].into_iter().chain(parts).collect(),
        _ => return false,
    };
    rest[0].starts_with("healthy-")
}

/// The healthy repository of this number: a product, its contract and docs.
fn healthy(folder: &Path, number: usize) {
    let domain = domain(number);
    let folder = folder.join(&domain);
    let next = (number + 1) % HEALTHY;
    let product = format!(
        "apiVersion: v1.0.0\nkind: DataProduct\nid: {domain}.orders\nname: Orders {number}\n\
         version: 1.0.0\nstatus: active\ndescription: {{purpose: Orders of shop {number}.}}\n\
         inputPorts: [{{name: next, version: 1.0.0, contractId: contract-{next:02}}}]\n\
         outputPorts: [{{name: orders, version: 1.0.0, contractId: contract-{number:02}}}]\n\
         team: {{name: team-{number:02}, members: [{{username: ada-{number:02}, role: owner}}]}}\n"
    );
    let contract = format!(
        "apiVersion: v3.1.0\nkind: DataContract\nid: contract-{number:02}\nname: Orders {number}\n\
         version: 1.0.0\nstatus: active\ndescription: {{purpose: Orders of shop {number}.}}\n\
         slaProperties: [{{property: latency, value: 4, unit: h}}]\n\
         schema:\n  - name: orders\n    properties: [{{name: id, logicalType: string}}]\n"
    );
    write(&folder.join("orders.odps.yaml"), product);
    write(&folder.join("orders.odcs.yaml"), contract);
    write(
        &folder.join("docs/index.md"),
        format!("# Shop {number}\n\nSee [how](how.md).\n"),
    );
    // Each is a repository of its own, with those who mean harm or without.
    let workflow = "on: push\njobs: {check: {steps: [{run: meshbook check}]}}\n";
    write(&folder.join(".github/workflows/check.yml"), workflow);
    write(
        &folder.join("docs/how.md"),
        "# How\n\n```sql\nselect 1\n```\n",
    );
}

/// Writes a file, with the folders above it.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}
