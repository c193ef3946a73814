//! A module uses the modules above it in `lib.rs` and none below it.

use crate::assert_none;
use crate::source::{Source, sources, word};

/// The modules of `lib.rs` in the order in which they stand there.
fn order(sources: &[Source]) -> Vec<String> {
    let library = sources
        .iter()
        .find(|source| source.path == "src/lib.rs")
        .expect("src/lib.rs");
    let words = library.tokens.windows(2);
    words
        .filter(|pair| word(&pair[0]).as_deref() == Some("mod"))
        .filter_map(|pair| word(&pair[1]))
        .collect()
}

#[test]
fn no_module_uses_one_below_it() {
    let sources = sources();
    let order = order(&sources);
    let rank = |name: &str| order.iter().position(|module| module == name);
    let mut faults = Vec::new();
    for source in &sources {
        let Some(own) = source.room().and_then(rank) else {
            continue;
        };
        for reference in source.references() {
            let [first, used, ..] = reference.parts.as_slice() else {
                continue;
            };
            if first == "crate" && rank(used).is_some_and(|other| other > own) {
                let (path, line, room) = (&source.path, reference.line, &order[own]);
                faults.push(format!(
                    "{path}:{line}: `{room}` uses `{used}`, which stands below it"
                ));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn the_layers_stand_in_the_order_of_the_house() {
    const HOUSE: [&str; 26] = [
        "diag",
        "document",
        "tree",
        "config",
        "past",
        "source",
        "model",
        "manifest",
        "mesh",
        "charter",
        "facts",
        "history",
        "markup",
        "rules",
        "waivers",
        "score",
        "readiness",
        "baseline",
        "badge",
        "graph",
        "search",
        "page",
        "output",
        "pipeline",
        "preview",
        "cli",
    ];
    let order = order(&sources());
    let known: Vec<&str> = order
        .iter()
        .map(String::as_str)
        .filter(|name| HOUSE.contains(name))
        .collect();
    let expected: Vec<&str> = HOUSE
        .into_iter()
        .filter(|name| order.iter().any(|module| module == name))
        .collect();
    assert_eq!(known, expected);
}

#[test]
fn every_room_stands_in_the_library() {
    let sources = sources();
    let order = order(&sources);
    let stray: Vec<String> = sources
        .iter()
        .filter(|source| {
            source
                .room()
                .is_some_and(|room| !order.iter().any(|module| module == room))
        })
        .map(|source| format!("{}: `lib.rs` names no such module", source.path))
        .collect();
    assert_none(&stray);
}
