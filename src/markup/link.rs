//! Where a link in a text leads.

use super::text;

/// What the target of a link or an image turned out to be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// A page or file of the portal: its URL relative to the page that is written.
    Internal(String),
    /// An address outside of the portal. Only `http`, `https`, `mailto` and `tel` pass;
    /// any other is refused.
    External(String),
    /// Nothing that is known; with the act that mends it, where one is known.
    Broken {
        /// One imperative act.
        help: Option<String>,
    },
    /// Something that the portal must not offer.
    Refused {
        /// What is wrong with it; reads after "the link": `leaves its source`.
        reason: String,
    },
}

/// How the relative links of a text are resolved; the room that knows the pages
/// implements it.
///
/// It is asked only for targets without a scheme: `../orders.md#keys`, `/docs/x.png`.
/// They come as written, without surrounding space and line breaks, with query and
/// fragment, and not percent-decoded. A bare fragment (`#keys`) is resolved within the
/// text itself and never asked for.
pub trait Links {
    /// What the target of a link leads to.
    fn link(&self, target: &str) -> Link;
    /// What the target of an image leads to.
    fn image(&self, target: &str) -> Link;
}

/// A target as it is written, sorted by who can resolve it.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Target {
    /// `#keys`, or nothing at all: a place in the same text.
    Here(String),
    /// An address that may stand in a page, percent-encoded.
    Web(String),
    /// A path.
    Relative(String),
    /// Why it may not stand in a page.
    Refused(String),
}

/// Sorts a target the way browsers read it (WHATWG URL: control characters and space
/// around it, and every tab and line break in it, do not count).
pub(super) fn target(written: &str) -> Target {
    let target: String = written
        .trim_matches(|c| c <= ' ')
        .chars()
        .filter(|c| !matches!(c, '\t' | '\n' | '\r'))
        .collect();
    if text::has_hidden(&target) {
        return Target::Refused("holds an invisible character".into());
    }
    if target.is_empty() || target.starts_with('#') {
        return Target::Here(target);
    }
    let is_slash = |byte: Option<&u8>| matches!(byte, Some(b'/' | b'\\'));
    let bytes = target.as_bytes();
    if is_slash(bytes.first()) && is_slash(bytes.get(1)) {
        return Target::Refused("names a host without a scheme".into());
    }
    let Some((scheme, rest)) = scheme(&target) else {
        return Target::Relative(target);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "http" | "https" => match host_fault(rest) {
            Some(fault) => Target::Refused(fault.into()),
            None => Target::Web(encoded(&target)),
        },
        "mailto" | "tel" => Target::Web(encoded(&target)),
        scheme => Target::Refused(format!(
            "uses the scheme `{}:`",
            text::shortened(scheme, 20)
        )),
    }
}

/// The scheme of an address and what follows its colon (RFC 3986, 3.1).
fn scheme(target: &str) -> Option<(&str, &str)> {
    let (scheme, rest) = target.split_once(':')?;
    let mut bytes = scheme.bytes();
    let is_scheme = bytes.next()?.is_ascii_alphabetic()
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte));
    is_scheme.then_some((scheme, rest))
}

/// What is wrong with the host of an `http` address, from behind its colon.
fn host_fault(rest: &str) -> Option<&'static str> {
    let Some(rest) = rest.strip_prefix("//") else {
        return Some("names no host");
    };
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    if host.is_empty() {
        Some("names no host")
    } else if host.contains(['@', '\\']) {
        Some("hides its host behind a user name")
    } else if !is_host(host) {
        Some("names a host that none can have")
    } else {
        None
    }
}

/// Whether a text is a host, with or without a port, as browsers read it (URL, host parsing):
/// a name in any script, or an address in brackets.
pub(crate) fn is_host(text: &str) -> bool {
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') => (host, port),
        _ => (text, ""),
    };
    let bare = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let is_fit = match bare {
        Some(address) => address
            .chars()
            .all(|c| c.is_ascii_hexdigit() || ":.".contains(c)),
        None => host
            .chars()
            .all(|c| c.is_alphanumeric() || "-._".contains(c)),
    };
    is_fit && !bare.unwrap_or(host).is_empty() && port.bytes().all(|b| b.is_ascii_digit())
}

/// An address with everything percent-encoded that an address does not hold.
fn encoded(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        match byte {
            b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | 0..=32 | 127.. => {
                out.push_str(&format!("%{byte:02X}"));
            }
            _ => out.push(char::from(byte)),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_as_browsers_read_them() {
        for written in [
            "javascript:alert(1)",
            " JaVaScRiPt:alert(1)",
            "java\tscript:alert(1)",
            "java\nscript:alert(1)",
            "\u{1}javascript:alert(1)",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
            "C:\\orders.md",
            "//evil.invalid/x",
            "\\\\evil.invalid\\x",
            "/\\evil.invalid",
            "https:evil.invalid",
            "https:///evil.invalid",
            "https://good@evil.invalid",
            "http://evil.invalid\\@good",
            "https://[evil.invalid",
            "https://[evil.invalid]/",
            "https://evil.invalid:x/",
            "https://evil%2einvalid/",
            "https://:80/",
            "https://<host>/",
            "https://example.com/\u{202e}gpj.exe",
            "https://example.com/\0x",
        ] {
            let target = target(written);
            assert!(
                matches!(target, Target::Refused(_)),
                "{written:?} is {target:?}"
            );
        }
        for (written, address) in [
            (
                "https://example.com/a b?x=<y>&z",
                "https://example.com/a%20b?x=%3Cy%3E&z",
            ),
            ("HTTP://example.com", "HTTP://example.com"),
            ("https://example.com/ü", "https://example.com/%C3%BC"),
            ("https://[::1]:8080/", "https://[::1]:8080/"),
            (
                "mailto:ada@example.com?subject=x",
                "mailto:ada@example.com?subject=x",
            ),
            ("tel:+44 1", "tel:+44%201"),
        ] {
            assert_eq!(target(written), Target::Web(address.into()));
        }
        for written in [
            "a.md",
            "../a.md#b",
            "/a",
            "?q",
            "1:2",
            "a b:c",
            "ｊavascript:x",
        ] {
            assert_eq!(target(written), Target::Relative(written.into()));
        }
        for written in ["", "#", "#a:b"] {
            assert_eq!(target(written), Target::Here(written.into()));
        }
    }
}
