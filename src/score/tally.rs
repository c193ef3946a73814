//! How rules come out over several products.

use super::Card;
use crate::rules::{Outcome, Verdict};

/// How one rule comes out over several products. Only what is scored is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Those that pass.
    pub pass: u32,
    /// Those that pass in part.
    pub partial: u32,
    /// Those that fail.
    pub fail: u32,
    /// Those of which it is not known.
    pub unknown: u32,
    /// Those to which the rule does not apply.
    pub not_applicable: u32,
    /// Those that fail, wholly or in part, with a waiver.
    pub waived: u32,
}

impl Tally {
    /// Those to which the rule applies: the whole of which `pass` is a part.
    pub fn of(&self) -> u32 {
        self.pass + self.partial + self.fail + self.unknown
    }

    /// Those to which the rule applies and that do not pass.
    pub fn unmet(&self) -> u32 {
        self.of() - self.pass
    }

    fn add(&mut self, verdict: Verdict) {
        match verdict.outcome {
            Outcome::Pass => self.pass += 1,
            Outcome::Partial { .. } => self.partial += 1,
            Outcome::Fail => self.fail += 1,
            Outcome::Unknown(_) => self.unknown += 1,
            Outcome::NotApplicable(_) => self.not_applicable += 1,
        }
        self.waived += u32::from(verdict.waiver.is_some() && !verdict.outcome.is_met());
    }
}

/// How each rule comes out over these products, in the order of their book; empty where there
/// are no products.
pub fn tallies<'c>(cards: impl Iterator<Item = &'c Card>) -> Vec<Tally> {
    let mut tallies: Vec<Tally> = Vec::new();
    for card in cards.filter(|card| card.is_scored()) {
        tallies.resize(card.verdicts.len(), Tally::default());
        for (tally, verdict) in tallies.iter_mut().zip(&card.verdicts) {
            tally.add(*verdict);
        }
    }
    tallies
}
