//! Contracts that no product offers.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "contract-without-product",
        level: Level::Warning,
        element: Element::Reference,
        page: include_str!("../../content/rules/contract-without-product.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Addressable,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let product = facts.mesh.product(own.product);
    let is_declared = product.manifest.is_some();
    if is_declared && own.offered_by.contains(&own.product) {
        return Outcome::Pass;
    }
    if !is_declared && !facts.declares_products(own) {
        return Outcome::NotApplicable("its domain describes no data products");
    }
    if !is_declared && facts.is_cut_off(own) {
        return Outcome::Unknown("a product of its domain could not be read to its end");
    }
    let name = place::name(own);
    // The port that was meant is told to lead nowhere.
    if let Some(port) = facts.meant_by(name, own) {
        return report.told_elsewhere(port);
    }
    let help = format!("add an output port with `contractId: {name}` to its data product");
    if is_declared {
        let message = format!(
            "data product `{}` has no port for data contract `{name}`",
            product.id
        );
        report
            .tell(contract.place(), message)
            .label("no output port offers it")
            .help(help)
            .related(product.span, "the product that it names");
        return Outcome::Fail;
    }
    report
        .tell(
            contract.place(),
            format!("no data product offers data contract `{name}`"),
        )
        .label("no output port offers it")
        .help(help);
    Outcome::Fail
}
