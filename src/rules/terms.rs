//! What the organisation calls things: its glossary and its vocabulary, to be looked up.

use std::collections::{HashMap, HashSet};

use super::words::words;
use crate::config::RawTerm;
use crate::model::SchemaProperty;

/// The terms of the organisation, by the names of the columns that carry them.
pub(super) struct Glossary<'g> {
    terms: &'g [RawTerm],
    by_column: HashMap<String, usize>,
    by_term: HashMap<String, usize>,
}

impl<'g> Glossary<'g> {
    /// Of several terms for one name the first has it.
    pub(super) fn new(terms: &'g [RawTerm]) -> Glossary<'g> {
        let (mut by_column, mut by_term) = (HashMap::new(), HashMap::new());
        for (at, term) in terms.iter().enumerate() {
            by_term.entry(key(&term.term)).or_insert(at);
            for column in &term.columns {
                by_column.entry(key(column)).or_insert(at);
            }
        }
        Glossary {
            terms,
            by_column,
            by_term,
        }
    }

    /// The term that a column carries because of its name.
    pub(super) fn of_column(&self, property: &SchemaProperty) -> Option<&'g RawTerm> {
        let name = property.name.as_ref()?;
        let at = self.by_column.get(&key(&name.value))?;
        self.terms.get(*at)
    }

    /// The same, or the term by which the column itself or its business name goes.
    pub(super) fn meant_by(&self, property: &SchemaProperty) -> Option<&'g RawTerm> {
        let names = [&property.name, &property.business_name];
        let by_term = || {
            let mut names = names.into_iter().flatten();
            let at = names.find_map(|name| self.by_term.get(&key(&name.value)))?;
            self.terms.get(*at)
        };
        self.of_column(property).or_else(by_term)
    }
}

/// The words of a name, so that `customerId`, `CUSTOMER_ID` and `Customer ID` are one.
fn key(name: &str) -> String {
    let mut key = String::with_capacity(name.len() + 2);
    for word in words(name) {
        if !key.is_empty() {
            key.push('_');
        }
        key.push_str(word);
    }
    match key.is_ascii() {
        true => {
            key.make_ascii_lowercase();
            key
        }
        false => key.to_lowercase(),
    }
}

/// The tags of which one should be there.
pub(super) struct Vocabulary<'g> {
    /// As the configuration spells them.
    pub(super) tags: &'g [String],
    known: HashSet<String>,
}

impl<'g> Vocabulary<'g> {
    pub(super) fn new(tags: &'g [String]) -> Vocabulary<'g> {
        let known = tags.iter().map(|tag| tag.trim().to_lowercase());
        Vocabulary {
            tags,
            known: known.collect(),
        }
    }

    /// Whether it has this tag, in any case.
    pub(super) fn has(&self, tag: &str) -> bool {
        let tag = tag.trim();
        self.known.contains(tag) || self.known.contains(&tag.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_one_thing_are_one() {
        for name in ["customerId", "CUSTOMER_ID", "Customer ID", "customer-id"] {
            assert_eq!(key(name), "customer_id");
        }
        assert_eq!(key("ÜbungsNr"), "übungs_nr");
    }
}
