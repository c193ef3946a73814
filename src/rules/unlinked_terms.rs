//! Columns that carry a term of the organisation and do not say so.

use super::place;
use super::report::{Facts, Report};
use super::terms::Glossary;
use super::words::same;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::config::RawTerm;
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unlinked-terms",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/unlinked-terms.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Low,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Small,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let Some(glossary) = &facts.glossary else {
        return Outcome::NotApplicable("the organisation has no glossary");
    };
    let (mut met, mut of) = (0, 0);
    let mut unlinked = Vec::new();
    for object in &contract.schema {
        unlinked.clear();
        met += count(&object.properties, glossary, &mut unlinked);
        of += unlinked.len();
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &unlinked,
            |name| format!("`{name}` carries a term of the glossary, and does not link to it"),
            |count, names| {
                format!(
                    "{count} properties of `{table_name}` carry terms of the glossary, and do not link to them: {names}"
                )
            },
            "add `authoritativeDefinitions` with the URL of the term, or the term as `businessName`",
        );
    }
    Outcome::of(met, met + of, "no property carries a term of the glossary")
}

/// Counts the columns that link to their terms, and lists those that do not.
fn count<'c>(
    properties: &'c [SchemaProperty],
    glossary: &Glossary<'_>,
    unlinked: &mut Vec<(Span, &'c str)>,
) -> usize {
    let mut met = 0;
    for property in properties {
        if let Some(term) = glossary.meant_by(property) {
            match links_to(property, term) || names(property, term) {
                true => met += 1,
                false => unlinked.push(place::of_property(property)),
            }
        }
        met += count(&property.properties, glossary, unlinked);
    }
    met
}

/// Whether a column links to where its term is defined.
pub(super) fn links_to(property: &SchemaProperty, term: &RawTerm) -> bool {
    let (Some(wanted), Some(details)) = (&term.url, property.details()) else {
        return false;
    };
    let wanted = wanted.trim().trim_end_matches('/');
    let mut urls = (details.authoritative_definitions.iter()).filter_map(|link| link.url.as_ref());
    urls.any(|url| url.trim().trim_end_matches('/') == wanted)
}

/// Whether a column names its term as its business name or as a synonym.
fn names(property: &SchemaProperty, term: &RawTerm) -> bool {
    let is_it = |text: &str| same(text.trim(), term.term.trim());
    let synonyms = property
        .details()
        .map_or(&[][..], |details| &details.synonyms);
    property
        .business_name
        .as_ref()
        .is_some_and(|name| is_it(name))
        || (synonyms.iter())
            .filter_map(|synonym| synonym.synonym.as_ref())
            .any(|synonym| is_it(synonym))
}
