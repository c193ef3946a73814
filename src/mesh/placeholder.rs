//! Names that stand for nobody.

use std::collections::HashSet;

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
    Placeholders::default().contain(name)
}

/// The names that stand for nobody in a portal: those that everybody uses, and its own.
#[derive(Clone, Debug, Default)]
pub(super) struct Placeholders {
    /// Lower case.
    own: HashSet<String>,
}

impl Placeholders {
    /// Those that everybody uses, and these.
    pub(super) fn with(own: &[String]) -> Placeholders {
        let own = own.iter().map(|name| name.trim().to_lowercase());
        Placeholders { own: own.collect() }
    }

    /// Whether a name stands for nobody, however it is dressed.
    pub(super) fn contain(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        let bare = name.trim_matches(['<', '>', '[', ']', '(', ')', '{', '}', '.', '!', ' ']);
        bare.is_empty()
            || [bare, name.as_str()]
                .iter()
                .any(|name| PLACEHOLDERS.contains(name) || self.own.contains(*name))
    }
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

    #[test]
    fn a_portal_has_its_own() {
        let placeholders = Placeholders::with(&["Niemand ".to_owned(), "data office".to_owned()]);
        for name in ["niemand", "<Niemand>", "Data Office", "TBD"] {
            assert!(placeholders.contain(name), "{name:?}");
        }
        assert!(!placeholders.contain("data officer"));
        assert!(!is_placeholder("niemand"));
    }
}
