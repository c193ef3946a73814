//! Which record has which term: collected in batches, merged into one sorted list.

use std::collections::HashMap;

/// Strings numbered in the order of their first sight.
#[derive(Default)]
pub(super) struct Interner {
    ids: HashMap<Box<str>, u32>,
}

impl Interner {
    /// The number of `text`, and whether this is its first sight.
    pub(super) fn id(&mut self, text: &str) -> (u32, bool) {
        if let Some(id) = self.ids.get(text) {
            return (*id, false);
        }
        let id = self.ids.len() as u32;
        self.ids.insert(text.into(), id);
        (id, true)
    }

    /// The strings in order, and the new number of each old one.
    pub(super) fn sorted(self) -> (Vec<Box<str>>, Vec<u32>) {
        let mut all: Vec<(Box<str>, u32)> = self.ids.into_iter().collect();
        all.sort_unstable();
        let mut ranks = vec![0; all.len()];
        for (rank, (_, id)) in all.iter().enumerate() {
            ranks[*id as usize] = rank as u32;
        }
        (all.into_iter().map(|(text, _)| text).collect(), ranks)
    }
}

/// A record, by its number, with a detail: for terms a weight, for columns the table's
/// place in its record.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Posting {
    pub(super) record: u32,
    pub(super) detail: u16,
}

/// Postings of the records of one batch, in the order in which they were seen.
#[derive(Default)]
pub(super) struct Batch {
    interner: Interner,
    postings: Vec<(u32, Posting)>,
    /// For each string, where its newest posting stands, or [`NONE`].
    newest: Vec<u32>,
}

const NONE: u32 = u32::MAX;

impl Batch {
    /// Notes `text` without a record; whether this is its first sight.
    pub(super) fn note(&mut self, text: &str) -> bool {
        self.id(text).1
    }

    /// Notes that `record` has `text`; of several weights the greatest counts.
    pub(super) fn weigh(&mut self, text: &str, record: u32, weight: u16) {
        let (id, _) = self.id(text);
        let newest = self.newest[id as usize] as usize;
        match self.postings.get_mut(newest) {
            Some((_, posting)) if posting.record == record => {
                posting.detail = posting.detail.max(weight);
            }
            _ => self.push(id, record, weight),
        }
    }

    /// Notes that `record` has `text` at `place`, which may be one of several places.
    pub(super) fn place(&mut self, text: &str, record: u32, place: u16) {
        let (id, _) = self.id(text);
        self.push(id, record, place);
    }

    fn id(&mut self, text: &str) -> (u32, bool) {
        let (id, new) = self.interner.id(text);
        if new {
            self.newest.push(NONE);
        }
        (id, new)
    }

    fn push(&mut self, id: u32, record: u32, detail: u16) {
        self.newest[id as usize] = self.postings.len() as u32;
        self.postings.push((id, Posting { record, detail }));
    }
}

/// All strings, sorted, with their postings, sorted by record.
pub(super) struct Merged {
    /// The strings, in order.
    pub(super) texts: Vec<Box<str>>,
    starts: Vec<u32>,
    postings: Vec<Posting>,
}

impl Merged {
    /// Joins `batches`, each with the number of its first record; `ranks` gives each
    /// record its final number.
    pub(super) fn new(batches: Vec<(u32, Batch)>, ranks: &[u32]) -> Merged {
        let mut interner = Interner::default();
        let mut globals = Vec::with_capacity(batches.len());
        for (_, batch) in &batches {
            let mut global = vec![0; batch.interner.ids.len()];
            for (text, local) in &batch.interner.ids {
                global[*local as usize] = interner.id(text).0;
            }
            globals.push(global);
        }
        let (texts, sorted) = interner.sorted();

        let mut starts = vec![0u32; texts.len() + 1];
        for ((_, batch), global) in batches.iter().zip(&mut globals) {
            for id in global.iter_mut() {
                *id = sorted[*id as usize];
            }
            for (id, _) in &batch.postings {
                starts[global[*id as usize] as usize + 1] += 1;
            }
        }
        for at in 1..starts.len() {
            starts[at] += starts[at - 1];
        }

        let total = *starts.last().unwrap_or(&0) as usize;
        let empty = Posting {
            record: 0,
            detail: 0,
        };
        let mut postings = vec![empty; total];
        let mut next = starts.clone();
        for ((first, batch), global) in batches.into_iter().zip(globals) {
            for (id, posting) in batch.postings {
                let slot = &mut next[global[id as usize] as usize];
                postings[*slot as usize] = Posting {
                    record: ranks[(first + posting.record) as usize],
                    detail: posting.detail,
                };
                *slot += 1;
            }
        }
        for range in starts.windows(2) {
            postings[range[0] as usize..range[1] as usize].sort_unstable();
        }
        Merged {
            texts,
            starts,
            postings,
        }
    }

    /// The postings of the string at `at`.
    pub(super) fn postings(&self, at: usize) -> &[Posting] {
        &self.postings[self.starts[at] as usize..self.starts[at + 1] as usize]
    }

    /// The place of `text`, where it is one of the strings.
    pub(super) fn find(&self, text: &str) -> Option<usize> {
        self.texts
            .binary_search_by(|other| (**other).cmp(text))
            .ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn merged_postings_do_not_depend_on_the_batches() {
        let seen = [
            ("b", 0, 3),
            ("a", 0, 1),
            ("b", 0, 9),
            ("b", 1, 2),
            ("é", 2, 4),
            ("a", 2, 5),
        ];
        let ranks = [2, 0, 1];
        let merged = |splits: &[u32]| {
            let mut batches = Vec::new();
            for pair in splits.windows(2) {
                let mut batch = Batch::default();
                for (text, record, weight) in seen {
                    if (pair[0]..pair[1]).contains(&record) {
                        batch.weigh(text, record - pair[0], weight);
                    }
                }
                batches.push((pair[0], batch));
            }
            let merged = Merged::new(batches, &ranks);
            (0..merged.texts.len())
                .map(|at| {
                    let postings = merged.postings(at).iter();
                    let pairs: Vec<_> = postings.map(|p| (p.record, p.detail)).collect();
                    (merged.texts[at].to_string(), pairs)
                })
                .collect::<Vec<_>>()
        };
        let expected = vec![
            ("a".to_owned(), vec![(1, 5), (2, 1)]),
            ("b".to_owned(), vec![(0, 2), (2, 9)]),
            ("é".to_owned(), vec![(1, 4)]),
        ];
        assert_eq!(merged(&[0, 3]), expected);
        assert_eq!(merged(&[0, 1, 2, 3]), expected);
    }
}
