//! Addresses of git repositories.
//!
//! They are read more strictly than `git` reads them: what two programs could read in two ways is
//! refused. Only `https` and `ssh` lead over a network; no address names a program, a helper or an
//! option, and none carries a password any further.

use std::fmt;
use std::net::{Ipv4Addr, Ipv6Addr};
use std::path::{Path, PathBuf};

/// The longest address, in bytes.
const LONGEST: usize = 2_048;

/// Where a git repository is fetched from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct GitUrl {
    way: Way,
    /// The address without credentials, as `git` is given it.
    text: String,
}

#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Https { host: String },
    Ssh { host: String },
    Local(PathBuf),
}

/// An address as it was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// Where it leads.
    pub url: GitUrl,
    /// Whether a password or a token stood in it, which is left out.
    pub had_secret: bool,
}

impl GitUrl {
    /// Reads `https://host/path`, `ssh://user@host/path`, `user@host:path`, or a path of this
    /// machine.
    ///
    /// # Errors
    ///
    /// It is none of these: why, in words that do not repeat it.
    pub fn parse(text: &str) -> Result<Parsed, String> {
        let text = text.trim();
        if text.is_empty() {
            return Err("the address is empty".to_owned());
        }
        if text.len() > LONGEST {
            return Err(format!("the address is longer than {LONGEST} bytes"));
        }
        if !text.bytes().all(|byte| byte.is_ascii_graphic()) || text.contains(is_hostile) {
            return Err("the address holds a character that no address has; \
                        write it with percent signs (`%20`)"
                .to_owned());
        }
        if text.starts_with('-') || text.contains("::") && !text.contains('[') {
            return Err(only());
        }
        match text.split_once("://") {
            Some((scheme, rest)) => match scheme.to_ascii_lowercase().as_str() {
                "https" => https(rest),
                "ssh" | "git+ssh" | "ssh+git" => ssh(rest),
                "file" if rest.starts_with('/') => local(rest),
                _ => Err(only()),
            },
            None if is_path(text) => local(text),
            None => short_ssh(text),
        }
    }

    /// The address as `git` is given it. It holds no password.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The host; `None` for a path of this machine.
    pub fn host(&self) -> Option<&str> {
        match &self.way {
            Way::Https { host } | Way::Ssh { host } => Some(host),
            Way::Local(_) => None,
        }
    }

    /// The host with its port; empty for a path of this machine.
    pub fn authority(&self) -> &str {
        let (place, _) = self.split();
        place.rsplit('@').next().unwrap_or_default()
    }

    /// User, host and port, and the path at the host; both empty for a path of this machine.
    fn split(&self) -> (&str, &str) {
        let parts = match (&self.way, self.text.split_once("://")) {
            (Way::Local(_), _) => None,
            (_, Some((_, rest))) => rest.split_once('/'),
            (_, None) => self.text.split_once(':'),
        };
        parts.unwrap_or_default()
    }

    /// Whether it is fetched by `https`.
    pub fn is_https(&self) -> bool {
        matches!(self.way, Way::Https { .. })
    }

    /// The path, where it is one of this machine.
    pub fn path(&self) -> Option<&Path> {
        match &self.way {
            Way::Local(path) => Some(path),
            _ => None,
        }
    }

    /// Whether two addresses lead to one repository, by whatever way.
    pub fn is_same(&self, other: &GitUrl) -> bool {
        match (self.path(), other.path()) {
            (Some(own), Some(other)) => {
                let real = |path: &Path| path.canonicalize().ok();
                real(own).is_some() && real(own) == real(other)
            }
            (None, None) => self.host() == other.host() && self.inside() == other.inside(),
            _ => false,
        }
    }

    /// The path at the host, without `.git`.
    fn inside(&self) -> &str {
        let (_, path) = self.split();
        without_git(path.trim_end_matches('/'))
    }

    /// The same repository at a path of this machine.
    pub fn at(path: PathBuf) -> GitUrl {
        GitUrl {
            text: path.to_string_lossy().into_owned(),
            way: Way::Local(path),
        }
    }

    /// The parts of the path, without `.git`.
    pub fn parts(&self) -> Vec<&str> {
        let path = match &self.way {
            Way::Local(_) => without_git(self.text.trim_end_matches('/')),
            Way::Https { .. } | Way::Ssh { .. } => self.inside(),
        };
        path.split('/').filter(|part| !part.is_empty()).collect()
    }

    /// The last part of the path, without `.git`.
    pub fn name(&self) -> &str {
        self.parts().pop().unwrap_or("source")
    }
}

/// As pages show it: without a user, without `.git`, and of a path of this machine the last part
/// alone.
impl fmt::Display for GitUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let scheme = match &self.way {
            Way::Local(_) => return f.write_str(self.name()),
            Way::Https { .. } => "https",
            Way::Ssh { .. } => "ssh",
        };
        write!(f, "{scheme}://{}/{}", self.authority(), self.inside())
    }
}

fn without_git(text: &str) -> &str {
    text.strip_suffix(".git").unwrap_or(text)
}

