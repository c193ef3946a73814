//! The index as script files.
//!
//! - `main.js`: the words of names with how often they are found, where the other files
//!   begin, and the tables by which the client splits a query as this room splits a text.
//! - `words-*.js`: rows `[term, postings, columns, total]` in the order of the terms.
//!   Postings are, for each weight from the greatest: weight, count, differences between
//!   record numbers. Columns are `[name, postings, anchor, further name]`, whose postings
//!   are differences between record numbers, from one up; a zero says that the table's
//!   place follows (several, where several tables have the column; none is the first
//!   table). `total` stands where columns are left out: they are in `more-*.js`.
//! - `names-*.js`: the same for whole names written as one word.
//! - `cards-*.js`: what is shown of 32 records.
//! - `engine.js`: the client's side of all this, out of `engine/`.
//!
//! Files of terms end where a hash of the next term says so, and are named by their first
//! term: a changed record changes the files of its terms and none after them.

use std::cmp::Reverse;

use rayon::prelude::*;
use serde::Serialize;
use xxhash_rust::xxh3::{Xxh3, xxh3_64};

use super::gather::{Card, ColumnKey, TAG};
use super::number::{self, DIGITS};
use super::postings::{Merged, Posting};
use super::record::Kind;
use super::{Shard, text};

/// Cards in a file.
const CARDS: usize = 32;

/// A file of terms may end from the first of these sizes on and ends at the second.
const FILE: std::ops::Range<usize> = 12_000..32_000;

/// Columns of a term that stand in its row, in bytes, where not all of them fit; those
/// whose whole name is the term stand there in any case.
const HEAD: usize = 4_000;

/// Columns of a term that are small enough to stand in its row as a whole, in bytes.
const WHOLE: usize = 12_000;

/// Words in `main.js` at most: those that are found most often. The others are found as
/// they are written, but no typo leads to them.
const VOCABULARY: usize = 24_000;

#[derive(Serialize)]
struct Main<'a> {
    version: &'a str,
    digits: &'a str,
    fold: Vec<(&'static str, String)>,
    stop: &'static [&'static str],
    kinds: Vec<(&'static str, &'static str, usize)>,
    cards: usize,
    vocabulary: String,
    words: String,
    names: String,
}

/// The files of the index, sorted by route.
pub(super) fn shards(
    cards: &[Card],
    words: &Merged,
    names: &Merged,
    columns: &Merged,
) -> Vec<Shard> {
    let columns = Columns::new(columns);
    let word_rows = rows("words", words, &columns.by_word(words));
    let name_rows = rows("names", names, &columns.by_name(names));
    let vocabulary = vocabulary(words, &word_rows);

    let mut shards: Vec<Shard> = cards
        .par_chunks(CARDS)
        .enumerate()
        .map(|(at, cards)| {
            let rows: Vec<&str> = cards.iter().map(|card| card.json.as_str()).collect();
            shard(&format!("cards-{at}"), &rows)
        })
        .collect();
    let word_firsts = pack("words", words, word_rows, &mut shards);
    let name_firsts = pack("names", names, name_rows, &mut shards);
    shards.sort_unstable_by(|a, b| a.route.cmp(&b.route));

    let main = Main {
        version: &version(&shards, &vocabulary),
        digits: &String::from_utf8_lossy(DIGITS),
        fold: text::fold_table(),
        stop: text::STOP,
        kinds: Kind::ALL
            .iter()
            .map(|kind| {
                let count = cards.iter().filter(|card| card.kind == *kind).count();
                (kind.id(), kind.heading(), count)
            })
            .collect(),
        cards: CARDS,
        vocabulary,
        words: word_firsts,
        names: name_firsts,
    };
    let main = shard("main", &[&serde_json::to_string(&main).unwrap_or_default()]);
    shards.extend([main, engine()]);
    shards.sort_unstable_by(|a, b| a.route.cmp(&b.route));
    shards
}

/// The client's reader of these files, which must be as old as they are.
fn engine() -> Shard {
    let parts = [
        include_str!("engine/text.js"),
        include_str!("engine/index.js"),
        include_str!("engine/plan.js"),
        include_str!("engine/rank.js"),
        include_str!("engine/query.js"),
    ];
    Shard {
        route: "search/engine.js".to_owned(),
        bytes: parts.join("\n").into_bytes(),
    }
}

fn shard(name: &str, rows: &[&str]) -> Shard {
    let bytes = format!("meshbookSearch(\"{name}\",[\n{}\n]);\n", rows.join(",\n")).into_bytes();
    Shard {
        route: format!("search/{name}.js"),
        bytes,
    }
}

/// A version for the addresses of all files but `main.js`, so that no file of an older
/// index is taken from a cache.
fn version(shards: &[Shard], vocabulary: &str) -> String {
    let mut hash = Xxh3::new();
    hash.update(vocabulary.as_bytes());
    for shard in shards {
        hash.update(shard.route.as_bytes());
        hash.update(&shard.bytes);
    }
    format!("{:016x}", hash.digest())
}

