//! Relationships that lead nowhere.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::Span;
use crate::mesh::{Contract, DANGLING_RELATIONSHIP};
use crate::model::{DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: DANGLING_RELATIONSHIP,
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// The joining tells which of them lead nowhere.
fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let mut places = Vec::new();
    for object in &contract.schema {
        places.extend(object.relationships.iter().map(|found| found.span));
        add(&object.properties, &mut places);
    }
    report.told_within(facts, places.into_iter(), "no relationship is declared")
}

/// The places of the relationships of columns, at every depth.
fn add(properties: &[SchemaProperty], places: &mut Vec<Span>) {
    for property in properties {
        let details = property.details();
        let own = details.iter().flat_map(|details| &details.relationships);
        places.extend(own.map(|found| found.span));
        add(&property.properties, places);
    }
}
