//! How products stand on the scorecards, computed once for all pages.

use std::collections::HashMap;

use super::Portal;
use crate::diag::FileId;
use crate::mesh::{DomainId, ProductId};
use crate::rules::{Outcome, Verdict};
use crate::score::{Card, Reached, Scorecard, Tally, Wins, tallies, wins};

/// How products stand on the scorecards, and what would lift them.
pub struct Standings {
    /// How each rule comes out over all products, in the order of the book.
    pub all: Vec<Tally>,
    /// The domains that have scored products.
    pub scored: Vec<DomainId>,
    /// How products stand on each scorecard, in the order in which they are shown.
    pub cards: Vec<OnCard>,
    /// What would help most over all rules.
    pub wins: Wins,
    domains: Vec<Vec<Tally>>,
    faults: HashMap<(usize, FileId), u32>,
}

/// How products stand on one scorecard.
pub struct OnCard {
    /// The products that are scored, those with the least first.
    pub by_score: Vec<ProductId>,
    /// How many reached no level, Bronze, Silver and Gold.
    pub levels: [usize; 4],
    /// The same of each domain, as in the mesh.
    pub domains: Vec<[usize; 4]>,
    /// What would help most by its rules.
    pub wins: Wins,
    reached: Vec<Reached>,
}

impl Standings {
    pub(super) fn new(portal: &Portal) -> Standings {
        let mesh = &portal.mesh;
        let scorecards = &portal.scorecards;
        let domains = mesh.domains.iter().map(|domain| {
            let products = domain.products.iter();
            tallies(products.map(|&id| scorecards.product(id)))
        });
        let has_scored = |id: &DomainId| scorecards.domain(*id).scored > 0;
        let mut standings = Standings {
            all: tallies(scorecards.products.iter()),
            scored: mesh
                .domains()
                .map(|(id, _)| id)
                .filter(has_scored)
                .collect(),
            cards: Vec::new(),
            wins: Wins::default(),
            domains: domains.collect(),
            faults: faults(portal),
        };
        standings.wins = standings.wins_of(portal, mesh.products().map(|(id, _)| id), None);
        let cards = scorecards.shown.iter();
        standings.cards = cards.map(|card| standings.on(portal, card)).collect();
        standings
    }

    /// How each rule comes out over the products of a domain, in the order of the book; empty
    /// where none is scored.
    pub fn domain(&self, id: DomainId) -> &[Tally] {
        &self.domains[id.0 as usize]
    }

    /// What would help these products most; on a scorecard, by its rules alone.
    pub fn wins_of(
        &self,
        portal: &Portal,
        products: impl Iterator<Item = ProductId>,
        card: Option<&Scorecard>,
    ) -> Wins {
        let cards = products.map(|id| (id, portal.scorecards.product(id)));
        wins(cards, card, |rule, verdict| {
            self.faults(portal, rule, verdict)
        })
    }

    /// In how many places a rule has to be mended before it passes.
    pub fn faults(&self, portal: &Portal, rule: usize, verdict: Verdict) -> u32 {
        if let Outcome::Partial { met, of } = verdict.outcome {
            return of - met;
        }
        let told = verdict.at.and_then(|at| {
            let key = (rule, portal.files.of(at));
            self.faults.get(&key).copied()
        });
        told.unwrap_or(1)
    }

    fn on(&self, portal: &Portal, card: &Scorecard) -> OnCard {
        let products = &portal.scorecards.products;
        let reached: Vec<Reached> = products.iter().map(|product| product.on(card)).collect();
        let mut levels = [0; 4];
        let mut domains = vec![[0; 4]; portal.mesh.domains.len()];
        for (id, product) in portal.mesh.products() {
            let reached = reached[id.0 as usize];
            if portal.scorecards.product(id).is_scored() && reached.score.is_some() {
                let level = reached.level.map_or(0, |tier| 1 + tier as usize);
                levels[level] += 1;
                domains[product.domain.0 as usize][level] += 1;
            }
        }
        let mut by_score = portal.overview().by_name.clone();
        by_score.retain(|&id| portal.scorecards.product(id).is_scored());
        by_score.sort_by_key(|&id| {
            let Reached { level, score, .. } = reached[id.0 as usize];
            (score.is_none(), level, score)
        });
        OnCard {
            by_score,
            levels,
            domains,
            wins: self.wins_of(portal, portal.mesh.products().map(|(id, _)| id), Some(card)),
            reached,
        }
    }
}

impl OnCard {
    /// What a product reached.
    pub fn product(&self, id: ProductId) -> Reached {
        self.reached[id.0 as usize]
    }

    /// How many products it scores.
    pub fn scored(&self) -> usize {
        self.levels.iter().sum()
    }
}

/// How many faults of each rule were found in each file.
fn faults(portal: &Portal) -> HashMap<(usize, FileId), u32> {
    let book = &portal.scorecards.book;
    let mut faults = HashMap::new();
    for finding in &portal.findings {
        if let Some(rule) = book.position(&finding.rule) {
            let file = portal.files.of(finding.span);
            *faults.entry((rule, file)).or_default() += 1;
        }
    }
    faults
}

/// The rules that keep a product from its next level, by their places in the book: over all
/// rules, or on a scorecard by its rules alone.
pub fn obstacles(card: &Card, reached: Reached, scorecard: Option<&Scorecard>) -> Vec<usize> {
    let Some(next) = reached.next else {
        return Vec::new();
    };
    let rules = card.book.rules();
    let is_obstacle = |&at: &usize| {
        let rule = &rules[at];
        !rule.is_preview && rule.tier <= next && !card.verdicts[at].outcome.is_met()
    };
    match scorecard {
        Some(scorecard) => scorecard
            .rules
            .iter()
            .copied()
            .filter(is_obstacle)
            .collect(),
        None => (0..rules.len()).filter(is_obstacle).collect(),
    }
}
