//! Products that cannot be told from others.

use super::nameless::is_nameless;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;
use crate::model::Text;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-identity",
        level: Level::Error,
        element: Element::Reference,
        page: include_str!("../../content/rules/missing-identity.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Addressable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Product(check),
};

/// An absent id and an id that another product claimed first are told by the rules of
/// reading and of joining.
fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let mut missing = Vec::new();
    let (has_id, has_name) = match &product.manifest {
        Some(manifest) => (manifest.id.is_some(), is_name(&manifest.name)),
        None => {
            let offered = facts.mesh.offered(product);
            let first = offered.first();
            let has = |part: fn(&crate::model::DataContract) -> bool| {
                first.is_some_and(|(_, contract)| part(contract))
            };
            (
                has(|contract| contract.id.is_some()),
                has(|contract| is_name(&contract.name) || is_name(&contract.data_product)),
            )
        }
    };
    if !has_name {
        missing.push("`name`");
    }
    if is_nameless(&facts.mesh.domain(product.domain).name) {
        missing.push("`domain`");
    }
    if !missing.is_empty() {
        let missing = missing.join(" and no ");
        return report.absent(
            product.span,
            format!("data product `{}` has no {missing}", product.id),
            "known by its id alone",
            "add `name:` and `domain:`, or give the source a domain in `meshbook.yaml`",
        );
    }
    if !has_id || facts.is_second(product) {
        return report.told_elsewhere(product.span);
    }
    Outcome::Pass
}

fn is_name(text: &Option<Text>) -> bool {
    text.as_ref().is_some_and(|name| !is_nameless(name))
}
