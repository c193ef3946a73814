//! The functions that rules may call, and what they may cost.
//!
//! The evaluator knows no limit, so every turn of a loop and every call that may be long or make
//! something long is rewritten to pay from a budget first. A rule that has spent it is told.

use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, LazyLock};

use cel::common::types::{CelBool, CelInt, CelList, CelString, DYN_TYPE, Type};
use cel::common::value::{CowVal, StaticVal, Val};
use cel::{Env, ExecutionError, extensions};
use regex::Regex;

/// What the rules of one product or contract may cost each: turns of loops, and what long values
/// count for.
pub(super) const STEPS: u32 = 30_000;
/// The longest text that an expression makes, in bytes.
const LONGEST_TEXT: usize = 64 << 10;
/// The longest list that an expression makes.
const LONGEST_LIST: usize = 10_000;
/// How many bytes of text count as a step.
const BYTES: usize = 256;
/// How many entries of a list count as a step.
const ENTRIES: usize = 8;

/// The name of the budget in expressions.
pub(super) const BUDGET: &str = "@budget";
/// Pays for a turn of a loop.
pub(super) const TICK: &str = "@tick";
/// Pays for a value, which it yields.
pub(super) const PAY: &str = "@pay";
/// Pays for a list of which every entry is compared with every other.
pub(super) const PAY_SQUARE: &str = "@pay_square";
/// `+`.
pub(super) const ADD: &str = "@add";
/// `replace`.
pub(super) const REPLACE: &str = "@replace";
/// `join`.
pub(super) const JOIN: &str = "@join";
/// `matches`.
pub(super) const MATCHES: &str = "@matches";
/// The function in whose name an exhausted budget is told.
pub(super) const LIMIT: &str = "@limit";
/// What is told where it is exhausted.
pub(super) const SPENT: &str = "it takes too many steps";

/// The functions of CEL that rules may call, with a target or without.
pub(super) const KNOWN: &[&str] = &[
    "size",
    "int",
    "uint",
    "double",
    "string",
    "bool",
    "type",
    "dyn",
    "timestamp",
    "duration",
    "contains",
    "startsWith",
    "endsWith",
    "matches",
    "charAt",
    "indexOf",
    "lastIndexOf",
    "join",
    "lowerAscii",
    "upperAscii",
    "trim",
    "replace",
    "split",
    "substring",
    "reverse",
    "slice",
    "flatten",
    "distinct",
    "sort",
    "getFullYear",
    "getMonth",
    "getDate",
    "getDayOfMonth",
    "getDayOfWeek",
    "getDayOfYear",
    "getHours",
    "getMinutes",
    "getSeconds",
    "getMilliseconds",
];

/// The macros of CEL, for suggestions.
pub(super) const MACROS: &[&str] = &[
    "has",
    "all",
    "exists",
    "exists_one",
    "map",
    "filter",
    "math.greatest",
    "math.least",
];

/// The functions of `math`.
pub(super) const MATH: &[&str] = &[
    "ceil",
    "floor",
    "round",
    "trunc",
    "abs",
    "sign",
    "sqrt",
    "isNaN",
    "isInf",
    "isFinite",
    "bitAnd",
    "bitOr",
    "bitXor",
    "bitNot",
    "bitShiftLeft",
    "bitShiftRight",
];

/// The environment of all expressions: the standard library of CEL without optional values, the
/// extensions for strings, lists and math, and what they are rewritten to.
pub(super) static ENV: LazyLock<Arc<Env>> = LazyLock::new(|| {
    let mut env = Env::stdlib().with_optional_support(false);
    let added = [
        env.add_extension(extensions::strings),
        env.add_extension(extensions::lists),
        env.add_extension(extensions::math),
        env.add_overload(TICK, TICK, any(1), tick),
        env.add_overload(PAY, PAY, any(2), pay),
        env.add_overload(PAY_SQUARE, PAY_SQUARE, any(2), pay_square),
        env.add_overload(ADD, ADD, any(3), add),
        env.add_overload(REPLACE, REPLACE, any(4), replace),
        env.add_overload(REPLACE, "@replace_n", any(5), replace),
        env.add_overload(JOIN, JOIN, any(2), join),
        env.add_overload(JOIN, "@join_with", any(3), join),
        env.add_overload(MATCHES, MATCHES, any(2), matches),
    ];
    for result in added {
        result.expect("names of functions are unique");
    }
    Arc::new(env)
});

