//! `--baseline`: what a check is compared with, so that only what it makes worse fails.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;

use super::Failure;
use super::asked::Asked;
use super::git;
use crate::baseline::{Record, Run, identify};
use crate::config;
use crate::diag::Folders;
use crate::history;
use crate::pipeline::{self, Judged};
use crate::tree::{Commit, Tree};

/// What a check is compared with.
#[derive(Clone)]
pub(super) enum Baseline {
    /// A branch, a tag or a commit of the repository around what is checked.
    Git(String),
    /// A folder with another checkout, or a file that `check --format json` wrote.
    Path(PathBuf),
}

impl Baseline {
    /// Reads `git:origin/main`, or a path.
    pub(super) fn parse(given: &str) -> Result<Baseline, String> {
        match given.split_once(':') {
            Some(("git", "")) => Err("there is no branch, tag or commit after `git:`".to_owned()),
            Some(("git", reference)) => Ok(Baseline::Git(reference.to_owned())),
            _ => Ok(Baseline::Path(given.into())),
        }
    }

    /// What it has of all that is checked; `here` is the folder of the call.
    pub(super) fn record(
        &self,
        asked: &[Asked<'_>],
        here: &Path,
        now: Timestamp,
        histories: &history::Reader,
    ) -> Result<Record, Failure> {
        let name = self.name();
        if let Baseline::Path(path) = self
            && !path.is_dir()
        {
            let text = Tree::Disk.text(path);
            let text = text.map_err(|error| Failure(format!("cannot read {name}: {error}")))?;
            return Record::read(&name, &text).map_err(Failure);
        }
        let mut past = Vec::new();
        for asked in asked {
            let tree = self.tree(asked)?;
            let read = asked.read_in(&tree, now)?;
            if let Some(fault) = tree.fault() {
                return Err(Failure(format!("cannot read {name}: {fault}")));
            }
            let read = read.map_err(|error| match error {
                config::Error::Invalid { told, .. } => Failure(format!(
                    "the configuration of the baseline {name} cannot be used:\n{told}"
                )),
                other => Failure(format!("the baseline {name}: {other}")),
            })?;
            past.extend(read.map(|read| {
                let judged = pipeline::judge_with(read, now, Some(histories));
                Past::new(judged, here)
            }));
        }
        let runs: Vec<_> = past.iter().map(Past::run).collect();
        Ok(Record::of(&name, &runs))
    }

    /// As the user named it.
    fn name(&self) -> String {
        match self {
            Baseline::Git(reference) => format!("git:{reference}"),
            Baseline::Path(path) => path.display().to_string(),
        }
    }

    /// The files in the place of those that are looked at.
    fn tree(&self, asked: &Asked<'_>) -> Result<Tree, Failure> {
        let folder = asked.folder();
        match self {
            Baseline::Git(reference) => {
                let commit = Commit::open(folder, reference, &git::environment())?;
                Ok(Tree::Commit(Arc::new(commit)))
            }
            Baseline::Path(path) => {
                // Another checkout has the same folder; a copy of just this one is it.
                let same = path.join(folder);
                let is_same = folder.is_relative() && same.is_dir();
                Ok(Tree::Elsewhere {
                    from: folder.to_owned(),
                    to: if is_same { same } else { path.clone() },
                })
            }
        }
    }
}

/// A portal as it was, judged.
struct Past {
    judged: Judged,
    folders: Folders,
    fingerprints: Vec<String>,
}

impl Past {
    fn new(mut judged: Judged, here: &Path) -> Past {
        let fingerprints = identify(&judged.files, &judged.findings, &mut judged.suppressed);
        Past {
            folders: judged.config.folders(here),
            judged,
            fingerprints,
        }
    }

    fn run(&self) -> Run<'_> {
        self.judged.run(&self.fingerprints, &self.folders)
    }
}
