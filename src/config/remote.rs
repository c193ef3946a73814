//! Sources that are fetched: which commit of which repository, and which folder of it.

use std::path::{Path, PathBuf};

use super::{Fetch, GitUrl, Limits};

/// The longest name of a branch or a tag, in bytes.
const LONGEST: usize = 255;

/// A folder of a git repository that is fetched.
#[derive(Clone, Debug)]
pub struct Remote {
    /// The repository, or why it is not fetched.
    pub url: Result<GitUrl, String>,
    /// Its address as it is written, without a password.
    pub address: String,
    /// The branch, the tag or the id of the commit; the repository's own branch where it is absent.
    pub reference: Option<String>,
    /// The path that stands for its root among those of folders; each source has its own, since
    /// each may stand at another commit.
    pub root: PathBuf,
    /// The folder in it, with `/`; empty for all of it.
    pub path: String,
    /// What its fetch may cost.
    pub limits: Limits,
}

impl Remote {
    /// The path that stands for its folder.
    pub fn folder(&self) -> PathBuf {
        match self.path.as_str() {
            "" => self.root.clone(),
            path => self.root.join(path),
        }
    }

    /// The path that stands for the root of the repository of a source. Nothing lies there on
    /// the disk.
    pub(super) fn root(name: &str) -> PathBuf {
        PathBuf::from(format!("git:{name}"))
    }
}

/// Whether this may name a branch, a tag or a commit: nothing that `git` would read as an option,
/// a range, a pattern or two names.
pub fn is_reference(text: &str) -> bool {
    let is_of = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
    let is_part = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && !part.ends_with('.')
            && !part.ends_with(".lock")
    };
    text.len() <= LONGEST
        && text.chars().all(is_of)
        && !text.starts_with('-')
        && !text.contains("..")
        && text.split('/').all(is_part)
}

/// Whether this is a path of a folder in a repository.
pub(super) fn is_inside(path: &str) -> bool {
    let is_part = |part: &str| !matches!(part, "" | "." | ".." | ".git");
    path.len() <= 1_024
        && !path.contains(|c: char| c.is_control() || c == '\\')
        && path.split('/').all(is_part)
}

/// The repository at a path of this machine, if the configuration allows it. Whether it is there
/// is seen when it is fetched.
///
/// Links on the way are followed: what counts is where it lies.
pub(super) fn allowed(path: &Path, root: &Path, fetch: &Fetch) -> Result<GitUrl, String> {
    let path = root.join(path);
    let real = real(&path).ok_or("there is no repository at this path")?;
    let mut folders = fetch
        .local
        .iter()
        .filter_map(|folder| folder.canonicalize().ok());
    match folders.any(|folder| real.starts_with(folder)) {
        true => Ok(GitUrl::at(real)),
        false => Err("the path lies in no folder that `fetch: local:` names".to_owned()),
    }
}

/// A path without links on the way, as far as it is there.
fn real(path: &Path) -> Option<PathBuf> {
    match path.canonicalize() {
        Ok(real) => Some(real),
        Err(_) => Some(real(path.parent()?)?.join(path.file_name()?)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_plain_names() {
        for text in [
            "main",
            "release/2026.1",
            "v1.0.0",
            "0123456789abcdef0123456789abcdef01234567",
        ] {
            assert!(is_reference(text), "{text}");
        }
        for text in [
            "",
            "-x",
            "--upload-pack=x",
            "a..b",
            "refs/heads/../../x",
            "@{-1}",
            "HEAD^{/x}",
            "a b",
            "a\nb",
            "\u{202e}main",
            "main~1",
            "--",
            "a:b",
            "+main",
            "*",
            ".lock",
            "main.lock",
            "/a",
            "a/",
            "a//b",
            "a/.b",
            "a.",
        ] {
            assert!(!is_reference(text), "{text:?}");
        }
        assert!(!is_reference(&"x".repeat(5_000)));
    }

    #[test]
    fn folders_lie_inside_of_their_repository() {
        for path in ["data", "data/products", "a b"] {
            assert!(is_inside(path), "{path}");
        }
        for path in [
            "", "/", "/etc", "..", "a/../..", ".git", "a/.git/x", "a//b", "a\\b", "a\nb",
        ] {
            assert!(!is_inside(path), "{path:?}");
        }
    }
}
