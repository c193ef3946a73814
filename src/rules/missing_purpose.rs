//! Products that do not say what they are for.

use super::filler::is_filler;
use super::report::{Facts, Report};
use super::words::is_dense;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;
use crate::model::{Description, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-purpose",
        level: Level::Error,
        element: Element::Documentation,
        page: include_str!("../../content/rules/missing-purpose.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Product(check),
};

/// A shorter text cannot say who should use it for what.
const SHORTEST: usize = 40;

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let own = product
        .manifest
        .as_ref()
        .and_then(|manifest| purpose(manifest.description.as_ref()));
    let purposes: Vec<_> = match own {
        Some(own) => vec![own],
        None => {
            let offered = facts.mesh.offered(product);
            let purposes = offered
                .iter()
                .filter_map(|(_, contract)| purpose(contract.description.as_ref()));
            purposes.collect()
        }
    };
    let is_stated = |purpose: &&Text| length(purpose.trim()) >= SHORTEST && !is_filler(purpose);
    let is_copied =
        |purpose: &&Text| matches!(facts.across.purposes.original(purpose.span), Some(Some(_)));
    if purposes
        .iter()
        .any(|purpose| is_stated(purpose) && !is_copied(purpose))
    {
        return Outcome::Pass;
    }
    match purposes.first() {
        // So is what was copied.
        Some(purpose) if is_copied(purpose) => report.told_elsewhere(purpose.span),
        // What is filler is told as such.
        Some(purpose) if is_filler(purpose) => report.told_elsewhere(purpose.span),
        Some(purpose) => {
            let count = purpose.trim().chars().count();
            report
                .tell(
                    purpose.span,
                    format!("the purpose of `{}` has {count} characters", product.name),
                )
                .help("say who should use it and for what, in at least 40 characters");
            Outcome::Fail
        }
        None => report.absent(
            product.span,
            format!("data product `{}` states no purpose", product.name),
            "no `description.purpose` in this product or its contracts",
            "add `description.purpose` that says who should use it for what",
        ),
    }
}

/// The characters of a text; those of scripts in which one is a word or a syllable count twice.
fn length(text: &str) -> usize {
    text.chars().map(|c| 1 + usize::from(is_dense(c))).sum()
}

fn purpose(description: Option<&Description>) -> Option<&Text> {
    let purpose = description?.purpose.as_ref();
    purpose.filter(|purpose| !purpose.trim().is_empty())
}
