//! Addresses that a portal may offer as links.

use crate::markup;
use crate::page::parts::Outside;

/// The longest address that becomes a link, in bytes.
const LONGEST: usize = 2_048;

/// The address as it may stand in a link; `None` where it is harmful or unreadable.
///
/// Only `http`, `https`, `mailto` and `tel` pass, without credentials, and without
/// anything that could end an attribute or hide where the link leads.
pub fn safe_url(text: &str) -> Option<String> {
    let text = text.trim();
    let (scheme, rest) = text.split_once(':')?;
    let is_plain = |c: char| c.is_alphanumeric() || c.is_ascii_punctuation();
    let is_hostile = |c: char| {
        matches!(
            c,
            '<' | '>' | '"' | '\'' | '`' | '\\' | '{' | '}' | '|' | '^'
        )
    };
    if text.len() > LONGEST || !text.chars().all(is_plain) || text.contains(is_hostile) {
        return None;
    }
    let is_fit = match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => is_host(rest.strip_prefix("//")?),
        "mailto" => is_mailbox(rest),
        "tel" => {
            !rest.is_empty()
                && rest
                    .chars()
                    .all(|c| c.is_ascii_digit() || "+-.()".contains(c))
        }
        _ => false,
    };
    is_fit.then(|| text.to_owned())
}

/// Whether what follows `//` starts with a host, with or without a port, and no credentials.
fn is_host(rest: &str) -> bool {
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    markup::is_host(authority)
}

/// Whether what follows `mailto:` is an address, with or without a subject. Encoded line
/// ends could smuggle in headers.
fn is_mailbox(rest: &str) -> bool {
    let (address, query) = rest.split_once('?').unwrap_or((rest, ""));
    let lower = query.to_ascii_lowercase();
    address
        .split_once('@')
        .is_some_and(|(user, host)| !user.is_empty() && !host.is_empty())
        && !address.contains('%')
        && !lower.contains("%0a")
        && !lower.contains("%0d")
}

/// A link that leaves the portal, called `text`, or by its address where that is empty.
pub fn outside(text: &str, url: &str, kind: &str, description: &str) -> Outside {
    let address = url.trim();
    let bare = address.trim_start_matches("https://").trim_end_matches('/');
    let text = if text.is_empty() { bare } else { text };
    Outside {
        text: text.to_owned(),
        url: safe_url(url),
        kind: kind.to_owned(),
        description: description.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_addresses_become_links() {
        let good = [
            "https://git.example/a/b?c=d#e",
            "HTTP://example.com:8080",
            "https://[2001:db8::1]:443/x",
            "mailto:team@example.com?subject=Access",
            "tel:+49-30-123",
            "https://müller.example/straße",
        ];
        for url in good {
            assert_eq!(safe_url(url).as_deref(), Some(url));
        }
        let bad = [
            "javascript:alert(1)",
            "JaVaScRiPt:alert(1)",
            " data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "//example.com",
            "https:example.com",
            "https://",
            "https://user:secret@example.com",
            "https://good.example\\@evil.example",
            "https://example.com/\u{202e}gpj.exe",
            "https://example.com/\"onmouseover=x",
            "https://example.com/ x",
            "https://example.com/\nx",
            "https://${HOST}/x",
            "mailto:a@b?body=x%0Abcc:c@d",
            "mailto:nobody",
            "tel:1234;x",
            "example.com",
            "",
        ];
        for url in bad {
            assert_eq!(safe_url(url), None, "{url:?}");
        }
    }
}
