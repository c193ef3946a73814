//! Products that do not say how to use them and what they cannot do.

use super::filler_text::says_nothing;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Product;
use crate::model::{Description, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-usage-limits",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/missing-usage-limits.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Product(check),
};

/// A text of the description: what it is called, and where it stands.
type Field = (&'static str, fn(&Description) -> Option<&Text>);

const FIELDS: [Field; 2] = [
    ("usage", |description| description.usage.as_ref()),
    ("limitations", |description| {
        description.limitations.as_ref()
    }),
];

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let manifest = product.manifest.as_ref();
    let own = manifest.and_then(|manifest| manifest.description.as_ref());
    let offered = facts.mesh.offered(product);
    let of_contracts = offered
        .iter()
        .filter_map(|(_, contract)| contract.description.as_ref());
    let descriptions: Vec<&Description> = own.into_iter().chain(of_contracts).collect();
    let (mut missing, mut filler) = (Vec::new(), None);
    let mut met = 0;
    for (what, field) in FIELDS {
        match state(
            descriptions
                .iter()
                .filter_map(|description| field(description)),
            what,
            product,
        ) {
            State::Said => met += 1,
            State::Filler(span) => filler = filler.or(Some(span)),
            State::Absent => missing.push(what),
        }
    }
    if !missing.is_empty() {
        let message = format!(
            "data product `{}` states no {}",
            product.name,
            missing.join(" and no ")
        );
        let outcome = report.absent(
            product.span,
            message,
            "not in the `description` of this product or of its contracts",
            "add `description.usage` that says how to query it, and `description.limitations` with what it does not hold",
        );
        if outcome != Outcome::Fail {
            return outcome;
        }
    }
    if let Some(span) = filler {
        // What is filler is told as such.
        report.told_elsewhere(span);
    }
    Outcome::of(met, FIELDS.len(), "")
}

enum State {
    Said,
    Filler(Span),
    Absent,
}

fn state<'t>(texts: impl Iterator<Item = &'t Text>, what: &str, product: &Product) -> State {
    let mut state = State::Absent;
    for text in texts.filter(|text| !text.trim().is_empty()) {
        if !says_nothing(what, text, &[&product.name, what], "") {
            return State::Said;
        }
        if let State::Absent = state {
            state = State::Filler(text.span);
        }
    }
    state
}
