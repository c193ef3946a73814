//! Scanners for the languages that a data portal shows most.
//!
//! One pass over the bytes, no regular expression, no state but the place: the cost is
//! linear whatever the code says, a hundredth of what a general highlighter takes.

use super::language::Language;
use super::paint::{Class, Painter};

/// A string, or anything else that runs from an opening to a closing mark.
pub(super) struct Quote {
    pub(super) open: &'static str,
    pub(super) close: &'static str,
    pub(super) class: Class,
    /// Whether a backslash takes the next character along. Where none does, the mark itself
    /// may stand twice.
    pub(super) escapes: bool,
    /// Whether it may go on over the end of a line.
    pub(super) lines: bool,
}

/// Paints code that is made of words, numbers, strings and comments.
pub(super) fn words(language: &Language, code: &str, painter: &mut Painter) {
    let bytes = code.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let rest = &code[at..];
        let (class, len) = if byte.is_ascii_whitespace() {
            (Class::Plain, run(rest, |c| c.is_ascii_whitespace()))
        } else if let Some(len) = comment(language, code, at) {
            (Class::Comment, len)
        } else if let Some((class, len)) = quoted(language.quotes, rest) {
            (key_or(language, class, &rest[len..]), len)
        } else if byte.is_ascii_digit() {
            (
                Class::Number,
                run(rest, |c| c.is_ascii_alphanumeric() || c == '.' || c == '_'),
            )
        } else if byte == b'$' && language.variables {
            (Class::Name, variable(rest))
        } else if is_word(rest) {
            let len = run(rest, |c| {
                c.is_alphanumeric() || c == '_' || (c == '-' && language.dashes)
            });
            (word(language, &rest[..len], &rest[len..]), len)
        } else {
            (Class::Plain, 0)
        };
        let token = token(rest, len);
        painter.token(class, token);
        at += token.len();
    }
}

fn is_word(rest: &str) -> bool {
    rest.starts_with(|c: char| c.is_alphabetic() || c == '_')
}

/// The first `len` bytes, but at least one character: no scanner may stand still.
fn token(rest: &str, len: usize) -> &str {
    let first = rest.chars().next().map_or(0, char::len_utf8);
    &rest[..len.max(first)]
}

/// Bytes of the characters at the start of `text` that `belongs` accepts.
fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}

fn comment(language: &Language, code: &str, at: usize) -> Option<usize> {
    let rest = &code[at..];
    for mark in language.line_comments {
        // `#` also stands within words and expansions: `$#`, `a#b`.
        let is_apart = *mark != "#" || !code[..at].ends_with(|c: char| !c.is_whitespace());
        if is_apart && rest.starts_with(mark) {
            return Some(rest.find('\n').unwrap_or(rest.len()));
        }
    }
    let (open, close) = language.block_comment?;
    let inner = rest.strip_prefix(open)?;
    Some(
        inner
            .find(close)
            .map_or(rest.len(), |end| open.len() + end + close.len()),
    )
}

/// The class and length of the string that begins here.
fn quoted(quotes: &[Quote], rest: &str) -> Option<(Class, usize)> {
    let quote = quotes.iter().find(|quote| rest.starts_with(quote.open))?;
    Some((
        quote.class,
        quote.open.len() + until_close(quote, &rest[quote.open.len()..]),
    ))
}

/// Bytes up to and with the closing mark; where there is none, up to the end of what the
/// string may span.
fn until_close(quote: &Quote, inner: &str) -> usize {
    let bytes = inner.as_bytes();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if let Some(behind) = bytes[at..].strip_prefix(quote.close.as_bytes()) {
            let is_doubled = quote.open == quote.close
                && !quote.escapes
                && behind.starts_with(quote.close.as_bytes());
            if !is_doubled {
                return at + quote.close.len();
            }
            at += quote.close.len();
        }
        match byte {
            b'\n' if !quote.lines => return at,
            b'\\' if quote.escapes && at + 1 < bytes.len() && bytes[at + 1] != b'\n' => at += 2,
            _ => at += 1,
        }
        while !inner.is_char_boundary(at) {
            at += 1;
        }
    }
    inner.len()
}

