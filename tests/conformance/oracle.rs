//! The official schemas.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use jsonschema::Validator;
use serde_json::Value;

/// A standard and one of its versions: the schema to hold a manifest against.
pub(crate) type Version = (&'static str, &'static str);

/// The versions with a schema, oldest first.
pub(crate) const VERSIONS: &[Version] = &[
    ("odcs", "v3.0.0"),
    ("odcs", "v3.0.1"),
    ("odcs", "v3.0.2"),
    ("odcs", "v3.1.0"),
    ("odcs", "v3.2.0"),
    ("odps", "v0.9.0"),
    ("odps", "v1.0.0"),
    ("odps", "v1.1.0"),
];

/// The schemas of all versions.
pub(crate) struct Oracle {
    validators: BTreeMap<Version, Validator>,
}

impl Oracle {
    /// Reads the schemas from a folder.
    pub(crate) fn new(folder: &Path) -> Oracle {
        let validators = VERSIONS.iter().map(|&(standard, version)| {
            let path = folder.join(standard).join(format!("{version}.json"));
            let text = fs::read_to_string(&path).expect("a schema");
            let schema: Value = serde_json::from_str(&text).expect("JSON");
            let validator = jsonschema::validator_for(&schema).expect("a schema");
            ((standard, version), validator)
        });
        Oracle {
            validators: validators.collect(),
        }
    }

    /// Whether the schema of a version accepts a manifest.
    pub(crate) fn accepts(&self, version: Version, manifest: &Value) -> bool {
        self.validators[&version].is_valid(manifest)
    }

    /// Why the schema of a version refuses a manifest.
    pub(crate) fn why(&self, version: Version, manifest: &Value) -> Vec<String> {
        let errors = self.validators[&version].iter_errors(manifest);
        errors
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect()
    }
}

/// The version that a manifest declares; the newest of its standard where it declares none
/// that has a schema. `None` for a manifest of another standard.
pub(crate) fn version_of(manifest: &Value) -> Option<Version> {
    let standard = match manifest.get("kind")?.as_str()? {
        "DataContract" => "odcs",
        "DataProduct" => "odps",
        _ => return None,
    };
    let declared = manifest.get("apiVersion").and_then(Value::as_str);
    let is_other =
        |version: &str| version.contains('/') || version.trim_start_matches('v').starts_with("2.");
    if declared.is_some_and(is_other) {
        return None;
    }
    let mut own = VERSIONS.iter().filter(|(own, _)| *own == standard);
    let found = own.clone().find(|(_, version)| Some(*version) == declared);
    found.or(own.next_back()).copied()
}
