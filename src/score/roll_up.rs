//! Several products together.

use super::{Card, PARTS};
use crate::rules::Tier;

/// How the products of a domain, or of the mesh, stand together. Only what is scored counts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RollUp {
    /// The products that are scored.
    pub scored: usize,
    /// The products that are drafts or proposed.
    pub previewed: usize,
    /// The products that are retired.
    pub retired: usize,
    /// The products that reached no level.
    pub without_level: usize,
    /// The products whose level is each of [`Tier::ALL`].
    pub levels: [usize; Tier::ALL.len()],
    /// The products that meet each of [`PARTS`].
    pub met: [usize; PARTS.len()],
    /// The products that meet all of [`PARTS`].
    pub complete: usize,
    /// The products that do not meet a critical rule.
    pub critical: usize,
}

/// How many products in a hundred must hold a level before a domain holds it.
const SHARE: usize = 80;

impl RollUp {
    /// Counts one more product.
    pub(super) fn add(&mut self, card: &Card) {
        if !card.is_scored() {
            match card.is_preview() {
                true => self.previewed += 1,
                false => self.retired += 1,
            }
            return;
        }
        self.scored += 1;
        match card.level {
            None => self.without_level += 1,
            Some(tier) => self.levels[tier as usize] += 1,
        }
        for (count, met) in self.met.iter_mut().zip(card.met) {
            *count += usize::from(met);
        }
        self.complete += usize::from(card.met.iter().all(|met| *met));
        self.critical += usize::from(card.fails_critical());
    }

    /// The level of all of them together: the highest that 80 in 100 hold, where none fails a
    /// critical rule. Never a mean.
    pub fn level(&self) -> Option<Tier> {
        let holds = |tier: &Tier| self.holding(*tier) * 100 >= SHARE * self.scored;
        let is_sound = self.scored > 0 && self.critical == 0;
        Tier::ALL
            .into_iter()
            .take_while(holds)
            .last()
            .filter(|_| is_sound)
    }

    /// How many products hold a level or a higher one.
    pub fn holding(&self, tier: Tier) -> usize {
        self.levels[tier as usize..].iter().sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_holds_what_four_of_five_hold() {
        let of = |levels: [usize; 3], scored, critical| RollUp {
            scored,
            critical,
            without_level: scored - levels.iter().sum::<usize>(),
            levels,
            ..RollUp::default()
        };
        let table = [
            (of([0, 0, 0], 0, 0), None),
            (of([4, 0, 0], 5, 0), Some(Tier::Bronze)),
            (of([4, 0, 0], 5, 1), None),
            (of([3, 0, 0], 4, 0), None),
            (of([1, 3, 1], 5, 0), Some(Tier::Silver)),
            (of([1, 0, 4], 5, 0), Some(Tier::Gold)),
        ];
        for (all, level) in table {
            assert_eq!(all.level(), level, "{all:?}");
        }
    }
}
