//! `meshbook new ci`: a workflow that checks what is asked to be merged, and publishes.

use std::path::{Path, PathBuf};

use clap::ValueEnum;

use super::super::{Exit, Failure, print};
use super::write;
use crate::config::{self, Config};
use crate::diag::Files;
use crate::fetch::is_needed;
use crate::tree::Tree;

/// What the workflow is written for.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The service that runs it.
    #[arg(value_enum)]
    service: Service,
    /// The repository's root.
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: PathBuf,
    /// The command that installs Meshbook, best into ~/.cargo/bin, from where it is cached.
    #[arg(long, value_name = "COMMAND", default_value = install())]
    install: Option<String>,
    /// The branch that is published, and checked after each merge (GitHub; GitLab knows it).
    #[arg(long, value_name = "NAME", default_value = "main")]
    branch: String,
    /// Publish the portal after each merge; the default where meshbook.yaml names sources.
    #[arg(long, overrides_with = "no_publish")]
    publish: bool,
    /// Only check; the default elsewhere.
    #[arg(long)]
    no_publish: bool,
}

/// A service that runs workflows.
#[derive(Clone, Copy, ValueEnum)]
enum Service {
    /// GitHub Actions, and GitHub Pages.
    Github,
    /// GitLab CI, and GitLab Pages.
    Gitlab,
}

/// How Meshbook is installed where nobody says: from the repository that its package names.
fn install() -> Option<&'static str> {
    match env!("CARGO_PKG_REPOSITORY") {
        "" => None,
        _ => Some(concat!(
            "cargo install --locked --git ",
            env!("CARGO_PKG_REPOSITORY"),
            " meshbook"
        )),
    }
}

/// What stands in the workflow until somebody says how Meshbook is installed.
const UNKNOWN: &str = "echo 'Say in this workflow how Meshbook is installed.'; exit 1";

const GITHUB: &str = include_str!("../../../content/new/ci/github.yml");
const GITHUB_INSTALL: &str = include_str!("../../../content/new/ci/github-install.yml");
const GITHUB_PUBLISH: &str = include_str!("../../../content/new/ci/github-publish.yml");
const GITLAB: &str = include_str!("../../../content/new/ci/gitlab.yml");
const GITLAB_PUBLISH: &str = include_str!("../../../content/new/ci/gitlab-publish.yml");
const GITLAB_INCLUDE: &str = include_str!("../../../content/new/ci/gitlab-include.yml");

/// A part of a workflow that depends on whether sources are fetched: its name, and what stands in
/// its place where they are, in GitHub Actions and in GitLab CI. Nothing does where they are not.
type Part = (&'static str, [&'static str; 2]);

/// The parts that depend on whether sources are fetched.
const PARTS: &[Part] = &[
    (
        "@schedule@\n",
        [
            "  schedule:\n    # Every morning, since sources change without this repository.\n    \
             - cron: \"17 4 * * *\"\n",
            "    # Sources change without this repository: add a schedule under Build, Pipeline \
             schedules.\n",
        ],
    ),
    (
        "@sources@\n",
        [
            include_str!("../../../content/new/ci/github-sources.yml"),
            "    # The commits of the sources, and the lock where the repository has none.\n    \
             - key: meshbook-sources\n      paths: [.meshbook]\n      policy: $SOURCES_POLICY\n",
        ],
    ),
    (
        "@fetch@\n",
        [
            include_str!("../../../content/new/ci/github-fetch.yml"),
            "      test -e meshbook.lock || cp .meshbook/meshbook.lock . || true\n      \
             meshbook fetch || test \"$?\" -eq 3\n",
        ],
    ),
    ("@reader@\n", ["", "    SOURCES_POLICY: pull\n"]),
    (
        "@writer@\n",
        ["", "  variables:\n    SOURCES_POLICY: pull-push\n"],
    ),
    (
        "@tokens@",
        [
            "\n        # Where `fetch: tokens:` names variables, give them here, as\n        \
             # env: { GIT_TOKEN: \"${{ secrets.GIT_TOKEN }}\" }",
            "",
        ],
    ),
    (
        "@restore@\n",
        [
            "          test -e meshbook.lock || cp .meshbook/meshbook.lock . || true\n",
            "      test -e meshbook.lock || cp .meshbook/meshbook.lock . || true\n",
        ],
    ),
    (
        "@keep@\n",
        [
            "          cp meshbook.lock .meshbook/\n",
            "      cp meshbook.lock .meshbook/\n",
        ],
    ),
    ("@update@", [" --update", " --update"]),
];

