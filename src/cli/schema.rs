//! `meshbook schema`: the JSON Schemas of what Meshbook reads and writes.

use clap::ValueEnum;

use super::{Exit, Failure, print};
use crate::config;
use crate::diag;
use crate::measure;
use crate::output::status;
use crate::rules;
use crate::waivers;

/// Print the JSON Schema of a file that Meshbook reads or writes.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Which file.
    #[arg(value_enum)]
    of: File,
}

#[derive(Clone, Copy, ValueEnum)]
enum File {
    /// meshbook.yaml
    Config,
    /// A rule of the organisation, which `governance.rules` in meshbook.yaml names
    Rule,
    /// The output of `meshbook check --format json`
    Findings,
    /// A measurement in Meshbook's own format
    Measurement,
    /// `api/status.json` of a portal
    Status,
    /// A file of waivers
    Waiver,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = match arguments.of {
        File::Config => config::schema(),
        File::Rule => rules::own::schema(),
        File::Findings => diag::findings_schema(),
        File::Measurement => measure::schema(),
        File::Status => status::schema(),
        File::Waiver => waivers::schema(),
    };
    print(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(Exit::Fine)
}
