//! `forges:` as it is written: which kind a host is of, or how its links look.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;

use super::links::{Links, Pattern, is_link};
use super::{Forges, Kind};
use crate::config::INVALID_CONFIGURATION;
use crate::diag::{Finding, Subject, SubjectKind, listed, nearest};
use crate::document::Node;

/// What a host is: a kind of forge, or the patterns of its links.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum RawForge {
    /// A kind of forge.
    Kind(Kind),
    /// The links of a forge of no known kind.
    Links(RawLinks),
}

/// The links of a forge. `{repository}` stands for the page of a repository, `{ref}` for a commit,
/// branch or tag, `{commit}` for a commit alone, `{path}` for a file or folder, `{line}` for the
/// number of a line.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct RawLinks {
    /// A file, such as `{repository}/blob/{ref}/{path}`.
    pub file: Option<String>,
    /// A line of a file; without it, links to lines lead to the file.
    pub line: Option<String>,
    /// A folder.
    pub folder: Option<String>,
    /// A commit.
    pub commit: Option<String>,
    /// Where a file of a branch is edited.
    pub edit: Option<String>,
}

/// The placeholders that a configuration may use.
const PLACEHOLDERS: [&str; 5] = ["repository", "ref", "commit", "path", "line"];

/// The forges of the configuration; `node` is its setting.
pub(in crate::config) fn resolve(
    written: BTreeMap<String, RawForge>,
    node: Option<&Node<'_>>,
    findings: &mut Vec<Finding>,
) -> Forges {
    let mut own = BTreeMap::new();
    for (host, forge) in written {
        let links = match forge {
            RawForge::Kind(kind) => kind.links().clone(),
            RawForge::Links(raw) => {
                let node = node.and_then(|node| node.get(&host));
                let mut read = |name: &str, text: Option<String>| {
                    let node = node.and_then(|node| node.get(name));
                    Pattern::Owned(pattern(text, node, findings))
                };
                Links {
                    kind: None,
                    file: read("file", raw.file),
                    line: read("line", raw.line),
                    folder: read("folder", raw.folder),
                    commit: read("commit", raw.commit),
                    edit: read("edit", raw.edit),
                }
            }
        };
        own.insert(host.trim().to_ascii_lowercase(), links);
    }
    Forges { own }
}

/// A pattern that yields links; empty, so that it yields none, where it cannot.
fn pattern(text: Option<String>, node: Option<&Node<'_>>, findings: &mut Vec<Finding>) -> String {
    let Some(text) = text else {
        return String::new();
    };
    let mut tell = |message: String, help: String| {
        if let Some(node) = node {
            let subject = Subject::new(SubjectKind::Portal, crate::config::FILE);
            let finding = Finding::new(&INVALID_CONFIGURATION, subject, node.span, message);
            findings.push(finding.help(help));
        }
    };
    let mut names = text.split('{').skip(1);
    let unknown = names.find_map(|rest| match rest.split_once('}') {
        Some((name, _)) if PLACEHOLDERS.contains(&name) => None,
        Some((name, _)) => Some(name),
        None => Some(rest),
    });
    if let Some(name) = unknown {
        let help = match nearest(name, PLACEHOLDERS.iter().copied()) {
            Some(near) => format!("did you mean `{{{near}}}`?"),
            None => format!("use one of {}, each in braces", listed(&PLACEHOLDERS)),
        };
        tell(format!("`{name}` is no placeholder of a link"), help);
        return String::new();
    }
    let trial = PLACEHOLDERS.iter().fold(text.clone(), |text, name| {
        let value = match *name {
            "repository" => "https://example.com/x",
            _ => "1",
        };
        text.replace(&format!("{{{name}}}"), value)
    });
    if !is_link(&trial) {
        let message = "this pattern yields no `http` or `https` address".to_owned();
        let help = "let it begin with `{repository}` or `https://`".to_owned();
        tell(message, help);
        return String::new();
    }
    text
}
