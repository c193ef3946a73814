//! `service-levels:` in `meshbook.yaml`: where measurements lie, and how they are held against
//! promises.

use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};

use jiff::{SpanRelativeTo, Unit};
use schemars::JsonSchema;
use serde::Deserialize;

use super::{INVALID_CONFIGURATION, item};
use crate::diag::{Finding, Span, Subject, SubjectKind};
use crate::document::Node;

/// Where measurements lie, and how they are held against promises.
#[derive(Clone, Debug, Default, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case", default)]
#[schemars(deny_unknown_fields)]
pub struct RawServiceLevels {
    /// Folders of results that pipelines leave, relative to `meshbook.yaml`: what lies in them may
    /// speak of every contract. The files in a folder `measurements` of a source need not be named
    /// here, and speak of the contracts of that source alone.
    pub measurements: Vec<String>,
    /// How often a promise is measured where its contract says nothing of how often data comes,
    /// such as `24h`; one day where it is absent. What is older than two of these is stale.
    pub cadence: Option<String>,
    /// How old a measurement may be at the least before it is stale, such as `6h`, which it is
    /// where this is absent.
    pub grace: Option<String>,
    /// How many samples a share or a rate is told from at the least; 20 where it is absent.
    pub minimum_samples: Option<u32>,
    /// How old the portal may be before its pages warn of it, such as `2d`. They do not where it
    /// is absent.
    pub max_build_age: Option<String>,
    /// Which badges are written of each product beside the one of all: `promises` for one each,
    /// `completeness`, `level`.
    pub badges: Vec<BadgeKind>,
}

/// A kind of badge that is written where it is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum BadgeKind {
    /// One for each service level that a product promises.
    Promises,
    /// How many elements of a complete contract are there.
    Completeness,
    /// The level that is reached.
    Level,
}

/// How measurements are held against promises, as the stages use it.
#[derive(Clone, Debug)]
pub struct ServiceLevels {
    /// Folders of results, relative to the portal's.
    pub measurements: Vec<PathBuf>,
    /// How often a promise is measured where nothing says so, in seconds.
    pub cadence: i64,
    /// How old a measurement may be at the least, in seconds.
    pub grace: i64,
    /// How many samples a share or a rate is told from at the least.
    pub minimum_samples: u64,
    /// How old the portal may be before its pages warn of it, in seconds.
    pub max_build_age: Option<i64>,
    /// The badges that are written where they are asked for.
    pub badges: BTreeSet<BadgeKind>,
}

const HOUR: i64 = 3_600;

impl Default for ServiceLevels {
    fn default() -> ServiceLevels {
        ServiceLevels {
            measurements: Vec::new(),
            cadence: 24 * HOUR,
            grace: 6 * HOUR,
            minimum_samples: 20,
            max_build_age: None,
            badges: BTreeSet::new(),
        }
    }
}

/// The settings as used. What is wrong with one is told, and the usual stands in its place.
pub(super) fn resolve(
    raw: RawServiceLevels,
    node: Option<&Node<'_>>,
    findings: &mut Vec<Finding>,
) -> ServiceLevels {
    let usual = ServiceLevels::default();
    let span = |key: &str| node.and_then(|node| node.get(key)).map(|node| node.span);
    let mut told = |span: Option<Span>, message: String, help: &str| {
        let subject = Subject::new(SubjectKind::Portal, super::FILE);
        let span = span.unwrap_or(Span { start: 0, end: 0 });
        findings.push(Finding::new(&INVALID_CONFIGURATION, subject, span, message).help(help));
    };
    let mut seconds = |key: &str, text: Option<&str>| {
        let text = text?;
        let found = seconds(text);
        if found.is_none() {
            let message = format!("`{text}` is no length of time from a minute to ten years");
            told(span(key), message, "write it as `24h`, `90min` or `P2D`");
        }
        found
    };
    let cadence = seconds("cadence", raw.cadence.as_deref());
    let grace = seconds("grace", raw.grace.as_deref());
    let max_build_age = seconds("max-build-age", raw.max_build_age.as_deref());
    let mut measurements = Vec::new();
    for (at, text) in raw.measurements.iter().enumerate() {
        let path = Path::new(text);
        let is_inside = path
            .components()
            .all(|part| matches!(part, Component::Normal(_)));
        if is_inside && !text.is_empty() {
            measurements.push(path.to_owned());
            continue;
        }
        let list = node.and_then(|node| node.get("measurements"));
        let span = list.and_then(|list| item(list, at)).map(|node| node.span);
        let message = format!("`{text}` is no folder of the portal");
        told(
            span,
            message,
            "name a folder below that of `meshbook.yaml`, without `..`",
        );
    }
    ServiceLevels {
        measurements,
        cadence: cadence.unwrap_or(usual.cadence),
        grace: grace.unwrap_or(usual.grace),
        minimum_samples: raw.minimum_samples.map_or(usual.minimum_samples, u64::from),
        max_build_age,
        badges: raw.badges.into_iter().collect(),
    }
}

/// A length of time from a minute to ten years, in seconds.
fn seconds(text: &str) -> Option<i64> {
    let span: jiff::Span = text.trim().parse().ok()?;
    let days = SpanRelativeTo::days_are_24_hours();
    let seconds = span.total((Unit::Second, days)).ok()?;
    (60.0..=10.0 * 366.0 * 86_400.0)
        .contains(&seconds)
        .then_some(seconds as i64)
}
