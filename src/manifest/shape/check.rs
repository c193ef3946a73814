//! Holds a document against the shapes of a standard at one version.

use super::fault::{Fault, Name, Otherwise};
use super::{Field, Form, Further, Shape};
use crate::diag::{Span, nearest};
use crate::document::{Entry, Node, Value};
use crate::manifest::reader::any;
use crate::model::{ApiVersion, Unknown};

/// What a document says that its standard does not allow.
#[derive(Default)]
pub(super) struct Checked {
    /// Its faults.
    pub(super) faults: Vec<Fault>,
    /// The keys that no version of the standard knows.
    pub(super) unknown: Vec<Unknown>,
}

/// Holds `root` against `shape` at one of the `versions` of a standard. What is `torn` could
/// not be read whole: what such a map lacks may stand in the rest, and what is wrong with
/// such a value is told already.
pub(super) fn check(
    root: &Node<'_>,
    shape: &'static Shape,
    versions: &'static [ApiVersion],
    version: ApiVersion,
    torn: &[Span],
) -> Checked {
    let mut check = Check {
        versions,
        declared: version,
        version,
        torn,
        checked: Checked::default(),
    };
    check.value(root, Name::Root(shape.what), &Form::Map(shape));
    check.checked
}

struct Check<'t> {
    versions: &'static [ApiVersion],
    /// The version of the whole document.
    declared: ApiVersion,
    /// The version of the part at hand: a later one where only that has such a part.
    version: ApiVersion,
    torn: &'t [Span],
    checked: Checked,
}

/// The fields that a map may have.
struct Fields([&'static [Field]; 4]);

impl Fields {
    fn all(&self) -> impl Iterator<Item = &'static Field> {
        self.0.iter().flat_map(|group| group.iter())
    }

    /// The field of this key: that of the version, else that of another.
    fn get(&self, key: &str, version: ApiVersion) -> Option<&'static Field> {
        let mut other = None;
        for field in self.all().filter(|field| field.key == key) {
            if field.is_in(version) {
                return Some(field);
            }
            other = Some(field);
        }
        other
    }
}

