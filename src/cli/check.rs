//! `meshbook check`: what is wrong, without building anything.

use std::path::{Path, PathBuf};

use super::asked::asked;
use super::baseline::Baseline;
use super::format::{self, Telling};
use super::git;
use super::{Exit, FailOn, Failure, counted, time};
use crate::baseline::{self, compare, identify};
use crate::diag::{
    Changes, Checked, Comparison, Finding, Folders, Grade, Report, Subject, SubjectKind, Summary,
    listed, printable,
};
use crate::pipeline::{self, Judged};
use crate::rules;

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
    /// What to compare with, so that only what is worse than it fails: git:REF for a branch, a
    /// tag or a commit, a folder with another checkout, or a file that --format json wrote.
    #[arg(long, value_name = "BASELINE", value_parser = Baseline::parse)]
    baseline: Option<Baseline>,
    /// The level at which findings end the command with code 1.
    #[arg(long, value_name = "LEVEL", value_enum, default_value_t = FailOn::Error)]
    fail_on: FailOn,
    /// The time of the check, such as 2026-11-20T09:00:00Z; SOURCE_DATE_EPOCH and the clock come after it.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
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
    let now = time::now(arguments.now.as_deref())?;
    let asked = asked(&arguments.paths);
    let has_fingerprints =
        arguments.baseline.is_some() || arguments.format.iter().any(Telling::has_fingerprints);
    let histories = git::histories();
    let mut runs = Vec::new();
    for asked in &asked {
        let judged = pipeline::judge_with(asked.read(now)?, now, Some(&histories));
        runs.push(Run::new(judged, &here, has_fingerprints));
    }
    let mut not_compared = None;
    if let Some(baseline) = &arguments.baseline {
        let record = baseline.record(&asked, &here, now, &histories)?;
        let compared: Vec<_> = runs.iter().map(Run::compared).collect();
        let comparisons = compare(&record, &compared);
        for (run, comparison) in runs.iter_mut().zip(comparisons) {
            run.comparison = Some(comparison);
        }
        let own = runs
            .iter()
            .map(Run::rule_set)
            .find(|own| *own != record.rule_set);
        not_compared = own.map(|own| (record.rule_set.clone(), own.to_owned()));
    }
    let reports: Vec<_> = runs.iter().map(Run::report).collect();
    format::tell(&arguments.format, &reports)?;
    eprintln!("{}", summary(&runs));
    if let Some(told) = removed(&runs) {
        eprintln!("{told}");
    }
    if let Some((rule_set, own)) = not_compared {
        eprintln!(
            "levels are not compared: the baseline was made by the rules `{}`, this run by `{own}`",
            printable(&rule_set)
        );
    }
    let is_worse = arguments
        .fail_on
        .is_met(runs.iter().flat_map(Run::counting))
        || arguments.fail_on != FailOn::Never && runs.iter().any(Run::has_lost);
    Ok(match is_worse {
        true => Exit::Findings,
        false => Exit::Fine,
    })
}

/// How much was looked at and found, in a line.
fn summary(runs: &[Run]) -> String {
    let count = |kind| {
        let checked = runs.iter().flat_map(|run| &run.checked);
        let is_of_kind = |checked: &&Checked| checked.subject.kind == kind;
        checked.filter(is_of_kind).count()
    };
    let findings = runs.iter().flat_map(|run| &run.judged.findings);
    let mut summary = format!(
        "{}, {}: {}",
        counted(count(SubjectKind::Product), "product"),
        counted(count(SubjectKind::Contract), "contract"),
        Summary::of(findings)
    );
    let let_be = || runs.iter().flat_map(|run| &run.judged.suppressed);
    for word in ["suppressed", "waived"] {
        let count = let_be().filter(|one| one.word() == word).count();
        if count > 0 {
            summary.push_str(&format!("; {count} {word}"));
        }
    }
    let comparisons: Vec<_> = runs
        .iter()
        .filter_map(|run| run.comparison.as_ref())
        .collect();
    if let Some(first) = comparisons.first() {
        let changes: Changes = comparisons.iter().map(|one| one.changes()).sum();
        let baseline = printable(&first.baseline);
        summary.push_str(&format!("; against {baseline}: {changes}"));
    }
    summary
}

/// What the baseline has and this run has not.
fn removed(runs: &[Run]) -> Option<String> {
    let comparisons = runs.iter().filter_map(|run| run.comparison.as_ref());
    let gone = comparisons.flat_map(|comparison| &comparison.removed);
    let names: Vec<_> = gone.map(|subject| &*subject.id).collect();
    let told = || {
        format!(
            "{} removed: {}",
            counted(names.len(), "product"),
            listed(&names)
        )
    };
    (!names.is_empty())
        .then(told)
        .map(|told| printable(&told).into_owned())
}

/// A portal, judged, with what its report needs.
struct Run {
    judged: Judged,
    folders: Folders,
    /// Empty where nobody asks for them.
    fingerprints: Vec<String>,
    comparison: Option<Comparison>,
    checked: Vec<Checked>,
    grades: Vec<Grade>,
    rule_pages: Option<String>,
}

impl Run {
    fn new(mut judged: Judged, here: &Path, has_fingerprints: bool) -> Run {
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
        let checked = products.chain(contracts).collect();
        let (mut fingerprints, mut grades) = (Vec::new(), Vec::new());
        if has_fingerprints {
            fingerprints = identify(&judged.files, &judged.findings, &mut judged.suppressed);
            grades = baseline::grades(&judged.mesh, &judged.scorecards);
        }
        let base_url = judged.config.base_url.as_ref();
        Run {
            folders: judged.config.folders(here),
            fingerprints,
            comparison: None,
            checked,
            grades,
            rule_pages: base_url.map(|url| format!("{url}rules/")),
            judged,
        }
    }

    fn rule_set(&self) -> &str {
        &self.judged.scorecards.book.name
    }

    fn compared(&self) -> baseline::Run<'_> {
        self.judged.run(&self.fingerprints, &self.folders)
    }

    fn report(&self) -> Report<'_> {
        Report {
            fingerprints: &self.fingerprints,
            suppressed: &self.judged.suppressed,
            comparison: self.comparison.as_ref(),
            checked: &self.checked,
            grades: &self.grades,
            rule_set: self.rule_set(),
            folders: Some(&self.folders),
            code: rules::code,
            rule_pages: self.rule_pages.as_deref(),
            ..Report::new(&self.judged.files, &self.judged.findings)
        }
    }

    /// The findings that may fail: the new ones, where there is a baseline.
    fn counting(&self) -> impl Iterator<Item = &Finding> {
        let numbered = self.judged.findings.iter().enumerate();
        numbered
            .filter(|(at, _)| (self.comparison.as_ref()).is_none_or(|known| known.is_new[*at]))
            .map(|(_, finding)| finding)
    }

    fn has_lost(&self) -> bool {
        self.comparison
            .as_ref()
            .is_some_and(|comparison| !comparison.lost.is_empty())
    }
}
