//! Facts as values of CEL.
//!
//! What the model knows but a manifest does not say has the empty value of its kind, so that a
//! rule need not ask for it first: a text is empty, a list has no entries, a flag is false, and
//! what may be anything is null. Whether it was written is told apart from that: `has()` is
//! rewritten to ask whether the key is in the map, and this map holds only what was written.

use std::fmt;

use cel::ExecutionError;
use cel::common::traits::{Container, Indexer, Sizer};
use cel::common::types::{
    CelBool, CelDouble, CelInt, CelList, CelMap, CelMapKey, CelNull, CelString, Type,
};
use cel::common::value::{CowVal, Val};

use crate::facts::{Fact, Noun, Of, Scalar, scalar};
use crate::model::Any;

/// A map of a manifest.
#[derive(Clone, Copy)]
pub(super) struct Seen<'m>(pub(super) Noun<'m>);

/// A value that an operator yields.
type Owned<'v> = Box<dyn Val + 'v>;

/// What it says, in short.
impl fmt::Debug for Seen<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("{")?;
        for (at, key) in self.written().take(MOST_KEYS).enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            let said = match self.0.get(key) {
                Some(Fact::Text(text, _) | Fact::Scalar(text, _)) => Some(text),
                Some(Fact::Any(any)) => any.text(),
                _ => None,
            };
            let said: String = said.unwrap_or("…").chars().take(LONGEST).collect();
            write!(f, "{comma}{key}: {said}")?;
        }
        f.write_str("}")
    }
}

impl Seen<'_> {
    fn has(&self, key: &str) -> bool {
        self.0.get(key).is_some_and(|fact| fact.is_there())
    }

    fn written(&self) -> impl Iterator<Item = &'static str> {
        let keys = self.0.kind().keys().iter().map(|key| key.name);
        keys.filter(|key| self.has(key))
    }
}

impl<'m> Val for Seen<'m> {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        <CelMap<'_> as Val>::cel_type()
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        let (Some(size), Some(container), Some(indexer)) =
            (other.as_sizer(), other.as_container(), other.as_indexer())
        else {
            return false;
        };
        // Whole maps are not compared, which would cost what is in them: rules that ask for it are
        // refused, and what comes here within lists is told apart by its plain values.
        let is_same = |key: &'static str| {
            let name = CelString::from(key);
            if container.contains(&name) != Ok(true) {
                return false;
            }
            let fact = self
                .0
                .get(key)
                .filter(|fact| matches!(fact, Fact::Text(..) | Fact::Scalar(..) | Fact::Flag(_)));
            fact.is_none_or(|fact| {
                indexer
                    .get(&name)
                    .is_ok_and(|other| of_fact(fact).equals(other.as_ref()))
            })
        };
        size.size() == self.size() && self.written().all(is_same)
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v>
    where
        Self: 'v,
    {
        Box::new(*self)
    }
}

impl Container for Seen<'_> {
    fn contains(&self, key: &dyn Val) -> Result<bool, ExecutionError> {
        let key = key.downcast_ref::<CelString<'_>>();
        Ok(key.is_some_and(|key| self.has(key.inner())))
    }
}

impl Sizer for Seen<'_> {
    fn size(&self) -> CelInt {
        CelInt::from(self.written().count() as i64)
    }
}

impl<'m> Indexer for Seen<'m> {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let Some(key) = key.downcast_ref::<CelString<'_>>() else {
            return Err(ExecutionError::UnexpectedType {
                got: key.get_type().name().to_owned(),
                want: "string".to_owned(),
            });
        };
        let key = key.inner();
        let value = match self.0.get(key) {
            None => return Err(ExecutionError::no_such_key(key)),
            Some(Fact::Absent) => self.0.kind().key(key).map(empty),
            Some(fact) => Some(of_fact(fact)),
        };
        value
            .map(CowVal::Owned)
            .ok_or_else(|| ExecutionError::no_such_key(key))
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(key).map(CowVal::into_owned)
    }
}

/// What stands for a key that is not there.
fn empty<'v>(of: Of) -> Owned<'v> {
    match of {
        Of::Text => Box::new(CelString::from("")),
        Of::Flag => Box::new(CelBool::from(false)),
        Of::Number | Of::Any => Box::new(CelNull),
        Of::Texts | Of::Anys | Of::Many(_) => list(Vec::new()),
        Of::One(kind) => Box::new(Nothing(kind)),
    }
}

