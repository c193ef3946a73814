//! Portals of a few files.

use std::fs;
use std::path::Path;

use meshbook::diag::Finding;
use meshbook::pipeline::{self, Judged};
use meshbook::rules::{Outcome, Verdict};
use meshbook::score::Card;

/// The day on which the portals of these tests are judged.
pub(crate) const TODAY: &str = "2026-03-02";

/// A portal of the owner's waivers over one contract without a support channel.
pub(crate) const OWN: &str = "governance:\n  waivers: [waivers]\n";

/// A contract that fails some rules, of the domain `sales`.
pub(crate) const ORDERS: &str = "\
apiVersion: v3.1.0
kind: DataContract
id: orders
version: 1.0.0
status: active
domain: sales
tags: [gold]
schema:
  - name: orders
    properties:
      - name: total
      - name: discount
  - name: items
    properties:
      - name: amount
        logicalType: number
";

/// A waiver that holds, of which some fields are written anew; an empty value leaves a field out.
pub(crate) fn waiver(fields: &[(&str, &str)]) -> String {
    let mut all = vec![
        ("id", "orders-channel"),
        ("rule", "missing-support-channel"),
        ("target", "orders"),
        (
            "reason",
            "The channel is opened with the new help desk in spring.",
        ),
        ("owner", "shop-data"),
        ("approvedBy", "data-office"),
        ("created", "2026-02-01"),
        ("expires", "2026-05-01"),
    ];
    for &(name, value) in fields {
        match all.iter_mut().find(|(known, _)| *known == name) {
            Some(field) => field.1 = value,
            None => all.push((name, value)),
        }
    }
    let fields = all.iter().filter(|(_, value)| !value.is_empty());
    let lines: Vec<_> = fields
        .map(|(name, value)| format!("{name}: {value}"))
        .collect();
    format!("- {}\n", lines.join("\n  "))
}

pub(crate) fn write(folder: &Path, files: &[(&str, &str)]) {
    for (path, text) in files {
        let path = folder.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
}

/// Judges a portal of these files on a day.
pub(crate) fn judged_on(day: &str, files: &[(&str, &str)]) -> Judged {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), files);
    let now = format!("{day}T09:00:00Z").parse().unwrap();
    pipeline::judge(pipeline::read(folder.path()).unwrap(), now)
}

pub(crate) fn judged(files: &[(&str, &str)]) -> Judged {
    judged_on(TODAY, files)
}

/// A portal of `ORDERS` with these waivers in the owner's folder.
pub(crate) fn with(waivers: &str) -> Judged {
    judged(&[
        ("meshbook.yaml", OWN),
        ("waivers/a.yaml", waivers),
        ("orders.odcs.yaml", ORDERS),
    ])
}

/// The findings of rules whose names end so.
pub(crate) fn found<'j>(judged: &'j Judged, end: &str) -> Vec<&'j Finding> {
    let findings = judged.findings.iter();
    findings
        .filter(|finding| finding.rule.ends_with(end))
        .collect()
}

/// What is told of waivers: `rule line: message`.
pub(crate) fn told(judged: &Judged) -> Vec<String> {
    let told = found(judged, "-waiver").into_iter().map(|finding| {
        let line = judged.files.place(finding.span).line;
        format!("{} {line}: {}", finding.rule, finding.message)
    });
    told.collect()
}

pub(crate) fn verdict(card: &Card, id: &str) -> Verdict {
    let mut verdicts = card.verdicts();
    verdicts.find(|(rule, _)| rule.id() == id).unwrap().1
}

/// The verdict of a rule on the only contract, and on its product.
pub(crate) fn verdicts(judged: &Judged, id: &str) -> (Verdict, Verdict) {
    let cards = &judged.scorecards;
    (
        verdict(&cards.contracts[0], id),
        verdict(&cards.products[0], id),
    )
}

pub(crate) fn is_failing(verdict: Verdict) -> bool {
    matches!(verdict.outcome, Outcome::Fail | Outcome::Partial { .. })
}
