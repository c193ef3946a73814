//! Findings that say less than others of the same text.

use std::collections::BTreeSet;

use crate::diag::Finding;
use crate::manifest;

/// Drops what is said of the format of a text where another finding says more of that text.
pub fn drop_restated_formats(findings: &mut Vec<Finding>) {
    let is_format = |finding: &Finding| finding.rule == manifest::OFF_FORMAT.id;
    let others = findings.iter().filter(|finding| !is_format(finding));
    let told: BTreeSet<_> = others
        .map(|finding| (finding.span.start, finding.span.end))
        .collect();
    findings.retain(|finding| {
        !is_format(finding) || !told.contains(&(finding.span.start, finding.span.end))
    });
}
