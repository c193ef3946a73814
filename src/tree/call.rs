//! Calls of the `git` command, each of which ends in time.
//!
//! Nothing is ever checked out or run. The settings of the repository choose no command, since
//! none of those used here asks for one; those of its caller's surroundings are left out but for
//! what finding `git` and its owner needs and, where something is fetched, what the way to its
//! host needs.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::thread;
use std::time::Duration;

/// What `git` may know of its surroundings.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The variables that it may see: `PATH`, `HOME` and the like.
    pub variables: Vec<(OsString, OsString)>,
    /// How long it may take for an answer.
    pub limit: Duration,
    /// The processes that are called in these surroundings.
    pub running: Running,
}

/// Processes that were called and have not ended, each with those that it started.
#[derive(Clone, Debug, Default)]
pub struct Running(Arc<Mutex<Vec<Weak<Mutex<State>>>>>);

impl Running {
    /// Ends all of them, for one who is ended by its caller: they are not, since they are a group
    /// of their own.
    pub fn end(&self) {
        for state in locked(&self.0).iter().filter_map(Weak::upgrade) {
            locked(&state).kill();
        }
    }

    fn add(&self, state: &Arc<Mutex<State>>) {
        let mut all = locked(&self.0);
        all.retain(|state| state.strong_count() > 0);
        all.push(Arc::downgrade(state));
    }
}

impl Environment {
    /// The names of the variables that are of use.
    pub const NAMES: [&'static str; 4] = ["PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT"];
    /// The names of those that are of use on the way to another host besides: keys, proxies,
    /// authorities, and the programs that know passwords.
    pub const NETWORK: [&'static str; 13] = [
        "SSH_AUTH_SOCK",
        "SSH_ASKPASS",
        "GIT_ASKPASS",
        "GIT_SSH_COMMAND",
        "GIT_SSL_CAINFO",
        "SSL_CERT_FILE",
        "SSL_CERT_DIR",
        "HTTPS_PROXY",
        "https_proxy",
        "ALL_PROXY",
        "all_proxy",
        "NO_PROXY",
        "no_proxy",
    ];
    /// Longer than the largest repository of manifests takes for anything.
    pub const LIMIT: Duration = Duration::from_secs(60);
}

/// Why a commit cannot be read or fetched.
#[derive(Clone, Debug)]
pub enum Fault {
    /// In our own words, for people.
    Own(String),
    /// There was no answer within this time.
    Late(Duration),
    /// In the words of `git` and of what stands behind it, which may be anything.
    Git(String),
}

impl Fault {
    /// In our own words.
    pub(super) fn own(told: impl Into<String>) -> Fault {
        Fault::Own(told.into())
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Fault::Own(told) | Fault::Git(told) => f.write_str(told),
            Fault::Late(limit) => {
                write!(f, "git did not answer within {} seconds", limit.as_secs())
            }
        }
    }
}

impl std::error::Error for Fault {}

/// More than any answer is long that is read as a whole, in bytes.
const MOST_PRINTED: u64 = 1 << 20;
/// More of the complaints of a process than anybody reads, in bytes.
const MOST_TOLD: usize = 64 << 10;
/// How often it is asked whether a process has ended.
const PAUSE: Duration = Duration::from_millis(20);
/// How long what a process has started may hold its complaints back after its end.
const PATIENCE: Duration = Duration::from_secs(1);

/// What every call is told before its own words: to run no program of the repository's choice.
const DISCIPLINE: [&str; 12] = [
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
    // A folder of a source that looks like a repository is none.
    "-c",
    "safe.bareRepository=explicit",
];

/// A process, which is ended where it does not answer in time.
pub(super) struct Call {
    state: Arc<Mutex<State>>,
    /// Tells whether an answer is waited for.
    waits: Sender<bool>,
    limit: Duration,
}

#[derive(Debug)]
struct State {
    child: Child,
    is_late: bool,
    /// How it ended, once it was asked for that: until then its number is its own.
    status: Option<ExitStatus>,
}

impl State {
    /// Ends the process, and those that it started, which may live on without it.
    fn kill(&mut self) {
        if self.status.is_some() {
            return;
        }
        #[cfg(unix)]
        self.pid()
            .map(|group| rustix::process::kill_process_group(group, rustix::process::Signal::KILL));
        drop(self.child.kill());
    }

