//! Columns of personal data that anybody may read.

use super::personal::kind_of_person_data;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::Span;
use crate::diag::{Code, Element, Level};
use crate::mesh::Contract;
use crate::model::{DataContract, LogicalType, SchemaProperty, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "personal-data-exposed",
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/personal-data-exposed.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::Critical,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Contract(check),
};

/// Classes that keep nothing from anybody.
const PUBLIC: &[&str] = &[
    "public",
    "open",
    "none",
    "unrestricted",
    "unclassified",
    "non-sensitive",
];

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let scheme = facts.governance.classification.as_deref();
    let mut found = Found {
        scheme: scheme.unwrap_or_default(),
        ..Found::default()
    };
    for object in &contract.schema {
        let (table, name) = place::of_object(object);
        found.exposed.clear();
        found.columns(&object.properties, None);
        report.tell_all(
            table,
            &found.exposed,
            |column| format!("`{column}` looks like personal data, and no classification protects it"),
            |count, columns| {
                format!("{count} properties of `{name}` look like personal data, and no classification protects them: {columns}")
            },
            "add a `classification:` that is not public, such as confidential or restricted",
        );
    }
    Outcome::of(found.met, found.of, "no property looks like personal data")
}

/// The columns that look like personal data: how many, how many of them are classified, and
/// those of one table that are not.
#[derive(Default)]
struct Found<'c> {
    /// The words of the organisation, from the most open one.
    scheme: &'c [String],
    met: usize,
    of: usize,
    exposed: Vec<(Span, &'c str)>,
}

impl<'c> Found<'c> {
    /// A column without a class of its own has that of the column around it.
    fn columns(&mut self, properties: &'c [SchemaProperty], around: Option<&'c str>) {
        for property in properties {
            let own = property.classification.as_ref().map(|class| class.trim());
            let class = own.filter(|class| !class.is_empty()).or(around);
            if is_personal(property) {
                let is_open = class.is_none_or(|class| self.is_open(class));
                self.of += 1;
                self.met += usize::from(!is_open);
                if is_open {
                    self.exposed.push(place::of_property(property));
                }
            }
            self.columns(&property.properties, class);
        }
    }
}

impl Found<'_> {
    /// Whether a class keeps nobody out: it means public, or is in the open half of the words of
    /// the organisation.
    fn is_open(&self, class: &str) -> bool {
        let (open, _) = self.scheme.split_at(self.scheme.len() / 2);
        let mut open = open
            .iter()
            .map(|word| word.trim())
            .chain(PUBLIC.iter().copied());
        open.any(|open| class.eq_ignore_ascii_case(open))
    }
}

/// Whether one of the names of a column is that of personal data. What can only be true or
/// false, or counts something, names nobody.
pub(super) fn is_personal(property: &SchemaProperty) -> bool {
    let kind = property.logical_type.as_ref().map(|kind| kind.value);
    if kind == Some(LogicalType::Boolean) && !is_text(property.physical_type.as_ref()) {
        return false;
    }
    let names = [&property.name, &property.business_name];
    let is_named = |name: &Text| kind_of_person_data(name).is_some();
    let mut names = names.into_iter().flatten();
    names.any(is_named) || physical_name(property).is_some_and(is_named)
}

/// The name in the database, where it is another one.
fn physical_name(property: &SchemaProperty) -> Option<&Text> {
    let name = property.details()?.physical_name.as_ref()?;
    let own = property.name.as_ref();
    let is_own = own.is_some_and(|own| own.eq_ignore_ascii_case(name));
    (!is_own).then_some(name)
}

/// The widest text in which databases keep what is true or false.
const WIDEST_FLAG: usize = 5;

/// Whether a physical type holds longer texts than `true` and `false`: of any length where it
/// names none, save a single character.
fn is_text(physical_type: Option<&Text>) -> bool {
    let Some(kind) = physical_type else {
        return false;
    };
    let width = kind.split(['(', ')']).nth(1);
    let width = width.and_then(|width| width.trim().parse::<usize>().ok());
    let kind = kind.to_ascii_lowercase();
    let is_text = ["char", "text", "string", "clob"]
        .iter()
        .any(|text| kind.contains(text));
    let is_one = ["char", "nchar", "character"].contains(&kind.trim());
    is_text && width.map_or(!is_one, |width| width > WIDEST_FLAG)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_told_from_flags() {
        let is_text = |kind: &str| {
            let at = Span { start: 0, end: 0 };
            is_text(Some(&Text::new(kind.into(), at)))
        };
        for kind in [
            "text",
            "STRING",
            "clob",
            "varchar",
            "varchar(max)",
            "nvarchar(40)",
            "character varying",
        ] {
            assert!(is_text(kind), "{kind}");
        }
        for kind in [
            "char",
            "CHAR(1)",
            "varchar(5)",
            "boolean",
            "number(1)",
            "bit",
        ] {
            assert!(!is_text(kind), "{kind}");
        }
    }
}
