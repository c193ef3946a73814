//! `fetch:` in `meshbook.yaml`: how repositories are fetched, and what that may cost.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::Duration;

use jiff::{SpanRelativeTo, Unit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{INVALID_CONFIGURATION, item};
use crate::diag::{Finding, Span, Subject, SubjectKind};
use crate::document::Node;

/// The most files of one source.
pub const MAX_FILES: usize = 5_000;

/// How the git repositories of `sources:` are fetched.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct RawFetch {
    /// How long the fetch of one source may take, such as `90s`; two minutes where it is absent.
    pub timeout: Option<String>,
    /// How large one source may be, such as `500MiB`; 200 MiB where it is absent.
    pub max_size: Option<String>,
    /// Folders of this machine, relative to `meshbook.yaml`, in which repositories may lie that
    /// `git:` names by a path. None where it is absent.
    pub local: Vec<String>,
    /// For each host the environment variable that holds a token for it, such as
    /// `git.example.com: GITLAB_TOKEN`. It goes to that host alone.
    pub tokens: BTreeMap<String, String>,
}

/// How repositories are fetched, as the stages use it.
#[derive(Clone, Debug, Default)]
pub struct Fetch {
    /// What a source may cost that says nothing else.
    pub limits: Limits,
    /// Folders in which repositories of this machine may lie.
    pub local: Vec<PathBuf>,
    /// The environment variables that hold tokens, by host.
    pub tokens: BTreeMap<String, String>,
}

/// What the fetch of one source may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// How long it may take.
    pub time: Duration,
    /// How large what is fetched, and the files that are read of it, may be, in bytes.
    pub bytes: u64,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            time: Duration::from_secs(120),
            bytes: 200 << 20,
        }
    }
}

impl Limits {
    /// These limits with those that are written in their place; what is wrong is told.
    pub(super) fn with(
        self,
        [time, size]: [Option<&str>; 2],
        node: Option<&Node<'_>>,
        findings: &mut Vec<Finding>,
    ) -> Limits {
        let mut told = |key: &str, message: String, help: &str| {
            let span = node.and_then(|node| node.get(key)).map(|node| node.span);
            findings.push(invalid(span, message).help(help));
        };
        let given = time.and_then(|text| {
            let time = duration(text);
            if time.is_none() {
                let message = format!("`{text}` is no length of time from a second to an hour");
                told("timeout", message, "write it as `90s` or `5min`");
            }
            time
        });
        let bytes = size.and_then(|text| {
            let bytes = bytes(text);
            if bytes.is_none() {
                let message = format!("`{text}` is no size from 1 KiB to 4 GiB");
                told("max-size", message, "write it as `500MiB`");
            }
            bytes
        });
        Limits {
            time: given.unwrap_or(self.time),
            bytes: bytes.unwrap_or(self.bytes),
        }
    }
}

/// The settings as used, and the places of what may be secrets. What is wrong with a setting is
/// told, and the usual stands in its place.
pub(super) fn resolve(
    raw: RawFetch,
    root: &Path,
    node: Option<&Node<'_>>,
    findings: &mut Vec<Finding>,
) -> (Fetch, Vec<Span>) {
    let written = [raw.timeout.as_deref(), raw.max_size.as_deref()];
    let limits = Limits::default().with(written, node, findings);
    let mut local = Vec::new();
    for (at, text) in raw.local.iter().enumerate() {
        if !text.trim().is_empty() {
            local.push(root.join(text));
            continue;
        }
        let list = node.and_then(|node| node.get("local"));
        let span = list.and_then(|list| item(list, at)).map(|node| node.span);
        findings.push(invalid(span, "this names no folder").help("name a folder, or remove it"));
    }
    let mut tokens = BTreeMap::new();
    let mut secrets = Vec::new();
    for (host, variable) in raw.tokens {
        // Small letters are seldom those of a variable, and often those of a token.
        let is_name = |c: char| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_';
        let named = node.and_then(|node| node.get("tokens")?.get(&host));
        let is_host = |host: &str| !host.is_empty() && !host.contains(['/', '@', ' ']);
        if !is_host(&host) {
            let message = format!("`{host}` is no host");
            let finding = invalid(named.map(|node| node.span), message);
            findings.push(finding.help("write it as `git.example.com` or `git.example.com:8443`"));
            continue;
        }
        if !variable.is_empty() && variable.chars().all(is_name) {
            tokens.insert(host.to_ascii_lowercase(), variable);
            continue;
        }
        // What stands here may be the token itself, which is not repeated.
        let message = format!("the token of `{host}` is no name of an environment variable");
        secrets.extend(named.map(|node| node.span));
        let finding = invalid(named.map(|node| node.span), message);
        findings.push(finding.help("put the token into a variable, and write its name here"));
    }
    let fetch = Fetch {
        limits,
        local,
        tokens,
    };
    (fetch, secrets)
}

fn invalid(span: Option<Span>, message: impl Into<String>) -> Finding {
    let subject = Subject::new(SubjectKind::Portal, super::FILE);
    let span = span.unwrap_or(Span { start: 0, end: 0 });
    Finding::new(&INVALID_CONFIGURATION, subject, span, message)
}

fn duration(text: &str) -> Option<Duration> {
    let span: jiff::Span = text.trim().parse().ok()?;
    let days = SpanRelativeTo::days_are_24_hours();
    let seconds = span.total((Unit::Second, days)).ok()?;
    (1.0..=3_600.0)
        .contains(&seconds)
        .then(|| Duration::from_secs_f64(seconds))
}

fn bytes(text: &str) -> Option<u64> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit())?;
    let unit = match text[end..].trim_start() {
        "KiB" => 10,
        "MiB" => 20,
        "GiB" => 30,
        _ => return None,
    };
    let count: u64 = text[..end].parse().ok()?;
    let bytes = count.checked_mul(1 << unit)?;
    (1 << 10..=4 << 30).contains(&bytes).then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_sizes_have_bounds() {
        for (text, seconds) in [
            ("90s", Some(90)),
            ("5min", Some(300)),
            ("1h", Some(3_600)),
            ("0s", None),
            ("2h", None),
            ("90", None),
            ("soon", None),
        ] {
            assert_eq!(duration(text).map(|time| time.as_secs()), seconds, "{text}");
        }
        for (text, expected) in [
            ("1KiB", Some(1 << 10)),
            ("500 MiB", Some(500 << 20)),
            ("4GiB", Some(4 << 30)),
            ("5GiB", None),
            ("500", None),
            ("MiB", None),
            ("1MB", None),
            ("99999999999999999999GiB", None),
        ] {
            assert_eq!(bytes(text), expected, "{text}");
        }
    }
}
