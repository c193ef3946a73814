//! `meshbook schema`: the JSON Schema of Meshbook's own files, for editors.

use clap::ValueEnum;

use super::{Exit, Failure, print};
use crate::config;

/// Print the JSON Schema of a file that Meshbook reads.
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
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let schema = match arguments.of {
        File::Config => config::schema(),
    };
    print(&format!("{}\n", serde_json::to_string_pretty(&schema)?))?;
    Ok(Exit::Fine)
}
