//! Waiting for saves, and building again after them.

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

use notify::{EventKind, RecommendedWatcher, RecursiveMode};
use notify_debouncer_full::{DebounceEventResult, Debouncer, RecommendedCache, new_debouncer};

use super::live::texts;
use super::{Build, Event, Live};

/// How long the file system must be quiet before a build begins.
const QUIET: Duration = Duration::from_millis(20);
/// How long a build waits for quiet at the most, such as during a switch of branches.
const LONGEST: Duration = Duration::from_millis(500);

/// Keeps the folders watched for as long as it lives.
pub(super) type Watcher = Debouncer<RecommendedWatcher, RecommendedCache>;

/// Watches folders and builds again after each change in them.
pub(super) fn watch(
    folders: &[PathBuf],
    live: Arc<Live>,
    build: Arc<Build>,
    tell: Arc<dyn Fn(Event<'_>) + Send + Sync>,
) -> Result<Watcher, String> {
    let (changed, changes) = channel();
    let on_change = move |result: DebounceEventResult| {
        // Reading is no change: without this our own builds would cause the next ones.
        let is_change = |kind: EventKind| !matches!(kind, EventKind::Access(_));
        if result.is_ok_and(|events| events.iter().any(|event| is_change(event.kind))) {
            // The builder is gone only when the process ends.
            let _ = changed.send(());
        }
    };
    let mut watcher = new_debouncer(QUIET, None, on_change).map_err(|error| error.to_string())?;
    for folder in folders {
        let watched = watcher.watch(folder, RecursiveMode::Recursive);
        watched.map_err(|error| format!("cannot watch {}: {error}", folder.display()))?;
    }
    std::thread::spawn(move || builds(&changes, &live, &*build, &*tell));
    Ok(watcher)
}

/// Builds after each change until nobody watches any more.
fn builds(
    changes: &Receiver<()>,
    live: &Live,
    build: &Build,
    tell: &(dyn Fn(Event<'_>) + Send + Sync),
) {
    let mut edited = Vec::new();
    while changes.recv().is_ok() {
        let start = Instant::now();
        while start.elapsed() < LONGEST && changes.recv_timeout(QUIET).is_ok() {}
        let before = live.site();
        let built = match build() {
            Ok(site) => site,
            Err(failure) => {
                live.fail(&failure);
                tell(Event::Failed(&failure));
                continue;
            }
        };
        let (old, new) = (texts(&before), texts(&built));
        let differs = |path: &&String| old.get(*path) != new.get(*path);
        let mut changed: Vec<String> = old
            .keys()
            .chain(new.keys())
            .filter(differs)
            .cloned()
            .collect();
        changed.sort();
        changed.dedup();
        let portal = built.portal();
        // A file that is no text of the portal, such as one that an editor leaves beside the
        // edited one, takes nothing from what open pages are told of the edited one.
        let is_edit = !changed.is_empty();
        if is_edit {
            edited = changed;
        }
        let is_in_edited = |span| {
            let file = portal.files.file(portal.files.of(span));
            edited.iter().any(|path| **path == *file.shown)
        };
        let findings: Vec<_> = portal
            .findings
            .iter()
            .filter(|finding| is_in_edited(finding.span))
            .cloned()
            .collect();
        if is_edit {
            tell(Event::Rebuilt {
                changed: &edited,
                files: &portal.files,
                findings: &findings,
                millis: start.elapsed().as_millis(),
            });
        }
        live.replace(built, &findings);
    }
}
