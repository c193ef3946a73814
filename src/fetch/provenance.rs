//! Where the files of a source come from.

use std::collections::HashMap;
use std::path::Path;

use jiff::Timestamp;
use rayon::prelude::*;

use super::Locked;
use crate::config::{Config, GitUrl, Remote, SourceConfig};
use crate::tree::{Checkout, Environment};

/// Where the files of a source come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Provenance {
    /// The address of the repository, as pages show it: without a user. `None` where it is not
    /// known to be anywhere else.
    pub repository: Option<String>,
    /// The branch or the tag; `None` where none was named.
    pub reference: Option<String>,
    /// The branch, where the commit is of one.
    pub branch: Option<String>,
    /// The id of the commit: of a folder of the disk, the last one that changed it.
    pub commit: String,
    /// When that was made.
    pub date: Timestamp,
    /// The source's folder in the repository, with `/`; empty for all of it.
    pub folder: String,
}

/// That of a source which was fetched.
pub(super) fn of_remote(remote: &Remote, locked: &Locked) -> Option<Provenance> {
    let url = remote.url.as_ref().ok()?;
    Some(Provenance {
        repository: Some(url.to_string()),
        reference: remote.reference.clone().or_else(|| locked.branch.clone()),
        branch: locked.branch.clone(),
        commit: locked.commit.clone()?,
        date: locked.date?.0,
        folder: remote.path.clone(),
    })
}

/// Those of the sources that are folders of a checkout, by name.
pub(super) fn of_folders(
    config: &Config,
    environment: &Environment,
) -> HashMap<String, Provenance> {
    let folders = config.sources.par_iter();
    let folders = folders.filter(|source| source.remote.is_none() && source.repository.is_some());
    let found = folders.filter_map(|source| {
        let provenance = of_folder(source, environment)?;
        Some((source.name.clone(), provenance))
    });
    found.collect()
}

/// That of a folder; `None` where it lies in no repository, or no commit holds it.
fn of_folder(source: &SourceConfig, environment: &Environment) -> Option<Provenance> {
    let folder: &Path = &source.folder;
    let checkout = Checkout::of(folder, environment)?;
    let address = checkout.address.as_deref();
    let url = address.and_then(|address| GitUrl::parse(address).ok());
    // A path of this machine says nothing to anybody else.
    let url = url
        .map(|parsed| parsed.url)
        .filter(|url| url.path().is_none());
    Some(Provenance {
        repository: url.map(|url| url.to_string()),
        reference: checkout.branch.clone(),
        branch: checkout.branch,
        commit: checkout.commit,
        date: checkout.date,
        folder: checkout.folder,
    })
}
