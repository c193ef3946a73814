//! More than two hundred faults of more than forty kinds, each put into a file of the sample by its text alone:
//! how many are found on their line, how many at their column, and for how many slips of the
//! pen the right word is named.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use crate::folder::{files, repository, sample, text, write};
use crate::marks;
use crate::run::{Finding, check};

/// How often each kind is seeded, each time at another place.
const TIMES: usize = 5;

/// A kind of fault.
struct Kind {
    /// The rule that finds it.
    rule: &'static str,
    /// What the path of its file holds.
    file: &'static str,
    /// Lines that follow each other, without indentation; `*` is anything.
    find: &'static [&'static str],
    /// What they become. `1|` is the indentation of the line 1, and `*` what stood there;
    /// `1>` and `1<` are one space more and less, `1~` is a tab. `§` is where it is found.
    with: &'static [&'static str],
    /// For a slip of the pen the word that was meant; `*` as in the last line of `find`.
    meant: Option<&'static str>,
}

const fn slip(
    rule: &'static str,
    file: &'static str,
    find: &'static [&'static str],
    with: &'static [&'static str],
    meant: &'static str,
) -> Kind {
    Kind {
        rule,
        file,
        find,
        with,
        meant: Some(meant),
    }
}

const fn fault(
    rule: &'static str,
    file: &'static str,
    find: &'static [&'static str],
    with: &'static [&'static str],
) -> Kind {
    Kind {
        rule,
        file,
        find,
        with,
        meant: None,
    }
}

/// The head of a contract of a version that wants a status.
const HEAD: &[&str] = &[
    "apiVersion: v3.1.0",
    "kind: DataContract",
    "id: *",
    "name: *",
    "version: *",
    "status: active",
];

