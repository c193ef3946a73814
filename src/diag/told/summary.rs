//! Findings in numbers.

use crate::diag::{Finding, Level};

/// How many findings there are of each level.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, schemars::JsonSchema)]
pub struct Summary {
    /// Findings of the level error.
    pub errors: usize,
    /// Findings of the level warning.
    pub warnings: usize,
    /// Findings of the level info.
    pub infos: usize,
}

impl Summary {
    /// Counts the findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Summary {
        let mut summary = Summary::default();
        for finding in findings {
            match finding.level {
                Level::Error => summary.errors += 1,
                Level::Warning => summary.warnings += 1,
                Level::Info => summary.infos += 1,
            }
        }
        summary
    }
}

/// `2 errors, 1 warning`; `no findings`.
impl std::fmt::Display for Summary {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = [
            (self.errors, "error"),
            (self.warnings, "warning"),
            (self.infos, "note"),
        ];
        let mut told = Vec::new();
        for (count, word) in counts.into_iter().filter(|(count, _)| *count > 0) {
            let plural = if count == 1 { "" } else { "s" };
            told.push(format!("{count} {word}{plural}"));
        }
        match told.is_empty() {
            true => f.write_str("no findings"),
            false => f.write_str(&told.join(", ")),
        }
    }
}
