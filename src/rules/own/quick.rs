//! Expressions that need no evaluator: tests of texts, flags and presence, and loops over one list.
//!
//! Most conditions of rules are of this kind, and are asked of every column of every contract. A
//! test that is quick can have no error but that its budget is spent, so that it has the value that
//! CEL gives it; whatever is not sure to is left to the evaluator.

use cel::ExecutionError;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, IdedExpr, LiteralValue, operators};

use super::expression::{Fault, Names};
use super::functions::{Budget, Pattern};
use crate::facts::{Fact, Kind, Noun, Of};

/// A test without the evaluator.
#[derive(Debug)]
pub(super) enum Test {
    Constant(bool),
    Not(Box<Test>),
    And(Vec<Test>),
    Or(Vec<Test>),
    /// Whether something is written.
    Has(Field),
    /// A flag.
    Flag(Field),
    /// A text that is one of these.
    OneOf(Field, Vec<Box<str>>),
    StartsWith(Field, Box<str>),
    EndsWith(Field, Box<str>),
    Contains(Field, Box<str>),
    /// A text that a regular expression fits, by its number.
    Matches(Field, usize),
    /// Whether one of a list is so.
    Exists(Field, Box<Test>),
    /// Whether all of a list are so.
    All(Field, Box<Test>),
}

/// A field: where it begins, and the keys from there.
#[derive(Debug)]
pub(super) struct Field {
    root: Root,
    keys: Box<[&'static str]>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Root {
    It,
    Object,
    Contract,
    Product,
    /// The variable of the loop around it.
    Variable,
}

/// The maps of which tests are asked.
#[derive(Clone, Copy)]
pub(super) struct Roots<'c> {
    pub(super) it: Option<Noun<'c>>,
    pub(super) object: Option<Noun<'c>>,
    pub(super) contract: Option<Noun<'c>>,
    pub(super) product: Noun<'c>,
}

/// What stands at a field, before it is there.
struct Found {
    field: Field,
    of: Of,
}

/// The test of an expression, as it was written; `None` where the evaluator is needed.
pub(super) fn quick(
    tree: &IdedExpr,
    names: Names,
    patterns: &mut dyn FnMut(&str) -> Result<usize, Fault>,
) -> Option<Test> {
    Reading {
        names,
        variable: None,
        patterns,
    }
    .test(tree)
}

struct Reading<'p> {
    names: Names,
    variable: Option<(String, Kind)>,
    patterns: &'p mut dyn FnMut(&str) -> Result<usize, Fault>,
}