/// The types of arguments of which each may be anything.
fn any(count: usize) -> Vec<Type> {
    (0..count).map(|_| DYN_TYPE).collect()
}

/// What is left to spend.
#[derive(Debug)]
pub(super) struct Budget(AtomicU32);

impl Budget {
    pub(super) fn new(left: u32) -> Budget {
        Budget(AtomicU32::new(left))
    }

    pub(super) fn left(&self) -> u32 {
        self.0.load(Ordering::Relaxed)
    }

    pub(super) fn set(&self, left: u32) {
        self.0.store(left, Ordering::Relaxed);
    }

    /// Pays for a turn of a loop.
    pub(super) fn pay_turn(&self) -> Result<()> {
        self.spend(1)
    }

    /// Pays for looking through a text.
    pub(super) fn pay_text(&self, text: &str) -> Result<()> {
        self.spend(text.len() / BYTES)
    }

    /// Pays for making a list.
    pub(super) fn pay_list(&self, length: usize) -> Result<()> {
        self.spend(length / ENTRIES)
    }

    fn spend(&self, steps: usize) -> Result<()> {
        let left = self.left();
        match u32::try_from(steps)
            .ok()
            .and_then(|steps| left.checked_sub(steps))
        {
            Some(left) => {
                self.set(left);
                Ok(())
            }
            None => {
                self.set(0);
                Err(over(SPENT))
            }
        }
    }
}

static BUDGET_TYPE: Type = Type::new_unspecified_type("budget");

impl Val for Budget {
    fn get_type(&self) -> &Type {
        &BUDGET_TYPE
    }

    fn cel_type() -> &'static Type {
        &BUDGET_TYPE
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(Budget::new(self.left()))
    }

    fn as_any(&self) -> Option<&dyn std::any::Any> {
        Some(self)
    }
}

impl StaticVal for Budget {}

/// A regular expression, read with its rule.
#[derive(Clone, Debug)]
pub(super) struct Pattern(pub(super) Regex);

static PATTERN_TYPE: Type = Type::new_unspecified_type("pattern");

impl Val for Pattern {
    fn get_type(&self) -> &Type {
        &PATTERN_TYPE
    }

    fn cel_type() -> &'static Type {
        &PATTERN_TYPE
    }

    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }

    fn as_any(&self) -> Option<&dyn std::any::Any> {
        Some(self)
    }
}

impl StaticVal for Pattern {}

type Arguments<'b, 'v> = Vec<CowVal<'b, 'v>>;
type Result<T> = std::result::Result<T, ExecutionError>;

fn over(what: &str) -> ExecutionError {
    ExecutionError::function_error(LIMIT, what)
}

fn budget<'a>(arguments: &'a Arguments<'_, '_>) -> Result<&'a Budget> {
    let budget = arguments
        .first()
        .and_then(|first| first.downcast_ref::<Budget>());
    budget.ok_or_else(|| over("it has no budget"))
}

/// What it costs to look at a value once.
fn weight(value: &dyn Val) -> usize {
    if let Some(text) = value.downcast_ref::<CelString<'_>>() {
        1 + text.inner().len() / BYTES
    } else if let Some(list) = value.downcast_ref::<CelList<'_>>() {
        1 + list.inner().len() / ENTRIES
    } else {
        1
    }
}

fn tick<'b, 'v>(arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    budget(&arguments)?.spend(1)?;
    Ok(CowVal::owned(CelBool::from(true)))
}

fn pay<'b, 'v>(mut arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    budget(&arguments)?.spend(weight(arguments[1].as_ref()))?;
    Ok(arguments.swap_remove(1))
}

fn pay_square<'b, 'v>(mut arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    if let Some(list) = arguments[1].downcast_ref::<CelList<'_>>() {
        let length = list.inner().len();
        budget(&arguments)?.spend(length.saturating_mul(length) / ENTRIES)?;
    }
    Ok(arguments.swap_remove(1))
}

