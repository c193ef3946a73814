//! Rules of an organisation: one line each for `assert`, `when`, `message`, `applies_to` and
//! `for_each`. Lines that are not there are left out of the rule.

use std::fmt::Write;

use meshbook::diag::Files;
use meshbook::rules::own::{OwnRules, try_out};

use super::{Target, findings, in_time, portal};

pub(super) const TARGET: Target = Target { name: "rule", run };

/// What stands in a rule beside its lines.
const HEAD: &str = "\
id: test/rule
title: Rule
severity: low
level: gold
since: 2026-01-01
fix: mend
tests:
  - name: none
    pass: {schema: [{name: t, properties: [{name: c, logicalType: string}]}]}
";

/// The keys of the lines, and what they are where there is no line.
const KEYS: [(&str, Option<&str>); 5] = [
    ("assert", Some("true")),
    ("when", None),
    ("message", Some("m")),
    ("applies_to", None),
    ("for_each", Some("schema[*].properties[*]")),
];

/// The longest message of a finding, in bytes.
const LONGEST: usize = 2_000;

fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut rule = HEAD.to_owned();
    let mut lines = text.split('\n').filter(|line| !line.is_empty());
    for (key, default) in KEYS {
        if let Some(line) = lines.next().or(default) {
            // A text of JSON is one of YAML.
            let quoted = serde_json::to_string(line).expect("a text");
            writeln!(rule, "{key}: {quoted}").expect("room");
        }
    }
    let told = in_time("a rule", || judge(&rule));
    assert_eq!(told, judge(&rule));
}

/// What is told of a portal with a rule, and of its tests.
fn judge(rule: &str) -> String {
    let mut config = portal::config();
    let mut files = Files::default();
    let id = files
        .add(None, "rule.yaml", "rule.yaml", rule)
        .expect("room");
    config.governance.rules = vec![id];
    let mut told = Vec::new();
    let mesh = portal::mesh(&mut files, portal::ORDERS, false, &mut told);
    let today = portal::now().to_zoned(jiff::tz::TimeZone::UTC).date();
    let mut own = OwnRules::read(&config, &files);
    let tried = try_out(&mut own, &files, today).into_iter();
    told.extend(tried.flat_map(|(_, tried)| tried.faults));
    let judged = portal::judged(config, files, mesh, told);
    findings::check(&judged.files, &judged.findings);
    for finding in &judged.findings {
        assert!(finding.message.len() <= LONGEST, "{}", finding.message);
    }
    format!("{:?}", judged.findings)
}
