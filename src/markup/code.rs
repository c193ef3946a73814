//! Code blocks.

use std::fmt::Write as _;

use crate::diag::guarded;

use super::language::Scanner;
use super::paint::Painter;
use super::{syntax, text};

/// Longest block that is highlighted, in bytes.
const MAX_BLOCK: usize = 64 << 10;

/// Longest line of a block that is highlighted, in bytes.
const MAX_LINE: usize = 2 << 10;

/// The HTML of highlighted code is at most this many times as long as the code, plus what
/// one token takes; else the code is shown plain.
const MAX_GROWTH: usize = 8;

/// Bytes that the element around one token takes.
const TOKEN: usize = 32;

/// Bytes that the elements around a block take.
const FRAME: usize = 160;

/// Longest name of a language, in bytes.
const MAX_NAME: usize = 24;

/// The content of a `code` element: the code escaped, its tokens in `span` elements of the
/// classes `s-c` (comment), `s-s` (string), `s-k` (keyword), `s-n` (number or constant),
/// `s-f` (function), `s-t` (type) and `s-a` (key, attribute or variable).
///
/// Languages of data work have linear scanners of their own; syntect knows fifty others.
/// Code in any other language, in blocks over 64 KiB or with lines over 2 KiB (for syntect
/// 4 KiB and 256 bytes) is escaped only. What is highlighted depends on the code alone,
/// never on the time that it takes.
pub fn highlight(language: &str, code: &str) -> String {
    // An element between the two characters of a line end would make two of it.
    if code.contains('\r') {
        let code = code.replace("\r\n", "\n").replace('\r', "\n");
        return highlight(language, &code);
    }
    let most = code.len() * MAX_GROWTH + TOKEN;
    let painted = guarded(|| painted(language, code)).flatten();
    painted
        .filter(|html| html.len() <= most)
        .unwrap_or_else(|| {
            let mut html = String::with_capacity(code.len());
            text::push(&mut html, code);
            html
        })
}

fn painted(language: &str, code: &str) -> Option<String> {
    if language.is_empty()
        || code.len() > MAX_BLOCK
        || code.lines().any(|line| line.len() > MAX_LINE)
    {
        return None;
    }
    match Scanner::of(language) {
        Some(scanner) => {
            let mut painter = Painter::new(code.len());
            scanner.paint(code, &mut painter);
            Some(painter.finish())
        }
        None => syntax::highlight(language, code).map(|html| html.to_string()),
    }
}

/// The language that an info string names: its first word, in lower case, where it looks
/// like the name of one. It becomes part of a class.
pub(super) fn language(info: &str) -> String {
    let word = info
        .trim_start()
        .split([' ', '\t', ',', '{', ':'])
        .next()
        .unwrap_or_default();
    let is_name = word.len() <= MAX_NAME
        && word
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"+#-_.".contains(&byte));
    if is_name {
        word.to_ascii_lowercase()
    } else {
        String::new()
    }
}

/// The most bytes that the HTML of a block takes.
pub(super) fn most_bytes(code: &str) -> usize {
    code.len() * MAX_GROWTH + TOKEN + FRAME
}

/// Appends a code block. It can be scrolled by keyboard.
pub(super) fn push_block(out: &mut String, language: &str, code: &str) {
    let is_diagram = language == "mermaid";
    if is_diagram {
        out.push_str("<figure class=\"diagram\"><figcaption>Mermaid diagram source</figcaption>");
    }
    out.push_str("<pre tabindex=\"0\"><code");
    if !language.is_empty() {
        let _ = write!(out, " class=\"language-{language}\"");
    }
    out.push('>');
    out.push_str(&highlight(language, code));
    out.push_str("</code></pre>");
    out.push_str(if is_diagram { "</figure>\n" } else { "\n" });
}
