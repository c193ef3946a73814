//! Source files as tokens: which paths they name, and what they declare.

use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{Delimiter, Group, Spacing, TokenStream, TokenTree};

/// One file of `src/`.
pub(crate) struct Source {
    /// Where it lies, from the root of the package, with `/`.
    pub(crate) path: String,
    /// The module that it is: `["rules", "missing_owner"]`, and nothing for `lib.rs`.
    pub(crate) module: Vec<String>,
    /// How many lines it has.
    pub(crate) lines: usize,
    /// Its tokens.
    pub(crate) tokens: Vec<TokenTree>,
}

/// A path that a file names.
#[derive(Debug)]
pub(crate) struct Reference {
    /// Its parts. What starts with `self` or `super` is spelt from `crate`, and a macro
    /// that is called ends in `!`.
    pub(crate) parts: Vec<String>,
    /// The line of its first part.
    pub(crate) line: usize,
    /// Whether it stands under `#[cfg(test)]`.
    pub(crate) in_test: bool,
}

/// The root of the package.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The files below `folder` (from the root of the package) that end in `.extension`,
/// sorted, with `/`. A folder that is not there has none.
pub(crate) fn files(folder: &str, extension: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(next) = folders.pop() {
        let Ok(entries) = fs::read_dir(&next) else {
            continue;
        };
        for path in entries.map(|entry| entry.expect("a readable entry").path()) {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|found| found == extension) {
                found.push(slashed(&path));
            }
        }
    }
    found.sort();
    found
}

