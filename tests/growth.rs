//! What a hostile manifest costs: four times the faults take about four times as long, and
//! what is told of them stays small.

use std::fs;
use std::time::{Duration, Instant};

use meshbook::diag::{Files, Finding, Subject, SubjectKind};
use meshbook::manifest;

/// The faults of the smaller file.
const FEW: usize = 1_500;
/// How many times more the larger one has.
const TIMES: usize = 4;
/// How many times longer the larger one may take: twice what is linear. What is quadratic
/// takes 16 times as long.
const MOST: f64 = 8.0;
/// The clock of a thread moves in steps of a few milliseconds.
const STEP: Duration = Duration::from_millis(4);
/// The runs of which the shortest counts, since other processes only make one longer.
const RUNS: usize = 3;

const CONTRACT: &str =
    "kind: DataContract\nid: orders\nversion: 1.0.0\nstatus: active\napiVersion: ";

fn findings(path: &str, text: &str) -> Vec<Finding> {
    let mut files = Files::default();
    let id = files.add(None, path, path, text).expect("a small text");
    let source = Subject::new(SubjectKind::Source, "test");
    manifest::read(id, files.file(id), false, &source).findings
}

/// The time that this thread had a processor; the time of day where the system does not say.
fn spent(since: Instant) -> Duration {
    let told = fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds = told.and_then(|told| told.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| since.elapsed(), Duration::from_nanos)
}

fn cost(path: &str, text: &str) -> Duration {
    let since = Instant::now();
    let runs = (0..RUNS).map(|_| {
        let before = spent(since);
        let found = findings(path, text);
        let cost = spent(since) - before;
        assert!(!found.is_empty(), "no fault in {text:.200}");
        cost
    });
    runs.min().unwrap_or_default().max(STEP)
}

#[track_caller]
fn grows_with_its_faults(path: &str, head: &str, fault: impl Fn(usize) -> String) {
    let text = |size| head.to_owned() + &(0..size).map(&fault).collect::<String>();
    let small = cost(path, &text(FEW));
    let large = cost(path, &text(FEW * TIMES));
    println!("{small:?}, {TIMES} times as many: {large:?}");
    let ratio = large.as_secs_f64() / small.as_secs_f64();
    assert!(ratio <= MOST, "{small:?}, then {large:?}");
}

#[test]
fn faults_of_which_other_versions_say_something_else() {
    let head = "apiVersion: v1.0.0\nkind: DataProduct\nid: shop\nstatus: active\ninputPorts:\n";
    grows_with_its_faults("shop.odps.yaml", head, |n| {
        format!("  - name: [x]\n    contractId: c{n}\n")
    });
}

#[test]
fn faults_within_a_later_part() {
    let head = format!("{CONTRACT}v3.0.2\nteam:\n  members:\n");
    grows_with_its_faults("orders.odcs.yaml", &head, |n| {
        format!("    - usernam: u{n}\n")
    });
}

#[test]
fn unknown_keys() {
    let head = format!("{CONTRACT}v3.1.0\n");
    grows_with_its_faults("orders.odcs.yaml", &head, |n| format!("statu{n}: x\n"));
}

#[test]
fn values_with_a_slip() {
    let head = format!("{CONTRACT}v3.1.0\nschema:\n  - name: a\n    quality:\n");
    grows_with_its_faults("orders.odcs.yaml", &head, |n| {
        format!("      - {{type: text, dimension: completenes{}}}\n", n % 10)
    });
}

#[test]
fn keys_that_stand_twice() {
    let head = format!("{CONTRACT}v3.1.0\n");
    grows_with_its_faults("orders.odcs.yaml", &head, |n| format!("a{n}: x\na{n}: x\n"));
}

#[test]
fn the_first_thousand_findings_of_a_file_are_told_and_the_others_counted() {
    let mut text = format!("{CONTRACT}v3.1.0\n");
    for n in 0..15_000 {
        text += &format!("a{n}: x\n");
    }
    let found = findings("orders.odcs.yaml", &text);
    assert_eq!(found.len(), 1_001);
    let told = &found[999];
    assert_eq!(told.message, "unknown field `a999` in the data contract");
    let last = &found[1_000];
    assert_eq!(last.rule, "over-limit");
    assert_eq!(
        last.message,
        "14000 more findings of this file are left out"
    );
    assert_eq!(last.span.start, told.span.start + "a999: x\n".len() as u32);
}

#[test]
fn a_long_name_is_not_repeated_by_what_is_told() {
    let long = "é".repeat(150_000);
    let standards = [
        ("orders.odcs.yaml", CONTRACT, "v3.1.0"),
        ("orders.odcs.yaml", CONTRACT, "v2.2.2"),
        (
            "orders.yaml",
            "id: orders\ninfo: {title: a, version: 1.0.0}\ndataContractSpecification: ",
            "1.1.0",
        ),
    ];
    for (path, head, version) in standards {
        for text in [
            format!("{head}{version}\n{long}: x\n{long}: x\nservers: {{a: {long}}}\n"),
            format!("{head}{version}\nservers:\n  - {{server: a, type: {long}}}\n"),
            format!("{head}{long}\n"),
            format!("{head}{version}\n").replace("orders\n", &format!("{long}\nstatu: x\n")),
        ] {
            for finding in findings(path, &text) {
                let told = format!("{finding:?}");
                assert!(told.len() < 3_000, "{told:.3000}");
            }
        }
    }
}
