//! How old the data may be (ODCS 3.2, slaProperties: `latency`).

use super::promise::weakest;
use super::{Badge, Facts, Mark, State};
use crate::model::sla::SlaKind;

pub(super) const BADGE: Badge = Badge {
    name: "latency",
    read,
};

fn read(facts: &Facts<'_>) -> Option<Mark> {
    let longest = weakest(facts, SlaKind::Latency, |a, b| a > b)?;
    Some(Mark {
        label: "latency",
        message: format!("≤ {}", longest.amount),
        words: longest.words(),
        state: State::Promised,
    })
}
