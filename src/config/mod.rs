//! `meshbook.yaml`: as written ([`Raw`]), and as used ([`Config`]).
//!
//! A portal needs none: a folder of manifests is a portal too.

mod allow;
mod discover;
mod fetch;
mod folders;
mod forges;
mod git_url;
mod governance;
mod history;
mod own_files;
mod owns;
mod pattern;
mod raw;
mod remote;
mod service_levels;
mod shape;
mod sources;

pub use allow::{Allowance, allowances};
pub(crate) use discover::{
    is_hidden, is_misplaced_manifest, is_of_results, is_of_tool, is_readable, is_site, shown,
};
pub use fetch::{Fetch, Limits, MAX_FILES, RawFetch};
pub use folders::PortalFiles;
pub use forges::{At, Forges, Kind as ForgeKind, Repository};
pub use git_url::GitUrl;
pub use governance::{
    Binding, Enforce, Governance, Naming, OwnScorecard, Ranking, RawTerm, Setting,
};
pub use history::Back;
pub use own_files::OwnFiles;
pub use owns::Owned;
pub use pattern::Pattern;
pub use raw::{Hide, LevelSetting, Raw, RawAllow, RawLink, RawSource, schema};
pub use remote::{Remote, is_reference};
pub use service_levels::{BadgeKind, ServiceLevels};
pub use shape::check_shape;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::diag::{
    Code, Element, FORMATS, FileId, Files, Finding, Level, Report, Span, Subject, SubjectKind,
};
use crate::document::{self, Node, Value};
use crate::tree::Tree;

/// The name of the configuration file.
pub const FILE: &str = "meshbook.yaml";

/// What a portal is made of, as the stages use it.
#[derive(Clone, Debug)]
pub struct Config {
    /// The portal's folder.
    pub root: PathBuf,
    /// The title of the portal.
    pub title: String,
    /// One line on what the portal is.
    pub description: Option<String>,
    /// Where the portal is published, with a `/` at the end.
    pub base_url: Option<String>,
    /// The sources, in order.
    pub sources: Vec<SourceConfig>,
    /// How repositories are fetched.
    pub fetch: Fetch,
    /// Levels of rules that differ from their own; `None` turns a rule off.
    pub levels: BTreeMap<String, Option<Level>>,
    /// Findings that the portal's owner lets be.
    pub allow: Vec<Allowance>,
    /// What a data product must fulfil here.
    pub governance: Governance,
    /// How measurements are held against promises.
    pub service_levels: ServiceLevels,
    /// What the hosts of repositories are.
    pub forges: Forges,
    /// Links in the footer: title and URL.
    pub links: Vec<(String, String)>,
    /// What the portal leaves out.
    pub hide: BTreeSet<Hide>,
    /// What takes the place of the tool's own templates and static files.
    pub own_files: OwnFiles,
    /// The configuration file, where there is one.
    pub file: Option<FileId>,
}

/// A source of the portal.
#[derive(Clone, Debug)]
pub struct SourceConfig {
    /// Its name: appears in paths, routes and findings; `[a-z0-9-]`.
    pub name: String,
    /// The folder; of a source that is fetched, the path that stands for it.
    pub folder: PathBuf,
    /// Where it is fetched from; `None` for a folder of the disk.
    pub remote: Option<Remote>,
    /// The domain of everything in it, where the configuration says so.
    pub domain: Option<String>,
    /// Whether the directory of domains, teams and people is read from it.
    pub in_directory: bool,
    /// Whether only the files directly in the folder belong to it.
    pub is_shallow: bool,
    /// The files to read, where only some were asked for; empty for all of them.
    pub only: Vec<PathBuf>,
    /// What stands before its paths where they are shown; empty for nothing.
    pub shown: String,
    /// Where the configuration names it.
    pub span: Option<Span>,
    /// Whether the portal's own configuration lies in its folder.
    pub holds_configuration: bool,
    /// How far back its commits are read; `None` where they are not.
    pub history: Option<Back>,
    /// The root of the git repository in which it lies; `None` where it lies in none.
    pub repository: Option<PathBuf>,
    /// The ids that are its own, whatever other sources say.
    pub owns: Vec<Owned>,
}

