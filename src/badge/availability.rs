//! How much of the time the data can be had (ODCS 3.2, slaProperties: `availability`).

use super::promise::weakest;
use super::{Badge, Facts, Mark, State};
use crate::model::sla::SlaKind;

pub(super) const BADGE: Badge = Badge {
    name: "availability",
    read,
};

fn read(facts: &Facts<'_>) -> Option<Mark> {
    let lowest = weakest(facts, SlaKind::Availability, |a, b| a < b)?;
    Some(Mark {
        label: "availability",
        message: format!("≥ {}", lowest.amount),
        words: lowest.words(),
        state: State::Promised,
    })
}
