//! Names that stand for two things.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::Span;
use crate::diag::{Code, Element, Level};
use crate::mesh::{Contract, Product};
use crate::model::{DataContract, Quality, SchemaProperty};
use std::collections::HashMap;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "duplicate-name",
        level: Level::Error,
        element: Element::Schema,
        page: include_str!("../../content/rules/duplicate-name.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Addressable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

/// The output ports of one version must differ in name.
fn product(_: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let Some(manifest) = &product.manifest else {
        return Outcome::NotApplicable("the product has no manifest of its own");
    };
    let mut names = Names::default();
    for port in &manifest.output_ports {
        let version = port.version.as_ref().map_or("", |version| &version.value);
        if let Some(name) = &port.name {
            names.take(
                "output ports are called",
                (&name.value, version),
                name.span,
                report,
            );
        }
    }
    names.outcome()
}

/// Tables, the columns of one table and the ids of both must differ, and so must the ids of
/// quality rules on one thing.
fn contract(
    _: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let mut tables = Names::default();
    let mut ids = Names::default();
    let mut is_unique = true;
    for object in &contract.schema {
        if let Some(name) = &object.name {
            tables.take("tables are called", (&name.value, ""), name.span, report);
        }
        if let Some(id) = &object.id {
            ids.take("tables have the id", (&id.value, ""), id.span, report);
        }
        is_unique &= checks(&object.quality, report);
        is_unique &= columns(&object.properties, report);
    }
    match is_unique {
        true => tables.outcome().and(ids.outcome()),
        false => Outcome::Fail,
    }
}

/// Whether the columns of one table, and those within each of them, differ in name and id.
fn columns(properties: &[SchemaProperty], report: &mut Report<'_>) -> bool {
    let mut names = Names::default();
    let mut ids = Names::default();
    let mut is_unique = true;
    for property in properties {
        if property.name.is_some() {
            let (span, name) = place::of_property(property);
            names.take(
                "properties of one table are called",
                (name, ""),
                span,
                report,
            );
        }
        if let Some(id) = property.details().and_then(|details| details.id.as_ref()) {
            ids.take("properties have the id", (&id.value, ""), id.span, report);
        }
        is_unique &= checks(&property.quality, report);
        is_unique &= columns(&property.properties, report);
    }
    is_unique && names.is_unique && ids.is_unique
}

/// Whether the quality rules of one thing differ in id, by which results are joined to them.
fn checks(rules: &[Quality], report: &mut Report<'_>) -> bool {
    let mut ids = Names::default();
    for id in rules.iter().filter_map(|rule| rule.id.as_ref()) {
        ids.take(
            "quality rules have the id",
            (&id.value, ""),
            id.span,
            report,
        );
    }
    ids.is_unique
}

/// The names that were taken, each with a part that tells like ones apart.
struct Names<'a> {
    taken: HashMap<(&'a str, &'a str), Span>,
    is_unique: bool,
}

impl Default for Names<'_> {
    fn default() -> Self {
        Names {
            taken: HashMap::new(),
            is_unique: true,
        }
    }
}

impl<'a> Names<'a> {
    fn take(
        &mut self,
        what: &str,
        (name, part): (&'a str, &'a str),
        span: Span,
        report: &mut Report<'_>,
    ) {
        let name = name.trim();
        if name.is_empty() {
            return;
        }
        match self.taken.get(&(name, part)) {
            None => drop(self.taken.insert((name, part), span)),
            Some(&first) => {
                self.is_unique = false;
                report
                    .tell(span, format!("two {what} `{name}`"))
                    .help("rename one of them, or remove the one that was copied")
                    .related(first, "the first one");
            }
        }
    }

    fn outcome(&self) -> Outcome {
        match self.is_unique {
            true => Outcome::Pass,
            false => Outcome::Fail,
        }
    }
}
