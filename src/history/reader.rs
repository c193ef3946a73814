//! Reading histories, and keeping those of commits that were read before.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use rayon::prelude::*;

use super::{Author, By, Changes, History, Kept, Log, UNREADABLE_COMMITS};
use crate::config::{Config, SourceConfig, is_readable};
use crate::diag::{Finding, Span, Subject, SubjectKind};
use crate::tree::{Act, Change, Environment, Fault, Logged, Tree};

/// A commit that changes more files than this is a sweep, such as a new format of all manifests:
/// it tells nothing of who looks after a file that it did not make.
const SWEEP: usize = 50;

/// Reads histories, and keeps those of commits that it has read.
pub struct Reader {
    environment: Environment,
    known: Mutex<HashMap<PathBuf, (Key, Answer)>>,
}

/// A log, or why there is none.
type Answer = Result<Arc<Log>, Fault>;

/// What a log depends on: the newest commit, the first day, and the day on which it is read.
type Key = (String, Date, Date);

impl Reader {
    /// A reader that calls `git` in these surroundings.
    pub fn new(environment: Environment) -> Reader {
        Reader {
            environment,
            known: Mutex::default(),
        }
    }

    /// The histories for which the configuration asks, up to a day. What cannot be read is a
    /// finding.
    pub fn read(
        &self,
        tree: &Tree,
        config: &Config,
        today: Date,
        findings: &mut Vec<Finding>,
    ) -> History {
        let sources = config.sources.par_iter();
        let read: Vec<_> = sources
            .map(|source| self.source(tree, source, today))
            .collect();
        let mut history = History::default();
        for (source, read) in config.sources.iter().zip(read) {
            history.sources.push(match read {
                None => Kept::Nothing,
                Some(Ok(log)) => Kept::Read(log),
                Some(Err(fault)) => {
                    findings.push(unreadable(source, &fault));
                    Kept::Unreadable
                }
            });
        }
        history
    }

    fn source(&self, tree: &Tree, source: &SourceConfig, today: Date) -> Option<Answer> {
        let back = source.history.as_ref()?;
        let since = today.checked_sub(back.value).unwrap_or(Date::MIN);
        Some(self.log(tree, &source.folder, since, today))
    }

    fn log(&self, tree: &Tree, folder: &Path, since: Date, today: Date) -> Answer {
        let past = tree.past(folder, &self.environment)?;
        let key = (past.id().to_owned(), since, today);
        let known = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, answer)) = known().get(folder)
            && *of == key
        {
            return answer.clone();
        }
        let read = || {
            let mut gathering = Gathering::new(past.files()?, today);
            past.log(start(since), |commit| gathering.take(commit))?;
            Ok(Arc::new(gathering.log(since)))
        };
        let answer = read();
        known().insert(folder.to_owned(), (key, answer.clone()));
        answer
    }
}

fn unreadable(source: &SourceConfig, fault: &Fault) -> Finding {
    let at = source.history.as_ref().map(|back| back.span);
    let span = at.or(source.span).unwrap_or(Span { start: 0, end: 0 });
    let subject = Subject::new(SubjectKind::Source, source.name.as_str());
    let message = format!(
        "the history of source `{}` cannot be read: {fault}",
        source.name
    );
    let help = match source.remote {
        Some(_) => "run `meshbook fetch`, which says why it cannot, or remove `history`",
        None => "check the source out with all of its commits, or remove `history`",
    };
    Finding::new(&UNREADABLE_COMMITS, subject, span, message).help(help)
}

/// The first moment of a day, in UTC.
fn start(day: Date) -> Timestamp {
    let zoned = day.to_zoned(TimeZone::UTC);
    let start = zoned.map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp());
    start.max(Timestamp::UNIX_EPOCH)
}

/// Puts the commits together that change a file, the newest first.
struct Gathering {
    today: Date,
    files: Vec<(String, Changes)>,
    by_path: HashMap<String, usize>,
    /// The files of today by the paths that they had before.
    moved: HashMap<String, usize>,
    authors: HashMap<Author, usize>,
    /// How often who changed which file, and when last.
    touches: HashMap<(usize, usize), (u32, Date)>,
}

impl Gathering {
    fn new(files: Vec<String>, today: Date) -> Gathering {
        let files = files.into_iter().filter(|path| is_readable(path));
        let files: Vec<_> = files.map(|path| (path, Changes::default())).collect();
        let by_path = files.iter().enumerate();
        Gathering {
            today,
            by_path: by_path.map(|(at, (path, _))| (path.clone(), at)).collect(),
            files,
            moved: HashMap::new(),
            authors: HashMap::new(),
            touches: HashMap::new(),
        }
    }

    fn take(&mut self, commit: Logged) {
        let day = commit.at.to_zoned(TimeZone::UTC).date().min(self.today);
        let is_sweep = commit.changes.len() > SWEEP;
        let author = Author {
            name: commit.name,
            email: commit.email,
        };
        let author = (!is_program(&author)).then_some(author);
        let mut known = None;
        for Change { path, act } in commit.changes {
            // What bore a path before a move is the file that was moved.
            let moved = self.moved.get(&path).copied();
            let Some(file) = moved.or_else(|| self.by_path.get(&path).copied()) else {
                continue;
            };
            let changes = &mut self.files[file].1;
            changes.made = match act {
                Act::Added => Some(day),
                // It was there before it was made again.
                Act::Changed | Act::Deleted | Act::Moved(_) => None,
            };
            let counts = match act {
                Act::Added => true,
                Act::Changed => !is_sweep,
                Act::Deleted | Act::Moved(_) => false,
            };
            if let (true, Some(author)) = (counts, &author) {
                let authors = &mut self.authors;
                let author = *known.get_or_insert_with(|| {
                    let next = authors.len();
                    *authors.entry(author.clone()).or_insert(next)
                });
                changes.last = changes.last.max(Some(day));
                let touch = self.touches.entry((file, author)).or_insert((0, day));
                touch.0 += 1;
                touch.1 = touch.1.max(day);
            }
            if let Act::Moved(from) = act {
                self.moved.insert(from, file);
            }
        }
    }

    fn log(self, since: Date) -> Log {
        let mut authors: Vec<(Author, usize)> = self.authors.into_iter().collect();
        authors.sort();
        let mut place = vec![0; authors.len()];
        for (at, (_, number)) in authors.iter().enumerate() {
            place[*number] = at;
        }
        let mut files = self.files;
        for ((file, author), (count, last)) in self.touches {
            let author = place[author];
            let by = &mut files[file].1.by;
            by.push(By {
                author,
                count,
                last,
            });
        }
        for (_, changes) in &mut files {
            changes.by.sort_by_key(|by| by.author);
        }
        Log {
            since,
            authors: authors.into_iter().map(|(author, _)| author).collect(),
            files: files.into_iter().collect(),
        }
    }
}

/// Whether an author is a program, which looks after nothing.
fn is_program(author: &Author) -> bool {
    let user = author.email.split('@').next().unwrap_or_default();
    let is_bot = |text: &str| {
        let text = text.trim().to_ascii_lowercase();
        let known = ["action", "bot", "dependabot", "noreply", "no-reply"];
        text.contains("[bot]")
            || text.ends_with("-bot")
            || text.ends_with("_bot")
            || known.contains(&text.as_str())
    };
    is_bot(user) || is_bot(&author.name)
}