fn add<'b, 'v>(arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    let (left, right) = (arguments[1].as_ref(), arguments[2].as_ref());
    let texts = (
        left.downcast_ref::<CelString<'_>>(),
        right.downcast_ref::<CelString<'_>>(),
    );
    let lists = (
        left.downcast_ref::<CelList<'_>>(),
        right.downcast_ref::<CelList<'_>>(),
    );
    if let (Some(left), Some(right)) = texts {
        bound_text(left.inner().len() + right.inner().len())?;
        budget(&arguments)?.spend((left.inner().len() + right.inner().len()) / BYTES)?;
    } else if let (Some(left), Some(right)) = lists {
        let length = left.inner().len() + right.inner().len();
        if length > LONGEST_LIST {
            return Err(over("it makes a list that is too long"));
        }
        budget(&arguments)?.spend(length / ENTRIES)?;
    }
    let mismatch = || {
        let types = [left, right].map(|value| value.get_type().name().to_owned());
        ExecutionError::no_such_overload("_+_", types.to_vec())
    };
    let adder = left.as_adder().ok_or_else(mismatch)?;
    Ok(CowVal::Owned(adder.add(right)?.into_owned()))
}

fn bound_text(length: usize) -> Result<()> {
    match length > LONGEST_TEXT {
        true => Err(over("it makes a text that is too long")),
        false => Ok(()),
    }
}

fn text<'a>(arguments: &'a Arguments<'_, '_>, at: usize, function: &str) -> Result<&'a str> {
    let text = arguments[at].downcast_ref::<CelString<'_>>();
    text.map(|text| text.inner())
        .ok_or_else(|| mismatch(arguments, function))
}

fn mismatch(arguments: &Arguments<'_, '_>, function: &str) -> ExecutionError {
    let types = arguments.iter().skip(1);
    let types = types.map(|value| value.get_type().name().to_owned());
    ExecutionError::no_such_member_overload(function, types.collect())
}

fn replace<'b, 'v>(arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    let this = text(&arguments, 1, "replace")?;
    let from = text(&arguments, 2, "replace")?;
    let to = text(&arguments, 3, "replace")?;
    let most = match arguments.get(4) {
        None => usize::MAX,
        Some(most) => {
            let most = most.downcast_ref::<CelInt>();
            let most = most.ok_or_else(|| mismatch(&arguments, "replace"))?;
            usize::try_from(*most.inner()).unwrap_or(usize::MAX)
        }
    };
    let found = this.matches(from).take(most).count();
    let grown = to.len().saturating_sub(from.len());
    // It is paid for before it is too long: finding that out costs as well.
    let made = this.len().saturating_add(found.saturating_mul(to.len()));
    budget(&arguments)?.spend(made / BYTES + found / ENTRIES)?;
    bound_text(this.len().saturating_add(found.saturating_mul(grown)))?;
    let replaced = this.replacen(from, to, most);
    Ok(CowVal::owned(CelString::from(replaced)))
}

fn join<'b, 'v>(arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    let list = arguments[1].downcast_ref::<CelList<'_>>();
    let list = list.ok_or_else(|| mismatch(&arguments, "join"))?;
    let between = match arguments.len() {
        2 => "",
        _ => text(&arguments, 2, "join")?,
    };
    let lengths = list.inner().iter().map(|item| {
        let item = item.downcast_ref::<CelString<'_>>();
        item.map_or(0, |item| item.inner().len()) + between.len()
    });
    budget(&arguments)?.spend(lengths.sum::<usize>() / BYTES)?;
    let mut joined = String::new();
    for (at, item) in list.inner().iter().enumerate() {
        let item = item.downcast_ref::<CelString<'_>>();
        let item = item.ok_or_else(|| mismatch(&arguments, "join"))?.inner();
        bound_text(joined.len() + between.len() + item.len())?;
        if at > 0 {
            joined.push_str(between);
        }
        joined.push_str(item);
    }
    Ok(CowVal::owned(CelString::from(joined)))
}

fn matches<'b, 'v>(arguments: Arguments<'b, 'v>) -> Result<CowVal<'b, 'v>> {
    let this = arguments[0].downcast_ref::<CelString<'_>>();
    let pattern = arguments[1].downcast_ref::<Pattern>();
    let (Some(this), Some(pattern)) = (this, pattern) else {
        let types = vec![
            arguments[0].get_type().name().to_owned(),
            "string".to_owned(),
        ];
        return Err(ExecutionError::no_such_member_overload("matches", types));
    };
    Ok(CowVal::owned(CelBool::from(
        pattern.0.is_match(this.inner()),
    )))
}