/// The text of the file at `path`, from the root of the package.
pub(crate) fn text(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The last part of a path without its extension.
pub(crate) fn stem(path: &str) -> &str {
    let name = path.rsplit('/').next().unwrap_or(path);
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Every source file, sorted by path.
pub(crate) fn sources() -> Vec<Source> {
    files("src", "rs").into_iter().map(source).collect()
}

fn source(path: String) -> Source {
    let text = text(&path);
    let tokens: TokenStream = text
        .parse()
        .unwrap_or_else(|error| panic!("{path}: {error}"));
    Source {
        module: module(&path),
        lines: text.lines().count(),
        tokens: tokens.into_iter().collect(),
        path,
    }
}

fn slashed(path: &Path) -> String {
    let inside: PathBuf = path.strip_prefix(root()).unwrap_or(path).into();
    inside.to_string_lossy().replace('\\', "/")
}

fn module(path: &str) -> Vec<String> {
    let inside = path.trim_start_matches("src/").trim_end_matches(".rs");
    let mut parts: Vec<String> = inside.split('/').map(str::to_owned).collect();
    if matches!(
        parts.last().map(String::as_str),
        Some("mod" | "lib" | "main")
    ) {
        parts.pop();
    }
    parts
}

impl Source {
    /// The room that it belongs to: the module just below `lib.rs`.
    pub(crate) fn room(&self) -> Option<&str> {
        self.module.first().map(String::as_str)
    }

    /// Every path that it names, in order.
    pub(crate) fn references(&self) -> Vec<Reference> {
        let mut walk = Walk::default();
        walk.tokens(&self.tokens, &self.module, false);
        walk.found
    }

    /// The names and types of the constants at its top level: `("RULE", "Rule")`. Of a
    /// type only the first word is told.
    pub(crate) fn constants(&self) -> Vec<(String, String)> {
        let mut found = Vec::new();
        for (at, token) in self.tokens.iter().enumerate() {
            let (Some("const"), Some(name)) = (word(token).as_deref(), self.word_at(at + 1)) else {
                continue;
            };
            if name == "fn" {
                continue;
            }
            let kind = self.tokens[at + 1..].iter().skip(2).find_map(word);
            found.push((name, kind.unwrap_or_default()));
        }
        found
    }

    /// All words of the declaration of a constant at its top level, those of its value
    /// among them.
    pub(crate) fn words_of_constant(&self, name: &str) -> Vec<String> {
        let declared = (0..self.tokens.len()).find(|&at| {
            self.word_at(at).as_deref() == Some("const")
                && self.word_at(at + 1).as_deref() == Some(name)
        });
        let Some(start) = declared else {
            return Vec::new();
        };
        let mut found = Vec::new();
        let mut rest: Vec<TokenTree> = self.tokens[start..]
            .iter()
            .take_while(|token| !is_sign(Some(token), ';'))
            .cloned()
            .collect();
        while let Some(token) = rest.pop() {
            found.extend(word(&token));
            if let TokenTree::Group(group) = &token {
                rest.extend(inside(group));
            }
        }
        found
    }

    /// Whether it declares a function of this name at its top level.
    pub(crate) fn declares_function(&self, name: &str) -> bool {
        (0..self.tokens.len()).any(|at| {
            self.word_at(at).as_deref() == Some("fn")
                && self.word_at(at + 1).as_deref() == Some(name)
        })
    }

    fn word_at(&self, at: usize) -> Option<String> {
        self.tokens.get(at).and_then(word)
    }
}

/// The word that a token is, if it is one.
pub(crate) fn word(token: &TokenTree) -> Option<String> {
    match token {
        TokenTree::Ident(ident) => Some(ident.to_string()),
        _ => None,
    }
}

/// Whether a token is this sign.
pub(crate) fn is_sign(token: Option<&TokenTree>, sign: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == sign)
}

/// The group that a token is, if it is one between these delimiters.
pub(crate) fn group(token: Option<&TokenTree>, delimiter: Delimiter) -> Option<&Group> {
    match token {
        Some(TokenTree::Group(group)) if group.delimiter() == delimiter => Some(group),
        _ => None,
    }
}

/// The tokens inside a group.
pub(crate) fn inside(group: &Group) -> Vec<TokenTree> {
    group.stream().into_iter().collect()
}

#[derive(Default)]
struct Walk {
    found: Vec<Reference>,
}

impl Walk {
    fn tokens(&mut self, tokens: &[TokenTree], module: &[String], in_test: bool) {
        let mut at = 0;
        let mut test_item = false;
        while at < tokens.len() {
            match &tokens[at] {
                TokenTree::Punct(punct) => {
                    let attribute = group(tokens.get(at + 1), Delimiter::Bracket);
                    if punct.as_char() == '#'
                        && let Some(attribute) = attribute
                    {
                        test_item |= attribute.stream().to_string().replace(' ', "") == "cfg(test)";
                        at += 1;
                    }
                    test_item &= punct.as_char() != ';';
                    at += 1;
                }
                TokenTree::Group(group) => {
                    self.tokens(&inside(group), module, in_test || test_item);
                    test_item &= group.delimiter() != Delimiter::Brace;
                    at += 1;
                }
                TokenTree::Ident(ident) if ident == "mod" => {
                    let name = tokens.get(at + 1).and_then(word);
                    let body = group(tokens.get(at + 2), Delimiter::Brace);
                    if let (Some(name), Some(body)) = (name, body) {
                        let inner = [module, &[name]].concat();
                        self.tokens(&inside(body), &inner, in_test || test_item);
                        test_item = false;
                        at += 3;
                    } else {
                        at += 1;
                    }
                }
                TokenTree::Ident(_) => {
                    at = self.path(tokens, at, &[], module, in_test || test_item);
                }
                TokenTree::Literal(_) => at += 1,
            }
        }
    }

    /// Reads the path that starts at `at`, below `prefix` inside a `use` group, and
    /// returns where it ends.
    fn path(
        &mut self,
        tokens: &[TokenTree],
        mut at: usize,
        prefix: &[String],
        module: &[String],
        in_test: bool,
    ) -> usize {
        let line = tokens[at].span().start().line;
        let mut parts = prefix.to_vec();
        while let Some(part) = tokens.get(at).and_then(word) {
            match part.as_str() {
                "self" if parts.is_empty() => parts = from_crate(module),
                "super" if parts.is_empty() => {
                    parts = from_crate(module);
                    parts.pop();
                }
                "super" => drop(parts.pop()),
                "self" => {}
                _ => parts.push(part),
            }
            at += 1;
            if !(is_sign(tokens.get(at), ':') && is_sign(tokens.get(at + 1), ':')) {
                break;
            }
            if let Some(group) = group(tokens.get(at + 2), Delimiter::Brace) {
                let tokens = inside(group);
                let mut next = 0;
                while next < tokens.len() {
                    next = match word(&tokens[next]).as_deref() {
                        Some("as") => next + 2,
                        Some(_) => self.path(&tokens, next, &parts, module, in_test),
                        None => next + 1,
                    };
                }
                return at + 3;
            }
            at += 2;
        }
        if let Some(TokenTree::Punct(punct)) = tokens.get(at)
            && punct.as_char() == '!'
            && punct.spacing() == Spacing::Alone
        {
            parts.push("!".to_owned());
        }
        self.found.push(Reference {
            parts,
            line,
            in_test,
        });
        at
    }
}

fn from_crate(module: &[String]) -> Vec<String> {
    [&["crate".to_owned()], module].concat()
}

#[test]
fn references_are_read_through_groups_modules_and_super() {
    let text = r#"
        // crate::comment
        use crate::{mesh::{Mesh, Product as P}, diag};
        fn f() { let s = "crate::string"; super::super::page::render(); if a != b { println!("x") } }
        #[cfg(test)]
        mod tests { use super::*; use super::super::other; }
        fn g() { std::fs::read(p); }
    "#;
    let tokens: TokenStream = text.parse().expect("tokens");
    let source = Source {
        path: "src/rules/one.rs".to_owned(),
        module: vec!["rules".to_owned(), "one".to_owned()],
        lines: 0,
        tokens: tokens.into_iter().collect(),
    };
    let found: Vec<(String, bool)> = source
        .references()
        .into_iter()
        .filter(|reference| reference.parts.len() > 1)
        .map(|reference| (reference.parts.join("::"), reference.in_test))
        .collect();
    let expected = [
        ("crate::mesh::Mesh", false),
        ("crate::mesh::Product", false),
        ("crate::diag", false),
        ("crate::page::render", false),
        ("println::!", false),
        ("crate::rules::one", true),
        ("crate::rules::other", true),
        ("std::fs::read", false),
    ];
    assert_eq!(
        found,
        expected.map(|(path, in_test)| (path.to_owned(), in_test))
    );
}
