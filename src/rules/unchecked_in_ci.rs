//! Repositories that do not check what they offer.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unchecked-in-ci",
        level: Level::Warning,
        element: Element::Portal,
        page: include_str!("../../content/rules/unchecked-in-ci.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::SelfServePlatform,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let source = facts.mesh.source(product.source);
    if facts.across.repositories < 2 {
        return Outcome::NotApplicable("the portal is made of one repository");
    }
    if source.is_partial {
        return Outcome::NotApplicable("only some files of its source were asked for");
    }
    if source.checked_by.is_some() {
        return Outcome::Pass;
    }
    // All products of a source have this fault in common: it is told once.
    if facts.across.first_of_source.get(&product.source) != Some(&product.file) {
        return report.told_elsewhere(product.span);
    }
    let message = format!(
        "source `{}` does not run `meshbook check` in its CI",
        source.name
    );
    report
        .tell(product.span, message)
        .label("the first product of the source")
        .help("add a workflow that runs `meshbook check`, which `meshbook new ci` writes");
    Outcome::Fail
}
