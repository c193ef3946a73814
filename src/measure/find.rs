//! The files of results: those in the `measurements` folders of sources, and in the folders that
//! the configuration names.

use std::io::{BufReader, Cursor, Read};
use std::path::PathBuf;

use rayon::prelude::*;

use super::join::{self, Joined};
use super::names::Names;
use super::told;
use super::{Batch, FORMATS, Fault, Faults, Head, Measured, ResultFile};
use crate::config::{Config, is_of_results};
use crate::diag::{FileId, Files, Finding, SourceId, guarded};
use crate::mesh::Mesh;
use crate::tree::{self, Kind, Tree};

/// The largest file of results that is read, in bytes. It is never in memory as a whole.
const MAX_FILE: u64 = 256 << 20;
/// How much of a file is read to see what it is, in bytes.
const HEAD: u64 = 16 << 10;
/// The largest file whose text is kept where something is told of it, in bytes.
const MAX_TEXT: u64 = 1 << 20;
/// The most files of one folder that the configuration names.
const MAX_FILES: usize = 20_000;
/// The deepest folder below one of those.
const MAX_DEPTH: usize = 16;

/// A file that may hold results.
struct Place {
    /// The source in which it lies; `None` where the configuration names its folder.
    source: Option<SourceId>,
    folder: PathBuf,
    /// Its path below the folder, with `/`.
    path: String,
    /// Its path as people see it.
    shown: String,
}

/// What was read of a file.
struct Told {
    format: Option<usize>,
    /// What it says, or why it cannot be read.
    said: Result<Said, Fault>,
    /// Its text, where something of it is to be told and it is short enough to be quoted.
    text: Option<String>,
}

/// What a file says.
#[derive(Default)]
pub(super) struct Said {
    /// How many results stand in it.
    pub(super) results: usize,
    /// How many of its entries say nothing of data.
    pub(super) silent: usize,
    pub(super) faults: Faults,
    /// Whether it has more results than are read.
    pub(super) is_cut: bool,
    pub(super) joined: Joined,
}

impl Said {
    fn of(batch: Batch, place: &Place, mesh: &Mesh, names: &Names<'_>) -> Said {
        let mut said = Said {
            results: batch.results.len(),
            silent: batch.silent,
            faults: batch.faults.clone(),
            is_cut: batch.is_cut,
            joined: join::join(batch, &place.path, place.source, mesh, names),
        };
        // What cannot be is no result.
        let faults = std::mem::take(&mut said.joined.faults);
        said.results -= faults.len();
        said.faults.append(faults);
        said
    }

    /// Whether all of it was read and joined.
    fn is_whole(&self) -> bool {
        self.faults.is_empty() && !self.is_cut && self.joined.strays.is_empty()
    }
}

/// Reads all results, and joins them with the contracts of the mesh. What cannot be read or
/// joined is a finding.
pub fn read(
    tree: &Tree,
    config: &Config,
    mesh: &Mesh,
    files: &mut Files,
    findings: &mut Vec<Finding>,
) -> Measured {
    let mut gathered = Gathered {
        mesh,
        files,
        findings,
        measured: Measured::default(),
    };
    let places = places(tree, config, mesh);
    if places.is_empty() {
        return gathered.measured;
    }
    let names = Names::of(mesh);
    // What some files say is gathered before others are read, so that not all is in memory.
    for places in places.chunks(4 * rayon::current_num_threads()) {
        let read: Vec<Told> = places
            .par_iter()
            .map(|place| tell(tree, place, mesh, &names))
            .collect();
        for (place, told) in places.iter().zip(read) {
            gathered.take(place, told);
        }
    }
    gathered.measured.sort();
    gathered.measured
}

/// What was read so far.
struct Gathered<'a> {
    mesh: &'a Mesh,
    files: &'a mut Files,
    findings: &'a mut Vec<Finding>,
    measured: Measured,
}

