//! `meshbook rules`: the rules of Meshbook and of the organisation.

mod explain;
mod list;
mod test;

use std::path::{Path, PathBuf};

use clap::Subcommand;
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Exit, Failure, time};
use crate::config::{self, Config};
use crate::diag::{Files, Finding};
use crate::rules::Book;
use crate::tree::Tree;

/// List the rules, test those of the organisation, or explain what one says of a product.
#[derive(clap::Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Subcommand)]
enum Command {
    List(list::Arguments),
    Test(test::Arguments),
    Explain(explain::Arguments),
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.command {
        None => list::run(&list::Arguments::default()),
        Some(Command::List(arguments)) => list::run(arguments),
        Some(Command::Test(arguments)) => test::run(arguments),
        Some(Command::Explain(arguments)) => explain::run(arguments),
    }
}

/// The configuration of a portal and the texts that it names, without its sources.
pub(super) struct Configured {
    pub(super) config: Config,
    pub(super) files: Files,
    pub(super) findings: Vec<Finding>,
}

impl Configured {
    /// Reads the configuration of a portal; `None` where the folder has none.
    pub(super) fn read(portal: &Path) -> Result<Option<Configured>, Failure> {
        if !Tree::Disk
            .is_file(&portal.join(config::FILE))
            .unwrap_or(false)
        {
            return Ok(None);
        }
        let mut files = Files::default();
        let mut findings = Vec::new();
        let config = config::load(&Tree::Disk, portal, &mut files, &mut findings)?;
        Ok(Some(Configured {
            config,
            files,
            findings,
        }))
    }

    /// The rules of the portal on a day.
    pub(super) fn book(&self, today: Date) -> Book {
        Book::new(&self.config, &self.files, today)
    }
}

/// The day of a moment, in UTC.
pub(super) fn day(now: Timestamp) -> Date {
    now.to_zoned(TimeZone::UTC).date()
}

/// The day of the clock.
pub(super) fn today() -> Result<Date, Failure> {
    Ok(day(time::now(None)?))
}

/// The folder of the portal, as arguments name it.
fn here() -> PathBuf {
    PathBuf::from(".")
}
