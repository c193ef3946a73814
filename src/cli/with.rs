//! `--with`: a working tree in the place of a source, and what it does to the rest of the mesh.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::{Failure, counted, git};
use crate::baseline::identify;
use crate::config::{Config, GitUrl, parent};
use crate::diag::{FORMATS, Finding, Report, SourceId, listed, nearest, printable};
use crate::mesh::{Product, ProductId};
use crate::page::Portal;
use crate::pipeline::{Judged, Read};
use crate::tree::Checkout;

/// The most products of one's own that are named one by one.
const MOST: usize = 20;

/// A working tree that stands in the place of sources.
pub(super) struct With {
    folder: PathBuf,
    /// The source, where it was named.
    name: Option<String>,
}

/// The findings of the mesh without the working tree, by fingerprint.
pub(super) type Known = HashSet<String>;

impl With {
    /// Reads `FOLDER` or `NAME=FOLDER`.
    pub(super) fn parse(given: &str) -> Result<With, Failure> {
        let (name, folder) = match given.split_once('=') {
            Some((name, folder)) if !name.contains('/') => (Some(name.to_owned()), folder),
            _ => (None, given),
        };
        let folder = PathBuf::from(folder);
        match folder.is_dir() {
            true => Ok(With { folder, name }),
            false => Err(Failure(format!("{} is no folder", folder.display()))),
        }
    }

    /// Puts the working tree in the place of the sources that are read from its repository, or of
    /// the one that was named. Yields their names.
    ///
    /// # Errors
    ///
    /// No source is meant.
    pub(super) fn apply(&self, config: &mut Config) -> Result<Vec<String>, Failure> {
        let names = self.names(config)?;
        for source in &mut config.sources {
            if !names.contains(&source.name) {
                continue;
            }
            let inside = source.remote.as_ref().map_or("", |remote| &remote.path);
            let folder = match (&self.name, inside) {
                // A folder that was named for one source is that source's folder.
                (Some(_), "") => self.folder.clone(),
                (Some(_), inside) if self.folder.join(inside).is_dir() => self.folder.join(inside),
                (Some(_), _) => self.folder.clone(),
                (None, "") => self.root(),
                (None, inside) => self.root().join(inside),
            };
            source.stand_in(folder);
        }
        Ok(names)
    }

    fn names(&self, config: &Config) -> Result<Vec<String>, Failure> {
        let known = || config.sources.iter().map(|source| source.name.as_str());
        if let Some(name) = &self.name {
            if known().any(|known| known == name) {
                return Ok(vec![name.clone()]);
            }
            let near = nearest(name, known());
            let help = near.map_or_else(String::new, |near| format!("; did you mean `{near}`?"));
            return Err(Failure(format!("no source is called `{name}`{help}")));
        }
        let checkout = Checkout::of(&self.folder, &git::environment());
        let address = checkout.and_then(|checkout| checkout.address);
        let origin = address.and_then(|address| GitUrl::parse(&address).ok());
        let is_same = |url: &GitUrl| {
            origin
                .as_ref()
                .is_some_and(|origin| origin.url.is_same(url))
        };
        let of_repository = config.sources.iter().filter(|source| {
            let url = source
                .remote
                .as_ref()
                .and_then(|remote| remote.url.as_ref().ok());
            url.is_some_and(is_same)
        });
        let names: Vec<_> = of_repository.map(|source| source.name.clone()).collect();
        if !names.is_empty() {
            return Ok(names);
        }
        let real = self.folder.canonicalize().ok();
        let called = real
            .as_deref()
            .and_then(Path::file_name)
            .map(|name| name.to_string_lossy());
        let called = called
            .map(slug::slugify)
            .filter(|called| known().any(|known| known == called));
        called.map(|called| vec![called]).ok_or_else(|| {
            let names: Vec<_> = known().collect();
            Failure(format!(
                "{} is a checkout of no source of the portal: name the source as \
                 `--with NAME={}`, one of {}",
                self.folder.display(),
                self.folder.display(),
                listed(&names)
            ))
        })
    }

