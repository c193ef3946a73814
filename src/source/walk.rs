//! The files of a source, in the order of their paths.

use std::collections::BTreeMap;

use super::{HIDDEN_FILE, MAX_DEPTH, Trouble, UNREADABLE_FILE, over_limit};
use crate::config::{
    FILE, MAX_FILES, SourceConfig, is_hidden, is_misplaced_manifest, is_of_results, is_of_tool,
    is_readable, is_site,
};
use crate::tree::{Kind, Tree, Unread};

/// What a walk found; paths are relative to the source, with `/`.
#[derive(Default)]
pub(super) struct Found {
    pub(super) files: Vec<String>,
    /// Results that tools left.
    pub(super) results: Vec<String>,
    /// The source's own configuration.
    pub(super) configuration: Option<String>,
    pub(super) others: BTreeMap<String, usize>,
    pub(super) troubles: Vec<(String, Trouble)>,
}

/// Walks a source. Folders of tools and built portals are left out; files of hidden folders,
/// links and special files that bear the name of a manifest are trouble.
pub(super) fn walk(tree: &Tree, config: &SourceConfig) -> Found {
    let mut found = Found::default();
    if !config.only.is_empty() {
        let names = config
            .only
            .iter()
            .map(|name| name.to_string_lossy().into_owned());
        found.files.extend(names);
        return found;
    }
    let depth = if config.is_shallow { 1 } else { MAX_DEPTH + 1 };
    let walk = tree.walk(&config.folder, depth, |name, path| {
        !is_of_tool(name) && !is_site(tree, path)
    });
    for entry in walk {
        let entry = match entry {
            Ok(entry) => entry,
            Err(unread) => {
                found.unreadable(unread);
                continue;
            }
        };
        let (depth, kind) = (entry.depth(), entry.kind);
        let path = entry.path;
        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let name = path.rsplit('/').next().unwrap_or_default();
        if kind == Kind::Folder {
            if depth > MAX_DEPTH {
                found.troubles.push((
                    path,
                    over_limit(format!("nested more than {MAX_DEPTH} folders deep")),
                ));
            }
        } else if kind == (Kind::Link { to_folder: true }) {
            found.troubles.push((path, linked()));
        } else if path == FILE {
            // That of the portal is read already.
            found.configuration = (!config.holds_configuration).then_some(path);
        } else if !is_readable(name) && !is_of_results(&path) {
            *found.others.entry(folder.to_owned()).or_default() += 1;
        } else if found.files.len() + found.results.len() + found.troubles.len() >= MAX_FILES {
            found.troubles.push((
                path,
                over_limit(format!("more than {MAX_FILES} files in one source")),
            ));
            break;
        } else if folder.split('/').any(is_hidden) {
            found.troubles.push((
                path,
                Trouble {
                    code: &HIDDEN_FILE,
                    message: "this lies in a hidden folder, which is not read".to_owned(),
                    help: "move it out of the hidden folder if the portal should show it",
                },
            ));
        } else if kind != Kind::File {
            let what = match kind {
                Kind::Link { .. } => "a link",
                _ => "no regular file",
            };
            found.troubles.push((
                path,
                Trouble {
                    code: &UNREADABLE_FILE,
                    message: format!("this is {what}, which is not read"),
                    help: "put the file itself in its place",
                },
            ));
        } else if is_of_results(&path) && !is_misplaced_manifest(tree, &config.folder.join(&path)) {
            found.results.push(path);
        } else {
            found.files.push(path);
        }
    }
    found
}

impl Found {
    /// Names a folder that the walk could not look into.
    fn unreadable(&mut self, unread: Unread) {
        let reason = super::reason(&unread.error);
        self.troubles.push((
            unread.path,
            Trouble {
                code: &UNREADABLE_FILE,
                message: format!("this cannot be looked into: {reason}"),
                help: "make it a folder that can be read, inside of its source",
            },
        ));
    }
}

/// A link to a folder, behind which nothing is read.
fn linked() -> Trouble {
    Trouble {
        code: &UNREADABLE_FILE,
        message: "this is a link to a folder, which is not followed".to_owned(),
        help: "put the folder itself in its place",
    }
}
