//! Who changed which file of a source when, as git tells it.
//!
//! A source has a history where `meshbook.yaml` asks for one. It is measured back from the day on
//! which the portal is judged, and it is that of the checkout: a baseline is held against the
//! same history, so that what it says never differs between two trees that are compared.
//!
//! Names and addresses of those who commit serve to find their team in the directory, and go no
//! further than the rules.

mod reader;

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diag::{Code, Element, File, Level};

pub use reader::Reader;

/// The histories of all sources.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// In the order of the sources; a source behind the end has none.
    sources: Vec<Kept>,
}

/// The history of a source.
#[derive(Clone, Debug, Default)]
enum Kept {
    /// Nobody asked for it.
    #[default]
    Nothing,
    /// It was asked for and could not be read.
    Unreadable,
    Read(Arc<Log>),
}

/// What is known of the past of a file.
#[derive(Clone, Copy, Debug)]
pub enum Known<'h> {
    /// Nobody asked for the history of its source.
    NotAsked,
    /// The history of its source could not be read.
    Unreadable,
    /// No commit holds it yet.
    Uncommitted,
    /// Its changes, and the log in which they stand.
    Of(&'h Log, &'h Changes),
}

/// What the commits of a source say of its files.
#[derive(Clone, Debug, Default)]
pub struct Log {
    /// The first day of which it tells.
    pub since: Date,
    /// Who made changes, in the order of their names; programs are none of them.
    pub authors: Vec<Author>,
    /// The files of the newest commit, by path.
    files: HashMap<String, Changes>,
}

/// Who made changes, as they call themselves.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Author {
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
}

/// The changes of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The day on which it was made; `None` where that was before the log begins.
    pub made: Option<Date>,
    /// The day on which somebody last changed it; `None` where that was before the log begins.
    pub last: Option<Date>,
    /// Who changed it, in the order of [`Log::authors`].
    pub by: Vec<By>,
}

/// What somebody did to a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct By {
    /// Who: an index into [`Log::authors`].
    pub author: usize,
    /// In how many commits.
    pub count: u32,
    /// The day of the last of them.
    pub last: Date,
}

impl History {
    /// What is known of the past of a file.
    pub fn of(&self, file: &File) -> Known<'_> {
        let source = file.source.map(|source| usize::from(source.0));
        match source.and_then(|source| self.sources.get(source)) {
            None | Some(Kept::Nothing) => Known::NotAsked,
            Some(Kept::Unreadable) => Known::Unreadable,
            Some(Kept::Read(log)) => match log.files.get(&*file.path) {
                Some(changes) => Known::Of(log, changes),
                None => Known::Uncommitted,
            },
        }
    }

    /// The log of each source that has one, in the order of the sources.
    pub fn logs(&self) -> impl Iterator<Item = Option<&Log>> {
        self.sources.iter().map(|kept| match kept {
            Kept::Read(log) => Some(&**log),
            _ => None,
        })
    }
}

/// The history of a source cannot be read.
pub const UNREADABLE_COMMITS: Code = Code {
    id: "unreadable-commits",
    level: Level::Warning,
    element: Element::Portal,
    page: include_str!("../../content/rules/unreadable-commits.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[UNREADABLE_COMMITS];