    #[cfg(unix)]
    fn pid(&self) -> Option<rustix::process::Pid> {
        let pid = i32::try_from(self.child.id()).ok();
        pid.and_then(rustix::process::Pid::from_raw)
    }

    /// Whether the process has ended, which keeps its number for as long as nobody asks how.
    fn has_ended(&mut self) -> bool {
        #[cfg(unix)]
        if let (None, Some(pid)) = (self.status, self.pid()) {
            use rustix::process::{WaitId, WaitIdOptions, waitid};
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOHANG | WaitIdOptions::NOWAIT;
            return !matches!(waitid(WaitId::Pid(pid), options), Ok(None));
        }
        !matches!(self.ended(), Ok(None))
    }

    /// How the process ended, if it has.
    fn ended(&mut self) -> io::Result<Option<ExitStatus>> {
        if self.status.is_none() {
            self.status = self.child.try_wait()?;
        }
        Ok(self.status)
    }
}

/// What a process complains of.
pub(super) struct Complaints {
    told: Arc<Mutex<Vec<u8>>>,
    /// Closed once nobody can complain any more.
    end: Receiver<()>,
}

impl Call {
    /// Calls `git` in a folder. An answer is waited for from now on.
    pub(super) fn start(
        folder: &Path,
        environment: &Environment,
        arguments: &[&str],
        stdin: Stdio,
        stderr: Stdio,
    ) -> Result<Call, Fault> {
        let mut command = Command::new("git");
        command
            .env_clear()
            .envs(environment.variables.iter().cloned())
            .env("LC_ALL", "C")
            .env("GIT_CONFIG_NOSYSTEM", "1")
            .env("GIT_ATTR_NOSYSTEM", "1")
            .env("GIT_TERMINAL_PROMPT", "0")
            .env("GIT_NO_LAZY_FETCH", "1")
            .arg("-C")
            .arg(folder)
            .args(DISCIPLINE)
            .args(arguments);
        // What it starts in its turn is ended with it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        command.stdin(stdin).stdout(Stdio::piped()).stderr(stderr);
        let child = command.spawn().map_err(failed)?;
        let state = Arc::new(Mutex::new(State {
            child,
            is_late: false,
            status: None,
        }));
        environment.running.add(&state);
        let (waits, told) = channel();
        let (watched, limit) = (Arc::clone(&state), environment.limit);
        thread::spawn(move || watch(&watched, &told, limit));
        Ok(Call {
            state,
            waits,
            limit,
        })
    }

    /// What a call prints, or what it complains of.
    pub(super) fn run(
        folder: &Path,
        environment: &Environment,
        arguments: &[&str],
        stdin: Stdio,
    ) -> Result<Result<String, String>, Fault> {
        let mut call = Call::start(folder, environment, arguments, stdin, Stdio::piped())?;
        let complaints = call.complaints();
        let mut printed = Vec::new();
        let read = call.output()?.take(MOST_PRINTED).read_to_end(&mut printed);
        read.map_err(|error| call.fault(error))?;
        let complaints = call.told(&complaints);
        Ok(match call.end()?.success() {
            true => Ok(String::from_utf8_lossy(&printed).into_owned()),
            false => Err(complaints),
        })
    }

    /// What the process complains of, as far as anybody reads it.
    pub(super) fn complaints(&mut self) -> Complaints {
        let complaints = self.state().child.stderr.take();
        let told = Arc::new(Mutex::default());
        let (closes, end) = channel();
        let text = Arc::clone(&told);
        thread::spawn(move || {
            let _closes: Sender<()> = closes;
            let Some(mut from) = complaints else {
                return;
            };
            let mut part = [0; 4096];
            // What cannot be read to its end is told as far as it was.
            while let Ok(length @ 1..) = from.read(&mut part) {
                let mut text: MutexGuard<'_, Vec<u8>> = locked(&text);
                let room = MOST_TOLD.saturating_sub(text.len());
                text.extend_from_slice(&part[..length.min(room)]);
            }
        });
        Complaints { told, end }
    }

    /// What the process has complained of, once it has ended. What it has started may go on, and
    /// hold its pipe: nobody waits long for that.
    pub(super) fn told(&self, complaints: &Complaints) -> String {
        let mut patience = PATIENCE;
        while let Err(RecvTimeoutError::Timeout) = complaints.end.recv_timeout(PAUSE) {
            if self.has_ended() {
                patience = patience.saturating_sub(PAUSE);
            }
            if patience.is_zero() {
                break;
            }
        }
        let told = locked(&complaints.told);
        String::from_utf8_lossy(&told).trim().to_owned()
    }

