//! How many promised service levels are kept: of a product, a team or a domain.

use jiff::Timestamp;

use super::{Badge, Mark, State, day};
use crate::service_level::{Counts, State as Kept};

pub(super) const BADGE: Badge = Badge {
    name: "service-levels",
    read: |facts| mark(&facts.promises, facts.measured),
};

/// What a badge says of promises; `measured` is the earliest moment at which one of them was
/// measured last. `None` where nothing is promised.
pub fn mark(counts: &Counts, measured: Option<Timestamp>) -> Option<Mark> {
    let total = counts.total();
    let worst = counts.worst()?;
    let Some(at) = measured else {
        return Some(Mark {
            label: "service levels".to_owned(),
            message: format!("{total} promised, not measured"),
            words: format!("{total} service levels are promised, and none is measured"),
            state: State::Promised,
        });
    };
    let told = [Kept::Broken, Kept::Stale, Kept::Unmeasured, Kept::AtRisk];
    let told = told.iter().filter(|state| counts.of(**state) > 0);
    let told: Vec<String> = told
        .map(|state| format!("{} {}", counts.of(*state), state.name().replace('-', " ")))
        .collect();
    let few: String = told
        .iter()
        .take(FEW)
        .map(|part| format!(", {part}"))
        .collect();
    let all: String = told.iter().map(|part| format!(", {part}")).collect();
    let kept = counts.kept();
    let state = match State::of(worst) {
        // Some of it is kept, and some was never looked at.
        State::Promised => State::Partial,
        state => state,
    };
    let day = day(at);
    Some(Mark {
        label: "service levels".to_owned(),
        message: format!("{kept} of {total} kept{few} · {day}"),
        words: format!("{kept} of {total} service levels kept{all}, as measured on {day}"),
        state,
    })
}

/// The most states that stand on a badge.
const FEW: usize = 2;