impl Gathered<'_> {
    /// Adds what one file says.
    fn take(&mut self, place: &Place, told: Told) {
        let at = self.measured.files.len() as u32;
        let said = told.said.as_ref();
        self.measured.files.push(ResultFile {
            shown: place.shown.clone(),
            format: told.format,
            results: said.map_or(0, |said| said.results),
            joined: said.map_or(0, |said| said.joined.measurements.len()),
            silent: said.map_or(0, |said| said.silent),
            unreadable: said.map_or(1, |said| said.faults.len()),
        });
        if !told.is_fine() {
            let text = told.text.as_deref().unwrap_or_default();
            let (path, shown) = (place.path.as_str(), place.shown.as_str());
            if let Some(file) = self.files.add(place.source, path, shown, text) {
                let of = Of {
                    source: place.source,
                    file,
                    format: told.format,
                };
                let findings = told::tell(&of, &told.said, self.mesh, self.files);
                self.findings.extend(findings);
            }
        }
        let joined = told.said.unwrap_or_default().joined;
        self.measured.add(at, joined.measurements);
    }
}

/// The file that findings are about.
pub(super) struct Of {
    pub(super) source: Option<SourceId>,
    pub(super) file: FileId,
    pub(super) format: Option<usize>,
}

/// The files that may hold results: those of the sources, then those of the portal's folders.
fn places(tree: &Tree, config: &Config, mesh: &Mesh) -> Vec<Place> {
    let mut places = Vec::new();
    for ((id, source), of) in mesh.sources().zip(&config.sources) {
        places.extend(source.results.iter().map(|path| Place {
            source: Some(id),
            folder: of.folder.clone(),
            path: path.clone(),
            shown: shown(&of.shown, path),
        }));
    }
    for folder in &config.service_levels.measurements {
        let root = config.root.join(folder);
        let tree = tree.or_now(&root);
        let walk = tree.walk(&root, MAX_DEPTH, |name, _| !name.starts_with('.'));
        let files = walk.flatten().filter(|entry| entry.kind == Kind::File);
        // All of it is as in a folder `measurements`.
        let files = files.filter(|entry| is_of_results(&format!("measurements/{}", entry.path)));
        let folder = folder.to_string_lossy().replace('\\', "/");
        places.extend(files.take(MAX_FILES).map(|entry| Place {
            source: None,
            folder: root.clone(),
            shown: shown(&folder, &entry.path),
            path: entry.path,
        }));
    }
    places
}

fn shown(before: &str, path: &str) -> String {
    match before {
        "" => path.to_owned(),
        before => format!("{before}/{path}"),
    }
}

impl Told {
    /// Whether there is nothing to be told of it.
    fn is_fine(&self) -> bool {
        self.format.is_some() && self.said.as_ref().is_ok_and(Said::is_whole)
    }
}

fn tell(tree: &Tree, place: &Place, mesh: &Mesh, names: &Names<'_>) -> Told {
    let read = guarded(|| read_file(tree, place, mesh, names));
    let failed = || Err("Meshbook itself failed while it read this file".to_owned());
    let mut told = read.unwrap_or_else(failed).unwrap_or_else(|message| Told {
        format: None,
        said: Err(Fault {
            line: 0,
            column: 0,
            message,
        }),
        text: None,
    });
    if told.is_fine() {
        told.text = None;
    }
    told
}

fn read_file(tree: &Tree, place: &Place, mesh: &Mesh, names: &Names<'_>) -> Result<Told, String> {
    let tree = tree.or_now(&place.folder);
    let io = |error: std::io::Error| format!("the file cannot be read: {error}");
    let folder = tree.folder(&place.folder).map_err(io)?;
    let (mut stream, size) = folder
        .stream(&place.path, MAX_FILE)
        .map_err(|error| match error {
            tree::Error::TooLarge(size) => format!(
                "the file has {} MiB, at most {} are read",
                size >> 20,
                MAX_FILE >> 20
            ),
            tree::Error::Io(error) => io(error),
        })?;
    let mut start = Vec::new();
    let limit = if size <= MAX_TEXT { MAX_TEXT } else { HEAD };
    (&mut stream)
        .take(limit)
        .read_to_end(&mut start)
        .map_err(io)?;
    let head = String::from_utf8_lossy(&start[..start.len().min(HEAD as usize)]).into_owned();
    let head = Head {
        path: &place.path,
        text: &head,
    };
    let format = FORMATS.iter().position(|format| (format.is_it)(&head));
    let text = (size <= MAX_TEXT).then(|| String::from_utf8_lossy(&start).into_owned());
    let mut whole = BufReader::with_capacity(64 << 10, Cursor::new(start).chain(stream));
    let batch = match format {
        Some(format) => (FORMATS[format].read)(&mut whole, &head),
        None => Ok(Batch::default()),
    };
    let said = batch.map(|batch| Said::of(batch, place, mesh, names));
    Ok(Told { format, said, text })
}
