//! What would lift the most products for the least work.
//!
//! A product is lifted by an edit where nothing else keeps it from its next level. What the
//! organisation looks for first is therefore not the rule that fails most often, but the one that
//! is the last obstacle most often.

use std::cmp::Reverse;
use std::collections::{BTreeMap, HashMap};

use super::{Card, Reached, Scorecard, points};
use crate::diag::Span;
use crate::mesh::ProductId;
use crate::rules::{Effort, Outcome, Tier, Verdict};

/// How many edits are named.
const EDITS: usize = 3;
/// The most rules and pairs of rules that are named.
const WINS: usize = 5;

/// What would help most.
#[derive(Clone, Debug, Default)]
pub struct Wins {
    /// The edits that together lift the most products, in the order in which to make them.
    pub edits: Vec<Edit>,
    /// The rules, and pairs of rules, that are all that keeps products from their next level:
    /// first those that lift the most products for the work.
    pub rules: Vec<Win>,
    /// The products that one edit would lift.
    pub one_edit_away: usize,
    /// The products that have not reached every level for which there are rules, of those that
    /// are scored.
    pub below: usize,
}

/// An act at one place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edit {
    /// The product; the first of several that share the place.
    pub product: ProductId,
    /// The rule that is mended, by its place in the book.
    pub rule: usize,
    /// The products that it lifts, after the edits before it.
    pub lifts: u32,
    /// The level to which it lifts `product`, or brings it nearer.
    pub to: Tier,
    /// How many rules still keep `product` from that level afterwards.
    pub left: u32,
    /// The points that `product` gains, after the edits before it.
    pub gain: u8,
}

/// Rules that together are all that keeps products from their next level.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Win {
    /// The rules, by their places in the book: one or two.
    pub rules: Vec<usize>,
    /// How many products they keep from their next level.
    pub lifts: u32,
}

/// A product on its way to a level.
struct Way<'c> {
    id: ProductId,
    card: &'c Card,
    to: Tier,
    /// The rules that are not met and can be mended, by their places in the book.
    obstacles: Vec<usize>,
    /// What it has been mended by so far.
    mended: Vec<usize>,
}

/// What an edit is told from others by: the rule, and where its first fault stands.
type Place = (usize, Option<Span>, Option<ProductId>);

/// What would help these products most; on a scorecard, by its rules alone.
///
/// `faults` says in how many places a rule has to be mended before it passes.
pub fn wins<'c>(
    products: impl Iterator<Item = (ProductId, &'c Card)>,
    scorecard: Option<&Scorecard>,
    faults: impl Fn(usize, Verdict) -> u32,
) -> Wins {
    let mut wins = Wins::default();
    let mut ways = Vec::new();
    for (id, card) in products.filter(|(_, card)| card.is_scored()) {
        let Reached { next, .. } = match scorecard {
            Some(scorecard) => card.on(scorecard),
            None => card.reached(),
        };
        if let Some(to) = next {
            wins.below += 1;
            ways.extend(way(id, card, to, scorecard));
        }
    }
    let is_one_edit = |way: &&Way<'_>| matches!(way.obstacles[..], [only] if faults(only, way.card.verdicts[only]) == 1);
    wins.one_edit_away = ways.iter().filter(is_one_edit).count();
    wins.rules = rules(&ways);
    for _ in 0..EDITS {
        let Some((place, edit)) = best(&ways, &faults) else {
            break;
        };
        wins.edits.push(edit);
        for way in &mut ways {
            mend(way, place);
        }
    }
    wins
}

/// The way of a product to a level; `None` where no edit leads there: something is not known, or
/// the level takes evidence of which there is none.
fn way<'c>(
    id: ProductId,
    card: &'c Card,
    to: Tier,
    scorecard: Option<&Scorecard>,
) -> Option<Way<'c>> {
    let rules = card.book.rules();
    let places: Vec<usize> = match scorecard {
        Some(scorecard) => scorecard.rules.clone(),
        None => (0..rules.len()).collect(),
    };
    let counted = places.iter().copied();
    let counted = counted.filter(|&at| !rules[at].is_preview && rules[at].tier <= to);
    let mut obstacles = Vec::new();
    let mut is_evidenced = false;
    for at in counted {
        let outcome = card.verdicts[at].outcome;
        if matches!(outcome, Outcome::Unknown(_)) {
            return None;
        }
        if !outcome.is_met() {
            obstacles.push(at);
        }
        let holds = !matches!(outcome, Outcome::NotApplicable(_));
        let rule = &rules[at];
        is_evidenced |= holds && rule.tier == to && rule.evidence >= Card::evidence_for(to);
    }
    (is_evidenced && !obstacles.is_empty()).then_some(Way {
        id,
        card,
        to,
        obstacles,
        mended: Vec::new(),
    })
}

