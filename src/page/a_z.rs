//! One letter of the A–Z index.

use serde::Serialize;

use super::parts::{Link, Pager};

/// What `pages/a-z.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The letter as it is shown; `0–9` for digits.
    pub letter: String,
    /// All letters.
    pub letters: Vec<Letter>,
    /// What starts with it, by kind.
    pub groups: Vec<Group>,
    /// The other parts, where the letter was split.
    pub pager: Option<Pager>,
    /// How many entries the letter has.
    pub total: u32,
}

/// A letter.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Letter {
    /// The letter, with its page; no page where nothing starts with it.
    pub link: Link,
    /// Whether it is this page.
    pub current: bool,
}

/// Entries of a kind.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Group {
    /// The kind, such as `Columns`.
    pub kind: String,
    /// The entries, by name.
    pub entries: Vec<Entry>,
}

/// An entry.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Entry {
    /// The name, with its place.
    pub name: Link,
    /// Where it belongs, such as `orders · Customer orders`; may be empty.
    pub detail: String,
}
