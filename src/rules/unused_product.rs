//! Products that nobody is known to use.

use super::Standing;
use super::filler::is_filler;
use super::report::{Facts, Report};
use super::tended::{customs, is_leaving, new_since, past};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;
use crate::mesh::{ProductId, is_placeholder};
use crate::model::Any;
use crate::model::sla::date;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unused-product",
        level: Level::Warning,
        element: Element::Lifecycle,
        page: include_str!("../../content/rules/unused-product.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Low,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    if has_consumers(facts, product) {
        return Outcome::Pass;
    }
    if is_leaving(facts, product) {
        return Outcome::NotApplicable("it is on its way out");
    }
    let kind = product
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.kind.as_ref());
    if kind.is_some_and(|kind| kind.trim().eq_ignore_ascii_case("consumerAligned")) {
        return Outcome::NotApplicable("it is made for its consumers, at the end of the chain");
    }
    if is_new(facts, product) {
        return Outcome::NotApplicable("it is younger than 90 days");
    }
    report.absent(
        product.span,
        format!("nobody is known to use data product `{}`", product.name),
        "no product takes it in, and no `consumers` are named",
        "name who uses it in the custom property `consumers`, or retire it",
    )
}

/// Whether somebody is known to use a product: another one that is in use takes it in, or it
/// names its consumers.
pub(super) fn has_consumers(facts: &Facts<'_>, product: &Product) -> bool {
    let is_in_use = |id: &ProductId| {
        let consumer = facts.mesh.product(*id);
        consumer.file != product.file
            && Standing::of_product(facts.mesh, consumer) == Standing::Scored
    };
    let owner = product.owner.as_ref().map_or("", |owner| owner.name.trim());
    let mut customs = customs(facts, product).into_iter();
    product.downstream.iter().any(is_in_use)
        || customs.any(|custom| {
            let name = custom.property.as_ref().map_or("", |name| name.trim());
            let value = custom.value.as_ref();
            ["consumers", "consumer"]
                .iter()
                .any(|known| name.eq_ignore_ascii_case(known))
                && value.is_some_and(|value| names_somebody(value, owner))
        })
}

/// How deep a list of consumers is looked into.
const DEEPEST: usize = 4;

/// Whether a value names anybody but the owner.
fn names_somebody(value: &Any, owner: &str) -> bool {
    fn within(value: &Any, owner: &str, depth: usize) -> bool {
        match value {
            _ if depth == DEEPEST => false,
            Any::Scalar(text) => {
                let text = text.trim();
                !text.is_empty()
                    && text != "null"
                    && text != "[]"
                    && !is_placeholder(text)
                    && !is_filler(text)
                    && !text.eq_ignore_ascii_case(owner)
            }
            Any::List(items) => items.iter().any(|item| within(item, owner, depth + 1)),
            Any::Map(entries) => entries
                .iter()
                .any(|(_, value)| within(value, owner, depth + 1)),
        }
    }
    within(value, owner, 0)
}

/// Whether a product was made lately: as its history tells, else as it says itself. A day that is
/// still to come says nothing.
fn is_new(facts: &Facts<'_>, product: &Product) -> bool {
    if let Ok(past) = past(facts, product)
        && let Some(is_new) = past.is_new(facts.today)
    {
        return is_new;
    }
    let offered = facts.mesh.offered(product);
    let own = product
        .manifest
        .iter()
        .filter_map(|own| own.product_created_ts.as_ref());
    let of_contracts = offered
        .iter()
        .filter_map(|(_, own)| own.contract_created_ts.as_ref());
    let days = own
        .chain(of_contracts)
        .filter_map(|text| date(text.get(..10)?));
    let first = days.filter(|day| *day <= facts.today).min();
    first.is_some_and(|day| day >= new_since(facts.today))
}
