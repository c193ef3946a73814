//! Calls of the `git` command, each of which ends in time.
//!
//! Only what is stored is read: nothing is checked out, fetched or run. The settings of the
//! repository choose no command, since none of those used here asks for one; those of its
//! caller's surroundings are left out but for what finding `git` and its owner needs.

use std::ffi::OsString;
use std::fmt;
use std::io::{self, Read};
use std::path::Path;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::Duration;

/// What `git` may know of its surroundings.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The variables that it may see: `PATH`, `HOME` and the like.
    pub variables: Vec<(OsString, OsString)>,
    /// How long it may take for an answer.
    pub limit: Duration,
}

impl Environment {
    /// The names of the variables that are of use.
    pub const NAMES: [&'static str; 4] = ["PATH", "HOME", "XDG_CONFIG_HOME", "SYSTEMROOT"];
    /// Longer than the largest repository of manifests takes for anything.
    pub const LIMIT: Duration = Duration::from_secs(60);
}

/// Why a commit cannot be read, for people.
#[derive(Debug)]
pub struct Fault(pub(super) String);

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Fault {}

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

struct State {
    child: Child,
    is_late: bool,
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
        command.stdin(stdin).stdout(Stdio::piped()).stderr(stderr);
        let child = command.spawn().map_err(failed)?;
        let state = Arc::new(Mutex::new(State {
            child,
            is_late: false,
        }));
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
    ) -> Result<Result<String, String>, Fault> {
        let stdin = Stdio::null();
        let mut call = Call::start(folder, environment, arguments, stdin, Stdio::piped())?;
        let mut output = call.output()?;
        let complaints = call.state().child.stderr.take();
        let complaints = thread::spawn(move || {
            let mut told = Vec::new();
            complaints.map(|mut from| from.read_to_end(&mut told));
            told
        });
        let mut printed = Vec::new();
        let read = output.read_to_end(&mut printed);
        read.map_err(|error| call.fault(error))?;
        let complaints = complaints.join().unwrap_or_default();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Ok(match call.end()?.success() {
            true => Ok(text(&printed)),
            false => Err(text(&complaints).trim().to_owned()),
        })
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
        drop(self.state().child.kill());
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
            if let Some(status) = self.state().child.try_wait()? {
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
        Fault(format!(
            "git did not answer within {} seconds",
            self.limit.as_secs()
        ))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
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
    let mut state = state.lock().unwrap_or_else(PoisonError::into_inner);
    state.is_late = true;
    drop(state.child.kill());
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

#[cfg(test)]
mod tests {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;

    use super::*;

    #[test]
    fn what_does_not_answer_is_ended() {
        let folder = tempfile::tempdir().unwrap();
        let git = folder.path().join("git");
        fs::write(&git, "#!/bin/sh\nexec /bin/sleep 600\n").unwrap();
        fs::set_permissions(&git, fs::Permissions::from_mode(0o755)).unwrap();
        let environment = Environment {
            variables: vec![("PATH".into(), folder.path().into())],
            limit: Duration::from_millis(100),
        };
        let told = Call::run(folder.path(), &environment, &["rev-parse"]);
        let told = told.unwrap_err().to_string();
        assert!(told.contains("did not answer"), "{told}");
    }
}
