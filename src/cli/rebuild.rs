//! Building a portal again and again for a preview.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use jiff::Timestamp;

use super::sources::{self, Besides, Cache};
use super::with::{self, Known, With};
use super::{Failure, git, has_color, time};
use crate::config::Config;
use crate::fetch::{Lock, Policy, Snapshots};
use crate::history::Reader;
use crate::output::Site;
use crate::pipeline::{self, Loaded};
use crate::source::State;
use crate::tree::Tree;

/// A portal that is built again after each save. What is fetched is looked up once; what is missing
/// is looked for again.
pub(super) struct Preview {
    root: PathBuf,
    cache: Cache,
    with: Option<With>,
    histories: Reader,
    kept: Mutex<Kept>,
}

/// The sources, as far as it matters where they are read from, and the lock.
type Asked = (Vec<String>, Lock);

/// What one build leaves to the next.
#[derive(Default)]
struct Kept {
    /// The commits that are read, and the sources for which they were looked up.
    snapshots: Option<(Asked, Snapshots)>,
    /// How the sources stood last.
    states: Vec<(String, State)>,
    /// The findings of the mesh without the working tree, and what they depend on.
    known: Option<(blake3::Hash, Known)>,
    /// What was said of the working tree last.
    told: String,
}

impl Preview {
    pub(super) fn new(root: PathBuf, cache: Cache, with: Option<With>) -> Preview {
        Preview {
            root,
            cache,
            with,
            histories: git::histories(),
            kept: Mutex::default(),
        }
    }

    /// The portal as it is now.
    pub(super) fn build(&self) -> Result<Site, Failure> {
        let now = time::now(None)?;
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let mut loaded = self.load()?;
        let snapshots = kept.snapshots(&mut loaded.config, &self.cache, now)?;
        let names = match &self.with {
            Some(with) => with.apply(&mut loaded.config)?,
            None => Vec::new(),
        };
        let snapshots = match names.is_empty() {
            true => snapshots,
            false => snapshots.without(&names),
        };
        let read = pipeline::read_loaded(loaded, Tree::Disk, &snapshots);
        if self.with.is_some() {
            let print = with::fingerprint(&read, &names);
            if kept.known.as_ref().is_none_or(|(of, _)| *of != print) {
                kept.known = Some((print, self.known(&mut kept, now)?));
            }
        }
        let judged = pipeline::judge_with(read, now, Some(&self.histories));
        let site = Site::new(judged.portal(now))?;
        if let Some((_, known)) = &kept.known {
            let told = with::told(site.portal(), &names, known, has_color(&std::io::stderr()));
            if told != kept.told {
                eprint!("in the place of {}:\n{told}", names.join(", "));
                kept.told = told;
            }
        }
        Ok(site)
    }

    /// The findings of the mesh without the working tree.
    fn known(&self, kept: &mut Kept, now: Timestamp) -> Result<Known, Failure> {
        let mut loaded = self.load()?;
        let snapshots = kept.snapshots(&mut loaded.config, &self.cache, now)?;
        let read = pipeline::read_loaded(loaded, Tree::Disk, &snapshots);
        let mut judged = pipeline::judge_with(read, now, Some(&self.histories));
        Ok(with::known(&mut judged))
    }

    fn load(&self) -> Result<Loaded, Failure> {
        Ok(pipeline::load(&Tree::Disk, &self.root, "")?)
    }
}

impl Kept {
    /// The commits that are read, looked up again where the sources are others.
    fn snapshots(
        &mut self,
        config: &mut Config,
        cache: &Cache,
        now: Timestamp,
    ) -> Result<Snapshots, Failure> {
        let lock = sources::lock(&config.root)?;
        lock.order(&mut config.sources);
        let asked: Vec<String> = config
            .sources
            .iter()
            .map(|source| {
                let remote = source.remote.as_ref();
                let remote =
                    remote.map(|remote| (&remote.address, &remote.reference, &remote.path));
                format!("{} {} {remote:?}", source.name, source.folder.display())
            })
            .collect();
        let asked = (asked, lock);
        if let Some((of, snapshots)) = &self.snapshots
            && snapshots.is_whole()
            && *of == asked
        {
            return Ok(snapshots.clone());
        }
        let outcome = sources::fetched(config, &Policy::Offline, cache, now, &Besides::default())?;
        let states = config.sources.iter();
        let states: Vec<_> = states
            .map(|source| {
                let state = State::of(&outcome.snapshots, source);
                (source.name.clone(), state)
            })
            .collect();
        if self.states != states {
            sources::tell(states.iter().map(|(name, state)| (name.as_str(), state)));
            self.states = states;
        }
        self.snapshots = Some((asked, outcome.snapshots.clone()));
        Ok(outcome.snapshots)
    }
}
