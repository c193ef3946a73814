//! Keys and required columns that nothing checks.

use std::collections::HashSet;

use super::place;
use super::report::{Facts, Report};
use super::strength::Strength;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, Span, listed};
use crate::mesh::Contract;
use crate::model::{Any, DataContract, Flag, Quality, QualityType, SchemaObject, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unchecked-key",
        level: Level::Warning,
        element: Element::Quality,
        page: include_str!("../../content/rules/unchecked-key.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Trustworthy,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

fn check(_: &Facts<'_>, _: &Contract, contract: &DataContract, report: &mut Report<'_>) -> Outcome {
    let mut counts = Counts::default();
    for object in &contract.schema {
        let mut promises = Promises::default();
        promises.collect(&object.properties);
        if promises.is_empty() {
            continue;
        }
        let checks = Checks::of(object);
        // Where a part could not be read, a check may stand in it.
        let is_whole = report.is_whole_throughout(object.span);
        let repeated = counts.judge(&promises.unique, &checks, About::Duplicates, is_whole);
        let empty = counts.judge(&promises.required, &checks, About::Nulls, is_whole);
        if promises.key.len() > 1 && counts.add(checks.cover_key(&promises.key), is_whole) {
            tell_key(object, &promises.key, report);
        }
        let (table, table_name) = place::of_object(object);
        report.tell_all(
            table,
            &repeated,
            |name| format!("nothing checks that `{name}` is unique"),
            |count, names| {
                format!(
                    "nothing checks that {count} properties of `{table_name}` are unique: {names}"
                )
            },
            "add `quality:` to it with `metric: duplicateValues` and `mustBe: 0`",
        );
        report.tell_all(
            table,
            &empty,
            |name| format!("nothing checks that `{name}` is always filled"),
            |count, names| {
                format!("nothing checks that {count} properties of `{table_name}` are always filled: {names}")
            },
            "add `quality:` to it with `metric: nullValues` and `mustBe: 0`",
        );
    }
    report.outcome(
        counts.met,
        counts.of,
        "there are no keys and no required properties",
    )
}

#[derive(Default)]
struct Counts {
    met: usize,
    of: usize,
}

impl Counts {
    /// Counts a promise, and says whether it is one that is to be told.
    fn add(&mut self, is_met: bool, is_whole: bool) -> bool {
        self.met += usize::from(is_met);
        self.of += usize::from(is_met || is_whole);
        !is_met && is_whole
    }

    /// The columns of which it is to be told that nothing checks them for this.
    fn judge<'c>(
        &mut self,
        columns: &[&'c SchemaProperty],
        checks: &Checks<'_>,
        about: About,
        is_whole: bool,
    ) -> Vec<(Span, &'c str)> {
        let columns = columns.iter();
        let told = columns.filter(|column| self.add(checks.cover(column, about), is_whole));
        told.map(|column| place::of_property(column)).collect()
    }
}

fn tell_key(object: &SchemaObject, key: &[&SchemaProperty], report: &mut Report<'_>) {
    let (_, table) = place::of_object(object);
    let (span, _) = place::of_property(key[0]);
    let names = key.iter().map(|column| place::of_property(column).1);
    let names = listed(&names.collect::<Vec<_>>());
    let message = format!("nothing checks that the key of `{table}`, {names}, is unique");
    report.tell(span, message).help(
        "add a rule to the table with `metric: duplicateValues`, the columns in `arguments.properties`, and `mustBe: 0`",
    );
}

/// What the columns of a table promise of their values.
#[derive(Default)]
struct Promises<'c> {
    /// The columns of the primary key.
    key: Vec<&'c SchemaProperty>,
    /// The columns that are unique by themselves, a primary key of one column among them.
    unique: Vec<&'c SchemaProperty>,
    /// The columns that are never null.
    required: Vec<&'c SchemaProperty>,
}

impl<'c> Promises<'c> {
    fn collect(&mut self, properties: &'c [SchemaProperty]) {
        self.columns(properties);
        if let [only] = self.key[..]
            && !is_set(only.unique)
        {
            self.unique.push(only);
        }
    }

    fn columns(&mut self, properties: &'c [SchemaProperty]) {
        for property in properties {
            if is_set(property.primary_key) {
                self.key.push(property);
            }
            if is_set(property.unique) {
                self.unique.push(property);
            }
            if is_set(property.required) {
                self.required.push(property);
            }
            self.columns(&property.properties);
        }
    }

    fn is_empty(&self) -> bool {
        self.key.is_empty() && self.unique.is_empty() && self.required.is_empty()
    }
}

fn is_set(flag: Option<Flag>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// What a check looks for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum About {
    Duplicates,
    Nulls,
}

impl About {
    /// Words of metrics, queries and the checks of other tools, in lower case.
    fn words(self) -> &'static [&'static str] {
        match self {
            About::Duplicates => &["duplicate", "unique", "distinct", "having"],
            About::Nulls => &["null", "missing"],
        }
    }

    fn stands_in(self, text: &str) -> bool {
        let text = text.to_ascii_lowercase();
        self.words().iter().any(|word| text.contains(word))
    }
}

