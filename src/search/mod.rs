//! Records in, a search index out: script files that a page loads piece by piece.
//!
//! The client (`static/search.js`) loads `search/engine.js` and `search/main.js` when the
//! search box gets the focus: how to search, the words of names, how often each is found,
//! and where the pieces begin. A query then loads the pieces of its words, and the cards
//! of the hits that are shown.
//! Every file calls one function, so that it loads as a classic script: from any path,
//! from `file://`, and under `script-src 'self'`.
//!
//! The bytes depend on the records alone: not on their order, nor on the threads.

mod gather;
mod number;
mod postings;
mod record;
mod script;
mod text;

use rayon::prelude::*;

use gather::{Card, Gathered};
use postings::Merged;
pub use record::{Column, Kind, Record, Table};

/// One file of the index.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shard {
    /// Where it is served, relative to the site's root: `search/main.js`.
    pub route: String,
    /// Its text.
    pub bytes: Vec<u8>,
}

/// The index of `records`, sorted by route.
///
/// Records are reduced as they come, so a lazy parallel iterator keeps them from standing
/// in memory together.
pub fn index<R>(records: R) -> Vec<Shard>
where
    R: IntoParallelIterator<Item = Record>,
{
    let batches: Vec<Gathered> = records
        .into_par_iter()
        .fold(Gathered::default, Gathered::with)
        .collect();

    let (mut cards, mut words, mut names, mut columns) = (vec![], vec![], vec![], vec![]);
    for batch in batches {
        let first = cards.len() as u32;
        cards.extend(batch.cards);
        words.push((first, batch.words));
        names.push((first, batch.names));
        columns.push((first, batch.columns));
    }
    let (cards, ranks) = in_order(cards);

    let ((words, names), columns) = rayon::join(
        || (Merged::new(words, &ranks), Merged::new(names, &ranks)),
        || Merged::new(columns, &ranks),
    );
    script::shards(&cards, &words, &names, &columns)
}

/// The cards in the order of the index, and the new place of each old one.
fn in_order(cards: Vec<Card>) -> (Vec<Card>, Vec<u32>) {
    let mut numbered: Vec<(Card, u32)> = cards.into_iter().zip(0..).collect();
    numbered.sort_unstable();
    let mut ranks = vec![0; numbered.len()];
    for (rank, (_, old)) in numbered.iter().enumerate() {
        ranks[*old as usize] = rank as u32;
    }
    (numbered.into_iter().map(|(card, _)| card).collect(), ranks)
}

#[cfg(test)]
mod tests;
