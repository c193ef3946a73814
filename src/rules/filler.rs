//! Texts that fill a field and say nothing.

use super::words::{same, words};
use crate::mesh::is_placeholder;

/// Whole texts that say nothing, lower case, without what stands around them.
const EMPTY: &[&str] = &[
    "add a description",
    "add description",
    "add description here",
    "asdf",
    "blah",
    "coming soon",
    "dummy",
    "fill in",
    "fill me in",
    "insert description here",
    "missing",
    "missing description",
    "no description",
    "no description available",
    "no description provided",
    "not available",
    "not documented",
    "not yet documented",
    "not yet described",
    "qwerty",
    "same as above",
    "sample",
    "sample text",
    "see above",
    "see contract",
    "see description",
    "see docs",
    "see documentation",
    "see name",
    "see the documentation",
    "self explanatory",
    "self-explanatory",
    "some text",
    "testing",
    "undocumented",
    "write me",
    "your description here",
];

/// Words at the start of a text that is still to be written.
const UNWRITTEN: &[&str] = &["tbd", "tba", "tbc", "todo", "fixme"];

/// What is still to be done to a text: `to be filled`, `to be defined by the team`.
const TO_BE: &[&str] = &[
    "added",
    "announced",
    "clarified",
    "completed",
    "confirmed",
    "decided",
    "defined",
    "described",
    "determined",
    "documented",
    "done",
    "filled",
    "provided",
    "specified",
    "updated",
    "written",
];

/// Words that say nothing beside a name: `the description of the table`.
const HOLLOW: &[&str] = &[
    "a",
    "an",
    "the",
    "this",
    "that",
    "is",
    "are",
    "of",
    "for",
    "in",
    "on",
    "with",
    "about",
    "contains",
    "containing",
    "holds",
    "stores",
    "represents",
    "describes",
    "indicates",
    "specifies",
    "shows",
    "column",
    "field",
    "property",
    "attribute",
    "table",
    "object",
    "data",
    "information",
    "info",
    "description",
    "value",
    "values",
    "purpose",
];

/// Words that say nothing in a longer text either, where there are no others:
/// `This data product provides information for various purposes`.
const VAGUE: &[&str] = &[
    "additional",
    "all",
    "analyses",
    "analysis",
    "analytics",
    "and",
    "any",
    "as",
    "associated",
    "business",
    "by",
    "case",
    "cases",
    "columns",
    "company",
    "content",
    "contents",
    "dataset",
    "described",
    "details",
    "different",
    "documentation",
    "domain",
    "entity",
    "entries",
    "entry",
    "fields",
    "from",
    "further",
    "general",
    "important",
    "it",
    "its",
    "kind",
    "kinds",
    "main",
    "more",
    "number",
    "or",
    "other",
    "our",
    "product",
    "products",
    "provide",
    "provided",
    "provides",
    "purposes",
    "record",
    "records",
    "related",
    "relevant",
    "reporting",
    "respective",
    "row",
    "rows",
    "schema",
    "see",
    "set",
    "source",
    "standard",
    "string",
    "system",
    "technical",
    "to",
    "type",
    "use",
    "used",
    "useful",
    "user",
    "users",
    "uses",
    "various",
    "which",
];

/// So many words are a text that should say something.
const SENTENCE: usize = 4;

/// Longer texts are written by somebody, whatever they say.
const LONGEST: usize = 160;

/// Whether a text says nothing at all.
pub(crate) fn is_filler(text: &str) -> bool {
    let text = text.trim();
    if text.is_empty() {
        return false;
    }
    if has_lorem_ipsum(text) || is_unwritten(text) {
        return true;
    }
    if text.len() > LONGEST {
        return false;
    }
    let bare = text.trim_matches(|c: char| !c.is_alphanumeric());
    // Most texts are longer than any of those that are known.
    let is_known = bare.len() <= 32 && EMPTY.iter().any(|known| bare.eq_ignore_ascii_case(known));
    // Anything shorter than a placeholder can be is not asked for.
    let may_be_placeholder = text.len() <= 24;
    bare.is_empty()
        || is_known
        || (may_be_placeholder && is_placeholder(text))
        || is_repetition(bare)
        || is_to_be(bare)
}

