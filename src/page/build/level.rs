//! How products spread over the levels.

use super::value::{count, title};
use crate::page::Portal;
use crate::page::parts::{Tier, TierCount};
use crate::page::score::tier;
use crate::score::{Card, RollUp};

/// What the level would be if waivers counted, such as `Silver with 1 waiver until 2027-01-31`;
/// empty where it would be no higher one.
pub fn level_with_waivers(portal: &Portal, card: &Card) -> String {
    let is_waived = !portal.waivers.all().is_empty();
    let Some((level, numbers)) = is_waived.then(|| card.level_with_waivers()).flatten() else {
        return String::new();
    };
    let (waivers, until) = portal.waivers.until(numbers);
    let until = until.map_or_else(String::new, |day| format!(" until {day}"));
    let (level, waivers) = (title(level.name()), count(waivers, "waiver"));
    format!("{level} with {waivers}{until}")
}

/// The levels of all scored products of a roll-up.
pub fn tiers_of(all: &RollUp) -> Vec<TierCount> {
    let [bronze, silver, gold] = all.levels;
    spread([all.without_level, bronze, silver, gold])
}

/// The levels of those of these products that are scored.
pub fn tiers<'c>(cards: impl Iterator<Item = &'c Card>) -> Vec<TierCount> {
    let mut counts = [0; 4];
    for card in cards.filter(|card| card.is_scored()) {
        counts[tier(card.level) as usize] += 1;
    }
    spread(counts)
}

/// The parts of a bar for the products without a level, at Bronze, Silver and Gold: their lengths
/// sum to 100, or to 0 where there is nothing.
pub fn spread(counts: [usize; 4]) -> Vec<TierCount> {
    let total: usize = counts.iter().sum();
    let tiers = [Tier::None, Tier::Bronze, Tier::Silver, Tier::Gold];
    let mut before = 0;
    let parts = tiers.into_iter().zip(counts).map(|(tier, count)| {
        let at = |count: usize| (count * 100).checked_div(total).unwrap_or(0) as u32;
        let start = at(before);
        before += count;
        TierCount {
            tier,
            count: count as u32,
            start,
            percent: at(before) - start,
        }
    });
    parts.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_parts_of_a_bar_fill_it() {
        for counts in [[0, 0, 0, 0], [1, 1, 1, 0], [7, 0, 0, 0], [1, 2, 3, 999]] {
            let parts = spread(counts);
            let length: u32 = parts.iter().map(|part| part.percent).sum();
            let is_empty = counts.iter().sum::<usize>() == 0;
            assert_eq!(length, if is_empty { 0 } else { 100 }, "{counts:?}");
            for pair in parts.windows(2) {
                assert_eq!(pair[0].start + pair[0].percent, pair[1].start);
            }
        }
    }
}
