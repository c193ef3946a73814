//! The command line: the only room that prints, reads the clock and ends with a code.

mod asked;
mod baseline;
mod build;
mod check;
mod explain;
mod facts;
mod fetch;
mod format;
mod git;
mod new;
mod rebuild;
mod record;
mod rules;
mod schema;
mod serve;
mod sources;
mod time;
mod with;

use std::fmt;
use std::io::{self, IsTerminal, Write};
use std::panic;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

use crate::diag::{Finding, Summary, printable};
use crate::source::{Source, State};

/// Static site generator for the portal of a data mesh.
#[derive(Parser)]
#[command(name = "meshbook", version, about, max_term_width = 100)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    Build(build::Arguments),
    Serve(serve::Arguments),
    Check(check::Arguments),
    Fetch(fetch::Arguments),
    Explain(explain::Arguments),
    Rules(rules::Arguments),
    Facts(facts::Arguments),
    Record(record::Arguments),
    New(new::Arguments),
    Schema(schema::Arguments),
}

/// How a command ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Fine = 0,
    /// There are findings at or above the level asked for; nothing was published.
    Findings = 1,
    /// The call, the configuration or the machine is at fault; nothing was published.
    Failure = 2,
    /// The portal was published, but a source could not be read, or not as it is now.
    SourceMissing = 3,
}

/// Why a command cannot do its work, for people.
struct Failure(String);

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Failure {
        Failure(error.to_string())
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Runs the command that the process was called with.
pub fn run() -> ExitCode {
    // What failed may quote what a repository holds.
    panic::set_hook(Box::new(|fault| {
        eprintln!("a fault of Meshbook: {}", printable(&fault.to_string()));
    }));
    let arguments = Arguments::parse();
    let ended = match arguments.command {
        Command::Build(arguments) => build::run(&arguments),
        Command::Serve(arguments) => serve::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Fetch(arguments) => fetch::run(&arguments),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Rules(arguments) => rules::run(&arguments),
        Command::Facts(arguments) => facts::run(&arguments),
        Command::Record(arguments) => record::run(&arguments),
        Command::New(arguments) => new::run(&arguments),
        Command::Schema(arguments) => schema::run(&arguments),
    };
    let exit = ended.unwrap_or_else(|failure| {
        // What failed may be named by a repository, or come from a script.
        for (at, line) in failure.0.lines().enumerate() {
            let before = if at == 0 { "error: " } else { "" };
            eprintln!("{before}{}", printable(line));
        }
        Exit::Failure
    });
    ExitCode::from(exit as u8)
}

/// The level at which findings make a command end with code 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum FailOn {
    /// Errors.
    Error,
    /// Errors and warnings.
    Warning,
    /// Nothing does.
    Never,
}

impl FailOn {
    /// Whether one of the findings is at or above the level.
    fn is_met<'f>(self, findings: impl IntoIterator<Item = &'f Finding>) -> bool {
        let counts = Summary::of(findings);
        match self {
            FailOn::Error => counts.errors > 0,
            FailOn::Warning => counts.errors + counts.warnings > 0,
            FailOn::Never => false,
        }
    }
}

/// Prints to standard output; a reader that has gone away is no fault.
fn print(text: &str) -> Result<(), Failure> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}

/// Whether colours may be used on a stream: it is a terminal, and `NO_COLOR` is not set.
fn has_color(stream: &impl IsTerminal) -> bool {
    stream.is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|value| value.is_empty())
}

/// The code of a build: 3 where a source could not be read, or not as it is now.
fn exit_of(sources: &[Source]) -> Exit {
    match sources.iter().all(|source| source.state == State::Read) {
        true => Exit::Fine,
        false => Exit::SourceMissing,
    }
}

/// `1 product`, `2 products`.
fn counted(count: usize, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{plural}")
}
