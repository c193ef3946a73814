//! Secrets in plain text: what they look like, and under which names they stand.

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};

use super::words::words;

/// A secret in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Found {
    /// Its bytes in the text.
    pub(super) at: Range<usize>,
    /// What it is, never what it says.
    pub(super) what: String,
}

/// The start of a token of a known make: what it is, its first characters, and how many more
/// there are at least.
struct Token(&'static str, &'static str, usize);

const TOKENS: &[Token] = &[
    Token("an AWS access key", "AKIA", 16),
    Token("an AWS access key", "ASIA", 16),
    Token("a GitHub token", "ghp_", 20),
    Token("a GitHub token", "gho_", 20),
    Token("a GitHub token", "ghu_", 20),
    Token("a GitHub token", "ghs_", 20),
    Token("a GitHub token", "ghr_", 20),
    Token("a GitHub token", "github_pat_", 20),
    Token("a GitLab token", "glpat-", 20),
    Token("a Slack token", "xoxb-", 10),
    Token("a Slack token", "xoxp-", 10),
    Token("a Slack token", "xoxa-", 10),
    Token("a Slack token", "xoxr-", 10),
    Token("a Slack token", "xoxs-", 10),
    Token("a Stripe key", "sk_live_", 10),
    Token("a Stripe key", "rk_live_", 10),
    Token("a Google API key", "AIza", 30),
    Token("an npm token", "npm_", 36),
    Token("a Databricks token", "dapi", 32),
    Token("a Vault token", "hvs.", 20),
];

/// The other starts of a secret.
const PRIVATE_KEY: &str = "-----BEGIN ";
const ADDRESS: &str = "://";

/// What stands in the name of a key that holds a secret.
const NAMES: &[&str] = &[
    "passw",
    "passphrase",
    "pwd",
    "secret",
    "token",
    "key",
    "credential",
];

/// Finds all starts at once. Names stand there in the three cases in which people write them,
/// which is many times faster than to compare in any case.
static STARTS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    let fixed = TOKENS
        .iter()
        .map(|token| token.1)
        .chain([PRIVATE_KEY, ADDRESS]);
    let names = NAMES.iter().flat_map(|name| {
        let (first, rest) = name.split_at(1);
        let capital = first.to_uppercase() + rest;
        [(*name).to_owned(), capital, name.to_uppercase()]
    });
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .build(fixed.map(str::to_owned).chain(names))
        .expect("the starts of secrets are few and short")
});

/// Whether a text is or holds a secret, so that a page must not show it: a token of a known
/// make, a private key, or an address with a password.
pub fn is_secret(text: &str) -> bool {
    let mut hits = STARTS.find_iter(text);
    hits.any(|hit| by_shape(text, hit.pattern().as_usize(), hit.start()).is_some())
}

/// Whether `value` is a secret because of what it says or because of the name under which it
/// stands, so that a page must not show it.
pub fn is_secret_entry(name: &str, value: &str) -> bool {
    is_secret(value) || strength(name).is_some_and(|strength| strength.is_met_by(value))
}

/// The secrets of a YAML or JSON text, in their order, each once.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    let mut reached = 0;
    for hit in STARTS.find_iter(text) {
        // What stands within a secret is no other one.
        if hit.start() < reached {
            continue;
        }
        let pattern = hit.pattern().as_usize();
        let secret = by_shape(text, pattern, hit.start()).or_else(|| {
            let is_name = pattern >= TOKENS.len() + 2;
            is_name.then(|| by_name(text, hit.start())).flatten()
        });
        if let Some(secret) = secret {
            reached = reached.max(secret.at.end);
            found.push(secret);
        }
    }
    found.sort_by_key(|secret| secret.at.start);
    found.dedup_by(|later, earlier| later.at.start < earlier.at.end);
    found
}

/// The bytes of the secrets of a YAML or JSON text, so that a page can leave them out; of a
/// private key all that belongs to it.
pub fn secret_ranges(text: &str) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = find(text).into_iter().map(|secret| secret.at).collect();
    // No text is searched twice for the end of a key: one that has none before the next key
    // begins goes on to it, where that one ends.
    let (mut next_key, mut is_closed) = (text.len(), false);
    for range in ranges.iter_mut().rev() {
        if text[range.clone()].starts_with(PRIVATE_KEY) {
            let until_next = &text[range.end..next_key];
            let rest = clip(until_next, LONGEST_KEY);
            next_key = range.start;
            let end = match rest.find("-----END ") {
                Some(end) => Some(end),
                None => (is_closed && rest.len() == until_next.len()).then_some(rest.len()),
            };
            is_closed = end.is_some();
            range.end += end.unwrap_or(0);
        }
    }
    ranges
}

