//! `sources:` in `meshbook.yaml`: folders, git repositories, and lists of them.

use std::collections::{BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use globset::{GlobBuilder, GlobMatcher};

use super::remote::{allowed, is_inside, is_reference};
use super::{
    Error, FILE, Fetch, GitUrl, INVALID_CONFIGURATION, Raw, RawSource, Remote, SourceConfig,
    UNKNOWN_SETTING, check_shape, discover, history, is_hidden, is_of_tool, item, owns,
};
use crate::diag::{File, Files, Finding, Span, Subject, SubjectKind};
use crate::document::{self, Node};
use crate::tree::{Kind, Tree};

/// The most sources of one portal.
const MOST: usize = 10_000;

/// What sources are resolved with.
pub(super) struct Given<'g> {
    pub(super) tree: &'g Tree,
    pub(super) root: &'g Path,
    pub(super) files: &'g mut Files,
    pub(super) findings: &'g mut Vec<Finding>,
    pub(super) fetch: &'g Fetch,
}

/// The sources of a configuration, in the order in which they are written.
///
/// # Errors
///
/// A list of sources cannot be read: without it the portal would lose all of them.
pub(super) fn resolve(
    given: Given<'_>,
    raw: &Raw,
    node: Option<&Node<'_>>,
) -> Result<Vec<SourceConfig>, Error> {
    let mut resolving = Resolving {
        given,
        directory: &raw.directory,
        names: BTreeSet::new(),
        places: HashMap::new(),
        sources: Vec::new(),
    };
    let list = node.and_then(|node| node.get("sources"));
    for (at, source) in raw.sources.iter().enumerate() {
        let node = list.and_then(|list| item(list, at));
        let span = node.map_or(Span { start: 0, end: 0 }, |node| node.span);
        resolving.entry(&Written {
            raw: source,
            node,
            span,
        })?;
    }
    let listed = node.and_then(|node| node.get("directory"));
    for (at, named) in raw.directory.iter().enumerate() {
        let span = listed.and_then(|list| item(list, at)).map(|node| node.span);
        resolving.directory(named, span, &raw.sources);
    }
    Ok(resolving.sources)
}

/// The entries that name no place to read from, or two: with those a portal would lose sources
/// without anybody meaning it.
pub(super) fn unusable(raw: &Raw, node: Option<&Node<'_>>) -> Vec<Finding> {
    let list = node.and_then(|node| node.get("sources"));
    let numbered = raw.sources.iter().enumerate();
    let unusable = numbered.filter_map(|(at, source)| {
        let node = list.and_then(|list| item(list, at));
        let span = node.map_or(Span { start: 0, end: 0 }, |node| node.span);
        let subject = Subject::new(SubjectKind::Portal, FILE);
        let finding = Finding::new(&INVALID_CONFIGURATION, subject, span, places(source)?);
        Some(finding.help(PLACES))
    });
    unusable.collect()
}

/// How an entry names its place.
const PLACES: &str =
    "give it one of `path`, `git` and `list`; beside `git` a `path` is a folder in it";

/// What is wrong with the places that an entry names.
fn places(raw: &RawSource) -> Option<&'static str> {
    match (&raw.git, &raw.list, &raw.path) {
        (None, None, None) => Some("this names nothing to read from"),
        (Some(_), Some(_), _) | (None, Some(_), Some(_)) => {
            Some("this names two places to read from")
        }
        _ => None,
    }
}

/// An entry as it is written, and where.
struct Written<'w> {
    raw: &'w RawSource,
    node: Option<&'w Node<'w>>,
    span: Span,
}

impl Written<'_> {
    /// The place of a key, else of the entry.
    fn at(&self, key: &str) -> Span {
        let value = self.node.and_then(|node| node.get(key));
        value.map_or(self.span, |node| node.span)
    }
}

struct Resolving<'r> {
    given: Given<'r>,
    directory: &'r [String],
    names: BTreeSet<String>,
    /// The name of each source that is fetched, by address, reference and folder.
    places: HashMap<(String, Option<String>, String), String>,
    sources: Vec<SourceConfig>,
}

