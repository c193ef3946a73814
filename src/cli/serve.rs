//! `meshbook serve`: a preview that follows every save.

use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;

use super::{Exit, Failure, counted, git, has_color, time};
use crate::diag::{FORMATS, Report, Summary};
use crate::output::Site;
use crate::pipeline;
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
    /// Open the portal in the browser.
    #[arg(long)]
    open: bool,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let root = arguments.portal.clone();
    let histories = git::histories();
    let build = move || -> Result<Site, String> {
        let read = pipeline::read(&root).map_err(|error| error.to_string())?;
        let now = time::now(None).map_err(|failure| failure.to_string())?;
        let judged = pipeline::judge_with(read, now, Some(&histories));
        Site::new(judged.portal(now)).map_err(|error| error.to_string())
    };
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
