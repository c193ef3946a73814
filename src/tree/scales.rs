//! How many files a folder held in the past, told without listing them.
//!
//! A tree may hold one other tree many times, and that one another, so that a few objects make
//! more paths than any memory holds. Each tree is read once.

use std::collections::{HashMap, HashSet};

use super::call::Fault;
use super::git::{Repository, unreadable};

/// The most files and folders below the folder in a commit.
const MOST: u64 = 200_000;
/// How long all of their paths may be, in bytes.
const LONGEST: u64 = 160 * MOST;
/// The most folders in one another.
const DEEPEST: usize = 128;
/// The largest tree that is read, in bytes.
const LARGEST: u64 = 16 << 20;
/// The most that is read, in bytes: 20,000 commits of 600 manifests in one folder take 550 million.
const MOST_READ: u64 = 640 << 20;
/// The most folders in folders that are kept in mind, each as often as it was met.
const MOST_MET: usize = 4_000_000;

/// How large the commits themselves may be together, in bytes: thirty times what 20,000 take.
const MOST_COMMITTED: u64 = 192 << 20;

/// Weighs commits themselves: all of them are in memory at once where they are told in order.
///
/// # Errors
///
/// They are too large together, or cannot be read.
pub(super) fn weigh_commits(
    repository: &Repository,
    commits: HashSet<String>,
) -> Result<(), Fault> {
    match repository.size_of(commits.into_iter().collect())? > MOST_COMMITTED {
        true => Err(Fault::own("what its commits say is too long")),
        false => Ok(()),
    }
}

/// Weighs what commits held in the folder of a repository, each of which is named once.
///
/// # Errors
///
/// It is too much for one of them, or cannot be read.
pub(super) fn weigh_folder(
    repository: &Repository,
    commits: &HashSet<String>,
) -> Result<(), Fault> {
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
                    if object.size > LARGEST {
                        told = Err(too_heavy());
                    } else if trees.read > MOST_READ || trees.met > MOST_MET {
                        told = Err(too_much());
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

/// A tree: how much is directly in it, and which other trees, with the lengths of their names.
struct Entries {
    own: Weight,
    below: Vec<(u32, u32)>,
}

/// How many files and folders there are, and how long all of their paths are, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Weight {
    count: u64,
    bytes: u64,
}

#[derive(Default)]
struct Trees {
    /// Those of the commits.
    roots: Vec<Entries>,
    /// Those below them, in the order in which they were found.
    known: Vec<Entries>,
    /// Their numbers, by their ids.
    numbers: HashMap<Box<[u8]>, u32>,
    /// The ids of those that were found, and are not read yet.
    unread: Vec<String>,
    read: u64,
    /// How many folders were met in others.
    met: usize,
}

impl Trees {
    /// The tree of these bytes.
    fn tree(&mut self, bytes: &[u8], length: usize) -> Entries {
        let mut tree = Entries {
            own: Weight::default(),
            below: Vec::new(),
        };
        for entry in entries(bytes, length) {
            tree.own.count += 1;
            tree.own.bytes += u64::from(entry.name);
            if !entry.is_tree {
                continue;
            }
            let number = self.numbers.get(entry.id).copied().unwrap_or_else(|| {
                // No more are read than a number holds.
                let number = self.numbers.len() as u32;
                self.numbers.insert(entry.id.into(), number);
                self.unread.push(hex(entry.id));
                number
            });
            tree.below.push((number, entry.name));
        }
        self.met += tree.below.len();
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
        weights: &mut [Option<Weight>],
    ) -> Result<Weight, Fault> {
        let mut weight = tree.own;
        for &(number, name) in &tree.below {
            let number = number as usize;
            let below = match (weights.get(number).copied(), self.known.get(number)) {
                (Some(Some(weight)), _) => weight,
                (_, Some(below)) if depth < DEEPEST => {
                    let weight = self.weight(below, depth + 1, weights)?;
                    weights[number] = Some(weight);
                    weight
                }
                (_, Some(_)) => return Err(too_heavy()),
                (_, None) => return Err(unreadable()),
            };
            weight.count += below.count;
            weight.bytes += below.bytes + below.count * u64::from(name);
            if weight.count > MOST || weight.bytes > LONGEST {
                return Err(too_heavy());
            }
        }
        match weight.count > MOST || weight.bytes > LONGEST {
            true => Err(too_heavy()),
            false => Ok(weight),
        }
    }
}

fn too_heavy() -> Fault {
    Fault::Own(format!(
        "a commit of it holds more than {MOST} files, paths that are too long, or more than {DEEPEST} \
         folders in one another"
    ))
}

fn too_much() -> Fault {
    Fault::Own(format!(
        "the folders of its commits are larger than {} MiB together, or hold more than {MOST_MET} others",
        MOST_READ >> 20
    ))
}

/// An entry of a tree.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Item<'t> {
    is_tree: bool,
    /// How long its name is, with a `/` behind it, in bytes.
    name: u32,
    id: &'t [u8],
}

/// The entries of a tree. They stand one after another as `<mode> <name>`, a zero byte, and the
/// bytes of the id.
fn entries(mut bytes: &[u8], length: usize) -> impl Iterator<Item = Item<'_>> {
    std::iter::from_fn(move || {
        let end = bytes.iter().position(|byte| *byte == 0)?;
        let (head, rest) = bytes.split_at(end);
        let id = rest.get(1..=length)?;
        bytes = &rest[length + 1..];
        let name = head.iter().position(|byte| *byte == b' ').unwrap_or(0);
        Some(Item {
            is_tree: head.starts_with(b"40000 "),
            name: (head.len() - name) as u32,
            id,
        })
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
        let item = |is_tree, name, id| Item { is_tree, name, id };
        assert_eq!(
            read,
            [item(false, 4, &[7; 20][..]), item(true, 2, &[9; 20][..])]
        );
        assert_eq!(entries(&tree[..40], 20).count(), 1);
        assert_eq!(hex(&[0, 171]), "00ab");
    }

    /// Trees that each hold the next one so often, under names of this length; the last of them
    /// holds as many files.
    fn nested(levels: u32, times: usize, name: u32) -> Trees {
        let own = Weight {
            count: times as u64,
            bytes: times as u64 * u64::from(name),
        };
        let tree = |at: u32| Entries {
            own,
            below: match at < levels {
                true => vec![(at, name); times],
                false => Vec::new(),
            },
        };
        Trees {
            roots: vec![tree(0)],
            known: (1..=levels).map(tree).collect(),
            ..Trees::default()
        }
    }

    #[test]
    fn trees_within_trees_are_counted_once_for_each_place() {
        let trees = nested(2, 10, 5);
        let mut weights = vec![None; 2];
        let weight = trees.weight(&trees.roots[0], 0, &mut weights).unwrap();
        // 10, 100 and 1,000 of them, whose paths are 5, 10 and 15 bytes long.
        let bytes = 10 * 5 + 100 * 10 + 1_000 * 15;
        assert_eq!(
            weight,
            Weight {
                count: 1_110,
                bytes
            }
        );
        assert!(nested(4, 10, 5).check().is_ok());
        assert!(nested(5, 10, 5).check().is_err());
        // Few files, in folders with long names.
        assert!(nested(100, 1, 4_000).check().is_ok());
        let mut long = nested(3, 1, 4_000);
        long.known[2].own = Weight {
            count: 50_000,
            bytes: 50_000,
        };
        assert!(long.check().is_err());
        // A chain is not followed for ever.
        assert!(nested(10_000, 1, 1).check().is_err());
    }
}
