//! `meshbook rules test`: the tests that stand in the files of the organisation's rules.

use std::path::PathBuf;

use super::{Configured, day};
use crate::cli::{Exit, Failure, counted, has_color, print, time};
use crate::diag::{FORMATS, Finding, Report};
use crate::rules::own::{OwnRules, try_out};

/// Run the tests in the organisation's rule files.
///
/// Each rule needs a test that meets it and one that does not, and its tests have to notice when
/// `assert` is turned into its contrary.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal: a folder with meshbook.yaml.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// The day of tests that name none, such as 2026-11-20; SOURCE_DATE_EPOCH and the clock come after it.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let today = day(time::now(arguments.now.as_deref())?);
    let Some(configured) = Configured::read(&arguments.portal)? else {
        let shown = arguments.portal.display();
        return Err(Failure(format!("{shown} holds no meshbook.yaml")));
    };
    let Configured {
        config,
        files,
        findings,
    } = configured;
    if config.governance.rules.is_empty() {
        let help = "name files or folders of them under `governance: {rules: [...]}`";
        return Err(Failure(format!("meshbook.yaml names no rules: {help}")));
    }
    let mut own = OwnRules::read(&config, &files);
    let tried = try_out(&mut own, &files, today);
    let of_rules = findings.into_iter().filter(|finding| {
        let file = files.of(finding.span);
        config.governance.rules.contains(&file)
    });
    let mut told: Vec<Finding> = of_rules.chain(own.faults().iter().cloned()).collect();
    let tests: usize = tried.iter().map(|(_, tried)| tried.tests).sum();
    for (_, tried) in tried {
        told.extend(tried.faults);
    }
    told.sort_by_key(|finding| finding.span);
    let folders = config.folders(&std::env::current_dir()?);
    let report = Report {
        folders: Some(&folders),
        ..Report::new(&files, &told)
    };
    print(&(FORMATS[0].tell)(&[report], has_color(&std::io::stdout())))?;
    let rules = counted(own.rules().len(), "rule");
    let tests = counted(tests, "test");
    eprintln!("{rules}, {tests}: {}", counted(told.len(), "fault"));
    Ok(match told.is_empty() {
        true => Exit::Fine,
        false => Exit::Findings,
    })
}
