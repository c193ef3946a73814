//! Mutants of valid manifests, held against the same schemas.

use std::collections::BTreeSet;
use std::path::Path;

use rayon::prelude::*;
use serde_json::{Value, json};

use crate::corpus::manifests;
use crate::explained::Tally;
use crate::oracle::{Oracle, VERSIONS, Version};
use crate::reading::{findings, folder, refuses};

/// Valid manifests of our own that use every part of their version.
const SEEDS: &[&str] = &[
    include_str!("seeds/3.0.odcs.yaml"),
    include_str!("seeds/3.1.odcs.yaml"),
    include_str!("seeds/3.2.odcs.yaml"),
    include_str!("seeds/0.9.odps.yaml"),
    include_str!("seeds/1.0.odps.yaml"),
    include_str!("seeds/1.1.odps.yaml"),
];

/// Of the mutants that differ in version, path or change, every so many-th is tried: all of
/// them take two minutes.
const EVERY: usize = 5;

/// One change of a valid manifest.
struct Mutant {
    version: Version,
    class: String,
    value: Value,
}

/// A way from the root: keys and positions.
#[derive(Clone)]
enum Step {
    Key(String),
    Item(usize),
}

/// The paths of everything below a value.
fn paths(value: &Value, path: &mut Vec<Step>, all: &mut Vec<Vec<Step>>) {
    let steps: Vec<(Step, &Value)> = match value {
        Value::Object(map) => map
            .iter()
            .map(|(key, value)| (Step::Key(key.clone()), value))
            .collect(),
        Value::Array(items) => (0..).map(Step::Item).zip(items).collect(),
        _ => Vec::new(),
    };
    for (step, value) in steps {
        path.push(step);
        all.push(path.clone());
        paths(value, path, all);
        path.pop();
    }
}

fn at<'v>(root: &'v mut Value, path: &[Step]) -> &'v mut Value {
    path.iter().fold(root, |value, step| match step {
        Step::Key(key) => &mut value[key.as_str()],
        Step::Item(index) => &mut value[*index],
    })
}

fn get<'v>(root: &'v Value, path: &[Step]) -> &'v Value {
    path.iter().fold(root, |value, step| match step {
        Step::Key(key) => &value[key.as_str()],
        Step::Item(index) => &value[*index],
    })
}

/// A path without positions: `schema[].properties[].name`.
fn shown(path: &[Step]) -> String {
    let mut shown = String::new();
    for step in path {
        match step {
            Step::Item(_) => shown.push_str("[]"),
            Step::Key(key) if shown.is_empty() => shown.push_str(key),
            Step::Key(key) => shown.extend([".", key]),
        }
    }
    shown
}

/// What the value beside it decides: `type` and its like, for classes of their own.
fn kind(parent: &Value) -> String {
    let get = |key| parent.get(key).and_then(Value::as_str);
    let kind = get("type").or(get("logicalType"));
    kind.map_or_else(String::new, |kind| format!(" ({kind})"))
}

