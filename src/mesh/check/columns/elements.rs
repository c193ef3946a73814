//! Tables and columns that service levels name (ODCS 3.1, `slaProperties[].element`).

use std::collections::HashMap;

use super::{Found, Gap, Look, SCHEMA};
use crate::diag::{Finding, Related, Span};
use crate::mesh::{DANGLING_SLA_ELEMENT, Told};
use crate::model::Text;

/// Looks at the element of each service level, and at that of all. A name that leads nowhere
/// is told once, with the other places that have it.
pub(super) fn check(look: &mut Look<'_>, told: &mut Told<'_>) {
    let contract = look.contract;
    let promises = contract.sla_properties.iter();
    let own = promises.filter_map(|promise| promise.element.as_ref());
    let mut missing: HashMap<&str, usize> = HashMap::new();
    for element in contract.sla_default_element.iter().chain(own) {
        for (reference, span) in parts(element, told) {
            if let Some(&first) = missing.get(reference) {
                let related = &mut told.findings[first].related;
                if related.len() < MOST_RELATED {
                    let label = "and here".to_owned();
                    related.push(Related { span, label });
                }
            } else if let Some(finding) = one(look, reference, span, told) {
                missing.insert(reference, told.findings.len());
                told.tell(finding);
            }
        }
    }
}

/// The most places that a finding shows besides its own.
const MOST_RELATED: usize = 8;

/// The most names in one element: the standard calls more than one extremely rare.
const MOST: usize = 50;

/// The names in an element, with the place of each.
fn parts<'t>(element: &'t Text, told: &Told<'_>) -> Vec<(&'t str, Span)> {
    let file = told.files.file(told.files.of(element.span));
    let range = file.range(element.span);
    let mut at = range.start;
    let names = element.split(',').take(MOST).map(str::trim);
    let names = names.filter(|name| !name.is_empty()).map(|name| {
        // What is escaped in the file is not found as it reads: it gets the whole place.
        let found = file.text[at..range.end].find(name);
        let Some(start) = found.map(|found| at + found) else {
            return (name, element.span);
        };
        at = start + name.len();
        (name, file.span(start, at))
    });
    names.collect()
}

/// The finding on a name that leads nowhere.
fn one(look: &mut Look<'_>, reference: &str, span: Span, told: &mut Told<'_>) -> Option<Finding> {
    // `orders.*` is the whole table.
    let reference = reference.strip_suffix(".*").unwrap_or(reference);
    match find(look, reference) {
        Found::At(_) | Found::Unknown => None,
        Found::Several(first, second) => {
            look.tell_ambiguous(reference, span, [first, second], told);
            None
        }
        Found::Missing(gap) => {
            let (code, index) = (&DANGLING_SLA_ELEMENT, &look.index);
            let finding = look.missing(code, index, (reference, span), gap, told);
            let finding = finding.label("promised of nothing");
            Some(finding).filter(|_| look.contract.complete)
        }
    }
}

/// What an element means. A column may stand without its table where that is clear, and `*`
/// for all that there is.
fn find<'t>(look: &Look<'_>, reference: &'t str) -> Found<'t> {
    let index = &look.index;
    if reference == "*" {
        return Found::Unknown;
    }
    match index.find(reference) {
        Found::Missing(Gap {
            within: SCHEMA,
            is_id: false,
            ..
        }) => index.find_in_any(reference),
        found => found,
    }
}
