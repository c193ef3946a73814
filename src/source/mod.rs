//! The texts of the sources, each read once, through a handle confined to its source.
//!
//! Nothing in a source can name a file outside of it: links are not followed, and only
//! regular files are read.

mod ci;
mod walk;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use crate::config::{self, Allowance, Config, Owned, PortalFiles, SourceConfig};
use crate::diag::{
    Code, Element, FileId, Files, Finding, Level, SourceId, Span, Subject, SubjectKind,
};
use crate::fetch::{Provenance, Snapshots, Standing};
use crate::tree::{self, Folder, Tree};

/// What was read from one source.
#[derive(Clone, Debug)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// The domain of everything in it, where the configuration says so.
    pub domain: Option<String>,
    /// Whether the directory of domains, teams and people is read from it.
    pub in_directory: bool,
    /// Whether only some files of it were asked for, so that what they refer to may not be read.
    pub is_partial: bool,
    /// Its YAML, JSON and Markdown files, in the order of their paths.
    pub files: Vec<FileId>,
    /// Results that tools left in it, as paths relative to it, in order.
    pub results: Vec<String>,
    /// The findings that its `meshbook.yaml` lets be.
    pub allow: Vec<Allowance>,
    /// The ids that the configuration says are its own.
    pub owns: Vec<Owned>,
    /// The number of other files in each folder, by path.
    pub others: std::collections::BTreeMap<String, usize>,
    /// Whether it could be read.
    pub state: State,
    /// Where its files come from, where that is known.
    pub provenance: Option<Provenance>,
    /// The number of its repository: that of the first source that lies in it.
    pub repository: u16,
    /// The file by which its repository runs `meshbook check` in CI, where there is one.
    pub checked_by: Option<String>,
}

/// Whether a source could be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State {
    /// It was read.
    Read,
    /// It was read as it was the last time that it could be fetched.
    Held {
        /// The day of the commit that is shown, in UTC.
        as_of: Date,
        /// The day since which nothing newer could be fetched, in UTC.
        since: Date,
        /// Why.
        reason: String,
    },
    /// It could not be read.
    Missing {
        /// The day since which it is so, in UTC, where that is known.
        since: Option<Date>,
        /// Why.
        reason: String,
    },
}

impl State {
    /// How a source stands before it is read.
    pub fn of(snapshots: &Snapshots, source: &SourceConfig) -> State {
        match snapshots.standing(&source.name) {
            Some(Standing::Held { since, reason }) => State::Held {
                as_of: day(snapshots
                    .provenance(&source.name)
                    .map_or(*since, |from| from.date)),
                since: day(*since),
                reason: reason.clone(),
            },
            Some(Standing::Missing { since, reason }) => State::Missing {
                since: since.map(day),
                reason: reason.clone(),
            },
            None if source.remote.is_some() => State::missing("it was not fetched"),
            Some(Standing::Good) | None => State::Read,
        }
    }

    /// What could not be read now, for this reason.
    fn missing(reason: impl Into<String>) -> State {
        State::Missing {
            since: None,
            reason: reason.into(),
        }
    }

    /// Why it is missing, with the day since which it is where that is known; `None` where it is
    /// not.
    pub fn absence(&self) -> Option<String> {
        match self {
            State::Missing {
                since: Some(since),
                reason,
            } => Some(format!("{reason}, since {since}")),
            State::Missing {
                since: None,
                reason,
            } => Some(reason.clone()),
            State::Read | State::Held { .. } => None,
        }
    }
}

impl Source {
    /// The source as the subject of a finding.
    pub fn subject(&self) -> Subject {
        Subject::new(SubjectKind::Source, self.name.as_str())
    }
}

/// The largest file that is read, in bytes.
pub const MAX_FILE: u64 = 1 << 20;
/// The most bytes of one source.
pub const MAX_SOURCE: u64 = 200 << 20;
/// The deepest folder of a source.
pub const MAX_DEPTH: usize = 32;