impl Resolving<'_> {
    fn entry(&mut self, written: &Written<'_>) -> Result<(), Error> {
        let raw = written.raw;
        match (&raw.git, &raw.list, &raw.path) {
            (Some(url), None, _) => self.git(written, url),
            (None, Some(list), None) => return self.list(written, list),
            (None, None, Some(path)) if path.contains('*') => self.glob(written, path),
            (None, None, Some(path)) => {
                let folder = self.given.root.join(path);
                self.folder(written, path, folder, raw.name.as_deref());
            }
            _ => {
                let fault = places(written.raw).unwrap_or_default();
                self.tell(written.span, fault, PLACES);
            }
        }
        Ok(())
    }

    /// A folder, which `named` says how the configuration calls.
    fn folder(&mut self, written: &Written<'_>, named: &str, folder: PathBuf, name: Option<&str>) {
        for (key, value) in [
            ("ref", &written.raw.reference),
            ("timeout", &written.raw.timeout),
            ("max-size", &written.raw.max_size),
        ] {
            if value.is_some() {
                let message = format!("`{key}` says nothing of a folder");
                self.warn(
                    written.at(key),
                    message,
                    "remove it, or fetch the source by `git`",
                );
            }
        }
        let fallback = folder
            .file_name()
            .map_or_else(|| "source".into(), |name| name.to_string_lossy());
        let name = name_from(name.unwrap_or(&fallback));
        if self.take(&name, written.span) {
            let source = self.source(written, name, folder, named);
            self.sources.push(source);
        }
    }

    fn git(&mut self, written: &Written<'_>, text: &str) {
        let raw = written.raw;
        let mut address = String::new();
        let url = GitUrl::parse(text).and_then(|parsed| {
            address = parsed.url.as_str().to_owned();
            if parsed.had_secret {
                let message = "the address of a source holds a password, which is not used";
                let help = "remove it from the file, replace it where it was issued, and name a \
                            variable in `fetch: tokens:`";
                self.tell(written.at("git"), message, help);
            }
            match parsed.url.path() {
                Some(path) => allowed(path, self.given.root, self.given.fetch),
                None => Ok(parsed.url),
            }
        });
        let mut remote = Remote {
            url,
            address,
            root: PathBuf::new(),
            reference: raw.reference.clone(),
            path: raw
                .path
                .clone()
                .unwrap_or_default()
                .trim_end_matches('/')
                .to_owned(),
            limits: self.given.fetch.limits.with(
                [raw.timeout.as_deref(), raw.max_size.as_deref()],
                written.node,
                self.given.findings,
            ),
        };
        if raw
            .reference
            .as_deref()
            .is_some_and(|text| !is_reference(text))
        {
            remote.url = Err("`ref` is no name of a branch or a tag".to_owned());
            remote.reference = None;
        }
        if !remote.path.is_empty() && !is_inside(&remote.path) {
            remote.url = Err("`path` is no folder of a repository".to_owned());
            remote.path = String::new();
        }
        if text.contains(['@', '?']) && (remote.url.is_err() || text.contains("://")) {
            self.withhold(written.at("git"));
        }
        if let Err(reason) = &remote.url {
            let message = format!("this source is not fetched: {reason}");
            self.tell(
                written.at("git"),
                &message,
                "write an address that `git clone` takes",
            );
        }
        let place = (
            remote.address.clone(),
            remote.reference.clone(),
            remote.path.clone(),
        );
        if let (Ok(_), Some(first)) = (&remote.url, self.places.get(&place)) {
            let message = format!("this is the source `{first}` once more");
            self.tell(written.span, &message, "remove one of them");
            return;
        }
        let Some(name) = self.name_of(written, &remote) else {
            return;
        };
        self.places.insert(place, name.clone());
        remote.root = Remote::root(&name);
        let mut source = self.source(written, name, remote.folder(), text);
        source.repository = Some(remote.root.clone());
        source.remote = Some(remote);
        self.sources.push(source);
    }

    /// The name of a source that is fetched: the one that is written, else that of the repository,
    /// with that of its owner where it is taken.
    fn name_of(&mut self, written: &Written<'_>, remote: &Remote) -> Option<String> {
        if let Some(name) = &written.raw.name {
            let name = name_from(name);
            return self.take(&name, written.span).then_some(name);
        }
        let parsed = GitUrl::parse(&remote.address).ok();
        let parts = parsed
            .as_ref()
            .map_or(Vec::new(), |parsed| parsed.url.parts());
        let mut name = String::new();
        for part in parts.iter().rev() {
            name = match name.as_str() {
                "" => name_from(part),
                name => format!("{}-{name}", name_from(part)),
            };
            if !self.names.contains(&name) {
                break;
            }
        }
        let name = name_from(&name);
        let mut numbered = name.clone();
        for number in 2.. {
            if !self.names.contains(&numbered) {
                break;
            }
            numbered = format!("{name}-{number}");
        }
        self.take(&numbered, written.span).then_some(numbered)
    }

    /// Every folder that a path with `*` in it names.
    fn glob(&mut self, written: &Written<'_>, pattern: &str) {
        if written.raw.name.is_some() {
            let help = "remove it: each folder bears its own name";
            self.warn(
                written.at("name"),
                "`name` says nothing of several folders",
                help,
            );
        }
        let root = self.given.root;
        let mut folders = vec![String::new()];
        for part in pattern.trim_end_matches('/').split('/') {
            folders = match part.contains('*') {
                false => folders.iter().map(|folder| joined(folder, part)).collect(),
                true => {
                    let Some(matcher) = matcher(part) else {
                        let message = format!("`{pattern}` is no pattern of folders");
                        self.tell(
                            written.at("path"),
                            &message,
                            "write `*` for any part of a name",
                        );
                        return;
                    };
                    let inside = |folder: &String| {
                        let names = folders_in(self.given.tree, &root.join(folder));
                        let names = names.into_iter().filter(|name| matcher.is_match(name));
                        names.map(|name| joined(folder, &name)).collect::<Vec<_>>()
                    };
                    folders.iter().flat_map(inside).collect()
                }
            };
        }
        let is_there = |folder: &String| {
            let is_file = self.given.tree.is_file(&root.join(folder));
            is_file.is_ok_and(|is_file| !is_file)
        };
        folders.retain(is_there);
        if folders.is_empty() {
            let message = format!("no folder is called like `{pattern}`");
            self.tell(
                written.at("path"),
                &message,
                "correct the pattern, or remove the source",
            );
        }
        for folder in folders {
            self.folder(written, &folder, root.join(&folder), None);
        }
    }

    /// The sources that another file lists: as here in YAML or JSON, or one address in each line.
    fn list(&mut self, written: &Written<'_>, list: &str) -> Result<(), Error> {
        let path = self.given.root.join(list);
        let unreadable = |error| Error::Unreadable(path.clone(), error);
        let text = self.given.tree.text(&path).map_err(unreadable)?;
        let Some(id) = self.given.files.add(None, list, list, text) else {
            let full = std::io::Error::other("the texts of the portal are too large");
            return Err(Error::Unreadable(path, full));
        };
        let file = self.given.files.file(id);
        let (text, whole) = (Arc::clone(&file.text), file.whole());
        let is_tree = [".yaml", ".yml", ".json"]
            .iter()
            .any(|end| list.ends_with(end));
        if !is_tree {
            let lines = lines(file, written.raw);
            if lines.is_empty() {
                return Err(unreadable(std::io::Error::other("it lists no source")));
            }
            for (raw, span) in &lines {
                self.entry(&Written {
                    raw,
                    node: None,
                    span: *span,
                })?;
            }
            return Ok(());
        }
        let subject = Subject::new(SubjectKind::Portal, list);
        let parsed = document::yaml(&text, whole, &subject);
        let schema = schemars::schema_for!(Vec<RawSource>).to_value();
        let root = parsed.roots.first();
        let told = root.map(|root| {
            let codes = [&INVALID_CONFIGURATION, &UNKNOWN_SETTING];
            check_shape(root, &schema, "the list", &subject, codes)
        });
        self.given.findings.extend(parsed.findings);
        self.given.findings.extend(told.unwrap_or_default());
        let sources: Vec<RawSource> = serde_yaml::from_str(&text).map_err(|error| {
            Error::Unreadable(path.clone(), std::io::Error::other(error.to_string()))
        })?;
        if sources.is_empty() {
            return Err(unreadable(std::io::Error::other("it lists no source")));
        }
        for (at, source) in sources.into_iter().enumerate() {
            let node = root.and_then(|root| item(root, at));
            let span = node.map_or(whole.head(), |node| node.span);
            if source.list.is_some() {
                self.tell(
                    span,
                    "a list names another list",
                    "name it in `meshbook.yaml`",
                );
                continue;
            }
            let raw = source.or(written.raw);
            self.entry(&Written {
                raw: &raw,
                node,
                span,
            })?;
        }
        Ok(())
    }

    /// A directory that is no source of products is a source all the same.
    fn directory(&mut self, named: &str, span: Option<Span>, sources: &[RawSource]) {
        let is_path = sources
            .iter()
            .any(|source| source.path.as_deref() == Some(named));
        if is_path || self.names.contains(named) {
            return;
        }
        let folder = self.given.root.join(named);
        let name = folder
            .file_name()
            .map_or_else(String::new, |name| slug::slugify(name.to_string_lossy()));
        if self.names.insert(name.clone()) {
            self.sources.push(SourceConfig {
                in_directory: true,
                span,
                shown: name.clone(),
                ..discover::source(&folder, &name, false)
            });
        }
    }

    fn source(
        &mut self,
        written: &Written<'_>,
        name: String,
        folder: PathBuf,
        named: &str,
    ) -> SourceConfig {
        let raw = written.raw;
        let is_named = |directory: &String| *directory == name || directory == named;
        SourceConfig {
            domain: raw.domain.clone(),
            in_directory: self.directory.iter().any(is_named),
            span: Some(written.span).filter(|span| span.end > 0),
            history: raw
                .history
                .as_deref()
                .and_then(|text| history::back(text, written.at("history"), self.given.findings)),
            shown: name.clone(),
            owns: owns::entries(&raw.owns, written.node, self.given.findings),
            ..discover::source(&folder, &name, false)
        }
    }

    /// Gives a name away, once.
    fn take(&mut self, name: &str, span: Span) -> bool {
        if self.names.len() >= MOST {
            let message = format!("a portal has at most {MOST} sources");
            self.tell(span, &message, "split the portal");
            return false;
        }
        let is_free = self.names.insert(name.to_owned());
        if !is_free {
            let message = format!("two sources are called `{name}`");
            let subject = Subject::new(SubjectKind::Source, name);
            self.given.findings.push(
                Finding::new(&INVALID_CONFIGURATION, subject, span, message)
                    .help("rename one of them"),
            );
        }
        is_free
    }

    /// Keeps a place out of every output: it may hold a password.
    fn withhold(&mut self, span: Span) {
        let id = self.given.files.of(span);
        let range = self.given.files.file(id).range(span);
        self.given.files.withhold(id, [range]);
    }

    fn tell(&mut self, span: Span, message: &str, help: &str) {
        let subject = Subject::new(SubjectKind::Portal, FILE);
        let finding = Finding::new(&INVALID_CONFIGURATION, subject, span, message);
        self.given.findings.push(finding.help(help));
    }

    fn warn(&mut self, span: Span, message: impl Into<String>, help: &str) {
        let subject = Subject::new(SubjectKind::Portal, FILE);
        let finding = Finding::new(&UNKNOWN_SETTING, subject, span, message);
        self.given.findings.push(finding.help(help));
    }
}