impl SourceConfig {
    /// Puts a folder of the disk in the place of what the source is read from.
    pub fn stand_in(&mut self, folder: PathBuf) {
        self.repository = discover::repository(&folder);
        self.folder = folder;
        self.remote = None;
        self.holds_configuration = false;
    }
}

/// A configuration with which no portal can be built.
#[derive(Debug)]
pub enum Error {
    /// The portal's folder or its configuration cannot be read.
    Unreadable(PathBuf, std::io::Error),
    /// The configuration says nothing that can be used.
    Invalid {
        /// Its file.
        path: PathBuf,
        /// Why.
        findings: Vec<Finding>,
        /// The findings as a terminal shows them: nobody else has the text that they point into.
        told: String,
    },
    /// There is nothing to read in the folder.
    Empty(PathBuf),
    /// A template, a static file or the logo cannot be used.
    OwnFile(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Error::Unreadable(path, error) => write!(f, "cannot read {}: {error}", path.display()),
            Error::Invalid { path, told, .. } => write!(
                f,
                "cannot use {}
{told}",
                path.display()
            ),
            Error::OwnFile(told) => f.write_str(told),
            Error::Empty(path) => write!(f, "{} holds no manifest and no {FILE}", path.display()),
        }
    }
}

impl std::error::Error for Error {}

/// Reads the configuration of the portal in `root`, or makes one where it has none.
///
/// `root` may be a single manifest: then the portal is that one file. Findings are added
/// to the list; the configuration's text is added to `files`. The owner's templates and static
/// files are read from the disk alone: no finding depends on them.
pub fn load(
    tree: &Tree,
    root: &Path,
    files: &mut Files,
    findings: &mut Vec<Finding>,
) -> Result<Config, Error> {
    let unreadable = |error| Error::Unreadable(root.to_owned(), error);
    if tree.is_file(root).map_err(unreadable)? {
        return Ok(discover::files(parent(root), &[root]));
    }
    let path = root.join(FILE);
    let text = match tree.text(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
            return discover::folder(tree, root);
        }
        Err(error) => return Err(Error::Unreadable(path, error)),
    };
    let Some(id) = files.add(None, FILE, FILE, text) else {
        return Err(Error::Unreadable(
            path,
            std::io::Error::other("the texts of the portal are too large"),
        ));
    };
    let (text, whole) = (Arc::clone(&files.file(id).text), files.file(id).whole());
    let subject = Subject::new(SubjectKind::Portal, FILE);
    let parsed = document::yaml(&text, whole, &subject);
    let mut told = parsed.findings;
    let root_node = parsed.roots.first();
    if let Some(node) = root_node {
        told.extend(shape::check(node, &schema(), &subject));
    }
    for finding in &mut told {
        finding.element = Element::Portal;
    }
    let raw = match serde_yaml::from_str::<Raw>(&text) {
        Ok(raw) => raw,
        Err(error) => {
            if !told.iter().any(|finding| finding.level == Level::Error) {
                let head = whole.head();
                told.push(Finding::new(
                    &INVALID_CONFIGURATION,
                    subject,
                    head,
                    error.to_string(),
                ));
            }
            return Err(invalid(path, files, told));
        }
    };
    let unusable = sources::unusable(&raw, root_node);
    if !unusable.is_empty() {
        told.extend(unusable);
        return Err(invalid(path, files, told));
    }
    let governance = root_node.and_then(|node| node.get("governance"));
    let governance = governance::resolve(
        raw.governance.clone(),
        governance,
        &mut governance::Reading {
            tree,
            root,
            files,
            findings: &mut told,
        },
    );
    let config = resolve(tree, root, id, raw, root_node, files, &mut told);
    findings.extend(told);
    Ok(Config {
        governance,
        ..config?
    })
}

