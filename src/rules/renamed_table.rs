//! Tables that are called a product and are nothing more.

use super::copies::of_product;
use super::filler::{is_filler, repeats};
use super::missing_quality_rule::strongest;
use super::report::{Facts, Report};
use super::strength::Strength;
use super::unused_product::has_consumers;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::Product;
use crate::model::SchemaObject;

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "renamed-table",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/renamed-table.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    if facts.mesh.domain(product.domain).is_served() {
        return Outcome::NotApplicable("its domain is transitional or central, and says so");
    }
    let offered = facts.mesh.offered(product);
    let mut objects = offered.iter().flat_map(|(_, contract)| &contract.schema);
    let (first, second) = (objects.next(), objects.next());
    let Some(object) = first else {
        return Outcome::NotApplicable("it has no table");
    };
    let is_more = second.is_some()
        || !is_as_stored(object)
        || is_checked(object)
        || of_product(facts.mesh, product)
            .iter()
            .any(|text| says_something(text, &product.name))
        || has_consumers(facts, product);
    if is_more {
        return Outcome::Pass;
    }
    let name = object.name.as_ref().or(object.physical_name.as_ref());
    let (span, name) = name.map_or((object.span.head(), ""), |name| (name.span, &*name.value));
    let message = format!(
        "data product `{}` is the table `{name}` as it is stored: no purpose, no quality rule, no consumer",
        product.name
    );
    report
        .tell(span, message)
        .help("say what it is for and check its data, or declare the operating model of its domain as `transitional`");
    Outcome::Fail
}

/// Whether a table is offered under the name under which it is stored.
fn is_as_stored(object: &SchemaObject) -> bool {
    let (Some(name), Some(stored)) = (&object.name, &object.physical_name) else {
        return true;
    };
    let stored = stored.trim().trim_matches('"');
    let bare = stored.rsplit('.').next().unwrap_or(stored);
    let name = name.trim();
    [stored, bare]
        .iter()
        .any(|stored| stored.trim_matches(['"', '`']).eq_ignore_ascii_case(name))
}

fn is_checked(object: &SchemaObject) -> bool {
    let strongest = strongest(&object.quality, &object.properties);
    strongest.is_some_and(|(_, strength)| strength != Strength::Vacuous)
}

fn says_something(text: &str, name: &str) -> bool {
    !text.trim().is_empty() && !is_filler(text) && !repeats(text, &[name])
}
