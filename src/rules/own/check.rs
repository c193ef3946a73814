//! What an expression asks, held against what there is: names, keys and functions; and what its
//! loops may cost.

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, SelectExpr};
use cel::common::ast::{EntryExpr, operators};

use super::expression::{Fault, LOOPS, Names};
use super::functions::{KNOWN, MACROS, MATH};
use crate::diag::{listed, nearest};
use crate::facts::{Kind, Of};

/// The loops of an expression.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Loops {
    all: Vec<Loop>,
}

/// A loop of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Loop {
    /// The loop around it, by its number.
    within: Option<usize>,
    /// The loop whose variable holds what it goes through: then all its turns together are no
    /// more than there are entries in what that loop goes through.
    of: Option<usize>,
    /// The length of what it goes through, where it is written out.
    length: Option<usize>,
}

impl Loops {
    /// Whether loops stand within each other.
    pub(super) fn are_nested(&self) -> bool {
        self.all.iter().any(|one| one.within.is_some())
    }

    /// The most turns that all loops take, where no list is longer than `longest` and there are
    /// `total` entries in all lists together.
    pub(super) fn turns(&self, longest: u64, total: u64) -> u64 {
        let mut turns: Vec<u64> = Vec::with_capacity(self.all.len());
        for one in &self.all {
            let around = one.within.map_or(1, |at| turns[at]);
            let own = match (one.length, one.of) {
                (Some(length), _) => around.saturating_mul(length as u64),
                (None, Some(of)) => {
                    let outside = self.all[of].within.map_or(1, |at| turns[at]);
                    outside.saturating_mul(total).max(around)
                }
                (None, None) => around.saturating_mul(longest),
            };
            turns.push(own.max(1));
        }
        turns.iter().fold(0, |sum, own| sum.saturating_add(*own))
    }
}

/// What is known of a value before it is there.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Type {
    Any,
    Text,
    Flag,
    One(Kind),
    Many(Kind),
    Texts,
    List,
}

impl Type {
    fn of(of: Of) -> Type {
        match of {
            Of::Text => Type::Text,
            Of::Number | Of::Any => Type::Any,
            Of::Flag => Type::Flag,
            Of::Texts => Type::Texts,
            Of::Anys => Type::List,
            Of::One(kind) => Type::One(kind),
            Of::Many(kind) => Type::Many(kind),
        }
    }

    /// An entry of it.
    fn entry(self) -> Type {
        match self {
            Type::Many(kind) => Type::One(kind),
            Type::Texts => Type::Text,
            _ => Type::Any,
        }
    }
}

/// A variable of a loop.
struct Variable<'e> {
    name: &'e str,
    of: Type,
    number: usize,
}

struct Check<'e, 'p> {
    text: &'p str,
    names: Names,
    place: &'p dyn Fn(u64) -> Option<(usize, usize)>,
    variables: Vec<Variable<'e>>,
    within: Vec<usize>,
    loops: Loops,
}

/// Holds an expression against what it may ask. `place` yields where a node was written.
pub(super) fn check(
    text: &str,
    tree: &IdedExpr,
    names: Names,
    place: &dyn Fn(u64) -> Option<(usize, usize)>,
) -> Result<Loops, Fault> {
    let mut check = Check {
        text,
        names,
        place,
        variables: Vec::new(),
        within: Vec::new(),
        loops: Loops::default(),
    };
    check.expr(tree)?;
    Ok(check.loops)
}