/// The checks of a table, by the columns at which they look.
#[derive(Default)]
struct Checks<'c> {
    /// The columns of rules of the standard's library for duplicates.
    together: Vec<Vec<&'c str>>,
    /// Those of them that stand alone.
    unique: HashSet<&'c str>,
    /// The columns of rules of the library for nulls.
    filled: HashSet<&'c str>,
    /// The words of queries and other tools' checks for duplicates.
    unique_words: HashSet<String>,
    /// The words of those for nulls.
    filled_words: HashSet<String>,
}

impl<'c> Checks<'c> {
    fn of(object: &'c SchemaObject) -> Checks<'c> {
        let mut checks = Checks::default();
        for quality in &object.quality {
            if Strength::of(quality) != Strength::Real {
                continue;
            }
            match quality.kind {
                QualityType::Library => checks.metric(quality),
                _ => checks.words(quality),
            }
        }
        checks
    }

    fn metric(&mut self, quality: &'c Quality) {
        let columns: Vec<&str> = quality
            .columns
            .iter()
            .map(|column| leaf(&column.value))
            .collect();
        if is_about(quality, About::Nulls) {
            self.filled.extend(&columns);
        }
        if is_about(quality, About::Duplicates) && !columns.is_empty() {
            if let [only] = columns[..] {
                self.unique.insert(only);
            }
            self.together.push(columns);
        }
    }

    fn words(&mut self, quality: &Quality) {
        for (about, known) in [
            (About::Duplicates, &mut self.unique_words),
            (About::Nulls, &mut self.filled_words),
        ] {
            if is_about(quality, about) {
                each_text(quality, &mut |text| {
                    let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                    known.extend(words.map(str::to_lowercase));
                });
            }
        }
    }

    /// Whether a check of the column or of its table looks for this in the column.
    fn cover(&self, column: &SchemaProperty, about: About) -> bool {
        let is_own =
            |quality: &Quality| Strength::of(quality) == Strength::Real && is_about(quality, about);
        let (names, words) = match about {
            About::Duplicates => (&self.unique, &self.unique_words),
            About::Nulls => (&self.filled, &self.filled_words),
        };
        column.quality.iter().any(is_own)
            || names_of(column).any(|name| {
                names.contains(name) || (!words.is_empty() && words.contains(&name.to_lowercase()))
            })
    }

    /// Whether a check finds duplicates of the columns together. One that finds duplicates of
    /// some of them does.
    fn cover_key(&self, key: &[&SchemaProperty]) -> bool {
        let names: HashSet<&str> = key.iter().flat_map(|column| names_of(column)).collect();
        let mut together = self.together.iter();
        key.iter().any(|column| {
            let mut own = column.quality.iter();
            own.any(|quality| {
                Strength::of(quality) == Strength::Real && is_about(quality, About::Duplicates)
            })
        }) || together.any(|columns| columns.iter().all(|column| names.contains(column)))
            || key.iter().all(|column| {
                names_of(column).any(|name| self.unique_words.contains(&name.to_lowercase()))
            })
    }
}

/// The names of a column in a contract and in the storage.
fn names_of(column: &SchemaProperty) -> impl Iterator<Item = &str> {
    let physical = column
        .details()
        .and_then(|details| details.physical_name.as_ref());
    let names = column.name.as_ref().into_iter().chain(physical);
    names.map(|name| leaf(&name.value))
}

/// The last name of a path such as `customer.id`.
fn leaf(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Whether a quality rule looks for this, as far as its words tell.
fn is_about(quality: &Quality, about: About) -> bool {
    match quality.kind {
        QualityType::Library => {
            let metric = quality.metric.as_ref();
            metric.is_some_and(|metric| about.stands_in(&metric.value))
        }
        _ => {
            let mut is_about = false;
            each_text(quality, &mut |text| is_about |= about.stands_in(text));
            is_about
        }
    }
}

/// Every text of what is run.
fn each_text(quality: &Quality, see: &mut dyn FnMut(&str)) {
    if let Some(query) = &quality.query {
        see(&query.value);
    }
    if let Some(implementation) = &quality.implementation {
        each_scalar(implementation, see);
    }
}

fn each_scalar(any: &Any, see: &mut dyn FnMut(&str)) {
    match any {
        Any::Scalar(text) => see(text),
        Any::List(items) => items.iter().for_each(|item| each_scalar(item, see)),
        Any::Map(entries) => {
            for (key, value) in entries {
                see(key);
                each_scalar(value, see);
            }
        }
    }
}
