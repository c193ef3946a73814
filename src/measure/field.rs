//! Fields as tools write them: read for what they say, whatever else stands in their place.

use std::cell::Cell;
use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::{Batch, Fault, Faults, MOST_RESULTS};

/// The most characters of a message that are kept.
const LONGEST_MESSAGE: usize = 300;
/// The most characters of a name that is kept.
pub(super) const LONGEST_NAME: usize = 200;
/// The most characters of any other text.
const LONGEST_WORDS: usize = 1_000;
/// The most memory that one entry of a list takes as it was written, in bytes.
const MOST_OF_ENTRY: usize = 16 << 20;
/// The most memory that a number or truth takes as it was written, in bytes.
const MOST_OF_NUMBER: usize = 1 << 10;

/// The entries of a list, each read by itself: one that cannot be read takes no other with it,
/// and no more than one of them is in memory as it was written, in at most `MOST` bytes.
pub(super) struct List<T, const MOST: usize = MOST_OF_ENTRY> {
    pub(super) entries: Vec<T>,
    pub(super) faults: Faults,
    /// Whether it has more entries than are read.
    pub(super) is_cut: bool,
}

impl<T, const MOST: usize> Default for List<T, MOST> {
    fn default() -> List<T, MOST> {
        List {
            entries: Vec::new(),
            faults: Faults::default(),
            is_cut: false,
        }
    }
}

impl<T, const MOST: usize> List<T, MOST> {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.faults.is_empty()
    }

    /// Its entries; that others cannot be read is told by the batch.
    pub(super) fn told_in(self, batch: &mut Batch) -> Vec<T> {
        batch.faults.append(self.faults);
        batch.is_cut |= self.is_cut;
        // To grow by and by takes twice the memory.
        batch.results.reserve(self.entries.len());
        self.entries
    }
}

impl<'de, T: DeserializeOwned, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<List<T, MOST>, D::Error> {
        deserializer.deserialize_any(Entries(PhantomData))
    }
}

struct Entries<T, const MOST: usize>(PhantomData<T>);

impl<'de, T: DeserializeOwned, const MOST: usize> Visitor<'de> for Entries<T, MOST> {
    type Value = List<T, MOST>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<List<T, MOST>, E> {
        Ok(List::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<List<T, MOST>, A::Error> {
        let mut list = List::default();
        for number in 1..=MOST_RESULTS {
            let Some(entry) = of.next_element_seed(Bounded(MOST))? else {
                return Ok(list);
            };
            match entry.map(T::deserialize) {
                Some(Ok(entry)) => list.entries.push(entry),
                Some(Err(error)) => list.faults.push(entry_fault(number, &error.to_string())),
                None => {
                    let why = format!("it takes more than {} KiB", MOST >> 10);
                    list.faults.push(entry_fault(number, &why));
                }
            }
        }
        while of.next_element::<IgnoredAny>()?.is_some() {
            list.is_cut = true;
        }
        Ok(list)
    }
}

/// Reads a value that takes at most so many bytes of memory; `None` where it takes more.
struct Bounded(usize);

impl<'de> DeserializeSeed<'de> for Bounded {
    type Value = Option<Value>;

    fn deserialize<D: Deserializer<'de>>(self, of: D) -> Result<Option<Value>, D::Error> {
        let room = Cell::new(Some(self.0));
        let value = Tree(&room).deserialize(of)?;
        Ok(room.get().map(|_| value))
    }
}

/// A value in what room is left; `None` where there is no more, and the rest is passed over.
struct Tree<'r>(&'r Cell<Option<usize>>);

impl Tree<'_> {
    /// Takes the room of a value with so many bytes of text.
    fn take(&self, text: usize) -> bool {
        let needed = size_of::<Value>() + text;
        self.0
            .set(self.0.get().and_then(|left| left.checked_sub(needed)));
        self.0.get().is_some()
    }

    fn scalar(&self, value: impl Into<Value>) -> Value {
        match self.take(0) {
            true => value.into(),
            false => Value::Null,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Tree<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, of: D) -> Result<Value, D::Error> {
        match self.0.get() {
            Some(_) => of.deserialize_any(self),
            None => IgnoredAny::deserialize(of).map(|_| Value::Null),
        }
    }
}

