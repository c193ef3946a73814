//! Purposes that were copied from another product.

use super::copies::of_product;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "copied-description",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/copied-description.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let mut outcome = Outcome::NotApplicable("it has no purpose of eight words of its own");
    let mut told = Vec::new();
    for text in of_product(facts.mesh, product) {
        match facts.across.purposes.original(text.span) {
            None => {}
            Some(None) => outcome = outcome.and(Outcome::Pass),
            Some(Some(original)) => {
                outcome = Outcome::Fail;
                // Where a product and its contract say the same, that is one fault.
                if told.contains(&original) {
                    continue;
                }
                told.push(original);
                let first = &facts.mesh.product(original.product).name;
                let message = format!("the purpose of `{}` is that of `{first}`", product.name);
                report
                    .tell(text.span, message)
                    .related(original.span, format!("`{first}` says it first"))
                    .help("say what this product has that the others do not have");
            }
        }
    }
    outcome
}
