//! The examples of a page, and which of them are one portal.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use meshbook::config;
use meshbook::diag::Code;

use crate::seen::Place;

/// What an example shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// What the rule finds, on the lines that are marked.
    Bad,
    /// What meets the rule.
    Good,
    /// What the rule does not judge.
    Exempt,
}

impl Kind {
    /// As the examples spell it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Kind::Bad => "bad",
            Kind::Good => "good",
            Kind::Exempt => "exempt",
        }
    }
}

/// A block of code in a page.
pub(crate) struct Example<'p> {
    kind: Kind,
    path: Option<&'p str>,
    /// Its lines.
    pub(crate) text: String,
    /// Whether only blank lines stand between it and the block before it.
    follows: bool,
}

/// The examples of a page, in order: YAML, and JSON of what tools measured.
pub(crate) fn examples(page: &str) -> Vec<Example<'_>> {
    let mut examples = Vec::new();
    let mut follows = false;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let json = || line.strip_prefix("```json ");
        let Some(info) = line.strip_prefix("```yaml ").or_else(json) else {
            follows &= line.trim().is_empty();
            continue;
        };
        let (kind, path) = info
            .split_once(' ')
            .map_or((info, None), |(kind, path)| (kind, Some(path)));
        let kinds = [Kind::Bad, Kind::Good, Kind::Exempt];
        let kind = kinds.into_iter().find(|known| known.name() == kind);
        let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        examples.push(Example {
            kind: kind.unwrap_or_else(|| panic!("{line}")),
            path,
            text: text.join("\n") + "\n",
            follows,
        });
        follows = true;
    }
    examples
}

/// Files that are a portal together.
pub(crate) struct Group<'p> {
    /// The files with their paths; never empty.
    pub(crate) files: Vec<(String, Example<'p>)>,
}

/// Blocks with paths that follow each other are one portal; a block without a path is one by
/// itself.
pub(crate) fn groups<'p>(code: &Code, examples: Vec<Example<'p>>) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for example in examples {
        let belongs = groups.last().is_some_and(|group| group.takes(&example));
        let ending = match example.text.contains("kind: DataProduct") {
            true => "odps",
            false => "odcs",
        };
        let path = example
            .path
            .map_or_else(|| format!("{}.{ending}.yaml", code.id), str::to_owned);
        match groups.last_mut().filter(|_| belongs) {
            Some(group) => group.files.push((path, example)),
            None => groups.push(Group {
                files: vec![(path, example)],
            }),
        }
    }
    groups
}

impl Group<'_> {
    /// What its files show.
    pub(crate) fn kind(&self) -> Kind {
        self.files[0].1.kind
    }

    fn takes(&self, example: &Example<'_>) -> bool {
        let (_, first) = &self.files[0];
        let is_known = |path: &str| self.files.iter().any(|(known, _)| known == path);
        example.follows
            && first.path.is_some()
            && first.kind == example.kind
            && example.path.is_some_and(|path| !is_known(path))
    }

    /// Where the files mark a finding of `code`.
    pub(crate) fn marked(&self, code: &Code) -> BTreeSet<Place> {
        let mark = format!("# finding: {}", code.id);
        let lines = self.files.iter().flat_map(|(path, example)| {
            let lines = example.text.lines().enumerate();
            let marked = lines.filter(|(_, line)| line.trim_end().ends_with(&mark));
            marked.map(move |(at, _)| (path.clone(), at as u32 + 1))
        });
        lines.collect()
    }

    /// Writes the files into a folder. Where they bring a directory and no configuration, one
    /// is written that reads it, and the other files stand in a source of their own.
    pub(crate) fn write(&self, root: &Path) {
        let is_in_directory = |path: &str| path.starts_with("directory/");
        let mut paths = self.files.iter().map(|(path, _)| path.as_str());
        let needs_configuration =
            paths.clone().any(is_in_directory) && !paths.any(|path| path == config::FILE);
        if needs_configuration {
            let text = "sources: [{path: own}, {path: directory}]\ndirectory: [directory]\n";
            fs::write(root.join(config::FILE), text).unwrap();
        }
        for (path, example) in &self.files {
            let folder = if needs_configuration && !is_in_directory(path) {
                "own"
            } else {
                ""
            };
            let path = root.join(folder).join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, &example.text).unwrap();
        }
        self.commit(root);
    }

    /// Makes a commit for each line `# history: 2026-01-05 ada@example.com` of a file, by whom it
    /// says and on that day; none where no file has one.
    fn commit(&self, root: &Path) {
        let lines = self.files.iter().flat_map(|(path, example)| {
            let lines = example.text.lines();
            let told = lines.filter_map(|line| line.strip_prefix("# history: "));
            told.filter_map(move |told| Some((told.split_once(' ')?, path, example)))
        });
        let mut commits: Vec<_> = lines.collect();
        commits.sort_by_key(|((day, _), ..)| *day);
        if commits.is_empty() {
            return;
        }
        git(root, &["init", "-q"], "2020-01-01", "a@example.com");
        for (at, ((day, email), path, example)) in commits.iter().enumerate() {
            let is_last = commits[at + 1..].iter().all(|(_, later, _)| later != path);
            let text = match is_last {
                true => example.text.clone(),
                false => format!("{}# {at}\n", example.text),
            };
            fs::write(root.join(path), text).unwrap();
            git(root, &["add", path], day, email);
            git(root, &["commit", "-q", "-m", "Change"], day, email);
        }
    }
}

/// Runs git in a folder as somebody, on some day.
fn git(folder: &Path, arguments: &[&str], day: &str, email: &str) {
    let day = format!("{day}T12:00:00Z");
    let status = Command::new("git")
        .current_dir(folder)
        .env_clear()
        .env("PATH", std::env::var_os("PATH").unwrap())
        .env("HOME", folder)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_AUTHOR_DATE", &day)
        .env("GIT_COMMITTER_DATE", &day)
        .args(["-c", "user.name=somebody", "-c", "commit.gpgsign=false"])
        .args(["-c", &format!("user.email={email}")])
        .args(arguments)
        .status()
        .unwrap();
    assert!(status.success(), "git {arguments:?}");
}