impl<'e> Check<'e, '_> {
    fn fault(&self, expr: &IdedExpr, message: impl Into<String>) -> Fault {
        let fault = Fault::new(message);
        match (self.place)(expr.id) {
            Some((start, end)) => fault.at(start, end.max(start + self.word(start))),
            None => fault,
        }
    }

    /// The same at a name that stands at or beside a node.
    fn fault_at(&self, expr: &IdedExpr, name: &str, message: impl Into<String>) -> Fault {
        let fault = self.fault(expr, message);
        let Some((start, _)) = (self.place)(expr.id) else {
            return fault;
        };
        let behind = self.text[start..].find(name).map(|at| start + at);
        let before = self.text[..start].rfind(name);
        let is_near = |at: &usize| *at <= start + 2;
        let place = behind.filter(is_near).or(before).or(behind);
        match place.filter(|_| !name.is_empty()) {
            Some(at) => fault.at(at, at + name.len()),
            None => fault,
        }
    }

    /// The length of the word at a byte of the text, or of the character that is none.
    fn word(&self, start: usize) -> usize {
        let rest = &self.text[start..];
        let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
        match end.unwrap_or(rest.len()) {
            0 => rest.chars().next().map_or(0, char::len_utf8),
            length => length,
        }
    }

    fn expr(&mut self, expr: &'e IdedExpr) -> Result<Type, Fault> {
        match &expr.expr {
            Expr::Unspecified => Err(self.fault(expr, "the expression cannot be read")),
            Expr::Literal(literal) => Ok(match literal {
                LiteralValue::String(_) => Type::Text,
                LiteralValue::Boolean(_) => Type::Flag,
                _ => Type::Any,
            }),
            Expr::Ident(name) => self.name(expr, name),
            Expr::Select(select) => self.select(expr, select),
            Expr::Call(call) => self.call(expr, call),
            Expr::Comprehension(inner) => self.comprehension(expr, inner),
            Expr::List(list) => {
                for element in &list.elements {
                    self.expr(element)?;
                }
                Ok(Type::List)
            }
            Expr::Map(map) => {
                for entry in &map.entries {
                    match &entry.expr {
                        EntryExpr::MapEntry(entry) => {
                            self.expr(&entry.key)?;
                            self.expr(&entry.value)?;
                        }
                        EntryExpr::StructField(field) => drop(self.expr(&field.value)?),
                    }
                }
                Ok(Type::Any)
            }
            Expr::Struct(_) => Err(self.fault(expr, "rules make no messages of a type")),
        }
    }

    fn name(&self, expr: &IdedExpr, name: &str) -> Result<Type, Fault> {
        // What macros are expanded to has names that nobody can write.
        if name.starts_with("@result") {
            return Ok(Type::Any);
        }
        if let Some(variable) = self.variable(name) {
            return Ok(variable.of);
        }
        let contract = self.names.has_contract.then_some(Type::One(Kind::Contract));
        let object = self.names.has_object.then_some(Type::One(Kind::Object));
        let known = [
            ("it", self.names.it.map(Type::One)),
            ("product", Some(Type::One(Kind::About))),
            ("contract", contract),
            ("object", object),
            ("now", Some(Type::Any)),
        ];
        if let Some((_, Some(of))) = known.iter().find(|(known, _)| *known == name) {
            return Ok(*of);
        }
        if TYPES.contains(&name) {
            return Ok(Type::Any);
        }
        let there = known.iter().filter(|(_, of)| of.is_some());
        let there: Vec<&str> = there.map(|(name, _)| *name).collect();
        let variables = self.variables.iter().map(|variable| variable.name);
        let help = match nearest(name, there.iter().copied().chain(variables)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of {}; a text stands in quotes", listed(&there)),
        };
        Err(self
            .fault_at(expr, name, format!("there is no `{name}` here"))
            .help(help))
    }

    fn variable(&self, name: &str) -> Option<&Variable<'e>> {
        self.variables
            .iter()
            .rev()
            .find(|variable| variable.name == name)
    }

    fn select(&mut self, expr: &IdedExpr, select: &'e SelectExpr) -> Result<Type, Fault> {
        let of = self.expr(&select.operand)?;
        self.key(expr, of, &select.field)
    }

    /// What stands at a key of a value.
    fn key(&self, expr: &IdedExpr, of: Type, key: &str) -> Result<Type, Fault> {
        let kind = match of {
            Type::Any => return Ok(Type::Any),
            Type::One(kind) => kind,
            Type::Text | Type::Flag => {
                let what = if of == Type::Text {
                    "a text"
                } else {
                    "true or false"
                };
                return Err(self.fault_at(
                    expr,
                    key,
                    format!("`{key}` is asked of what is {what}"),
                ));
            }
            Type::Many(_) | Type::Texts | Type::List => {
                let help = "use `all`, `exists` or `map` to ask its entries";
                return Err(self
                    .fault_at(expr, key, format!("`{key}` is asked of a list"))
                    .help(help));
            }
        };
        if let Some(of) = kind.key(key) {
            return Ok(Type::of(of));
        }
        let keys = kind.keys().iter().map(|key| key.name);
        let message = format!("{} has no `{key}`", kind.title());
        let help = match nearest(key, keys.clone()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("use one of {}", listed(&keys.collect::<Vec<_>>())),
        };
        Err(self.fault_at(expr, key, message).help(help))
    }

    fn call(&mut self, expr: &'e IdedExpr, call: &'e CallExpr) -> Result<Type, Fault> {
        let name = call.func_name.as_str();
        if let Some(target) = &call.target
            && matches!(&target.expr, Expr::Ident(name) if name == "math")
            && self.variable("math").is_none()
        {
            self.arguments(call)?;
            return match MATH.contains(&name) {
                true => Ok(Type::Any),
                false => Err(self.unknown_function(expr, &format!("math.{name}"))),
            };
        }
        let target = match &call.target {
            Some(target) => Some(self.expr(target)?),
            None => None,
        };
        if call.target.is_none() && is_operator(name) {
            return self.operator(expr, call);
        }
        if !KNOWN.contains(&name) && !matches!(name, "math.@max" | "math.@min") {
            return Err(self.unknown_function(expr, name));
        }
        if name == "matches" && !matches!(call.args.last().map(is_text), Some(true)) {
            let message = "the regular expression of `matches` is no text in quotes";
            return Err(self.fault(expr, message).help("write it out"));
        }
        self.arguments(call)?;
        Ok(match (name, target) {
            (
                "lowerAscii" | "upperAscii" | "trim" | "replace" | "join" | "substring" | "charAt",
                _,
            ) => Type::Text,
            ("contains" | "startsWith" | "endsWith" | "matches", _) => Type::Flag,
            (
                "slice" | "reverse" | "sort" | "distinct",
                Some(of @ (Type::Many(_) | Type::Texts)),
            ) => of,
            ("split", _) => Type::Texts,
            _ => Type::Any,
        })
    }

    fn arguments(&mut self, call: &'e CallExpr) -> Result<(), Fault> {
        for argument in &call.args {
            self.expr(argument)?;
        }
        Ok(())
    }

    fn operator(&mut self, expr: &'e IdedExpr, call: &'e CallExpr) -> Result<Type, Fault> {
        let mut types = Vec::with_capacity(call.args.len());
        for argument in &call.args {
            types.push(self.expr(argument)?);
        }
        match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::INDEX, [_, index]) => match &index.expr {
                Expr::Literal(LiteralValue::String(key)) => self.key(expr, types[0], key),
                _ => Ok(types[0].entry()),
            },
            (operators::EQUALS | operators::NOT_EQUALS, [one, other]) => {
                let is_map = |of: &Type| matches!(of, Type::One(_));
                let is_maps = |of: &Type| matches!(of, Type::One(_) | Type::Many(_));
                if types.iter().any(is_map) || types.iter().all(is_maps) {
                    let map = if is_maps(&types[0]) { one } else { other };
                    return Err(self.whole_map(map));
                }
                Ok(Type::Flag)
            }
            (operators::IN, [map, _]) if matches!(types[0], Type::One(_) | Type::Many(_)) => {
                Err(self.whole_map(map))
            }
            (operators::CONDITIONAL, [_, _, _]) if types[1] == types[2] => Ok(types[1]),
            (operators::ADD | operators::CONDITIONAL, _) => Ok(Type::Any),
            (
                operators::SUBSTRACT
                | operators::MULTIPLY
                | operators::DIVIDE
                | operators::MODULO
                | operators::NEGATE,
                _,
            ) => Ok(Type::Any),
            _ => Ok(Type::Flag),
        }
    }

    fn whole_map(&self, expr: &IdedExpr) -> Fault {
        self.fault(expr, "a whole map is compared")
            .help("compare one of its fields, such as `name`; `has()` tells whether it is there")
    }

    fn unknown_function(&self, expr: &IdedExpr, name: &str) -> Fault {
        let bare = name.trim_start_matches('@');
        let known = KNOWN.iter().chain(MACROS).copied();
        let help = match nearest(bare, known) {
            Some(near) if near != bare => format!("did you mean `{near}`?"),
            _ => "use a function that the guide to rules lists".to_owned(),
        };
        let message = match MACROS.contains(&bare) {
            true => format!("`{bare}` is called with the wrong arguments"),
            false => format!("rules have no function `{bare}`"),
        };
        self.fault_at(expr, bare.rsplit('.').next().unwrap_or(bare), message)
            .help(help)
    }

    fn comprehension(
        &mut self,
        expr: &'e IdedExpr,
        inner: &'e ComprehensionExpr,
    ) -> Result<Type, Fault> {
        if inner.iter_var2.is_some() || !inner.accu_var.starts_with("@result") {
            return Err(self.unknown_function(expr, "sortBy"));
        }
        let range = self.expr(&inner.iter_range)?;
        if let Type::One(_) | Type::Text | Type::Flag = range {
            let message = "a loop goes through what is no list";
            let name = match &inner.iter_range.expr {
                Expr::Select(select) => &select.field,
                Expr::Ident(name) => name,
                _ => "",
            };
            return Err(self.fault_at(&inner.iter_range, name, message));
        }
        if self.within.len() == LOOPS {
            let message = format!("more than {LOOPS} loops stand within each other");
            let help = "let `for_each` go to what the inner loops are about";
            return Err(self.fault(expr, message).help(help));
        }
        let number = self.loops.all.len();
        self.loops.all.push(Loop {
            within: self.within.last().copied(),
            of: self.loop_of(&inner.iter_range),
            length: match &inner.iter_range.expr {
                Expr::List(list) => Some(list.elements.len()),
                _ => None,
            },
        });
        self.within.push(number);
        self.variables.push(Variable {
            name: &inner.iter_var,
            of: range.entry(),
            number,
        });
        for part in [&inner.loop_cond, &inner.loop_step] {
            self.expr(part)?;
        }
        self.variables.pop();
        self.within.pop();
        self.expr(&inner.accu_init)?;
        Ok(match &inner.accu_init.expr {
            Expr::List(_) if is_filter(inner) => range,
            Expr::List(_) => Type::List,
            _ => Type::Any,
        })
    }

    /// The loop in whose variable a value is.
    fn loop_of(&self, expr: &IdedExpr) -> Option<usize> {
        match &expr.expr {
            Expr::Ident(name) => self.variable(name).map(|variable| variable.number),
            Expr::Select(select) => self.loop_of(&select.operand),
            _ => None,
        }
    }
}

