//! What the commits behind a folder say of its files: who changed which of them when.

use std::collections::HashSet;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::Stdio;

use jiff::Timestamp;

use super::call::{Environment, Fault};
use super::commit::Commit;
use super::git::{LONGEST, Repository, unreadable};
use super::scales;
use super::store;

/// The most commits of one folder, longer than any that people make in five years.
const MOST_COMMITS: usize = 200_000;
/// The most changes of files in them.
const MOST_CHANGES: usize = 2_000_000;
/// How long the paths in one commit may be together, in bytes.
const MOST_PATHS: usize = 32 << 20;
/// As much of the name or the address of an author as anybody reads, in bytes.
const MOST_NAMED: usize = 256;

/// The past of a folder: the commits that lead to the one that is checked out.
pub struct Past {
    repository: Repository,
    /// The repository that holds the commits; without what files held, where it is another one.
    commits: Repository,
    id: String,
}

/// A commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Logged {
    /// When it was made.
    pub at: Timestamp,
    /// The name of who made the changes, as they wrote it.
    pub name: String,
    /// Their address, as they wrote it.
    pub email: String,
    /// What it did below the folder; nothing where it only brings branches together.
    pub changes: Vec<Change>,
}

/// What a commit did to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The file below the folder, with `/`.
    pub path: String,
    /// What was done.
    pub act: Act,
}

/// What was done to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// It was made.
    Added,
    /// Its text was changed.
    Changed,
    /// It was moved as it was from this path.
    Moved(String),
    /// It was taken away.
    Deleted,
}

impl Past {
    /// The past of a folder of the disk.
    ///
    /// # Errors
    ///
    /// It lies in no repository, in one without commits or in one whose commits are not all
    /// there, or `git` cannot be run.
    pub fn open(folder: &Path, environment: &Environment) -> Result<Past, Fault> {
        let repository = Repository::around(folder, environment.clone())?;
        let told = repository.run(&["rev-parse", "--is-shallow-repository", "HEAD^{commit}"])?;
        let Ok(told) = told else {
            return Err(Fault::own("the repository has no commit"));
        };
        let mut lines = told.lines();
        if lines.next() != Some("false") {
            return Err(Fault::own(
                "the clone is shallow, so that older changes are missing",
            ));
        }
        match lines.next() {
            Some(id) => Ok(Past {
                id: id.to_owned(),
                commits: repository.clone(),
                repository,
            }),
            None => Err(Fault::own("the repository has no commit")),
        }
    }

    /// The past of a folder of a commit that was fetched, as far back as it was.
    pub(super) fn of(commit: &Commit, folder: &Path) -> Past {
        let [repository, commits] = commit.repositories_at(folder);
        Past {
            repository,
            commits,
            id: commit.id().to_owned(),
        }
    }

    /// Whether the commits that led to the newest one since a time are there.
    fn is_there(&self, since: Timestamp) -> bool {
        let is_of_files = self.commits.folder == self.repository.folder;
        is_of_files || store::is_there(&self.commits.folder, &self.id, since.as_second())
    }

    /// When the newest commit was made, in seconds since 1970.
    fn made(&self) -> Result<Option<i64>, Fault> {
        let asked = ["log", "-1", "--no-show-signature", "--format=%ct", &self.id];
        let told = self.repository.run(&asked)?;
        Ok(told.ok().and_then(|told| told.trim().parse().ok()))
    }

    /// The id of the newest commit.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The paths of the files that the newest commit holds below the folder.
    ///
    /// # Errors
    ///
    /// Objects are missing, or `git` does not answer in time.
    pub fn files(&self) -> Result<Vec<String>, Fault> {
        let prefix = &self.repository.prefix;
        let listed = self.repository.list(&self.id, prefix)?;
        let above = if prefix.is_empty() {
            0
        } else {
            prefix.len() + 1
        };
        let paths = listed.into_iter().filter_map(|mut file| {
            let inside = file.path.len() > above;
            inside.then(|| file.path.split_off(above))
        });
        Ok(paths.collect())
    }

    /// Refuses a past in which the folder held more than any folder does: what such a commit
    /// changed fills all memory before the first of it is told.
    fn weigh(&self, since: &str) -> Result<(), Fault> {
        let folder = self.commits.prefix.as_str();
        if folder.contains(['\n', '\0']) {
            return Err(Fault::own("its path breaks off a line"));
        }
        let place = if self.commits.is_bare && !folder.is_empty() {
            folder
        } else {
            "."
        };
        let all = self.named(&[since, &self.id])?;
        scales::weigh_commits(&self.commits, all)?;
        // A parent is told by the last commit that changed the folder, which held the same in it.
        let changing = self.named(&["--parents", since, &self.id, "--", place])?;
        scales::weigh_folder(&self.commits, &changing)
    }

    /// The commits that `git rev-list` names.
    fn named(&self, asked: &[&str]) -> Result<HashSet<String>, Fault> {
        let most = format!("--max-count={}", MOST_COMMITS + 1);
        let asked = [&["rev-list", &most], asked].concat();
        let (mut commits, mut count) = (HashSet::new(), 0);
        self.commits.lines(&asked, &mut |line| {
            commits.extend(line.split_whitespace().map(str::to_owned));
            count += 1;
            count <= MOST_COMMITS
        })?;
        match count > MOST_COMMITS {
            true => Err(too_long()),
            false => Ok(commits),
        }
    }

