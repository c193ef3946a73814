//! The preview: the portal in memory, on a loopback address, built again when a file changes.
//!
//! A page is rendered when it is asked for. A save never takes anything down: where the
//! portal cannot be built, the last one that could be stays, and open pages are told why.

mod connections;
mod live;
mod server;
mod watch;

use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::{Files, Finding};
use crate::output::Site;

pub use live::Live;

/// What happens in a preview, for those who watch it at a terminal.
pub enum Event<'e> {
    /// Pages are served at this address.
    Ready(SocketAddr),
    /// These files changed, and the portal was built again.
    Rebuilt {
        /// The files, as the portal shows their paths.
        changed: &'e [String],
        /// Every text.
        files: &'e Files,
        /// The findings in the changed files.
        findings: &'e [Finding],
        /// How long it took, in milliseconds.
        millis: u128,
    },
    /// The portal could not be built; the last one that could be is still served.
    Failed(&'e str),
}

/// Where and what to serve.
pub struct Options {
    /// The portal's folder.
    pub root: PathBuf,
    /// The port; 0 for any that is free.
    pub port: u16,
}

/// Builds a site, or says why it cannot be built.
pub type Build = dyn Fn() -> Result<Site, String> + Send + Sync;

/// Serves a portal until the process ends.
///
/// # Errors
///
/// The first site cannot be built, the port is taken, or files cannot be watched.
pub fn serve(
    options: &Options,
    build: Arc<Build>,
    tell: Arc<dyn Fn(Event<'_>) + Send + Sync>,
) -> Result<(), String> {
    let live = Arc::new(Live::new(build()?));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| error.to_string())?;
    runtime.block_on(async {
        let address = SocketAddr::from((Ipv4Addr::LOCALHOST, options.port));
        let listener = tokio::net::TcpListener::bind(address).await;
        let listener = listener.map_err(|error| format!("cannot listen on {address}: {error}"))?;
        let address = listener.local_addr().map_err(|error| error.to_string())?;
        let _watcher = watch::watch(
            &folders(&options.root, &live),
            Arc::clone(&live),
            build,
            Arc::clone(&tell),
        )?;
        tell(Event::Ready(address));
        server::run(listener, address, live)
            .await
            .map_err(|error| error.to_string())
    })
}

/// The folders of which a change matters: the portal's own and those of its sources.
fn folders(root: &Path, live: &Live) -> Vec<PathBuf> {
    let site = live.site();
    let sources = site.portal().config.sources.iter();
    // What is fetched lies in no folder, and does not change.
    let sources = sources.filter(|source| source.remote.is_none());
    let sources = sources.map(|source| source.folder.clone());
    let root = if root.is_dir() {
        root
    } else {
        root.parent().unwrap_or(root)
    };
    let mut folders: Vec<_> = sources.chain([root.to_owned()]).collect();
    folders.sort();
    folders.dedup();
    folders
}
