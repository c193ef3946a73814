//! How many files a folder held in the past, told without listing them.
//!
//! A tree may hold one other tree many times, and that one another, so that a few objects make
//! more paths than any memory holds. Each tree is read once.

use std::collections::{HashMap, HashSet};

use super::call::Fault;
use super::git::{Repository, unreadable};

/// The most files and folders below the folder in a commit.
const MOST: u64 = 200_000;
/// The most folders in one another.
const DEEPEST: usize = 128;
/// The largest tree that is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// The most that is read, in bytes: more than years of any repository of manifests take.
const MOST_READ: u64 = 1 << 30;

/// Weighs what commits held in the folder of a repository, each of which is named once.
///
/// # Errors
///
/// It is too much for one of them, or cannot be read.
pub(super) fn weigh(repository: &Repository, commits: &HashSet<String>) -> Result<(), Fault> {
    let mut trees = Trees::default();
    let folder = &repository.prefix;
    let names = commits.iter().map(|commit| format!("{commit}:{folder}"));
    let mut names: Vec<String> = names.collect();
    let mut depth = 0;
    while !names.is_empty() {
        depth += 1;
        let mut told = match depth <= DEEPEST {
            true => Ok(()),
            false => Err(too_heavy()),
        };
        let mut found = Vec::new();
        repository.objects_of(names, LARGEST, &mut |object| {
            match object.filter(|(kind, _)| kind == "tree") {
                Some((_, object)) => {
                    trees.read += object.size;
                    if object.size > LARGEST || trees.read > MOST_READ {
                        told = Err(too_heavy());
                    }
                    found.push(trees.tree(&object.bytes, object.id.len() / 2));
                }
                // The folder was not there yet, or was a file.
                None if depth == 1 => {}
                None => told = Err(unreadable()),
            }
            told.is_ok()
        })?;
        told?;
        names = std::mem::take(&mut trees.unread);
        match depth {
            1 => trees.roots = found,
            _ => trees.known.extend(found),
        }
    }
    trees.check()
}

/// A tree: how much is directly in it, and which other trees.
struct Entries {
    count: u64,
    below: Vec<usize>,
}

#[derive(Default)]
struct Trees {
    /// Those of the commits.
    roots: Vec<Entries>,
    /// Those below them, in the order in which they were found.
    known: Vec<Entries>,
    /// Their numbers, by their ids.
    numbers: HashMap<Box<[u8]>, usize>,
    /// The ids of those that were found, and are not read yet.
    unread: Vec<String>,
    read: u64,
}

impl Trees {
    /// The tree of these bytes.
    fn tree(&mut self, bytes: &[u8], length: usize) -> Entries {
        let mut tree = Entries {
            count: 0,
            below: Vec::new(),
        };
        for (is_tree, id) in entries(bytes, length) {
            tree.count += 1;
            if !is_tree {
                continue;
            }
            let number = self.numbers.get(id).copied().unwrap_or_else(|| {
                let number = self.numbers.len();
                self.numbers.insert(id.into(), number);
                self.unread.push(hex(id));
                number
            });
            tree.below.push(number);
        }
        tree
    }

    fn check(&self) -> Result<(), Fault> {
        let mut weights = vec![None; self.known.len()];
        for root in &self.roots {
            self.weight(root, 0, &mut weights)?;
        }
        Ok(())
    }

    fn weight(
        &self,
        tree: &Entries,
        depth: usize,
        weights: &mut [Option<u64>],
    ) -> Result<u64, Fault> {
        let mut weight = tree.count;
        for &number in &tree.below {
            weight += match (weights.get(number).copied(), self.known.get(number)) {
                (Some(Some(weight)), _) => weight,
                (_, Some(below)) if depth < DEEPEST => {
                    let weight = self.weight(below, depth + 1, weights)?;
                    weights[number] = Some(weight);
                    weight
                }
                (_, Some(_)) => return Err(too_heavy()),
                (_, None) => return Err(unreadable()),
            };
            if weight > MOST {
                return Err(too_heavy());
            }
        }
        match weight > MOST {
            true => Err(too_heavy()),
            false => Ok(weight),
        }
    }
}

fn too_heavy() -> Fault {
    Fault::Own(format!(
        "a commit holds more than {MOST} files, or more than {DEEPEST} folders in one another"
    ))
}

/// The entries of a tree: whether each is a tree, and its id. They stand one after another as
/// `<mode> <name>`, a zero byte, and the bytes of the id.
fn entries(mut bytes: &[u8], length: usize) -> impl Iterator<Item = (bool, &[u8])> {
    std::iter::from_fn(move || {
        let end = bytes.iter().position(|byte| *byte == 0)?;
        let (head, rest) = bytes.split_at(end);
        let id = rest.get(1..=length)?;
        bytes = &rest[length + 1..];
        Some((head.starts_with(b"40000 "), id))
    })
}

fn hex(id: &[u8]) -> String {
    let digit = |half: u8| char::from(b"0123456789abcdef"[usize::from(half)]);
    let digits = id
        .iter()
        .flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]);
    digits.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_a_tree_are_read() {
        let tree = [b"100644 a b\0".as_slice(), &[7; 20], b"40000 c\0", &[9; 20]].concat();
        let read: Vec<_> = entries(&tree, 20).collect();
        assert_eq!(read, [(false, &[7; 20][..]), (true, &[9; 20][..])]);
        assert_eq!(entries(&tree[..40], 20).count(), 1);
        assert_eq!(hex(&[0, 171]), "00ab");
    }

    #[test]
    fn trees_within_trees_are_counted_once_for_each_place() {
        // Ten times ten times and so on: `levels` times.
        let weigh = |levels: usize| {
            let mut trees = Trees {
                roots: vec![Entries {
                    count: 10,
                    below: vec![0; 10],
                }],
                ..Trees::default()
            };
            for level in 1..levels {
                trees.known.push(Entries {
                    count: 10,
                    below: vec![level; 10],
                });
            }
            trees.known.push(Entries {
                count: 10,
                below: Vec::new(),
            });
            trees.check()
        };
        assert!(weigh(4).is_ok());
        assert!(weigh(5).is_err());
        // A chain is not followed for ever.
        let below = |at: usize| Entries {
            count: 1,
            below: vec![at],
        };
        let chain = Trees {
            roots: vec![below(0)],
            known: (1..=10_000).map(below).collect(),
            ..Trees::default()
        };
        assert!(chain.check().is_err());
    }
}
