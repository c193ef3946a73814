//! The scorecard of one product or contract.

use std::sync::Arc;

use super::points::points;
use super::{PARTS, Part};
use crate::rules::{Book, BookRule, Evidence, Outcome, Severity, Standing, Tier, Verdict};

/// What the rules make of one product or contract.
#[derive(Clone, Debug)]
pub struct Card {
    /// Whether it is scored, previewed or retired.
    pub standing: Standing,
    /// The rules by which it was made.
    pub book: Arc<Book>,
    /// The verdicts, in the order of the book.
    pub verdicts: Box<[Verdict]>,
    /// Whether each of [`PARTS`] is met.
    pub met: [bool; PARTS.len()],
    /// The level that it reached; `None` where it reached none, or is not scored.
    pub level: Option<Tier>,
    /// The score, from 0 to 100; `None` where nothing applies, or it is not scored.
    pub score: Option<u8>,
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
    /// The card of what these verdicts, in the order of the book, are about.
    pub(super) fn new(book: &Arc<Book>, standing: Standing, verdicts: Box<[Verdict]>) -> Card {
        let mut card = Card {
            standing,
            book: Arc::clone(book),
            verdicts,
            met: [false; PARTS.len()],
            level: None,
            score: None,
        };
        card.met = PARTS.map(|part| card.missing(&part).next().is_none());
        if card.is_scored() {
            let reached =
                |tier: &Tier| card.has_evidence(*tier) && card.obstacles(*tier).next().is_none();
            card.level = Tier::ALL.into_iter().take_while(reached).last();
            let counted = card.counted();
            card.score = points(counted.map(|(rule, verdict)| (rule.severity, verdict.outcome)));
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
    pub fn verdicts(&self) -> impl Iterator<Item = (&BookRule, Verdict)> + '_ {
        self.book.rules().iter().zip(self.verdicts.iter().copied())
    }

    /// The rules that move grades, each with its verdict.
    pub fn counted(&self) -> impl Iterator<Item = (&BookRule, Verdict)> + '_ {
        self.verdicts().filter(|(rule, _)| !rule.is_preview)
    }

    /// The lowest level that it has not reached.
    pub fn next(&self) -> Option<Tier> {
        let is_ahead = |tier: &Tier| self.level.is_none_or(|level| level < *tier);
        Tier::ALL.into_iter().find(is_ahead)
    }

    /// What a rule must rest on to make a level.
    pub fn evidence_for(tier: Tier) -> Evidence {
        match tier {
            Tier::Bronze => Evidence::Declared,
            Tier::Silver => Evidence::Verified,
            Tier::Gold => Evidence::Measured,
        }
    }

    /// Whether a rule of this level holds that rests on what the level takes: what is only declared
    /// never makes more than Bronze, and nothing but what is measured makes Gold.
    pub fn has_evidence(&self, tier: Tier) -> bool {
        let needed = Card::evidence_for(tier);
        self.counted().any(|(rule, verdict)| {
            rule.tier == tier && rule.evidence >= needed && verdict.outcome == Outcome::Pass
        })
    }

    /// Whether a critical rule is not met, wholly or in part.
    pub fn fails_critical(&self) -> bool {
        self.counted().any(|(rule, verdict)| {
            let is_fault = matches!(verdict.outcome, Outcome::Fail | Outcome::Partial { .. });
            is_fault && rule.severity == Severity::Critical
        })
    }

    /// The level that it would have if waivers counted, where that is a higher one, with the
    /// numbers of the waivers that it takes.
    pub fn level_with_waivers(&self) -> Option<(Tier, Vec<u32>)> {
        let is_waived = |(_, verdict): (&BookRule, Verdict)| verdict.waiver.is_some();
        let reached =
            |tier: &Tier| self.has_evidence(*tier) && self.obstacles(*tier).all(is_waived);
        let level = Tier::ALL.into_iter().take_while(reached).last();
        let level = level.filter(|_| self.is_scored() && level > self.level)?;
        let waivers = self.obstacles(level);
        let mut waivers: Vec<u32> = waivers.filter_map(|(_, verdict)| verdict.waiver).collect();
        waivers.sort_unstable();
        waivers.dedup();
        Some((level, waivers))
    }

    /// The rules for which an element is not met.
    pub fn missing<'c>(
        &'c self,
        part: &Part,
    ) -> impl Iterator<Item = (&'c BookRule, Verdict)> + 'c {
        let rules = part.rules;
        self.unmet()
            .filter(move |(rule, _)| rules.contains(&rule.id()))
    }

    /// The rules that stand in the way of a level: those of it and of the levels below that
    /// are not met.
    pub fn obstacles(&self, tier: Tier) -> impl Iterator<Item = (&BookRule, Verdict)> + '_ {
        self.unmet().filter(move |(rule, _)| rule.tier <= tier)
    }

    fn unmet(&self) -> impl Iterator<Item = (&BookRule, Verdict)> + '_ {
        self.counted()
            .filter(|(_, verdict)| !verdict.outcome.is_met())
    }
}
