//! What only certain rooms may do, and how long a file may be.

use crate::assert_none;
use crate::source::{Reference, Source, sources};

/// A door that only some rooms have.
struct Door {
    /// How the paths that lead through it end (`ends`) or start.
    paths: &'static [&'static str],
    ends: bool,
    /// The modules that have it, as `room` or `room/file`.
    rooms: &'static [&'static str],
    /// Whether tests may use it too.
    tests: bool,
    reason: &'static str,
}

const DOORS: &[Door] = &[
    Door {
        paths: &["println::!", "print::!", "eprintln::!", "eprint::!"],
        ends: false,
        rooms: &["cli"],
        tests: false,
        reason: "only the command line prints",
    },
    Door {
        paths: &["dbg::!", "todo::!", "unimplemented::!"],
        ends: false,
        rooms: &[],
        tests: false,
        reason: "what is left over from writing goes",
    },
    Door {
        paths: &["std::fs"],
        ends: false,
        rooms: &[
            "tree",
            "output",
            "config",
            "cli/new",
            "cli/format",
            "cli/git",
            "cli/record",
            "cli/sources",
        ],
        tests: true,
        reason: "the disk has few doors, so that a confined read cannot be gone around",
    },
    Door {
        paths: &[
            "SystemTime::now",
            "Instant::now",
            "Timestamp::now",
            "Zoned::now",
        ],
        ends: true,
        rooms: &["cli", "preview"],
        tests: false,
        reason: "the time comes in by argument, so that two builds are equal",
    },
    Door {
        paths: &["std::env"],
        ends: false,
        rooms: &["cli"],
        tests: true,
        reason: "the environment comes in by argument",
    },
    Door {
        paths: &["std::process::Command"],
        ends: false,
        rooms: &["tree/call", "cli/serve"],
        tests: true,
        reason: "no program is run but git, and the browser that was asked for",
    },
    Door {
        paths: &["pulldown_cmark", "syntect"],
        ends: false,
        rooms: &["markup"],
        tests: false,
        reason: "what the Markdown of a stranger becomes is decided in one room",
    },
    Door {
        paths: &["granit_parser", "jsonc_parser"],
        ends: false,
        rooms: &["document"],
        tests: false,
        reason: "one room bounds what a hostile text costs",
    },
];

impl Door {
    fn leads(&self, reference: &Reference) -> bool {
        let path = reference.parts.join("::");
        self.paths.iter().any(|wanted| {
            let rest = if self.ends {
                path.strip_suffix(wanted)
            } else {
                path.strip_prefix(wanted)
            };
            rest.is_some_and(|rest| {
                rest.is_empty() || rest.starts_with("::") || rest.ends_with("::")
            })
        })
    }

    fn open_to(&self, source: &Source, reference: &Reference) -> bool {
        let module = source.module.join("/");
        (self.tests && reference.in_test)
            || self.rooms.iter().any(|room| {
                module
                    .strip_prefix(room)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
    }
}

#[test]
fn the_doors_to_the_outside_are_used_by_their_rooms_alone() {
    let mut faults = Vec::new();
    for source in sources() {
        for reference in source.references() {
            for door in DOORS {
                if door.leads(&reference) && !door.open_to(&source, &reference) {
                    let (path, line) = (&source.path, reference.line);
                    let name = reference.parts.join("::").replace("::!", "!");
                    faults.push(format!("{path}:{line}: `{name}`: {}", door.reason));
                }
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn no_file_holds_too_much() {
    const WORTH_A_LOOK: usize = 400;
    const MOST: usize = 1_000;
    let sources = sources();
    for source in sources.iter().filter(|source| source.lines > WORTH_A_LOOK) {
        println!("{}: {} lines", source.path, source.lines);
    }
    let faults: Vec<String> = sources
        .iter()
        .filter(|source| source.lines > MOST)
        .map(|source| format!("{}: {} lines", source.path, source.lines))
        .collect();
    assert_none(&faults);
}

#[test]
fn every_module_is_named_for_what_it_yields() {
    const EMPTY: [&str; 8] = [
        "util", "utils", "common", "helper", "helpers", "misc", "manager", "service",
    ];
    let faults: Vec<String> = sources()
        .iter()
        .filter(|source| {
            source
                .module
                .iter()
                .any(|part| EMPTY.contains(&part.as_str()))
        })
        .map(|source| source.path.clone())
        .collect();
    assert_none(&faults);
}
