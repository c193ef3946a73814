//! Addresses of repositories, as people and git write them.

use super::links::{LONGEST, encoded};

/// An address of a repository, without credentials.
#[derive(Clone, Debug)]
pub(super) struct Address {
    /// `http` or `https`: what is cloned by ssh is shown by `https`.
    pub(super) scheme: &'static str,
    /// The host, in lower case.
    pub(super) host: String,
    /// The port where pages are served, where the address names one.
    pub(super) port: Option<u16>,
    /// The parts of the path, encoded, without `.git`.
    pub(super) parts: Vec<String>,
    /// Whether git takes it by ssh.
    pub(super) is_ssh: bool,
}

impl Address {
    /// Reads an address; `None` where it is none, or leads out of its host's pages.
    pub(super) fn read(url: &str) -> Option<Address> {
        let url = url.trim();
        // Browsers take a backslash for a slash, so the host would be another one.
        let is_hostile = |c: char| c.is_control() || c.is_whitespace() || c == '\\';
        if url.len() > LONGEST || url.contains(is_hostile) {
            return None;
        }
        let (scheme, rest, is_ssh) = match url.split_once("://") {
            Some((scheme, rest)) => match scheme.to_ascii_lowercase().as_str() {
                "https" => ("https", rest, false),
                "http" => ("http", rest, false),
                "ssh" | "git+ssh" => ("https", rest, true),
                _ => return None,
            },
            None => return Address::of_scp(url),
        };
        let (authority, path) = rest.split_once('/')?;
        let (_, host) = split_user(authority);
        let (host, port) = match host.rsplit_once(':') {
            Some((host, port)) if !port.ends_with(']') => (host, Some(port.parse().ok()?)),
            _ => (host, None),
        };
        // The port of ssh is not that of the pages.
        let port = port.filter(|_| !is_ssh);
        Address::new(scheme, (host, port), path, is_ssh)
    }

    /// `git@host:owner/name.git`, as scp writes it.
    fn of_scp(url: &str) -> Option<Address> {
        let (authority, path) = url.split_once(':')?;
        let (user, host) = split_user(authority);
        user?;
        Address::new("https", (host, None), path, true)
    }

    fn new(
        scheme: &'static str,
        (host, port): (&str, Option<u16>),
        path: &str,
        is_ssh: bool,
    ) -> Option<Address> {
        if !is_host(host) || path.contains(['?', '#']) {
            return None;
        }
        let path = path.trim_matches('/');
        let path = path.strip_suffix(".git").unwrap_or(path);
        let parts: Option<Vec<String>> = path.split('/').map(part).collect();
        let default = if scheme == "http" { 80 } else { 443 };
        Some(Address {
            scheme,
            host: host.to_ascii_lowercase(),
            port: port.filter(|port| *port != default),
            parts: parts?,
            is_ssh,
        })
    }

    /// The host, with the port where there is one.
    pub(super) fn authority(&self) -> String {
        match self.port {
            Some(port) => format!("{}:{port}", self.host),
            None => self.host.clone(),
        }
    }

    /// The page with this path on the same host.
    pub(super) fn at(&self, path: &str) -> String {
        format!("{}://{}/{path}", self.scheme, self.authority())
    }

    /// The page of the repository, on a forge where it is where git finds it.
    pub(super) fn page(&self) -> String {
        self.at(&self.parts.join("/"))
    }
}

/// The credentials of an authority, and the rest.
fn split_user(authority: &str) -> (Option<&str>, &str) {
    match authority.rsplit_once('@') {
        Some((user, host)) => (Some(user), host),
        None => (None, authority),
    }
}

fn is_host(host: &str) -> bool {
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    let is_of = |host: &str, more: &str| {
        host.bytes()
            .all(|b| b.is_ascii_alphanumeric() || more.as_bytes().contains(&b))
    };
    match inner {
        Some(inner) => inner.contains(':') && is_of(inner, ":."),
        None => !host.is_empty() && !host.starts_with(['-', '.']) && is_of(host, "-._"),
    }
}

/// A part of a path, encoded: what is encoded already stays as it is. `None` for one that is empty
/// or leads elsewhere.
fn part(written: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(written.len());
    let mut rest = written.as_bytes();
    while let [first, behind @ ..] = rest {
        let code = (*first == b'%').then(|| behind.get(..2)).flatten();
        let code = code.and_then(|code| std::str::from_utf8(code).ok());
        let code = code.and_then(|code| u8::from_str_radix(code, 16).ok());
        match code {
            Some(byte) => {
                bytes.push(byte);
                rest = &behind[2..];
            }
            None => {
                bytes.push(*first);
                rest = behind;
            }
        }
    }
    let decoded = String::from_utf8(bytes).ok()?;
    let leads_elsewhere = matches!(decoded.as_str(), "" | "." | "..")
        || decoded.contains(|c: char| c.is_control() || c == '/' || c == '\\');
    (!leads_elsewhere).then(|| encoded(&decoded))
}
