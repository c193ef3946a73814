//! Names that name nothing.

use super::words::words;

/// What stands where a name should stand, lower case.
const NAMELESS: &[&str] = &[
    "-",
    "?",
    "change me",
    "changeme",
    "dummy",
    "foo",
    "bar",
    "n.a.",
    "n/a",
    "na",
    "none",
    "null",
    "placeholder",
    "t.b.d.",
    "tba",
    "tbc",
    "tbd",
    "to be defined",
    "to do",
    "todo",
    "undefined",
    "unknown",
    "unnamed",
    "untitled",
    "xxx",
];

/// What is numbered where it has no name: `column_1`.
const NUMBERED: &[&str] = &[
    "attr",
    "attribute",
    "c",
    "col",
    "column",
    "dummy",
    "f",
    "field",
    "foo",
    "prop",
    "property",
    "test",
    "xxx",
];

/// Whether a name of anything but a person or a team names nothing.
pub(super) fn is_nameless(name: &str) -> bool {
    let bare = name
        .trim()
        .trim_matches(['<', '>', '[', ']', '(', ')', '{', '}']);
    bare.is_empty()
        || NAMELESS
            .iter()
            .any(|known| bare.eq_ignore_ascii_case(known))
}

/// Whether a column is called as one that stands for others: `dummy`, `col1`.
pub(super) fn is_nameless_column(name: &str) -> bool {
    let mut words = words(name);
    let is_numbered = match (words.next(), words.next(), words.next()) {
        (Some(word), Some(number), None) => {
            number.bytes().all(|byte| byte.is_ascii_digit())
                && NUMBERED
                    .iter()
                    .any(|known| word.eq_ignore_ascii_case(known))
        }
        _ => false,
    };
    is_numbered || is_nameless(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_name_nothing_are_told_from_short_ones() {
        for name in ["TBD", " <tbd> ", "n/a", "Dummy", ""] {
            assert!(is_nameless(name), "{name:?}");
        }
        for name in ["User", "Test results", "me", "NA region", "Team", "注文"] {
            assert!(!is_nameless(name), "{name:?}");
        }
        for name in ["col1", "COLUMN_17", "dummy", "field 3", "dummy2"] {
            assert!(is_nameless_column(name), "{name:?}");
        }
        for name in ["id", "address_1", "line1", "c", "column_name", "f1_score"] {
            assert!(!is_nameless_column(name), "{name:?}");
        }
    }
}
