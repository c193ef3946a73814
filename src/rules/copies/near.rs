//! Which of many sets are nearly the same, without holding each against each.
//!
//! A signature keeps the smallest of many hashes of a set: two sets agree in as large a part of
//! their signatures as they have in common (Broder, "On the resemblance and containment of
//! documents"). Sets that agree in a whole band of their signatures are held against each other.

use std::collections::HashMap;

/// How many bands a signature has. Sets that have 85 of 100 elements in common agree in none with a
/// probability below 0.001; those that have half in common, in one of them every third time.
const BANDS: usize = 12;
/// The hashes of a band.
const ROWS: usize = 5;
/// What two sets have in common that are nearly the same: a part of all that is in either.
const SAME: f64 = 0.85;
/// With how many of the earliest that share a band a set is held against.
const EARLIEST: usize = 4;
/// How many that are nearly the same are kept for each.
const MOST: usize = 8;

type Signature = [u32; BANDS * ROWS];

/// Which sets are nearly the same.
pub(super) struct Near {
    /// For each set those of the others that are nearly the same, by their numbers.
    pub(super) of: Vec<Vec<u32>>,
    /// How many pairs were held against each other.
    #[cfg_attr(not(test), expect(dead_code, reason = "it is what tests bound"))]
    pub(super) compared: usize,
}

/// Finds those that are nearly the same. Sets are sorted and come in the order of who was first;
/// of many that are all the same only the earliest are found.
pub(super) fn near(sets: &[&[u64]]) -> Near {
    let mut compared = 0;
    let mut near: Vec<Vec<u32>> = vec![Vec::new(); sets.len()];
    let mut bands: Vec<HashMap<u64, Vec<u32>>> = vec![HashMap::new(); BANDS];
    let signatures: Vec<Signature> = sets.iter().map(|set| signature(set)).collect();
    let mut candidates = Vec::new();
    for (at, own) in signatures.iter().enumerate() {
        candidates.clear();
        for (rows, band) in own.chunks(ROWS).zip(&mut bands) {
            let members = band.entry(folded(rows)).or_default();
            candidates.extend_from_slice(members);
            if members.len() < EARLIEST {
                members.push(at as u32);
            }
        }
        candidates.sort_unstable();
        candidates.dedup();
        for &other in &candidates {
            if near[at].len() == MOST {
                break;
            }
            if !agrees(own, &signatures[other as usize]) {
                continue;
            }
            compared += 1;
            if is_same(sets[at], sets[other as usize]) {
                near[at].push(other);
                let of_other = &mut near[other as usize];
                if of_other.len() < MOST {
                    of_other.push(at as u32);
                }
            }
        }
    }
    Near { of: near, compared }
}

fn signature(set: &[u64]) -> Signature {
    let mut signature = [u32::MAX; BANDS * ROWS];
    for element in set {
        for (least, odd) in signature.iter_mut().zip(&ODDS) {
            *least = (*least).min((element.wrapping_mul(*odd) >> 32) as u32);
        }
    }
    signature
}

/// One hash each: odd numbers that have nothing to do with each other.
const ODDS: [u64; BANDS * ROWS] = {
    let mut odds = [0; BANDS * ROWS];
    let (mut at, mut state) = (0, 0x9e37_79b9_7f4a_7c15_u64);
    while at < odds.len() {
        state = state
            .wrapping_mul(0x5851_f42d_4c95_7f2d)
            .wrapping_add(0x1405_7b7e_f767_814f);
        odds[at] = (state ^ (state >> 29)) | 1;
        at += 1;
    }
    odds
};

fn folded(rows: &[u32]) -> u64 {
    let fold = |hash: u64, row: &u32| (hash ^ u64::from(*row)).wrapping_mul(0x0100_0000_01b3);
    rows.iter().fold(0xcbf2_9ce4_8422_2325, fold)
}

/// Whether two signatures agree in so much that the sets are worth a look.
fn agrees(a: &Signature, b: &Signature) -> bool {
    let same = a.iter().zip(b).filter(|(a, b)| a == b).count();
    same * 10 >= a.len() * 6
}

/// Whether two sorted sets are nearly the same.
fn is_same(a: &[u64], b: &[u64]) -> bool {
    let (less, more) = (a.len().min(b.len()), a.len().max(b.len()));
    if (less as f64) < SAME * more as f64 {
        return false;
    }
    let (mut at, mut other, mut common) = (0, 0, 0);
    while at < a.len() && other < b.len() {
        match a[at].cmp(&b[other]) {
            std::cmp::Ordering::Less => at += 1,
            std::cmp::Ordering::Greater => other += 1,
            std::cmp::Ordering::Equal => {
                common += 1;
                at += 1;
                other += 1;
            }
        }
    }
    common as f64 >= SAME * (a.len() + b.len() - common) as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Numbers that are told apart by all of their bits.
    fn number(seed: u64) -> u64 {
        xxhash_rust::xxh3::xxh3_64(&seed.to_le_bytes())
    }

    fn set(numbers: impl Iterator<Item = u64>) -> Vec<u64> {
        let mut set: Vec<u64> = numbers.map(number).collect();
        set.sort_unstable();
        set
    }

    /// What is found is what holding each against each finds.
    #[test]
    fn nearly_the_same_is_found() {
        let mut sets = Vec::new();
        for group in 0..300_u64 {
            let base = group * 10_000;
            let size = 10 + group % 50;
            let shared = size - group % 9;
            sets.push(set(base..base + size));
            sets.push(set(
                (base..base + shared).chain(base + 5_000..base + 5_000 + group % 9)
            ));
        }
        let sets: Vec<&[u64]> = sets.iter().map(Vec::as_slice).collect();
        let found = near(&sets).of;
        let (mut missed, mut pairs) = (0, 0);
        for at in 0..sets.len() {
            for other in 0..at {
                let is_found = found[at].contains(&(other as u32));
                let is_near = is_same(sets[at], sets[other]);
                assert!(is_near || !is_found, "{at} and {other} are not the same");
                pairs += usize::from(is_near);
                missed += usize::from(is_near && !is_found);
            }
        }
        assert!(pairs > 100, "{pairs}");
        assert_eq!(missed, 0, "of {pairs}");
    }
}
