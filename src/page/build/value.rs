//! Texts and values of manifests as pages may show them.

use crate::model::{Any, Flag, Text};
use crate::rules::{is_secret, is_secret_entry, secret_ranges};

/// What stands in the place of a secret.
const HIDDEN: &str = "hidden: it looks like a secret";
/// The longest text that is shown, in characters.
const LONGEST: usize = 2_000;

/// A sentence of a tool as a page may show it: one that holds a password or key is not carried any
/// further.
pub(super) fn shown_message(text: &str) -> &str {
    match is_secret(text) || !secret_ranges(text).is_empty() {
        true => HIDDEN,
        false => text,
    }
}

/// A text as a page may show it: a password or key that was left in a manifest is not
/// carried any further.
pub fn shown_value(text: &str) -> &str {
    match is_secret(text) {
        true => HIDDEN,
        false => text,
    }
}

/// The value of a key as a page may show it; some keys tell that their value is a secret.
pub fn shown_entry<'t>(key: &str, value: &'t str) -> &'t str {
    match is_secret_entry(key, value) {
        true => HIDDEN,
        false => value,
    }
}

/// A text of a manifest; empty where it is absent.
pub(crate) fn text(text: Option<&Text>) -> String {
    text.map_or_else(String::new, |text| bounded(shown_value(text.trim())))
}

/// A value of any shape that stands under a key, secrets left out.
pub(crate) fn any(key: &str, value: &Any) -> String {
    bounded(&hidden(key, value).to_string())
}

fn hidden(key: &str, value: &Any) -> Any {
    match value {
        Any::Scalar(text) => Any::Scalar(shown_entry(key, text).into()),
        Any::List(items) => Any::List(items.iter().map(|item| hidden(key, item)).collect()),
        Any::Map(entries) => {
            let shown = entries
                .iter()
                .map(|(key, value)| (key.clone(), hidden(key, value)));
            Any::Map(shown.collect())
        }
    }
}

/// Whether a flag is there and true.
pub(crate) fn is_set(flag: Option<&Flag>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// A text, cut where it would fill the page.
pub(crate) fn bounded(text: &str) -> String {
    if text.len() <= LONGEST {
        return text.to_owned();
    }
    match text.char_indices().nth(LONGEST) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A key of the standards in words: `businessDefinition` is `business definition`.
pub(crate) fn words(key: &str) -> String {
    let mut words = String::with_capacity(key.len() + 4);
    let mut was_lower = false;
    for c in key.trim().chars() {
        match c {
            '_' | '-' => words.push(' '),
            c if c.is_uppercase() && was_lower => {
                words.push(' ');
                words.extend(c.to_lowercase());
            }
            c => words.push(c),
        }
        was_lower = c.is_lowercase();
    }
    words
}

/// The same with a capital in front.
pub(crate) fn title(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars).collect(),
        None => String::new(),
    }
}

/// `1 table`, `3 tables`.
pub(crate) fn count(number: usize, noun: &str) -> String {
    let plural = if number == 1 { "" } else { "s" };
    format!(
        "{} {noun}{plural}",
        crate::page::theme::thousands(number as u64)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_become_words() {
        for (key, said) in [
            ("businessDefinition", "business definition"),
            ("source_system", "source system"),
            ("SLA", "SLA"),
            ("sourceAligned", "source aligned"),
        ] {
            assert_eq!(words(key), said);
        }
        assert_eq!(title(&words("generalAvailability")), "General availability");
    }
}