/// What ends or splits an address in one of the programs that read it.
fn is_hostile(c: char) -> bool {
    matches!(
        c,
        '\\' | '"' | '\'' | '`' | '<' | '>' | '{' | '}' | '|' | '^' | '?' | '#' | '$' | ';' | '*'
    )
}

fn only() -> String {
    "only `https://`, `ssh://` and `user@host:path` lead to a repository, or a path that \
     `fetch: local:` allows"
        .to_owned()
}

fn is_path(text: &str) -> bool {
    text.starts_with('/')
        || text == "."
        || text == ".."
        || text.starts_with("./")
        || text.starts_with("../")
}

fn local(path: &str) -> Result<Parsed, String> {
    // Behind a colon `git` may read another address.
    if path.contains(':') {
        return Err(only());
    }
    Ok(Parsed {
        url: GitUrl::at(PathBuf::from(path)),
        had_secret: false,
    })
}

fn https(rest: &str) -> Result<Parsed, String> {
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let (user, place) = match authority.rsplit_once('@') {
        Some((user, place)) => (user, place),
        None => ("", authority),
    };
    let (host, port) = place_of(place)?;
    let path = path_of(path)?;
    Ok(Parsed {
        url: GitUrl {
            text: format!("https://{host}{port}/{path}"),
            way: Way::Https { host },
        },
        // A name alone is no secret, but what looks like a token is one.
        had_secret: user.contains(':') || user.len() >= 20,
    })
}

fn ssh(rest: &str) -> Result<Parsed, String> {
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    of_ssh(authority, path)
}

/// `user@host:path`, as `git` prints it.
fn short_ssh(text: &str) -> Result<Parsed, String> {
    let (authority, path) = text.split_once(':').ok_or_else(only)?;
    // A second user is one of another address, with a password before it.
    if !authority.contains('@') || path.contains('@') || path.starts_with(':') {
        return Err(only());
    }
    let mut parsed = of_ssh(authority, path.trim_start_matches('/'))?;
    if !path.starts_with('/') {
        // What lies below the home of the user has no other spelling.
        let place = parsed.url.split();
        parsed.url.text = format!("{}:{}", place.0, place.1);
    }
    Ok(parsed)
}

fn of_ssh(authority: &str, path: &str) -> Result<Parsed, String> {
    let (user, place) = match authority.split_once('@') {
        Some((user, place)) => (user, place),
        None => ("git", authority),
    };
    let (user, password) = user.split_once(':').unwrap_or((user, ""));
    let is_name = |c: char| c.is_ascii_alphanumeric() || "-._".contains(c);
    if user.is_empty() || user.starts_with('-') || !user.chars().all(is_name) {
        return Err("the user in the address is no name".to_owned());
    }
    let (host, port) = place_of(place)?;
    let path = path_of(path)?;
    Ok(Parsed {
        url: GitUrl {
            text: format!("ssh://{user}@{host}{port}/{path}"),
            way: Way::Ssh { host },
        },
        had_secret: !password.is_empty(),
    })
}

/// The host in small letters, and its port with a colon where there is one.
fn place_of(text: &str) -> Result<(String, String), String> {
    let is_port = |port: &str| port.parse::<u16>().is_ok_and(|port| port != 0);
    let (host, port) = match text.rsplit_once(':') {
        Some((host, port)) if !port.contains(']') && is_port(port) => (host, format!(":{port}")),
        Some((_, port)) if !port.contains(']') => {
            return Err("the port in the address is none".to_owned());
        }
        _ => (text, String::new()),
    };
    let host = host.to_ascii_lowercase();
    match is_host(&host) {
        true => Ok((host, port)),
        false => Err("the host in the address is none, or one that is not fetched from".to_owned()),
    }
}

/// Whether a host is a name or a plain address. Link-local addresses, at which clouds keep what
/// their machines may know, are none.
fn is_host(host: &str) -> bool {
    if let Some(inner) = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'))
    {
        let address: Option<Ipv6Addr> = inner.parse().ok();
        return address.is_some_and(|address| {
            let mapped = address.to_ipv4_mapped();
            address.segments()[0] & 0xffc0 != 0xfe80
                && mapped.is_none_or(|address| !address.is_link_local())
        });
    }
    let is_label = |label: &str| {
        let is_of = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || c == '_';
        !label.is_empty()
            && label.len() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(is_of)
    };
    if host.len() > 253 || !host.split('.').all(is_label) {
        return false;
    }
    let last = host.rsplit('.').next().unwrap_or_default();
    // What ends in a number is an address, which has more than one spelling.
    let is_number = last.bytes().all(|byte| byte.is_ascii_digit()) || last.starts_with("0x");
    match is_number {
        true => {
            let address: Option<Ipv4Addr> = host.parse().ok();
            address.is_some_and(|address| !address.is_link_local())
        }
        false => true,
    }
}

