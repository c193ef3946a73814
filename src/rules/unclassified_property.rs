//! Columns without a class of the scheme.

use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span, listed};
use crate::mesh::Contract;
use crate::model::{DataContract, SchemaProperty, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unclassified-property",
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/unclassified-property.md"),
    },
    tier: Tier::Silver,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let Some(scheme) = &facts.governance.classification else {
        return Outcome::NotApplicable("no classification scheme is configured");
    };
    let words: Vec<&str> = scheme.iter().map(|word| word.trim()).collect();
    let mut found = Found::default();
    for object in &contract.schema {
        let (table, name) = place::of_object(object);
        found.unclassified.clear();
        found.off_list.clear();
        found.columns(&object.properties, (table, name), None, &words, report);
        if found.unclassified.is_empty() && found.off_list.is_empty() {
            continue;
        }
        let help = format!("add `classification:`, one of {}", listed(&words));
        report.tell_all(
            table,
            &found.unclassified,
            |column| format!("property `{column}` has no classification"),
            |count, columns| {
                format!("{count} properties of `{name}` have no classification: {columns}")
            },
            &help,
        );
        let help = format!("write one of {}", listed(&words));
        report.tell_all(
            table,
            &found.off_list,
            |word| format!("`{word}` is no classification of this portal"),
            |count, words| {
                format!("{count} classifications in `{name}` are none of this portal: {words}")
            },
            &help,
        );
    }
    report.outcome(found.met, found.of, "no column is described")
}

/// The columns that hold values themselves: how many, how many of them are classified, and the
/// faults of one table.
#[derive(Default)]
struct Found<'c> {
    met: usize,
    of: usize,
    unclassified: Vec<(Span, &'c str)>,
    off_list: Vec<(Span, &'c str)>,
}

/// What the columns around a column say of it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    OfScheme,
    OffList,
}

impl<'c> Found<'c> {
    /// A column without a class of its own has that of the column around it. The items of a list
    /// are named by the list.
    fn columns(
        &mut self,
        properties: &'c [SchemaProperty],
        named: (Span, &'c str),
        around: Option<Class>,
        scheme: &[&str],
        report: &Report<'_>,
    ) {
        for property in properties {
            let named = match property.name {
                Some(_) => place::of_property(property),
                None => named,
            };
            let class = match &property.classification {
                Some(word) if !word.trim().is_empty() => Some(self.class(word, scheme)),
                _ => around,
            };
            if !property.properties.is_empty() {
                self.columns(&property.properties, named, class, scheme, report);
                continue;
            }
            if class.is_none() && !report.is_whole(property.span) {
                continue;
            }
            self.of += 1;
            self.met += usize::from(class == Some(Class::OfScheme));
            if class.is_none() {
                self.unclassified.push(named);
            }
        }
    }

    fn class(&mut self, word: &'c Text, scheme: &[&str]) -> Class {
        let name = word.trim();
        if scheme.iter().any(|known| known.eq_ignore_ascii_case(name)) {
            return Class::OfScheme;
        }
        self.off_list.push((word.span, name));
        Class::OffList
    }
}
