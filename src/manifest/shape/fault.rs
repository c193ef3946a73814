//! What a document says that its standard does not allow, in words.

use super::form::Wrong;
use super::{Form, Hint};
use crate::diag::{Code, Element, Level, Span, listed, nearest, shortened};
use crate::document::{Entry, Kind, Node, Value};
use crate::manifest::codes::{
    MALFORMED_VALUE, MISSING_FIELD, OFF_FORMAT, SEVERAL_OPERATORS, UNEVEN_RELATIONSHIP,
    UNKNOWN_FIELD, UNKNOWN_VALUE, WRONG_TYPE,
};
use crate::model::ApiVersion;

/// Something that a standard does not allow.
pub(super) struct Fault {
    pub(super) code: &'static Code,
    pub(super) level: Level,
    pub(super) span: Span,
    pub(super) message: String,
    pub(super) label: String,
    /// The act that mends it.
    pub(super) help: String,
    pub(super) related: Option<(Span, &'static str)>,
    /// What other versions say of it.
    pub(super) otherwise: Option<Otherwise>,
}

/// What versions other than the declared one say of a fault.
#[derive(Clone)]
pub(super) enum Otherwise {
    /// From this version on it is allowed; what to call it.
    Since(ApiVersion, String),
    /// Up to this version it was allowed; what to call it.
    Until(ApiVersion, String),
    /// From this version on the field may be absent.
    Waived(ApiVersion),
}

/// What a node is to the map around it.
#[derive(Clone, Copy)]
pub(super) enum Name {
    /// The whole document.
    Root(&'static str),
    /// The value of a field.
    Field(&'static str),
    /// An item of the list of a field.
    Item(&'static str),
}

impl Name {
    pub(super) fn key(self) -> &'static str {
        match self {
            Name::Root(key) | Name::Field(key) | Name::Item(key) => key,
        }
    }

    fn told(self) -> String {
        match self {
            Name::Root(what) => what.to_owned(),
            Name::Field(key) => format!("`{key}`"),
            Name::Item(key) => format!("an item of `{key}`"),
        }
    }

    /// What to call a value that another version allows.
    pub(super) fn thing(self, node: &Node<'_>, wrong: &Wrong) -> String {
        let key = self.key();
        match (wrong, node.text()) {
            (Wrong::Value, Some(text)) => format!("value `{}` of `{key}`", shortened(text)),
            (Wrong::Pattern(_), Some(text)) => {
                format!("notation `{}` of `{key}`", shortened(text))
            }
            _ => format!("form of `{key}`, {}", node.noun()),
        }
    }
}

impl Fault {
    fn new(code: &'static Code, span: Span, message: String, help: String) -> Fault {
        Fault {
            code,
            level: code.level,
            span,
            message,
            label: String::new(),
            help,
            related: None,
            otherwise: None,
        }
    }

    /// Whether the standard refuses the manifest for it.
    pub(super) fn is_refusal(&self) -> bool {
        self.code.element == Element::Standard && self.level < Level::Info
    }

    /// The same, of which other versions say something else.
    pub(super) fn otherwise(mut self, otherwise: Option<Otherwise>) -> Fault {
        self.otherwise = otherwise;
        self
    }

    /// The same in a map of this `type`.
    pub(super) fn of(mut self, kind: Option<&str>) -> Fault {
        self.message += &of_kind(kind);
        self
    }

    /// The same as a note: the map is open, so the key breaks nothing. From the version
    /// `closed` on it is not.
    pub(super) fn noted(mut self, closed: Option<ApiVersion>, is_slip: bool) -> Fault {
        self.level = Level::Info;
        if let (Some(version), false) = (closed, is_slip) {
            self.help = format!("move it to `customProperties`: {version} refuses it here");
        }
        self
    }

    /// A value that does not have the form of its field.
    pub(super) fn refused(
        node: &Node<'_>,
        name: Name,
        form: &Form,
        wrong: Wrong,
        version: ApiVersion,
    ) -> Fault {
        let (span, told) = (node.span, name.told());
        let written = node.text().unwrap_or_default();
        let text = &*shortened(written);
        let new = |code, message, help| Fault::new(code, span, message, help);
        match wrong {
            Wrong::Type if node.is_null() => new(
                &WRONG_TYPE,
                format!("{told} is empty"),
                match name {
                    Name::Item(_) => "give it a value, or remove the line".to_owned(),
                    _ => format!("give {told} a value, or remove the line"),
                },
            ),
            Wrong::Type => {
                let (noun, wanted) = (node.noun(), form.wanted(version));
                let message = format!("{told} is {noun}, not {wanted}");
                new(
                    &WRONG_TYPE,
                    message,
                    retyped(node, name, form.at(version), &wanted),
                )
            }
            Wrong::Value => {
                let words = form.words(version);
                let message = format!("`{text}` is not a value of `{}`", name.key());
                let help = match nearest(written, words.iter().copied()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("use one of {}", listed(&words)),
                };
                new(&UNKNOWN_VALUE, message, help)
            }
            Wrong::Pattern(pattern) => {
                let code = match pattern.is_binding {
                    true => &MALFORMED_VALUE,
                    false => &OFF_FORMAT,
                };
                let (key, noun) = (name.key(), pattern.noun);
                let message = match text {
                    "" => format!("an empty text in `{key}` is not {noun}"),
                    _ => format!("`{text}` in `{key}` is not {noun}"),
                };
                new(code, message, pattern.help.to_owned())
            }
            Wrong::Least(least) => new(
                &MALFORMED_VALUE,
                format!("{told} is {text}, which is less than {least}"),
                format!("write a whole number of at least {least}"),
            ),
            Wrong::NotPositive => new(
                &MALFORMED_VALUE,
                format!("{told} is {text}, which is not above 0"),
                "write a number above 0".to_owned(),
            ),
            Wrong::Empty => new(
                &MALFORMED_VALUE,
                format!("{told} is an empty list"),
                format!("add an item, or remove {told}"),
            ),
            Wrong::NoPair => new(
                &WRONG_TYPE,
                format!("{told} is not a pair of numbers"),
                "write the two ends as `[0, 100]`".to_owned(),
            ),
            Wrong::Twice(first, second) => {
                let message = format!("an item stands twice in {told}");
                let mut fault = Fault::new(
                    &MALFORMED_VALUE,
                    second,
                    message,
                    "remove one of the two, or change it".to_owned(),
                );
                fault.related = Some((first, "the first one"));
                fault
            }
        }
    }

    /// A field that the version demands and the map lacks.
    pub(super) fn missing(what: &str, kind: Option<&str>, key: &str, head: Span) -> Fault {
        let message = format!("`{key}` is missing in {what}{}", of_kind(kind));
        let mut fault = Fault::new(&MISSING_FIELD, head, message, format!("add `{key}:`"));
        fault.label = format!("`{key}` is required here");
        fault
    }

    /// A map with none of the fields of which it needs one.
    pub(super) fn none_of(what: &str, kind: Option<&str>, keys: &[&str], head: Span) -> Fault {
        let message = format!(
            "`{}` or another operator is missing in {what}{}",
            keys[0],
            of_kind(kind)
        );
        let help = format!("add one of {}", listed(keys));
        let mut fault = Fault::new(&MISSING_FIELD, head, message, help);
        fault.label = "an operator is required here".to_owned();
        fault
    }

    /// A map with two of the fields of which it may have one.
    pub(super) fn several(first: &Entry<'_>, second: &Entry<'_>) -> Fault {
        let message = format!(
            "`{}` stands beside `{}`, and only one operator may",
            second.key, first.key
        );
        let help = "keep one, or write a second rule for the other".to_owned();
        let mut fault = Fault::new(&SEVERAL_OPERATORS, second.key_span, message, help);
        fault.related = Some((first.key_span, "the first operator"));
        fault
    }

    /// A list beside a text where both must be the same.
    pub(super) fn unlike(first: &Entry<'_>, second: &Entry<'_>) -> Fault {
        let message = format!(
            "`{}` is {} and `{}` is {}",
            first.key,
            first.value.noun(),
            second.key,
            second.value.noun()
        );
        let help = "write both as a text, or both as a list".to_owned();
        let mut fault = Fault::new(&WRONG_TYPE, second.value.span, message, help);
        fault.related = Some((first.value.span, "the other one"));
        fault
    }

    /// Two lists that are not of the same length.
    pub(super) fn uneven(first: &Entry<'_>, one: usize, second: &Entry<'_>, other: usize) -> Fault {
        let message = format!(
            "`{}` has {one} columns and `{}` has {other}",
            first.key, second.key
        );
        let help = "name as many columns on both sides, in the same order".to_owned();
        let mut fault = Fault::new(&UNEVEN_RELATIONSHIP, second.value.span, message, help);
        fault.related = Some((first.value.span, "the other side"));
        fault
    }

    /// A key that the standard does not have in this map.
    pub(super) fn unknown(
        entry: &Entry<'_>,
        what: &str,
        near: Option<&str>,
        hint: Option<&Hint>,
    ) -> Fault {
        let message = format!("unknown field `{}` in {what}", shortened(&entry.key));
        let help = match (hint, near) {
            (
                Some(Hint {
                    field: Some(field), ..
                }),
                _,
            ) => {
                format!("write `{field}:`, as this version calls it")
            }
            (Some(hint), _) => hint.help.to_owned(),
            (None, Some(near)) => format!("did you mean `{near}`?"),
            (None, None) => "remove it, or move it to `customProperties`".to_owned(),
        };
        Fault::new(&UNKNOWN_FIELD, entry.key_span, message, help)
    }

    /// A key that other versions have in place of `wanted`.
    pub(super) fn instead(entry: &Entry<'_>, wanted: &str) -> Fault {
        let message = format!("`{}` stands in place of `{wanted}`", entry.key);
        let help = format!("write `{wanted}` instead");
        Fault::new(&UNKNOWN_FIELD, entry.key_span, message, help)
    }
}

/// What to do about a value of the wrong type.
fn retyped(node: &Node<'_>, name: Name, form: &Form, wanted: &str) -> String {
    let key = name.key();
    let bare = match form {
        Form::Map(shape) => match &node.value {
            Value::Scalar(_) => shape.bare.text,
            Value::List(_) => shape.bare.list,
            Value::Map(_) => None,
        },
        _ => None,
    };
    match (&node.value, form) {
        _ if bare.is_some() => {
            let field = bare.unwrap_or_default();
            format!("write it as `{field}:` below `{key}:`")
        }
        (Value::Scalar(scalar), _) if wanted == "a text" => {
            format!("quote it: `\"{}\"`", shortened(&scalar.text))
        }
        (Value::Scalar(_), _) if wanted == "a list" => {
            format!("put `- ` in front, so that `{key}` is a list of one")
        }
        (Value::Scalar(scalar), Form::Flag) if as_boolean(&scalar.text).is_some() => {
            let value = as_boolean(&scalar.text) == Some(true);
            format!("write `{value}`, without quotes")
        }
        (Value::Scalar(scalar), Form::Number | Form::Integer)
            if !scalar.plain && is_number(&scalar.text) =>
        {
            format!("write `{}`, without quotes", shortened(&scalar.text))
        }
        _ => format!("write {wanted}"),
    }
}

/// ` of type ..`, or nothing.
fn of_kind(kind: Option<&str>) -> String {
    kind.map_or_else(String::new, |kind| format!(" of type `{kind}`"))
}

fn is_number(text: &str) -> bool {
    let scalar = crate::document::Scalar {
        text: text.into(),
        plain: true,
    };
    matches!(scalar.kind(), Kind::Integer | Kind::Float)
}

/// What people write for a boolean, YAML 1.1 among it.
pub(in crate::manifest) fn as_boolean(text: &str) -> Option<bool> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "yes" | "y" | "on" | "1" => Some(true),
        "false" | "no" | "n" | "off" | "0" => Some(false),
        _ => None,
    }
}
