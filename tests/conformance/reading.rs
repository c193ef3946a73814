//! What Meshbook says of one manifest.

use std::io::Write;
use std::path::{Path, PathBuf};

use meshbook::diag::{Element, Files, Finding, Level, Subject, SubjectKind};
use meshbook::manifest;

/// The folder that an environment variable names. Its absence is told past the harness, which
/// keeps back what a test prints that passes.
pub(crate) fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        let _ = writeln!(std::io::stderr(), "skipped: {variable} is not set");
    }
    folder
}

/// What Meshbook reports of a text.
pub(crate) fn findings(path: &Path, text: &str) -> (Files, Vec<Finding>) {
    let mut files = Files::default();
    let path = path.to_string_lossy();
    let id = files.add(None, &*path, &*path, text).expect("a small text");
    let source = Subject::new(SubjectKind::Source, "test");
    let read = manifest::read(id, files.file(id), false, &source);
    (files, read.findings)
}

/// Whether a finding says that a manifest does not keep to its standard.
pub(crate) fn refuses(finding: &Finding) -> bool {
    finding.element == Element::Standard && finding.level <= Level::Warning
}

/// The findings as `line rule`, in order.
pub(crate) fn places(files: &Files, findings: &[Finding]) -> Vec<(u32, String)> {
    let mut places: Vec<_> = findings
        .iter()
        .map(|finding| (files.place(finding.span).line, finding.rule.to_string()))
        .collect();
    places.sort();
    places
}
