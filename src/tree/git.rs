//! The objects of a git repository, read by the `git` command.

use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{ChildStdin, ChildStdout, Stdio};
use std::thread;

use super::call::{Call, Environment, Fault};

/// More files than any repository of manifests has.
const MOST: usize = 1_000_000;
/// The most files below the folder of a source that is fetched.
const MOST_FETCHED: usize = 200_000;
/// Longer than anything that `git` says of one file, in bytes.
pub(super) const LONGEST: u64 = 64 << 10;
/// The longest path that a file can have (`PATH_MAX` of Linux), in bytes.
pub(super) const LONGEST_PATH: usize = 4_096;
/// How long the paths of many files may be on average, in bytes.
const USUAL_PATH: usize = 160;

/// What is wrong with a repository of the cache that lacks an object, or holds it damaged.
const DAMAGED: &str = "its copy in the cache is damaged: `meshbook build` mends it";
/// What is wrong with a clone that was made with a filter.
const INCOMPLETE: &str = "the clone lacks file contents: fetch it whole (`git fetch --refetch --no-filter`, no `filter:` of actions/checkout)";

/// The repository around a folder.
#[derive(Clone)]
pub(super) struct Repository {
    pub(super) folder: PathBuf,
    pub(super) environment: Environment,
    /// The folder's path in the repository, without `/` at its end: empty for its root.
    pub(super) prefix: String,
    /// Whether the folder is that of the objects, without files that are checked out.
    pub(super) is_bare: bool,
}

/// A file of a commit.
pub(super) struct Listed {
    /// `100644`, `120000` and the like.
    pub(super) mode: String,
    pub(super) id: String,
    /// From the root of the repository.
    pub(super) path: String,
    /// Its size in bytes, where all objects are known to be there.
    pub(super) size: Option<u64>,
}

impl Repository {
    /// The repository in which a folder lies.
    pub(super) fn around(folder: &Path, environment: Environment) -> Result<Repository, Fault> {
        let mut repository = Repository {
            folder: folder.to_owned(),
            environment,
            prefix: String::new(),
            is_bare: false,
        };
        let output = repository.run(&["rev-parse", "--show-prefix"])?;
        let shown = folder.display();
        match output {
            Ok(prefix) => {
                let prefix = prefix.trim_end_matches('\n').trim_end_matches('/');
                repository.prefix = prefix.to_owned();
            }
            Err(told) if told.contains("not a git repository") => {
                return Err(Fault::Own(format!("`{shown}` lies in no git repository")));
            }
            Err(told) => return Err(Fault::Own(format!("git cannot read `{shown}`: {told}"))),
        }
        Ok(repository)
    }

    /// A repository of objects alone.
    pub(super) fn bare(folder: &Path, environment: Environment) -> Repository {
        Repository {
            folder: folder.to_owned(),
            environment,
            prefix: String::new(),
            is_bare: true,
        }
    }