fn variable(rest: &str) -> usize {
    let inner = &rest[1..];
    if let Some(braced) = inner.strip_prefix('{') {
        let end = braced.find(['}', '\n']).unwrap_or(braced.len());
        return 2 + end + usize::from(braced[end..].starts_with('}'));
    }
    1 + run(inner, |c| c.is_alphanumeric() || c == '_')
}

fn word(language: &Language, word: &str, rest: &str) -> Class {
    if let Some(class) = language.class(word) {
        return class;
    }
    match key_or(language, Class::Plain, rest) {
        Class::Plain if rest.starts_with('(') => Class::Function,
        Class::Plain if language.capital_types && word.starts_with(char::is_uppercase) => {
            Class::Type
        }
        class => class,
    }
}

/// [`Class::Name`] before the mark that makes a key of what stands before it.
fn key_or(language: &Language, class: Class, rest: &str) -> Class {
    let Some(mark) = language.key_mark else {
        return class;
    };
    let after = rest.trim_start_matches([' ', '\t']);
    match after.strip_prefix(mark) {
        Some(after) if !after.starts_with(['=', '>', ':']) => Class::Name,
        _ => class,
    }
}

/// Paints YAML: keys, scalars that are no strings, quoted strings, block scalars, comments.
pub(super) fn yaml(code: &str, painter: &mut Painter) {
    let mut rest = code;
    // The indentation of the line that opened a block scalar.
    let mut block: Option<usize> = None;
    while !rest.is_empty() {
        let indent = run(rest, |c| c == ' ');
        let line = &rest[..rest.find('\n').map_or(rest.len(), |end| end + 1)];
        if let Some(opened) = block {
            if line.trim().is_empty() || indent > opened {
                painter.token(Class::Text, line);
                rest = &rest[line.len()..];
                continue;
            }
            block = None;
        }
        let (len, opens) = yaml_line(rest, painter);
        if opens {
            block = Some(indent);
        }
        rest = &rest[len..];
    }
}

/// Paints one line, or more where a quoted string goes on; tells how long it was and
/// whether it opens a block scalar.
fn yaml_line(text: &str, painter: &mut Painter) -> (usize, bool) {
    const MARKS: [char; 9] = ['{', '}', '[', ']', ',', ':', '-', '?', '|'];
    let mut at = 0;
    let mut opens = false;
    while at < text.len() {
        let rest = &text[at..];
        let first = rest.chars().next().unwrap_or('\n');
        let apart = at == 0 || text[..at].ends_with([' ', '\t', '[', '{', ',']);
        let (class, len) = match first {
            '\n' => {
                painter.token(Class::Plain, "\n");
                return (at + 1, opens);
            }
            ' ' | '\t' => (Class::Plain, run(rest, |c| c == ' ' || c == '\t')),
            '#' if apart => (Class::Comment, rest.find('\n').unwrap_or(rest.len())),
            '"' | '\'' if apart => {
                let (class, len) = quoted(YAML_QUOTES, rest).unwrap_or((Class::Text, 1));
                let is_key = is_mapping(&rest[len..]);
                (if is_key { Class::Name } else { class }, len)
            }
            '&' | '*' | '!' if apart => (Class::Type, run(rest, |c| !" \t\n,[]{}".contains(c))),
            '|' | '>' if apart && is_block_header(rest) => {
                opens = true;
                (Class::Plain, run(rest, |c| !" \t\n".contains(c)))
            }
            c if MARKS.contains(&c)
                && (c != '-' || is_gap(&rest[1..]))
                && (c != ':' || is_gap(&rest[1..])) =>
            {
                (Class::Plain, 0)
            }
            _ => yaml_scalar(rest),
        };
        let token = token(rest, len);
        painter.token(class, token);
        at += token.len();
    }
    (at, opens)
}

const YAML_QUOTES: &[Quote] = &[
    Quote {
        open: "\"",
        close: "\"",
        class: Class::Text,
        escapes: true,
        lines: true,
    },
    Quote {
        open: "'",
        close: "'",
        class: Class::Text,
        escapes: false,
        lines: true,
    },
];

fn is_gap(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with([' ', '\t', '\n', ',', ']', '}'])
}

/// Whether a colon that makes a key of what stands before it follows.
fn is_mapping(rest: &str) -> bool {
    rest.trim_start_matches(' ')
        .strip_prefix(':')
        .is_some_and(is_gap)
}

