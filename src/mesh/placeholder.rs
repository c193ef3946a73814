//! Names that stand for nobody.

/// Names that stand where an owner should stand, lower case.
const PLACEHOLDERS: &[&str] = &[
    "-",
    "?",
    "??",
    "???",
    "admin",
    "administrator",
    "anyone",
    "change me",
    "changeme",
    "data team",
    "data-team",
    "everyone",
    "example",
    "fixme",
    "foo",
    "john doe",
    "jane doe",
    "me",
    "my team",
    "my-team",
    "n/a",
    "na",
    "n.a.",
    "nobody",
    "none",
    "not defined",
    "null",
    "owner",
    "placeholder",
    "someone",
    "somebody",
    "t.b.d.",
    "tba",
    "tbc",
    "tbd",
    "team",
    "team name",
    "test",
    "to be announced",
    "to be defined",
    "to be determined",
    "todo",
    "to do",
    "undefined",
    "unassigned",
    "unknown",
    "user",
    "xxx",
    "your team",
    "your-team",
];

/// Whether a name stands for nobody: TBD, n/a, unknown and their kin.
pub fn is_placeholder(name: &str) -> bool {
    let name = name.trim().to_lowercase();
    let bare = name.trim_matches(['<', '>', '[', ']', '(', ')', '{', '}', '.', '!', ' ']);
    bare.is_empty()
        || [bare, name.as_str()]
            .iter()
            .any(|name| PLACEHOLDERS.contains(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn placeholders_are_known_however_they_are_dressed() {
        for name in [
            "TBD",
            " t.b.d. ",
            "<unknown>",
            "N/A",
            "???",
            "",
            "Data Team",
            "[todo]",
        ] {
            assert!(is_placeholder(name), "{name:?}");
        }
        for name in [
            "sales-analytics",
            "Team Parcels",
            "Ann Admin",
            "test-automation",
        ] {
            assert!(!is_placeholder(name), "{name:?}");
        }
    }
}