#[rustfmt::skip]
const KINDS: &[Kind] = &[
    // A key is misspelt, at each level.
    slip("unknown-field", "odcs", &["tenant: *"], &["0|§tennant: *"], "tenant"),
    slip("unknown-field", "odps", &["tenant: *"], &["0|§tenat: *"], "tenant"),
    slip("unknown-field", "odcs", &["dataGranularityDescription: *"], &["0|§dataGranularityDescripton: *"], "dataGranularityDescription"),
    slip("unknown-field", "odcs", &["logicalType: string", "physicalType: *"], &["0|logicalType: string", "1|§phisicalType: *"], "physicalType"),
    slip("unknown-field", "odcs", &["dimension: *"], &["0|§dimesion: *"], "dimension"),
    slip("unknown-field", "odcs", &["- property: retention", "value: *", "unit: *"], &["0|- property: retention", "1|value: *", "2|§units: *"], "unit"),
    slip("unknown-field", "odcs", &["firstLevelApprovers: *"], &["0|§firstLevelAprovers: *"], "firstLevelApprovers"),
    slip("unknown-field", "odps", &["dateIn: \"*\""], &["0|§date_in: \"*\""], "dateIn"),
    slip("unknown-field", "odps", &["limitations: *"], &["0|§limitation: *"], "limitations"),
    // A word is misspelt, or is none of the list.
    slip("unknown-value", "odcs", &["logicalType: integer"], &["0|logicalType: §integr"], "integer"),
    slip("unknown-value", "odcs", &["type: snowflake"], &["0|type: §snowflak"], "snowflake"),
    slip("unknown-value", "odcs", &["metric: nullValues"], &["0|metric: §nullValue"], "nullValues"),
    slip("unknown-value", "odcs", &["dimension: completeness"], &["0|dimension: §completness"], "completeness"),
    slip("unknown-value", "odcs", &["kind: DataContract"], &["0|kind: §Datacontract"], "DataContract"),
    slip("off-list-status", "odcs", &["status: active"], &["0|status: §activ"], "active"),
    // A name of something else is misspelt.
    slip("dangling-contract", "odps", &["type: *", "description: *", "contractId: *"], &["0|type: *", "1|description: *", "2|contractId: §*s"], "*"),
    slip("dangling-input-port", "odps", &["version: *", "contractId: *"], &["0|version: *", "1|contractId: §*s"], "*"),
    slip("unknown-owner", "odps", &["team:", "name: *"], &["0|team:", "1|name: §*s"], "*"),
    slip("dangling-relationship", "odcs", &["to: *"], &["0|to: §*s"], "*"),
    slip("dangling-sla-element", "odcs", &["element: *"], &["0|element: §*s"], "*"),
    // Other ways to point at the wrong thing.
    fault("version-mismatch", "odps", &["version: *", "contractId: *"], &["0|version: §0.0.1", "1|contractId: *"]),
    fault("domain-mismatch", "odps", &["domain: *"], &["0|domain: §marketing"]),
    // A value has another type.
    fault("wrong-type", "odcs", &["name: *", "version: *", "status: *"], &["0|name: *", "1|version: §1.10", "2|status: *"]),
    fault("wrong-type", "odcs", &["required: true"], &["0|required: §\"yes\""]),
    fault("wrong-type", "odcs", &["tags: *"], &["0|tags: §finance"]),
    fault("wrong-type", "odcs", &["primaryKeyPosition: *"], &["0|primaryKeyPosition: §first"]),
    // Something is missing.
    fault("missing-field", "odcs", HEAD, &["0|§apiVersion: v3.1.0", "1|kind: DataContract", "2|id: *", "3|name: *", "4|version: *"]),
    fault("missing-field", "odcs", &["- server: *", "type: snowflake", "environment: *", "account: *"], &["0|- §server: *", "1|type: snowflake", "2|environment: *"]),
    fault("missing-field", "odcs", &["- property: retention", "value: *", "unit: *"], &["0|- §unit: h"]),
    // What is said says nothing, or too much.
    fault("placeholder-owner", "odps", &["team:", "name: *"], &["0|team:", "1|name: §TODO"]),
    fault("filler-text", "odcs", &["classification: *", "description: *"], &["0|classification: *", "1|description: §TBD"]),
    fault("unreadable-sla", "odcs", &["- property: latency", "value: *"], &["0|- property: latency", "1|value: §soon"]),
    // Only versions that know `metric` allow no more than one operator.
    fault("several-operators", "odcs", &["metric: *", "mustBe: *"], &["0|metric: *", "0|mustBe: *", "0|§mustBeLessThan: 7"]),
    fault("unreal-approver", "odcs", &["firstLevelApprovers: *"], &["0|firstLevelApprovers: §TBD"]),
    fault("secret-in-manifest", "odcs", &["tags: *"], &["0|# password: §correct-horse-42", "0|tags: *"]),
    fault("duplicate-key", "odps", &["tenant: *"], &["0|tenant: *", "0|§tenant: *"]),
    fault("duplicate-name", "odcs", &["- name: *", "logicalType: string", "physicalType: *", "classification: *", "description: *"],
        &["0|- name: *", "1|logicalType: string", "2|physicalType: *", "3|classification: *", "4|description: *",
            "0|- name: §*", "1|logicalType: string", "2|physicalType: *", "3|classification: *", "4|description: *"]),
    fault("personal-data-exposed", "odcs", &["- name: *", "logicalType: string", "physicalType: *", "classification: internal"], &["0|- name: §iban", "1|logicalType: string", "2|physicalType: *", "3|classification: public"]),
    fault("unknown-field", "odcs", &["warehouse: *"], &["0|warehouse: *", "0|§compute: x"]),
    fault("untyped-property", "odcs", &["- name: *", "logicalType: string", "physicalType: *"], &["0|- name: §*", "2|physicalType: *"]),
    fault("missing-field", "odcs", &["- type: library", "metric: *", "mustBe: *", "dimension: *"], &["0|- §type: library", "1|metric: *", "3|dimension: *"]),
    fault("undescribed-object", "odcs", &["- name: *", "physicalName: *", "physicalType: *", "logicalType: *", "businessName: *", "description: *"], &["0|- name: §*", "1|physicalName: *", "2|physicalType: *", "3|logicalType: *", "4|businessName: *"]),
    // Syntax.
    fault("invalid-syntax", "odcs", &["classification: *", "description: *"], &["0|classification: *", "1~§description: *"]),
    fault("invalid-syntax", "odcs", &["physicalType: *", "classification: *"], &["0|physicalType: *", "1>§classification: *"]),
    fault("invalid-syntax", "odcs", &["physicalType: *", "required: *"], &["0|physicalType: *", "1<§required: *"]),
    fault("invalid-syntax", "odcs", &["classification: *", "description: *"], &["0|classification: *", "1|description: §Mind: *"]),
    fault("invalid-syntax", "odcs", &["classification: *", "description: *"], &["0|classification: *", "1|description: §\"*"]),
    fault("invalid-syntax", "odcs", &["tags: [*]"], &["0|tags: §[*"]),
    fault("invalid-syntax", "odps", &["tenant: *"], &["0|tenant: §{{ tenant }}"]),
    fault("invalid-syntax", "odcs", &["tenant: *"], &["0|tenant§:*"]),
];

