//! Sources without a configuration: what a folder of manifests is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use super::{Config, Error, Fetch, Forges, Governance, OwnFiles, ServiceLevels, SourceConfig};
use crate::tree::{Kind, Tree};

/// Folders that sort manifests by their kind: a folder that holds them is one repository.
const KINDS: &[&str] = &[
    "contracts",
    "data-contracts",
    "data-products",
    "datacontracts",
    "dataproducts",
    "odcs",
    "odps",
    "products",
];

/// The portal of a folder without a configuration.
///
/// Where manifests lie directly in the folder, or in folders named after kinds of manifest
/// (`products`, `contracts`), the folder is one source. Otherwise each top-level folder that
/// holds anything readable is one, and the files beside them belong to one more.
pub(super) fn folder(tree: &Tree, root: &Path) -> Result<Config, Error> {
    let mut folders = BTreeSet::new();
    let (mut has_files, mut has_manifests) = (false, false);
    for entry in tree.walk(root, 1, |_, _| true) {
        let entry = entry.map_err(|unread| Error::Unreadable(root.to_owned(), unread.error))?;
        if entry.kind == Kind::Folder && !is_left_out(&entry.path) {
            folders.insert(entry.path);
        } else if entry.kind == Kind::File && is_readable(&entry.path) {
            has_files = true;
            has_manifests |= is_manifest(tree, &root.join(&entry.path));
        }
    }
    folders.retain(|name| holds_readable(tree, &root.join(name)));
    let with_manifests: Vec<_> = folders
        .iter()
        .filter(|name| holds_manifest(tree, &root.join(name)))
        .collect();
    let is_repository = has_manifests
        || !with_manifests.is_empty()
            && with_manifests
                .iter()
                .all(|name| KINDS.contains(&name.as_str()));
    let mut sources = Vec::new();
    if is_repository {
        sources.push(source(root, &name(root), false));
    } else {
        sources.extend(
            folders
                .iter()
                .map(|folder| source(&root.join(folder), folder, false)),
        );
        if has_files {
            sources.push(source(root, &name(root), true));
        }
    }
    if sources.is_empty() {
        return Err(Error::Empty(root.to_owned()));
    }
    make_unique(&mut sources);
    if sources.len() > 1 {
        sources
            .iter_mut()
            .for_each(|source| source.shown = source.name.clone());
    }
    Ok(config(root, sources))
}

/// The portal of some files of one folder.
pub(super) fn files(folder: &Path, files: &[&Path]) -> Config {
    let mut source = source(folder, &name(folder), true);
    let names = files.iter().filter_map(|file| file.file_name());
    source.only = names.map(Into::into).collect();
    source.shown = shown(folder);
    config(folder, vec![source])
}

/// A folder as it stands in front of the paths in it; empty for `.`.
pub(crate) fn shown(folder: &Path) -> String {
    let given = folder.to_string_lossy();
    match given.strip_prefix("./").unwrap_or(&given) {
        "." => String::new(),
        given => given.trim_end_matches('/').to_owned(),
    }
}

/// The name of a folder, even of `.`.
pub(super) fn name(folder: &Path) -> String {
    let absolute = fs::canonicalize(folder).unwrap_or_else(|_| folder.to_owned());
    absolute.file_name().map_or_else(
        || "portal".to_owned(),
        |name| name.to_string_lossy().into_owned(),
    )
}

/// A folder as a source, of which nothing else is known.
pub(super) fn source(folder: &Path, name: &str, is_shallow: bool) -> SourceConfig {
    let slug = slug::slugify(name);
    SourceConfig {
        name: if slug.is_empty() {
            "source".to_owned()
        } else {
            slug
        },
        folder: folder.to_owned(),
        remote: None,
        domain: None,
        in_directory: false,
        is_shallow,
        only: Vec::new(),
        shown: String::new(),
        span: None,
        holds_configuration: false,
        history: None,
        repository: None,
        owns: Vec::new(),
    }
}

/// Numbers the sources whose names fall together.
fn make_unique(sources: &mut [SourceConfig]) {
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for source in sources {
        let count = seen.entry(source.name.clone()).or_default();
        *count += 1;
        if *count > 1 {
            source.name = format!("{}-{count}", source.name);
        }
    }
}

fn config(root: &Path, sources: Vec<SourceConfig>) -> Config {
    Config {
        root: root.to_owned(),
        title: name(root),
        description: None,
        base_url: None,
        sources,
        fetch: Fetch::default(),
        levels: BTreeMap::new(),
        allow: Vec::new(),
        governance: Governance::default(),
        service_levels: ServiceLevels::default(),
        forges: Forges::default(),
        links: Vec::new(),
        hide: BTreeSet::new(),
        own_files: OwnFiles::default(),
        file: None,
    }
}

/// More folders than a source ever lies deep in its repository.
const MOST_ABOVE: usize = 64;

/// The root of the git repository in which a folder of the disk lies.
pub(super) fn repository(folder: &Path) -> Option<PathBuf> {
    let folder = fs::canonicalize(folder).ok()?;
    let mut above = folder.ancestors().take(MOST_ABOVE);
    let root = above.find(|folder| folder.join(".git").exists());
    root.map(Path::to_owned)
}

/// Folders in which no domain keeps manifests: hidden ones, and those of tools.
fn is_left_out(name: &str) -> bool {
    is_hidden(name) || is_of_tool(name)
}

