//! Sources without a configuration: what a folder of manifests is made of.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

use super::{Config, Error, OwnFiles, SourceConfig};

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

/// How much of a file is read to see whether it is a manifest.
const HEAD: usize = 4096;

/// The portal of a folder without a configuration.
///
/// Where manifests lie directly in the folder, or in folders named after kinds of manifest
/// (`products`, `contracts`), the folder is one source. Otherwise each top-level folder that
/// holds anything readable is one, and the files beside them belong to one more.
pub(super) fn folder(root: &Path) -> Result<Config, Error> {
    let unreadable = |error| Error::Unreadable(root.to_owned(), error);
    let mut folders = BTreeSet::new();
    let (mut has_files, mut has_manifests) = (false, false);
    for entry in fs::read_dir(root).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let kind = entry.file_type().map_err(unreadable)?;
        if kind.is_dir() && !is_left_out(&name) {
            folders.insert(name);
        } else if kind.is_file() && is_readable(&name) {
            has_files = true;
            has_manifests |= is_manifest(&entry.path());
        }
    }
    folders.retain(|name| holds_readable(&root.join(name)));
    let with_manifests: Vec<_> = folders
        .iter()
        .filter(|name| holds_manifest(&root.join(name)))
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

fn source(folder: &Path, name: &str, is_shallow: bool) -> SourceConfig {
    let slug = slug::slugify(name);
    SourceConfig {
        name: if slug.is_empty() {
            "source".to_owned()
        } else {
            slug
        },
        folder: folder.to_owned(),
        domain: None,
        in_directory: false,
        is_shallow,
        only: Vec::new(),
        shown: String::new(),
        span: None,
        holds_configuration: false,
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
        levels: BTreeMap::new(),
        allow: Vec::new(),
        links: Vec::new(),
        hide: BTreeSet::new(),
        own_files: OwnFiles::default(),
        file: None,
    }
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

fn walk(folder: &Path) -> impl Iterator<Item = walkdir::DirEntry> {
    let walk = WalkDir::new(folder)
        .max_depth(32)
        .sort_by_file_name()
        .into_iter();
    let walk = walk.filter_entry(|entry| {
        entry.depth() == 0 || !is_left_out(&entry.file_name().to_string_lossy())
    });
    walk.flatten().filter(|entry| entry.file_type().is_file())
}

fn holds_readable(folder: &Path) -> bool {
    !is_site(folder) && walk(folder).any(|entry| is_readable(&entry.file_name().to_string_lossy()))
}

fn holds_manifest(folder: &Path) -> bool {
    walk(folder).any(|entry| is_manifest(entry.path()))
}

/// Whether a folder is a portal that was built before.
pub(crate) fn is_site(folder: &Path) -> bool {
    head(&folder.join("site.json")).is_some_and(|text| text.contains("\"generator\": \"meshbook\""))
}

/// Whether a file looks like a data product or data contract at its head.
fn is_manifest(path: &Path) -> bool {
    let name = path.to_string_lossy();
    if !is_readable(&name) || name.ends_with(".md") || name.ends_with(".markdown") {
        return false;
    }
    let text = head(path).unwrap_or_default();
    text.contains("DataProduct") || text.contains("DataContract")
}

fn head(path: &Path) -> Option<String> {
    use std::io::Read;
    if !fs::symlink_metadata(path).ok()?.is_file() {
        return None;
    }
    let mut bytes = Vec::with_capacity(HEAD);
    fs::File::open(path)
        .ok()?
        .take(HEAD as u64)
        .read_to_end(&mut bytes)
        .ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}