/// A place where a kind of fault fits: the lines that it takes, and what the stars stand for.
#[derive(Clone)]
struct Spot {
    file: usize,
    lines: Range<usize>,
    stars: Vec<String>,
}

/// A fault that was seeded.
struct Seeded {
    kind: &'static Kind,
    file: String,
    line: usize,
    column: usize,
    meant: Option<String>,
}

/// What the star of a pattern stands for in a text; empty without a star.
fn star<'t>(pattern: &str, text: &'t str) -> Option<&'t str> {
    match pattern.split_once('*') {
        None => (pattern == text).then_some(""),
        Some((head, tail)) => {
            let rest = text.strip_prefix(head)?.strip_suffix(tail)?;
            // A text that goes on below is no value to put something in front of.
            let is_whole = !rest.is_empty() && !rest.starts_with(['>', '|', '"', '\'']);
            is_whole.then_some(rest)
        }
    }
}

/// Every place of the sample where a kind of fault fits.
fn spots(kind: &Kind, texts: &[(String, String)]) -> Vec<Spot> {
    let mut spots = Vec::new();
    for (file, (path, text)) in texts.iter().enumerate() {
        // Rules look only at the current version of a contract.
        if !path.contains(kind.file) || path.contains("-v1.") {
            continue;
        }
        let lines: Vec<&str> = text.lines().collect();
        for (at, window) in lines.windows(kind.find.len()).enumerate() {
            let pairs = kind.find.iter().zip(window);
            let stars = pairs.map(|(find, line)| star(find, line.trim_start()));
            if let Some(stars) = stars.collect::<Option<Vec<_>>>() {
                spots.push(Spot {
                    file,
                    lines: at..at + window.len(),
                    stars: stars.into_iter().map(str::to_owned).collect(),
                });
            }
        }
    }
    spots
}

/// The lines that a kind of fault makes of those at a spot; `mark` is where it is found.
fn lines(kind: &Kind, spot: &Spot, old: &[&str], mark: char) -> Vec<String> {
    let line = |with: &&str| {
        let at = with.len() - with.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let from: usize = with[..at].parse().expect("a line of `find`");
        let (how, text) = with[at..].split_at(1);
        let old = old[from];
        let indent = old.len() - old.trim_start().len();
        let indent = match how {
            "|" => " ".repeat(indent),
            ">" => " ".repeat(indent + 1),
            "<" => " ".repeat(indent - 1),
            "~" => {
                return format!(
                    "{mark}\t{}",
                    text.replace('*', &spot.stars[from]).replace('§', "")
                );
            }
            _ => panic!("{with}"),
        };
        let text = text.replace('*', &spot.stars[from]);
        indent + &text.replace('§', &mark.to_string())
    };
    kind.with.iter().map(line).collect()
}

/// Whether one of two faults of a file keeps the other one from being seen: nobody knows
/// what stands in lines that cannot be read, so a name that leads to them may be right.
fn hides(one: &Kind, other: &Kind) -> bool {
    let is_pair = |one: &Kind, other: &Kind| {
        one.rule == "invalid-syntax"
            && matches!(other.rule, "dangling-relationship" | "dangling-sla-element")
    };
    is_pair(one, other) || is_pair(other, one)
}

/// Where each kind is seeded in each round: places apart from each other, none twice.
fn plan(texts: &[(String, String)]) -> Vec<Vec<(&'static Kind, Spot)>> {
    let mut rounds: Vec<Vec<(&Kind, Spot)>> = (0..TIMES).map(|_| Vec::new()).collect();
    for (number, kind) in KINDS.iter().enumerate() {
        let spots = spots(kind, texts);
        let mut used = BTreeSet::new();
        for (round, seeded) in rounds.iter_mut().enumerate() {
            let from = round * spots.len() / TIMES;
            let mut next = (from..spots.len()).chain(0..from);
            let is_free = |&at: &usize| {
                let spot = &spots[at];
                let is_apart = |(neighbour, other): &(&Kind, Spot)| {
                    let is_near = other.lines.end + 2 > spot.lines.start
                        && spot.lines.end + 2 > other.lines.start;
                    other.file != spot.file || !is_near && !hides(neighbour, kind)
                };
                !used.contains(&at) && seeded.iter().all(is_apart)
            };
            let at = next.find(is_free).unwrap_or_else(|| {
                panic!(
                    "kind {number} has {} places, no free one: {:?}",
                    spots.len(),
                    kind.find
                )
            });
            used.insert(at);
            seeded.push((kind, spots[at].clone()));
        }
    }
    rounds
}