/// Whether a file or folder is hidden.
pub(crate) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// Folders that tools fill for themselves, often with thousands of files.
pub(crate) fn is_of_tool(name: &str) -> bool {
    matches!(
        name,
        ".cache"
            | ".git"
            | ".hg"
            | ".meshbook"
            | ".mypy_cache"
            | ".pytest_cache"
            | ".ruff_cache"
            | ".svn"
            | ".terraform"
            | ".tox"
            | ".venv"
            | "__pycache__"
            | "node_modules"
            | "target"
    )
}

/// Whether the name of a file is one of those that are read.
pub(crate) fn is_readable(name: &str) -> bool {
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    matches!(
        ending.as_deref(),
        Some("yaml" | "yml" | "json" | "md" | "markdown")
    )
}

/// Whether a path of a source is one of results that tools left: it lies in a folder that is
/// called `measurements`, at any depth.
pub(crate) fn is_of_results(path: &str) -> bool {
    let (folder, name) = path.rsplit_once('/').unwrap_or_default();
    let is_there = folder.split('/').any(|part| part == "measurements");
    let ending = name
        .rsplit_once('.')
        .map(|(_, ending)| ending.to_ascii_lowercase());
    let is_result = matches!(
        ending.as_deref(),
        Some("json" | "jsonl" | "ndjson" | "xml" | "yaml" | "yml")
    );
    is_there && is_result
}

/// Whether a file of a folder of results is a manifest all the same: its name says so, or its
/// head does.
pub(crate) fn is_misplaced_manifest(tree: &Tree, path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let name = name.to_ascii_lowercase();
    let is_named = name.contains(".odcs.") || name.contains(".odps.");
    is_readable(&name) && (is_named || tree.head(path).is_some_and(|text| begins_manifest(&text)))
}

/// Whether a key at the root of a text says that it is a manifest.
fn begins_manifest(text: &str) -> bool {
    let is_kind = |value: &str| {
        let value = value.trim_start().trim_start_matches(['"', '\'']);
        ["DataContract", "DataProduct"].iter().any(|kind| {
            let rest = value.strip_prefix(kind);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric()))
        })
    };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    if text.starts_with('{') {
        // Within a text of JSON the quotes are escaped.
        let has = |key: &str, is_it: &dyn Fn(&str) -> bool| {
            let mut found = text.match_indices(key);
            found.any(|(at, _)| {
                let behind = text[at + key.len()..].trim_start().strip_prefix(':');
                behind.is_some_and(is_it)
            })
        };
        return has("\"kind\"", &is_kind) || has("\"dataContractSpecification\"", &|_| true);
    }
    text.lines().any(|line| {
        let key = line.split_once(':');
        key.is_some_and(
            |(key, value)| match key.trim_end().trim_matches(['"', '\'']) {
                "kind" => is_kind(value),
                "dataContractSpecification" => true,
                _ => false,
            },
        )
    })
}

/// The files below a folder.
fn files_below<'t>(tree: &'t Tree, folder: &Path) -> impl Iterator<Item = String> + 't {
    let walk = tree.walk(folder, 32, |name, _| !is_left_out(name));
    let files = walk.flatten().filter(|entry| entry.kind == Kind::File);
    files
        .filter(|entry| !is_left_out(entry.name()))
        .map(|entry| entry.path)
}

fn holds_readable(tree: &Tree, folder: &Path) -> bool {
    !is_site(tree, folder) && files_below(tree, folder).any(|path| is_readable(&path))
}

fn holds_manifest(tree: &Tree, folder: &Path) -> bool {
    files_below(tree, folder).any(|path| is_manifest(tree, &folder.join(path)))
}

/// Whether a folder is a portal that was built before.
pub(crate) fn is_site(tree: &Tree, folder: &Path) -> bool {
    let list = tree.head(&folder.join("site.json"));
    list.is_some_and(|text| text.contains("\"generator\": \"meshbook\""))
}

/// Whether a file looks like a data product or data contract at its head.
fn is_manifest(tree: &Tree, path: &Path) -> bool {
    let name = path.to_string_lossy();
    if !is_readable(&name) || name.ends_with(".md") || name.ends_with(".markdown") {
        return false;
    }
    let text = tree.head(path).unwrap_or_default();
    let names = ["DataProduct", "DataContract", "dataContractSpecification"];
    names.iter().any(|name| text.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn manifests_are_known_by_a_key_at_their_root() {
        for text in [
            "apiVersion: v3.1.0\nkind: DataContract\n",
            "\u{feff}kind: 'DataProduct' # it is\n",
            "\"kind\": \"DataContract\"\n",
            "{\"apiVersion\": \"v3.1.0\", \"kind\" : \"DataProduct\"}",
            "dataContractSpecification: 1.1.0\nid: orders\n",
            "{\"dataContractSpecification\": \"1.1.0\"}",
        ] {
            assert!(begins_manifest(text), "{text}");
        }
        for text in [
            "kind: ObservabilityResults\n",
            "kind: DataContractTest\n",
            "results:\n- message: 'kind: DataContract'\n  kind: DataContract\n",
            "{\"kind\": \"ObservabilityResults\"}",
            "{\"reason\": \"no \\\"kind\\\": \\\"DataContract\\\"\"}",
            "{\"dataContractId\": \"orders\"}",
            "",
        ] {
            assert!(!begins_manifest(text), "{text}");
        }
    }
}
