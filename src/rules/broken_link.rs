//! Links that lead nowhere.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::FileId;
use crate::markup::BROKEN_LINK;
use crate::mesh::{Contract, Product};
use crate::model::DataContract;

pub(super) const RULE: Rule = Rule {
    code: BROKEN_LINK,
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Both(product, contract),
};

/// The pages tell which links are broken: those of the manifest, and those of the docs that
/// belong to the product.
fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let own = product.manifest.iter().map(|manifest| manifest.file);
    let docs = product.readme.iter().chain(&product.docs);
    let docs = docs.map(|&at| facts.mesh.docs[at].file);
    judge(facts, own.chain(docs), report)
}

fn contract(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    judge(facts, std::iter::once(contract.file), report)
}

fn judge(
    facts: &Facts<'_>,
    files: impl Iterator<Item = FileId>,
    report: &mut Report<'_>,
) -> Outcome {
    let mut outcome = Outcome::NotApplicable("there are no links");
    for file in files {
        if let Some(&first) = facts.told(RULE.id(), file).first() {
            return report.told_before(first);
        }
        if has_link(&facts.files.file(file).text) {
            outcome = Outcome::Pass;
        }
    }
    outcome
}

/// Whether a text holds a link of Markdown: `[x](y)`, `[x]: y` or `<https://…>`.
fn has_link(text: &str) -> bool {
    ["](", "]: ", "<http"]
        .iter()
        .any(|sign| text.contains(sign))
}