fn of_fact<'v>(fact: Fact<'v>) -> Owned<'v> {
    match fact {
        Fact::Absent => Box::new(CelNull),
        Fact::Text(text, _) => Box::new(CelString::from(text)),
        Fact::Flag(flag) => Box::new(CelBool::from(flag)),
        Fact::Any(any) => of_any(any),
        Fact::Scalar(text, _) => of_scalar(text),
        Fact::Texts(texts) => list(texts.iter().map(|text| of_text(&text.value)).collect()),
        Fact::Names(names) => list(names.into_iter().map(of_text).collect()),
        Fact::Anys(anys) => list(anys.iter().map(of_any).collect()),
        Fact::One(noun) => Box::new(Seen(noun)),
        Fact::Many(nouns) => {
            let nouns = nouns.into_iter();
            list(
                nouns
                    .map(|noun| Box::new(Seen(noun)) as Owned<'v>)
                    .collect(),
            )
        }
        Fact::Options(options) => map(options
            .iter()
            .map(|option| (&*option.key.value, of_any(&option.value)))),
        Fact::Bound(threshold) => of_any(&threshold.bound),
    }
}

fn of_text<'v>(text: &'v str) -> Owned<'v> {
    Box::new(CelString::from(text))
}

fn of_scalar<'v>(text: &'v str) -> Owned<'v> {
    match scalar(text) {
        Scalar::Null => Box::new(CelNull),
        Scalar::Flag(flag) => Box::new(CelBool::from(flag)),
        Scalar::Whole(number) => Box::new(CelInt::from(number)),
        Scalar::Fraction(number) => Box::new(CelDouble::from(number)),
        Scalar::Text(text) => of_text(text),
    }
}

fn of_any<'v>(any: &'v Any) -> Owned<'v> {
    match any {
        Any::Scalar(text) => of_scalar(text),
        Any::List(items) => list(items.iter().map(of_any).collect()),
        Any::Map(entries) => map(entries.iter().map(|(key, value)| (&**key, of_any(value)))),
    }
}

fn list<'v>(items: Vec<Owned<'v>>) -> Owned<'v> {
    Box::new(CelList::from(items))
}

fn map<'v>(entries: impl Iterator<Item = (&'v str, Owned<'v>)>) -> Owned<'v> {
    let entries = entries.map(|(key, value)| (CelMapKey::String(CelString::from(key)), value));
    let map: std::collections::HashMap<CelMapKey<'v>, Owned<'v>> = entries.collect();
    Box::new(CelMap::from(map))
}

/// A map that is not there: everything in it is absent.
#[derive(Clone, Copy, Debug)]
struct Nothing(crate::facts::Kind);

impl Val for Nothing {
    fn get_type(&self) -> &Type {
        <Self as Val>::cel_type()
    }

    fn cel_type() -> &'static Type {
        <CelMap<'_> as Val>::cel_type()
    }

    fn as_container(&self) -> Option<&dyn Container> {
        Some(self)
    }

    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }

    fn as_sizer(&self) -> Option<&dyn Sizer> {
        Some(self)
    }

    fn equals(&self, other: &dyn Val) -> bool {
        let size = other.as_sizer().map(|sizer| sizer.size());
        size == Some(CelInt::from(0)) && other.get_type() == self.get_type()
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(*self)
    }
}

impl Container for Nothing {
    fn contains(&self, _: &dyn Val) -> Result<bool, ExecutionError> {
        Ok(false)
    }
}

impl Sizer for Nothing {
    fn size(&self) -> CelInt {
        CelInt::from(0)
    }
}

impl Indexer for Nothing {
    fn get<'b, 'v>(&'b self, key: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let key = key.downcast_ref::<CelString<'_>>();
        let name = key.map_or("", |key| key.inner());
        let of = self.0.key(name);
        of.map(|of| CowVal::Owned(empty(of)))
            .ok_or_else(|| ExecutionError::no_such_key(name))
    }

    fn steal<'v>(self: Box<Self>, key: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(key).map(CowVal::into_owned)
    }
}

/// A value as messages tell it.
pub(super) fn told(value: &dyn Val) -> String {
    if let Some(text) = value.downcast_ref::<CelString<'_>>() {
        text.inner().to_owned()
    } else if let Some(number) = value.downcast_ref::<CelInt>() {
        number.inner().to_string()
    } else if let Some(number) = value.downcast_ref::<CelDouble>() {
        number.inner().to_string()
    } else if let Some(flag) = value.downcast_ref::<CelBool>() {
        flag.inner().to_string()
    } else if let Some(list) = value.downcast_ref::<CelList<'_>>() {
        let items = list.inner().iter().take(MOST);
        let items: Vec<_> = items.map(|item| told(item.as_ref())).collect();
        let more = if list.inner().len() > MOST {
            ", …"
        } else {
            ""
        };
        format!("[{}{more}]", items.join(", "))
    } else if value.downcast_ref::<CelMap<'_>>().is_some() {
        let size = value.as_sizer().map_or(0, |sizer| *sizer.size().inner());
        format!("{{{size} entries}}")
    } else if value.downcast_ref::<CelNull>().is_some() {
        "null".to_owned()
    } else {
        format!("{value:?}")
    }
}

/// The most entries of a list that are told.
const MOST: usize = 10;
/// The most keys of a map that are told.
const MOST_KEYS: usize = 4;
/// How much of a text in a map is told, in characters.
const LONGEST: usize = 40;