    /// The commit that a branch, a tag or an id names. `origin/main` is the branch of the remote,
    /// whatever tag may bear that name.
    pub(super) fn commit(&self, reference: &str) -> Result<String, Fault> {
        check_name(reference)?;
        let of_remote = format!("refs/remotes/{reference}");
        for name in [of_remote.as_str(), reference] {
            let commit = format!("{name}^{{commit}}");
            if let Ok(id) = self.run(&["rev-parse", "--verify", "--quiet", &commit])? {
                return Ok(id.trim().to_owned());
            }
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
        Err(Fault::Own(format!(
            "git knows no commit `{reference}`: {help}"
        )))
    }

    /// The files of a commit below a folder of the repository; all of them for the empty one.
    pub(super) fn list(&self, commit: &str, folder: &str) -> Result<Vec<Listed>, Fault> {
        let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
        let mut most = MOST;
        if self.is_bare {
            // Folders are listed as well, so that those without files are counted.
            arguments.splice(1..1, ["-l", "-t"]);
            most = MOST_FETCHED;
        }
        if !folder.is_empty() {
            arguments.extend(["--", folder]);
        }
        let mut call = self.start(&arguments, Stdio::null())?;
        let mut output = BufReader::new(call.output()?);
        let mut listed = Vec::new();
        let (mut count, mut bytes) = (0, 0);
        let mut line = Vec::new();
        loop {
            line.clear();
            let read = (&mut output).take(LONGEST).read_until(b'\0', &mut line);
            if read.map_err(|error| call.fault(error))? == 0 {
                break;
            }
            let is_whole = line.pop() == Some(b'\0');
            // A path may hold tabs: it begins behind the first.
            let length = line
                .iter()
                .skip_while(|byte| **byte != b'\t')
                .skip(1)
                .count();
            bytes += length;
            let is_long = length > LONGEST_PATH || bytes > most * USUAL_PATH;
            if !is_whole || count == most || is_long {
                call.kill();
                return Err(call.lateness().unwrap_or_else(|| {
                    Fault::Own(format!(
                        "the commit holds more than {most} files, or paths that are too long"
                    ))
                }));
            }
            count += 1;
            // A name that is no text cannot be that of a file that is read.
            let entry = std::str::from_utf8(&line).ok().and_then(entry);
            listed.extend(entry.filter(|entry| entry.mode != "040000"));
        }
        match call.end()?.success() {
            true => Ok(listed),
            false => Err(Fault::Own(format!(
                "git cannot list the files of `{commit}`"
            ))),
        }
    }

    /// Hands over what a call prints, line by line, until that yields `false`.
    pub(super) fn lines(
        &self,
        arguments: &[&str],
        each: &mut dyn FnMut(&str) -> bool,
    ) -> Result<(), Fault> {
        let mut call = self.start(arguments, Stdio::null())?;
        let mut output = BufReader::new(call.output()?);
        let mut line = String::new();
        loop {
            line.clear();
            let read = (&mut output).take(LONGEST).read_line(&mut line);
            if read.map_err(|error| call.fault(error))? == 0 {
                break;
            }
            if !each(line.trim_end()) {
                call.kill();
                return Ok(());
            }
        }
        match call.end()?.success() {
            true => Ok(()),
            false => Err(unreadable()),
        }
    }

    /// A process that reads objects until it is dropped.
    pub(super) fn objects(&self) -> Result<Objects, Fault> {
        let mut call = self.start(&["cat-file", "--batch"], Stdio::piped())?;
        let (asked, told) = (call.input()?, call.output()?);
        call.wait(false);
        Ok(Objects {
            lacks: if self.is_bare { DAMAGED } else { INCOMPLETE },
            asked,
            told: BufReader::new(told),
            call,
        })
    }

    /// Hands over the kind and the first bytes of many objects, one after another; `None` for one
    /// that is missing. Ends where that yields `false`.
    pub(super) fn objects_of(
        &self,
        names: Vec<String>,
        limit: u64,
        each: &mut dyn FnMut(Option<(String, Object)>) -> bool,
    ) -> Result<(), Fault> {
        self.ask("--batch", names, &mut |told| Ok(each(answer(told, limit)?)))
    }

    /// How large objects are together, in bytes. What is missing has no size.
    pub(super) fn size_of(&self, names: Vec<String>) -> Result<u64, Fault> {
        let (mut size, mut line) = (0, String::new());
        self.ask("--batch-check", names, &mut |told| {
            line.clear();
            told.read_line(&mut line)?;
            let own = line.trim_end().rsplit(' ').next();
            size += own.and_then(|own| own.parse().ok()).unwrap_or(0);
            Ok(true)
        })?;
        Ok(size)
    }

    /// Asks `git cat-file` for many objects at once, and reads the answer on each until that
    /// yields `false`.
    fn ask(
        &self,
        how: &str,
        names: Vec<String>,
        read: &mut dyn FnMut(&mut BufReader<ChildStdout>) -> io::Result<bool>,
    ) -> Result<(), Fault> {
        let mut call = self.start(&["cat-file", how, "--buffer"], Stdio::piped())?;
        let (asked, mut told) = (call.input()?, BufReader::new(call.output()?));
        let count = names.len();
        let asks = thread::spawn(move || {
            let mut asked = BufWriter::new(asked);
            // A process that has ended says so where it is read from.
            for name in names {
                if writeln!(asked, "{name}").is_err() {
                    return;
                }
            }
            asked.flush().ok();
        });
        for _ in 0..count {
            if !read(&mut told).map_err(|error| call.fault(error))? {
                call.kill();
                asks.join().ok();
                return Ok(());
            }
        }
        asks.join().ok();
        match call.end()?.success() {
            true => Ok(()),
            false => Err(unreadable()),
        }
    }

    pub(super) fn run(&self, arguments: &[&str]) -> Result<Result<String, String>, Fault> {
        let arguments = self.arguments(arguments);
        Call::run(&self.folder, &self.environment, &arguments, Stdio::null())
    }

    pub(super) fn start(&self, arguments: &[&str], stdin: Stdio) -> Result<Call, Fault> {
        let arguments = self.arguments(arguments);
        let stderr = Stdio::null();
        Call::start(&self.folder, &self.environment, &arguments, stdin, stderr)
    }

    fn arguments<'a>(&self, given: &[&'a str]) -> Vec<&'a str> {
        let place = self.is_bare.then_some("--git-dir=.");
        place.into_iter().chain(given.iter().copied()).collect()
    }
}

/// Why commits that are there cannot be read.
pub(super) fn unreadable() -> Fault {
    Fault::own("git cannot read all of its commits")
}

