//! Manifests of every format: read, joined and judged by every rule.

use meshbook::diag::Files;

use super::{Target, findings, in_time, portal};

pub(super) const TARGET: Target = Target {
    name: "manifest",
    run,
};

/// The most findings of one file that are told one by one, and room for those of rules, which
/// have bounds of their own.
const MOST: usize = 20_000;

fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let told = in_time("a manifest", || judge(text));
    assert_eq!(told, judge(text));
}

/// What is told of a manifest.
fn judge(text: &str) -> String {
    let is_json = text.trim_start().starts_with(['{', '[']);
    let path = if is_json { "new.json" } else { "new.yaml" };
    // What a Backstage entity means depends on where it lies.
    let in_directory = text.contains("backstage.io/");
    let mut files = Files::default();
    let mut told = Vec::new();
    let texts: Vec<_> = portal::ORDERS
        .iter()
        .copied()
        .chain([(path, text)])
        .collect();
    let mesh = portal::mesh(&mut files, &texts, in_directory, &mut told);
    let judged = portal::judged(portal::config(), files, mesh, told);
    assert!(
        judged.findings.len() <= MOST,
        "{} findings",
        judged.findings.len()
    );
    findings::check(&judged.files, &judged.findings);
    format!("{:?}", judged.findings)
}
