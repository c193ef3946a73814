//! Every page of a rule is its test: its bad examples give the findings that they mark, its
//! good examples give none, and what it exempts is not judged by it.

mod blinded;
mod example;
mod seen;

use example::{Group, Kind, examples, groups};
use meshbook::diag::Code;
use meshbook::{markup, rules};
use seen::{Place, Seen};

/// Codes without examples that a folder of files can show, with the reason.
const WITHOUT_EXAMPLES: &[(&str, &str)] = &[
    (
        "unreadable-file",
        "an example in Markdown is always a readable text",
    ),
    (
        "stale-source",
        "no text shows that a repository cannot be fetched",
    ),
    ("result-ahead", "JSON has no comment to mark a line with"),
    ("unjoined-result", "JSON has no comment to mark a line with"),
    ("unknown-result", "JSON has no comment to mark a line with"),
    (
        "unreadable-result",
        "JSON has no comment to mark a line with",
    ),
];

/// Rules whose pages exempt nothing, with the reason.
const ALWAYS_APPLY: &[(&str, &str)] = &[
    ("missing-schema", "every product offers data"),
    ("duplicate-name", "without names none is taken twice"),
    ("missing-quality-rule", "every table can be checked"),
    ("missing-frequency", "all data comes at some time"),
    ("missing-retention", "all data is kept for some time"),
    ("narrow-quality", "every table can be checked"),
    ("missing-purpose", "every product is for something"),
    ("missing-usage-limits", "every product can be misused"),
    ("missing-docs-page", "there is something to say of each"),
    ("missing-owner", "somebody answers for every product"),
    (
        "no-accountable-member",
        "a person answers for every product",
    ),
    (
        "bus-factor-one",
        "every product has people who look after it",
    ),
    ("missing-support-channel", "every product has readers"),
    ("missing-access-path", "all data is read in some way"),
    ("secret-in-manifest", "every file can hold a secret"),
    ("missing-server", "all data lies somewhere"),
    ("missing-identity", "every product is called something"),
];

/// Rules whose bad examples change no verdict, with the reason.
const FINDS_BESIDE_VERDICTS: &[(&str, &str)] = &[];

/// Rules whose good examples are none that pass, with the reason.
const NEVER_PASSES: &[(&str, &str)] = &[];

fn is_listed(list: &[(&str, &str)], id: &str) -> bool {
    list.iter().any(|(listed, _)| *listed == id)
}

/// Whether two places are one: the source's name may stand before a path, and the folder of
/// the source does where there is a directory.
fn is_same((file, line): &Place, (other, other_line): &Place) -> bool {
    let within = |long: &str, short: &str| {
        let before = long.strip_suffix(short);
        before.is_some_and(|before| before.is_empty() || before.ends_with('/'))
    };
    line == other_line && (within(file, other) || within(other, file))
}

/// What is wrong with what the rule says of the files.
fn faults(code: &Code, group: &Group<'_>, seen: &Seen) -> Vec<String> {
    let mut faults = findings_at_fault(code, group, seen);
    if rules::rule(code.id).is_some() && seen.is_judged {
        faults.extend(verdicts_at_fault(code.id, group, seen));
    }
    faults
}

/// The findings must be those that are marked, no more and no fewer.
fn findings_at_fault(code: &Code, group: &Group<'_>, seen: &Seen) -> Vec<String> {
    let mut faults = Vec::new();
    let marked = group.marked(code);
    if (group.kind() == Kind::Bad) == marked.is_empty() {
        faults.push(format!(
            "{}: only a bad example marks findings, and each does",
            code.id
        ));
    }
    let without = |place: &&Place, places: &std::collections::BTreeSet<Place>| {
        !places.iter().any(|known| is_same(place, known))
    };
    let missing = marked.iter().filter(|place| without(place, &seen.places));
    faults.extend(
        missing.map(|(file, line)| format!("{}: no finding in {file}, line {line}", code.id)),
    );
    let unmarked = seen.places.iter().filter(|place| without(place, &marked));
    faults
        .extend(unmarked.map(|(file, line)| {
            format!("{}: an unmarked finding in {file}, line {line}", code.id)
        }));
    faults
}

/// A bad example does not meet the rule; a good one meets it; one that is exempt is not judged.
fn verdicts_at_fault(id: &str, group: &Group<'_>, seen: &Seen) -> Vec<String> {
    let outcomes = || seen.products.iter().chain(&seen.contracts);
    let is_met = outcomes().all(|outcome| outcome.is_met());
    let is_passed = outcomes().any(|outcome| *outcome == rules::Outcome::Pass);
    let is_exempt = |outcome: &rules::Outcome| matches!(outcome, rules::Outcome::NotApplicable(_));
    let fault = match group.kind() {
        Kind::Bad if is_met && !is_listed(FINDS_BESIDE_VERDICTS, id) => {
            "a bad example that meets the rule"
        }
        Kind::Good if !is_met => "a good example that does not meet the rule",
        Kind::Good if !is_passed && !is_listed(NEVER_PASSES, id) => {
            "a good example that does not pass; is it exempt?"
        }
        Kind::Exempt if !is_met => "an exempt example that does not meet the rule",
        Kind::Exempt if !seen.products.iter().any(is_exempt) => {
            "an exempt example of which no product is exempt"
        }
        _ => return Vec::new(),
    };
    let files: Vec<_> = group.files.iter().map(|(path, _)| path.as_str()).collect();
    vec![format!(
        "{id}: {fault}: {}: {:?} {:?}",
        files.join(", "),
        seen.products,
        seen.contracts
    )]
}

/// What is wrong with a page and its examples.
fn check(code: &Code) -> Vec<String> {
    let groups = groups(code, examples(code.page));
    let mut faults_of_page = Vec::new();
    let mut kinds = vec![Kind::Bad, Kind::Good];
    if rules::rule(code.id).is_some() && !is_listed(ALWAYS_APPLY, code.id) {
        kinds.push(Kind::Exempt);
    }
    for kind in kinds {
        if !groups.iter().any(|group| group.kind() == kind) {
            faults_of_page.push(format!("{}: no {} example", code.id, kind.name()));
        }
    }
    for group in groups {
        faults_of_page.extend(faults(code, &group, &Seen::of(code, &group)));
    }
    faults_of_page
}

#[test]
fn every_page_says_when_its_rule_finds_something() {
    let is_markup = |code: &&&Code| markup::CODES.iter().any(|known| known.id == code.id);
    let codes = rules::catalogue();
    // The pages of `markup` hold Markdown, which the tests of that room run.
    let run = codes
        .iter()
        .filter(|code| !is_markup(code) && !is_listed(WITHOUT_EXAMPLES, code.id));
    let faults: Vec<_> = run.flat_map(|code| check(code)).collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn the_lists_of_exceptions_name_rules_and_are_needed() {
    for list in [ALWAYS_APPLY, FINDS_BESIDE_VERDICTS, NEVER_PASSES] {
        for (id, reason) in list {
            assert!(rules::rule(id).is_some(), "{id} is no rule");
            assert!(reason.len() > 20, "{id}: {reason}");
        }
    }
    for (id, _) in ALWAYS_APPLY {
        let groups = groups(
            rules::code(id).unwrap(),
            examples(rules::code(id).unwrap().page),
        );
        let is_exempt = groups.iter().any(|group| group.kind() == Kind::Exempt);
        assert!(!is_exempt, "{id} has an exempt example");
    }
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
