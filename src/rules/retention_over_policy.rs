//! Data that is kept longer than the policy lets it be.

use super::report::{CUT_OFF, Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use std::collections::{HashMap, HashSet};

use super::place;
use super::retention_policy::Limit;
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::sla::{Amount, SlaKind, read, words};
use crate::model::{DataContract, SchemaProperty, SlaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "retention-over-policy",
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/retention-over-policy.md"),
    },
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    if facts.retention.is_empty() {
        return Outcome::NotApplicable("no retention policy is configured");
    }
    let tables = contract.schema.iter().filter_map(|object| {
        let mut strictest = None;
        strictest_of(facts, &object.properties, &mut strictest);
        Some((
            object.name.as_ref().map_or("", |name| name.trim()),
            strictest?,
        ))
    });
    let tables: Vec<(&str, Limited<'_>)> = tables.collect();
    let kept = Kept::of(contract);
    if kept.is_empty() && !report.is_complete {
        return Outcome::Unknown(CUT_OFF);
    }
    let (mut met, mut told) = (0, HashSet::new());
    for (table, limited) in &tables {
        let Some(promise) = kept.longest(table) else {
            tell_unsaid(contract, limited, &kept, report);
            continue;
        };
        let limit = limited.limit;
        if promise
            .seconds
            .is_some_and(|seconds| seconds <= limit.longest.seconds())
        {
            met += 1;
        } else if promise.seconds.is_none() || !told.insert(promise.span) {
            report.told_elsewhere(promise.span);
        } else {
            let (column, class) = (limited.column, &limit.class);
            let message = format!(
                "data is {}, and `{class}` data may be for {} at most",
                words(promise.property),
                limit.longest
            );
            report
                .tell(promise.span, message)
                .label("longer than the policy")
                .help(format!("promise at most {}", limit.longest))
                .related(limited.span, format!("`{column}` is `{class}`"));
        }
    }
    report.outcome(met, tables.len(), "it has no data that the policy limits")
}

/// Data of which nothing says how long it is kept may be kept for any time.
fn tell_unsaid(
    contract: &DataContract,
    limited: &Limited<'_>,
    kept: &Kept<'_>,
    report: &mut Report<'_>,
) {
    if kept.is_empty() {
        // The lack of any is told by its own rule.
        report.told_elsewhere(contract.place());
        return;
    }
    let (column, limit) = (limited.column, limited.limit);
    let message = format!(
        "nothing says how long `{column}`, which is `{}`, is kept",
        limit.class
    );
    report.tell(limited.span, message).help(format!(
        "promise a `retention` of at most {} of its table",
        limit.longest
    ));
}

/// The column of a table that may be kept for the shortest time.
#[derive(Clone, Copy)]
struct Limited<'f> {
    limit: &'f Limit,
    column: &'f str,
    span: Span,
}

fn strictest_of<'f>(
    facts: &'f Facts<'_>,
    properties: &'f [SchemaProperty],
    strictest: &mut Option<Limited<'f>>,
) {
    for property in properties {
        let class = property.classification.as_ref();
        if let Some(limit) = class.and_then(|class| facts.retention.limit(class)) {
            let is_stricter =
                |known: &Limited<'_>| limit.longest.seconds() < known.limit.longest.seconds();
            if strictest.as_ref().is_none_or(is_stricter) {
                let (span, column) = place::of_property(property);
                *strictest = Some(Limited {
                    limit,
                    column,
                    span,
                });
            }
        }
        strictest_of(facts, &property.properties, strictest);
    }
}

/// How long data is kept: the longest promise on each table, and that on all of them.
struct Kept<'c> {
    of_tables: HashMap<&'c str, Retention<'c>>,
    of_all: Option<Retention<'c>>,
}

/// A promise on how long data is kept; `None` where it cannot be understood.
#[derive(Clone, Copy)]
struct Retention<'c> {
    property: &'c SlaProperty,
    seconds: Option<f64>,
    span: Span,
}

impl<'c> Kept<'c> {
    fn of(contract: &'c DataContract) -> Kept<'c> {
        let mut kept = Kept {
            of_tables: HashMap::new(),
            of_all: None,
        };
        for property in place::promises(contract, &[SlaKind::Retention]) {
            let retention = Retention::of(property);
            let element = property
                .element
                .as_ref()
                .map_or("", |element| element.trim());
            if matches!(element, "" | "*") {
                kept.of_all = Some(retention.or_longer(kept.of_all));
                continue;
            }
            for name in element.split(',') {
                let table = name.trim().split('.').next().unwrap_or_default();
                let known = kept.of_tables.get(table).copied();
                kept.of_tables.insert(table, retention.or_longer(known));
            }
        }
        kept
    }

    fn longest(&self, table: &str) -> Option<Retention<'c>> {
        self.of_tables.get(table).copied().or(self.of_all)
    }

    fn is_empty(&self) -> bool {
        self.of_tables.is_empty() && self.of_all.is_none()
    }
}

impl<'c> Retention<'c> {
    fn of(property: &'c SlaProperty) -> Retention<'c> {
        let promise = read(property).promise;
        let amount = promise.map(|promise| promise.up_to.unwrap_or(promise.amount));
        let seconds = match amount {
            Some(Amount::Duration(duration)) => Some(duration.seconds()),
            Some(Amount::Forever) => Some(f64::INFINITY),
            _ => None,
        };
        let value = property.value.as_ref();
        Retention {
            property,
            seconds,
            span: value.map_or(property.span.head(), |value| value.span),
        }
    }

    /// What cannot be understood is longer than all.
    fn or_longer(self, other: Option<Retention<'c>>) -> Retention<'c> {
        let length = |one: &Retention<'_>| one.seconds.unwrap_or(f64::NAN);
        match other {
            Some(other) if length(&other).total_cmp(&length(&self)).is_ge() => other,
            _ => self,
        }
    }
}
