//! Fields as tools write them: read for what they say, whatever else stands in their place.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeOwned, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::Value;

use super::Fault;

/// The most characters of a message that are kept.
const LONGEST_MESSAGE: usize = 300;

/// The entries of a list, each read by itself: one that cannot be read takes no other with it,
/// and no more than one of them is in memory as it was written.
pub(super) struct List<T> {
    pub(super) entries: Vec<T>,
    pub(super) faults: Vec<Fault>,
}

impl<T> Default for List<T> {
    fn default() -> List<T> {
        List {
            entries: Vec::new(),
            faults: Vec::new(),
        }
    }
}

impl<T> List<T> {
    pub(super) fn is_empty(&self) -> bool {
        self.entries.is_empty() && self.faults.is_empty()
    }
}

impl<'de, T: DeserializeOwned> Deserialize<'de> for List<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<List<T>, D::Error> {
        deserializer.deserialize_any(Entries(PhantomData))
    }
}

struct Entries<T>(PhantomData<T>);

impl<'de, T: DeserializeOwned> Visitor<'de> for Entries<T> {
    type Value = List<T>;

    fn expecting(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        to.write_str("a list")
    }

    fn visit_unit<E>(self) -> Result<List<T>, E> {
        Ok(List::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut of: A) -> Result<List<T>, A::Error> {
        let mut list = List::default();
        for number in 1.. {
            let Some(entry) = of.next_element::<Value>()? else {
                break;
            };
            match T::deserialize(entry) {
                Ok(entry) => list.entries.push(entry),
                Err(error) => list.faults.push(entry_fault(number, &error.to_string())),
            }
        }
        Ok(list)
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
        let text = match Value::deserialize(deserializer)? {
            Value::String(text) => text,
            Value::Number(number) => number.to_string(),
            _ => return Ok(Words(None)),
        };
        let text = text.trim();
        Ok(Words((!text.is_empty()).then(|| text.into())))
    }
}

/// A number, which a text may hold too.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Number(pub(super) Option<f64>);

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Number, D::Error> {
        let number = match Value::deserialize(deserializer)? {
            Value::Number(number) => number.as_f64(),
            Value::String(text) => text.trim().parse().ok(),
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
        Ok(Flag(Value::deserialize(deserializer)?.as_bool()))
    }
}

/// A part that is left out where it is not what it should be.
#[derive(Clone, Debug, Default)]
pub(super) struct Part<T>(pub(super) T);

impl<'de, T: DeserializeOwned + Default> Deserialize<'de> for Part<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Part<T>, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Ok(Part(T::deserialize(value).unwrap_or_default()))
    }
}

/// A message, as much of it as is kept.
pub(super) fn message(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    let end = text.char_indices().nth(LONGEST_MESSAGE);
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
        assert!(list.faults[0].message.starts_with("entry 2: invalid type"));
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
