//! Secrets that everybody can read.

use super::report::{Facts, Report};
use super::secrets::find;
use super::standing::current;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::FileId;
use crate::diag::{Code, Element, Level};
use crate::mesh::{Contract, Product};
use crate::model::DataContract;

/// The name of the rule on passwords and keys, whose places no output may show.
pub const ID: &str = "secret-in-manifest";

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: ID,
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/secret-in-manifest.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    match &product.manifest {
        Some(manifest) => judge(facts, &[manifest.file], report),
        None => Outcome::NotApplicable("the product has no manifest of its own"),
    }
}

/// Of the versions that are no longer in use, none may hold a secret either.
fn contract(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let in_use = &own.versions[current(facts.mesh, own)..];
    let files: Vec<_> = match in_use.first() {
        Some(first) if first.manifest.file == contract.file => {
            in_use.iter().map(|version| version.manifest.file).collect()
        }
        _ => vec![contract.file],
    };
    judge(facts, &files, report)
}

/// Looks at the whole text of the files, so that no field and no comment is left out. The
/// secret itself is in no message; it weighs the same in a draft, which everybody can read
/// as well.
fn judge(facts: &Facts<'_>, files: &[FileId], report: &mut Report<'_>) -> Outcome {
    let mut outcome = Outcome::Pass;
    for &id in files {
        let file = facts.files.file(id);
        for secret in find(&file.text) {
            let span = file.span(secret.at.start, secret.at.end);
            report
                .insist(span, format!("{} stands here in plain text", secret.what))
                .help("revoke it, and write a reference such as `${DB_PASSWORD}` in its place");
            outcome = Outcome::Fail;
        }
    }
    outcome
}