fn by_shape(text: &str, pattern: usize, start: usize) -> Option<Found> {
    if let Some(Token(what, first, least)) = TOKENS.get(pattern) {
        let rest = text[start..].strip_prefix(first)?;
        if text[..start].ends_with(|c: char| c.is_ascii_alphanumeric() || c == '_') {
            return None;
        }
        let is_within = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-');
        let end = rest.find(|c| !is_within(c)).unwrap_or(rest.len());
        let is_token = end >= *least && !is_mask(&rest[..end]);
        return is_token.then(|| Found {
            at: start..start + first.len() + end,
            what: (*what).to_owned(),
        });
    }
    match pattern - TOKENS.len() {
        0 => private_key(text, start),
        1 => address(text, start),
        _ => None,
    }
}

fn private_key(text: &str, start: usize) -> Option<Found> {
    let line = clip(&text[start..], LONGEST_NAME).lines().next()?;
    let end = line.find("PRIVATE KEY-----")? + "PRIVATE KEY-----".len();
    Some(Found {
        at: start..start + end,
        what: "a private key".to_owned(),
    })
}

/// `scheme://user:password@host`, from the `://`.
fn address(text: &str, start: usize) -> Option<Found> {
    let from = start + ADDRESS.len();
    let rest = &text[from..];
    let end = rest
        .find(|c: char| c.is_whitespace() || matches!(c, '/' | '"' | '\'' | '<' | '>' | '?' | '#'));
    let authority = &rest[..end.unwrap_or(rest.len())];
    let (userinfo, host) = authority.rsplit_once('@')?;
    let (user, password) = userinfo.split_once(':')?;
    let at = from + user.len() + 1;
    let is_written_out = !host.is_empty() && Strength::Plain.is_met_by(password);
    is_written_out.then(|| Found {
        at: at..at + password.len(),
        what: "an address with a password".to_owned(),
    })
}

/// How sure a name is that what it holds is a secret.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Strength {
    /// Whatever stands there in plain text is one: `password`.
    Plain,
    /// Only what looks random is one: a `token` may be the name of a secret as well.
    Random,
}

/// What the name of a key says; `None` where it is not that of a secret.
fn strength(name: &str) -> Option<Strength> {
    let words: Vec<String> = words(name).map(str::to_ascii_lowercase).collect();
    let (last, before) = words.split_last()?;
    let is_behind = |known: &[&str]| {
        before
            .last()
            .is_some_and(|word| known.contains(&word.as_str()))
    };
    match last.as_str() {
        "password" | "passwd" | "pwd" | "passphrase" | "apikey" => Some(Strength::Plain),
        "secret" if is_behind(&["client", "app", "shared"]) => Some(Strength::Plain),
        "key" if is_behind(&["api", "access", "secret", "private", "account"]) => {
            Some(Strength::Plain)
        }
        "secret" | "token" | "credential" | "credentials" => Some(Strength::Random),
        _ => None,
    }
}

/// Words that stand for a secret that is somewhere else.
const STAND_INS: &[&str] = &[
    "password", "passwd", "pass", "secret", "token", "changeme", "redacted", "removed", "hidden",
    "required", "optional", "string", "text", "null", "none", "true", "false", "yes", "no",
    "example", "pwd", "user", "vault", "env",
];

/// The starts of references to a secret that is kept elsewhere.
const REFERENCES: &[&str] = &[
    "$",
    "{",
    "<",
    "%",
    "[",
    "|",
    ">",
    "&",
    "*",
    "!",
    "/",
    "@",
    "vault:",
    "env:",
    "env.",
    "ssm:",
    "arn:",
    "op:",
    "secret:",
    "secrets/",
    "secret/",
    "projects/",
    "keyvault:",
    "file:",
    "your",
];

impl Strength {
    fn is_met_by(self, value: &str) -> bool {
        let value = value.trim();
        let lower = value.to_ascii_lowercase();
        let is_word = STAND_INS.contains(&lower.as_str());
        let is_reference = REFERENCES.iter().any(|start| lower.starts_with(start))
            || value.contains("://")
            || value.contains("${");
        // A name in capitals is that of a variable.
        let is_variable = value.contains('_')
            && value
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
        let is_plain = value.len() >= 4
            && !value.contains(char::is_whitespace)
            && !is_word
            && !is_reference
            && !is_variable
            && !is_mask(value);
        is_plain && (self == Strength::Plain || is_random(value))
    }
}

