//! What the portal's owner puts in the place of the tool's own files: templates, static
//! files and a logo.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use walkdir::WalkDir;

/// The owner's files, by the names of those whose place they take.
#[derive(Clone, Debug, Default)]
pub struct OwnFiles {
    /// Templates: `pages/product.html` and its text, sorted.
    pub templates: Vec<(String, String)>,
    /// Static files, by their path below `static/`.
    pub statics: BTreeMap<String, Vec<u8>>,
    /// The logo: its file name below `assets/`, and its bytes.
    pub logo: Option<(String, Vec<u8>)>,
}

/// Picture types that a logo may have, by the ending of its name.
const PICTURES: &[&str] = &["avif", "gif", "jpeg", "jpg", "png", "svg", "webp"];

/// Reads the owner's files from the portal's folder.
///
/// # Errors
///
/// A sentence that names the file which cannot be read.
pub(super) fn read(root: &Path, logo: Option<&str>) -> Result<OwnFiles, String> {
    let mut own = OwnFiles::default();
    for (name, path) in files(&root.join("templates")).filter(|(name, _)| name.ends_with(".html")) {
        own.templates.push((
            name,
            fs::read_to_string(&path).map_err(|error| told(&path, &error))?,
        ));
    }
    for (name, path) in files(&root.join("static")) {
        own.statics
            .insert(name, fs::read(&path).map_err(|error| told(&path, &error))?);
    }
    if let Some(logo) = logo {
        let path = root.join(logo);
        let ending = logo
            .rsplit_once('.')
            .map_or("", |(_, ending)| ending)
            .to_ascii_lowercase();
        if !PICTURES.contains(&ending.as_str()) {
            return Err(format!(
                "the logo {logo} is no picture: use one of {}",
                PICTURES.join(", ")
            ));
        }
        own.logo = Some((
            format!("logo.{ending}"),
            fs::read(&path).map_err(|error| told(&path, &error))?,
        ));
    }
    Ok(own)
}

fn told(path: &Path, error: &std::io::Error) -> String {
    format!("{} cannot be read: {error}", path.display())
}

/// The regular files below a folder, by their path in it with `/`, sorted; none where it is not there.
fn files(folder: &Path) -> impl Iterator<Item = (String, std::path::PathBuf)> {
    let walk = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .flatten();
    let files = walk.filter(|entry| entry.file_type().is_file());
    let base = folder.to_owned();
    files.filter_map(move |entry| {
        let inside = entry.path().strip_prefix(&base).ok()?;
        let parts: Vec<_> = inside
            .components()
            .map(|part| part.as_os_str().to_string_lossy())
            .collect();
        Some((parts.join("/"), entry.path().to_owned()))
    })
}
