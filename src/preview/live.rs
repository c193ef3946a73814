//! The site that is served now, and those who look at it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, RwLock};

use serde::Serialize;
use tokio::sync::broadcast;

use crate::diag::Finding;
use crate::output::Site;

/// The most messages that wait for a page that does not read them.
const WAITING: usize = 16;

/// The site that is served now. A build puts another in its place; a page that is being
/// rendered keeps the one that it began with.
pub struct Live {
    site: RwLock<Arc<Site>>,
    messages: broadcast::Sender<Arc<Message>>,
    /// What open pages show over themselves.
    notice: Mutex<Notice>,
}

/// What an open page is told after a build.
#[derive(Clone, Debug, Default)]
pub(super) struct Message {
    /// What to show over the page.
    pub(super) notice: Notice,
}

impl std::fmt::Debug for Site {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Site").finish_non_exhaustive()
    }
}

/// What a page shows over itself.
#[derive(Clone, Debug, Default, Serialize)]
pub(super) struct Notice {
    /// Why the portal could not be built, where it could not.
    pub(super) failure: Option<String>,
    /// The findings of the files that were edited last.
    pub(super) findings: Vec<Told>,
}

/// A finding for the overlay.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Told {
    level: &'static str,
    rule: String,
    message: String,
    help: String,
    at: String,
}

impl Live {
    /// Serves this site first.
    pub(super) fn new(site: Site) -> Live {
        Live {
            site: RwLock::new(Arc::new(site)),
            messages: broadcast::channel(WAITING).0,
            notice: Mutex::default(),
        }
    }

    /// The site that is served now.
    pub fn site(&self) -> Arc<Site> {
        Arc::clone(
            &self
                .site
                .read()
                .unwrap_or_else(|poisoned| poisoned.into_inner()),
        )
    }

    /// Puts another site in the place of this one, and tells the open pages.
    pub(super) fn replace(&self, site: Site, findings: &[Finding]) {
        let told = findings.iter().map(|finding| {
            let place = site.portal().files.place(finding.span);
            Told {
                level: finding.level.name(),
                rule: finding.rule.to_string(),
                message: finding.message.clone(),
                help: finding.help.clone().unwrap_or_default(),
                at: format!("{}:{}:{}", place.file, place.line, place.column),
            }
        });
        let notice = Notice {
            failure: None,
            findings: told.collect(),
        };
        let site = Arc::new(site);
        let mut current = self
            .site
            .write()
            .unwrap_or_else(|poisoned| poisoned.into_inner());
        *current = site;
        drop(current);
        self.send(notice);
    }

    /// Tells the open pages that the portal could not be built.
    pub(super) fn fail(&self, failure: &str) {
        let notice = Notice {
            failure: Some(failure.to_owned()),
            findings: Vec::new(),
        };
        self.send(notice);
    }

    fn send(&self, notice: Notice) {
        *self
            .notice
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner()) = notice.clone();
        // Nobody listens where no page is open, which is no fault.
        let _ = self.messages.send(Arc::new(Message { notice }));
    }

    /// The messages from now on.
    pub(super) fn listen(&self) -> broadcast::Receiver<Arc<Message>> {
        self.messages.subscribe()
    }

    /// What open pages show over themselves now.
    pub(super) fn notice(&self) -> Notice {
        self.notice
            .lock()
            .unwrap_or_else(|poisoned| poisoned.into_inner())
            .clone()
    }
}

/// The text of each file by its shown path, to see which ones a build found changed.
pub(super) fn texts(site: &Site) -> BTreeMap<String, Arc<str>> {
    let files = site.portal().files.iter();
    files
        .map(|(_, file)| (file.shown.to_string(), Arc::clone(&file.text)))
        .collect()
}
