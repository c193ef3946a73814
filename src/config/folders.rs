//! Where a portal's folders lie, seen from another folder.

use std::collections::{BTreeSet, HashSet};
use std::path::{Component, Path, PathBuf};

use super::Config;
use crate::diag::{Files, Folders};

impl Config {
    /// The portal's folder and those of its sources, relative to `here`, which is absolute.
    /// What lies outside of it is named as the user named it.
    pub fn folders(&self, here: &Path) -> Folders {
        let sources = self.sources.iter();
        Folders {
            portal: seen(&self.root, here),
            sources: sources
                .map(|source| match source.remote {
                    // It lies in no folder.
                    Some(_) => format!("{}/", source.shown),
                    None => seen(&source.folder, here),
                })
                .collect(),
        }
    }
}

/// The files that the configuration itself names, such as its rules, waivers and lists. Where the
/// folder of a source is around them, they are none of its own.
pub struct PortalFiles {
    paths: BTreeSet<PathBuf>,
}

impl PortalFiles {
    /// Those among these files.
    pub fn new(config: &Config, files: &Files) -> PortalFiles {
        let own = files.iter().filter(|(_, file)| file.source.is_none());
        let paths = own.map(|(_, file)| plain(&config.root.join(&*file.path)));
        PortalFiles {
            paths: paths.collect(),
        }
    }

    /// Their paths in the folder of a source, with `/`.
    pub fn within(&self, folder: &Path) -> HashSet<String> {
        let folder = plain(folder);
        let from = self.paths.range(folder.clone()..);
        let inside = from.map_while(|path| path.strip_prefix(&folder).ok());
        let paths = inside.map(|path| {
            let parts = path.components();
            let parts = parts.map(|part| part.as_os_str().to_string_lossy().into_owned());
            parts.collect::<Vec<_>>().join("/")
        });
        paths.collect()
    }
}

fn seen(folder: &Path, here: &Path) -> String {
    let given = plain(folder);
    let absolute = plain(&here.join(folder));
    let path = absolute.strip_prefix(plain(here)).unwrap_or(&given);
    let parts: Vec<_> = path
        .components()
        .map(|part| match part {
            Component::RootDir => "".into(),
            part => part.as_os_str().to_string_lossy(),
        })
        .collect();
    match parts.is_empty() {
        true => String::new(),
        false => parts.join("/") + "/",
    }
}

/// A path without `.`, and without `..` where a folder stands before it.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match (part, plain.components().next_back()) {
            (Component::CurDir, _) => {}
            (Component::ParentDir, Some(Component::Normal(_))) => {
                plain.pop();
            }
            _ => plain.push(part),
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_seen_from_the_folder_of_the_call() {
        let table = [
            (".", ""),
            ("./", ""),
            ("domains/sales", "domains/sales/"),
            ("./domains/./x/../sales/", "domains/sales/"),
            ("/repo", ""),
            ("/repo/domains", "domains/"),
            ("../repo/domains", "domains/"),
            ("../other", "../other/"),
            ("/elsewhere/x", "/elsewhere/x/"),
        ];
        for (given, expected) in table {
            assert_eq!(
                seen(Path::new(given), Path::new("/repo")),
                expected,
                "{given}"
            );
        }
    }
}
