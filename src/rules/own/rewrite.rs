//! A syntax tree made safe and quick to evaluate.
//!
//! `has(a.b)` asks whether the key is there rather than what stands at it, so that absent fields
//! can have a value. Loops pay for each turn, and what may be long pays for its length. A field is
//! looked up as a key, which spares the search for a variable of a longer name.

use cel::common::ast::{
    CallExpr, ComprehensionExpr, EntryExpr, Expr, IdedExpr, ListExpr, LiteralValue, operators,
};

use super::expression::{Fault, call, choice, flag, name, node, text};
use super::functions::{ADD, BUDGET, JOIN, MATCHES, PAY, PAY_SQUARE, REPLACE, TICK};

/// The tree that is evaluated. `patterns` takes a regular expression and yields its number.
pub(super) fn rewrite(
    tree: IdedExpr,
    patterns: &mut dyn FnMut(&str) -> Result<usize, Fault>,
) -> Result<IdedExpr, Fault> {
    Rewriting { patterns, loops: 0 }.expr(tree)
}

/// The name by which expressions know a regular expression.
pub(super) fn pattern_name(number: usize) -> String {
    format!("@p{number}")
}

struct Rewriting<'p> {
    patterns: &'p mut dyn FnMut(&str) -> Result<usize, Fault>,
    /// How many loops are around.
    loops: usize,
}

impl Rewriting<'_> {
    fn expr(&mut self, expr: IdedExpr) -> Result<IdedExpr, Fault> {
        Ok(match expr.expr {
            Expr::Select(select) => {
                let operand = self.expr(*select.operand)?;
                let key = text(&select.field);
                match select.test {
                    true => call(operators::IN, vec![key, operand]),
                    false => call(operators::INDEX, vec![operand, key]),
                }
            }
            Expr::Call(call) => self.call(call)?,
            Expr::Comprehension(inner) => self.comprehension(*inner)?,
            Expr::List(list) => {
                let elements = self.all(list.elements)?;
                node(Expr::List(ListExpr::new(elements)))
            }
            Expr::Map(mut map) => {
                for entry in &mut map.entries {
                    if let EntryExpr::MapEntry(entry) = &mut entry.expr {
                        entry.key = self.expr(std::mem::take(&mut entry.key))?;
                        entry.value = self.expr(std::mem::take(&mut entry.value))?;
                    }
                }
                node(Expr::Map(map))
            }
            other => node(other),
        })
    }

    fn all(&mut self, exprs: Vec<IdedExpr>) -> Result<Vec<IdedExpr>, Fault> {
        exprs.into_iter().map(|expr| self.expr(expr)).collect()
    }

    fn call(&mut self, made: CallExpr) -> Result<IdedExpr, Fault> {
        let CallExpr {
            func_name,
            target,
            args,
        } = made;
        let is_of_math = matches!(target.as_deref(), Some(IdedExpr { expr: Expr::Ident(name), .. }) if name == "math");
        if is_of_math {
            let args = self.all(args)?;
            return Ok(node(Expr::Call(CallExpr {
                func_name,
                target,
                args,
            })));
        }
        if func_name == "matches" {
            return self.matches(target, args);
        }
        let target = match target {
            Some(target) => Some(self.expr(*target)?),
            None => None,
        };
        // The sum of a loop is made by the evaluator.
        let is_sum = matches!(args.first(), Some(IdedExpr { expr: Expr::Ident(name), .. }) if name.starts_with("@result"));
        let mut args = self.all(args)?;
        match func_name.as_str() {
            operators::ADD if !is_sum => {
                args.insert(0, name(BUDGET));
                return Ok(call(ADD, args));
            }
            operators::EQUALS | operators::NOT_EQUALS | operators::IN if self.loops > 0 => {
                let paid = args.pop().map(|last| match last.expr {
                    Expr::Literal(_) => last,
                    _ => pay(PAY, last),
                });
                args.extend(paid);
            }
            _ => {}
        }
        let Some(target) = target else {
            return Ok(call(&func_name, args));
        };
        match func_name.as_str() {
            "replace" | "join" => {
                args.insert(0, target);
                args.insert(0, name(BUDGET));
                let function = if func_name == "join" { JOIN } else { REPLACE };
                return Ok(call(function, args));
            }
            _ => {}
        }
        let target = match func_name.as_str() {
            "distinct" => pay(PAY_SQUARE, target),
            "sort" | "flatten" | "split" | "slice" | "reverse" => pay(PAY, target),
            _ if self.loops > 0 => pay(PAY, target),
            _ => target,
        };
        Ok(node(Expr::Call(CallExpr {
            func_name,
            target: Some(Box::new(target)),
            args,
        })))
    }

    fn matches(
        &mut self,
        target: Option<Box<IdedExpr>>,
        mut args: Vec<IdedExpr>,
    ) -> Result<IdedExpr, Fault> {
        let pattern = args.pop();
        let this = target.map(|target| *target).or_else(|| args.pop());
        let (Some(this), true) = (this, args.is_empty()) else {
            return Err(Fault::new("`matches` is called with the wrong arguments"));
        };
        let number = match pattern.map(|pattern| pattern.expr) {
            Some(Expr::Literal(LiteralValue::String(regex))) => (self.patterns)(regex.inner())?,
            _ => {
                return Err(Fault::new(
                    "the regular expression of `matches` is no text in quotes",
                ));
            }
        };
        let this = pay(PAY, self.expr(this)?);
        Ok(call(MATCHES, vec![this, name(&pattern_name(number))]))
    }

    fn comprehension(&mut self, inner: ComprehensionExpr) -> Result<IdedExpr, Fault> {
        let iter_range = self.expr(inner.iter_range)?;
        let accu_init = self.expr(inner.accu_init)?;
        self.loops += 1;
        let loop_cond = self.expr(inner.loop_cond)?;
        let loop_step = self.expr(inner.loop_step)?;
        self.loops -= 1;
        let tick = || call(TICK, vec![name(BUDGET)]);
        // Where the evaluator appends in place, it wants to see a plain condition and the sum.
        let is_appending = matches!(accu_init.expr, Expr::List(_));
        let (loop_cond, loop_step) = match is_appending {
            false => (choice(tick(), loop_cond, flag(false)), loop_step),
            true => (loop_cond, paid_step(loop_step, &tick)),
        };
        Ok(node(Expr::Comprehension(Box::new(ComprehensionExpr {
            iter_range,
            accu_init,
            loop_cond,
            loop_step,
            ..inner
        }))))
    }
}

/// `@result + [a]` and `c ? @result + [a] : @result`, paying for each turn.
fn paid_step(step: IdedExpr, tick: &dyn Fn() -> IdedExpr) -> IdedExpr {
    let Expr::Call(mut made) = step.expr else {
        return step;
    };
    if made.func_name == operators::CONDITIONAL {
        if let Some(condition) = made.args.first_mut() {
            *condition = choice(tick(), std::mem::take(condition), flag(false));
        }
    } else if let Some(Expr::List(list)) = made.args.get_mut(1).map(|items| &mut items.expr) {
        for element in &mut list.elements {
            *element = choice(tick(), std::mem::take(element), flag(false));
        }
    }
    node(Expr::Call(made))
}

fn pay(function: &str, value: IdedExpr) -> IdedExpr {
    call(function, vec![name(BUDGET), value])
}
