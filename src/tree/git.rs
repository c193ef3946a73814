//! The objects of a git repository, read by the `git` command.
//!
//! Only what is stored is read: nothing is checked out, fetched or run. The settings of the
//! repository choose no command, since none of those used here asks for one; those of its
//! caller's surroundings are left out but for what finding `git` and its owner needs.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// The variables of its surroundings that `git` may see: `PATH`, `HOME` and the like.
#[derive(Clone, Debug, Default)]
pub struct Environment(pub Vec<(OsString, OsString)>);

impl Environment {
    /// The names of the variables that are of use.
    pub const NAMES: [&'static str; 4] = ["PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT"];
}

/// Why a commit cannot be read, for people.
#[derive(Debug)]
pub struct Fault(String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

/// What every call is told before its own words: to run no program of the repository's choice.
const DISCIPLINE: [&str; 10] = [
    "--no-pager",
    "--no-replace-objects",
    "--literal-pathspecs",
    "--no-optional-locks",
    "-c",
    "core.hooksPath=/dev/null",
    "-c",
    "core.fsmonitor=false",
    "-c",
    "protocol.allow=never",
];

/// What is wrong with a clone that was made with a filter.
const INCOMPLETE: &str = "the clone lacks file contents: fetch it whole (`git fetch --refetch --no-filter`, no `filter:` of actions/checkout)";

/// The repository around a folder.
pub(super) struct Repository {
    folder: PathBuf,
    environment: Environment,
    /// The folder's path in the repository: empty, or with `/` at its end.
    pub(super) prefix: String,
}

/// A file of a commit.
pub(super) struct Listed {
    /// `100644`, `120000` and the like.
    pub(super) mode: String,
    pub(super) id: String,
    /// In bytes; none for what is no file.
    pub(super) size: u64,
    /// From the root of the repository.
    pub(super) path: String,
}

impl Repository {
    /// The repository in which a folder lies.
    pub(super) fn around(folder: &Path, environment: Environment) -> Result<Repository, Fault> {
        let mut repository = Repository {
            folder: folder.to_owned(),
            environment,
            prefix: String::new(),
        };
        let output = repository.run(&["rev-parse", "--show-prefix"])?;
        let shown = folder.display();
        match output {
            Ok(prefix) => repository.prefix = prefix.trim_end_matches('\n').to_owned(),
            Err(told) if told.contains("not a git repository") => {
                return Err(Fault(format!("`{shown}` lies in no git repository")));
            }
            Err(told) => return Err(Fault(format!("git cannot read `{shown}`: {told}"))),
        }
        Ok(repository)
    }

    /// The commit that a branch, a tag or an id names.
    pub(super) fn commit(&self, reference: &str) -> Result<String, Fault> {
        let is_known = |c: char| c.is_ascii_alphanumeric() || "._/-".contains(c);
        if reference.is_empty() || reference.starts_with('-') || !reference.chars().all(is_known) {
            return Err(Fault(format!(
                "`{reference}` is no name of a branch, a tag or a commit"
            )));
        }
        let commit = format!("{reference}^{{commit}}");
        if let Ok(id) = self.run(&["rev-parse", "--verify", "--quiet", &commit])? {
            return Ok(id.trim().to_owned());
        }
        let shallow = self.run(&["rev-parse", "--is-shallow-repository"])?;
        let is_shallow = shallow.is_ok_and(|told| told.trim() == "true");
        let help = match (reference.strip_prefix("origin/"), is_shallow) {
            (_, true) => {
                "the clone is shallow: fetch it whole (`fetch-depth: 0` of actions/checkout, `GIT_DEPTH: 0` in GitLab), or run `git fetch --unshallow`".to_owned()
            }
            (Some(branch), false) => {
                format!("run `git fetch origin {branch}:refs/remotes/origin/{branch}` first")
            }
            (None, false) => "`git branch --all` and `git tag` list what there is".to_owned(),
        };
        Err(Fault(format!("git knows no commit `{reference}`: {help}")))
    }

    /// The files of a commit.
    pub(super) fn list(&self, commit: &str) -> Result<Vec<Listed>, Fault> {
        /// More files than any repository of manifests has.
        const MOST: usize = 1_000_000;
        let arguments = ["ls-tree", "-r", "-l", "-z", "--full-tree", commit];
        let mut child = self.start(&arguments, Stdio::null())?;
        let output = child.stdout.take().ok_or_else(closed)?;
        let mut listed = Vec::new();
        for line in BufReader::new(output).split(b'\0') {
            let line = line.map_err(failed)?;
            // A name that is no text cannot be that of a file that is read.
            listed.extend(std::str::from_utf8(&line).ok().and_then(entry));
            if listed.len() > MOST {
                drop(child.kill());
                return Err(Fault(format!("the commit holds more than {MOST} files")));
            }
        }
        match child.wait().map_err(failed)?.success() {
            true => Ok(listed),
            false => Err(Fault(format!("git cannot list the files of `{commit}`"))),
        }
    }

    /// A process that reads objects until it is dropped.
    pub(super) fn objects(&self) -> Result<Objects, Fault> {
        let mut child = self.start(&["cat-file", "--batch"], Stdio::piped())?;
        let asked = child.stdin.take().ok_or_else(closed)?;
        let told = child.stdout.take().ok_or_else(closed)?;
        Ok(Objects {
            child,
            asked: Some(asked),
            told: BufReader::new(told),
        })
    }

    /// What a call prints, or what it complains of.
    fn run(&self, arguments: &[&str]) -> Result<Result<String, String>, Fault> {
        let output = self.command(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(failed)?;
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(match output.status.success() {
            true => Ok(text(&output.stdout)),
            false => Err(text(&output.stderr).trim().to_owned()),
        })
    }

    fn start(&self, arguments: &[&str], stdin: Stdio) -> Result<Child, Fault> {
        let mut command = self.command(arguments);
        let command = command.stdin(stdin).stdout(Stdio::piped());
        command.stderr(Stdio::null()).spawn().map_err(failed)
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        command
            .env_clear()
            .envs(self.environment.0.iter().cloned())
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .arg("-C")
            .arg(&self.folder)
            .args(DISCIPLINE)
            .args(arguments);
        command
    }
}

/// A line of `ls-tree -l`: mode, type, id and size, a tab, and the path.
fn entry(line: &str) -> Option<Listed> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split_whitespace();
    Some(Listed {
        mode: words.next()?.to_owned(),
        id: words.nth(1)?.to_owned(),
        size: words.next()?.parse().unwrap_or(0),
        path: path.to_owned(),
    })
}

fn failed(error: io::Error) -> Fault {
    Fault(match error.kind() {
        io::ErrorKind::NotFound => "`git` is not installed, or not in `PATH`".to_owned(),
        _ => format!("git cannot be run: {error}"),
    })
}

fn closed() -> Fault {
    Fault("git cannot be spoken to".to_owned())
}

/// The objects of a repository, one after another.
pub(super) struct Objects {
    child: Child,
    asked: Option<ChildStdin>,
    told: BufReader<ChildStdout>,
}

impl Objects {
    /// The first bytes of an object, of at most `limit`.
    ///
    /// # Errors
    ///
    /// The clone does not have it, or `git` has ended.
    pub(super) fn read(&mut self, id: &str, limit: u64) -> Result<Vec<u8>, Fault> {
        let size = self.size(id).map_err(failed)?;
        // Where it may fetch what is missing, `git` ends instead of saying so.
        let size = size.ok_or_else(|| Fault(INCOMPLETE.to_owned()))?;
        self.contents(size, limit).map_err(failed)
    }

    /// The size of an object that is asked for, in bytes; `None` where it is missing.
    fn size(&mut self, id: &str) -> io::Result<Option<u64>> {
        let asked = self.asked.as_mut().ok_or(io::ErrorKind::BrokenPipe)?;
        writeln!(asked, "{id}")?;
        asked.flush()?;
        let mut head = String::new();
        self.told.read_line(&mut head)?;
        // `<id> <type> <size>`, or `<id> missing`.
        let last = head.trim_end().rsplit(' ').next();
        Ok(last.and_then(|size| size.parse().ok()))
    }

    fn contents(&mut self, size: u64, limit: u64) -> io::Result<Vec<u8>> {
        let mut bytes = Vec::new();
        (&mut self.told)
            .take(size.min(limit))
            .read_to_end(&mut bytes)?;
        let rest = size - bytes.len() as u64 + 1;
        io::copy(&mut (&mut self.told).take(rest), &mut io::sink())?;
        Ok(bytes)
    }
}

impl Drop for Objects {
    fn drop(&mut self) {
        // The process ends with its input.
        drop(self.asked.take());
        drop(self.child.wait());
    }
}