/// A configuration that says nothing that can be used, with what is wrong with it.
fn invalid(path: PathBuf, files: &Files, findings: Vec<Finding>) -> Error {
    let report = Report::new(files, &findings);
    Error::Invalid {
        path,
        told: (FORMATS[0].tell)(&[report], false),
        findings,
    }
}

/// The portal of some files of one folder.
pub fn of_files(folder: &Path, files: &[&Path]) -> Config {
    discover::files(folder, files)
}

/// The folder in which a path lies, as the path names it: `.` for a bare name.
pub fn parent(path: &Path) -> &Path {
    let folder = path
        .parent()
        .filter(|folder| !folder.as_os_str().is_empty());
    folder.unwrap_or(Path::new("."))
}

/// The configuration as used, from the one that was written.
fn resolve(
    tree: &Tree,
    root: &Path,
    file: FileId,
    raw: Raw,
    node: Option<&Node<'_>>,
    files: &mut Files,
    findings: &mut Vec<Finding>,
) -> Result<Config, Error> {
    let (fetch, secrets) = fetch::resolve(
        raw.fetch.clone(),
        root,
        node.and_then(|node| node.get("fetch")),
        findings,
    );
    for span in secrets {
        let range = files.file(file).range(span);
        files.withhold(file, [range]);
    }
    let given = sources::Given {
        tree,
        root,
        files,
        findings,
        fetch: &fetch,
    };
    let mut sources = sources::resolve(given, &raw, node)?;
    if raw.sources.is_empty() && sources.is_empty() {
        let found = discover::folder(tree, root)?;
        sources = found.sources;
    }
    let own = fs::canonicalize(root).ok();
    let folders = sources.iter_mut().filter(|source| source.remote.is_none());
    for source in folders {
        source.repository = discover::repository(&source.folder);
        source.holds_configuration = own.is_some() && fs::canonicalize(&source.folder).ok() == own;
    }
    let allow = node.and_then(|node| node.get("allow"));
    let subject = Subject::new(SubjectKind::Portal, FILE);
    let allow = allow.map(|allow| allow::entries(allow, &subject, findings));
    let levels = raw
        .levels
        .into_iter()
        .map(|(rule, level)| (rule, level.level()))
        .collect();
    Ok(Config {
        root: root.to_owned(),
        title: raw.title.unwrap_or_else(|| discover::name(root)),
        description: raw.description,
        base_url: raw.base_url.map(|url| with_slash(&url)),
        sources,
        fetch,
        levels,
        allow: allow.unwrap_or_default(),
        governance: Governance::default(),
        service_levels: service_levels::resolve(
            raw.service_levels,
            node.and_then(|node| node.get("service-levels")),
            findings,
        ),
        forges: forges::resolve(
            raw.forges,
            node.and_then(|node| node.get("forges")),
            findings,
        ),
        links: raw
            .links
            .into_iter()
            .map(|link| (link.title, link.url))
            .collect(),
        hide: raw.hide.into_iter().collect(),
        own_files: match tree {
            Tree::Disk => own_files::read(root, raw.logo.as_deref()).map_err(Error::OwnFile)?,
            _ => OwnFiles::default(),
        },
        file: Some(file),
    })
}

fn item<'n, 't>(list: &'n Node<'t>, at: usize) -> Option<&'n Node<'t>> {
    match &list.value {
        Value::List(items) => items.get(at),
        _ => None,
    }
}

/// A URL of a folder: with one `/` at its end.
pub fn with_slash(url: &str) -> String {
    format!("{}/", url.trim_end_matches('/'))
}

/// The configuration cannot be used as it is.
pub const INVALID_CONFIGURATION: Code = Code {
    id: "invalid-configuration",
    level: Level::Error,
    element: Element::Portal,
    page: include_str!("../../content/rules/invalid-configuration.md"),
};

/// A key or value that the configuration does not know.
pub const UNKNOWN_SETTING: Code = Code {
    id: "unknown-setting",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/unknown-setting.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[INVALID_CONFIGURATION, UNKNOWN_SETTING];