impl Reading<'_> {
    fn test(&mut self, expr: &IdedExpr) -> Option<Test> {
        match &expr.expr {
            Expr::Literal(LiteralValue::Boolean(flag)) => Some(Test::Constant(*flag.inner())),
            Expr::Select(select) if select.test => {
                let (root, mut keys, kind) = self.map(&select.operand)?;
                let known = kind.keys().iter().find(|key| key.name == select.field)?;
                keys.push(known.name);
                Some(Test::Has(Field::new(root, keys)))
            }
            Expr::Select(_) => {
                let found = self.field(expr)?;
                (found.of == Of::Flag).then_some(Test::Flag(found.field))
            }
            Expr::Call(call) => self.call(call),
            Expr::Comprehension(inner) => self.comprehension(inner),
            _ => None,
        }
    }

    fn call(&mut self, call: &CallExpr) -> Option<Test> {
        let name = call.func_name.as_str();
        match (&call.target, call.args.as_slice()) {
            (None, [one]) if name == operators::LOGICAL_NOT => {
                Some(Test::Not(Box::new(self.test(one)?)))
            }
            (None, [one, other]) => match name {
                operators::LOGICAL_AND => Some(Test::And(vec![self.test(one)?, self.test(other)?])),
                operators::LOGICAL_OR => Some(Test::Or(vec![self.test(one)?, self.test(other)?])),
                operators::EQUALS => self.equals(one, other),
                operators::NOT_EQUALS => Some(Test::Not(Box::new(self.equals(one, other)?))),
                operators::IN => {
                    let Expr::List(list) = &other.expr else {
                        return None;
                    };
                    let texts = list.elements.iter().map(text);
                    Some(Test::OneOf(
                        self.text_field(one)?,
                        texts.collect::<Option<_>>()?,
                    ))
                }
                _ => None,
            },
            (Some(target), [argument]) => {
                let argument = text(argument)?;
                let field = self.text_field(target)?;
                match name {
                    "startsWith" => Some(Test::StartsWith(field, argument)),
                    "endsWith" => Some(Test::EndsWith(field, argument)),
                    "contains" => Some(Test::Contains(field, argument)),
                    "matches" => Some(Test::Matches(field, (self.patterns)(&argument).ok()?)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn equals(&mut self, one: &IdedExpr, other: &IdedExpr) -> Option<Test> {
        let (field, literal) = match text(other) {
            Some(literal) => (one, literal),
            None => (other, text(one)?),
        };
        Some(Test::OneOf(self.text_field(field)?, vec![literal]))
    }

    /// `exists` and `all` over a list of maps, with no other loop in it.
    fn comprehension(&mut self, inner: &ComprehensionExpr) -> Option<Test> {
        if self.variable.is_some() {
            return None;
        }
        let found = self.field(&inner.iter_range)?;
        let Of::Many(kind) = found.of else {
            return None;
        };
        let Expr::Literal(LiteralValue::Boolean(start)) = &inner.accu_init.expr else {
            return None;
        };
        let Expr::Call(step) = &inner.loop_step.expr else {
            return None;
        };
        let is_all = match (step.func_name.as_str(), *start.inner()) {
            (operators::LOGICAL_AND, true) => true,
            (operators::LOGICAL_OR, false) => false,
            _ => return None,
        };
        let [sum, asked] = step.args.as_slice() else {
            return None;
        };
        if !matches!(&sum.expr, Expr::Ident(name) if *name == inner.accu_var) {
            return None;
        }
        self.variable = Some((inner.iter_var.clone(), kind));
        let test = self.test(asked);
        self.variable = None;
        let test = Box::new(test?);
        Some(match is_all {
            true => Test::All(found.field, test),
            false => Test::Exists(found.field, test),
        })
    }

    fn text_field(&self, expr: &IdedExpr) -> Option<Field> {
        let found = self.field(expr)?;
        (found.of == Of::Text).then_some(found.field)
    }

    fn field(&self, expr: &IdedExpr) -> Option<Found> {
        let Expr::Select(select) = &expr.expr else {
            return None;
        };
        if select.test {
            return None;
        }
        let (root, mut keys, kind) = self.map(&select.operand)?;
        let key = kind.keys().iter().find(|key| key.name == select.field)?;
        keys.push(key.name);
        Some(Found {
            field: Field::new(root, keys),
            of: key.of,
        })
    }

    /// A map: where it begins, the keys to it, and what it is.
    fn map(&self, expr: &IdedExpr) -> Option<(Root, Vec<&'static str>, Kind)> {
        match &expr.expr {
            Expr::Ident(name) => {
                let (root, kind) = self.root(name)?;
                Some((root, Vec::new(), kind))
            }
            Expr::Select(_) => {
                let found = self.field(expr)?;
                match found.of {
                    Of::One(kind) => Some((found.field.root, found.field.keys.into_vec(), kind)),
                    _ => None,
                }
            }
            _ => None,
        }
    }

    fn root(&self, name: &str) -> Option<(Root, Kind)> {
        if let Some((variable, kind)) = &self.variable
            && variable == name
        {
            return Some((Root::Variable, *kind));
        }
        match name {
            "it" => Some((Root::It, self.names.it?)),
            "product" => Some((Root::Product, Kind::About)),
            "contract" if self.names.has_contract => Some((Root::Contract, Kind::Contract)),
            "object" if self.names.has_object => Some((Root::Object, Kind::Object)),
            _ => None,
        }
    }
}

/// A text that is written out.
fn text(expr: &IdedExpr) -> Option<Box<str>> {
    match &expr.expr {
        Expr::Literal(LiteralValue::String(text)) => Some(text.inner().into()),
        _ => None,
    }
}

impl Field {
    fn new(root: Root, keys: Vec<&'static str>) -> Field {
        Field {
            root,
            keys: keys.into(),
        }
    }

    fn fact<'c>(&self, roots: &Roots<'c>, variable: Option<Noun<'c>>) -> Fact<'c> {
        let noun = match self.root {
            Root::It => roots.it,
            Root::Object => roots.object,
            Root::Contract => roots.contract,
            Root::Product => Some(roots.product),
            Root::Variable => variable,
        };
        let Some((last, before)) = self.keys.split_last() else {
            return Fact::Absent;
        };
        let mut noun = noun;
        for key in before {
            noun = match noun.and_then(|noun| noun.get(key)) {
                Some(Fact::One(inner)) => Some(inner),
                _ => None,
            };
        }
        noun.and_then(|noun| noun.get(last)).unwrap_or(Fact::Absent)
    }

    fn text<'c>(&self, roots: &Roots<'c>, variable: Option<Noun<'c>>) -> &'c str {
        match self.fact(roots, variable) {
            Fact::Text(text, _) => text,
            _ => "",
        }
    }

    fn maps<'c>(&self, roots: &Roots<'c>, variable: Option<Noun<'c>>) -> Vec<Noun<'c>> {
        match self.fact(roots, variable) {
            Fact::Many(maps) => maps,
            _ => Vec::new(),
        }
    }
}

impl Test {
    /// Whether it holds, where the budget suffices. Turns of loops and long texts are paid for, as
    /// the evaluator pays for them.
    pub(super) fn holds<'c>(
        &self,
        roots: &Roots<'c>,
        variable: Option<Noun<'c>>,
        patterns: &[Pattern],
        budget: &Budget,
    ) -> Result<bool, ExecutionError> {
        let holds = |test: &Test| test.holds(roots, variable, patterns, budget);
        let text = |field: &Field| field.text(roots, variable);
        let searched = |field: &Field| {
            let text = text(field);
            budget.pay_text(text).map(|()| text)
        };
        Ok(match self {
            Test::Constant(flag) => *flag,
            Test::Not(test) => !holds(test)?,
            Test::And(tests) => {
                for test in tests {
                    if !holds(test)? {
                        return Ok(false);
                    }
                }
                true
            }
            Test::Or(tests) => {
                for test in tests {
                    if holds(test)? {
                        return Ok(true);
                    }
                }
                false
            }
            Test::Has(field) => field.fact(roots, variable).is_there(),
            Test::Flag(field) => matches!(field.fact(roots, variable), Fact::Flag(true)),
            Test::OneOf(field, texts) => {
                let text = text(field);
                texts.iter().any(|one| **one == *text)
            }
            Test::StartsWith(field, start) => text(field).starts_with(&**start),
            Test::EndsWith(field, end) => text(field).ends_with(&**end),
            Test::Contains(field, part) => searched(field)?.contains(&**part),
            Test::Matches(field, number) => {
                let text = searched(field)?;
                let pattern = patterns.get(*number);
                pattern.is_some_and(|pattern| pattern.0.is_match(text))
            }
            Test::Exists(field, test) | Test::All(field, test) => {
                let ends = matches!(self, Test::Exists(..));
                let maps = field.maps(roots, variable);
                // The list is made anew each time, whether it is gone through or not.
                budget.pay_list(maps.len())?;
                for map in maps {
                    budget.pay_turn()?;
                    if test.holds(roots, Some(map), patterns, budget)? == ends {
                        return Ok(ends);
                    }
                }
                !ends
            }
        })
    }
}
