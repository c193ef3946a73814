//! Columns of shared terms that are of another type than elsewhere.

use super::place;
use super::report::{Facts, Report};
use super::terms::Glossary;
use super::unlinked_terms::links_to;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::config::RawTerm;
use crate::diag::{Code, Element, Level, shortened};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "identifier-off-glossary",
        level: Level::Warning,
        element: Element::Schema,
        page: include_str!("../../content/rules/identifier-off-glossary.md"),
    },
    tier: Tier::Gold,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Interoperable,
    effort: Effort::Large,
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
    let mut counts = Counts { met: 0, of: 0 };
    for object in &contract.schema {
        counts.judge(&object.properties, glossary, report);
    }
    Outcome::of(
        counts.met,
        counts.of,
        "no property carries a term whose type the glossary knows",
    )
}

struct Counts {
    met: usize,
    of: usize,
}

impl Counts {
    fn judge(
        &mut self,
        properties: &[SchemaProperty],
        glossary: &Glossary<'_>,
        report: &mut Report<'_>,
    ) {
        for property in properties {
            if let Some(term) = glossary.of_column(property)
                && (term.logical_type.is_some() || term.pattern.is_some())
            {
                self.of += 1;
                // Who links to the term says where the difference is explained.
                let is_met = links_to(property, term) || is_shared(property, term, report);
                self.met += usize::from(is_met);
            }
            self.judge(&property.properties, glossary, report);
        }
    }
}

/// Whether a column has the type and the pattern of its term; what differs is told.
fn is_shared(property: &SchemaProperty, term: &RawTerm, report: &mut Report<'_>) -> bool {
    let (place, name) = place::of_property(property);
    let details = property.details();
    let other = details.and_then(|details| details.other_logical_type.as_ref());
    let own = match (&property.logical_type, other) {
        (Some(own), _) => Some((own.value.name(), own.span)),
        (None, Some(other)) => Some((&*other.value, other.span)),
        (None, None) => None,
    };
    let help = match &term.url {
        Some(url) => {
            format!("write it as the glossary says, or link to {url} in `authoritativeDefinitions`")
        }
        None => "write it as the glossary says".to_owned(),
    };
    let shared = &term.term;
    match (&term.logical_type, own) {
        (Some(_), None) => {
            // A column without a type is told as such.
            report.told_elsewhere(place);
            return false;
        }
        (Some(wanted), Some((own, span))) if !wanted.eq_ignore_ascii_case(own) => {
            let own = shortened(own);
            let message = format!("`{name}` is {own}, and `{shared}` of the glossary is {wanted}");
            report.tell(span, message).help(help);
            return false;
        }
        _ => {}
    }
    let Some(wanted) = term.pattern.as_deref() else {
        return true;
    };
    let options = details.map_or(&[][..], |details| &details.logical_type_options);
    let pattern = options
        .iter()
        .find(|option| &*option.key.value == "pattern");
    let own = pattern.and_then(|option| option.value.text());
    if own.is_some_and(|own| own.trim() == wanted.trim()) {
        return true;
    }
    let (span, has) = match pattern {
        Some(option) => (option.key.span, "another pattern than"),
        None => (place, "not the pattern of"),
    };
    let message = format!("`{name}` has {has} `{shared}` of the glossary");
    report
        .tell(span, message)
        .label(format!("`{}` there", shortened(wanted)))
        .help(help);
    false
}