/// Every change at every path of a manifest whose class is `wanted`.
fn mutants(
    root: &Value,
    mut wanted: impl FnMut(&str) -> bool,
    mut take: impl FnMut(String, Value),
) {
    let mut all = vec![Vec::new()];
    paths(root, &mut Vec::new(), &mut all);
    for path in all {
        let parent = path.split_last().map(|(_, parents)| parents);
        let kind = parent.map_or_else(String::new, |path| kind(get(root, path)));
        let mut add = |change: &str, mutate: &dyn Fn(&mut Value) -> Option<()>| {
            let class = format!("{}{kind}: {change}", shown(&path));
            if wanted(&class) {
                let mut mutant = root.clone();
                if mutate(&mut mutant).is_some() && mutant != *root {
                    take(class, mutant);
                }
            }
        };
        add("extra key", &|root| {
            let map = at(root, &path).as_object_mut()?;
            map.insert("zzzExtra".to_owned(), json!("x"));
            Some(())
        });
        let Some((last, parents)) = path.split_last() else {
            continue;
        };
        add("deleted", &|root| match (at(root, parents), last) {
            (Value::Object(map), Step::Key(key)) => map.remove(key).map(|_| ()),
            (Value::Array(items), Step::Item(index)) => {
                items.remove(*index);
                Some(())
            }
            _ => None,
        });
        add("renamed", &|root| match (at(root, parents), last) {
            (Value::Object(map), Step::Key(key)) => {
                let value = map.remove(key)?;
                map.insert(format!("{key}x"), value);
                Some(())
            }
            _ => None,
        });
        for (change, other) in [
            ("number", json!(4)),
            ("fraction", json!(0.5)),
            ("below zero", json!(-1)),
            ("boolean", json!(true)),
            ("another text", json!("no such value")),
            ("another word", json!("noSuchValue")),
            ("null", Value::Null),
            ("empty list", json!([])),
            ("list of texts", json!(["a.b", "a.b"])),
            ("empty map", json!({})),
        ] {
            add(change, &|root| {
                *at(root, &path) = other.clone();
                Some(())
            });
        }
    }
}

/// The manifest under the other versions of its standard.
fn declared_otherwise(root: &Value, standard: &str) -> Vec<(Version, Value)> {
    let own = VERSIONS.iter().filter(|version| version.0 == standard);
    own.map(|version| {
        let mut mutant = root.clone();
        mutant["apiVersion"] = json!(version.1);
        (*version, mutant)
    })
    .collect()
}

#[test]
fn mutants_are_accepted_and_refused_as_their_schema_does() {
    let (Some(corpus), Some(schemas)) = (folder("MESHBOOK_CORPUS"), folder("MESHBOOK_SCHEMAS"))
    else {
        return;
    };
    let oracle = Oracle::new(&schemas);
    let mut valid: Vec<(Version, Value)> = Vec::new();
    for seed in SEEDS {
        let value: Value = serde_yaml::from_str(seed).expect("YAML");
        let version = crate::oracle::version_of(&value).expect("a version");
        let why = oracle.why(version, &value);
        assert!(why.is_empty(), "{version:?}: {why:?}");
        valid.push((version, value));
    }
    for real in manifests(&corpus) {
        if oracle.accepts(real.version, &real.value) {
            valid.push((real.version, real.value));
        }
    }
    let mut classes: BTreeSet<(Version, String)> = BTreeSet::new();
    let mut chosen = Vec::new();
    for (version, value) in &valid {
        for (version, value) in declared_otherwise(value, version.0) {
            let class = "declared otherwise".to_owned();
            chosen.push(Mutant {
                version,
                class,
                value,
            });
        }
        let wanted = |class: &str| {
            classes.insert((*version, class.to_owned())) && classes.len().is_multiple_of(EVERY)
        };
        mutants(value, wanted, |class, value| {
            chosen.push(Mutant {
                version: *version,
                class,
                value,
            });
        });
    }
    println!("{} valid manifests", valid.len());
    assert!(chosen.len() >= 5_000, "{} mutants", chosen.len());
    let tally = chosen.par_iter().map(|mutant| {
        let mut tally = Tally::default();
        let text = mutant.value.to_string();
        let (standard, _) = mutant.version;
        let path = format!("mutant.{standard}.json");
        let (_, findings) = findings(Path::new(&path), &text);
        let refusing: Vec<_> = findings.iter().filter(|finding| refuses(finding)).collect();
        let accepted = oracle.accepts(mutant.version, &mutant.value);
        tally.count(refusing.is_empty(), accepted, mutant.version, || {
            let ours = refusing.iter().map(|finding| finding.message.clone());
            let theirs = oracle.why(mutant.version, &mutant.value);
            (mutant.class.clone(), ours.collect(), theirs)
        });
        tally
    });
    tally.reduce(Tally::default, Tally::add).conclude("mutants");
}
