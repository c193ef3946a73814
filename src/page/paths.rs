//! The files of sources by path, and the headings of docs, for links from text to text.

use std::collections::HashMap;
use std::sync::OnceLock;

use crate::diag::{FileId, Files, SourceId};
use crate::markup::{self, Outline};
use crate::mesh::Mesh;

/// What links in texts may lead to.
pub struct Paths {
    by_path: HashMap<(SourceId, Box<str>), FileId>,
    by_name: HashMap<(SourceId, String), FileId>,
    outlines: Vec<OnceLock<Outline>>,
}

impl Paths {
    /// The paths of these files.
    pub fn new(mesh: &Mesh, files: &Files) -> Paths {
        let mut paths = Paths {
            by_path: HashMap::new(),
            by_name: HashMap::new(),
            outlines: mesh.docs.iter().map(|_| OnceLock::new()).collect(),
        };
        for (id, file) in files.iter() {
            let Some(source) = file.source else { continue };
            paths.by_path.insert((source, file.path.clone()), id);
            let name = (source, name(&file.path));
            paths.by_name.entry(name).or_insert(id);
        }
        paths
    }

    /// The file at a path of a source.
    pub fn at(&self, source: SourceId, path: &str) -> Option<FileId> {
        self.by_path.get(&(source, path.into())).copied()
    }

    /// The first file of a source that has the same name as a path, in whichever folder and
    /// case.
    pub fn named(&self, source: SourceId, path: &str) -> Option<FileId> {
        self.by_name.get(&(source, name(path))).copied()
    }

    /// The headings of a page of docs, without its words: the index into the mesh's docs.
    pub fn outline(&self, mesh: &Mesh, files: &Files, doc: usize) -> &Outline {
        self.outlines[doc].get_or_init(|| {
            let mut outline = markup::outline(text(mesh, files, doc));
            outline.sections = Vec::new();
            outline
        })
    }
}

/// The Markdown of a page of docs, behind its front matter: the index into the mesh's docs.
pub fn text<'f>(mesh: &Mesh, files: &'f Files, doc: usize) -> &'f str {
    let doc = &mesh.docs[doc];
    let file = files.file(doc.file);
    &file.text[file.range(doc.body)]
}

/// The name of a file, whatever its folder and case.
fn name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_lowercase()
}