    /// What the process prints.
    pub(super) fn output(&mut self) -> Result<ChildStdout, Fault> {
        let output = self.state().child.stdout.take();
        output.ok_or_else(closed)
    }

    /// What the process reads.
    pub(super) fn input(&mut self) -> Result<ChildStdin, Fault> {
        let input = self.state().child.stdin.take();
        input.ok_or_else(closed)
    }

    /// Says whether an answer is waited for.
    pub(super) fn wait(&self, waits: bool) {
        // Nobody listens once the process was ended: its pipes say so.
        self.waits.send(waits).ok();
    }

    /// Ends the process.
    pub(super) fn kill(&self) {
        self.state().kill();
    }

    /// Whether the process has ended.
    pub(super) fn has_ended(&self) -> bool {
        self.state().has_ended()
    }

    /// How the process ended, once it has printed everything.
    pub(super) fn end(self) -> Result<ExitStatus, Fault> {
        let status = self.status().map_err(|error| self.fault(error))?;
        match self.state().is_late {
            true => Err(self.late()),
            false => Ok(status),
        }
    }

    /// Waits for the end without keeping from it who ends what is late.
    fn status(&self) -> io::Result<ExitStatus> {
        loop {
            if let Some(status) = self.state().ended()? {
                return Ok(status);
            }
            thread::sleep(Duration::from_millis(1));
        }
    }

    /// Why the process cannot be spoken to.
    pub(super) fn fault(&self, error: io::Error) -> Fault {
        match self.state().is_late {
            true => self.late(),
            false => failed(error),
        }
    }

    /// Why there is no answer, where the process was ended for it.
    pub(super) fn lateness(&self) -> Option<Fault> {
        self.state().is_late.then(|| self.late())
    }

    fn late(&self) -> Fault {
        Fault::Late(self.limit)
    }

    fn state(&self) -> MutexGuard<'_, State> {
        locked(&self.state)
    }
}

impl Drop for Call {
    fn drop(&mut self) {
        // Its pipes are closed by now, so that it ends by itself; what does not is ended here.
        self.wait(true);
        drop(self.status());
    }
}

/// Ends a process that does not answer in time.
fn watch(state: &Mutex<State>, waits: &Receiver<bool>, limit: Duration) {
    let mut is_waited_for = true;
    loop {
        let told = match is_waited_for {
            true => waits.recv_timeout(limit),
            false => waits.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        match told {
            Ok(waits) => is_waited_for = waits,
            Err(RecvTimeoutError::Disconnected) => return,
            Err(RecvTimeoutError::Timeout) => break,
        }
    }
    let mut state = locked(state);
    state.is_late = true;
    state.kill();
}

fn locked<T>(value: &Mutex<T>) -> MutexGuard<'_, T> {
    value.lock().unwrap_or_else(PoisonError::into_inner)
}

fn failed(error: io::Error) -> Fault {
    Fault::Own(match error.kind() {
        io::ErrorKind::NotFound => "`git` is not installed, or not in `PATH`".to_owned(),
        _ => format!("git cannot be run: {error}"),
    })
}

fn closed() -> Fault {
    Fault::own("git cannot be spoken to")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    /// What a call of a script in the place of git comes to.
    fn called(script: &str, limit: Duration) -> Result<Result<String, String>, Fault> {
        let folder = tempfile::tempdir().unwrap();
        let git = folder.path().join("git");
        fs::write(&git, format!("#!/bin/sh\n{script}\n")).unwrap();
        fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
        let environment = Environment {
            variables: vec![("PATH".into(), folder.path().into())],
            limit,
            running: Running::default(),
        };
        Call::run(folder.path(), &environment, &["rev-parse"], Stdio::null())
    }

    #[test]
    fn what_does_not_answer_is_ended() {
        for script in ["exec /bin/sleep 600", "/bin/sleep 600 & exit 1"] {
            let told = called(script, Duration::from_millis(100));
            assert!(matches!(told, Err(Fault::Late(_))), "{told:?}");
        }
    }

    #[test]
    fn what_goes_on_behind_a_call_holds_nothing_up() {
        let script = "echo no >&2; /bin/sleep 600 >/dev/null & exit 1";
        let told = called(script, Duration::from_secs(60));
        assert_eq!(told.unwrap(), Err("no".to_owned()));
    }
}
