//! The links of a repository, from patterns with placeholders.

use std::borrow::Cow;

use super::Kind;

/// The longest address, in bytes.
pub(super) const LONGEST: usize = 2_048;

/// A state of a repository.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At<'a> {
    /// The commit of this id.
    Commit(&'a str),
    /// The head of this branch.
    Branch(&'a str),
    /// The commit of this tag.
    Tag(&'a str),
}

/// A pattern of a link: one of ours, or one of the configuration; empty where there is none.
pub(super) type Pattern = Cow<'static, str>;

/// How the links of a forge look.
#[derive(Clone, Debug)]
pub(super) struct Links {
    /// The kind of the forge, where it is of one: it tells where the page of a repository is.
    pub(super) kind: Option<Kind>,
    pub(super) file: Pattern,
    pub(super) line: Pattern,
    pub(super) folder: Pattern,
    pub(super) commit: Pattern,
    pub(super) edit: Pattern,
}

/// A repository on a forge, and the links to what is in it.
#[derive(Clone, Debug)]
pub struct Repository {
    page: String,
    links: Option<Links>,
}

/// What stands for the placeholders.
struct Values<'a> {
    at: At<'a>,
    path: &'a str,
    line: u32,
}

impl Repository {
    pub(super) fn new(page: String, links: Option<Links>) -> Repository {
        Repository { page, links }
    }

    /// Its page.
    pub fn page(&self) -> &str {
        &self.page
    }

    /// A file, as it was or is at a state. The path is relative to the repository.
    pub fn file(&self, at: At<'_>, path: &str) -> Option<String> {
        self.link(|links| &links.file, Values::of(at)?.with(path)?)
    }

    /// A line of a file, counted from 1; the file where the forge has no address of lines.
    pub fn line(&self, at: At<'_>, path: &str, line: u32) -> Option<String> {
        let values = Values {
            line,
            ..Values::of(at)?.with(path)?
        };
        let link = (line > 0).then(|| self.link(|links| &links.line, values));
        link.flatten().or_else(|| self.file(at, path))
    }

    /// A folder; the whole repository where the path is empty.
    pub fn folder(&self, at: At<'_>, path: &str) -> Option<String> {
        let values = Values::of(at)?;
        let values = match path.trim_end_matches('/') {
            "" => values,
            path => values.with(path)?,
        };
        self.link(|links| &links.folder, values)
    }

    /// A commit.
    pub fn commit(&self, id: &str) -> Option<String> {
        self.link(|links| &links.commit, Values::of(At::Commit(id))?)
    }

    /// Where a file of a branch is edited; on forges that have no address for that, the file with
    /// its button.
    pub fn edit(&self, branch: &str, path: &str) -> Option<String> {
        let values = Values::of(At::Branch(branch))?.with(path)?;
        self.link(|links| &links.edit, values)
    }

    fn link(&self, of: impl Fn(&Links) -> &Pattern, values: Values<'_>) -> Option<String> {
        let url = filled(of(self.links.as_ref()?), &self.page, &values)?;
        is_link(&url).then_some(url)
    }
}

impl<'a> Values<'a> {
    /// `None` where the state is none, or would lead elsewhere.
    fn of(at: At<'a>) -> Option<Values<'a>> {
        let is_fit = match at {
            At::Commit(id) => {
                (7..=64).contains(&id.len()) && id.bytes().all(|b| b.is_ascii_hexdigit())
            }
            At::Branch(name) | At::Tag(name) => stays_within(name),
        };
        is_fit.then_some(Values {
            at,
            path: "",
            line: 0,
        })
    }

    /// The same with a path; `None` where it leads elsewhere.
    fn with(self, path: &'a str) -> Option<Values<'a>> {
        stays_within(path).then_some(Values { path, ..self })
    }

    /// What stands for a placeholder, encoded.
    fn value(&self, name: &str, page: &str) -> Option<String> {
        let at = self.at;
        let (At::Commit(name_of_at) | At::Branch(name_of_at) | At::Tag(name_of_at)) = at;
        let by_parts = |text: &str| {
            let parts: Vec<_> = text.split('/').map(encoded).collect();
            parts.join("/")
        };
        Some(match name {
            "repository" => page.to_owned(),
            "path" => by_parts(self.path),
            "line" => self.line.to_string(),
            "next-line" => self.line.saturating_add(1).to_string(),
            "ref" => by_parts(name_of_at),
            "commit" => match at {
                At::Commit(id) => id.to_owned(),
                At::Branch(_) | At::Tag(_) => return None,
            },
            "one-ref" => encoded(name_of_at),
            "long-ref" => match at {
                At::Commit(id) => id.to_owned(),
                At::Branch(name) => encoded(&format!("refs/heads/{name}")),
                At::Tag(name) => encoded(&format!("refs/tags/{name}")),
            },
            "azure-ref" => match at {
                At::Commit(id) => format!("GC{id}"),
                At::Branch(name) => format!("GB{}", encoded(name)),
                At::Tag(name) => format!("GT{}", encoded(name)),
            },
            "gitea-ref" => match at {
                At::Commit(id) => format!("commit/{id}"),
                At::Branch(name) => format!("branch/{}", by_parts(name)),
                At::Tag(name) => format!("tag/{}", by_parts(name)),
            },
            _ => return None,
        })
    }
}

/// Whether a path has parts alone that browsers leave as they are.
fn stays_within(path: &str) -> bool {
    path.split('/').all(|part| !matches!(part, "" | "." | ".."))
}

/// A pattern with values in the place of its placeholders.
fn filled(pattern: &str, page: &str, values: &Values<'_>) -> Option<String> {
    let mut url = String::new();
    let mut rest = pattern;
    while let Some((before, behind)) = rest.split_once('{') {
        let (name, behind) = behind.split_once('}')?;
        url.push_str(before);
        url.push_str(&values.value(name, page)?);
        rest = behind;
    }
    url.push_str(rest);
    Some(url)
}

/// Whether what was filled in is an address for readers: `http` or `https`, a host without
/// credentials, and nothing that could end an attribute.
pub(super) fn is_link(url: &str) -> bool {
    let rest = url.strip_prefix("https://").or(url.strip_prefix("http://"));
    let Some(rest) = rest else {
        return false;
    };
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let is_plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~:/?#[]@!$&()*+,;=%".contains(&b);
    url.len() <= LONGEST
        && !authority.is_empty()
        && !authority.contains('@')
        && url.bytes().all(is_plain)
}

/// A text of which only letters, digits and `-._~` stay as they are (RFC 3986, unreserved).
pub(super) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            true => encoded.push(char::from(byte)),
            false => encoded.push_str(&format!("%{byte:02X}")),
        }
    }
    encoded
}