/// The command that names what would be installed now, so that a cache is left once there is
/// something newer: the commit of a repository, or the week where nobody can say.
fn newest(install: &str) -> String {
    let words: Vec<&str> = install.split_whitespace().collect();
    let after = |option: &str| {
        let at = words.iter().position(|word| *word == option)?;
        let is_plain = |c: char| c.is_ascii_alphanumeric() || ":/._@~+-".contains(c);
        let word = words.get(at + 1)?;
        (!word.starts_with('-') && word.chars().all(is_plain)).then_some(*word)
    };
    if ["--rev", "--tag", "--version"]
        .iter()
        .any(|pin| words.contains(pin))
    {
        return "echo pinned".to_owned();
    }
    match after("--git") {
        Some(url) => {
            let branch = after("--branch");
            let branch = branch.map_or("HEAD".to_owned(), |name| format!("refs/heads/{name}"));
            format!("git ls-remote {url} {branch} | cut -f 1")
        }
        None => "date +%G-%V".to_owned(),
    }
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let command = arguments.install.as_deref().map(str::trim);
    if command.is_some_and(|command| command.is_empty() || command.contains(char::is_control)) {
        return Err(Failure("the command of --install is one line".to_owned()));
    }
    let is_known = |c: char| c.is_alphanumeric() || "._/-".contains(c);
    if arguments.branch.is_empty() || !arguments.branch.chars().all(is_known) {
        return Err(Failure(format!(
            "`{}` is no name of a branch",
            arguments.branch
        )));
    }
    let publishes = arguments.publish || !arguments.no_publish && is_portal(&arguments.into)?;
    let is_fetched = config(&arguments.into)?.is_some_and(|config| is_needed(&config));
    let fill = |template: &str| {
        let mut text = template.replace("@install@\n", GITHUB_INSTALL);
        for (name, [github, gitlab]) in PARTS {
            let part = match (is_fetched, arguments.service) {
                (false, _) => "",
                (true, Service::Github) => github,
                (true, Service::Gitlab) => gitlab,
            };
            text = text.replace(name, part);
        }
        text.replace("@branch@", &arguments.branch)
            .replace("@newest@", &newest(command.unwrap_or_default()))
            .replace("@command@", command.unwrap_or(UNKNOWN))
    };
    let (path, check, publish) = match arguments.service {
        Service::Github => (".github/workflows/meshbook.yml", GITHUB, GITHUB_PUBLISH),
        Service::Gitlab => (".gitlab/meshbook.yml", GITLAB, GITLAB_PUBLISH),
    };
    let mut text = fill(check);
    if publishes {
        text.push_str(&fill(publish));
    }
    let own = arguments.into.join(path);
    if own.exists() {
        return Err(Failure(format!(
            "{} is there already; nothing was written",
            own.display()
        )));
    }
    write(&own, &text)?;
    print(&format!("{}\n", own.display()))?;
    if matches!(arguments.service, Service::Gitlab) {
        let pipeline = arguments.into.join(".gitlab-ci.yml");
        if pipeline.exists() {
            eprintln!(
                "add `- local: {path}` under `include:` in {}",
                pipeline.display()
            );
        } else {
            write(&pipeline, GITLAB_INCLUDE)?;
            print(&format!("{}\n", pipeline.display()))?;
        }
    }
    if command.is_none() {
        eprintln!(
            "the workflow does not know how Meshbook is installed: write it there, or give --install, such as \"cargo install --locked --git https://git.example.com/data/meshbook meshbook\""
        );
    }
    Ok(Exit::Fine)
}

/// Whether the repository is that of a portal: its configuration names sources.
///
/// # Errors
///
/// It has a configuration that cannot be used.
fn is_portal(root: &Path) -> Result<bool, config::Error> {
    let config = config(root)?;
    Ok(config.is_some_and(|config| config.sources.iter().any(|source| source.span.is_some())))
}

/// The configuration of the repository; `None` where it has none, or nothing to read.
fn config(root: &Path) -> Result<Option<Config>, config::Error> {
    if !root.join(config::FILE).exists() {
        return Ok(None);
    }
    let (mut files, mut findings) = (Files::default(), Vec::new());
    match config::load(&Tree::Disk, root, &mut files, &mut findings) {
        Ok(config) => Ok(Some(config)),
        Err(config::Error::Empty(_)) => Ok(None),
        Err(error) => Err(error),
    }
}

#[cfg(test)]
mod tests {
    use super::newest;

    #[test]
    fn the_cache_is_named_after_what_would_be_installed() {
        for (install, expected) in [
            (
                "cargo install --locked --git https://git.example.com/meshbook meshbook",
                "git ls-remote https://git.example.com/meshbook HEAD | cut -f 1",
            ),
            (
                "cargo install --git https://git.example.com/meshbook --branch next meshbook",
                "git ls-remote https://git.example.com/meshbook refs/heads/next | cut -f 1",
            ),
            ("cargo install meshbook --version 1.2.0", "echo pinned"),
            ("cargo install meshbook", "date +%G-%V"),
            ("cargo install --git $(x) meshbook", "date +%G-%V"),
        ] {
            assert_eq!(newest(install), expected, "{install}");
        }
    }
}
