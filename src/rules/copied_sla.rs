//! Service levels that were copied from another product.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Product;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "copied-sla",
        level: Level::Warning,
        element: Element::Sla,
        page: include_str!("../../content/rules/copied-sla.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    if has_defaults(facts, product) {
        return Outcome::NotApplicable(
            "its domain declares the service levels of all its products",
        );
    }
    let Some(original) = facts.across.promises.original(product.file) else {
        return Outcome::NotApplicable("it has no block of service levels");
    };
    let Some(original) = original else {
        return Outcome::Pass;
    };
    let first = &facts.mesh.product(original.product).name;
    let message = format!(
        "the service levels of `{}` are those of `{first}`, whose data comes from elsewhere or at another time",
        product.name
    );
    report
        .tell(original.copy, message)
        .related(original.span, format!("`{first}` promises them first"))
        .help("promise what this product keeps, or declare the annotation `meshbook/sla-defaults` of the domain");
    Outcome::Fail
}

/// Where the service levels of a product were copied from another one, and not openly so.
pub(super) fn copy(facts: &Facts<'_>, product: &Product) -> Option<Span> {
    let copied = facts.across.promises.original(product.file)??;
    (!has_defaults(facts, product)).then_some(copied.copy)
}

/// Whether the domain of a product has service levels for all of its products.
fn has_defaults(facts: &Facts<'_>, product: &Product) -> bool {
    let domain = facts.mesh.domain(product.domain);
    let defaults = domain.entry.as_ref();
    let defaults = defaults.and_then(|entry| entry.annotation("meshbook/sla-defaults"));
    defaults.is_some_and(|text| is_declared(text))
}

/// Whether the annotation says that there are defaults, in whatever words.
fn is_declared(text: &str) -> bool {
    let text = text.trim().to_ascii_lowercase();
    !matches!(text.as_str(), "" | "false" | "no" | "none")
}
