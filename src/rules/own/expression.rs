//! An expression of a rule: read, held against what it may ask, and made safe to run.

use cel::common::ast::{CallExpr, EntryExpr, Expr, IdedExpr, LiteralValue, operators};
use regex::RegexBuilder;

use super::functions::{ENV, Pattern};
use super::quick::{self, Test};
use super::{check, rewrite};
use crate::facts::Kind;

/// The longest expression, in bytes.
pub(super) const LONGEST: usize = 4 << 10;
/// The deepest nesting of an expression.
pub(super) const DEEPEST: usize = 32;
/// The deepest syntax tree. Loops are expanded to several levels, and a chain such as `a + b + c`
/// is as deep as it is long.
const DEEPEST_TREE: usize = 64;
/// The most loops within each other.
pub(super) const LOOPS: usize = 3;
/// The largest regular expression, in bytes of its program.
const PATTERN_SIZE: usize = 1 << 18;

/// An expression that can be evaluated.
#[derive(Debug)]
pub(super) struct Expression {
    /// The syntax tree that is evaluated.
    pub(super) tree: IdedExpr,
    /// What it comes to where no evaluator is needed.
    pub(super) quick: Option<Test>,
    /// Its loops, for the estimate of what it costs.
    pub(super) loops: check::Loops,
}

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Fault {
    /// Where, in bytes of the expression; `None` for all of it.
    pub(super) at: Option<(usize, usize)>,
    /// What is.
    pub(super) message: String,
    /// What to do.
    pub(super) help: Option<String>,
}

impl Fault {
    pub(super) fn new(message: impl Into<String>) -> Fault {
        Fault {
            at: None,
            message: message.into(),
            help: None,
        }
    }

    pub(super) fn help(mut self, help: impl Into<String>) -> Fault {
        self.help = Some(help.into());
        self
    }

    pub(super) fn at(mut self, start: usize, end: usize) -> Fault {
        self.at = Some((start, end));
        self
    }
}

/// What an expression may ask.
#[derive(Clone, Copy, Debug)]
pub(super) struct Names {
    /// What `it` is, where there is one.
    pub(super) it: Option<Kind>,
    /// Whether there is a `contract`.
    pub(super) has_contract: bool,
    /// Whether there is an `object`.
    pub(super) has_object: bool,
}

impl Expression {
    /// Reads an expression. Its regular expressions are added to `patterns`.
    pub(super) fn compile(
        text: &str,
        names: Names,
        patterns: &mut Vec<Pattern>,
    ) -> Result<Expression, Fault> {
        bound(text)?;
        let program = ENV.compile(text).map_err(|errors| syntax(text, &errors))?;
        let tree = program.expression();
        if depth(tree, 0) > DEEPEST_TREE {
            return Err(too_deep());
        }
        let info = program.source_info();
        let place = |id: u64| {
            let (start, end) = info.offset_for(id)?;
            let byte = |at: u32| text.char_indices().nth(at as usize).map(|(at, _)| at);
            let start = byte(start)?;
            Some((start, byte(end).unwrap_or(text.len()).max(start)))
        };
        let loops = check::check(text, tree, names, &place)?;
        let mut read = |regex: &str| {
            let number = patterns.len();
            patterns.push(pattern(regex)?);
            Ok(number)
        };
        let quick = quick::quick(tree, names, &mut read);
        let tree = rewrite::rewrite(tree.clone(), &mut read)?;
        Ok(Expression { tree, quick, loops })
    }
}

/// Reads a regular expression.
fn pattern(regex: &str) -> Result<Pattern, Fault> {
    let built = RegexBuilder::new(regex)
        .size_limit(PATTERN_SIZE)
        .dfa_size_limit(PATTERN_SIZE)
        .nest_limit(DEEPEST as u32)
        .build();
    built.map(Pattern).map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Fault::new("the regular expression is too large"),
        error => {
            let told = error.to_string();
            let last = told.lines().last().unwrap_or_default();
            let last = last.trim_start_matches("error: ");
            Fault::new(format!("the regular expression cannot be read: {last}"))
        }
    })
}

/// Refuses what is too long or nested too deep before a parser sees it.
fn bound(text: &str) -> Result<(), Fault> {
    if text.trim().is_empty() {
        return Err(Fault::new("the expression is empty"));
    }
    if text.len() > LONGEST {
        let (is, most) = (text.len(), LONGEST);
        return Err(Fault::new(format!(
            "the expression has {is} bytes, at most {most} are read"
        ))
        .help("write several rules, or a shorter one"));
    }
    let mut levels = vec![Level::default()];
    let mut quote = None;
    let (mut signs, mut choices) = (0, 0);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match (quote, c) {
            (Some(_), '\\') => drop(chars.next()),
            (Some(mark), c) if c == mark => quote = None,
            (Some(_), _) => {}
            (None, '"' | '\'') => quote = Some(c),
            (None, c) => {
                let level = levels
                    .last_mut()
                    .expect("the outermost level is never left");
                level.add(c);
                choices += usize::from(c == '?');
                if level.is_too_long() {
                    return Err(too_deep());
                }
                match c {
                    '(' | '[' | '{' => levels.push(Level::default()),
                    ')' | ']' | '}' if levels.len() > 1 => drop(levels.pop()),
                    _ => {}
                }
            }
        }
        signs = match c {
            '!' | '-' => signs + 1,
            c if c.is_whitespace() => signs,
            _ => 0,
        };
        if levels.len() > DEEPEST || signs > DEEPEST || choices > DEEPEST {
            return Err(too_deep());
        }
    }
    Ok(())
}

