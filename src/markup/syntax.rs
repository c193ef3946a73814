//! Highlighting of every other language, by syntect.
//!
//! Its grammars are regular expressions that backtrack. On a few kilobytes of one long
//! word or of nested openings some take seconds, and no hook lets them be stopped. A clock
//! would make the output depend on how busy the machine is, so the input is bounded
//! instead: whole block, line, and run of word characters or of one character. The
//! grammars that run wild within these bounds are left out.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxSet};
use xxhash_rust::xxh3::xxh3_128;

use super::paint::{Class, Painter};

/// Longest block, in bytes.
const MAX_BLOCK: usize = 4 << 10;
/// Longest line, in bytes.
const MAX_LINE: usize = 256;
/// Longest word, in bytes.
const MAX_WORD: usize = 48;

/// Grammars that take more than 100 ms for a block within the bounds.
const WILD: [&str; 6] = [
    "Lisp",
    "MATLAB",
    "Makefile",
    "Markdown",
    "MultiMarkdown",
    "reStructuredText",
];

/// Blocks are kept in this many maps, so that threads seldom wait for each other.
const SHARDS: usize = 64;
/// HTML that one shard keeps, in bytes; past it the shard starts again.
const MAX_SHARD: usize = 1 << 20;

static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

#[derive(Default)]
struct Shard {
    blocks: HashMap<u128, Option<Arc<str>>>,
    bytes: usize,
}

static SHARDS_OF_BLOCKS: LazyLock<Vec<Mutex<Shard>>> =
    LazyLock::new(|| (0..SHARDS).map(|_| Mutex::default()).collect());

/// The code highlighted; `None` where the language is unknown or the code out of bounds.
/// The same block is highlighted once in a process.
pub(super) fn highlight(language: &str, code: &str) -> Option<Arc<str>> {
    if code.len() > MAX_BLOCK || !is_tame(code) {
        return None;
    }
    let key = xxh3_128(format!("{language}\0{code}").as_bytes());
    let shard = &SHARDS_OF_BLOCKS[key as usize % SHARDS];
    if let Some(html) = lock(shard).blocks.get(&key) {
        return html.clone();
    }
    let html: Option<Arc<str>> = paint(language, code).map(Arc::from);
    let mut shard = lock(shard);
    if shard.bytes > MAX_SHARD {
        *shard = Shard::default();
    }
    shard.bytes += html.as_ref().map_or(0, |html| html.len()) + 64;
    shard.blocks.insert(key, html.clone());
    html
}

/// A shard is whole at every moment, so one that a panic left behind is as good as any.
fn lock(shard: &Mutex<Shard>) -> std::sync::MutexGuard<'_, Shard> {
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

fn is_tame(code: &str) -> bool {
    let is_word =
        |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'$' || byte >= 128;
    code.lines().all(|line| {
        line.len() <= MAX_LINE
            && line
                .as_bytes()
                .chunk_by(|&a, &b| a == b || is_word(a) && is_word(b))
                .all(|run| run.len() <= MAX_WORD)
    })
}

fn paint(language: &str, code: &str) -> Option<String> {
    let syntaxes = &*SYNTAXES;
    let syntax = syntaxes.find_syntax_by_token(language)?;
    if WILD.contains(&syntax.name.as_str()) {
        return None;
    }
    let mut state = ParseState::new(syntax);
    let mut scopes = ScopeStack::new();
    // The class of each open scope.
    let mut classes = vec![Class::Plain];
    let mut painter = Painter::new(code.len());
    for line in code.split_inclusive('\n') {
        let operations = state.parse_line(line, syntaxes).ok()?;
        let mut from = 0;
        for (at, operation) in operations {
            let class = classes.last().copied().unwrap_or(Class::Plain);
            painter.token(class, line.get(from..at)?);
            from = at;
            scopes
                .apply_with_hook(&operation, |change, _| match change {
                    BasicScopeStackOp::Push(scope) => {
                        let above = classes.last().copied().unwrap_or(Class::Plain);
                        classes.push(class_of(scope).unwrap_or(above));
                    }
                    BasicScopeStackOp::Pop => drop(classes.pop()),
                })
                .ok()?;
        }
        painter.token(
            classes.last().copied().unwrap_or(Class::Plain),
            &line[from..],
        );
    }
    Some(painter.finish())
}

/// What a scope is to the reader, the more special selector first; `None` where it is
/// what the scope around it is.
fn class_of(scope: Scope) -> Option<Class> {
    static SELECTORS: LazyLock<Vec<(Scope, Option<Class>)>> = LazyLock::new(|| {
        let selectors = [
            ("comment", Some(Class::Comment)),
            ("constant.character.escape", None),
            ("constant", Some(Class::Number)),
            ("string", Some(Class::Text)),
            ("keyword.operator.word", Some(Class::Keyword)),
            ("keyword.operator", Some(Class::Plain)),
            ("keyword", Some(Class::Keyword)),
            ("storage", Some(Class::Keyword)),
            ("entity.name.function", Some(Class::Function)),
            ("support.function", Some(Class::Function)),
            ("variable.function", Some(Class::Function)),
            ("entity.name.tag", Some(Class::Keyword)),
            ("entity.other.attribute-name", Some(Class::Name)),
            ("entity.other.inherited-class", Some(Class::Type)),
            ("entity.name", Some(Class::Type)),
            ("support.type.property-name", Some(Class::Name)),
            ("support.constant", Some(Class::Number)),
            ("support", Some(Class::Type)),
            ("variable.language", Some(Class::Name)),
            ("variable.other.member", None),
            ("markup.heading", Some(Class::Keyword)),
            ("markup.raw", Some(Class::Text)),
        ];
        let scope = |(name, class): (&str, _)| Some((Scope::new(name).ok()?, class));
        selectors.into_iter().filter_map(scope).collect()
    });
    let (_, class) = SELECTORS
        .iter()
        .find(|(selector, _)| selector.is_prefix_of(scope))?;
    *class
}
