//! `meshbook build`: the portal as a folder.

use std::io::IsTerminal;
use std::path::PathBuf;
use std::time::Instant;

use indicatif::{ProgressBar, ProgressStyle};

use super::sources::{self, Besides, Cache};
use super::{Exit, FailOn, Failure, counted, exit_of, git, has_color, time};
use crate::config::{Config, with_slash};
use crate::diag::{FORMATS, Report, Summary};
use crate::fetch::Policy;
use crate::output::{Site, write};
use crate::pipeline;
use crate::tree::Tree;

/// Build the portal into a folder.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal: a folder with meshbook.yaml, or any folder of manifests.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// The folder to write; only what differs is written.
    #[arg(long, value_name = "DIR", default_value = "site")]
    out: PathBuf,
    /// Where the portal will be published; wins over `base-url` in meshbook.yaml.
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// The time of the build, such as 2026-11-20T09:00:00Z; SOURCE_DATE_EPOCH and the clock come after it.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
    /// Move the sources that are fetched to their newest commits first.
    #[arg(long, conflicts_with_all = ["locked", "offline"])]
    update: bool,
    /// Fail where meshbook.lock would change.
    #[arg(long)]
    locked: bool,
    /// Fetch nothing: what the cache lacks is missing.
    #[arg(long)]
    offline: bool,
    #[command(flatten)]
    cache: Cache,
    /// Publish nothing where there are findings of this level or above.
    #[arg(long, value_name = "LEVEL", value_enum)]
    fail_on: Option<FailOn>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let start = Instant::now();
    let built_at = time::now(arguments.now.as_deref())?;
    let mut loaded = pipeline::load(&Tree::Disk, &arguments.portal, "")?;
    if arguments.locked {
        sources::check_lock(&loaded.config)?;
    }
    let fetch = |config: &mut Config, policy: &Policy, besides: &Besides| {
        sources::fetched(config, policy, &arguments.cache, built_at, besides)
    };
    let policy = arguments.policy();
    let fetched = fetch(&mut loaded.config, &policy, &Besides::default())?;
    let mut read = pipeline::read_loaded(loaded, Tree::Disk, &fetched.snapshots);
    let doubted = read.unread();
    if !doubted.is_empty() && policy != Policy::Offline {
        // What the cache has lost is fetched again.
        let policy = match policy {
            Policy::Locked => Policy::Locked,
            _ => Policy::Missing,
        };
        let besides = Besides {
            doubted,
            ..Besides::default()
        };
        let mut loaded = pipeline::load(&Tree::Disk, &arguments.portal, "")?;
        let fetched = fetch(&mut loaded.config, &policy, &besides)?;
        read = pipeline::read_loaded(loaded, Tree::Disk, &fetched.snapshots);
    }
    let read_from = read.mesh.sources.iter();
    sources::tell(read_from.map(|source| (source.name.as_str(), &source.state)));
    if let Some(url) = &arguments.base_url {
        read.config.base_url = Some(with_slash(url));
    }
    let judged = pipeline::judge_with(read, built_at, Some(&git::histories()));
    if arguments
        .fail_on
        .is_some_and(|level| level.is_met(&judged.findings))
    {
        let folders = judged.config.folders(&std::env::current_dir()?);
        let report = Report {
            folders: Some(&folders),
            ..Report::new(&judged.files, &judged.findings)
        };
        eprint!(
            "{}",
            (FORMATS[0].tell)(&[report], has_color(&std::io::stderr()))
        );
        eprintln!("{}; nothing was published", Summary::of(&judged.findings));
        return Ok(Exit::Findings);
    }
    let site = Site::new(judged.portal(built_at))?;
    let bar = progress(site.routes().count() as u64);
    let written = write(&site, &arguments.out, &|| bar.inc(1))?;
    bar.finish_and_clear();

    let mesh = &site.portal().mesh;
    let findings = &site.portal().findings;
    let pages = site
        .routes()
        .filter(|route| route.ends_with(".html"))
        .count();
    eprintln!(
        "{}, {}, {}; {}",
        counted(mesh.products.len(), "product"),
        counted(mesh.contracts.len(), "contract"),
        counted(pages, "page"),
        Summary::of(findings),
    );
    eprintln!(
        "{} to {} ({} new or changed, {} removed) in {:.2} s",
        counted(written.files, "file"),
        arguments.out.display(),
        written.written,
        written.removed,
        start.elapsed().as_secs_f64(),
    );
    Ok(exit_of(&mesh.sources))
}

impl Arguments {
    fn policy(&self) -> Policy {
        match self {
            // What the cache lacks is missing then.
            Arguments { offline: true, .. } => Policy::Offline,
            Arguments { locked: true, .. } => Policy::Locked,
            Arguments { update: true, .. } => Policy::Update(Vec::new()),
            _ => Policy::Missing,
        }
    }
}

/// A bar on a terminal, nothing elsewhere.
fn progress(files: u64) -> ProgressBar {
    if !std::io::stderr().is_terminal() {
        return ProgressBar::hidden();
    }
    let style = ProgressStyle::with_template("{bar:40} {pos} of {len} files");
    match style {
        Ok(style) => ProgressBar::new(files).with_style(style),
        Err(_) => ProgressBar::new(files),
    }
}
