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
}

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
    }

    /// The distribution of levels, the lowest first: `none`, `bronze` and so on.
    pub fn distribution(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        let levels = Tier::ALL.into_iter().map(Tier::name).zip(self.levels);
        std::iter::once(("none", self.without_level)).chain(levels)
    }
}
