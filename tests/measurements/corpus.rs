//! Real files of results.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::{counts, findings, read};

/// The files of a corpus below a folder.
fn below(folder: &Path, into: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        match entry.path() {
            path if path.is_dir() => below(&path, into),
            path => into.push(path),
        }
    }
}

#[test]
fn all_results_of_real_files_are_joined_or_told() {
    let Some(corpus) = std::env::var_os("MESHBOOK_CORPUS").map(PathBuf::from) else {
        println!("skipped: MESHBOOK_CORPUS is not set");
        return;
    };
    let mut files = Vec::new();
    for folder in ["dbt", "dcc-results", "openlineage"] {
        below(&corpus.join(folder), &mut files);
    }
    files.sort();
    assert!(!files.is_empty(), "no results in {}", corpus.display());
    let mut known: BTreeMap<&'static str, usize> = BTreeMap::new();
    for path in files {
        let text = fs::read_to_string(&path).unwrap();
        let read = read(&[("shop/measurements/real.json", &text)]);
        let file = &read.measured.files[0];
        let (format, [results, joined, silent, unreadable]) = counts(file);
        *known.entry(format).or_default() += 1;
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let list = |key: &str| value[key].as_array().map(Vec::len);
        let entries = match format {
            "" => {
                assert!(findings(&read)[0].starts_with("unknown-result"));
                continue;
            }
            "Data Contract CLI" => list("checks"),
            "dbt run results" | "dbt sources" => list("results"),
            other => panic!("{}: {other}", path.display()),
        };
        let shown = path.display();
        assert_eq!(Some(results + silent + unreadable), entries, "{shown}");
        let told: usize = findings(&read)
            .iter()
            .filter_map(|of| {
                of.split_once(" of ")?
                    .0
                    .rsplit(' ')
                    .next()?
                    .parse::<usize>()
                    .ok()
            })
            .sum();
        assert_eq!(joined + told, results, "{shown}: {:#?}", findings(&read));
        println!("{shown}: {format}, {entries:?} entries, {joined} joined, {silent} silent");
    }
    // Facets, catalogues and manifests are no results.
    assert!(known[""] > 0 && known["dbt run results"] > 0 && known["Data Contract CLI"] > 0);
}