/// Whether a text only repeats a name of what it describes.
pub(super) fn repeats(text: &str, names: &[&str]) -> bool {
    repeats_within(text, names, "")
}

/// Whether a text only repeats a name of what it describes, with hollow words before or
/// behind it, or the name of what that is in: `The order id.`, `Table of orders`, `Amount of the
/// order`.
pub(super) fn repeats_within(text: &str, names: &[&str], around: &str) -> bool {
    if text.len() > LONGEST {
        return false;
    }
    let is_hollow = |word: &&str| is_of(HOLLOW, word);
    // Most texts say something at once: a word that is of no name and does not fit everything.
    let says = |word: &str| !is_number(word) && !is_of(VAGUE, word) && !is_named(word, names);
    let first = words(text).find(|word| !is_hollow(word));
    if first.is_some_and(says)
        && words(text)
            .next()
            .is_some_and(|word| !is_named(word, names))
    {
        return false;
    }
    let has_words = text.contains(char::is_alphabetic);
    if !has_words || is_vague(text, names) {
        return !text.trim().is_empty();
    }
    // Others start otherwise than every name, and need no closer look.
    let starts = [
        words(text).next(),
        words(text).find(|word| !is_hollow(word)),
    ];
    let starts_a_name = |word: &str| {
        let mut names = names.iter().filter_map(|name| words(name).next());
        names.any(|first| alike(word, first))
    };
    if starts[1].is_some() && !starts.into_iter().flatten().any(starts_a_name) {
        return false;
    }
    let all: Vec<&str> = words(text).collect();
    let names_it = |said: &[&str]| {
        names.iter().any(|name| {
            let mut said = said.iter();
            words(name).all(|word| said.next().is_some_and(|own| alike(own, word)))
                && said.next().is_none()
        })
    };
    let before = all.iter().take_while(|word| is_hollow(word)).count();
    let is_around = |word: &&str| words(around).any(|own| alike(own, word));
    let behind = all.iter().rev();
    let behind = behind.take_while(|word| is_hollow(word) || is_around(word));
    let behind = behind.count().min(all.len() - before);
    let inner = all.get(before..all.len() - behind).unwrap_or_default();
    !all.is_empty() && (inner.is_empty() || names_it(inner) || names_it(&all))
}

/// Whether a sentence has only words of names and words that fit everything.
fn is_vague(text: &str, names: &[&str]) -> bool {
    let (mut count, mut is_vague) = (0, false);
    let mut all = words(text);
    // In a sentence of names alone, their order says something: `Notice period in days`.
    all.all(|word| {
        count += 1;
        let is_of_names = is_of(HOLLOW, word) || is_number(word) || is_named(word, names);
        let is_of_all = is_of(VAGUE, word);
        is_vague |= is_of_all;
        is_of_names || is_of_all
    }) && is_vague
        && count >= SENTENCE
}

fn is_number(word: &str) -> bool {
    word.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether a word is one of those of names.
fn is_named(word: &str, names: &[&str]) -> bool {
    let mut own = names.iter().flat_map(|name| words(name));
    own.any(|own| alike(word, own))
}

fn is_of(list: &[&str], word: &str) -> bool {
    list.iter().any(|known| word.eq_ignore_ascii_case(known))
}

/// Whether two words are one, but for a plural.
fn alike(a: &str, b: &str) -> bool {
    let singular = |word: &str| word.strip_suffix(['s', 'S']).unwrap_or(word).len();
    same(a, b) || (a.is_ascii() && b.is_ascii() && same(&a[..singular(a)], &b[..singular(b)]))
}

/// `TODO: ask the team`, `tbd`.
fn is_unwritten(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| !c.is_alphanumeric());
    UNWRITTEN.iter().any(|word| {
        let head = start.get(..word.len());
        let behind = start.get(word.len()..).and_then(|rest| rest.chars().next());
        head.is_some_and(|head| head.eq_ignore_ascii_case(word))
            && behind.is_none_or(|c| !c.is_alphanumeric() && c != '_')
    })
}

pub(super) fn has_lorem_ipsum(text: &str) -> bool {
    const LOREM: &[u8] = b"lorem ipsum";
    text.as_bytes()
        .windows(LOREM.len())
        .any(|window| window[0] | 0x20 == b'l' && window.eq_ignore_ascii_case(LOREM))
}