impl RawSource {
    /// An entry of a list, with what is written of the whole list where it says nothing itself.
    fn or(self, list: &RawSource) -> RawSource {
        RawSource {
            name: self.name,
            path: self.path,
            git: self.git,
            list: None,
            reference: self.reference.or_else(|| list.reference.clone()),
            domain: self.domain.or_else(|| list.domain.clone()),
            history: self.history.or_else(|| list.history.clone()),
            owns: self.owns,
            timeout: self.timeout.or_else(|| list.timeout.clone()),
            max_size: self.max_size.or_else(|| list.max_size.clone()),
        }
    }
}

/// The lines of a list: an address, and where it is not the repository's own, a branch or a tag.
fn lines(file: &File, list: &RawSource) -> Vec<(RawSource, Span)> {
    let mut entries = Vec::new();
    let mut start = 0;
    for line in file.text.split_inclusive('\n') {
        let own = line.split('#').next().unwrap_or_default();
        let mut words = own.split_whitespace();
        if let Some(url) = words.next() {
            let raw = RawSource {
                git: Some(url.to_owned()),
                reference: words.next().map(str::to_owned),
                ..RawSource::default()
            };
            let from = start + own.len() - own.trim_start().len();
            let span = file.span(from, start + own.trim_end().len());
            entries.push((raw.or(list), span));
        }
        start += line.len();
    }
    entries
}

/// A name as it stands in paths and routes.
fn name_from(text: &str) -> String {
    match slug::slugify(text) {
        name if name.is_empty() => "source".to_owned(),
        name => name,
    }
}

fn joined(folder: &str, name: &str) -> String {
    match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    }
}

fn matcher(part: &str) -> Option<GlobMatcher> {
    if part.contains("**") {
        return None;
    }
    let glob = GlobBuilder::new(part).literal_separator(true).build();
    glob.ok().map(|glob| glob.compile_matcher())
}

/// The names of the folders in a folder; none where it cannot be looked into.
fn folders_in(tree: &Tree, folder: &Path) -> Vec<String> {
    let walk = tree.walk(folder, 1, |_, _| true).flatten();
    let folders = walk.filter(|entry| entry.kind == Kind::Folder);
    let names = folders.map(|entry| entry.path);
    names
        .filter(|name| !is_hidden(name) && !is_of_tool(name))
        .collect()
}
