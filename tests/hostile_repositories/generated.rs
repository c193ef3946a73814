//! The cases of the generators of `MESHBOOK_HOSTILE`, each as a repository.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::portal::write as write_file;

/// A product that is as it should be, beside what is not.
const PRODUCT: &str = "apiVersion: v1.0.0\nkind: DataProduct\nid: orders\nname: orders\n\
    version: 1.0.0\nstatus: active\nteam: {name: sales-data}\n";

/// Writes the repositories; their paths below the folder. None, told plainly, without the
/// generators.
pub(crate) fn write(folder: &Path) -> Vec<String> {
    let Some(hostile) = std::env::var_os("MESHBOOK_HOSTILE") else {
        println!("no generated cases: MESHBOOK_HOSTILE is not set");
        return Vec::new();
    };
    let generator = PathBuf::from(hostile).join("generators/gen.py");
    let made = folder.join("generated");
    for kind in ["tree", "yaml", "markdown", "code"] {
        let mut python = Command::new("python3");
        let Ok(ended) = python
            .arg(&generator)
            .arg("make")
            .arg(&made)
            .arg(kind)
            .output()
        else {
            println!("no generated cases: python3 is not there");
            return Vec::new();
        };
        let told = String::from_utf8_lossy(&ended.stderr);
        assert!(ended.status.success(), "{}: {told}", generator.display());
    }
    let mut paths = trees(&made);
    for kind in ["yaml", "markdown", "code"] {
        for (name, text) in files(&made.join(kind)) {
            let root = format!("{kind}/{}", name.split('.').next().unwrap_or_default());
            let folder = made.join(&root);
            let file = match kind {
                "yaml" => "hostile.odps.yaml",
                _ => "docs/index.md",
            };
            write_file(&folder.join("product.odps.yaml"), PRODUCT);
            write_file(&folder.join(file), text);
            paths.push(root);
        }
    }
    assert!(paths.len() > 90, "only {} cases are generated", paths.len());
    paths
        .into_iter()
        .map(|path| format!("generated/{path}"))
        .collect()
}

/// The generated folders; those of a case that has two repositories, one by one.
fn trees(made: &Path) -> Vec<String> {
    let mut paths = Vec::new();
    for name in names(&made.join("tree")) {
        let path = format!("tree/{name}/repo");
        let folder = made.join(&path);
        let parts = ["repo-a", "repo-b"].map(|part| format!("{path}/{part}"));
        match folder.join("repo-a").is_dir() {
            true => paths.extend(parts),
            false => paths.push(path),
        }
    }
    paths
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let names = names(folder).into_iter();
    names
        .map(|name| {
            let text = fs::read(folder.join(&name)).expect("a generated file");
            (name, text)
        })
        .collect()
}

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("a generated folder");
    let names = entries.map(|entry| entry.expect("an entry").file_name());
    let mut names: Vec<_> = names
        .map(|name| name.to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}
