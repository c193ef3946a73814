//! Credentials that older manifests may carry: their places, so that no output shows them.

use crate::diag::{File, Span};
use crate::document::{Node, Value};

/// Names under which a secret stands, lower case without separators, or the ends of such names.
const SECRETS: &[&str] = &[
    "password",
    "passwd",
    "pwd",
    "passphrase",
    "secret",
    "token",
    "apikey",
    "accesskey",
    "secretkey",
    "privatekey",
    "accountkey",
    "credential",
    "credentials",
];

/// Names of logins, which are no secret where they name a person of a team.
const LOGINS: &[&str] = &["username", "user", "login"];

/// Whether a key holds a secret, whatever its value looks like.
fn is_secret(key: &str) -> bool {
    let bare = bare(key);
    SECRETS.iter().any(|name| bare.ends_with(name))
}

/// Whether a key beside the address of a server holds a part of the way to log in.
pub(super) fn is_credential(key: &str) -> bool {
    is_secret(key) || LOGINS.contains(&bare(key).as_str())
}

fn bare(key: &str) -> String {
    let letters = key.chars().filter(|c| c.is_alphanumeric());
    letters.collect::<String>().to_lowercase()
}

/// The values of credentials in a manifest: secrets anywhere, logins in `places`, which are
/// the maps that describe servers.
pub(super) fn find(root: &Node<'_>, places: &[&Node<'_>], file: &File) -> Vec<Span> {
    let mut found = Vec::new();
    secrets(root, &mut found);
    for entry in places.iter().flat_map(|place| place.entries()) {
        if is_credential(&entry.key) && !matches!(entry.value.value, Value::Map(_)) {
            found.push(entry.value.span);
        }
    }
    found.extend(beside_the_tree(file));
    found
}

/// A map under such a name is no secret: it may be a column.
fn secrets(node: &Node<'_>, found: &mut Vec<Span>) {
    match &node.value {
        Value::Scalar(_) => {}
        Value::List(items) => items.iter().for_each(|item| secrets(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                let is_map = matches!(entry.value.value, Value::Map(_));
                if is_secret(&entry.key) && !is_map {
                    found.push(entry.value.span);
                }
                secrets(&entry.value, found);
            }
        }
    }
}

/// The values of lines that are in no tree: those of keys that stand twice, and those behind
/// a fault. Logins count at the start of a line, where only keys of the whole stand.
fn beside_the_tree(file: &File) -> Vec<Span> {
    let mut found = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        if let Some((before, value)) = line.split_once(':') {
            let key = before.trim_start_matches(['-', ' ', '\t']);
            let key = key.trim_matches(['"', '\'', ' ']);
            let is_key = key.len() <= LONGEST && !key.contains(char::is_whitespace);
            let is_root = !line.starts_with([' ', '\t', '-']);
            let is_named = is_key && (is_secret(key) || is_root && is_credential(key));
            let value_start = value.len() - value.trim_start().len();
            let is_scalar = !value
                .trim_start()
                .starts_with(['{', '[', '&', '*', '|', '>']);
            if is_named && is_scalar {
                let from = start + before.len() + 1 + value_start;
                let until = from + value.trim().len();
                found.push(file.span(from, until.max(from)));
            }
        }
        start += line.len();
    }
    found
}

/// The longest name of a key that is looked at, in bytes.
const LONGEST: usize = 80;
