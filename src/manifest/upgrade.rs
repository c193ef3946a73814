//! What reading an older standard as ODCS 3 needs besides the reading of ODCS itself.

use super::credentials::is_credential;
use super::reader::{Object, Reader, any};
use super::{DEPRECATED_FORMAT, UNKNOWN_FIELD, UNKNOWN_VALUE};
use crate::diag::{Level, Span, nearest, shortened};
use crate::document::{Entry, Kind, Node, Value};
use crate::model::{Any, CustomProperty, LogicalType, Spanned, Text};

/// The version of ODCS as whose manifests older ones are read.
const READ_AS: &str = "ODCS v3.1.0";

/// Tells that a manifest is written in an older standard. `credentials` are the keys for
/// which ODCS 3 has no place.
pub(super) fn tell_deprecated(reader: &Reader, at: Span, standard: &str, credentials: &[&str]) {
    let message = format!("{standard} is deprecated");
    let without = match credentials {
        [] => String::new(),
        names => format!(", without {}", crate::diag::listed(names)),
    };
    reader.report(&DEPRECATED_FORMAT, at, message, |finding| {
        finding
            .label(format!("read as its upgrade to {READ_AS}"))
            .help(format!("convert it to {READ_AS}{without}"))
    });
}

/// Whatever an open map says besides `placed`, as custom properties; nothing is lost.
///
/// `known` are keys of the standard for which ODCS has no place. Any other key is an
/// extension, and told where it looks like a slip. Credentials are left out.
pub(super) fn rest(
    o: &Object<'_, '_, '_>,
    placed: &[&'static str],
    known: &[&'static str],
) -> Vec<CustomProperty> {
    unplaced(o, placed, known).map(custom).collect()
}

/// Whatever an open map without custom properties says besides `placed`, kept as it is.
pub(super) fn keep_rest(o: &Object<'_, '_, '_>, placed: &[&'static str]) {
    let rest = unplaced(o, placed, &[]);
    rest.for_each(|entry| o.reader.keep(o.what, entry));
}

/// The entries that `placed` does not name. Slips of `placed` and `known` are told.
fn unplaced<'n, 't>(
    o: &Object<'_, 'n, 't>,
    placed: &[&'static str],
    known: &[&'static str],
) -> impl Iterator<Item = &'n Entry<'t>> {
    let entries = o.open_entries();
    let is_there = |key: &&str| entries.iter().any(|entry| entry.key == *key);
    let known_keys = placed.iter().chain(known).copied();
    let absent: Vec<_> = known_keys.filter(|key| !is_there(key)).collect();
    let unplaced = entries.iter().filter(|entry| {
        let is_known = placed.contains(&&*entry.key);
        !is_known && !is_credential(&entry.key) && !entry.value.is_null()
    });
    let unplaced: Vec<_> = unplaced.collect();
    for entry in unplaced
        .iter()
        .filter(|entry| !known.contains(&&*entry.key))
    {
        if let Some(near) = nearest(&entry.key, absent.iter().copied()) {
            tell_slip(o.reader, entry, near);
        }
    }
    unplaced.into_iter()
}

/// Open standards allow any key, so a slip of one is no error.
fn tell_slip(reader: &Reader, entry: &Entry<'_>, near: &str) {
    let message = format!("unknown field `{}`", shortened(&entry.key));
    reader.report(&UNKNOWN_FIELD, entry.key_span, message, |mut finding| {
        finding.level = Level::Warning;
        finding.help(format!("did you mean `{near}`?"))
    });
}

/// An entry as a custom property of the same name.
pub(super) fn custom(entry: &Entry<'_>) -> CustomProperty {
    CustomProperty {
        property: Some(key(entry)),
        value: Some(any(&entry.value)),
        description: None,
        span: entry.key_span.to(entry.value.span),
    }
}

/// A text as a custom property.
pub(super) fn custom_text(name: &str, value: &Text) -> CustomProperty {
    CustomProperty {
        property: Some(Text::new(name.into(), value.span)),
        value: Some(Any::Scalar(value.value.clone())),
        description: None,
        span: value.span,
    }
}

/// The key of an entry, at its place.
pub(super) fn key(entry: &Entry<'_>) -> Text {
    Text::new((*entry.key).into(), entry.key_span)
}

/// `word` at the place of `key`, which says as much.
pub(super) fn said(o: &Object<'_, '_, '_>, key: &'static str, word: &str) -> Text {
    Text::new(word.into(), o.key_span(key).unwrap_or(o.span))
}

/// A whole number, as it was written.
pub(super) fn integer(o: &Object<'_, '_, '_>, key: &'static str) -> Option<Text> {
    let text = o.number(key)?;
    let is_float = matches!(
        &o.node(key)?.value,
        Value::Scalar(scalar) if scalar.kind() == Kind::Float && !is_whole(&scalar.text)
    );
    if is_float {
        let message = format!("`{key}` is {}, not a whole number", shortened(&text));
        o.reader
            .report(&super::WRONG_TYPE, text.span, message, |finding| {
                finding.help("write a whole number")
            });
    }
    Some(text)
}

fn is_whole(text: &str) -> bool {
    text.parse::<f64>()
        .is_ok_and(|number| number.fract() == 0.0)
}

/// A text or a number, as it was written.
pub(super) fn text_or_number(o: &Object<'_, '_, '_>, key: &'static str) -> Option<Text> {
    let is_number = matches!(
        &o.node(key)?.value,
        Value::Scalar(scalar) if matches!(scalar.kind(), Kind::Integer | Kind::Float)
    );
    match is_number {
        true => o.scalar(key),
        false => o.text(key),
    }
}

/// Tells a text that does not have the form that the standard demands.
pub(super) fn tell_form(reader: &Reader, text: &Text, name: &str, help: String) {
    let message = format!("`{}` is not a value of `{name}`", shortened(text));
    reader.report(&UNKNOWN_VALUE, text.span, message, |finding| {
        finding.help(help)
    });
}

/// The entries of a map with names of the author's choice; told where it is none.
pub(super) fn entries<'n, 't>(
    o: &Object<'_, 'n, 't>,
    key: &'static str,
) -> Option<(Span, &'n [Entry<'t>])> {
    let node: &'n Node<'t> = o.node(key)?;
    o.object(key, key, |map| (node.span, map.open_entries()))
}

/// A status, with the words of the older standard for those of ODCS 3.
pub(super) fn status(o: &Object<'_, '_, '_>, words: &[(&str, &str)]) -> Option<Text> {
    let status = o.word("status")?;
    let lower = status.trim().to_lowercase();
    let found = words.iter().find(|(older, _)| *older == lower);
    Some(match found {
        Some((_, newer)) => Text::new((*newer).into(), status.span),
        None => status,
    })
}

/// The logical type of ODCS for what tools, databases and older standards call it; the text
/// as it stands where ODCS has none.
pub(super) fn logical_type(text: Text) -> Result<Spanned<LogicalType>, Text> {
    let word = text.trim().to_lowercase();
    let bare = word.split(['(', '<']).next().unwrap_or_default().trim();
    let found = TYPES.iter().find(|(_, names)| names.contains(&bare));
    match found {
        Some((kind, _)) => Ok(Spanned::new(*kind, text.span)),
        None => Err(text),
    }
}

const TYPES: &[(LogicalType, &[&str])] = &[
    (
        LogicalType::String,
        &["string", "text", "varchar", "char", "nvarchar"],
    ),
    (
        LogicalType::Integer,
        &[
            "integer", "int", "long", "bigint", "smallint", "tinyint", "int32", "int64",
        ],
    ),
    (
        LogicalType::Number,
        &["number", "decimal", "numeric", "float", "double", "real"],
    ),
    (LogicalType::Boolean, &["boolean", "bool"]),
    (LogicalType::Date, &["date"]),
    (LogicalType::Time, &["time"]),
    (
        LogicalType::Timestamp,
        &[
            "timestamp",
            "timestamp_tz",
            "timestamp_ntz",
            "timestamptz",
            "datetime",
        ],
    ),
    (LogicalType::Object, &["object", "record", "struct"]),
    (LogicalType::Array, &["array", "list"]),
    (LogicalType::Map, &["map"]),
];
