//! Whether a node has the form of a field, judged without what it contains.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{Form, Pattern};
use crate::diag::Span;
use crate::document::{Kind, Node, Scalar, Value};
use crate::model::ApiVersion;

/// Why a node does not have the form of a field.
pub(super) enum Wrong {
    /// It is of another type.
    Type,
    /// The text is not in the closed list.
    Value,
    /// The text is not of the pattern.
    Pattern(&'static Pattern),
    /// The number is less than this.
    Least(u8),
    /// The number is not above zero.
    NotPositive,
    /// The list is empty.
    Empty,
    /// It is not two numbers.
    NoPair,
    /// The second of two items is the same as the first.
    Twice(Span, Span),
}

impl Form {
    /// What it is in `version`.
    pub(super) fn at(&self, version: ApiVersion) -> &Form {
        match self {
            Form::Since(forms) => {
                let known = forms.iter().rev().find(|(since, _)| *since <= version);
                let (_, form) = known.unwrap_or(&forms[0]);
                form.at(version)
            }
            form => form,
        }
    }

    /// Why a node does not have this form, where it does not.
    pub(super) fn refuses(&self, node: &Node<'_>, version: ApiVersion) -> Option<Wrong> {
        match (self.at(version), &node.value) {
            (Form::Any, _)
            | (Form::AnyMap | Form::Map(_), Value::Map(_))
            | (Form::List(_) | Form::Maps(_), Value::List(_))
            | (Form::Scalar, Value::Scalar(_)) => None,
            (Form::Some(_), Value::List(items)) => items.is_empty().then_some(Wrong::Empty),
            (Form::Distinct(_), Value::List(items)) if items.is_empty() => Some(Wrong::Empty),
            (Form::Distinct(_), Value::List(items)) => twice(items),
            (Form::Pair, Value::List(items)) if items.len() == 2 && items.iter().all(is_number) => {
                twice(items)
            }
            (Form::Pair, _) => Some(Wrong::NoPair),
            (Form::Either(forms), _) => {
                let refused = forms.iter().map(|form| form.refuses(node, version));
                let mut refused: Vec<_> = refused.collect::<Option<_>>()?;
                // The form that fits the type says what is wrong with the value.
                let telling = refused
                    .iter()
                    .position(|wrong| !matches!(wrong, Wrong::Type));
                telling.map_or(Some(Wrong::Type), |at| Some(refused.swap_remove(at)))
            }
            (form, Value::Scalar(scalar)) => form.refuses_scalar(scalar, version),
            _ => Some(Wrong::Type),
        }
    }

    fn refuses_scalar(&self, scalar: &Scalar<'_>, version: ApiVersion) -> Option<Wrong> {
        let kind = scalar.kind();
        let is_number = matches!(kind, Kind::Integer | Kind::Float);
        let fits_type = match self {
            Form::Text | Form::Like(_) | Form::OneOf(_) | Form::Growing(_) => kind == Kind::Text,
            Form::Flag => matches!(kind, Kind::Bool(_)),
            Form::Number | Form::Positive => is_number,
            Form::Integer | Form::AtLeast(_) => {
                kind == Kind::Integer
                    || kind == Kind::Float && number(scalar).is_some_and(|n| n.fract() == 0.0)
            }
            _ => false,
        };
        if !fits_type {
            return Some(Wrong::Type);
        }
        let text = &*scalar.text;
        match self {
            Form::Like(pattern) => (!(pattern.fits)(text)).then_some(Wrong::Pattern(pattern)),
            Form::OneOf(words) => (!words.contains(&text)).then_some(Wrong::Value),
            Form::Growing(words) => {
                let is_known = |word: &super::Word| word.0 == text && word.1 <= version;
                (!words.iter().any(is_known)).then_some(Wrong::Value)
            }
            Form::Positive => (number(scalar)? <= 0.0).then_some(Wrong::NotPositive),
            Form::AtLeast(least) => {
                (number(scalar)? < f64::from(*least)).then_some(Wrong::Least(*least))
            }
            _ => None,
        }
    }

    /// What people call it, with its article.
    pub(super) fn wanted(&self, version: ApiVersion) -> String {
        match self.at(version) {
            Form::Any => "a value",
            Form::Text | Form::Like(_) | Form::OneOf(_) | Form::Growing(_) => "a text",
            Form::Flag => "a boolean",
            Form::Number | Form::Positive => "a number",
            Form::Integer | Form::AtLeast(_) => "a whole number",
            Form::Scalar => "a text or a number",
            Form::Pair => "a pair of numbers",
            Form::AnyMap | Form::Map(_) => "a map",
            Form::List(_) | Form::Maps(_) | Form::Some(_) | Form::Distinct(_) => "a list",
            Form::Either(forms) => {
                let wanted: Vec<_> = forms.iter().map(|form| form.wanted(version)).collect();
                return wanted.join(" or ");
            }
            Form::Since(_) => "a value",
        }
        .to_owned()
    }

    /// The values of a closed list.
    pub(super) fn words(&self, version: ApiVersion) -> Vec<&'static str> {
        match self.at(version) {
            Form::OneOf(words) => words.to_vec(),
            Form::Growing(words) => {
                let known = words.iter().filter(|word| word.1 <= version);
                known.map(|word| word.0).collect()
            }
            _ => Vec::new(),
        }
    }
}

fn number(scalar: &Scalar<'_>) -> Option<f64> {
    let text = &*scalar.text;
    let radix = |prefix, radix| {
        let digits = text.strip_prefix(prefix)?;
        u64::from_str_radix(digits, radix).ok().map(|n| n as f64)
    };
    text.parse()
        .ok()
        .or_else(|| radix("0x", 16))
        .or_else(|| radix("0o", 8))
}

fn is_number(node: &Node<'_>) -> bool {
    matches!(&node.value, Value::Scalar(scalar) if matches!(scalar.kind(), Kind::Integer | Kind::Float))
}

/// The first two items that are the same.
fn twice(items: &[Node<'_>]) -> Option<Wrong> {
    let mut seen = BTreeMap::new();
    items.iter().find_map(|item| {
        let mut spelt = String::new();
        spell(item, &mut spelt);
        let first = seen.insert(spelt, item.span)?;
        Some(Wrong::Twice(first, item.span))
    })
}

/// A node in a spelling that two nodes share when they are equal as JSON.
fn spell(node: &Node<'_>, out: &mut String) {
    // Writing into a text cannot fail.
    let _ = match &node.value {
        Value::Scalar(scalar) => match (scalar.kind(), number(scalar)) {
            (Kind::Null, _) => write!(out, "null"),
            (Kind::Bool(value), _) => write!(out, "{value}"),
            (Kind::Integer | Kind::Float, Some(number)) => write!(out, "{number}"),
            _ => write!(out, "{:?}", scalar.text),
        },
        Value::List(items) => {
            out.push('[');
            for item in items {
                spell(item, out);
                out.push(',');
            }
            write!(out, "]")
        }
        Value::Map(entries) => {
            let mut spelt: Vec<_> = entries
                .iter()
                .map(|entry| {
                    let mut value = String::new();
                    spell(&entry.value, &mut value);
                    (&entry.key, value)
                })
                .collect();
            spelt.sort();
            out.push('{');
            for (key, value) in spelt {
                let _ = write!(out, "{key:?}:{value},");
            }
            write!(out, "}}")
        }
    };
}
