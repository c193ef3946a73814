//! Badges: how a product, a team or a domain stands, in a few words, for pages and for READMEs.
//!
//! A badge is a label and a message. It is drawn here, and its bytes depend on what it says alone;
//! no other host is asked. A colour never speaks alone: a mark and a word say the same. What was
//! measured is said with its day and year, so that a badge which nobody writes anew tells its age.

mod completeness;
mod endpoint;
mod level;
mod metric;
mod promise;
mod service_levels;
mod svg;

use jiff::Timestamp;
use serde::Serialize;

use crate::service_level::{Counts, State as Kept};

pub use endpoint::endpoint;
pub use promise::{Promised, mark as promise};
pub use service_levels::mark as service_levels;
pub use svg::svg;

/// One kind of badge: one file of this room.
pub struct Badge {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// What it says of a product; `None` where it has nothing to say.
    pub read: fn(&Facts<'_>) -> Option<Mark>,
}

/// What badges know of a product.
pub struct Facts<'a> {
    /// How many of the elements of a complete contract it meets, and how many apply;
    /// `None` where the portal shows no scores.
    pub completeness: Option<(u32, u32)>,
    /// The level that it has reached, such as `bronze`; `none` where it has reached none, empty
    /// where the portal shows none.
    pub level: &'a str,
    /// How many of its promises are in each state.
    pub promises: Counts,
    /// The earliest moment at which one of them was measured last.
    pub measured: Option<Timestamp>,
}

/// What a badge says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What it is about, in a word.
    pub label: String,
    /// What it says, short enough for a badge.
    pub message: String,
    /// The same in words, for those who hear it.
    pub words: String,
    /// How it stands.
    pub state: State,
}

/// How what a badge says stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All of it is there.
    Good,
    /// Some of it is there.
    Partial,
    /// None of it is there.
    Bad,
    /// It was so, and nobody knows whether it still is.
    Stale,
    /// It is promised, and not measured.
    Promised,
}

impl State {
    /// Every state.
    #[cfg(test)]
    const ALL: [State; 5] = [
        State::Good,
        State::Partial,
        State::Bad,
        State::Stale,
        State::Promised,
    ];

    /// That of a promise, or of several together.
    fn of(kept: Kept) -> State {
        match kept {
            Kept::Kept => State::Good,
            Kept::AtRisk => State::Partial,
            Kept::Broken => State::Bad,
            Kept::Stale => State::Stale,
            Kept::Unmeasured | Kept::Unverifiable => State::Promised,
        }
    }

    /// The mark that says it without a colour.
    fn glyph(self) -> &'static str {
        match self {
            State::Good => "✓",
            State::Partial => "!",
            State::Bad => "✕",
            State::Stale => "◌",
            State::Promised => "",
        }
    }

    /// The ground behind the message; white stands out on it by at least 4.5 to 1
    /// (WCAG 2.2, 1.4.3).
    fn fill(self) -> &'static str {
        match self {
            State::Good => "#1b7a3a",
            State::Partial => "#8a5a00",
            State::Bad => "#b3261e",
            State::Stale => "#5f5f6b",
            State::Promised => "#3a5a8c",
        }
    }
}

/// Every badge of a product, in the order in which they stand side by side.
pub const BADGES: &[Badge] = &[completeness::BADGE, level::BADGE, service_levels::BADGE];

/// What a badge says of a product.
pub fn mark(name: &str, facts: &Facts<'_>) -> Option<Mark> {
    let badge = BADGES.iter().find(|badge| badge.name == name)?;
    (badge.read)(facts)
}

/// What all badges say of a product, side by side.
pub fn marks(facts: &Facts<'_>) -> Vec<Mark> {
    let badges = BADGES.iter();
    badges.filter_map(|badge| (badge.read)(facts)).collect()
}

/// What a badge says that has nothing else to say.
pub fn nothing() -> Mark {
    Mark {
        label: "service levels".to_owned(),
        message: "none promised".to_owned(),
        words: "no service level is promised".to_owned(),
        state: State::Promised,
    }
}

/// A day as badges say it, in UTC: `17 Nov 2026`.
fn day(at: Timestamp) -> String {
    at.strftime("%-d %b %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn facts(states: &[Kept], level: &'static str) -> Facts<'static> {
        let mut promises = Counts::default();
        for state in states {
            promises.add(*state);
        }
        let is_measured = states.iter().any(|state| state.is_measured());
        Facts {
            completeness: Some((4, 6)),
            level,
            promises,
            measured: is_measured.then(|| "2026-11-17T23:59:00Z".parse().unwrap()),
        }
    }

    fn messages(states: &[Kept], level: &'static str) -> Vec<String> {
        let marks = marks(&facts(states, level)).into_iter();
        marks
            .map(|mark| format!("{}: {}", mark.label, mark.message))
            .collect()
    }

    #[test]
    fn a_badge_says_how_many_promises_are_kept_and_when_that_was_seen() {
        use Kept::{AtRisk, Broken, Stale, Unmeasured, Unverifiable};
        const KEPT: Kept = Kept::Kept;
        assert_eq!(messages(&[], ""), ["contract: 4 of 6"]);
        for (states, message) in [
            (&[Unmeasured, Unmeasured][..], "2 promised, not measured"),
            (&[KEPT][..], "1 of 1 kept · 17 Nov 2026"),
            (&[KEPT, AtRisk][..], "2 of 2 kept, 1 at risk · 17 Nov 2026"),
            (
                &[KEPT, Unmeasured][..],
                "1 of 2 kept, 1 unmeasured · 17 Nov 2026",
            ),
            (
                &[KEPT, Stale, Broken, Unverifiable][..],
                "1 of 4 kept, 1 broken, 1 stale · 17 Nov 2026",
            ),
        ] {
            let told = messages(states, "gold");
            assert_eq!(
                told,
                [
                    "contract: 4 of 6",
                    "level: gold",
                    &format!("service levels: {message}")
                ]
            );
        }
    }

    #[test]
    fn only_what_is_kept_is_green() {
        use Kept::{AtRisk, Broken, Stale, Unmeasured, Unverifiable};
        const KEPT: Kept = Kept::Kept;
        for (states, state) in [
            (&[KEPT, KEPT][..], State::Good),
            (&[KEPT, AtRisk][..], State::Partial),
            (&[KEPT, Unmeasured][..], State::Partial),
            (&[Unmeasured][..], State::Promised),
            (&[KEPT, Unverifiable][..], State::Partial),
            (&[KEPT, Stale][..], State::Stale),
            (&[KEPT, Stale, Broken][..], State::Bad),
        ] {
            let mark = mark("service-levels", &facts(states, "gold")).unwrap();
            assert_eq!(mark.state, state, "{states:?}");
        }
    }
}
