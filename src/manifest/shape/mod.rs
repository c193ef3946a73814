//! What a standard says of a manifest, as data: the fields of every map, what they hold,
//! and the versions in which that is so.
//!
//! A standard is a tree of [`Shape`]s. [`check`](check::check) holds a document against
//! the tree at one version; [`verdict`](verdict::verdict) turns what it finds into
//! findings, with the other versions in mind.

mod check;
mod fault;
mod form;
mod pattern;
mod trial;
mod verdict;

pub(super) use pattern::{
    DATE, DATE_TIME, Pattern, QUALIFIED_OR_DOTTED, QUALIFIED_OR_SHORTHAND, SFTP_URL, STABLE_ID, URI,
};
pub(super) use verdict::{Standard, Verdict, verdict};

use crate::document::Entry;
use crate::model::ApiVersion;

/// The version before all versions.
const FIRST: ApiVersion = ApiVersion::new(0, 0, 0);
/// The version after all versions.
const NEVER: ApiVersion = ApiVersion::new(u8::MAX, u8::MAX, u8::MAX);

/// A map, as a standard describes it.
pub(super) struct Shape {
    /// As messages call it: `support[]`.
    what: &'static str,
    /// The first version that refuses fields which it does not know.
    closed_since: ApiVersion,
    fields: &'static [Field],
    /// The fields that depend on what the map says.
    further: fn(&[Entry<'_>], ApiVersion) -> Further,
    /// Where a bare text or list belongs that stands in place of the map.
    bare: Bare,
    /// What to do about keys that people write here although the standard has them not.
    hints: &'static [Hint],
}

/// A key that does not belong into a map.
pub(super) struct Hint {
    key: &'static str,
    /// What to do about it.
    help: &'static str,
    /// The field that says the same.
    field: Option<&'static str>,
}

/// A key that does not belong, and what to do about it.
pub(super) const fn hint(key: &'static str, help: &'static str) -> Hint {
    Hint {
        key,
        help,
        field: None,
    }
}

/// A key of an older version, and the field that says the same since.
pub(super) const fn renamed(key: &'static str, field: &'static str) -> Hint {
    Hint {
        key,
        help: "",
        field: Some(field),
    }
}

/// The fields that take in what should have been a map.
#[derive(Clone, Copy, Default)]
struct Bare {
    text: Option<&'static str>,
    list: Option<&'static str>,
}

impl Shape {
    /// A map that is closed in all versions.
    pub(super) const fn new(what: &'static str, fields: &'static [Field]) -> Shape {
        Shape {
            what,
            closed_since: FIRST,
            fields,
            further: |_, _| Further::NONE,
            bare: Bare {
                text: None,
                list: None,
            },
            hints: &[],
        }
    }

    /// The same, open before `version`.
    pub(super) const fn closed_since(mut self, version: ApiVersion) -> Shape {
        self.closed_since = version;
        self
    }

    /// The same, open in all versions.
    pub(super) const fn open(self) -> Shape {
        self.closed_since(NEVER)
    }

    /// The same with fields that depend on what the map says.
    pub(super) const fn further(
        mut self,
        further: fn(&[Entry<'_>], ApiVersion) -> Further,
    ) -> Shape {
        self.further = further;
        self
    }

    /// The same; a bare text in its place belongs into this field.
    pub(super) const fn bare_text(mut self, field: &'static str) -> Shape {
        self.bare.text = Some(field);
        self
    }

    /// The same; a bare list in its place belongs into this field.
    pub(super) const fn bare_list(mut self, field: &'static str) -> Shape {
        self.bare.list = Some(field);
        self
    }

    /// The same with advice on keys that do not belong.
    pub(super) const fn hints(mut self, hints: &'static [Hint]) -> Shape {
        self.hints = hints;
        self
    }

    fn is_closed(&self, version: ApiVersion) -> bool {
        version >= self.closed_since
    }
}

/// The fields of a map that depend on what it says, such as on its `type`.
pub(super) struct Further {
    /// The fields, in groups.
    pub(super) groups: [&'static [Field]; 3],
    /// The `type` that they are for.
    pub(super) kind: Option<&'static str>,
    /// Whether they cannot be told: other fields are then not judged.
    pub(super) is_unknown: bool,
    /// Whether they are those of what was probably meant: none of them is demanded then.
    pub(super) is_guess: bool,
    /// The fields of which there is exactly one.
    pub(super) exactly_one: &'static [&'static str],
    /// The two fields that are both a text or both a list.
    pub(super) alike: Option<[&'static str; 2]>,
}

impl Further {
    /// None.
    pub(super) const NONE: Further = Further {
        groups: [&[]; 3],
        kind: None,
        is_unknown: false,
        is_guess: false,
        exactly_one: &[],
        alike: None,
    };

    /// These fields.
    pub(super) const fn fields(fields: &'static [Field]) -> Further {
        Further {
            groups: [fields, &[], &[]],
            ..Further::NONE
        }
    }

    /// The same, for this `type`.
    pub(super) const fn of(mut self, kind: &'static str) -> Further {
        self.kind = Some(kind);
        self
    }
}

/// A field of a map.
#[derive(Clone, Copy)]
pub(super) struct Field {
    key: &'static str,
    form: Form,
    since: ApiVersion,
    /// The first version that has it no more.
    until: ApiVersion,
    required_since: ApiVersion,
    required_until: ApiVersion,
    /// The field that other versions have in its place.
    instead: Option<&'static str>,
}

/// A field of all versions that may be left out.
pub(super) const fn field(key: &'static str, form: Form) -> Field {
    Field {
        key,
        form,
        since: FIRST,
        until: NEVER,
        required_since: NEVER,
        required_until: NEVER,
        instead: None,
    }
}

impl Field {
    /// The same, which came with `version`.
    pub(super) const fn since(mut self, version: ApiVersion) -> Field {
        self.since = version;
        self
    }

    /// The same, which `version` dropped.
    pub(super) const fn until(mut self, version: ApiVersion) -> Field {
        self.until = version;
        self
    }

    /// The same, demanded.
    pub(super) const fn required(self) -> Field {
        self.required_since(FIRST)
    }

    /// The same, demanded from `version` on.
    pub(super) const fn required_since(mut self, version: ApiVersion) -> Field {
        self.required_since = version;
        self
    }

    /// The same, which `version` no longer demands.
    pub(super) const fn required_until(mut self, version: ApiVersion) -> Field {
        self.required_until = version;
        self
    }

    /// The same; other versions have the field `key` in its place.
    pub(super) const fn instead_of(mut self, key: &'static str) -> Field {
        self.instead = Some(key);
        self
    }

    /// Its key.
    pub(super) fn key(&self) -> &'static str {
        self.key
    }

    fn is_in(&self, version: ApiVersion) -> bool {
        self.since <= version && version < self.until
    }

    fn is_required(&self, version: ApiVersion) -> bool {
        self.is_in(version) && self.required_since <= version && version < self.required_until
    }
}

/// What a field holds.
#[derive(Clone, Copy)]
pub(super) enum Form {
    /// Anything.
    Any,
    /// A text.
    Text,
    /// A text of a pattern.
    Like(&'static Pattern),
    /// A text out of a closed list.
    OneOf(&'static [&'static str]),
    /// A text out of a closed list to which versions add.
    Growing(&'static [Word]),
    /// `true` or `false`.
    Flag,
    /// A number.
    Number,
    /// A number above zero.
    Positive,
    /// A whole number.
    Integer,
    /// A whole number of at least so much.
    AtLeast(u8),
    /// A text, number, boolean or null.
    Scalar,
    /// A list of two different numbers.
    Pair,
    /// A map of any fields.
    AnyMap,
    /// A map.
    Map(&'static Shape),
    /// A list of maps.
    Maps(&'static Shape),
    /// A list.
    List(&'static Form),
    /// A list of at least one item.
    Some(&'static Form),
    /// A list of at least one item, no two of which are the same.
    Distinct(&'static Form),
    /// One of several forms of different types.
    Either(&'static [Form]),
    /// What it holds from these versions on, oldest first.
    Since(&'static [(ApiVersion, Form)]),
}

/// A value of a closed list, and the version that added it.
#[derive(Clone, Copy)]
pub(super) struct Word(pub(super) &'static str, pub(super) ApiVersion);
