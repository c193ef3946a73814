//! Every real manifest, held against the schema of the version that it declares.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::explained::Tally;
use crate::oracle::{Oracle, Version, version_of};
use crate::reading::{findings, folder, refuses};

/// A real manifest.
pub(crate) struct Real {
    /// Its path in the corpus.
    pub(crate) path: PathBuf,
    /// Its text.
    pub(crate) text: String,
    /// The same as JSON.
    pub(crate) value: Value,
    /// The version that it declares.
    pub(crate) version: Version,
}

/// Every manifest of ODCS 3 and ODPS in a folder, in order.
pub(crate) fn manifests(corpus: &Path) -> Vec<Real> {
    let mut found = Vec::new();
    for entry in walkdir::WalkDir::new(corpus).sort_by_file_name() {
        let path = entry.expect("a readable folder").into_path();
        let ending = path.extension().and_then(|ending| ending.to_str());
        if !matches!(ending, Some("yaml" | "yml" | "json")) {
            continue;
        }
        let Ok(text) = fs::read_to_string(&path) else {
            continue;
        };
        // A file of which several readers disagree whether it is YAML is another test's.
        let Ok(value) = serde_yaml::from_str::<Value>(&text) else {
            continue;
        };
        let Some(version) = version_of(&value) else {
            continue;
        };
        if value.get("fluidVersion").is_some() {
            continue;
        }
        found.push(Real {
            path: path.strip_prefix(corpus).expect("below it").to_owned(),
            text,
            value,
            version,
        });
    }
    found
}

#[test]
fn real_manifests_are_accepted_and_refused_as_their_schema_does() {
    let (Some(corpus), Some(schemas)) = (folder("MESHBOOK_CORPUS"), folder("MESHBOOK_SCHEMAS"))
    else {
        return;
    };
    let oracle = Oracle::new(&schemas);
    let mut tally = Tally::default();
    let mut twice = 0;
    for real in manifests(&corpus) {
        let (_, findings) = findings(&real.path, &real.text);
        if findings
            .iter()
            .any(|finding| finding.rule == "duplicate-key")
        {
            // The schema is asked about data, and a map with a key twice is none.
            twice += 1;
            continue;
        }
        let refusing: Vec<_> = findings.iter().filter(|finding| refuses(finding)).collect();
        let accepted = oracle.accepts(real.version, &real.value);
        tally.count(refusing.is_empty(), accepted, real.version, || {
            let ours = refusing.iter().map(|finding| finding.message.clone());
            let class = real.path.to_string_lossy().into_owned();
            (class, ours.collect(), oracle.why(real.version, &real.value))
        });
    }
    println!("{twice} files with a key twice in a map, which no schema can judge");
    tally.conclude("real manifests");
}