/// Whether a comprehension keeps entries as they are.
fn is_filter(inner: &ComprehensionExpr) -> bool {
    let Expr::Call(choice) = &inner.loop_step.expr else {
        return false;
    };
    let kept = choice.args.get(1).and_then(|step| match &step.expr {
        Expr::Call(add) => add.args.get(1),
        _ => None,
    });
    let is_variable =
        |expr: &IdedExpr| matches!(&expr.expr, Expr::Ident(name) if *name == inner.iter_var);
    choice.func_name == operators::CONDITIONAL
        && kept.is_some_and(|kept| match &kept.expr {
            Expr::List(list) => matches!(list.elements.as_slice(), [one] if is_variable(one)),
            _ => false,
        })
}

/// Names of types.
const TYPES: [&str; 10] = [
    "int",
    "uint",
    "double",
    "string",
    "bool",
    "list",
    "map",
    "bytes",
    "type",
    "null_type",
];

fn is_text(expr: &IdedExpr) -> bool {
    matches!(&expr.expr, Expr::Literal(LiteralValue::String(_)))
}

fn is_operator(name: &str) -> bool {
    name.contains('_') && name.chars().all(|c| c.is_ascii_punctuation())
        || name == operators::IN
        || name == operators::NOT_STRICTLY_FALSE
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(within: Option<usize>, of: Option<usize>, length: Option<usize>) -> Loop {
        Loop { within, of, length }
    }

    #[test]
    fn loops_cost_what_they_may_turn() {
        let turns = |all: Vec<Loop>| Loops { all }.turns(100, 1_000);
        assert_eq!(turns(vec![]), 0);
        assert_eq!(turns(vec![one(None, None, None)]), 100);
        assert_eq!(turns(vec![one(None, None, Some(3))]), 3);
        // Each entry of a list with each entry of another.
        assert_eq!(
            turns(vec![one(None, None, None), one(Some(0), None, None)]),
            100 + 10_000
        );
        // The columns of each table: no more than there are.
        assert_eq!(
            turns(vec![one(None, None, None), one(Some(0), Some(0), None)]),
            100 + 1_000
        );
    }
}