    /// Hands over each commit since a time that changes something below the folder, the newest
    /// first.
    ///
    /// # Errors
    ///
    /// There are too many, objects are missing, or `git` does not answer in time.
    pub fn log(&self, since: Timestamp, mut each: impl FnMut(Logged)) -> Result<(), Fault> {
        if !self.is_there(since) {
            // What led to an old commit is older.
            return match self.made()?.is_some_and(|made| made < since.as_second()) {
                true => Ok(()),
                false => Err(Fault::own(
                    "its older commits were not fetched: run `meshbook fetch`",
                )),
            };
        }
        let since = format!("--since={since}");
        self.weigh(&since)?;
        let relative = format!("--relative={}/", self.commits.prefix);
        let prefix = self.commits.prefix.as_str();
        let place = match (self.commits.is_bare, prefix) {
            (false, _) => ["--relative", "."],
            (true, "") => ["--no-relative", "."],
            (true, prefix) => [relative.as_str(), prefix],
        };
        let arguments = arguments(&since, &self.id, place);
        let mut call = self.commits.start(&arguments, Stdio::null())?;
        let mut output = BufReader::new(call.output()?);
        let mut words = Words::default();
        let mut token = Vec::new();
        loop {
            token.clear();
            let read = (&mut output).take(LONGEST).read_until(b'\0', &mut token);
            if read.map_err(|error| call.fault(error))? == 0 {
                break;
            }
            let is_whole = token.pop() == Some(b'\0');
            if !is_whole || !words.take(&token, &mut each) {
                call.kill();
                return Err(call.lateness().unwrap_or_else(too_long));
            }
        }
        match call.end()?.success() {
            true => {
                words.end(&mut each);
                Ok(())
            }
            false => Err(unreadable()),
        }
    }
}

fn too_long() -> Fault {
    Fault::Own(format!(
        "its past holds more than {MOST_COMMITS} commits or {MOST_CHANGES} changes, or a commit of \
         paths that are too long"
    ))
}

/// No setting of the repository changes what is told, nor has a program run for it.
fn arguments<'a>(since: &'a str, id: &'a str, [relative, folder]: [&'a str; 2]) -> [&'a str; 28] {
    [
        "-c",
        "log.showSignature=false",
        "-c",
        "log.showRoot=true",
        "-c",
        "log.follow=false",
        "log",
        "-z",
        // What came later stands first, whatever the clocks said.
        "--date-order",
        "--name-status",
        "--format=@%ct%x00%an%x00%ae",
        "--encoding=UTF-8",
        "--no-show-signature",
        "--no-color",
        "--no-notes",
        "--no-mailmap",
        "--no-ext-diff",
        "--no-textconv",
        "--ignore-submodules=all",
        "--diff-merges=off",
        "-O/dev/null",
        // What was moved and changed at once is new: its text is not looked at.
        "--find-renames=100%",
        "--no-relative",
        relative,
        since,
        id,
        "--",
        folder,
    ]
}

/// What stands between zero bytes, put together to commits.
#[derive(Default)]
struct Words {
    commit: Option<Logged>,
    awaited: Awaited,
    from: String,
    commits: usize,
    changes: usize,
    /// How long the paths of the commit are together, in bytes.
    bytes: usize,
}

#[derive(Clone, Copy, Default)]
enum Awaited {
    /// A commit, or what was done to a file.
    #[default]
    Head,
    Name,
    Email,
    /// The path of a file to which this was done.
    Path(u8),
    /// The path that a file had before.
    From,
}

impl Words {
    /// Takes the next one; `false` where there are too many, or it is none that is known.
    fn take(&mut self, token: &[u8], each: &mut impl FnMut(Logged)) -> bool {
        let text = String::from_utf8_lossy(token);
        match self.awaited {
            Awaited::Head => {
                let text = text.trim_start_matches('\n');
                if let Some(at) = text.strip_prefix('@') {
                    self.end(each);
                    self.commits += 1;
                    self.bytes = 0;
                    let at = at
                        .parse()
                        .ok()
                        .and_then(|at| Timestamp::from_second(at).ok());
                    self.commit = Some(Logged {
                        at: at.unwrap_or(Timestamp::UNIX_EPOCH),
                        name: String::new(),
                        email: String::new(),
                        changes: Vec::new(),
                    });
                    self.awaited = Awaited::Name;
                } else if let Some(act) = text.bytes().next() {
                    self.awaited = match act {
                        b'R' | b'C' => Awaited::From,
                        _ => Awaited::Path(act),
                    };
                }
            }
            Awaited::Name | Awaited::Email => {
                if let Some(commit) = &mut self.commit {
                    let is_name = matches!(self.awaited, Awaited::Name);
                    let field = if is_name {
                        &mut commit.name
                    } else {
                        &mut commit.email
                    };
                    *field = text[..text.floor_char_boundary(MOST_NAMED)].to_owned();
                    self.awaited = if is_name {
                        Awaited::Email
                    } else {
                        Awaited::Head
                    };
                }
            }
            Awaited::From => {
                self.bytes += text.len();
                self.from = text.into_owned();
                self.awaited = Awaited::Path(b'R');
            }
            Awaited::Path(act) => {
                let act = match act {
                    b'A' => Act::Added,
                    b'D' => Act::Deleted,
                    b'R' => Act::Moved(std::mem::take(&mut self.from)),
                    _ => Act::Changed,
                };
                let path = text.into_owned();
                self.changes += 1;
                self.bytes += path.len();
                if let Some(commit) = &mut self.commit {
                    commit.changes.push(Change { path, act });
                }
                self.awaited = Awaited::Head;
            }
        }
        self.commits <= MOST_COMMITS && self.changes <= MOST_CHANGES && self.bytes <= MOST_PATHS
    }

    /// Hands over the commit that is complete.
    fn end(&mut self, each: &mut impl FnMut(Logged)) {
        if let Some(commit) = self.commit.take() {
            each(commit);
        }
    }
}
