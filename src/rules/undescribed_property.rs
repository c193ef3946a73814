//! Columns that nobody describes.

use super::filler_text::says_nothing;
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::Contract;
use crate::model::{DataContract, Flag, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "undescribed-property",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/undescribed-property.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Declared,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::SelfDescribing,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// How many of a hundred columns are described where the rest may go without.
const ENOUGH: usize = 90;

/// Keys and critical columns are described in any case, and nearly all of the others.
fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let mut count = Count::default();
    for object in &contract.schema {
        let from = count.undescribed.len();
        count.columns(&object.properties, place::of_object(object).1, report);
        count.ends.push((from, count.undescribed.len()));
    }
    let of = count.described + count.undescribed.len();
    let is_enough = count.described * 100 >= of * ENOUGH;
    // Where enough is described, what may go without is no fault.
    let is_fault = |column: &&Column<'_>| !is_enough || column.must;
    if !count.undescribed.iter().any(|column| is_fault(&column)) {
        return report.outcome(of, of, NONE);
    }
    for (object, (from, to)) in contract.schema.iter().zip(&count.ends) {
        let columns = count.undescribed[*from..*to].iter().filter(is_fault);
        let mut absent = Vec::new();
        for column in columns {
            if column.is_filler {
                // What is filler is told as such.
                report.told_elsewhere(column.span);
            } else {
                absent.push((column.span, column.name));
            }
        }
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &absent,
            |name| format!("property `{name}` has no description"),
            |count, names| {
                format!("{count} properties of `{table_name}` have no description: {names}")
            },
            "add a `description:` that says what the name does not: the unit, the meaning of a code",
        );
    }
    report.outcome(count.described, of, NONE)
}

const NONE: &str = "there are no properties";

/// A column without a description.
struct Column<'c> {
    span: Span,
    name: &'c str,
    /// Whether it has one that says nothing.
    is_filler: bool,
    /// Whether it is a key, or critical.
    must: bool,
}

#[derive(Default)]
struct Count<'c> {
    described: usize,
    undescribed: Vec<Column<'c>>,
    /// Where the columns of each table begin and end.
    ends: Vec<(usize, usize)>,
}

impl<'c> Count<'c> {
    /// The items of a list have no name, and are described with the list.
    fn columns(&mut self, properties: &'c [SchemaProperty], around: &str, report: &Report<'_>) {
        for property in properties {
            if property.name.is_some() {
                self.column(property, around, report);
            }
            self.columns(&property.properties, around, report);
        }
    }

    fn column(&mut self, property: &'c SchemaProperty, around: &str, report: &Report<'_>) {
        let (place, name) = place::of_property(property);
        let details = property.details();
        let text = property.description.as_ref();
        let text = text.filter(|text| !text.trim().is_empty());
        let span = match text {
            Some(text) => {
                let physical = details.and_then(|details| details.physical_name.as_ref());
                let physical = physical.map_or("", |name| &*name.value);
                if !says_nothing("column", text, &[name, physical], around) {
                    self.described += 1;
                    return;
                }
                text.span
            }
            None if !report.is_whole(property.span) => return,
            None => place,
        };
        let is_set = |flag: Option<Flag>| flag.is_some_and(|flag| flag.value);
        self.undescribed.push(Column {
            span,
            name,
            is_filler: text.is_some(),
            must: is_set(property.primary_key)
                || is_set(details.and_then(|details| details.critical_data_element)),
        });
    }
}