/// One character again and again.
fn is_mask(text: &str) -> bool {
    let mut chars = text.chars();
    let first = chars.next();
    chars.all(|c| Some(c) == first)
}

/// Ten letters and digits in a row, of both kinds.
fn is_random(text: &str) -> bool {
    text.split(|c: char| !c.is_ascii_alphanumeric()).any(|run| {
        run.len() >= 10
            && run.bytes().any(|byte| byte.is_ascii_digit())
            && run.bytes().any(|byte| byte.is_ascii_alphabetic())
    })
}

/// A secret under the name of which `hit` is a part: `password: value`, or the value beside
/// `property: password`.
fn by_name(text: &str, hit: usize) -> Option<Found> {
    // Bytes, which are quick to count: what belongs to a name is ASCII.
    let is_name = |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(**byte, b'_' | b'-' | b'.');
    let behind = text.as_bytes()[hit..].iter().take(LONGEST_NAME + 1);
    let rest = behind.take_while(is_name).count();
    // A name that goes on is none, and is not read again at each of its parts.
    if rest > LONGEST_NAME {
        return None;
    }
    let before = text.as_bytes()[..hit].iter().rev().take(LONGEST_NAME);
    let start = hit - before.take_while(is_name).count();
    let end = hit + rest;
    let name = &text[start..end];
    let strength = strength(name)?;
    let own = is_key(text, start)
        .then(|| value_behind(text, end))
        .flatten();
    let mut at = own.or_else(|| value_beside(text, start, end))?;
    if !strength.is_met_by(&text[at.clone()]) {
        // Words may stand behind it, as in a comment.
        let value = &text[at.clone()];
        let first = value.find(char::is_whitespace)?;
        let is_random = Strength::Random.is_met_by(&value[..first]);
        at = is_random.then(|| at.start..at.start + first)?;
    }
    Some(Found {
        at,
        what: format!("the value of `{name}`"),
    })
}

/// Whether a name that starts here stands where a key may stand.
fn is_key(text: &str, start: usize) -> bool {
    let before = text[..start].trim_end_matches(['"', '\'']);
    let before = before.trim_end_matches([' ', '\t']);
    before.is_empty() || before.ends_with(['\n', '-', '{', ',', '#'])
}

/// The bytes of the value behind the key that ends here.
fn value_behind(text: &str, end: usize) -> Option<Range<usize>> {
    let rest = &text[end..];
    let behind = rest
        .strip_prefix(['"', '\''])
        .unwrap_or(rest)
        .trim_start_matches([' ', '\t']);
    let behind = behind.strip_prefix(':')?;
    let value = behind.trim_start_matches([' ', '\t']);
    let from = text.len() - value.len();
    let value = clip(value, LONGEST_VALUE);
    if let Some(quote) = value.chars().next().filter(|c| matches!(c, '"' | '\'')) {
        let inner = &value[1..];
        let length = inner.find(quote)?;
        return Some(from + 1..from + 1 + length);
    }
    // No further than to its end, however long the line is.
    let bytes = value.as_bytes();
    let is_end =
        |at: &usize| matches!(bytes[*at], b',' | b'}' | b'\n') || bytes[*at..].starts_with(b" #");
    let length = (0..bytes.len()).find(is_end).unwrap_or(bytes.len());
    Some(from..from + value[..length].trim_end().len())
}

/// The longest name and the longest value that are looked at: so no line, however long, is
/// looked at again and again.
const LONGEST_NAME: usize = 80;
const LONGEST_VALUE: usize = 2_000;

/// The longest private key.
const LONGEST_KEY: usize = 16 << 10;

/// How far the `value` of a custom property stands from its `property`.
const NEAR: usize = 200;

/// The bytes of the value of the custom property whose name stands at `start..end`.
fn value_beside(text: &str, start: usize, end: usize) -> Option<Range<usize>> {
    let before = text[..start].trim_end_matches(['"', '\'']).trim_end();
    let before = before
        .strip_suffix(':')?
        .trim_end()
        .trim_end_matches(['"', '\'']);
    let item = before.strip_suffix("property")?;
    let behind = clip(&text[end..], NEAR);
    let behind = &behind[..behind.find("property").unwrap_or(behind.len())];
    if let Some(at) = behind.find("value") {
        return value_behind(text, end + at + "value".len());
    }
    let near = item.len() - clip_end(item, NEAR).len();
    let earlier = &item[near..];
    let at = earlier
        .rfind("value")
        .filter(|at| !earlier[*at..].contains("property"))?;
    value_behind(text, near + at + "value".len())
}