/// Refuses what no branch, tag or commit is called, and what would be read as more than a name.
fn check_name(reference: &str) -> Result<(), Fault> {
    if reference.contains(['~', '^']) {
        return Err(Fault::Own(format!(
            "`{reference}` is not read: give the id instead of `~` and `^` (`git rev-parse HEAD~1`)"
        )));
    }
    let is_name = !reference.is_empty()
        && !reference.starts_with('-')
        && !reference.contains([':', '?', '*', '[', '\\', ' '])
        && !reference.contains(char::is_control)
        && !reference.contains("@{")
        && !reference.contains("..");
    match is_name {
        true => Ok(()),
        false => Err(Fault::Own(format!(
            "`{reference}` is no name of a branch, a tag or a commit"
        ))),
    }
}

/// A line of `ls-tree`: mode, type, id and, where it was asked for, size, a tab, and the path.
fn entry(line: &str) -> Option<Listed> {
    let (head, path) = line.split_once('\t')?;
    let mut words = head.split_whitespace();
    Some(Listed {
        mode: words.next()?.to_owned(),
        id: words.nth(1)?.to_owned(),
        size: words.next().and_then(|size| size.parse().ok()),
        path: path.to_owned(),
    })
}

/// The objects of a repository, one after another.
pub(super) struct Objects {
    // The pipes come first: the process ends with its input.
    asked: ChildStdin,
    told: BufReader<ChildStdout>,
    call: Call,
    /// What is wrong where one is missing.
    lacks: &'static str,
}

/// The start of an object.
pub(super) struct Object {
    pub(super) id: String,
    /// The size of all of it, in bytes.
    pub(super) size: u64,
    /// Its first bytes.
    pub(super) bytes: Vec<u8>,
}

impl Objects {
    /// The first bytes of an object, of at most `limit`.
    ///
    /// # Errors
    ///
    /// The clone does not have it, or `git` has ended.
    pub(super) fn read(&mut self, id: &str, limit: u64) -> Result<Object, Fault> {
        // Where it may fetch what is missing, `git` ends instead of saying so.
        let object = self.object(id, limit)?;
        let absent = || Fault::own(self.lacks);
        object.ok_or_else(|| self.call.lateness().unwrap_or_else(absent))
    }

    /// Whether a path of a commit is that of a folder.
    ///
    /// # Errors
    ///
    /// `git` has ended.
    pub(super) fn is_folder(&mut self, commit: &str, path: &str) -> Result<bool, Fault> {
        if path.contains(['\n', '\0']) {
            return Ok(false);
        }
        let tree = self.tree(&format!("{commit}:{path}"), 0)?;
        Ok(tree.is_some())
    }

    /// The first bytes of a tree; `None` where the name leads to none.
    ///
    /// # Errors
    ///
    /// `git` has ended.
    pub(super) fn tree(&mut self, name: &str, limit: u64) -> Result<Option<Object>, Fault> {
        let answer = self.asked(name, limit)?;
        Ok(answer.and_then(|(kind, object)| (kind == "tree").then_some(object)))
    }

    fn object(&mut self, id: &str, limit: u64) -> Result<Option<Object>, Fault> {
        let answer = self.asked(id, limit)?;
        Ok(answer.map(|(_, object)| object))
    }

    /// The kind and start of an object; `None` where it is missing.
    fn asked(&mut self, name: &str, limit: u64) -> Result<Option<(String, Object)>, Fault> {
        self.call.wait(true);
        let answer = self.answer(name, limit);
        self.call.wait(false);
        // It ends where an object is damaged.
        answer.map_err(|_| self.call.lateness().unwrap_or(Fault::own(self.lacks)))
    }

    fn answer(&mut self, name: &str, limit: u64) -> io::Result<Option<(String, Object)>> {
        writeln!(self.asked, "{name}")?;
        self.asked.flush()?;
        answer(&mut self.told, limit)
    }
}

/// The next object that `git cat-file --batch` prints: its kind and first bytes.
fn answer(told: &mut impl BufRead, limit: u64) -> io::Result<Option<(String, Object)>> {
    let mut head = String::new();
    told.read_line(&mut head)?;
    // `<id> <type> <size>`, or `<name> missing`.
    let mut words = head.trim_end().rsplit(' ');
    let size = words.next().and_then(|size| size.parse().ok());
    let (Some(size), Some(kind), Some(id)) = (size, words.next(), words.next()) else {
        return Ok(None);
    };
    let mut bytes = Vec::new();
    let wanted = limit.min(size);
    told.take(wanted).read_to_end(&mut bytes)?;
    let rest = size - wanted + 1;
    let passed = io::copy(&mut told.take(rest), &mut io::sink())?;
    if (bytes.len() as u64, passed) != (wanted, rest) {
        // It ends in the middle of an object that it cannot read.
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    let id = id.to_owned();
    let object = Object { id, size, bytes };
    Ok(Some((kind.to_owned(), object)))
}
