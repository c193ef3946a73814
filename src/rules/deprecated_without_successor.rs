//! Endings that leave consumers alone.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::Span;
use crate::diag::{Code, Element, Level};
use crate::mesh::{Contract, Product};
use crate::model::sla::{SlaKind, date, read};
use crate::model::{CustomProperty, DataContract, DataProduct, SlaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "deprecated-without-successor",
        level: Level::Error,
        element: Element::Lifecycle,
        page: include_str!("../../content/rules/deprecated-without-successor.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let Some(manifest) = &product.manifest else {
        return Outcome::NotApplicable("the product has no manifest of its own");
    };
    let Some(span) = deprecated(manifest) else {
        return NOT_DEPRECATED;
    };
    let mut ending = Ending::default();
    ending.product(manifest);
    for (_, contract) in facts.mesh.offered(product) {
        ending.contract(contract);
    }
    ending.judge(facts, span, report)
}

/// A contract ends as its product does, where it says nothing itself.
fn contract(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let status = contract.status.as_ref();
    let Some(status) = status.filter(|status| is_deprecated(status)) else {
        return NOT_DEPRECATED;
    };
    let mut ending = Ending::default();
    ending.contract(contract);
    let product = facts.mesh.product(own.product);
    if let Some(manifest) = product
        .manifest
        .as_ref()
        .filter(|manifest| deprecated(manifest).is_some())
    {
        ending.product(manifest);
    }
    ending.judge(facts, status.span, report)
}

const NOT_DEPRECATED: Outcome = Outcome::NotApplicable("it is not deprecated");

fn is_deprecated(status: &str) -> bool {
    status.trim().eq_ignore_ascii_case("deprecated")
}

/// The place that says that a product is deprecated.
fn deprecated(manifest: &DataProduct) -> Option<Span> {
    let status = manifest
        .status
        .as_ref()
        .filter(|status| is_deprecated(status));
    let flag = manifest.deprecated.as_ref().filter(|flag| flag.value);
    status
        .map(|status| status.span)
        .or(flag.map(|flag| flag.span))
}

/// What is said of an ending: until when it is, and what comes after it.
#[derive(Default)]
struct Ending<'a> {
    has_date: bool,
    successor: Option<(&'a str, Span)>,
    /// The ids of what ends.
    own: Vec<&'a str>,
}

impl<'a> Ending<'a> {
    fn product(&mut self, manifest: &'a DataProduct) {
        self.own.extend(manifest.id.iter().map(|id| id.trim()));
        self.custom(&manifest.custom_properties);
    }

    fn contract(&mut self, contract: &'a DataContract) {
        self.own.extend(contract.id.iter().map(|id| id.trim()));
        self.custom(&contract.custom_properties);
        self.has_date |= contract.sla_properties.iter().any(is_end);
    }

    fn custom(&mut self, properties: &'a [CustomProperty]) {
        for custom in properties {
            let value = custom.value.as_ref().and_then(|value| value.text());
            let (Some(name), Some(value)) = (&custom.property, value) else {
                continue;
            };
            match SlaKind::named(name) {
                SlaKind::EndOfSupport | SlaKind::EndOfLife => {
                    self.has_date |= date(value).is_some()
                }
                _ if is_successor(name) => {
                    self.successor.get_or_insert((value.trim(), custom.span));
                }
                _ => {}
            }
        }
    }

    fn judge(&self, facts: &Facts<'_>, span: Span, report: &mut Report<'_>) -> Outcome {
        let missing = match (self.has_date, self.successor) {
            (true, Some((successor, at))) => {
                return match self.own.contains(&successor) {
                    true => succeeds_itself(successor, at, report),
                    false => judge_successor(facts, successor, at, report),
                };
            }
            (true, None) => "no successor",
            (false, Some(_)) => "no end date",
            (false, None) => "no end date and no successor",
        };
        report.absent(
            span,
            format!("it is deprecated with {missing}"),
            "",
            "add the custom properties `endOfSupport`, a date, and `successor`, the id of what takes its place",
        )
    }
}

fn is_end(promise: &SlaProperty) -> bool {
    let kind = read(promise).promise.map(|promise| promise.kind);
    matches!(kind, Some(SlaKind::EndOfSupport | SlaKind::EndOfLife))
}

fn is_successor(name: &str) -> bool {
    let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
    matches!(
        bare.to_lowercase().as_str(),
        "successor" | "replacedby" | "supersededby" | "replacement"
    )
}

fn succeeds_itself(successor: &str, at: Span, report: &mut Report<'_>) -> Outcome {
    report
        .tell(at, format!("`{successor}` is said to succeed itself"))
        .help("write the id of the product or contract that takes its place");
    Outcome::Fail
}

/// A successor is an id or a link. In a mesh of one source the id may stand in a repository
/// that is not read.
fn judge_successor(
    facts: &Facts<'_>,
    successor: &str,
    at: Span,
    report: &mut Report<'_>,
) -> Outcome {
    let is_link = successor.contains("://");
    let may_be_elsewhere = facts.mesh.sources.len() == 1 && !successor.is_empty();
    if is_link || may_be_elsewhere || facts.knows(successor) {
        return Outcome::Pass;
    }
    report
        .tell(
            at,
            format!("the successor `{successor}` is no product or contract of the mesh"),
        )
        .help("write the id of the product or contract that takes its place");
    Outcome::Fail
}
