//! Folders: temporary ones with given files, and what is in one.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use tempfile::TempDir;
use walkdir::WalkDir;

/// The repository, which is a portal itself.
pub(crate) fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A temporary folder with these files.
pub(crate) fn with(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (path, text) in files {
        write(&folder.path().join(path), text);
    }
    folder
}

/// Writes a file, with the folders above it.
pub(crate) fn write(path: &Path, text: impl AsRef<[u8]>) {
    fs::create_dir_all(path.parent().expect("a file stands in a folder")).expect("a folder");
    fs::write(path, text).expect("a file");
}

/// The text of a file.
#[track_caller]
pub(crate) fn text(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The sample portal, copied: its configuration and its sources.
pub(crate) fn sample() -> TempDir {
    let copy = tempfile::tempdir().expect("a temporary folder");
    for path in files(&repository().join("content/sample")) {
        let inside = Path::new("content/sample").join(&path);
        write(
            &copy.path().join(&inside),
            fs::read(repository().join(&inside)).expect("a file of the sample"),
        );
    }
    write(
        &copy.path().join("meshbook.yaml"),
        text(&repository().join("meshbook.yaml")),
    );
    copy
}

/// The files below a folder, relative to it, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name();
    let files = walk
        .into_iter()
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.file_type().is_file());
    files
        .map(|entry| {
            let inside = entry.path().strip_prefix(folder).expect("it lies below");
            inside.to_owned()
        })
        .collect()
}

/// Every file below a folder with its bytes, by its path with `/`.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    files(folder)
        .into_iter()
        .map(|path| {
            let bytes = fs::read(folder.join(&path)).expect("a file that was just listed");
            (path.to_string_lossy().into_owned(), bytes)
        })
        .collect()
}