/// One word again and again, or one character.
fn is_repetition(bare: &str) -> bool {
    let mut all = bare.split_whitespace();
    let Some(first) = all.next() else {
        return false;
    };
    let mut count = 1;
    if all.all(|word| {
        count += 1;
        same(word, first)
    }) && count > 1
    {
        return true;
    }
    let mut chars = bare.chars();
    let first = chars.next();
    bare.len() > 2 && chars.all(|c| Some(c) == first) && first.is_some_and(char::is_alphabetic)
}

/// A short text that starts with `to be filled` or its like.
fn is_to_be(bare: &str) -> bool {
    let mut words = bare.split_whitespace();
    let starts = ["to", "be"]
        .iter()
        .all(|word| words.next().is_some_and(|own| same(own, word)));
    let verb = words.next().unwrap_or_default();
    let verb = verb.trim_matches(|c: char| !c.is_alphanumeric());
    starts && TO_BE.iter().any(|known| same(verb, known)) && words.count() <= 3
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filler_is_told_from_short_texts() {
        for text in [
            "TBD",
            "tbd.",
            "T.B.D.",
            "TODO: describe",
            "todo - ask Ann",
            "FIXME",
            "n/a",
            "N/A.",
            "none",
            "-",
            "...",
            "???",
            "xxx",
            "x x x",
            "test test",
            "blah blah blah",
            "aaaa",
            "Lorem ipsum dolor sit amet, consectetur adipiscing elit",
            "to be filled",
            "To be defined.",
            "to be determined by the team",
            "Coming soon!",
            "no description",
            "<description>",
            "[add description here]",
            "Description",
            "self-explanatory",
            "not documented",
            "placeholder",
            "unknown",
            "1",
            "12/3",
            "See the documentation",
        ] {
            let is_told = is_filler(text) || repeats(text, &["something"]);
            assert!(is_told, "{text:?} is filler");
        }
        for text in [
            "Parcel number.",
            "0 is north.",
            "Licence plate.",
            "Sort of vehicle.",
            "Smallest unit",
            "To be used by planners only",
            "Todos of the sales team",
            "Test results of each run",
            "Unknown parcels, one row each",
            "Number on the door.",
            "ISO 4217",
            "In grams",
            "None of these orders was paid",
            "Missing parcels by depot",
            "eCl@ss",
            "Sample size",
            "最終更新日時",
            "Grund der Rückgabe",
            "EUR",
            "true if paid",
            "",
        ] {
            assert!(!is_filler(text), "{text:?} is no filler");
        }
    }

    #[test]
    fn a_text_that_repeats_its_name_and_its_table_is_told() {
        let told = |text: &str| repeats_within(text, &["order_id"], "orders");
        assert!(told("Order id of the order"));
        assert!(told("The order id of the orders table."));
        assert!(!told("As printed for the order"));
        assert!(!told("What the carrier calls the order"));
    }

    #[test]
    fn a_text_that_repeats_its_name_is_told() {
        for (text, name) in [
            ("Order id", "order_id"),
            ("The order id.", "order_id"),
            ("description of order_id", "order_id"),
            ("Table of orders", "orders"),
            ("This table contains order data.", "orders"),
            ("orderId", "ORDER_ID"),
            ("Name", "name"),
            ("Straße", "straße"),
            ("The data", "x"),
            ("This data product provides the orders data.", "Orders"),
            ("Dataset for analysis and reporting of all users", "x"),
            ("Relevant business attribute of the record.", "x"),
            ("Additional attribute number 7", "attribute_7"),
            ("Field from the source system", "x"),
        ] {
            assert!(repeats(text, &[name]), "{text:?} repeats {name:?}");
        }
        for (text, name) in [
            ("Order number of the shop", "order_id"),
            ("One row per order", "orders"),
            ("Amount in euro", "amount"),
            ("Date of the order", "ordered_on"),
            ("What moved the parcel.", "leg_kind"),
            ("Unique order id", "order_id"),
            ("Version of the model.", "model_version"),
            ("All rows of the source, even those that failed.", "x"),
            ("Products that users return", "x"),
            ("Notice period in days.", "notice_period_days"),
            ("", "order_id"),
        ] {
            assert!(!repeats(text, &[name]), "{text:?} says more than {name:?}");
        }
    }
}
