//! Repositories that mean harm, beside twenty that do not: the pages of those are the same byte
//! for byte as without them, the build ends in time and within its memory, and reads nothing but
//! its sources.
//!
//! `MESHBOOK_BIN` names an optimised binary, with which each repository is measured alone.
//! `MESHBOOK_HOSTILE` names the folder of the generators of more cases (they need Python).

mod build;
mod cases;
mod generated;
mod opened;
mod portal;

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;
use std::time::Duration;

use build::{Built, build};
use portal::{Portal, is_of_healthy};

/// What one hostile repository may cost in work.
const EACH: Duration = Duration::from_secs(5);
/// And in time, on a machine that is busy: what waits for something works not at all.
const WAIT: Duration = Duration::from_secs(30);
/// What all of them together may cost in work, without optimisation.
const ALL: Duration = Duration::from_secs(60);
/// The most memory of a build, in bytes.
const MEMORY: u64 = 512 << 20;

/// Held by the test that runs: what it measures is of one build alone.
static ALONE: Mutex<()> = Mutex::new(());

#[test]
fn hostile_repositories_hurt_nobody_else() {
    let _alone = ALONE.lock();
    let portal = Portal::new();
    let clean = build(&portal, &[], "clean");
    let all: Vec<&str> = portal.hostile.iter().map(String::as_str).collect();
    let hostile = build(&portal, &all, "hostile");
    println!("{} hostile repositories", portal.hostile.len());
    println!("without: {clean}\nwith: {hostile}");
    let mut faults = Vec::new();
    pages_of_others_are_the_same(&clean, &hostile, &mut faults);
    nothing_leaks(&portal, &hostile, &mut faults);
    let cost = hostile.worked.saturating_sub(clean.worked);
    if cost > ALL {
        faults.push(format!("all of them cost {cost:?}"));
    }
    if hostile.memory.is_some_and(|bytes| bytes > MEMORY) {
        faults.push(format!("the build took {hostile}"));
    }
    opened::nothing_outside_is_opened(&portal, &mut faults);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// Every file of the healthy is there, and as it was; nobody has added one beside them.
fn pages_of_others_are_the_same(clean: &Built, hostile: &Built, faults: &mut Vec<String>) {
    let of = |built: &Built| -> BTreeSet<String> {
        let paths = built.files.keys().filter(|path| is_of_healthy(path));
        paths.cloned().collect()
    };
    let (before, after) = (of(clean), of(hostile));
    assert!(
        before.len() > 6 * portal::HEALTHY,
        "only {} files",
        before.len()
    );
    let only = before.symmetric_difference(&after);
    faults.extend(only.map(|path| format!("{path} is in one of the sites only")));
    for path in before.intersection(&after) {
        let (was, is) = (&clean.files[path], &hostile.files[path]);
        if was != is {
            let [was, is] = [was, is].map(|bytes| String::from_utf8_lossy(bytes));
            let mut lines = was.lines().zip(is.lines());
            let first = lines.find(|(was, is)| was != is).unwrap_or_default();
            faults.push(format!("{path} differs:\n  {}\n  {}", first.0, first.1));
        }
    }
}

/// No trap was sprung, and nothing of what lies outside of the sources is told.
fn nothing_leaks(portal: &Portal, built: &Built, faults: &mut Vec<String>) {
    let sprung = portal.sprung();
    faults.extend(sprung.into_iter().map(|path| format!("{path} was made")));
    for (path, bytes) in &built.files {
        let is_told = bytes.windows(7).any(|window| window == b"CANARY-");
        if is_told {
            faults.push(format!("{path} shows what lies outside of its source"));
        }
        if !path.bytes().all(|byte| byte.is_ascii_graphic()) {
            faults.push(format!("{path:?} is no name for every host"));
        }
    }
    if built.told.contains("CANARY-") {
        faults.push("the messages tell what lies outside of a source".to_owned());
    }
    let is_harmful = |c: char| c.is_control() && c != '\n';
    if let Some(at) = built.told.find(is_harmful) {
        let shown: String = built.told[at..].chars().take(40).collect();
        faults.push(format!("a terminal obeys {shown:?}"));
    }
}

#[test]
fn each_hostile_repository_costs_little() {
    if std::env::var_os("MESHBOOK_BIN").is_none() {
        println!("skipped: MESHBOOK_BIN is not set, so no optimised binary is measured");
        return;
    }
    let _alone = ALONE.lock();
    let portal = Portal::new();
    // The first build reads the binary from the disk.
    build(&portal, &[], "first");
    let without = (0..3).map(|_| build(&portal, &[], "without").worked).min();
    let without = without.expect("three builds");
    let mut faults = Vec::new();
    let mut worst = (Duration::ZERO, "none");
    for name in &portal.hostile {
        let built = build(&portal, &[name], "one");
        let cost = built.worked.saturating_sub(without);
        println!("{cost:>8.0?}  {name}: {built}");
        worst = worst.max((cost, name));
        let is_large = built.memory.is_some_and(|bytes| bytes > MEMORY);
        if cost > EACH || built.took > WAIT || is_large {
            faults.push(format!("{name} costs {cost:?}: {built}"));
        }
    }
    println!("without any: {without:?}; the dearest: {worst:?}");
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A path below the folder of the tests as text.
fn text(path: &Path) -> String {
    path.to_str()
        .expect("a path of the tests is UTF-8")
        .to_owned()
}