fn too_deep() -> Fault {
    Fault::new(format!("the expression is nested deeper than {DEEPEST}"))
        .help("write several rules, or a simpler one")
}

/// How long the chains within one pair of brackets are.
#[derive(Default)]
struct Level {
    /// Operators from the left: `a + b + c`.
    operators: usize,
    /// Fields, calls and indices: `a.b().c[0]`.
    steps: usize,
}

impl Level {
    fn add(&mut self, c: char) {
        match c {
            '.' | '(' | '[' => self.steps += 1,
            '+' | '-' | '*' | '/' | '%' | '<' | '>' | '=' => {
                self.operators += 1;
                self.steps = 0;
            }
            ',' | '&' | '|' | '?' | ':' => *self = Level::default(),
            _ => {}
        }
    }

    fn is_too_long(&self) -> bool {
        self.operators > DEEPEST_TREE || self.steps > DEEPEST_TREE
    }
}

/// How deep a syntax tree is, as far as that is of interest.
fn depth(expr: &IdedExpr, around: usize) -> usize {
    if around > DEEPEST_TREE {
        return around;
    }
    let inner = children(expr).into_iter();
    let inner = inner.map(|inner| depth(inner, around + 1));
    inner.max().unwrap_or(around)
}

/// The expressions right below one.
pub(super) fn children(expr: &IdedExpr) -> Vec<&IdedExpr> {
    match &expr.expr {
        Expr::Unspecified | Expr::Ident(_) | Expr::Literal(_) => Vec::new(),
        Expr::Call(call) => call.target.iter().map(|t| &**t).chain(&call.args).collect(),
        Expr::Comprehension(c) => vec![
            &c.iter_range,
            &c.accu_init,
            &c.loop_cond,
            &c.loop_step,
            &c.result,
        ],
        Expr::List(list) => list.elements.iter().collect(),
        Expr::Select(select) => vec![&select.operand],
        Expr::Map(map) => map
            .entries
            .iter()
            .flat_map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
                EntryExpr::StructField(field) => vec![&field.value],
            })
            .collect(),
        Expr::Struct(made) => made
            .entries
            .iter()
            .flat_map(|entry| match &entry.expr {
                EntryExpr::MapEntry(entry) => vec![&entry.key, &entry.value],
                EntryExpr::StructField(field) => vec![&field.value],
            })
            .collect(),
    }
}

/// The fault of syntax that the parser told first, in words of ours.
fn syntax(text: &str, errors: &cel::ParseErrors) -> Fault {
    let Some(error) = errors.errors.first() else {
        return Fault::new("the expression cannot be read");
    };
    let (line, column) = error.pos;
    let line = usize::try_from(line - 1).unwrap_or(0);
    let column = usize::try_from(column - 1).unwrap_or(0);
    let before: usize = text.split_inclusive('\n').take(line).map(str::len).sum();
    let rest = &text[before.min(text.len())..];
    let start = before
        + rest
            .char_indices()
            .nth(column)
            .map_or(rest.len(), |(at, _)| at);
    let end = text[start..]
        .chars()
        .next()
        .map_or(start, |c| start + c.len_utf8());
    let told = error.msg.as_str();
    let quoted = told.split('\'').nth(1).unwrap_or_default();
    let message = if told.contains("ecursion") {
        format!("the expression is nested deeper than {DEEPEST}")
    } else if quoted == "<EOF>" {
        "the expression ends too early".to_owned()
    } else if told.contains("token recognition") {
        format!("`{}` is not part of an expression", cut(quoted))
    } else if told.starts_with("Syntax error") || told.contains("input") {
        format!("`{}` does not belong here", cut(quoted))
    } else {
        told.trim_end_matches('.').to_owned()
    };
    let fault = Fault::new(message);
    let is_end = start == text.len() && start > 0;
    match is_end {
        true => fault.at(start - last_len(text), start),
        false => fault.at(start, end),
    }
}

fn last_len(text: &str) -> usize {
    text.chars().next_back().map_or(0, char::len_utf8)
}

fn cut(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A call without a target.
pub(super) fn call(name: &str, arguments: Vec<IdedExpr>) -> IdedExpr {
    node(Expr::Call(CallExpr {
        func_name: name.to_owned(),
        target: None,
        args: arguments,
    }))
}

/// `a ? b : c`.
pub(super) fn choice(condition: IdedExpr, then: IdedExpr, otherwise: IdedExpr) -> IdedExpr {
    call(operators::CONDITIONAL, vec![condition, then, otherwise])
}

/// A literal text.
pub(super) fn text(text: &str) -> IdedExpr {
    node(Expr::Literal(LiteralValue::String(text.to_owned().into())))
}

/// A literal flag.
pub(super) fn flag(flag: bool) -> IdedExpr {
    node(Expr::Literal(LiteralValue::Boolean(flag.into())))
}

/// A name.
pub(super) fn name(name: &str) -> IdedExpr {
    node(Expr::Ident(name.to_owned()))
}

/// A node of the syntax tree that nobody wrote.
pub(super) fn node(expr: Expr) -> IdedExpr {
    IdedExpr { id: 0, expr }
}