/// The path of a repository at its host, without `/` at its start.
fn path_of(path: &str) -> Result<String, String> {
    let path = path.trim_end_matches('/');
    let told = || "the path in the address is none of a repository".to_owned();
    let mut parts = path.split('/');
    let is_part =
        |part: &str| !part.is_empty() && part != "." && part != ".." && !part.starts_with('-');
    let is_of_another = path.contains("::") || path.contains(['@', ':']) && path.contains("//");
    if path.is_empty() || !parts.all(is_part) || is_of_another {
        return Err(told());
    }
    // A line end or a zero byte that is written with a percent sign is one to some program.
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            continue;
        }
        let digits =
            [bytes.next(), bytes.next()].map(|byte| char::from(byte.unwrap_or(b' ')).to_digit(16));
        match digits {
            [Some(high), Some(low)] if high * 16 + low >= 0x20 && high * 16 + low != 0x7f => {}
            _ => return Err(told()),
        }
    }
    Ok(path.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_read_as_git_is_given_them() {
        for (text, given, shown, name) in [
            (
                "https://github.com/acme/sales.git",
                "https://github.com/acme/sales.git",
                "https://github.com/acme/sales",
                "sales",
            ),
            (
                " HTTPS://GitLab.Example:8443/a/b/Sales/ ",
                "https://gitlab.example:8443/a/b/Sales",
                "https://gitlab.example:8443/a/b/Sales",
                "Sales",
            ),
            (
                "git@github.com:acme/sales.git",
                "git@github.com:acme/sales.git",
                "ssh://github.com/acme/sales",
                "sales",
            ),
            (
                "git@git.example:/srv/x.git",
                "ssh://git@git.example/srv/x.git",
                "ssh://git.example/srv/x",
                "x",
            ),
            (
                "ssh://deploy@git.example:22/x",
                "ssh://deploy@git.example:22/x",
                "ssh://git.example:22/x",
                "x",
            ),
            (
                "https://org@dev.azure.com/org/project/_git/repo",
                "https://dev.azure.com/org/project/_git/repo",
                "https://dev.azure.com/org/project/_git/repo",
                "repo",
            ),
            (
                "https://git.example/with%20space",
                "https://git.example/with%20space",
                "https://git.example/with%20space",
                "with%20space",
            ),
            ("https://[::1]/x", "https://[::1]/x", "https://[::1]/x", "x"),
            (
                "ssh://git@[2001:db8::1]:443/x",
                "ssh://git@[2001:db8::1]:443/x",
                "ssh://[2001:db8::1]:443/x",
                "x",
            ),
            (
                "https://127.0.0.1/x",
                "https://127.0.0.1/x",
                "https://127.0.0.1/x",
                "x",
            ),
            ("../repos/sales.git", "../repos/sales.git", "sales", "sales"),
            ("file:///srv/git/sales", "/srv/git/sales", "sales", "sales"),
        ] {
            let parsed = GitUrl::parse(text).unwrap_or_else(|told| panic!("{text}: {told}"));
            assert!(!parsed.had_secret, "{text}");
            assert_eq!(parsed.url.as_str(), given, "{text}");
            assert_eq!(parsed.url.to_string(), shown, "{text}");
            assert_eq!(parsed.url.name(), name, "{text}");
        }
    }

    #[test]
    fn passwords_are_left_out() {
        for text in [
            "https://user:token@git.example/x.git",
            "https://0123456789abcdef0123456789abcdef01234567@git.example/x.git",
            "ssh://git:token@git.example/x.git",
        ] {
            let parsed = GitUrl::parse(text).unwrap();
            assert!(parsed.had_secret, "{text}");
            assert!(
                !format!("{:?}{}", parsed.url, parsed.url).contains("token"),
                "{text}"
            );
        }
    }

    #[test]
    fn what_could_be_more_than_an_address_is_refused() {
        for text in [
            "",
            " ",
            "-x",
            "--upload-pack=touch x",
            "-oProxyCommand=x",
            "ssh://-oProxyCommand=x/y",
            "git@-oProxyCommand=x:y",
            "ssh://-x@host/y",
            "ext::sh -c x",
            "fd::17",
            "a::b",
            "https://[@git.example/a::b",
            "./[a::b",
            "git@host::[a",
            "git://127.0.0.1/x",
            "http://git.example/x",
            "ftp://git.example/x",
            "s3://bucket/x",
            "javascript:alert(1)",
            "https:x",
            "https:///x",
            "https://git.example",
            "https://git.example/",
            "https://git.example/../x",
            "https://git.example/x?y",
            "https://git.example/x#y",
            "https://git.example/%0ahost=x",
            "https://git.example/%00",
            "https://git.example/%zz",
            "https://git.example\\@other.example/x",
            "https://git.example/x\ny",
            "https://git.example:99999/x",
            "https://git.example:0/x",
            "https://0x7f000001/x",
            "https://2130706433/x",
            "https://127.1/x",
            "https://169.254.169.254/x",
            "https://[fe80::1]/x",
            "https://[::ffff:169.254.169.254]/x",
            "https://g\u{456}thub.com/x",
            "https://git.example./x",
            "host:path",
            "git@oauth2:secret@host/path",
            "file:///a:///b",
            "./a:b",
            "name",
        ] {
            assert!(GitUrl::parse(text).is_err(), "{text:?}");
        }
        let long = format!("https://git.example/{}", "a".repeat(LONGEST));
        assert!(GitUrl::parse(&long).is_err());
    }
}
