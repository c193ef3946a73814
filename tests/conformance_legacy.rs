//! ODCS 2.2 and the Data Contract Specification, held against their official schemas: real
//! files and mutants of them must be accepted or rejected alike.
//!
//! `MESHBOOK_CORPUS` and `MESHBOOK_SCHEMAS` name the folders of both. Without them, these
//! tests say so and check nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use jsonschema::Validator;
use meshbook::diag::{Files, Level, Subject, SubjectKind};
use meshbook::manifest::{self, Noun};
use rayon::prelude::*;
use serde_json::{Value, json};

/// The findings that say whether a manifest keeps to its standard.
const STANDARD: &[&str] = &[
    "missing-field",
    "newer-field",
    "unknown-field",
    "unknown-value",
    "wrong-type",
];

/// The disagreements that are meant: the path, the side that rejects, and why.
struct Meant {
    path: &'static str,
    rejected_by: Side,
    why: &'static str,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Side {
    Meshbook,
    Schema,
}

fn folder(variable: &str) -> Option<PathBuf> {
    let folder = std::env::var_os(variable).map(PathBuf::from);
    if folder.is_none() {
        println!("skipped: {variable} is not set");
    }
    folder
}

/// Every YAML file below a folder, in order.
fn yaml_files(folder: &Path) -> Vec<PathBuf> {
    let walk = walkdir::WalkDir::new(folder).sort_by_file_name();
    let files = walk.into_iter().map(|entry| entry.unwrap().into_path());
    let is_yaml = |path: &PathBuf| path.extension().is_some_and(|e| e == "yaml" || e == "yml");
    files.filter(is_yaml).collect()
}

/// A file as JSON; `None` where it is not YAML or no map.
fn parsed(path: &Path) -> Option<Value> {
    let text = fs::read_to_string(path).unwrap();
    let value: Value = serde_yaml::from_str(&text).ok()?;
    value.is_object().then_some(value)
}

fn schema(path: &Path) -> Validator {
    let mut schema: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    // The schema of the Data Contract Specification says draft 7, in which whatever stands
    // beside a `$ref` counts for nothing: no server would be held to the fields of its type.
    schema["$schema"] = json!("https://json-schema.org/draft/2019-09/schema");
    jsonschema::validator_for(&schema).unwrap()
}

/// What Meshbook says of a manifest, as JSON: its faults against the standard.
fn faults(value: &Value) -> Vec<String> {
    let mut files = Files::default();
    let text = serde_json::to_string(value).unwrap();
    let id = files
        .add(None, "contract.json", "contract.json", text)
        .unwrap();
    let source = Subject::new(SubjectKind::Source, "test");
    let manifest = manifest::read(id, files.file(id), false, &source);
    if matches!(manifest.noun, Noun::Nothing) {
        return vec!["nothing is read".to_owned()];
    }
    let told = manifest.findings.into_iter();
    let told = told.filter(|finding| {
        let is_fault = finding.level == Level::Error || finding.rule == "newer-field";
        is_fault && STANDARD.contains(&&*finding.rule)
    });
    told.map(|finding| finding.message).collect()
}

/// One change of a manifest.
struct Mutant {
    path: String,
    change: &'static str,
    value: Value,
}

/// Every change of every kind at every path.
fn mutants(value: &Value) -> Vec<Mutant> {
    let mut paths = Vec::new();
    walk(value, &mut Vec::new(), &mut paths);
    let mut mutants = Vec::new();
    for path in paths {
        let pattern = pattern(&path);
        let mut add = |change: &'static str, mutate: &dyn Fn(&mut Value) -> bool| {
            let mut mutant = value.clone();
            if mutate(&mut mutant) {
                mutants.push(Mutant {
                    path: pattern.clone(),
                    change,
                    value: mutant,
                });
            }
        };
        let (last, parents) = path.split_last().unwrap();
        add("deleted", &|root| match (at(root, parents), last) {
            (Value::Object(map), Step::Key(key)) => map.remove(key).is_some(),
            (Value::Array(items), Step::Index(index)) => {
                items.remove(*index);
                true
            }
            _ => false,
        });
        add("renamed", &|root| match (at(root, parents), last) {
            (Value::Object(map), Step::Key(key)) => {
                let value = map.remove(key).unwrap();
                map.insert(format!("{key}Renamed"), value);
                true
            }
            _ => false,
        });
        let others = [
            ("a number", json!(4)),
            ("a fraction", json!(0.5)),
            ("a boolean", json!(true)),
            ("a text", json!("no such value")),
            ("null", Value::Null),
            ("a list", json!([])),
            ("a map", json!({})),
        ];
        for (change, other) in others {
            add(change, &|root| {
                let node = at(root, &path);
                let is_other = *node != other;
                *node = other.clone();
                is_other
            });
        }
    }
    mutants.push(Mutant {
        path: String::new(),
        change: "an extra key",
        value: {
            let mut more = value.clone();
            more["extraKeyOfOurs"] = json!("x");
            more
        },
    });
    mutants
}

#[derive(Clone, Debug)]
enum Step {
    Key(String),
    Index(usize),
}

/// The paths of everything below a value.
fn walk(value: &Value, path: &mut Vec<Step>, paths: &mut Vec<Vec<Step>>) {
    let steps: Vec<(Step, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (Step::Key(key.clone()), value))
            .collect(),
        Value::Array(items) => (0..).map(Step::Index).zip(items).collect(),
        _ => Vec::new(),
    };
    for (step, value) in steps {
        path.push(step);
        paths.push(path.clone());
        walk(value, path, paths);
        path.pop();
    }
}

fn at<'v>(root: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(root, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Index(index) => &mut value[*index],
    })
}

