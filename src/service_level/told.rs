//! What was measured, in words; and what is told of it as a finding.

use std::collections::BTreeSet;

use jiff::Timestamp;

use super::pace::is_past;
use crate::diag::{Code, Element, Finding, Level, Subject, SubjectKind};
use crate::measure::Measured;
use crate::mesh::Mesh;
use crate::model::sla::{Amount, Promise, SlaKind};

/// A measured number in words, in the unit of the promise.
pub fn telling(promise: &Promise, number: f64) -> String {
    match &promise.amount {
        Amount::Percent(_) => format!("{} %", rounded(number)),
        Amount::Count(_, unit) => format!("{} {unit}", rounded(number)),
        Amount::Time(_) => {
            let minutes = number as u16;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }
        _ if promise.kind == SlaKind::Other => rounded(number),
        _ => lasting(number),
    }
}

/// A length of time in words: `42 minutes`, `3.1 hours`, `2.5 days`.
pub fn lasting(seconds: f64) -> String {
    const MINUTE: f64 = 60.0;
    const HOUR: f64 = 3_600.0;
    const DAY: f64 = 86_400.0;
    let (number, unit) = match seconds {
        s if s < 1.5 * MINUTE => (s, "second"),
        s if s < 1.5 * HOUR => (s / MINUTE, "minute"),
        s if s < 2.0 * DAY => (s / HOUR, "hour"),
        s => (s / DAY, "day"),
    };
    let number = rounded_to(number.max(0.0), 1);
    let plural = if number == "1" { "" } else { "s" };
    format!("{number} {unit}{plural}")
}

/// A number with at most three digits behind the point.
fn rounded(number: f64) -> String {
    rounded_to(number, 3)
}

fn rounded_to(number: f64, digits: usize) -> String {
    let text = format!("{number:.digits$}");
    match text.contains('.') {
        true => text.trim_end_matches('0').trim_end_matches('.').to_owned(),
        false => text,
    }
}

/// The files of results that bear a time ahead of `now`.
pub(super) fn doubted(mesh: &Mesh, measured: &Measured, now: Timestamp) -> BTreeSet<u32> {
    let all = mesh.contracts().flat_map(|(id, _)| measured.of(id));
    let ahead = all.filter(|one| !is_past(one.at, now));
    ahead.map(|one| one.file).collect()
}

/// Measurements that lie ahead of `now`, by contract.
pub(super) fn ahead(mesh: &Mesh, measured: &Measured, now: Timestamp) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, contract) in mesh.contracts() {
        let ahead = measured.of(id).iter().filter(|one| !is_past(one.at, now));
        let (count, last) = ahead.fold((0, None), |(count, _), one| (count + 1, Some(one)));
        let Some(last) = last else {
            continue;
        };
        let file = &measured.files[last.file as usize].shown;
        let of = &contract.versions[last.version].manifest;
        let subject = Subject::new(SubjectKind::Contract, contract.id.as_str());
        let message = format!(
            "`{file}` says that it was measured at {}, which lies ahead",
            last.at
        );
        let finding = Finding::new(&RESULT_AHEAD, subject, of.place(), message);
        let label = match count {
            1 => String::new(),
            _ => format!("{count} measurements lie ahead"),
        };
        let help = "correct the clock or the zone of what measures";
        findings.push(finding.label(label).help(help));
    }
    findings
}

/// A measurement bears a time that lies ahead.
pub(super) const RESULT_AHEAD: Code = Code {
    id: "result-ahead",
    level: Level::Error,
    element: Element::Sla,
    page: include_str!("../../content/rules/result-ahead.md"),
};

/// The faults that this room reports.
pub const CODES: &[Code] = &[RESULT_AHEAD];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_told_in_the_unit_that_fits() {
        for (seconds, words) in [
            (0.0, "0 seconds"),
            (1.0, "1 second"),
            (89.0, "89 seconds"),
            (150.0, "2.5 minutes"),
            (2_520.0, "42 minutes"),
            (11_160.0, "3.1 hours"),
            (86_400.0, "24 hours"),
            (216_000.0, "2.5 days"),
        ] {
            assert_eq!(lasting(seconds), words);
        }
    }
}
