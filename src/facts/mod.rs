//! What manifests say, under the standards' own keys: `schema`, `logicalType`, `slaProperties`.
//!
//! A [`Noun`] is a map of a manifest, as its type spells it in Rust; its keys are those of ODPS
//! and ODCS. Older standards are read as their upgrade, so they appear in the words of ODCS 3.
//! Nothing is copied: a fact borrows what the mesh holds, and absent stays absent. Rules of an
//! organisation are about these facts, and `meshbook facts` writes them.

mod about;
mod export;
mod nouns;
mod path;

use crate::diag::Span;
use crate::model::{Any, LogicalTypeOption, Text, Threshold};

pub use about::About;
pub use export::export;
pub use nouns::{Kind, Noun};
pub use path::{Fault, Node, Path, Step};

/// A key of a map.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Key {
    /// As the standard spells it.
    pub name: &'static str,
    /// What stands there.
    pub of: Of,
}

/// What stands at a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Of {
    /// A text.
    Text,
    /// A number; a text where it is none.
    Number,
    /// True or false.
    Flag,
    /// Anything.
    Any,
    /// A list of texts.
    Texts,
    /// A list of anything.
    Anys,
    /// A map.
    One(Kind),
    /// A list of maps.
    Many(Kind),
}

/// What stands at a key of one map.
#[derive(Clone, Debug)]
pub enum Fact<'m> {
    /// Nothing.
    Absent,
    /// A text and its place, where it has one of its own.
    Text(&'m str, Option<Span>),
    /// True or false.
    Flag(bool),
    /// A value of any shape.
    Any(&'m Any),
    /// A number or another scalar, as it is written.
    Scalar(&'m str, Option<Span>),
    /// A list of texts.
    Texts(&'m [Text]),
    /// A list of texts that no manifest holds as such.
    Names(Vec<&'m str>),
    /// A list of anything.
    Anys(&'m [Any]),
    /// A map.
    One(Noun<'m>),
    /// A list of maps; never empty.
    Many(Vec<Noun<'m>>),
    /// `logicalTypeOptions`: a map with keys that depend on the type.
    Options(&'m [LogicalTypeOption]),
    /// The operators of a quality rule, which stand among its keys.
    Bound(&'m Threshold),
}

impl Fact<'_> {
    /// Whether something was written.
    pub fn is_there(&self) -> bool {
        !matches!(self, Fact::Absent)
    }
}

/// A scalar as what it looks like: a number where it is written as numbers are.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Scalar<'m> {
    /// Nothing: `null` or `~`.
    Null,
    /// True or false.
    Flag(bool),
    /// A whole number.
    Whole(i64),
    /// A number with a fraction.
    Fraction(f64),
    /// Anything else.
    Text(&'m str),
}

/// What the text of a scalar looks like. Quotes are not kept, so `"4"` is a number as `4` is;
/// `007` and `1e3` are texts.
pub fn scalar(text: &str) -> Scalar<'_> {
    match text {
        "null" | "~" => return Scalar::Null,
        "true" => return Scalar::Flag(true),
        "false" => return Scalar::Flag(false),
        _ => {}
    }
    let digits = text.strip_prefix('-').unwrap_or(text);
    if !digits.starts_with(|c: char| c.is_ascii_digit()) || digits.len() > LONGEST_NUMBER {
        return Scalar::Text(text);
    }
    let has_leading_zero = digits.len() > 1 && digits.starts_with('0') && !digits.starts_with("0.");
    let is_plain = digits.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    if has_leading_zero || !is_plain || digits.ends_with('.') {
        return Scalar::Text(text);
    }
    match digits.contains('.') {
        false => text.parse().map_or(Scalar::Text(text), Scalar::Whole),
        true => text.parse().map_or(Scalar::Text(text), Scalar::Fraction),
    }
}

/// The longest number, in bytes.
const LONGEST_NUMBER: usize = 32;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scalars_are_what_they_look_like() {
        let cases = [
            ("4", Scalar::Whole(4)),
            ("-12", Scalar::Whole(-12)),
            ("0.5", Scalar::Fraction(0.5)),
            ("99.95", Scalar::Fraction(99.95)),
            ("true", Scalar::Flag(true)),
            ("null", Scalar::Null),
            ("007", Scalar::Text("007")),
            ("1.2.3", Scalar::Text("1.2.3")),
            ("1.", Scalar::Text("1.")),
            ("1e3", Scalar::Text("1e3")),
            ("2026-01-31", Scalar::Text("2026-01-31")),
            ("-", Scalar::Text("-")),
            ("", Scalar::Text("")),
            ("99999999999999999999", Scalar::Text("99999999999999999999")),
        ];
        for (text, expected) in cases {
            assert_eq!(scalar(text), expected, "{text:?}");
        }
    }
}
