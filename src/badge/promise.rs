//! One promised service level.

use jiff::Timestamp;

use super::{Mark, State, day};
use crate::service_level::State as Kept;

/// A promise as a badge tells it.
pub struct Promised<'a> {
    /// What is promised, in the standard's spelling, such as `latency`.
    pub name: &'a str,
    /// The promise in plain words: `data at most 4 hours old`.
    pub words: &'a str,
    /// How it stands.
    pub state: Kept,
    /// What was measured, in words; empty where no value is known.
    pub measured: &'a str,
    /// When it was measured.
    pub at: Option<Timestamp>,
}

/// What a badge says of a promise.
pub fn mark(promised: &Promised<'_>) -> Mark {
    let state = promised.state.name().replace('-', " ");
    let value = match promised.measured {
        "" => String::new(),
        measured => format!(", {measured}"),
    };
    let (message, words) = match promised.at {
        Some(at) => {
            let day = day(at);
            (
                format!("{state}{value} · {day}"),
                format!("{}: {state}{value}, as measured on {day}", promised.words),
            )
        }
        None => (state.clone(), format!("{}: {state}", promised.words)),
    };
    Mark {
        label: promised.name.to_owned(),
        message,
        words,
        state: State::of(promised.state),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_promise_is_told_with_its_state_value_and_day() {
        let at = Some("2026-11-17T06:00:00Z".parse().unwrap());
        for (state, measured, at, message) in [
            (Kept::Kept, "3.1 hours", at, "kept, 3.1 hours · 17 Nov 2026"),
            (Kept::AtRisk, "", at, "at risk · 17 Nov 2026"),
            (
                Kept::Stale,
                "3.1 hours",
                at,
                "stale, 3.1 hours · 17 Nov 2026",
            ),
            (Kept::Unmeasured, "", None, "unmeasured"),
        ] {
            let promised = Promised {
                name: "latency",
                words: "data at most 4 hours old",
                state,
                measured,
                at,
            };
            assert_eq!(mark(&promised).message, message);
        }
    }
}
