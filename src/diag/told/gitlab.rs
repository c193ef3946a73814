//! GitLab's code quality report: the part of the Code Climate format that GitLab reads.
//!
//! GitLab compares the reports of two branches itself, by fingerprints, so everything that
//! is not suppressed stands here, known to a baseline or not.

use std::collections::HashSet;

use serde::Serialize;

use super::{Format, each, escape};
use crate::diag::{Level, Report};

pub(super) const FORMAT: Format = Format {
    name: "gitlab",
    about: "GitLab's code quality report",
    tell,
    has_fingerprints: true,
};

#[derive(Serialize)]
struct Issue<'r> {
    description: String,
    check_name: &'r str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: u32,
    end: u32,
}

fn tell(reports: &[Report<'_>], _color: bool) -> String {
    // Two portals of one call may share a fingerprint, and GitLab drops what it has seen.
    let mut seen = HashSet::new();
    let issues: Vec<_> = each(reports)
        .map(|told| {
            let (finding, place) = (told.finding, told.place());
            let mut fingerprint = told.fingerprint.to_owned();
            while !seen.insert(fingerprint.clone()) {
                fingerprint.push('+');
            }
            Issue {
                description: told.sentence(),
                check_name: &finding.rule,
                fingerprint,
                severity: match finding.level {
                    Level::Error => "major",
                    Level::Warning => "minor",
                    Level::Info => "info",
                },
                location: Location {
                    path: told.path(),
                    lines: Lines {
                        begin: place.line,
                        end: place.last_line(),
                    },
                },
            }
        })
        .collect();
    escape::json(&issues)
}
