//! A tree of one of our own files held against the JSON Schema of its type.
//!
//! Knows just the words that `schemars` writes for plain types: properties, items, enums,
//! references and nullable types.

use serde_json::Value as Schema;

use super::{INVALID_CONFIGURATION, UNKNOWN_SETTING};
use crate::diag::{Code, Finding, Span, Subject, listed, nearest};
use crate::document::{Kind, Node, Value};

/// The unknown keys, wrong types and unknown values of a tree.
pub(super) fn check(root: &Node<'_>, schema: &Schema, subject: &Subject) -> Vec<Finding> {
    let codes = [&INVALID_CONFIGURATION, &UNKNOWN_SETTING];
    check_shape(root, schema, "the configuration", subject, codes)
}

/// The same for another of our own files. What is wrong is told as the first of `codes`, what is
/// not known as the second.
pub fn check_shape(
    root: &Node<'_>,
    schema: &Schema,
    name: &str,
    subject: &Subject,
    codes: [&Code; 2],
) -> Vec<Finding> {
    let mut check = Check {
        definitions: &schema["$defs"],
        subject,
        codes,
        findings: Vec::new(),
    };
    if !root.is_null() {
        check.node(root, schema, name);
    }
    check.findings
}

/// The same for the value of one setting.
pub(super) fn check_setting(node: &Node<'_>, name: &str, subject: &Subject) -> Vec<Finding> {
    let schema = super::schema();
    let mut check = Check {
        definitions: &schema["$defs"],
        subject,
        codes: [&INVALID_CONFIGURATION, &UNKNOWN_SETTING],
        findings: Vec::new(),
    };
    if !node.is_null() {
        check.node(node, &schema["properties"][name], name);
    }
    check.findings
}

struct Check<'a> {
    definitions: &'a Schema,
    subject: &'a Subject,
    codes: [&'a Code; 2],
    findings: Vec<Finding>,
}

impl<'a> Check<'a> {
    fn node(&mut self, node: &Node<'_>, schema: &'a Schema, name: &str) {
        let schema = self.fitting(schema, node);
        if is_open(schema) {
            return;
        }
        match &node.value {
            Value::Map(_) if is(schema, "object") => self.map(node, schema, name),
            Value::List(items) if is(schema, "array") => {
                for item in items {
                    self.node(item, &schema["items"], name);
                }
            }
            Value::Scalar(scalar) if is(schema, "string") => {
                if node.is_null() && is(schema, "null") {
                    return;
                }
                if scalar.kind() != Kind::Text {
                    let help = format!("quote it: `\"{}\"`", scalar.text);
                    self.report(self.codes[0], node.span, wrong(node, name, "a text"), help);
                }
                let allowed = allowed(schema);
                if !allowed.is_empty() && !allowed.contains(&&*scalar.text) {
                    let message = format!("`{}` is not a value of `{name}`", scalar.text);
                    let help = match nearest(&scalar.text, allowed.iter().copied()) {
                        Some(near) => format!("did you mean `{near}`?"),
                        None => format!("use one of {}", listed(&allowed)),
                    };
                    self.report(self.codes[0], node.span, message, help);
                }
            }
            Value::Scalar(scalar) if is(schema, "integer") && scalar.kind() == Kind::Integer => {}
            Value::Scalar(scalar)
                if is(schema, "boolean") && matches!(scalar.kind(), Kind::Bool(_)) => {}
            Value::Scalar(_) if node.is_null() => {}
            _ => {
                let kinds = [
                    ("object", "a map"),
                    ("array", "a list"),
                    ("string", "a text"),
                    ("integer", "a whole number"),
                    ("boolean", "`true` or `false`"),
                ];
                let wanted = kinds.iter().find(|(kind, _)| is(schema, kind));
                let wanted = wanted.map_or("a text", |(_, wanted)| wanted);
                let help = format!("write {wanted}");
                self.report(self.codes[0], node.span, wrong(node, name, wanted), help);
            }
        }
    }

    fn map(&mut self, node: &Node<'_>, schema: &'a Schema, name: &str) {
        let known = schema["properties"].as_object();
        for entry in node.entries() {
            let property = known.and_then(|known| known.get(&*entry.key));
            if let Some(property) = property {
                self.node(&entry.value, property, &entry.key);
            } else if schema["additionalProperties"].is_object() {
                self.node(&entry.value, &schema["additionalProperties"], name);
            } else {
                let keys = known
                    .into_iter()
                    .flat_map(|known| known.keys())
                    .map(String::as_str);
                let help = match nearest(&entry.key, keys.clone()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("use one of {}", listed(&keys.collect::<Vec<_>>())),
                };
                let message = format!("unknown setting `{}` in {name}", entry.key);
                self.report(self.codes[1], entry.key_span, message, help);
            }
        }
        for required in schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Schema::as_str)
        {
            if node.get(required).is_none() {
                let message = format!("`{required}` is missing in {name}");
                self.report(
                    self.codes[0],
                    node.span.head(),
                    message,
                    format!("add `{required}:`"),
                );
            }
        }
    }

    /// The schema itself: of several the one for what the node is, else the last.
    fn fitting(&self, schema: &'a Schema, node: &Node<'_>) -> &'a Schema {
        let kind = match &node.value {
            Value::Map(_) => "object",
            Value::List(_) => "array",
            Value::Scalar(_) => "string",
        };
        let schema = self.referred(schema);
        let alternatives = schema["anyOf"].as_array().into_iter().flatten();
        let alternatives = alternatives.filter(|alternative| alternative["type"] != "null");
        let mut chosen = schema;
        for alternative in alternatives {
            let alternative = self.fitting(alternative, node);
            if is(alternative, kind) {
                return alternative;
            }
            chosen = alternative;
        }
        chosen
    }

    fn referred(&self, schema: &'a Schema) -> &'a Schema {
        let reference = schema["$ref"]
            .as_str()
            .and_then(|path| path.strip_prefix("#/$defs/"));
        reference.map_or(schema, |name| &self.definitions[name])
    }

    fn report(&mut self, code: &Code, span: Span, message: String, help: String) {
        self.findings
            .push(Finding::new(code, self.subject.clone(), span, message).help(help));
    }
}

fn wrong(node: &Node<'_>, name: &str, wanted: &str) -> String {
    format!("`{name}` is {}, not {wanted}", node.noun())
}

/// Whether anything may stand there.
fn is_open(schema: &Schema) -> bool {
    const LIMITS: [&str; 6] = ["type", "anyOf", "oneOf", "enum", "properties", "$ref"];
    match schema {
        Schema::Bool(open) => *open,
        Schema::Object(limits) => !LIMITS.iter().any(|key| limits.contains_key(*key)),
        _ => false,
    }
}

fn is(schema: &Schema, kind: &str) -> bool {
    match &schema["type"] {
        Schema::String(only) => only == kind,
        Schema::Array(kinds) => kinds.iter().any(|one| one == kind),
        _ => kind == "string" && !allowed(schema).is_empty(),
    }
}

fn allowed(schema: &Schema) -> Vec<&str> {
    let listed = schema["enum"].as_array().into_iter().flatten();
    let described = schema["oneOf"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|one| &one["const"]);
    listed.chain(described).filter_map(Schema::as_str).collect()
}