/// Reads every source of the configuration. Texts go into `files` in the order of the
/// sources and of their paths; a source that cannot be read is a finding.
pub fn read(
    tree: &Tree,
    config: &Config,
    snapshots: &Snapshots,
    files: &mut Files,
    findings: &mut Vec<Finding>,
) -> Vec<Source> {
    let read = |source| read_source(tree, config, snapshots, source);
    let read: Vec<_> = config.sources.par_iter().map(read).collect();
    let own = PortalFiles::new(config, files);
    let mut repositories = HashMap::new();
    let mut sources = Vec::new();
    for (at, (source_config, read)) in config.sources.iter().zip(read).enumerate() {
        let id = SourceId(at as u16);
        let mut source = Source {
            name: source_config.name.clone(),
            domain: source_config.domain.clone(),
            in_directory: source_config.in_directory,
            is_partial: !source_config.only.is_empty(),
            files: Vec::new(),
            results: read.results,
            allow: Vec::new(),
            owns: source_config.owns.clone(),
            others: read.others,
            state: State::of(snapshots, source_config),
            provenance: snapshots.provenance(&source_config.name).cloned(),
            repository: *repositories.entry(read.repository).or_insert(at as u16),
            checked_by: read.checked_by,
        };
        let shown = |path: &str| match source_config.shown.as_str() {
            "" => path.to_owned(),
            before => format!("{before}/{path}"),
        };
        if let Some(reason) = read.failure {
            source.state = State::missing(reason);
        }
        // The folder of the portal can be reached by two paths.
        let own = own.within(match source_config.holds_configuration {
            true => &config.root,
            false => &source_config.folder,
        });
        let texts = read.texts.into_iter();
        for (path, text) in texts.filter(|(path, _)| !own.contains(path)) {
            match files.add(Some(id), path.as_str(), shown(&path), text) {
                Some(file) => source.files.push(file),
                None => {
                    let reason = "the texts of all sources are larger than 4 GiB".to_owned();
                    source.state = State::missing(reason);
                }
            }
        }
        if let Some(text) = read.configuration
            && let Some(file) = files.add(Some(id), config::FILE, shown(config::FILE), text)
        {
            let (allow, told) = config::allowances(files.file(file), &source.subject());
            source.allow = allow;
            findings.extend(told);
        }
        findings.extend(not_as_asked(&source, source_config, || {
            place(files, Some(id), "", &shown(""))
        }));
        for (path, trouble) in read.troubles {
            let span = place(files, Some(id), &path, &shown(&path));
            let finding = Finding::new(trouble.code, source.subject(), span, trouble.message);
            findings.push(finding.help(trouble.help));
        }
        sources.push(source);
    }
    sources
}

fn day(time: Timestamp) -> Date {
    time.to_zoned(TimeZone::UTC).date()
}

/// What is said of a source that is not read, or not as it is now.
fn not_as_asked(
    source: &Source,
    config: &SourceConfig,
    place: impl FnOnce() -> Span,
) -> Option<Finding> {
    let name = &source.name;
    let (code, message) = match &source.state {
        State::Read => return None,
        State::Held { as_of, reason, .. } => (
            &STALE_SOURCE,
            format!("source `{name}` is shown as of {as_of}: {reason}"),
        ),
        state @ State::Missing { .. } => (
            &UNREADABLE_SOURCE,
            format!(
                "source `{name}` cannot be read: {}",
                state.absence().unwrap_or_default()
            ),
        ),
    };
    let help = match config.remote {
        Some(_) => "see to it that this machine can fetch it, or remove the source",
        None => "correct its `path:`, or remove the source",
    };
    let span = config.span.unwrap_or_else(place);
    Some(Finding::new(code, source.subject(), span, message).help(help))
}

/// The folder of the repository in which a source lies. Where there is no git, as in an unpacked
/// archive, a folder of the portal is of the portal's repository, unless it has a CI of its own.
fn repository<'c>(tree: &Tree, portal: &'c Config, source: &'c SourceConfig) -> &'c Path {
    if let Some(remote) = &source.remote {
        return Path::new(&remote.address);
    }
    match &source.repository {
        Some(root) => root,
        None if source.folder.starts_with(&portal.root) && !ci::is_in(tree, &source.folder) => {
            &portal.root
        }
        None => &source.folder,
    }
}

/// A place in a file whose text is not there.
fn place(files: &mut Files, source: Option<SourceId>, path: &str, shown: &str) -> Span {
    let file = files.add(source, path, shown, "");
    file.map_or(Span { start: 0, end: 0 }, |id| files.file(id).whole())
}

/// What reading one source yields.
#[derive(Default)]
struct Read {
    texts: Vec<(String, String)>,
    /// The paths of results.
    results: Vec<String>,
    /// The text of its own `meshbook.yaml`.
    configuration: Option<String>,
    troubles: Vec<(String, Trouble)>,
    others: std::collections::BTreeMap<String, usize>,
    failure: Option<String>,
    checked_by: Option<String>,
    /// The folder of its repository.
    repository: PathBuf,
}

