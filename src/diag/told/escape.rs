//! Texts of repositories made harmless for what reads them: terminals, and the CI services
//! that look for their own commands in a log.

use std::borrow::Cow;

/// A text of a repository as a terminal may see it.
///
/// Control characters, which could move its cursor, and characters that turn the direction
/// of writing are written as their numbers; so is the bracket that makes a command of a CI
/// service (`##vso[`, `##[`).
pub fn printable(text: &str) -> Cow<'_, str> {
    if !text.contains(is_harmful) && !text.contains("##") {
        return Cow::Borrowed(text);
    }
    Cow::Owned(with(text, is_harmful, |c| format!("\\u{{{:x}}}", c as u32)))
}

/// A line of a file as a terminal may see it, without a byte moved. Control characters of
/// ASCII stay: `annotate-snippets` shows pictures of them.
pub(super) fn in_place(line: Cow<'_, str>) -> Cow<'_, str> {
    let is_harmful = |c: char| is_harmful(c) && !c.is_ascii();
    if !line.contains(is_harmful) && !line.contains("##") {
        return line;
    }
    let as_long = |c: char| match c.len_utf8() {
        1 => "(",
        2 => "·",
        _ => "\u{fffd}",
    };
    Cow::Owned(with(&line, is_harmful, |c| as_long(c).to_owned()))
}

/// A JSON document of which a terminal and a CI service may see every byte; it means the same.
pub(super) fn json(document: &impl serde::Serialize) -> String {
    let plain = serde_json::to_string_pretty(document).expect("plain data");
    // The line breaks are those of the layout: those of texts are escaped already.
    let harmful = |c| is_harmful(c) && c != '\n';
    with(&plain, harmful, |c| format!("\\u{:04x}", c as u32)) + "\n"
}

/// The text with what is harmful, and the brackets of commands, written otherwise.
pub(super) fn with(
    text: &str,
    is_harmful: impl Fn(char) -> bool,
    written: impl Fn(char) -> String,
) -> String {
    let mut harmless = String::with_capacity(text.len() + 8);
    let mut hashes = 0;
    for c in text.chars() {
        match is_harmful(c) || (c == '[' && hashes > 1) {
            true => harmless.push_str(&written(c)),
            false => harmless.push(c),
        }
        hashes = match c {
            '#' => hashes + 1,
            _ if hashes > 1 && c.is_ascii_alphanumeric() => hashes,
            _ => 0,
        };
    }
    harmless
}

/// Control characters, marks and turns of direction, and separators that some take for the
/// end of a line; none lies beyond U+FFFF.
pub(super) fn is_harmful(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// The start of a text of at most `most` bytes, with `…` where it is cut.
pub(super) fn cut(text: &str, most: usize) -> Cow<'_, str> {
    match text.len() > most {
        true => Cow::Owned(format!("{}…", &text[..text.floor_char_boundary(most)])),
        false => Cow::Borrowed(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_speaks_to_a_terminal_or_a_service_is_written_in_numbers() {
        let table = [
            ("größe 📦 ## [x]", "größe 📦 ## [x]"),
            ("a\u{1b}[2Jb", "a\\u{1b}[2Jb"),
            ("a\r\n\t", "a\\u{d}\\u{a}\\u{9}"),
            ("\u{9b}31m", "\\u{9b}31m"),
            ("abc\u{202e}def\u{2066}", "abc\\u{202e}def\\u{2066}"),
            ("one\u{2028}two", "one\\u{2028}two"),
            ("##vso[task.x]", "##vso\\u{5b}task.x]"),
            ("x ##[add-mask]", "x ##\\u{5b}add-mask]"),
        ];
        for (text, expected) in table {
            assert_eq!(printable(text), expected);
        }
    }

    #[test]
    fn a_shown_line_keeps_its_length() {
        let table = [
            ("x: [a] # note", "x: [a] # note"),
            ("## [heading](x)", "## [heading](x)"),
            ("a ##vso[task.x]b [c]", "a ##vso(task.x]b [c]"),
            ("##[set-env]##[", "##(set-env]##("),
            ("\u{9b}2J\u{202e}x\u{61c}", "·2J\u{fffd}x·"),
        ];
        for (text, expected) in table {
            assert_eq!(in_place(text.into()), expected);
            assert_eq!(text.len(), expected.len());
        }
    }

    #[test]
    fn json_keeps_its_meaning() {
        let text = "\u{9b}\u{202e}##vso[x]\n\u{1b}\u{7f}\"\\";
        let told = json(&text);
        assert!(told.is_ascii() && !told.contains("##vso["), "{told}");
        assert_eq!(serde_json::from_str::<String>(&told).unwrap(), text);
    }
}
