//! The targets of the fuzzer without a fuzzer: every kept input, and some changed ones, are read
//! as `fuzz/fuzz_targets` read them. How to fuzz stands in `CONTRIBUTING.md`.

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::PathBuf;

#[path = "../fuzz/bodies/mod.rs"]
mod bodies;

use bodies::{TARGETS, Target};

/// How many changed inputs each target reads.
const CHANGED: usize = 300;
/// The longest of them, in bytes.
const LONGEST: usize = 16 << 10;

/// The stack of the thread that reads them, in bytes: as much as a program has. That of a test is
/// a quarter, which deep expressions fill where nothing is optimised.
const STACK: usize = 8 << 20;

/// The kept inputs of a target, in the order of their names.
fn corpus(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = root().join("corpus").join(target.name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{folder:?}: {error}"));
    let mut inputs: Vec<_> = entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path.file_name().expect("a name").to_string_lossy();
            (name.into_owned(), fs::read(&path).expect("a file"))
        })
        .collect();
    inputs.sort();
    inputs
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

/// Reads an input, and says with which one it fails.
#[track_caller]
fn read(target: &Target, name: &str, data: &[u8]) {
    let run = AssertUnwindSafe(|| (target.run)(data));
    if catch_unwind(run).is_err() {
        let shown = data.escape_ascii();
        panic!("the target {} fails with {name}:\n{shown}", target.name);
    }
}

fn replay(name: &str) {
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.expect("a target of this name");
    let inputs = corpus(target);
    for (name, data) in &inputs {
        read(target, name, data);
    }
    let mut chance = Chance(0x9e37_79b9_7f4a_7c15);
    for number in 0..CHANGED {
        let (name, data) = &inputs[chance.below(inputs.len())];
        let (_, other) = &inputs[chance.below(inputs.len())];
        let mut data = data.clone();
        for _ in 0..=chance.below(4) {
            change(&mut data, other, &mut chance);
        }
        data.truncate(LONGEST);
        read(target, &format!("{name}, change {number}"), &data);
    }
}

/// Changes an input somewhere, as a fuzzer does.
fn change(data: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    const PIECES: [&str; 20] = [
        "\"",
        "'",
        "<",
        ">",
        "&",
        "*",
        "[",
        "]",
        "{",
        "}",
        ": ",
        "- ",
        "\n",
        "\r",
        "\t",
        "\0",
        "é",
        "\u{202e}",
        "\u{feff}",
        "99999999999999999999",
    ];
    let at = chance.below(data.len() + 1);
    let end = (at + chance.below(32)).min(data.len());
    match chance.below(6) {
        0 => data.truncate(at),
        1 => drop(data.drain(at..end)),
        2 => {
            let piece = PIECES[chance.below(PIECES.len())];
            data.splice(at..at, piece.bytes());
        }
        3 => {
            let again = data[at..end].repeat(1 + chance.below(40));
            data.splice(at..at, again);
        }
        4 => {
            let from = chance.below(other.len() + 1);
            let to = (from + chance.below(400)).min(other.len());
            data.splice(at..end, other[from..to].iter().copied());
        }
        _ => {
            if let Some(byte) = data.get_mut(at) {
                *byte = chance.below(128) as u8;
            }
        }
    }
}

/// Numbers that are the same in each run (Marsaglia, Xorshift RNGs).
struct Chance(u64);

impl Chance {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end as u64) as usize
    }
}

macro_rules! replayed {
    ($($test:ident: $target:ident,)*) => {
        const REPLAYED: &[&str] = &[$(stringify!($target),)*];
        $(
            #[test]
            fn $test() {
                let thread = std::thread::Builder::new().stack_size(STACK);
                let replayed = thread.spawn(|| replay(stringify!($target)));
                if let Err(panic) = replayed.expect("a thread").join() {
                    resume_unwind(panic);
                }
            }
        )*
    };
}

replayed! {
    any_badge_is_a_drawing: badge,
    any_configuration_is_read_or_refused: config,
    any_manifest_is_judged: manifest,
    any_markdown_is_safe_html: markdown,
    any_results_are_joined_or_told: measurement,
    any_rule_ends: rule,
    any_address_leads_to_one_repository_or_nowhere: url,
    any_yaml_is_a_tree_with_places: yaml,
}

#[test]
fn every_target_is_replayed_and_fuzzed() {
    let names: Vec<_> = TARGETS.iter().map(|target| target.name).collect();
    assert_eq!(names, REPLAYED);
    let manifest = fs::read_to_string(root().join("Cargo.toml")).expect("fuzz/Cargo.toml");
    for name in names {
        let path = format!("fuzz_targets/{name}.rs");
        let text = fs::read_to_string(root().join(&path)).unwrap_or_default();
        assert!(
            text.contains(&format!("bodies::run(\"{name}\", data)")),
            "{path}"
        );
        assert!(manifest.contains(&format!("path = \"{path}\"")), "{path}");
    }
}

#[test]
fn the_fuzzer_reads_with_the_parsers_of_the_product() {
    let versions = |path: &str| -> BTreeSet<String> {
        let text = fs::read_to_string(root().join(path)).expect("a lock file");
        let packages = text.split("[[package]]").skip(1);
        let named = packages.map(|package| package.trim().lines().take(2).collect());
        named.collect()
    };
    // The fuzzer itself, and what it is made of.
    const OWN: [&str; 4] = ["arbitrary", "jobserver", "libfuzzer-sys", "meshbook-fuzz"];
    let other: Vec<_> = versions("Cargo.lock")
        .difference(&versions("../Cargo.lock"))
        .filter(|of| !OWN.iter().any(|own| of.contains(&format!("\"{own}\""))))
        .cloned()
        .collect();
    assert!(
        other.is_empty(),
        "copy Cargo.lock to fuzz, and run `cargo metadata` there: {other:#?}"
    );
}

#[test]
fn the_corpora_stay_small() {
    let mut all = 0;
    for target in TARGETS {
        let inputs = corpus(target);
        assert!(
            (1..150).contains(&inputs.len()),
            "{}: {}",
            target.name,
            inputs.len()
        );
        all += inputs.iter().map(|(_, data)| data.len()).sum::<usize>();
    }
    assert!(all < 300 << 10, "{all} bytes");
}
