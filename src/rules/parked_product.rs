//! Products that nobody finishes, and products that nobody looks at.

use super::Standing;
use super::report::{Facts, Report};
use super::tended::{UNREADABLE, is_leaving, looked_at_since, past, reviewed, status};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "parked-product",
        level: Level::Warning,
        element: Element::Lifecycle,
        page: include_str!("../../content/rules/parked-product.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let standing = Standing::of_product(facts.mesh, product);
    if is_leaving(facts, product) {
        return Outcome::NotApplicable("it is on its way out");
    }
    let past = match past(facts, product) {
        Ok(past) => Ok(past),
        // Silver rests on no history that is not there; that it is not there is told as such.
        Err(UNREADABLE) => Err(NOT_READ),
        Err(why) => Err(why),
    };
    if standing == Standing::Preview {
        return match past.map(|past| past.is_new(facts.today)) {
            Err(why) => why,
            Ok(None) => TOO_SHORT,
            Ok(Some(true)) => Outcome::Pass,
            Ok(Some(false)) => {
                let status = status(facts, product);
                let span = status.map_or(product.span, |status| status.span);
                let word = status.map_or("draft", |status| status.trim());
                let message = format!(
                    "data product `{}` is in state `{word}`, and older than 90 days",
                    product.name
                );
                // Nothing is scored in this state: it must be no place to hide.
                report
                    .insist(span, message)
                    .help("make it `active`, or retire it");
                Outcome::Fail
            }
        };
    }
    let reviewed = reviewed(facts, product);
    if reviewed.is_some_and(|day| day >= looked_at_since(facts.today)) {
        return Outcome::Pass;
    }
    let is_changed = match (past.map(|past| past.is_changed(facts.today)), reviewed) {
        (Ok(Some(is_changed)), _) => is_changed,
        // What it says itself is that the last review is too old.
        (_, Some(_)) => false,
        (Ok(None), None) => return TOO_SHORT,
        (Err(why), None) => return why,
    };
    if is_changed {
        return Outcome::Pass;
    }
    let message = format!(
        "data product `{}` was not changed or reviewed for 12 months",
        product.name
    );
    report
        .tell(product.span, message)
        .help("review it, and write the day as the custom property `reviewedAt`, or retire it");
    Outcome::Fail
}

const NOT_READ: Outcome = Outcome::NotApplicable("the history of its source cannot be read");
const TOO_SHORT: Outcome = Outcome::NotApplicable("its history is read for too short a time");
