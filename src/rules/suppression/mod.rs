//! Findings that are let be: at their place by a comment, or by `allow:` in `meshbook.yaml`.
//!
//! What is let be no longer counts, but stays visible with its reason. What counts towards a
//! level is never let be here.

mod authority;
mod codes;
mod comment;
mod fault;
mod permits;

use super::secret_ranges;
use crate::config::Config;
use crate::diag::{Files, Finding, Suppressed};
use crate::source::Source;
use permits::Permits;

pub use codes::CODES;

/// How much of a reason is kept, in characters.
const LONGEST: usize = 300;

/// Takes away the findings that are let be, and adds what is wrong with those that let them.
///
/// The fingerprints of what is let be are still empty. The work grows with the length of the
/// texts and the number of findings, whatever the comments say.
pub fn suppress(
    findings: Vec<Finding>,
    config: &Config,
    sources: &[Source],
    files: &Files,
) -> (Vec<Finding>, Vec<Suppressed>) {
    let mut permits = Permits::gather(config, sources, files);
    let mut kept = Vec::with_capacity(findings.len());
    let mut suppressed = Vec::new();
    for finding in findings {
        match permits.take(&finding) {
            None => kept.push(finding),
            Some(permit) => suppressed.push(Suppressed {
                finding,
                fingerprint: String::new(),
                reason: shown_reason(&permit.reason, LONGEST),
                span: permit.span,
                in_source: permit.is_comment,
                waiver: None,
            }),
        }
    }
    kept.extend(permits.faults());
    (kept, suppressed)
}

/// A reason as it is shown: of this many characters at most, and without what must not be read.
pub(crate) fn shown_reason(reason: &str, longest: usize) -> String {
    let mut cut: String = reason.chars().take(longest).collect();
    if cut.len() < reason.len() {
        cut.push('…');
    }
    let secrets = secret_ranges(&cut);
    if secrets.is_empty() {
        return cut;
    }
    let is_hidden = |at: usize| secrets.iter().any(|range| range.contains(&at));
    let shown = cut.char_indices();
    shown
        .map(|(at, c)| if is_hidden(at) { '*' } else { c })
        .collect()
}
