//! `meshbook check`: what is wrong, without building anything.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::format::{self, Telling};
use super::{Exit, FailOn, Failure, counted};
use crate::baseline::fingerprints;
use crate::config;
use crate::diag::{Checked, Folders, Report, Subject, SubjectKind, Summary};
use crate::pipeline::{self, Judged, Read};
use crate::rules;
use crate::tree::Tree;

/// Check a portal, a repository or single files.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// What to check: portals, repositories or manifests.
    #[arg(default_value = ".", value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// How to tell the findings, and the file to write instead of standard output; may be given
    /// more than once.
    #[arg(long, value_name = "FORMAT[=FILE]", default_value = "pretty", value_parser = Telling::parse, long_help = help())]
    format: Vec<Telling>,
    /// The level at which findings end the command with code 1.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
}

fn help() -> String {
    format!(
        "How to tell the findings, and the file to write instead of standard output. May be given \
         more than once: `--format github --format sarif=findings.sarif`.\n\n{}\n\
         Paths are relative to the folder in which the command runs: in CI, run it in the root \
         of the repository. Standard output holds the findings alone; a summary goes to standard \
         error.",
        format::about()
    )
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    format::check(&arguments.format)?;
    let here = std::env::current_dir()?;
    let has_fingerprints = arguments.format.iter().any(Telling::has_fingerprints);
    let runs: Vec<_> = read(&arguments.paths)?
        .into_iter()
        .map(|read| Run::new(pipeline::judge(read), &here, has_fingerprints))
        .collect();
    let reports: Vec<_> = runs.iter().map(Run::report).collect();
    format::tell(&arguments.format, &reports)?;
    let findings = || runs.iter().flat_map(|run| &run.judged.findings);
    let count = |kind| {
        let checked = runs.iter().flat_map(|run| &run.checked);
        let is_of_kind = |checked: &&Checked| checked.subject.kind == kind;
        checked.filter(is_of_kind).count()
    };
    eprintln!(
        "{}, {}: {}",
        counted(count(SubjectKind::Product), "product"),
        counted(count(SubjectKind::Contract), "contract"),
        Summary::of(findings())
    );
    Ok(match arguments.fail_on.is_met(findings()) {
        true => Exit::Findings,
        false => Exit::Fine,
    })
}

/// A portal, judged, with what its report needs.
struct Run {
    judged: Judged,
    folders: Folders,
    fingerprints: Vec<String>,
    checked: Vec<Checked>,
    rule_pages: Option<String>,
}

impl Run {
    fn new(judged: Judged, here: &Path, has_fingerprints: bool) -> Run {
        let products = judged.mesh.products.iter();
        let products = products.filter(|product| product.manifest.is_some());
        let products = products.map(|product| Checked {
            subject: Subject::new(SubjectKind::Product, &*product.id),
            name: product.name.clone(),
        });
        let contracts = judged.mesh.contracts.iter();
        let contracts = contracts.map(|contract| Checked {
            subject: Subject::new(SubjectKind::Contract, &*contract.id),
            name: contract.name.clone(),
        });
        let base_url = judged.config.base_url.as_ref();
        Run {
            folders: judged.config.folders(here),
            fingerprints: match has_fingerprints {
                true => fingerprints(&judged.files, &judged.findings),
                false => Vec::new(),
            },
            checked: products.chain(contracts).collect(),
            rule_pages: base_url.map(|url| format!("{url}rules/")),
            judged,
        }
    }

    fn report(&self) -> Report<'_> {
        Report {
            fingerprints: &self.fingerprints,
            checked: &self.checked,
            folders: Some(&self.folders),
            code: rules::code,
            rule_pages: self.rule_pages.as_deref(),
            ..Report::new(&self.judged.files, &self.judged.findings)
        }
    }
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
            read.push(pipeline::read_in(&Tree::Disk, path, &config::shown(path))?);
        }
    }
    let of_folders = files
        .iter()
        .map(|(folder, paths)| pipeline::read_files(&Tree::Disk, folder, paths));
    read.extend(of_folders);
    Ok(read)
}
