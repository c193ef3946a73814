//! What a rule of an organisation saw, map by map.

use std::cell::OnceCell;

use cel::common::ast::{Expr, IdedExpr, LiteralValue, operators};
use jiff::civil::Date;

use super::expression::Expression;
use super::functions::{PAY, STEPS};
use super::judge::{Case, Court};
use super::rule::{OwnRule, OwnRules, Placed};
use crate::diag::{Files, Span, Subject, SubjectKind};
use crate::facts::{About, Noun};
use crate::mesh::{Mesh, Product};
use crate::model::DataContract;
use crate::rules::Standing;

/// What a rule saw at one map.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Where the map stands, as a path: `schema[0].properties[2]`.
    pub path: String,
    /// Where it stands in its file.
    pub span: Span,
    /// How it came out: `pass`, `fail`, `skipped` or `unknown`.
    pub outcome: &'static str,
    /// Why it is not known; may be empty.
    pub why: String,
    /// What the rule asked, and what it got: `it.logicalType` and `number`.
    pub values: Vec<(String, String)>,
}

/// What a rule saw at a contract, or at a product where it is about products: every map to which
/// it went; `None` where it applies to nothing there, or is broken.
pub fn evidence(
    own: &OwnRules,
    rule: &OwnRule,
    mesh: &Mesh,
    files: &Files,
    today: Date,
    (product, version): (&Product, Option<&DataContract>),
) -> Option<Vec<Sighting>> {
    let sight = rule.sight.as_ref()?;
    let court = Court::new(own, mesh, files, today);
    let about = About::new(mesh, product);
    let (root, place, contract) = match version {
        Some(version) => {
            let noun = Noun::Contract(version);
            (noun, version.place(), Some(noun))
        }
        None => (
            Noun::Product(product.manifest.as_deref()?),
            product.span,
            None,
        ),
    };
    let subject = Subject::new(SubjectKind::Product, product.id.as_str());
    let case = Case {
        root,
        place,
        contract,
        product: &about,
        subject: &subject,
        standing: Standing::Scored,
        is_complete: true,
        torn: &[],
    };
    let reach = OnceCell::new();
    let mut tally = court.begin(rule, &case, &reach);
    if tally.is_elsewhere {
        return None;
    }
    let mut seen = Vec::new();
    sight.path.walk(root, place, &mut |node| {
        let scope = court.scope(&case, Some(node));
        let mut ask = |expression: &Placed<Expression>| {
            court.ask(expression, &case, &scope, &mut tally, &reach)
        };
        let when = sight.when.as_ref().map_or(Ok(true), &mut ask);
        let (outcome, why) = match when {
            Ok(false) => ("skipped", String::new()),
            Err(why) => ("unknown", why),
            Ok(true) => match ask(&sight.assert) {
                Ok(true) => ("pass", String::new()),
                Ok(false) => ("fail", String::new()),
                Err(why) => ("unknown", why),
            },
        };
        let mut values: Vec<(String, String)> = Vec::new();
        let asked = sight.when.iter().chain([&sight.assert]);
        for expression in asked {
            each_name(&expression.value.tree, &mut |name, tree| {
                if values.iter().all(|(known, _)| *known != name) {
                    scope.budget.set(STEPS);
                    let value = scope.value(tree);
                    let value = value.map(|value| court.withheld(node.span, value));
                    let value = value.unwrap_or_else(|why| why);
                    let is_secret = crate::rules::is_secret(&value);
                    let value = if is_secret { "***".to_owned() } else { value };
                    values.push((name, value));
                }
            });
        }
        seen.push(Sighting {
            path: node.to_string(),
            span: super::judge::place(&case, node),
            outcome,
            why,
            values,
        });
    });
    Some(seen)
}

/// Visits what an expression asks of its variables: `it.name`, `product.domain`.
fn each_name(tree: &IdedExpr, visit: &mut impl FnMut(String, &IdedExpr)) {
    if let Some(name) = name_of(tree) {
        if name.contains('.') || name == "now" {
            visit(name, tree);
        }
        return;
    }
    for inner in super::expression::children(tree) {
        each_name(inner, visit);
    }
}

/// A field of a variable, as it was written.
fn name_of(tree: &IdedExpr) -> Option<String> {
    match &tree.expr {
        Expr::Ident(name) => {
            let is_known = ["it", "product", "contract", "object", "now"].contains(&name.as_str());
            is_known.then(|| name.clone())
        }
        Expr::Call(call) => match (call.func_name.as_str(), call.args.as_slice()) {
            (operators::INDEX, [of, key]) => match &key.expr {
                Expr::Literal(LiteralValue::String(key)) => {
                    Some(format!("{}.{}", name_of(of)?, key.inner()))
                }
                _ => None,
            },
            (PAY, [_, value]) => name_of(value),
            _ => None,
        },
        _ => None,
    }
}