fn is_block_header(rest: &str) -> bool {
    let header = &rest[1..][..run(&rest[1..], |c| c.is_ascii_digit() || c == '+' || c == '-')];
    let behind = &rest[1 + header.len()..];
    let behind = behind.trim_start_matches([' ', '\t']);
    behind.is_empty() || behind.starts_with(['\n', '#'])
}

/// A plain scalar: up to a colon, a comment, the end of the line or of a flow item.
fn yaml_scalar(rest: &str) -> (Class, usize) {
    let bytes = rest.as_bytes();
    let mut end = bytes.len();
    let mut class = None;
    for (at, &byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => end = at,
            b':' if is_gap(&rest[at + 1..]) => {
                end = at;
                class = Some(Class::Name);
            }
            b'#' if at > 0 && bytes[at - 1].is_ascii_whitespace() => end = at,
            b',' | b']' | b'}' | b'[' | b'{' if at > 0 => end = at,
            _ => continue,
        }
        break;
    }
    let scalar = rest[..end].trim_end_matches([' ', '\t']);
    let class = class.unwrap_or_else(|| match scalar {
        "true" | "false" | "null" | "~" | "yes" | "no" | "on" | "off" | "True" | "False"
        | "---" | "..." => Class::Number,
        _ if scalar
            .starts_with(|c: char| c.is_ascii_digit() || c == '-' || c == '+' || c == '.')
            && scalar.parse::<f64>().is_ok() =>
        {
            Class::Number
        }
        _ => Class::Plain,
    });
    (class, scalar.len())
}

/// Paints XML and HTML.
pub(super) fn tags(code: &str, painter: &mut Painter) {
    const COMMENTS: &[Quote] = &[
        Quote {
            open: "<!--",
            close: "-->",
            class: Class::Comment,
            escapes: false,
            lines: true,
        },
        Quote {
            open: "<![CDATA[",
            close: "]]>",
            class: Class::Text,
            escapes: false,
            lines: true,
        },
        Quote {
            open: "<?",
            close: "?>",
            class: Class::Comment,
            escapes: false,
            lines: true,
        },
        Quote {
            open: "<!",
            close: ">",
            class: Class::Comment,
            escapes: false,
            lines: true,
        },
    ];
    const VALUES: &[Quote] = &[
        Quote {
            open: "\"",
            close: "\"",
            class: Class::Text,
            escapes: false,
            lines: true,
        },
        Quote {
            open: "'",
            close: "'",
            class: Class::Text,
            escapes: false,
            lines: true,
        },
    ];
    let is_name = |c: char| c.is_alphanumeric() || "_-.:".contains(c);
    let mut at = 0;
    let mut in_tag = false;
    while at < code.len() {
        let rest = &code[at..];
        let (class, len) = if let Some(found) = quoted(COMMENTS, rest).filter(|_| !in_tag) {
            found
        } else if let Some(found) = quoted(VALUES, rest).filter(|_| in_tag) {
            found
        } else if rest.starts_with('<') {
            let len = if rest.starts_with("</") { 2 } else { 1 };
            let name = run(&rest[len..], is_name);
            in_tag = name > 0;
            (
                if in_tag { Class::Keyword } else { Class::Plain },
                len + name,
            )
        } else if in_tag && rest.starts_with(is_name) {
            (Class::Name, run(rest, is_name))
        } else if in_tag {
            in_tag = !rest.starts_with('>');
            (Class::Plain, 0)
        } else {
            (Class::Plain, rest.find('<').unwrap_or(rest.len()))
        };
        let token = token(rest, len);
        painter.token(class, token);
        at += token.len();
    }
}

/// Paints a difference of two texts, line by line.
pub(super) fn diff(code: &str, painter: &mut Painter) {
    for line in code.split_inclusive('\n') {
        let class = match line.as_bytes().first() {
            _ if line.starts_with("+++") || line.starts_with("---") => Class::Type,
            Some(b'@') => Class::Type,
            Some(b'+') => Class::Text,
            Some(b'-') => Class::Keyword,
            _ => Class::Plain,
        };
        painter.token(class, line);
    }
}