/// The rules and pairs of rules that lift the most products for the work.
fn rules(ways: &[Way<'_>]) -> Vec<Win> {
    let mut lifts: BTreeMap<Vec<usize>, u32> = BTreeMap::new();
    for way in ways.iter().filter(|way| way.obstacles.len() <= 2) {
        *lifts.entry(way.obstacles.clone()).or_default() += 1;
    }
    let Some(book) = ways.first().map(|way| &way.card.book) else {
        return Vec::new();
    };
    let work = |rules: &[usize]| rules.iter().map(|&at| work(book.rules()[at].effort)).sum();
    let mut wins: Vec<Win> = (lifts.into_iter())
        .map(|(rules, lifts)| Win { rules, lifts })
        .collect();
    wins.sort_by_key(|win| {
        let work: u32 = work(&win.rules);
        // Products for each unit of work, as a whole number.
        let worth = u64::from(win.lifts) * 1_000 / u64::from(work);
        (Reverse(worth), win.rules.len(), win.rules.clone())
    });
    wins.truncate(WINS);
    wins
}

/// How much work an effort stands for, against the smallest.
fn work(effort: Effort) -> u32 {
    match effort {
        Effort::Small => 1,
        Effort::Medium => 3,
        Effort::Large => 9,
    }
}

/// The edit that lifts the most products; where none lifts any, the one that brings a product
/// nearest to its level. Among equals the one with the fewest places, the least work and then the
/// most points.
fn best(ways: &[Way<'_>], faults: &impl Fn(usize, Verdict) -> u32) -> Option<(Place, Edit)> {
    struct Candidate {
        lifts: u32,
        left: usize,
        places: u32,
        way: usize,
        rule: usize,
    }
    let mut candidates: HashMap<Place, Candidate> = HashMap::new();
    for (number, way) in ways.iter().enumerate() {
        let left = way.obstacles.len().saturating_sub(1);
        for &rule in &way.obstacles {
            let verdict = way.card.verdicts[rule];
            let key = place(way, rule);
            let candidate = candidates.entry(key).or_insert_with(|| Candidate {
                lifts: 0,
                left,
                places: faults(rule, verdict).max(1),
                way: number,
                rule,
            });
            candidate.lifts += u32::from(left == 0);
            if left < candidate.left {
                candidate.left = left;
                candidate.way = number;
            }
        }
    }
    let rank = |found: &Candidate| {
        let effort = ways[found.way].card.book.rules()[found.rule].effort;
        let worth = u64::from(found.lifts) * 1_000 / u64::from(found.places);
        (Reverse(worth), found.left, found.places * work(effort))
    };
    let best = candidates.values().map(rank).min()?;
    let equals = (candidates.into_iter()).filter(|(_, found)| rank(found) == best);
    let points = |found: &Candidate| gain(&ways[found.way], found.rule);
    let (key, found) =
        equals.min_by_key(|(_, found)| (Reverse(points(found)), found.way, found.rule))?;
    let way = &ways[found.way];
    let edit = Edit {
        product: way.id,
        rule: found.rule,
        lifts: found.lifts,
        to: way.to,
        left: found.left as u32,
        gain: gain(way, found.rule),
    };
    Some((key, edit))
}

/// Products that share a place share the edit. What has no place belongs to the product.
fn place(way: &Way<'_>, rule: usize) -> Place {
    let at = way.card.verdicts[rule].at;
    (rule, at, at.is_none().then_some(way.id))
}

/// Takes an obstacle out of the way of a product, where it has that one.
fn mend(way: &mut Way<'_>, done: Place) {
    let is_done = |&rule: &usize| place(way, rule) == done;
    if let Some(at) = way.obstacles.iter().position(is_done) {
        let rule = way.obstacles.remove(at);
        way.mended.push(rule);
    }
}

/// How many points of its score a product gains where a rule passes.
fn gain(way: &Way<'_>, rule: usize) -> u8 {
    let score = |mended: &dyn Fn(usize) -> bool| {
        let verdicts = way.card.verdicts().enumerate();
        let counted = verdicts.filter(|(_, (rule, _))| !rule.is_preview);
        points::points(counted.map(|(at, (rule, verdict))| match mended(at) {
            true => (rule.severity, Outcome::Pass),
            false => (rule.severity, verdict.outcome),
        }))
    };
    let before = score(&|at| way.mended.contains(&at)).unwrap_or(0);
    let after = score(&|at| at == rule || way.mended.contains(&at)).unwrap_or(0);
    after.saturating_sub(before)
}