/// Why a file is not read.
struct Trouble {
    code: &'static Code,
    message: String,
    help: &'static str,
}

fn read_source(tree: &Tree, portal: &Config, snapshots: &Snapshots, config: &SourceConfig) -> Read {
    if let State::Missing { .. } = State::of(snapshots, config) {
        return Read {
            repository: repository(tree, portal, config).to_owned(),
            ..Read::default()
        };
    }
    let tree = tree.or_now(&config.folder);
    let folder = match tree.folder(&config.folder) {
        Ok(folder) => folder,
        Err(error) => {
            return Read {
                failure: Some(reason(&error)),
                ..Read::default()
            };
        }
    };
    let mut found = walk::walk(tree, config);
    let mut read = Read {
        others: found.others,
        results: found.results,
        repository: repository(tree, portal, config).to_owned(),
        ..Read::default()
    };
    read.troubles.append(&mut found.troubles);
    if let Some(path) = &found.configuration {
        match text(&folder, path) {
            Ok(text) => read.configuration = Some(text),
            Err(trouble) => read.troubles.push((path.clone(), trouble)),
        }
    }
    let mut total = 0;
    let remote = config.remote.as_ref();
    let most = remote.map_or(MAX_SOURCE, |remote| remote.limits.bytes);
    for path in found.files {
        match text(&folder, &path) {
            Ok(text) => {
                total += text.len() as u64;
                if total > most {
                    let message = format!("the source holds more than {} MiB", most >> 20);
                    read.troubles.push((path, over_limit(message)));
                    break;
                }
                read.texts.push((path, text));
            }
            Err(trouble) => read.troubles.push((path, trouble)),
        }
    }
    // A part of a commit is none of it.
    if let Some(fault) = tree.fault_in(&config.folder) {
        return Read {
            failure: Some(fault.to_string()),
            repository: read.repository,
            ..Read::default()
        };
    }
    // What lies outside of its folder may be as it will.
    read.checked_by = ci::checked_by(tree, portal, config);
    read
}

/// The text of one file, or why it is not read.
fn text(folder: &Folder<'_>, path: &str) -> Result<String, Trouble> {
    let bytes = folder.read(path, MAX_FILE).map_err(|error| match error {
        tree::Error::TooLarge(size) => over_limit(format!(
            "the file has {} KiB, at most {} are read",
            size >> 10,
            MAX_FILE >> 10
        )),
        tree::Error::Io(error) => Trouble {
            code: &UNREADABLE_FILE,
            message: format!("the file cannot be read: {}", reason(&error)),
            help: "make it a regular file that can be read, inside of its source",
        },
    })?;
    String::from_utf8(bytes).map_err(|_| Trouble {
        code: &UNREADABLE_FILE,
        message: "the file is not UTF-8".to_owned(),
        help: "save it as UTF-8",
    })
}

fn over_limit(message: String) -> Trouble {
    Trouble {
        code: &crate::document::OVER_LIMIT,
        message,
        help: "split it, or move generated files out of the source",
    }
}

/// An I/O error in words that are the same on every machine.
fn reason(error: &std::io::Error) -> String {
    use std::io::ErrorKind;
    match error.kind() {
        ErrorKind::NotFound => "it is not there".to_owned(),
        ErrorKind::PermissionDenied => "permission denied".to_owned(),
        ErrorKind::NotADirectory => "it is not a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// A source of the portal cannot be read.
pub const UNREADABLE_SOURCE: Code = Code {
    id: "unreadable-source",
    level: Level::Error,
    element: Element::Portal,
    page: include_str!("../../content/rules/unreadable-source.md"),
};

/// A source is shown as it was.
pub const STALE_SOURCE: Code = Code {
    id: "stale-source",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/stale-source.md"),
};

/// A file of a source cannot be read.
pub const UNREADABLE_FILE: Code = Code {
    id: "unreadable-file",
    level: Level::Error,
    element: Element::Portal,
    page: include_str!("../../content/rules/unreadable-file.md"),
};

/// A file lies in a hidden folder.
pub const HIDDEN_FILE: Code = Code {
    id: "hidden-file",
    level: Level::Info,
    element: Element::Portal,
    page: include_str!("../../content/rules/hidden-file.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[
    UNREADABLE_SOURCE,
    STALE_SOURCE,
    UNREADABLE_FILE,
    HIDDEN_FILE,
];