/// Puts the faults of one round into a copy of the sample, and looks for them.
fn seed(
    texts: &[(String, String)],
    faults: &[(&'static Kind, Spot)],
) -> (Vec<Seeded>, Vec<Finding>) {
    let portal = sample();
    let mut seeded = Vec::new();
    let mut by_file: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (number, (_, spot)) in faults.iter().enumerate() {
        by_file.entry(spot.file).or_default().push(number);
    }
    for (file, mut numbers) in by_file {
        let (path, text) = &texts[file];
        // From the end, so that the numbers of lines above stay what they are.
        numbers.sort_by_key(|&number| std::cmp::Reverse(faults[number].1.lines.start));
        let mut marked: Vec<String> = text.lines().map(str::to_owned).collect();
        for number in numbers {
            let (kind, spot) = &faults[number];
            let old: Vec<&str> = text.lines().collect();
            let new = lines(kind, spot, &old[spot.lines.clone()], marks::mark(number));
            marked.splice(spot.lines.clone(), new);
        }
        let (plain, places) = marks::take(&(marked.join("\n") + "\n"));
        write(&portal.path().join("content/sample").join(path), plain);
        for (number, line, column) in places {
            let (kind, spot) = &faults[number];
            let last = spot.stars.last().map_or("", String::as_str);
            seeded.push(Seeded {
                kind,
                file: format!("content/sample/{path}"),
                line,
                column,
                meant: kind.meant.map(|meant| meant.replace('*', last)),
            });
        }
    }
    let findings = check(portal.path(), &[]).findings;
    (seeded, findings)
}

#[test]
fn seeded_faults_are_found_where_they_are() {
    let folder = repository().join("content/sample");
    let texts: Vec<(String, String)> = files(&folder)
        .into_iter()
        .map(|path| {
            (
                path.to_string_lossy().into_owned(),
                text(&folder.join(&path)),
            )
        })
        .collect();
    let (mut all, mut on_line, mut at_column, mut slips, mut meant) = (0, 0, 0, 0, 0);
    let mut faults = Vec::new();
    for round in plan(&texts) {
        let (seeded, findings) = seed(&texts, &round);
        for fault in seeded {
            all += 1;
            let (file, line, column, rule) =
                (&fault.file, fault.line, fault.column, fault.kind.rule);
            let place = format!("{file}:{line}:{column} [{rule}]");
            let mut found = findings
                .iter()
                .filter(|finding| {
                    (&finding.file, finding.line, finding.rule.as_str()) == (file, line, rule)
                })
                .peekable();
            if found.peek().is_none() {
                faults.push(format!("not found: {place}"));
                continue;
            }
            on_line += 1;
            let Some(found) = found.clone().find(|finding| finding.column == column) else {
                let at: Vec<_> = found.map(|finding| finding.column).collect();
                faults.push(format!("found at column {at:?}: {place}"));
                continue;
            };
            at_column += 1;
            let Some(word) = fault.meant else { continue };
            slips += 1;
            let help = found.help.as_deref().unwrap_or_default();
            match help.contains(&format!("`{word}`")) {
                true => meant += 1,
                false => faults.push(format!("`{word}` is not in the help `{help}`: {place}")),
            }
        }
    }
    println!(
        "{all} faults of {} kinds: {on_line} on their line, {at_column} at their column",
        KINDS.len()
    );
    println!("{slips} slips of the pen: the right word is named for {meant}");
    for fault in &faults {
        println!("{fault}");
    }
    assert!(KINDS.len() >= 40 && all == KINDS.len() * TIMES);
    assert_eq!(on_line, all, "each is found on its line");
    assert!(
        at_column * 100 >= all * 95,
        "{at_column} of {all} are found at their column"
    );
    assert!(
        meant * 100 >= slips * 90,
        "the right word is named for {meant} of {slips}"
    );
}