/// At most `length` bytes from the start.
fn clip(text: &str, length: usize) -> &str {
    &text[..text.floor_char_boundary(length)]
}

/// At most `length` bytes from the end.
fn clip_end(text: &str, length: usize) -> &str {
    &text[text.ceil_char_boundary(text.len().saturating_sub(length))..]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_hidden_to_its_end_though_another_begins_in_it() {
        let text = "-----BEGIN PRIVATE KEY-----\nMIIEfirst\n-----BEGIN PRIVATE KEY-----\nMIIEsecond\n-----END PRIVATE KEY-----\nshown";
        let ranges = secret_ranges(text);
        let is_hidden = |part: &str| {
            let at = text.find(part).unwrap();
            ranges.iter().any(|range| range.contains(&at))
        };
        assert!(
            is_hidden("MIIEfirst") && is_hidden("MIIEsecond"),
            "{ranges:?}"
        );
        assert!(!is_hidden("shown"), "{ranges:?}");
    }

    #[test]
    fn secrets_are_found_where_they_stand() {
        for (text, secret) in [
            ("password: hunter2x", "hunter2x"),
            ("  db_password: \"hunter2x\"", "hunter2x"),
            ("- {user: a, password: hunter2x, host: b}", "hunter2x"),
            ("{\"clientSecret\":\"s3cr3t-value\"}", "s3cr3t-value"),
            ("# password: hunter2x", "hunter2x"),
            ("apiKey: 12345678", "12345678"),
            ("token: abc123def456ghi", "abc123def456ghi"),
            ("- property: password\n  value: hunter2x", "hunter2x"),
            ("- value: hunter2x\n  property: password", "hunter2x"),
            (
                "- property: \"db.password\"\n  description: x\n  value: 'hunter2x'",
                "hunter2x",
            ),
            (
                "{\"property\": \"apiKey\", \"value\": \"hunter2x\"}",
                "hunter2x",
            ),
            (
                "usage: send AKIAIOSFODNN7EXAMPLE along",
                "AKIAIOSFODNN7EXAMPLE",
            ),
            ("url: postgres://app:hunter2x@db.acme.example/x", "hunter2x"),
        ] {
            let found = find(text);
            assert_eq!(found.len(), 1, "{text:?}: {found:?}");
            assert_eq!(&text[found[0].at.clone()], secret, "{text:?}");
            assert!(!found[0].what.contains(secret));
        }
        let key = "-----BEGIN RSA PRIVATE KEY-----\nMIIE";
        assert_eq!(find(key).len(), 1);
        let token = format!("ghp_{}", "a1B2".repeat(9));
        assert!(is_secret(&format!("x {token} y")));
    }

    #[test]
    fn references_and_words_about_secrets_are_none() {
        for text in [
            "password: ${DB_PASSWORD}",
            "password: \"{{ password }}\"",
            "password: <password>",
            "password: vault:kv/db",
            "password: DB_PASSWORD",
            "password: \"********\"",
            "password: xxxxxxxx",
            "password: see the vault",
            "password:",
            "password: null",
            "- name: password\n  logicalType: string",
            "- name: password_hash\n  value: 1",
            "token: parcels-db-prod",
            "token_count: 123456789012",
            "secretName: abc123def456ghi",
            "passwordPolicy: rotate90days",
            "description: Change the password: every ninety days",
            "tokenUrl: https://login.acme.example/token",
            "url: postgres://app:${PW}@db.acme.example/x",
            "url: postgres://app:password@db.acme.example/x",
            "url: https://acme.example/a:b@c",
            "mail: user@acme.example",
            "- property: passwordRotation\n  value: quarterly",
            "primaryKey: true",
            "key: AKIAXXXXXXXXXXXXXXXX",
            "xoxb-",
            "AKIA",
        ] {
            assert_eq!(find(text), [], "{text:?}");
        }
        assert!(is_secret_entry("db_password", "hunter2x"));
        assert!(!is_secret_entry("owner", "hunter2x"));
        assert!(!is_secret_entry("password", "${PW}"));
    }
}
