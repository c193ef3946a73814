//! How complete the contract is, and the level that it has reached.

use super::{Badge, Facts, Mark, State};

pub(super) const BADGE: Badge = Badge {
    name: "completeness",
    read,
};

fn read(facts: &Facts<'_>) -> Option<Mark> {
    let (met, of) = facts.completeness.filter(|&(_, of)| of > 0)?;
    let state = match met {
        0 => State::Bad,
        met if met < of => State::Partial,
        _ => State::Good,
    };
    let level = match facts.level {
        "none" => "",
        level => level,
    };
    let gap = if level.is_empty() { "" } else { " " };
    Some(Mark {
        label: "contract",
        message: format!("{met} of {of}{gap}{level}"),
        words: format!(
            "{met} of {of} elements of a complete contract{}{level}",
            if level.is_empty() { "" } else { ", level " }
        ),
        state,
    })
}
