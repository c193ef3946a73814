//! The level that a product has reached.

use super::{Badge, Facts, Mark, State};

pub(super) const BADGE: Badge = Badge {
    name: "level",
    read,
};

fn read(facts: &Facts<'_>) -> Option<Mark> {
    if facts.level.is_empty() {
        return None;
    }
    let state = match facts.level {
        "none" => State::Bad,
        "bronze" => State::Partial,
        _ => State::Good,
    };
    Some(Mark {
        label: "level".to_owned(),
        message: facts.level.to_owned(),
        words: format!("level {}", facts.level),
        state,
    })
}
