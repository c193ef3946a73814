//! Values of any shape, where a standard leaves the shape open.

use std::fmt;

/// A scalar, list or map as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Any {
    /// A text, number, boolean or null, as its source text.
    Scalar(Box<str>),
    /// A list.
    List(Box<[Any]>),
    /// A map, in the order of the file.
    Map(Box<[(Box<str>, Any)]>),
}

impl Any {
    /// The value of `key` in a map.
    pub fn get(&self, key: &str) -> Option<&Any> {
        match self {
            Any::Map(entries) => {
                let entry = entries.iter().find(|(name, _)| &**name == key);
                entry.map(|(_, value)| value)
            }
            _ => None,
        }
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match self {
            Any::Scalar(text) => Some(text),
            _ => None,
        }
    }
}

/// On one line: `a`, `[a, b]`, `{k: v}`.
impl fmt::Display for Any {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Any::Scalar(text) => f.write_str(text),
            Any::List(items) => {
                f.write_str("[")?;
                for (at, item) in items.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(f, "{comma}{item}")?;
                }
                f.write_str("]")
            }
            Any::Map(entries) => {
                f.write_str("{")?;
                for (at, (key, value)) in entries.iter().enumerate() {
                    let comma = if at == 0 { "" } else { ", " };
                    write!(f, "{comma}{key}: {value}")?;
                }
                f.write_str("}")
            }
        }
    }
}
