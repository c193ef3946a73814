//! The scorecard of one product or contract.

use super::{PARTS, Part};
use crate::rules::{RULES, Rule, Standing, Tier, Verdict};

/// What the rules make of one product or contract.
#[derive(Clone, Debug)]
pub struct Card {
    /// Whether it is scored, previewed or retired.
    pub standing: Standing,
    /// The verdicts, in the order of [`RULES`].
    pub verdicts: Box<[Verdict]>,
    /// Whether each of [`PARTS`] is met.
    pub met: [bool; PARTS.len()],
    /// The level that it reached; `None` where it reached none, or is not scored.
    pub level: Option<Tier>,
}

/// How many elements of a complete contract are there.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Completeness {
    /// The elements that are met.
    pub met: usize,
    /// All elements.
    pub of: usize,
}

impl Card {
    /// The card of what these verdicts, in the order of [`RULES`], are about.
    pub(super) fn new(standing: Standing, verdicts: Box<[Verdict]>) -> Card {
        let mut card = Card {
            standing,
            verdicts,
            met: [false; PARTS.len()],
            level: None,
        };
        card.met = PARTS.map(|part| card.missing(&part).next().is_none());
        if card.is_scored() {
            let reached = |tier: &Tier| {
                RULES.iter().any(|rule| rule.tier == *tier)
                    && card.obstacles(*tier).next().is_none()
            };
            card.level = Tier::ALL.into_iter().take_while(reached).last();
        }
        card
    }

    /// Whether it counts: neither a draft nor retired.
    pub fn is_scored(&self) -> bool {
        self.standing == Standing::Scored
    }

    /// Whether it is shown as it would be scored once it is in use.
    pub fn is_preview(&self) -> bool {
        self.standing == Standing::Preview
    }

    /// The level as outputs spell it: none, bronze, silver or gold.
    pub fn level_name(&self) -> &'static str {
        self.level.map_or("none", Tier::name)
    }

    /// How many elements are met.
    pub fn completeness(&self) -> Completeness {
        Completeness {
            met: self.met.iter().filter(|met| **met).count(),
            of: PARTS.len(),
        }
    }

    /// Each rule with its verdict.
    pub fn verdicts(&self) -> impl Iterator<Item = (&'static Rule, Verdict)> + '_ {
        RULES.iter().zip(self.verdicts.iter().copied())
    }

    /// The rules for which an element is not met.
    pub fn missing<'c>(
        &'c self,
        part: &Part,
    ) -> impl Iterator<Item = (&'static Rule, Verdict)> + 'c {
        let rules = part.rules;
        self.unmet()
            .filter(move |(rule, _)| rules.contains(&rule.code.id))
    }

    /// The rules that stand in the way of a level: those of it and of the levels below that
    /// are not met.
    pub fn obstacles(&self, tier: Tier) -> impl Iterator<Item = (&'static Rule, Verdict)> + '_ {
        self.unmet().filter(move |(rule, _)| rule.tier <= tier)
    }

    fn unmet(&self) -> impl Iterator<Item = (&'static Rule, Verdict)> + '_ {
        self.verdicts()
            .filter(|(_, verdict)| !verdict.outcome.is_met())
    }
}