    /// The root of the checkout, else the folder.
    fn root(&self) -> PathBuf {
        let checkout = Checkout::of(&self.folder, &git::environment());
        let depth = checkout.map_or(0, |checkout| {
            checkout
                .folder
                .split('/')
                .filter(|part| !part.is_empty())
                .count()
        });
        let real = self.folder.canonicalize();
        match (depth, real) {
            (0, _) | (_, Err(_)) => self.folder.clone(),
            (depth, Ok(real)) => real
                .ancestors()
                .nth(depth)
                .unwrap_or(parent(&real))
                .to_owned(),
        }
    }
}

/// The findings of a mesh, to be known again.
pub(super) fn known(judged: &mut Judged) -> Known {
    let prints = identify(&judged.files, &judged.findings, &mut judged.suppressed);
    prints.into_iter().collect()
}

/// What tells one reading from another in all but the working tree, whose sources are of these
/// `names`.
pub(super) fn fingerprint(read: &Read, names: &[String]) -> blake3::Hash {
    let mut hash = blake3::Hasher::new();
    for (_, file) in read.files.iter() {
        let source = file.source.map(|source| read.mesh.source(source));
        if source.is_none_or(|source| !names.contains(&source.name)) {
            for text in [&*file.shown, &*file.text] {
                hash.update(blake3::hash(text.as_bytes()).as_bytes());
            }
        }
    }
    hash.finalize()
}

/// What the working tree does: the products of its sources with their levels and those that depend
/// on them, and the findings in other sources that are not among the `known` ones.
pub(super) fn told(portal: &Portal, names: &[String], known: &Known, has_color: bool) -> String {
    let mut told = String::new();
    let is_own = |source: SourceId| names.contains(&portal.mesh.source(source).name);
    let own: Vec<_> = portal
        .mesh
        .products()
        .filter(|(_, product)| is_own(product.source))
        .collect();
    for (id, product) in own.iter().take(MOST) {
        told.push_str(&format!("{}\n", printable(&line(portal, *id, product))));
    }
    if own.len() > MOST {
        told.push_str(&format!("  and {} more\n", own.len() - MOST));
    }
    if own.is_empty() {
        told.push_str("  it holds no product\n");
    }
    let new = elsewhere(portal, known, is_own);
    if !new.is_empty() {
        let count = counted(new.len(), "finding");
        told.push_str(&format!(
            "{count} in other sources that the mesh without it does not have:
"
        ));
        told.push_str(&(FORMATS[0].tell)(
            &[Report::new(&portal.files, &new)],
            has_color,
        ));
    }
    told
}

/// A product with its level, its errors and those that depend on it.
fn line(portal: &Portal, id: ProductId, product: &Product) -> String {
    let card = portal.scorecards.product(id);
    let mut line = format!("  {}", product.name);
    if portal.shows().scores && card.is_scored() {
        line.push_str(&format!(": {}", card.level_name()));
        if let Some(score) = card.score {
            line.push_str(&format!(", score {score}"));
        }
    }
    let names: Vec<_> = product
        .downstream
        .iter()
        .map(|&id| portal.mesh.product(id).name.as_str())
        .collect();
    match names.as_slice() {
        [] => line.push_str("; nothing depends on it"),
        names => line.push_str(&format!(
            "; {} on it: {}",
            match names.len() {
                1 => "1 product depends".to_owned(),
                count => format!("{count} products depend"),
            },
            listed(names)
        )),
    }
    line
}

/// The findings of other sources that are new.
fn elsewhere(portal: &Portal, known: &Known, is_own: impl Fn(SourceId) -> bool) -> Vec<Finding> {
    let mut suppressed = portal.suppressed.clone();
    let prints = identify(&portal.files, &portal.findings, &mut suppressed);
    let findings = portal.findings.iter().zip(prints);
    let new = findings.filter(|(finding, print)| {
        let source = portal.files.file(portal.files.of(finding.span)).source;
        !known.contains(print) && source.is_some_and(|source| !is_own(source))
    });
    new.map(|(finding, _)| finding.clone()).collect()
}