impl Check<'_> {
    fn map(&mut self, node: &Node<'_>, shape: &'static Shape) {
        let entries = node.entries();
        let further = (shape.further)(entries, self.version);
        let [first, second, third] = further.groups;
        let fields = Fields([shape.fields, first, second, third]);
        let is_closed = shape.is_closed(self.version);
        let mut strange = Vec::new();
        for entry in entries {
            match fields.get(&entry.key, self.version) {
                Some(field) if field.is_in(self.version) => self.field(entry, field),
                Some(field) if is_closed => self.other_version(entry, field, &fields),
                Some(_) => {}
                None => strange.push(entry),
            }
        }
        let demanded = fields.all().take(match further.is_guess {
            true => shape.fields.len(),
            false => usize::MAX,
        });
        let is_lacking = |field: &&Field| {
            field.is_required(self.version) && !entries.iter().any(|entry| entry.key == field.key)
        };
        let mut lacking: Vec<_> = demanded.filter(is_lacking).collect();
        if !strange.is_empty() {
            self.strange(node, shape, &further, &fields, &strange, &mut lacking);
        }
        lacking.retain(|field| !self.in_place_of(entries, field, &fields, is_closed));
        if self.is_whole(node) {
            for field in lacking {
                self.missing(node, shape, &further, field);
            }
        }
        self.exactly_one(node, shape, &further, &strange);
        self.alike(entries, &further);
    }

    fn missing(&mut self, node: &Node<'_>, shape: &Shape, further: &Further, field: &Field) {
        let fault = Fault::missing(shape.what, further.kind, field.key, head(node));
        let mut later = self.versions.iter().filter(|v| **v > self.version);
        let waived = later.find(|v| field.is_in(**v) && !field.is_required(**v));
        self.push(fault.otherwise(waived.map(|version| Otherwise::Waived(*version))));
    }

    /// Whether what a map lacks is absent.
    fn is_whole(&self, node: &Node<'_>) -> bool {
        !self.torn.contains(&node.span)
    }

    fn field(&mut self, entry: &Entry<'_>, field: &'static Field) {
        let name = Name::Field(field.key);
        let key_span = Some(entry.key_span);
        self.judge(&entry.value, name, key_span, &field.form, |v| {
            field.is_in(v)
        });
    }

    fn value(&mut self, node: &Node<'_>, name: Name, form: &Form) {
        self.judge(node, name, None, form, |_| true);
    }

    /// Holds a node against its form, which the standard has in the versions `is_in`.
    fn judge(
        &mut self,
        node: &Node<'_>,
        name: Name,
        key_span: Option<Span>,
        form: &Form,
        is_in: impl Fn(ApiVersion) -> bool,
    ) {
        let Some(wrong) = form.refuses(node, self.version) else {
            return self.inside(node, name.key(), form);
        };
        let takes =
            |version: &&ApiVersion| is_in(**version) && form.refuses(node, **version).is_none();
        let mut later = self.versions.iter().filter(|v| **v > self.version);
        let mut earlier = self.versions.iter().rev().filter(|v| **v < self.version);
        let otherwise = if let Some(version) = later.find(takes) {
            self.part(*version, |part| part.inside(node, name.key(), form));
            Some(Otherwise::Since(*version, name.thing(node, &wrong)))
        } else {
            let version = earlier.find(takes);
            version.map(|version| Otherwise::Until(*version, name.thing(node, &wrong)))
        };
        let mut fault = Fault::refused(node, name, form, wrong, self.version);
        if let (Some(key_span), Some(_), Value::List(_) | Value::Map(_)) =
            (key_span, &otherwise, &node.value)
        {
            // It is the field that another version has in this form, not what stands in it.
            fault.span = key_span;
        }
        self.push(fault.otherwise(otherwise));
    }

    /// Judges a part of the document by the later `version` to which it belongs: what is
    /// wrong with it stays wrong when the manifest declares that version.
    fn part(&mut self, version: ApiVersion, judge: impl FnOnce(&mut Self)) {
        let around = std::mem::replace(&mut self.version, version);
        judge(self);
        self.version = around;
    }

    /// Goes on with what a list or map contains.
    fn inside(&mut self, node: &Node<'_>, key: &'static str, form: &Form) {
        match (form.at(self.version), &node.value) {
            (Form::Map(shape), Value::Map(_)) => self.map(node, shape),
            (Form::Maps(shape), Value::List(items)) => {
                for item in items {
                    self.value(item, Name::Item(key), &Form::Map(shape));
                }
            }
            (Form::List(form) | Form::Some(form) | Form::Distinct(form), Value::List(items)) => {
                for item in items {
                    self.value(item, Name::Item(key), form);
                }
            }
            (Form::Either(forms), _) => {
                let taken = forms
                    .iter()
                    .find(|form| form.refuses(node, self.version).is_none());
                if let Some(form) = taken {
                    self.inside(node, key, form);
                }
            }
            _ => {}
        }
    }

    /// A key that only other versions of the standard have.
    fn other_version(&mut self, entry: &Entry<'_>, field: &'static Field, fields: &Fields) {
        let thing = format!("field `{}`", field.key);
        let otherwise = if field.since > self.version {
            self.part(field.since, |part| part.field(entry, field));
            Some(Otherwise::Since(field.since, thing))
        } else {
            let earlier = self.versions.iter().rev().find(|v| field.is_in(**v));
            earlier.map(|version| Otherwise::Until(*version, thing))
        };
        let own = fields
            .all()
            .find(|own| own.instead == Some(field.key) && own.is_in(self.version));
        let fault = match own {
            Some(own) => Fault::instead(entry, own.key),
            None => Fault::unknown(entry, "the manifest", None, None),
        };
        self.push(fault.otherwise(otherwise));
    }

    /// Whether the map has what another version has in place of the absent `field`. That
    /// is the fault then, not the absence.
    fn in_place_of(
        &mut self,
        entries: &[Entry<'_>],
        field: &Field,
        fields: &Fields,
        is_closed: bool,
    ) -> bool {
        let found = field
            .instead
            .and_then(|key| entries.iter().find(|entry| entry.key == key));
        let other = |entry: &Entry<'_>| fields.all().find(|other| other.key == entry.key);
        let Some((entry, other)) = found.and_then(|entry| Some((entry, other(entry)?))) else {
            return false;
        };
        if !other.is_in(self.version) && is_closed {
            // It was reported as a field of another version.
            return true;
        }
        let thing = format!("field `{}` in place of `{}`", other.key, field.key);
        let otherwise = if other.since > self.version {
            self.part(other.since, |part| part.field(entry, other));
            Some(Otherwise::Since(other.since, thing))
        } else {
            let had =
                |v: &&ApiVersion| **v < self.version && other.is_in(**v) && !field.is_required(**v);
            let earlier = self.versions.iter().rev().find(had);
            earlier.map(|version| Otherwise::Until(*version, thing))
        };
        self.push(Fault::instead(entry, field.key).otherwise(otherwise));
        true
    }

    /// Keys that no version knows. One that is a slip of a demanded field stands for it.
    fn strange(
        &mut self,
        node: &Node<'_>,
        shape: &Shape,
        further: &Further,
        fields: &Fields,
        strange: &[&Entry<'_>],
        lacking: &mut Vec<&'static Field>,
    ) {
        let is_closed = shape.is_closed(self.version) && !further.is_unknown;
        let absent: Vec<&'static str> = fields
            .all()
            .filter(|field| field.is_in(self.version))
            .map(|field| field.key)
            .filter(|key| node.get(key).is_none())
            .collect();
        for entry in strange {
            let key = &*entry.key;
            self.checked.unknown.push(Unknown {
                path: format!("{}.{key}", shape.what).into(),
                value: any(&entry.value),
                span: entry.key_span,
            });
            let hint = shape.hints.iter().find(|hint| hint.key == key);
            let meant = hint.and_then(|hint| hint.field);
            let demanded = lacking.iter().map(|field| field.key);
            let demanded = match meant {
                Some(meant) => demanded.clone().find(|key| *key == meant),
                None => nearest(key, demanded),
            };
            if let Some(demanded) = demanded {
                lacking.retain(|field| field.key != demanded);
            }
            let near = demanded.or_else(|| nearest(key, absent.iter().copied()));
            let fault = Fault::unknown(entry, shape.what, near, hint).of(further.kind);
            let is_slip = near.is_some() || meant.is_some();
            let mut versions = self.versions.iter().copied();
            let closed = versions.find(|version| shape.is_closed(*version));
            if is_closed || demanded.is_some() {
                self.push(fault);
            } else if is_slip || closed.is_some() && !further.is_unknown {
                self.push(fault.noted(closed, is_slip));
            }
        }
    }

    fn exactly_one(
        &mut self,
        node: &Node<'_>,
        shape: &Shape,
        further: &Further,
        strange: &[&Entry<'_>],
    ) {
        let keys = further.exactly_one;
        if keys.is_empty() {
            return;
        }
        let present = node.entries().iter();
        let mut present = present.filter(|entry| keys.contains(&&*entry.key));
        match (present.next(), present.next()) {
            (None, _) => {
                let is_slip = |entry: &&Entry<'_>| {
                    nearest(&entry.key, keys.iter().copied()).is_some()
                        || shape.hints.iter().any(|hint| hint.key == entry.key)
                };
                if !strange.iter().any(is_slip) && self.is_whole(node) {
                    self.push(Fault::none_of(shape.what, further.kind, keys, head(node)));
                }
            }
            (Some(first), Some(second)) => self.push(Fault::several(first, second)),
            _ => {}
        }
    }

    /// Reports two fields that are not both a text, or not both a list of so many items.
    fn alike(&mut self, entries: &[Entry<'_>], further: &Further) {
        let Some(keys) = further.alike else { return };
        let get = |key| entries.iter().find(|entry| entry.key == key);
        let [Some(first), Some(second)] = keys.map(get) else {
            return;
        };
        match (&first.value.value, &second.value.value) {
            (Value::List(_), Value::Scalar(_)) | (Value::Scalar(_), Value::List(_)) => {
                self.push(Fault::unlike(first, second));
            }
            (Value::List(one), Value::List(other)) if one.len() != other.len() => {
                self.push(Fault::uneven(first, one.len(), second, other.len()));
            }
            _ => {}
        }
    }

    fn push(&mut self, mut fault: Fault) {
        if self.version > self.declared && matches!(fault.otherwise, Some(Otherwise::Until(..))) {
            // A part that only later versions have cannot be written for an earlier one.
            fault.otherwise = None;
        }
        if !self.torn.contains(&fault.span) {
            self.checked.faults.push(fault);
        }
    }
}

/// The place of what a map lacks: its first key.
fn head(node: &Node<'_>) -> Span {
    let first = node.entries().first();
    first.map_or(node.span, |entry| entry.key_span)
}