impl<'de> Visitor<'de> for Tree<'_> {
    type Value = Value;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(self.scalar(()))
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(self.scalar(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Value, E> {
        Ok(self.scalar(number))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Value, E> {
        Ok(self.scalar(number))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Value, E> {
        Ok(self.scalar(number))
    }

    fn visit_str<E>(self, text: &str) -> Result<Value, E> {
        Ok(match self.take(text.len()) {
            true => text.into(),
            false => Value::Null,
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<Value, A::Error> {
        self.take(0);
        let mut items = Vec::new();
        while let Some(item) = of.next_element_seed(Tree(self.0))? {
            match self.0.get() {
                Some(_) => items.push(item),
                None => items = Vec::new(),
            }
        }
        Ok(items.into())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut of: A) -> Result<Value, A::Error> {
        self.take(0);
        let mut entries = Map::new();
        while let Some(key) = of.next_key_seed(Tree(self.0))? {
            let value = of.next_value_seed(Tree(self.0))?;
            match (key, self.0.get()) {
                (Value::String(key), Some(_)) => drop(entries.insert(key, value)),
                _ => entries.clear(),
            }
        }
        Ok(entries.into())
    }
}

/// A value as it was written, where it takes at most so many bytes of memory.
fn bounded<'de, D: Deserializer<'de>>(of: D, most: usize) -> Result<Option<Value>, D::Error> {
    Bounded(most).deserialize(of)
}

/// Whatever stands in the place of a part, where it is not too much.
pub(super) fn anything<'de, D: Deserializer<'de>>(of: D) -> Result<Value, D::Error> {
    Ok(bounded(of, MOST_OF_ENTRY)?.unwrap_or_default())
}

/// Parts of which there are several, in a list or by their names; no more than some thousands.
pub(super) struct Several<T>(pub(super) Vec<T>);

impl<T> Default for Several<T> {
    fn default() -> Several<T> {
        Several(Vec::new())
    }
}

/// The most parts of which there may be several.
const MOST_PARTS: usize = 10_000;

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Several<T> {
    fn deserialize<D: Deserializer<'de>>(of: D) -> Result<Several<T>, D::Error> {
        of.deserialize_any(Parts(PhantomData))
    }
}

struct Parts<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Parts<T> {
    type Value = Several<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("several parts")
    }

    fn visit_unit<E>(self) -> Result<Several<T>, E> {
        Ok(Several::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<Several<T>, A::Error> {
        let mut parts = Vec::new();
        while let Some(part) = of.next_element()? {
            parts.push(part);
            too_many::<A::Error>(parts.len())?;
        }
        Ok(Several(parts))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut of: A) -> Result<Several<T>, A::Error> {
        let mut parts = Vec::new();
        while let Some((_, part)) = of.next_entry::<IgnoredAny, T>()? {
            parts.push(part);
            too_many::<A::Error>(parts.len())?;
        }
        Ok(Several(parts))
    }
}

fn too_many<E: serde::de::Error>(parts: usize) -> Result<(), E> {
    match parts > MOST_PARTS {
        true => Err(E::custom(format!("more than {MOST_PARTS} validations"))),
        false => Ok(()),
    }
}

/// What is wrong with an entry of a list, by its number from 1.
pub(super) fn entry_fault(number: usize, why: &str) -> Fault {
    Fault {
        line: 0,
        column: 0,
        message: format!("entry {number}: {why}"),
    }
}

/// A text; of a number its digits, and nothing of what is neither.
#[derive(Clone, Debug, Default)]
pub(super) struct Words(pub(super) Option<Box<str>>);

impl Words {
    /// The text, if there is any.
    pub(super) fn told(&self) -> Option<&str> {
        self.0.as_deref()
    }
}

impl<'de> Deserialize<'de> for Words {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Words, D::Error> {
        deserializer.deserialize_any(Spelt)
    }
}

/// Looks for a text without keeping what is none.
struct Spelt;

impl<'de> Visitor<'de> for Spelt {
    type Value = Words;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a text")
    }

    fn visit_str<E>(self, text: &str) -> Result<Words, E> {
        Ok(Words(words(text)))
    }

    fn visit_u64<E>(self, number: u64) -> Result<Words, E> {
        Ok(Words(Some(number.to_string().into())))
    }

    fn visit_i64<E>(self, number: i64) -> Result<Words, E> {
        Ok(Words(Some(number.to_string().into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<Words, E> {
        let number = serde_json::Number::from_f64(number);
        Ok(Words(number.map(|number| number.to_string().into())))
    }

    fn visit_bool<E>(self, _: bool) -> Result<Words, E> {
        Ok(Words(None))
    }

    fn visit_unit<E>(self) -> Result<Words, E> {
        Ok(Words(None))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<Words, A::Error> {
        while of.next_element::<IgnoredAny>()?.is_some() {}
        Ok(Words(None))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut of: A) -> Result<Words, A::Error> {
        while of.next_entry::<IgnoredAny, IgnoredAny>()?.is_some() {}
        Ok(Words(None))
    }
}

/// A number, which a text may hold too.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Number(pub(super) Option<f64>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let number = match bounded(deserializer, MOST_OF_NUMBER)? {
            Some(Value::Number(number)) => number.as_f64(),
            Some(Value::String(text)) => text.trim().parse().ok(),
            _ => None,
        };
        Ok(Number(number.filter(|number: &f64| number.is_finite())))
    }
}

/// A truth; nothing of what is none.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Flag(pub(super) Option<bool>);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Flag, D::Error> {
        let value = bounded(deserializer, MOST_OF_NUMBER)?;
        Ok(Flag(value.and_then(|value| value.as_bool())))
    }
}

/// A part that is left out where it is not what it should be.
#[derive(Clone, Debug, Default)]
pub(super) struct Part<T>(pub(super) T);

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part<T>, D::Error> {
        let value = anything(deserializer)?;
        Ok(Part(T::deserialize(value).unwrap_or_default()))
    }
}

/// A name, as much of it as is kept.
pub(super) fn name(text: &str) -> Option<Box<str>> {
    kept(text, LONGEST_NAME)
}

/// A message, as much of it as is kept.
pub(super) fn message(text: &str) -> Option<Box<str>> {
    kept(text, LONGEST_MESSAGE)
}

/// A text that leads to what a result is about, as much of it as is looked at.
pub(super) fn words(text: &str) -> Option<Box<str>> {
    kept(text, LONGEST_WORDS)
}

/// The first characters of a text; `None` where it is empty.
fn kept(text: &str, most: usize) -> Option<Box<str>> {
    let text = text.trim();
    let end = text.char_indices().nth(most);
    let kept = end.map_or(text, |(end, _)| &text[..end]);
    (!kept.is_empty()).then(|| kept.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Deserialize)]
    struct Entry {
        #[serde(default)]
        name: Words,
        #[serde(default)]
        value: Number,
    }

    #[test]
    fn one_bad_entry_loses_no_other() {
        let list: List<Entry> = serde_json::from_str(
            r#"[{"name": "a", "value": 1}, 5, {"name": 2, "value": "3.5"}, {"name": [], "value": {}}]"#,
        )
        .unwrap();
        let told: Vec<_> = list
            .entries
            .iter()
            .map(|entry| (entry.name.told(), entry.value.0))
            .collect();
        assert_eq!(
            told,
            [(Some("a"), Some(1.0)), (Some("2"), Some(3.5)), (None, None)]
        );
        assert_eq!(list.faults.len(), 1);
        assert!(
            list.faults.first()[0]
                .message
                .starts_with("entry 2: invalid type")
        );
    }

    #[test]
    fn a_large_entry_loses_no_other() {
        let zeros = "0,".repeat(1000);
        let text = format!(r#"[{{"name": "a"}}, [{zeros}0], {{"name": [{zeros}1]}}, {{}}]"#);
        let list: List<Entry, 4096> = serde_json::from_str(&text).unwrap();
        assert_eq!((list.entries.len(), list.faults.len()), (2, 2));
        let told = &list.faults.first()[0].message;
        assert_eq!(told, "entry 2: it takes more than 4 KiB");
        let list: List<Entry> = serde_json::from_str(&text).unwrap();
        assert_eq!((list.entries.len(), list.faults.len()), (3, 1));
    }

    #[test]
    fn no_more_than_some_entries_are_read() {
        let text = format!("[{}5]", "{},5,".repeat(MOST_RESULTS));
        let mut batch = Batch::default();
        let list: List<Entry> = serde_json::from_str(&text).unwrap();
        let entries = list.told_in(&mut batch);
        assert_eq!(entries.len() + batch.faults.len(), MOST_RESULTS);
        assert!(batch.is_cut);
    }

    #[test]
    fn long_words_are_cut() {
        let text = format!(r#"[{{"name": "{}"}}]"#, "ü".repeat(5000));
        let list: List<Entry> = serde_json::from_str(&text).unwrap();
        assert_eq!(list.entries[0].name.told().unwrap().chars().count(), 1000);
    }

    #[test]
    fn no_list_is_an_empty_one_and_something_else_is_none() {
        let list: List<Entry> = serde_json::from_str("null").unwrap();
        assert!(list.is_empty());
        assert!(serde_json::from_str::<List<Entry>>("{}").is_err());
    }

    #[test]
    fn a_message_is_cut_between_characters() {
        assert_eq!(message(" \n"), None);
        assert_eq!(message(" so\n").as_deref(), Some("so"));
        let long = "ü".repeat(400);
        assert_eq!(message(&long).unwrap().chars().count(), 300);
    }
}