/// The maps whose keys are names of the author's choice.
const NAMED: &[&str] = &["definitions", "fields", "links", "models", "servers"];

/// A path without names and numbers: `models.*.fields.*.type`.
fn pattern(path: &[Step]) -> String {
    let mut pattern = String::new();
    let mut is_named = false;
    for step in path {
        match step {
            Step::Index(_) => pattern.push_str("[]"),
            Step::Key(_) if is_named => pattern.push_str(".*"),
            Step::Key(key) => pattern.extend([".", key]),
        }
        is_named = matches!(step, Step::Key(key) if !is_named && NAMED.contains(&key.as_str()));
    }
    pattern.trim_start_matches('.').to_owned()
}

/// Counts of one comparison.
#[derive(Default)]
struct Tally {
    files: usize,
    mutants: usize,
    rejected: usize,
    /// By path, change and the side that rejects: how many, and what Meshbook says.
    apart: BTreeMap<(String, &'static str, Side), (usize, Vec<String>)>,
}

impl Tally {
    fn add(mut self, other: Tally) -> Tally {
        self.files += other.files;
        self.mutants += other.mutants;
        self.rejected += other.rejected;
        for (key, (count, faults)) in other.apart {
            let entry = self.apart.entry(key).or_insert((0, faults));
            entry.0 += count;
        }
        self
    }

    fn compare(&mut self, path: &str, change: &'static str, value: &Value, schema: &Validator) {
        let faults = faults(value);
        let (ours, theirs) = (faults.is_empty(), schema.is_valid(value));
        self.rejected += usize::from(!theirs);
        if ours != theirs {
            let side = if ours { Side::Schema } else { Side::Meshbook };
            let key = (path.to_owned(), change, side);
            self.apart.entry(key).or_insert((0, faults)).0 += 1;
        }
    }
}

/// Compares files and their mutants, and holds what differs to what is `meant`.
#[track_caller]
fn check(
    name: &str,
    files: &[Value],
    schema_of: fn(&Value) -> &'static str,
    meant: &[Meant],
    least: f64,
) {
    let Some(schemas) = folder("MESHBOOK_SCHEMAS") else {
        return;
    };
    let mut validators: BTreeMap<&str, Validator> = BTreeMap::new();
    for file in files {
        let path = schema_of(file);
        validators
            .entry(path)
            .or_insert_with(|| schema(&schemas.join(path)));
    }
    let tally = files
        .par_iter()
        .map(|file| {
            let schema = &validators[schema_of(file)];
            let mut tally = Tally {
                files: 1,
                ..Tally::default()
            };
            tally.compare("", "the file itself", file, schema);
            for mutant in mutants(file) {
                tally.mutants += 1;
                tally.compare(&mutant.path, mutant.change, &mutant.value, schema);
            }
            tally
        })
        .reduce(Tally::default, Tally::add);
    let apart: usize = tally.apart.values().map(|(count, _)| count).sum();
    let all = tally.files + tally.mutants;
    let agreed = 100.0 * (all - apart) as f64 / all as f64;
    println!(
        "{name}: {} files, {} mutants, {} rejected by the schema, {apart} apart: {agreed:.2} % agree",
        tally.files, tally.mutants, tally.rejected
    );
    let mut unmeant = Vec::new();
    let mut counts = vec![0; meant.len()];
    for ((path, change, side), (count, faults)) in &tally.apart {
        let is_it = |meant: &Meant| path.starts_with(meant.path) && meant.rejected_by == *side;
        match meant.iter().position(is_it) {
            Some(at) => counts[at] += count,
            None => unmeant.push(format!(
                "{path}: {change}: {count}: rejected by {side:?} alone: {faults:?}"
            )),
        }
    }
    for (meant, count) in meant.iter().zip(counts) {
        let (path, side, why) = (meant.path, meant.rejected_by, meant.why);
        println!("  {count} at `{path}`, rejected by {side:?} alone: {why}");
        assert_ne!(count, 0, "`{path}` is apart no longer");
    }
    assert!(unmeant.is_empty(), "{}", unmeant.join("\n"));
    assert!(agreed >= least, "{agreed:.2} % agree");
    assert!(tally.rejected * 10 > tally.mutants, "too few are rejected");
}

#[test]
fn the_data_contract_specification_is_read_as_its_schema_says() {
    let Some(corpus) = folder("MESHBOOK_CORPUS") else {
        return;
    };
    let files = yaml_files(&corpus.join("dcs"));
    let files: Vec<_> = files.iter().filter_map(|path| parsed(path)).collect();
    assert!(files.len() > 50);
    let schema_of = |value: &Value| match value["dataContractSpecification"].as_str() {
        Some(version) if version.starts_with("1.2") => "dcs/v1.2.1.json",
        _ => "dcs/v1.1.0.json",
    };
    check("Data Contract Specification", &files, schema_of, &[], 99.5);
}

#[test]
fn odcs_2_is_read_as_its_schema_says() {
    let Some(corpus) = folder("MESHBOOK_CORPUS") else {
        return;
    };
    let files = yaml_files(&corpus.join("odcs"));
    let is_second = |value: &Value| value.get("datasetName").is_some();
    let files: Vec<_> = files
        .iter()
        .filter_map(|path| parsed(path))
        .filter(is_second)
        .collect();
    assert!(files.len() >= 5);
    let meant = [Meant {
        path: "dataset[].columns[].quality",
        rejected_by: Side::Meshbook,
        why: "the standard describes the quality of a column, its schema leaves it open",
    }];
    check("ODCS 2.2", &files, |_| "odcs/v2.2.2.json", &meant, 97.0);
}
