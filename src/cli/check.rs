//! `meshbook check`: what is wrong, without building anything.

use std::collections::BTreeMap;
use std::io::IsTerminal;
use std::path::{Path, PathBuf};

use super::{Exit, FailOn, Failure, counted, has_color, print};
use crate::config;
use crate::diag::{FORMATS, Report, Summary};
use crate::pipeline::{self, Read};

/// Check a portal, a repository or single files.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// What to check: portals, repositories or manifests.
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to tell the findings.
    #[arg(long, value_name = "FORMAT", default_value = "pretty", value_parser = FORMATS.iter().map(|format| format.name).collect::<Vec<_>>())]
    format: String,
    /// The level at which findings end the command with code 1.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let judged: Vec<_> = read(&arguments.paths)?
        .into_iter()
        .map(pipeline::judge)
        .collect();
    let reports: Vec<_> = judged
        .iter()
        .map(|judged| Report::new(&judged.files, &judged.findings))
        .collect();
    let format = FORMATS
        .iter()
        .find(|format| format.name == arguments.format);
    let format = format.expect("the parser lets only known formats through");
    let stdout = std::io::stdout();
    print(&(format.tell)(&reports, has_color(&stdout)))?;
    let findings = || judged.iter().flat_map(|judged| &judged.findings);
    if stdout.is_terminal() || format.name != "json" {
        let products: usize = judged.iter().map(|judged| judged.mesh.products.len()).sum();
        let contracts: usize = judged
            .iter()
            .map(|judged| judged.mesh.contracts.len())
            .sum();
        let checked = format!(
            "{}, {}",
            counted(products, "product"),
            counted(contracts, "contract")
        );
        eprintln!("{checked}: {}", Summary::of(findings()));
    }
    Ok(match arguments.fail_on.is_met(findings()) {
        true => Exit::Findings,
        false => Exit::Fine,
    })
}

/// Reads each folder as a portal of its own, and the files of one folder as one.
fn read(paths: &[PathBuf]) -> Result<Vec<Read>, Failure> {
    let mut files: BTreeMap<&Path, Vec<&Path>> = BTreeMap::new();
    let mut read = Vec::new();
    for path in paths {
        if path.is_file() {
            files.entry(config::parent(path)).or_default().push(path);
        } else if paths.len() == 1 {
            read.push(pipeline::read(path)?);
        } else {
            read.push(pipeline::read_one_of_several(path, &config::shown(path))?);
        }
    }
    let of_folders = files
        .iter()
        .map(|(folder, paths)| pipeline::read_files(folder, paths));
    read.extend(of_folders);
    Ok(read)
}
