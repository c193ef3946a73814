//! Domains that the directory does not know.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::diag::{Span, nearest};
use crate::mesh::{Contract, Product};
use crate::model::{DataContract, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unknown-domain",
        level: Level::Error,
        element: Element::Reference,
        page: include_str!("../../content/rules/unknown-domain.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

const NO_DIRECTORY: Outcome = Outcome::NotApplicable("no directory names the domains");

fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let Some(manifest) = &product.manifest else {
        return Outcome::NotApplicable("its contract names the domain");
    };
    judge(
        facts,
        product,
        manifest.domain.as_ref(),
        product.span,
        report,
    )
}

/// The domain of a contract is that of its product, unless it names its own.
fn contract(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let product = facts.mesh.product(own.product);
    let is_configured = facts.mesh.source(own.source).domain.is_some();
    if product.manifest.is_some() && (is_configured || contract.domain.is_none()) {
        return Outcome::NotApplicable("its product names the domain");
    }
    let place = contract.place();
    judge(facts, product, contract.domain.as_ref(), place, report)
}

fn judge(
    facts: &Facts<'_>,
    product: &Product,
    named: Option<&Text>,
    place: Span,
    report: &mut Report<'_>,
) -> Outcome {
    let mesh = facts.mesh;
    if !mesh.knows_domains {
        return NO_DIRECTORY;
    }
    let domain = mesh.domain(product.domain);
    if domain.name.is_empty() {
        return Outcome::NotApplicable("no domain is named");
    }
    let is_configured = mesh.source(product.source).domain.is_some();
    let (name, span) = match named.filter(|_| !is_configured) {
        Some(named) => (&*named.value, named.span),
        None => (domain.name.as_str(), place),
    };
    if facts.knows_domain(name) {
        return Outcome::Pass;
    }
    // What the configuration says wrong is told once, not for each product.
    let first = domain.products.first().map(|&id| mesh.product(id).file);
    if is_configured && first != Some(product.file) {
        return report.told_elsewhere(span);
    }
    let known = mesh.domains.iter().filter(|domain| domain.entry.is_some());
    let help = match nearest(name, known.map(|domain| domain.name.as_str())) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "correct the name, or add the domain to the directory".to_owned(),
    };
    report
        .tell(span, format!("the directory knows no domain `{name}`"))
        .help(help);
    Outcome::Fail
}
