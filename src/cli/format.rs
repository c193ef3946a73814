//! `--format FORMAT[=FILE]`: how findings are told, and where to.

use std::fs;
use std::path::PathBuf;

use super::{Failure, has_color, print};
use crate::diag::{FORMATS, Format, Report, nearest};

/// One way in which the findings of a run are told.
#[derive(Clone)]
pub(super) struct Telling {
    format: &'static Format,
    /// The file to write; `None` for standard output.
    file: Option<PathBuf>,
}

impl Telling {
    /// Reads `sarif` or `sarif=findings.sarif`.
    pub(super) fn parse(given: &str) -> Result<Telling, String> {
        let (name, file) = match given.split_once('=') {
            Some((_, "")) => return Err("there is no file after `=`".to_owned()),
            Some((name, file)) => (name, Some(PathBuf::from(file))),
            None => (given, None),
        };
        let format = FORMATS.iter().find(|format| format.name == name);
        let format = format.ok_or_else(|| {
            let names = FORMATS.iter().map(|format| format.name);
            match nearest(name, names.clone()) {
                Some(near) => format!("did you mean `{near}`?"),
                None => format!("the formats are {}", names.collect::<Vec<_>>().join(", ")),
            }
        })?;
        Ok(Telling { format, file })
    }

    pub(super) fn has_fingerprints(&self) -> bool {
        self.format.has_fingerprints
    }

    /// Tells the findings.
    fn tell(&self, reports: &[Report<'_>]) -> Result<(), Failure> {
        let Some(file) = &self.file else {
            let color = has_color(&std::io::stdout());
            return print(&(self.format.tell)(reports, color));
        };
        let text = (self.format.tell)(reports, false);
        fs::write(file, text)
            .map_err(|error| Failure(format!("cannot write {}: {error}", file.display())))
    }
}

/// Tells the findings in every way that was asked for.
pub(super) fn tell(tellings: &[Telling], reports: &[Report<'_>]) -> Result<(), Failure> {
    tellings
        .iter()
        .try_for_each(|telling| telling.tell(reports))
}

/// Refuses two texts on one stream: no reader could tell them apart.
pub(super) fn check(tellings: &[Telling]) -> Result<(), Failure> {
    let printed = tellings.iter().filter(|telling| telling.file.is_none());
    let names: Vec<_> = printed.map(|telling| telling.format.name).collect();
    match names.as_slice() {
        [first, second, ..] => Err(Failure(format!(
            "both {first} and {second} would go to standard output: give one a file, such as `--format {second}=FILE`"
        ))),
        _ => Ok(()),
    }
}

/// Every format in a line, for `--help`.
pub(super) fn about() -> String {
    let widest = FORMATS.iter().map(|format| format.name.len()).max();
    let widest = widest.unwrap_or(0);
    let lines = FORMATS
        .iter()
        .map(|format| format!("  {:widest$}  {}\n", format.name, format.about));
    lines.collect()
}
