//! Waivers as they stand in a file, each field with its place.

use super::faults::Faults;
use super::raw::FIELDS;
use crate::diag::{File, FileId, Span, Subject, listed, nearest, shortened};
use crate::document::{self, Kind, Node, OVER_LIMIT, Value};
use crate::manifest;
use crate::model::Text;
use crate::rules::INVALID_WAIVER;

/// The most waivers of one file.
const MOST: usize = 500;

/// A waiver as it stands in a file.
pub(super) struct Written {
    /// Its file.
    pub(super) file: FileId,
    /// All of it.
    pub(super) span: Span,
    /// The place that stands for all of it.
    pub(super) head: Span,
    /// The fields that are there and are texts, in the order of [`FIELDS`].
    fields: [Option<Text>; FIELDS.len()],
    /// What is wrong with it, in the words of the first finding.
    pub(super) fault: Option<String>,
}

impl Written {
    /// A field that is there.
    pub(super) fn get(&self, name: &str) -> Option<&Text> {
        let at = FIELDS.iter().position(|field| field.name == name)?;
        self.fields[at].as_ref()
    }

    /// The place of a field; that of the waiver where it is not there.
    pub(super) fn at(&self, name: &str) -> Span {
        self.get(name).map_or(self.head, |text| text.span)
    }
}

/// The waivers of a file; none where it holds something else.
pub(super) fn read(
    id: FileId,
    file: &File,
    subject: &Subject,
    faults: &mut Faults,
) -> Vec<Written> {
    let parsed = document::yaml(&file.text, file.whole(), subject);
    if !manifest::holds_waivers(&parsed.roots) {
        return Vec::new();
    }
    for finding in parsed.findings {
        faults.tell(id, finding);
    }
    let mut items: Vec<&Node<'_>> = Vec::new();
    for root in parsed.roots.iter().filter(|root| !root.is_null()) {
        match &root.value {
            Value::List(list) => items.extend(list),
            _ => items.push(root),
        }
    }
    if let Some(next) = items.get(MOST) {
        let message =
            format!("more than {MOST} waivers in one file; those from here on are not read");
        let at = next.span.head();
        faults.report(id, &OVER_LIMIT, subject, at, message, || {
            "let one waiver stand for a whole product, or write more files".to_owned()
        });
    }
    let is_torn = |item: &Node<'_>| {
        let inside = |torn: &Span| item.span.start <= torn.start && torn.start < item.span.end;
        parsed.torn.iter().take(MOST).any(inside)
    };
    let waivers = items.into_iter().take(MOST).map(|item| {
        let mut waiver = waiver(id, item, subject, faults);
        if waiver.fault.is_none() && is_torn(item) {
            waiver.fault = Some("it could not be read whole".to_owned());
        }
        waiver
    });
    waivers.collect()
}

fn waiver(id: FileId, item: &Node<'_>, subject: &Subject, faults: &mut Faults) -> Written {
    let entries = item.entries();
    let mut written = Written {
        file: id,
        span: item.span,
        head: entries
            .first()
            .map_or(item.span.head(), |entry| entry.key_span),
        fields: Default::default(),
        fault: None,
    };
    let mut tell = |at: Span, message: String, help: &dyn Fn() -> String| {
        written.fault.get_or_insert_with(|| message.clone());
        faults.report(id, &INVALID_WAIVER, subject, at, message, help);
    };
    if !matches!(item.value, Value::Map(_)) {
        let message = format!("a waiver is {}, not a map", item.noun());
        tell(item.span.head(), message, &|| {
            "write `id:`, `rule:`, `target:` and its other fields".to_owned()
        });
        return written;
    }
    for entry in entries {
        let Some(at) = FIELDS.iter().position(|field| field.name == entry.key) else {
            let message = format!("a waiver has no field `{}`", shortened(&entry.key));
            tell(entry.key_span, message, &|| {
                let names = FIELDS.iter().map(|field| field.name);
                match nearest(&entry.key, names.clone()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("use one of {}", listed(&names.collect::<Vec<_>>())),
                }
            });
            continue;
        };
        let (name, value) = (FIELDS[at].name, &entry.value);
        match &value.value {
            Value::Scalar(scalar)
                if scalar.kind() == Kind::Text && !scalar.text.trim().is_empty() =>
            {
                written.fields[at] = Some(Text::new((*scalar.text).into(), value.span));
            }
            Value::Scalar(scalar) if !matches!(scalar.kind(), Kind::Text | Kind::Null) => {
                let message = format!("`{name}` is {}, not a text", value.noun());
                tell(value.span, message, &|| {
                    format!("quote it: `\"{}\"`", shortened(&scalar.text))
                });
            }
            Value::Scalar(_) => {
                let message = format!("`{name}` is empty in this waiver");
                tell(entry.key_span, message, &|| missing(name));
            }
            _ => {
                let message = format!("`{name}` is {}, not a text", value.noun());
                tell(entry.key_span, message, &|| missing(name));
            }
        }
    }
    for field in &FIELDS {
        if field.is_required && item.get(field.name).is_none() {
            let message = format!("`{}` is missing in this waiver", field.name);
            tell(written.head, message, &|| missing(field.name));
        }
    }
    written
}

/// How a field is written.
fn missing(name: &str) -> String {
    match name {
        "id" => "give it a name of its own: `id:`",
        "rule" => "name the rule: `rule:`",
        "target" => "name the product: `target:`",
        "reason" => "say why it cannot be mended yet, and what will be done: `reason:`",
        "owner" => "name the team or person that answers for it: `owner:`",
        "approvedBy" => "name who approved it, which is not its owner: `approvedBy:`",
        "created" => "write the day on which it was granted: `created:`",
        "expires" => "write the last day on which it holds: `expires:`",
        _ => "write a text, or remove the line",
    }
    .to_owned()
}
