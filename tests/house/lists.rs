//! What there are many of stands in one list, and nothing stands beside it.

use std::collections::{BTreeMap, BTreeSet};

use crate::assert_none;
use crate::source::{Source, files, sources, stem, text};

/// A room in which each file that declares `item` is one entry of the list in its
/// `mod.rs`.
struct List {
    room: &'static str,
    item: &'static str,
}

const LISTS: &[List] = &[
    List {
        room: "manifest",
        item: "FORMAT",
    },
    List {
        room: "measure",
        item: "FORMAT",
    },
    List {
        room: "rules",
        item: "RULE",
    },
    List {
        room: "badge",
        item: "BADGE",
    },
    List {
        room: "page",
        item: "PAGE",
    },
    List {
        room: "output",
        item: "OUTPUT",
    },
];

/// The files of a room that declare `item`, as (name of the entry, file). An entry is a
/// file of the room, or a folder with its `mod.rs`.
fn entries<'s>(sources: &'s [Source], room: &str, item: &str) -> BTreeMap<&'s str, &'s Source> {
    sources
        .iter()
        .filter(|source| source.room() == Some(room))
        .filter(|source| source.constants().iter().any(|(name, _)| name == item))
        .filter_map(|source| Some((source.module.get(1)?.as_str(), source)))
        .collect()
}

/// How often the room's `mod.rs` names `entry::item`.
fn named(sources: &[Source], room: &str, entry: &str, item: &str) -> usize {
    sources
        .iter()
        .filter(|source| source.module == [room])
        .flat_map(Source::references)
        .filter(|reference| {
            !reference.in_test
                && reference
                    .parts
                    .ends_with(&[entry.to_owned(), item.to_owned()])
        })
        .count()
}

#[test]
fn every_entry_of_a_room_stands_once_in_its_list() {
    let sources = sources();
    let mut faults = Vec::new();
    for List { room, item } in LISTS {
        for (entry, source) in entries(&sources, room, item) {
            let count = named(&sources, room, entry, item);
            if count != 1 {
                let path = &source.path;
                faults.push(format!(
                    "{path}: `{entry}::{item}` stands {count} times in src/{room}/mod.rs"
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_command_is_run() {
    let sources = sources();
    let mut faults = Vec::new();
    for source in &sources {
        if let [room, command] = source.module.as_slice()
            && room == "cli"
            && source.declares_function("run")
            && named(&sources, "cli", command, "run") == 0
        {
            faults.push(format!("{}: src/cli/mod.rs does not call it", source.path));
        }
    }
    assert_none(&faults);
}

#[test]
fn every_code_stands_in_the_list_of_its_room() {
    let sources = sources();
    let mut listed: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for source in &sources {
        let Some(room) = source.room() else { continue };
        listed
            .entry(room)
            .or_default()
            .extend(source.words_of_constant("CODES"));
    }
    let mut faults = Vec::new();
    for source in &sources {
        let Some(room) = source.room() else { continue };
        for (name, kind) in source.constants() {
            if kind == "Code" && !listed[room].contains(&name) {
                faults.push(format!("{}: `{name}` stands in no `CODES`", source.path));
            }
        }
    }
    assert_none(&faults);
}

/// The pages of `content/rules/` that the source embeds, with the files that do so.
fn embedded() -> BTreeMap<String, Vec<String>> {
    const BEFORE: &str = "content/rules/";
    const AFTER: &str = ".md\")";
    let mut found: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in files("src", "rs") {
        let text = text(&path);
        for (_, rest) in text.match_indices(BEFORE).map(|(at, _)| text.split_at(at)) {
            let rest = &rest[BEFORE.len()..];
            if let Some(end) = rest.find(AFTER)
                && !rest[..end].contains(char::is_whitespace)
            {
                found
                    .entry(rest[..end].to_owned())
                    .or_default()
                    .push(path.clone());
            }
        }
    }
    found
}

#[test]
fn every_rule_page_belongs_to_one_code_and_every_code_has_its_page() {
    let pages: BTreeSet<String> = files("content/rules", "md")
        .iter()
        .map(|path| stem(path).to_owned())
        .collect();
    let embedded = embedded();
    let mut faults = Vec::new();
    for page in &pages {
        match embedded.get(page).map_or(0, Vec::len) {
            1 => {}
            count => faults.push(format!(
                "content/rules/{page}.md: embedded {count} times in src/"
            )),
        }
    }
    for (page, by) in &embedded {
        if !pages.contains(page) {
            faults.push(format!("{}: no content/rules/{page}.md", by.join(", ")));
        }
        for path in by {
            if !text(path).contains(&format!("\"{page}\"")) {
                faults.push(format!(
                    "{path}: embeds {page}.md, but has no code with this id"
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn every_rule_file_is_named_after_its_rule() {
    let embedded = embedded();
    let sources = sources();
    let mut faults = Vec::new();
    for (entry, source) in entries(&sources, "rules", "RULE") {
        let id = entry.replace('_', "-");
        let is_own = embedded
            .get(&id)
            .is_some_and(|by| by.contains(&source.path));
        // What another room tells has its page there: the rule takes the code of that room.
        let code = entry.to_uppercase();
        let is_taken = source.words_of_constant("RULE").contains(&code);
        if is_own == is_taken {
            faults.push(format!(
                "{}: embeds content/rules/{id}.md or takes the code `{code}`",
                source.path
            ));
        }
    }
    assert_none(&faults);
}

#[test]
fn every_manifest_format_has_a_fixture() {
    let fixtures: Vec<String> = ["tests/fixtures", "content/sample"]
        .iter()
        .flat_map(|folder| ["yaml", "yml", "json"].map(|extension| files(folder, extension)))
        .flatten()
        .collect();
    // Without any fixture yet there is nothing to hold a format to.
    if fixtures.is_empty() {
        return;
    }
    let sources = sources();
    let mut faults = Vec::new();
    for (entry, source) in entries(&sources, "manifest", "FORMAT") {
        let name = entry.replace('_', "-");
        if !fixtures
            .iter()
            .any(|path| path.split(['/', '.']).any(|part| part == name))
        {
            faults.push(format!(
                "{}: no fixture has `{name}` in its path, such as `orders.{name}.yaml`",
                source.path
            ));
        }
    }
    assert_none(&faults);
}
