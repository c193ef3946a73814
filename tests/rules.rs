//! Every page of a rule is its test: its bad examples give the findings that they mark, and
//! its good examples give none.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use meshbook::diag::{Code, Finding};
use meshbook::{config, markup, pipeline, rules};

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// Codes without examples that a folder of files can show, with the reason.
const WITHOUT_EXAMPLES: &[(&str, &str)] = &[(
    "unreadable-file",
    "an example in Markdown is always a readable text",
)];

/// A block of code in a page.
struct Example<'p> {
    is_bad: bool,
    path: Option<&'p str>,
    text: String,
    /// Whether only blank lines stand between it and the block before it.
    follows: bool,
}

/// The YAML examples of a page, in order.
fn examples(page: &str) -> Vec<Example<'_>> {
    let mut examples = Vec::new();
    let mut follows = false;
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(info) = line.strip_prefix("```yaml ") else {
            follows &= line.trim().is_empty();
            continue;
        };
        let (kind, path) = info
            .split_once(' ')
            .map_or((info, None), |(kind, path)| (kind, Some(path)));
        assert!(matches!(kind, "bad" | "good"), "{line}");
        let text: Vec<_> = lines.by_ref().take_while(|line| *line != "```").collect();
        examples.push(Example {
            is_bad: kind == "bad",
            path,
            text: text.join("\n") + "\n",
            follows,
        });
        follows = true;
    }
    examples
}

/// Files that are a portal together, with their paths.
type Group<'p> = Vec<(String, Example<'p>)>;

/// Blocks with paths that follow each other are one portal; a block without a path is one by
/// itself.
fn groups<'p>(code: &Code, examples: Vec<Example<'p>>) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for example in examples {
        let belongs = groups.last().is_some_and(|group: &Group<'_>| {
            let (_, last) = &group[0];
            let is_known = group
                .iter()
                .any(|(path, _)| Some(path.as_str()) == example.path);
            example.follows
                && last.path.is_some()
                && example.path.is_some()
                && last.is_bad == example.is_bad
                && !is_known
        });
        let ending = match example.text.contains("kind: DataProduct") {
            true => "odps",
            false => "odcs",
        };
        let path = example
            .path
            .map_or_else(|| format!("{}.{ending}.yaml", code.id), str::to_owned);
        match groups.last_mut().filter(|_| belongs) {
            Some(group) => group.push((path, example)),
            None => groups.push(vec![(path, example)]),
        }
    }
    groups
}

/// A finding of the rule, as its file and line.
type Place = (String, u32);

/// Writes the files into a folder. Where they bring a directory and no configuration, one is
/// written that reads it, and the other files stand in a source of their own.
fn write(group: &Group<'_>, root: &Path) {
    let is_in_directory = |path: &str| path.starts_with("directory/");
    let needs_configuration = group.iter().any(|(path, _)| is_in_directory(path))
        && !group.iter().any(|(path, _)| path == config::FILE);
    if needs_configuration {
        let text = "sources: [{path: own}, {path: directory}]\ndirectory: [directory]\n";
        fs::write(root.join(config::FILE), text).unwrap();
    }
    for (path, example) in group {
        let folder = if needs_configuration && !is_in_directory(path) {
            "own"
        } else {
            ""
        };
        let path = root.join(folder).join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, &example.text).unwrap();
    }
}

/// Where the findings of `code` stand in a portal of these files.
fn found(code: &Code, group: &Group<'_>) -> BTreeSet<Place> {
    let folder = tempfile::tempdir().unwrap();
    write(group, folder.path());
    let is_own = |finding: &&Finding| finding.rule == code.id;
    match pipeline::read(folder.path()) {
        Ok(read) => {
            let judged = pipeline::judge(read, now());
            let own = judged.findings.iter().filter(is_own);
            own.map(|finding| {
                let place = judged.files.place(finding.span);
                (place.file.to_owned(), place.line)
            })
            .collect()
        }
        // Where the configuration cannot be used, its text is the first and only one.
        Err(config::Error::Invalid { findings, .. }) => {
            let text = &group
                .iter()
                .find(|(path, _)| path == config::FILE)
                .unwrap()
                .1
                .text;
            let line = |at: u32| 1 + text[..at as usize].matches('\n').count() as u32;
            let own = findings.iter().filter(is_own);
            own.map(|finding| (config::FILE.to_owned(), line(finding.span.start)))
                .collect()
        }
        Err(error) => panic!("{}: {error}", code.id),
    }
}

/// Where the files mark a finding of `code`.
fn marked(code: &Code, group: &Group<'_>) -> BTreeSet<Place> {
    let mark = format!("# finding: {}", code.id);
    let lines = group.iter().flat_map(|(path, example)| {
        let lines = example.text.lines().enumerate();
        let marked = lines.filter(|(_, line)| line.trim_end().ends_with(&mark));
        marked.map(move |(at, _)| (path.clone(), at as u32 + 1))
    });
    lines.collect()
}

/// Whether two places are one: the source's name may stand before a path, and the folder of
/// the only source may be left out.
fn is_same((a, line): &Place, (b, other): &Place) -> bool {
    line == other && (a.ends_with(b.as_str()) || b.ends_with(a.as_str()))
}

fn check(code: &Code) -> Vec<String> {
    let groups = groups(code, examples(code.page));
    let mut faults = Vec::new();
    for is_bad in [true, false] {
        if !groups.iter().any(|group| group[0].1.is_bad == is_bad) {
            let kind = if is_bad { "bad" } else { "good" };
            faults.push(format!("{}: no {kind} example", code.id));
        }
    }
    for group in groups {
        let (found, marked) = (found(code, &group), marked(code, &group));
        if group[0].1.is_bad == marked.is_empty() {
            faults.push(format!(
                "{}: only a bad example marks findings, and each does",
                code.id
            ));
        }
        let without = |one: &BTreeSet<Place>, other: &BTreeSet<Place>| -> Vec<Place> {
            let alone = one
                .iter()
                .filter(|place| !other.iter().any(|known| is_same(place, known)));
            alone.cloned().collect()
        };
        for (file, line) in without(&marked, &found) {
            faults.push(format!("{}: no finding in {file}, line {line}", code.id));
        }
        for (file, line) in without(&found, &marked) {
            faults.push(format!(
                "{}: an unmarked finding in {file}, line {line}",
                code.id
            ));
        }
    }
    faults
}

#[test]
fn every_page_says_when_its_rule_finds_something() {
    let is_markup = |code: &&&Code| markup::CODES.iter().any(|known| known.id == code.id);
    let excepted = |code: &&&Code| WITHOUT_EXAMPLES.iter().any(|(id, _)| *id == code.id);
    let codes = rules::catalogue();
    // The pages of `markup` hold Markdown, which the tests of that room run.
    let run = codes
        .iter()
        .filter(|code| !is_markup(code) && !excepted(code));
    let faults: Vec<_> = run.flat_map(|code| check(code)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_page_says_why_it_matters_and_how_to_fix_it() {
    for code in rules::catalogue() {
        let page = code.parts();
        // What stands in examples is not the page's own.
        let outside = page.body.split("```").step_by(2);
        let sections: Vec<_> = outside
            .flat_map(str::lines)
            .filter(|line| line.starts_with("## "))
            .collect();
        assert_eq!(
            sections,
            ["## Why it matters", "## How to fix"],
            "{}",
            code.id
        );
        assert_ne!(page.title, code.id);
    }
}
