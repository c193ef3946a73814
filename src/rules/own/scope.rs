//! What the names in expressions stand for, and the values of expressions.

use std::sync::Arc;

use cel::common::ast::IdedExpr;
use cel::common::types::CelBool;
use cel::common::value::{CowVal, Val};
use cel::context::VariableResolver;
use cel::{Context, ExecutionError, Value};

use super::functions::{BUDGET, Budget, ENV, LIMIT, Pattern};
use super::quick::Roots;
use super::value::{Seen as Shown, told};

/// The names that expressions may use.
pub(super) struct Scope<'s, 'c> {
    pub(super) it: Option<Shown<'c>>,
    pub(super) object: Option<Shown<'c>>,
    pub(super) contract: Option<Shown<'c>>,
    pub(super) product: Shown<'c>,
    pub(super) now: &'s dyn Val,
    pub(super) patterns: &'s [Pattern],
    pub(super) budget: Budget,
}

impl VariableResolver for Scope<'_, '_> {
    fn resolve<'b>(&'b self, name: &str) -> Option<CowVal<'b, 'b>> {
        let shown = |shown: &'b Option<Shown<'_>>| {
            let shown: &'b (dyn Val + 'b) = shown.as_ref()?;
            Some(CowVal::Borrowed(shown))
        };
        match name {
            "it" => shown(&self.it),
            BUDGET => Some(CowVal::Borrowed(&self.budget)),
            "product" => Some(CowVal::Borrowed(&self.product)),
            "contract" => shown(&self.contract),
            "object" => shown(&self.object),
            "now" => Some(CowVal::Borrowed(self.now)),
            name => {
                let number: usize = name.strip_prefix("@p")?.parse().ok()?;
                Some(CowVal::Borrowed(self.patterns.get(number)?))
            }
        }
    }
}

impl<'c> Scope<'_, 'c> {
    pub(super) fn roots(&self) -> Roots<'c> {
        let noun = |shown: &Option<Shown<'c>>| shown.map(|shown| shown.0);
        Roots {
            it: noun(&self.it),
            object: noun(&self.object),
            contract: noun(&self.contract),
            product: self.product.0,
        }
    }

    pub(super) fn flag(&self, tree: &IdedExpr) -> Result<bool, String> {
        let mut context = Context::with_env(Arc::clone(&ENV));
        context.set_variable_resolver(self);
        let value = Value::resolve_val(tree, &context).map_err(|error| words(&error))?;
        match value.downcast_ref::<CelBool>() {
            Some(flag) => Ok(*flag.inner()),
            None => Err(format!(
                "its value is of type {}, not true or false",
                value.get_type().name()
            )),
        }
    }

    pub(super) fn value(&self, tree: &IdedExpr) -> Result<String, String> {
        let mut context = Context::with_env(Arc::clone(&ENV));
        context.set_variable_resolver(self);
        let value = Value::resolve_val(tree, &context).map_err(|error| words(&error))?;
        Ok(told(value.as_ref()))
    }
}

/// An error of evaluation in words. Values are left out: they may be long, or secret.
pub(super) fn words(error: &ExecutionError) -> String {
    match error {
        ExecutionError::NoSuchKey(key) => {
            let key: String = key.chars().take(60).collect();
            format!("there is no key `{key}`")
        }
        ExecutionError::NoSuchOverload(overload) => format!(
            "`{}` is not defined for {}",
            overload.function().trim_matches(['_', '@']),
            overload.argument_types().join(" and ")
        ),
        ExecutionError::UnexpectedType { got, want } => format!("a value is {got}, not {want}"),
        ExecutionError::DivisionByZero(_) | ExecutionError::RemainderByZero(_) => {
            "it divides by zero".to_owned()
        }
        ExecutionError::Overflow(..) => "a number is too large".to_owned(),
        ExecutionError::IndexOutOfBounds(_) => "an index is out of bounds".to_owned(),
        ExecutionError::FunctionError { function, message } if function == LIMIT => message.clone(),
        ExecutionError::FunctionError { function, .. } => {
            format!("`{function}` cannot take this value")
        }
        _ => "its values do not fit together".to_owned(),
    }
}
