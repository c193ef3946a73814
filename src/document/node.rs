//! The tree: scalars, lists and maps, each with its span.

use std::borrow::Cow;

use crate::diag::Span;

/// A node and its place.
#[derive(Clone, Debug)]
pub struct Node<'t> {
    /// The bytes that spell it, without trailing comments.
    pub span: Span,
    /// What it holds.
    pub value: Value<'t>,
}

/// What a node holds.
#[derive(Clone, Debug)]
pub enum Value<'t> {
    /// A text, number, boolean or null.
    Scalar(Scalar<'t>),
    /// A list.
    List(Vec<Node<'t>>),
    /// A map, in the order of the text; keys are unique.
    Map(Vec<Entry<'t>>),
}

/// A key of a map and its value.
#[derive(Clone, Debug)]
pub struct Entry<'t> {
    /// The key's text.
    pub key: Cow<'t, str>,
    /// The key's place.
    pub key_span: Span,
    /// What it stands for.
    pub value: Node<'t>,
}

/// A scalar as it was written: `1.10` stays `1.10`.
#[derive(Clone, Debug)]
pub struct Scalar<'t> {
    /// The text, unescaped.
    pub text: Cow<'t, str>,
    /// Whether it was written bare, so that it may be a number, boolean or null.
    pub plain: bool,
}

/// What a scalar is by the core schema of YAML 1.2.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Kind {
    /// Nothing: empty, `~` or `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Integer,
    /// A number with a fraction or exponent, infinity or not-a-number.
    Float,
    /// Anything else.
    Text,
}

impl Scalar<'_> {
    /// What the scalar is (YAML 1.2.2, section 10.3.2).
    pub fn kind(&self) -> Kind {
        if !self.plain {
            return Kind::Text;
        }
        match &*self.text {
            "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
            "true" | "True" | "TRUE" => return Kind::Bool(true),
            "false" | "False" | "FALSE" => return Kind::Bool(false),
            ".nan" | ".NaN" | ".NAN" => return Kind::Float,
            _ => {}
        }
        let digits = self.text.trim_start_matches(['+', '-']);
        if self.text.len() - digits.len() > 1 {
            return Kind::Text;
        }
        let radix = |prefix: &str, radix: u32| {
            let rest = self.text.strip_prefix(prefix);
            rest.is_some_and(|rest| !rest.is_empty() && rest.chars().all(|c| c.is_digit(radix)))
        };
        if matches!(digits, ".inf" | ".Inf" | ".INF") {
            Kind::Float
        } else if !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
            || radix("0x", 16)
            || radix("0o", 8)
        {
            Kind::Integer
        } else if is_decimal(digits) {
            Kind::Float
        } else {
            Kind::Text
        }
    }
}

/// Whether `text` is `digits? [. digits?] [e [sign] digits]` with a digit before the exponent.
fn is_decimal(text: &str) -> bool {
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent)),
        None => (text, None),
    };
    let all_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent_fits = exponent.is_none_or(|exponent| {
        let digits = exponent.strip_prefix(['+', '-']).unwrap_or(exponent);
        !digits.is_empty() && all_digits(digits)
    });
    all_digits(whole)
        && all_digits(fraction)
        && !(whole.is_empty() && fraction.is_empty())
        && exponent_fits
}

impl<'t> Node<'t> {
    /// The value of `key`, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node<'t>> {
        let entry = self.entries().iter().find(|entry| entry.key == key);
        entry.map(|entry| &entry.value)
    }

    /// The entries of a map; none for anything else.
    pub fn entries(&self) -> &[Entry<'t>] {
        match &self.value {
            Value::Map(entries) => entries,
            _ => &[],
        }
    }

    /// The scalar's text, where this is a scalar and not null.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar(scalar) if scalar.kind() != Kind::Null => Some(&scalar.text),
            _ => None,
        }
    }

    /// Whether this is a null scalar.
    pub fn is_null(&self) -> bool {
        matches!(&self.value, Value::Scalar(scalar) if scalar.kind() == Kind::Null)
    }

    /// The kind of node as people call it.
    pub fn noun(&self) -> &'static str {
        match &self.value {
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
            Value::Scalar(scalar) => match scalar.kind() {
                Kind::Null => "nothing",
                Kind::Bool(_) => "a boolean",
                Kind::Integer | Kind::Float => "a number",
                Kind::Text => "a text",
            },
        }
    }

    /// The same tree, apart from the text that it was read from.
    pub(super) fn into_owned(self) -> Node<'static> {
        let owned = |text: Cow<'_, str>| Cow::Owned(text.into_owned());
        let value = match self.value {
            Value::Scalar(Scalar { text, plain }) => Value::Scalar(Scalar {
                text: owned(text),
                plain,
            }),
            Value::List(items) => Value::List(items.into_iter().map(Node::into_owned).collect()),
            Value::Map(entries) => {
                let entries = entries.into_iter().map(|entry| Entry {
                    key: owned(entry.key),
                    key_span: entry.key_span,
                    value: entry.value.into_owned(),
                });
                Value::Map(entries.collect())
            }
        };
        Node {
            span: self.span,
            value,
        }
    }

    /// Changes the places of this node, of its keys and of what is below it.
    pub(super) fn each_span(&mut self, change: &impl Fn(&mut Span)) {
        change(&mut self.span);
        match &mut self.value {
            Value::Scalar(_) => {}
            Value::List(items) => items.iter_mut().for_each(|item| item.each_span(change)),
            Value::Map(entries) => {
                for entry in entries {
                    change(&mut entry.key_span);
                    entry.value.each_span(change);
                }
            }
        }
    }

    /// The number of nodes in this tree, itself included.
    pub(super) fn count(&self) -> usize {
        1 + match &self.value {
            Value::Scalar(_) => 0,
            Value::List(items) => items.iter().map(Node::count).sum(),
            Value::Map(entries) => entries.iter().map(|entry| entry.value.count()).sum(),
        }
    }

    /// The bytes of text in it.
    pub(super) fn size(&self) -> usize {
        match &self.value {
            Value::Scalar(scalar) => scalar.text.len(),
            Value::List(items) => items.iter().map(Node::size).sum(),
            Value::Map(entries) => {
                let size = |entry: &Entry<'_>| entry.key.len() + entry.value.size();
                entries.iter().map(size).sum()
            }
        }
    }

    /// The number of lists and maps on the longest way down from here.
    pub(super) fn depth(&self) -> usize {
        match &self.value {
            Value::Scalar(_) => 0,
            Value::List(items) => 1 + items.iter().map(Node::depth).max().unwrap_or(0),
            Value::Map(entries) => {
                let depths = entries.iter().map(|entry| entry.value.depth());
                1 + depths.max().unwrap_or(0)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bare_scalars_follow_the_core_schema() {
        let cases = [
            ("", Kind::Null),
            ("null", Kind::Null),
            ("NO", Kind::Text),
            ("True", Kind::Bool(true)),
            ("1.10", Kind::Float),
            ("-12", Kind::Integer),
            ("0x1F", Kind::Integer),
            ("1e3", Kind::Float),
            (".5", Kind::Float),
            (".", Kind::Text),
            ("1.2.3", Kind::Text),
            ("+-1", Kind::Text),
            ("09:00-08:00", Kind::Text),
            ("-.inf", Kind::Float),
            ("e5", Kind::Text),
        ];
        for (text, kind) in cases {
            let scalar = Scalar {
                text: text.into(),
                plain: true,
            };
            assert_eq!(scalar.kind(), kind, "{text:?}");
        }
    }
}
