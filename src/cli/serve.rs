//! `meshbook serve`: a preview that follows every save.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use super::rebuild::Preview;
use super::sources::Cache;
use super::with::With;
use super::{Exit, Failure, counted, has_color};
use crate::diag::{FORMATS, Report, Summary};
use crate::preview::{self, Event, Options};

/// Serve the portal on this machine, and build it again when a file changes.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal: a folder with meshbook.yaml, or any folder of manifests.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// The port; 0 for any that is free.
    #[arg(long, value_name = "N", default_value_t = 4040)]
    port: u16,
    /// A working tree in the place of a source: a checkout of its repository, or NAME=FOLDER. What is
    /// fetched is read from the cache, and nothing goes over the network.
    #[arg(long, value_name = "FOLDER")]
    with: Option<String>,
    /// Open the portal in the browser.
    #[arg(long)]
    open: bool,
    #[command(flatten)]
    cache: Cache,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let with = arguments.with.as_deref().map(With::parse).transpose()?;
    let preview = Preview::new(arguments.portal.clone(), arguments.cache.clone(), with);
    let build = move || preview.build().map_err(|failure| failure.to_string());
    let is_opened = arguments.open;
    let tell = move |event: Event<'_>| match event {
        Event::Ready(address) => {
            let url = format!("http://{address}/");
            eprintln!("serving {url}");
            if is_opened {
                open(&url);
            }
        }
        Event::Rebuilt {
            changed,
            files,
            findings,
            millis,
        } => {
            let shown = match changed {
                [one] => one.clone(),
                many => counted(many.len(), "file"),
            };
            eprintln!(
                "{} changed: {} ({millis} ms)",
                crate::diag::printable(&shown),
                Summary::of(findings)
            );
            let report = Report::new(files, findings);
            eprint!(
                "{}",
                (FORMATS[0].tell)(&[report], has_color(&std::io::stderr()))
            );
        }
        Event::Failed(failure) => {
            for line in failure.lines() {
                eprintln!("error: {}", crate::diag::printable(line));
            }
            eprintln!("the portal as it was is still served");
        }
    };
    let options = Options {
        root: arguments.portal.clone(),
        port: arguments.port,
    };
    preview::serve(&options, Arc::new(build), Arc::new(tell)).map_err(Failure)?;
    Ok(Exit::Fine)
}

/// Opens an address in the browser of the desktop, where there is one.
fn open(url: &str) {
    let opener = match std::env::consts::OS {
        "macos" => "open",
        "windows" => "explorer",
        _ => "xdg-open",
    };
    if Command::new(opener).arg(url).spawn().is_err() {
        eprintln!("no browser could be opened; go to {url}");
    }
}
