//! How complete the contract is.

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
    Some(Mark {
        label: "contract".to_owned(),
        message: format!("{met} of {of}"),
        words: format!("{met} of {of} elements of a complete contract"),
        state,
    })
}
