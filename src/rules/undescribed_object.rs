//! Tables that nobody describes.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "undescribed-object",
        level: Level::Error,
        element: Element::Documentation,
        page: include_str!("../../content/rules/undescribed-object.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let (mut met, mut undescribed) = (0, Vec::new());
    for object in &contract.schema {
        let description = object.description.as_ref();
        if description.is_some_and(|text| !text.trim().is_empty()) {
            met += 1;
        } else if report.is_whole(object.span) {
            undescribed.push(place::of_object(object));
        }
    }
    report.tell_all(
        contract.place(),
        &undescribed,
        |name| format!("table `{name}` has no description"),
        |count, names| format!("{count} tables have no description: {names}"),
        "add a `description:` that says what one row is",
    );
    report.outcome(met, met + undescribed.len(), "there are no tables")
}
