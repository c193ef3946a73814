//! Who improved since an earlier day.
//!
//! A domain is ranked by what its products gained, never by where they stand: who begins far
//! behind can be first. Days that were judged by other rules are not compared, so that nobody
//! gains or loses by a change of the rules.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Date;

use super::Scorecards;
use crate::mesh::{DomainId, Mesh, Product, TeamId};
use crate::past::{Day, Past, PastLevel};

/// How far back is looked, in days, where the history reaches so far.
const WINDOW: i64 = 28;

/// Who improved since an earlier day.
#[derive(Clone, Debug, Default)]
pub struct Improvement {
    /// The day with which is compared; `None` where no day was judged by the rules of today.
    pub since: Option<Date>,
    /// The last day that was judged by other rules.
    pub other_rules: Option<Date>,
    /// How many products are compared.
    pub compared: u32,
    /// The domains that gained, those that gained the most first.
    pub domains: Vec<(DomainId, Gain)>,
    /// The teams that gained, in the same order.
    pub teams: Vec<(TeamId, Gain)>,
}

/// What the products of a domain or team gained together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Gain {
    /// How many rose a level or more.
    pub risen: u32,
    /// How many fell.
    pub fallen: u32,
    /// How many are compared: those that were scored then and are now.
    pub of: u32,
    /// The sum of the changes of their scores.
    sum: i64,
}

impl Gain {
    /// The mean change of the score, in tenths, rounded towards nothing.
    pub fn tenths(self) -> i64 {
        (self.sum * 10).checked_div(i64::from(self.of)).unwrap_or(0)
    }

    fn is_gain(&self) -> bool {
        self.risen > self.fallen || self.risen == self.fallen && self.sum > 0
    }

    fn add(&mut self, change: Change) {
        self.risen += u32::from(change.level > 0);
        self.fallen += u32::from(change.level < 0);
        self.of += 1;
        self.sum += change.score;
    }
}

/// What one product gained.
#[derive(Clone, Copy)]
struct Change {
    /// Above 0 where it rose, below where it fell.
    level: i8,
    score: i64,
}

/// Who improved up to a day; `None` where nothing was recorded before.
pub fn improvement(
    mesh: &Mesh,
    scorecards: &Scorecards,
    past: &Past,
    today: Date,
) -> Option<Improvement> {
    let before = || past.days.iter().filter(|day| day.date < today);
    before().next()?;
    let is_same = |day: &&Day| *day.rules == *scorecards.book.name;
    let other_rules = before().rfind(|day| !is_same(day));
    let mut improvement = Improvement {
        other_rules: other_rules.map(|day| day.date),
        ..Improvement::default()
    };
    let from = today.saturating_sub(WINDOW.days());
    let far = before().rfind(|day| is_same(day) && day.date <= from);
    let Some(base) = far.or_else(|| before().find(is_same)) else {
        return Some(improvement);
    };
    improvement.since = Some(base.date);
    let (mut domains, mut teams) = (BTreeMap::new(), BTreeMap::new());
    for ((id, product), card) in mesh.products().zip(&scorecards.products) {
        if mesh.product_with(&product.id) != Some(id) {
            continue;
        }
        let level = PastLevel::named(card.level_name());
        let Some(change) = card
            .score
            .and_then(|score| change(base, product, level, score))
        else {
            continue;
        };
        improvement.compared += 1;
        let gain: &mut Gain = domains.entry(product.domain).or_default();
        gain.add(change);
        if let Some(team) = product.owner.as_ref().and_then(|owner| owner.team) {
            let gain: &mut Gain = teams.entry(team).or_default();
            gain.add(change);
        }
    }
    improvement.domains = ranked(domains);
    improvement.teams = ranked(teams);
    Some(improvement)
}

fn change(base: &Day, product: &Product, level: PastLevel, score: u8) -> Option<Change> {
    let was = base.products.get(product.id.as_str())?;
    let (old_level, old_score) = (was.level?, was.score?);
    Some(Change {
        level: level.cmp(&old_level) as i8,
        score: i64::from(score) - i64::from(old_score),
    })
}

/// Those that gained: by how many products rose more than fell, then by the mean change.
fn ranked<Id: Copy + Ord>(gains: BTreeMap<Id, Gain>) -> Vec<(Id, Gain)> {
    let mut ranked: Vec<_> = gains
        .into_iter()
        .filter(|(_, gain)| gain.is_gain())
        .collect();
    ranked.sort_by_key(|(id, gain)| {
        let rise = i64::from(gain.risen) - i64::from(gain.fallen);
        (Reverse(rise), Reverse(gain.tenths()), *id)
    });
    ranked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_rose_comes_before_who_only_scored() {
        let gain = |risen, fallen, of, sum| Gain {
            risen,
            fallen,
            of,
            sum,
        };
        let gains = BTreeMap::from([
            (1, gain(0, 0, 2, 40)),
            (2, gain(1, 0, 4, 4)),
            (3, gain(0, 1, 1, 9)),
            (4, gain(2, 1, 4, 20)),
            (5, gain(0, 0, 3, 0)),
        ]);
        let order: Vec<i32> = ranked(gains).into_iter().map(|(id, _)| id).collect();
        assert_eq!(order, [4, 2, 1]);
        assert_eq!(gain(0, 0, 3, 10).tenths(), 33);
    }
}