/// The columns, each with its postings as they stand in every row that names it.
struct Columns<'a> {
    keys: Vec<ColumnKey<'a>>,
    counts: Vec<usize>,
    json: Vec<String>,
}

impl<'a> Columns<'a> {
    fn new(columns: &'a Merged) -> Columns<'a> {
        let keys: Vec<ColumnKey> = columns.texts.iter().map(|t| ColumnKey::read(t)).collect();
        let counts = (0..keys.len()).map(|at| columns.postings(at).len());
        let json = keys.par_iter().enumerate().map(|(at, key)| {
            let postings = places(columns.postings(at));
            let all = [key.name, &postings, key.anchor, key.other];
            let used = match (key.anchor, key.other) {
                ("", "") => 2,
                (_, "") => 3,
                _ => 4,
            };
            serde_json::to_string(&all[..used]).unwrap_or_default()
        });
        Columns {
            counts: counts.collect(),
            json: json.collect(),
            keys,
        }
    }

    /// For each of `words`, the columns whose name has it.
    fn by_word(&'a self, words: &Merged) -> Listed<'a> {
        let mut lists = vec![Vec::new(); words.texts.len()];
        for (at, key) in self.keys.iter().enumerate() {
            let (first, mut count) = (at as u32, 0);
            let mut found = Vec::new();
            text::terms(key.label(), |term| {
                count += 1;
                found.extend(words.find(term));
            });
            found.sort_unstable();
            found.dedup();
            for word in found {
                lists[word].push((count > 1, Reverse(self.counts[at]), first));
            }
        }
        self.listed(lists)
    }

    /// For each of `names`, the columns that are called so.
    fn by_name(&'a self, names: &Merged) -> Listed<'a> {
        let mut lists = vec![Vec::new(); names.texts.len()];
        for (at, key) in self.keys.iter().enumerate() {
            if let Some(name) = text::joined(key.label()).and_then(|name| names.find(&name)) {
                lists[name].push((false, Reverse(self.counts[at]), at as u32));
            }
        }
        self.listed(lists)
    }

    fn listed(&'a self, mut lists: Vec<Vec<Rank>>) -> Listed<'a> {
        lists.par_iter_mut().for_each(|list| list.sort_unstable());
        Listed {
            columns: self,
            lists,
        }
    }
}

/// Whole names first, then what most tables have, then by name.
type Rank = (bool, Reverse<usize>, u32);

struct Listed<'a> {
    columns: &'a Columns<'a>,
    lists: Vec<Vec<Rank>>,
}

/// One term's row, and the file of the columns that it leaves out.
struct Row {
    json: String,
    more: Option<Shard>,
    /// Records and columns that have the term.
    count: usize,
}

fn rows(family: &str, terms: &Merged, listed: &Listed) -> Vec<Row> {
    (0..terms.texts.len())
        .into_par_iter()
        .map(|at| row(family, &terms.texts[at], terms.postings(at), listed, at))
        .collect()
}

fn row(family: &str, term: &str, postings: &[Posting], listed: &Listed, at: usize) -> Row {
    let list = &listed.lists[at];
    let json = |(.., column): &Rank| listed.columns.json[*column as usize].as_str();
    let total: usize = list.iter().map(|(_, Reverse(count), _)| count).sum();
    let size: usize = list.iter().map(|rank| json(rank).len() + 1).sum();

    let mut head = list.len();
    if size > WHOLE {
        let mut sum = 0;
        let fits = |rank: &&Rank| {
            sum += json(rank).len() + 1;
            !rank.0 || sum <= HEAD
        };
        head = list.iter().take_while(fits).count();
    }
    let quoted = |text: &str| serde_json::to_string(text).unwrap_or_default();
    let mut row = format!("[{},{}", quoted(term), quoted(&weights(postings)));
    if !list.is_empty() {
        let columns: Vec<&str> = list[..head].iter().map(json).collect();
        row.push_str(&format!(",[{}]", columns.join(",")));
    }
    let more = (head < list.len()).then(|| {
        row.push_str(&format!(",{total}"));
        let left: Vec<&str> = list[head..].iter().map(json).collect();
        shard(&format!("more-{family}-{}", file_name(term)), &left)
    });
    row.push(']');
    Row {
        json: row,
        more,
        count: postings.len() + total,
    }
}

/// Postings by weight, the greatest first.
fn weights(postings: &[Posting]) -> String {
    let mut out = String::with_capacity(postings.len() * 2);
    for weight in (1..=15).rev() {
        let of_weight = || postings.iter().filter(|posting| posting.detail == weight);
        let count = of_weight().count() as u32;
        if count == 0 {
            continue;
        }
        number::push(&mut out, weight.into());
        number::push(&mut out, count);
        let mut before = 0;
        for posting in of_weight() {
            number::push(&mut out, posting.record - before);
            before = posting.record;
        }
    }
    out
}

/// Postings with the places of tables.
fn places(postings: &[Posting]) -> String {
    let mut out = String::with_capacity(postings.len() * 2);
    let mut before = 0;
    for tables in postings.chunk_by(|a, b| a.record == b.record) {
        let next = tables[0].record + 1;
        number::push(&mut out, next - before);
        before = next;
        if tables.len() > 1 || tables[0].detail > 0 {
            for table in tables {
                number::push(&mut out, 0);
                number::push(&mut out, table.detail.into());
            }
        }
    }
    out
}

/// Packs rows into files, and yields the first term of each file but the first.
fn pack(family: &str, terms: &Merged, rows: Vec<Row>, shards: &mut Vec<Shard>) -> String {
    let mut firsts = Vec::new();
    let mut start = 0;
    let mut size = 0;
    for at in 0..=rows.len() {
        let ends = match rows.get(at) {
            None => start < at,
            Some(row) => start < at && ends_before(&terms.texts[at], size, row.json.len()),
        };
        if ends {
            let json: Vec<&str> = rows[start..at].iter().map(|row| &*row.json).collect();
            let name = match start {
                0 => family.to_owned(),
                _ => format!("{family}-{}", file_name(&terms.texts[start])),
            };
            shards.push(shard(&name, &json));
            if start > 0 {
                firsts.push(&*terms.texts[start]);
            }
            (start, size) = (at, 0);
        }
        size += rows.get(at).map_or(0, |row| row.json.len());
    }
    let firsts = firsts.join(" ");
    shards.extend(rows.into_iter().filter_map(|row| row.more));
    firsts
}

/// Whether a file of `size` bytes ends before the row of `term`, which is `next` bytes.
fn ends_before(term: &str, size: usize, next: usize) -> bool {
    let cut = || xxh3_64(term.as_bytes()).is_multiple_of(16);
    size + next > FILE.end || (size >= FILE.start && cut())
}

/// A term as part of a file name, the same on every file system.
fn file_name(term: &str) -> String {
    let mut name = String::with_capacity(term.len());
    for unit in term.encode_utf16() {
        match u8::try_from(unit) {
            Ok(byte) if byte.is_ascii_alphanumeric() => name.push(char::from(byte)),
            _ => name.push_str(&format!("_{unit:04x}")),
        }
    }
    name
}

/// The words of names: for each the number of letters that it shares with the word
/// before, the other letters, and one capital for how often it is found.
fn vocabulary(words: &Merged, rows: &[Row]) -> String {
    let mut listed: Vec<usize> = (0..rows.len())
        .filter(|at| is_name_word(words, rows, *at))
        .collect();
    if listed.len() > VOCABULARY {
        listed.sort_by_key(|at| (Reverse(rows[*at].count), *at));
        listed.truncate(VOCABULARY);
        listed.sort_unstable();
    }
    let mut out = String::new();
    let mut before = "";
    for at in listed {
        let word = &*words.texts[at];
        let shared = shared(before, word);
        let units = word[..shared].encode_utf16().count() as u32;
        out.extend(char::from_digit(units, 36));
        out.push_str(&word[shared..]);
        out.push(char::from(b'A' + rows[at].count.ilog2().min(25) as u8));
        before = word;
    }
    out
}

/// Whether people call something by the word at `at`. A number of three digits or more
/// is not a word that anyone misspells into another.
fn is_name_word(words: &Merged, rows: &[Row], at: usize) -> bool {
    let weight = words.postings(at).iter().map(|posting| posting.detail);
    let in_column = rows[at].count > words.postings(at).len();
    let digits = words.texts[at].bytes().filter(u8::is_ascii_digit).count();
    digits < 3 && rows[at].count > 0 && (in_column || weight.max().unwrap_or(0) >= TAG)
}

/// How many bytes `b` shares with the front of `a`, in whole characters, 35 at most.
fn shared(a: &str, b: &str) -> usize {
    let pairs = a.chars().zip(b.chars());
    let mut bytes = 0;
    for (a, b) in pairs.take(17) {
        if a != b {
            break;
        }
        bytes += b.len_utf8();
    }
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postings_stand_by_falling_weight() {
        let postings = [(0, 15), (1, 3), (70, 15), (71, 3)];
        let postings = postings.map(|(record, detail)| Posting { record, detail });
        assert_eq!(weights(&postings), "F20*0321*0");
    }

    #[test]
    fn the_first_table_is_the_silent_one() {
        let postings = [(0, 0), (1, 2), (3, 0), (3, 1)];
        let postings = postings.map(|(record, detail)| Posting { record, detail });
        assert_eq!(places(&postings), "110220001");
    }

    #[test]
    fn a_file_name_is_plain_ascii() {
        assert_eq!(file_name("order"), "order");
        assert_eq!(file_name("приём2"), "_043f_0440_0438_0451_043c2");
    }
}
