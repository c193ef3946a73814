//! Text as it is shown: escaped, and with nothing hidden in it.

use std::borrow::Cow;

/// What becomes of a character of a text.
enum Fate {
    Keep,
    /// It is invisible, and the text reads the same without it.
    Drop,
    /// It reorders what stands around it, so the reader is told.
    Mark,
    /// HTML has no such character.
    Replace,
}

fn fate(c: char) -> Fate {
    match c {
        '\t' | '\n' | '\r' | ' '..='~' => Fate::Keep,
        '\0'..='\u{1f}' | '\u{7f}'..='\u{9f}' => Fate::Replace,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => Fate::Mark,
        '\u{ad}'
        | '\u{61c}'
        | '\u{115f}'
        | '\u{1160}'
        | '\u{180e}'
        | '\u{200b}'
        | '\u{200e}'
        | '\u{200f}'
        | '\u{2028}'
        | '\u{2029}'
        | '\u{2060}'..='\u{2064}'
        | '\u{206a}'..='\u{206f}'
        | '\u{3164}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}' => Fate::Drop,
        '\u{fdd0}'..='\u{fdef}' => Fate::Replace,
        c if c as u32 & 0xfffe == 0xfffe => Fate::Replace,
        _ => Fate::Keep,
    }
}

fn is_hidden(c: char) -> bool {
    !matches!(fate(c), Fate::Keep)
}

/// What a byte can begin: something that is written as it is, markup, or a character that
/// [`fate`] names. Most text is passed over by this alone.
const BEGINS: [u8; 256] = {
    let mut begins = [PLAIN; 256];
    let mut byte = 0;
    while byte < 256 {
        begins[byte] = match byte as u8 {
            b'&' | b'<' | b'>' | b'"' => MARKUP,
            0..=8 | 11 | 12 | 14..=31 | 127 => HIDDEN,
            0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xe3 | 0xef..=0xff => HIDDEN,
            _ => PLAIN,
        };
        byte += 1;
    }
    begins
};
const PLAIN: u8 = 0;
const MARKUP: u8 = 1;
const HIDDEN: u8 = 2;

/// Whether `text` holds a character that cannot be seen, or that changes the order of
/// what can.
pub(super) fn has_hidden(text: &str) -> bool {
    text.bytes().any(|byte| BEGINS[byte as usize] == HIDDEN) && text.chars().any(is_hidden)
}

/// Appends `text` as the content of an element.
pub(super) fn push(out: &mut String, text: &str) {
    push_escaped(out, text, false);
}

/// Appends `text` as the value of an attribute in double quotes.
pub(super) fn push_attribute(out: &mut String, text: &str) {
    push_escaped(out, text, true);
}

fn push_escaped(out: &mut String, text: &str, quotes: bool) {
    let bytes = text.as_bytes();
    let (mut from, mut at) = (0, 0);
    while let Some(step) = bytes[at..]
        .iter()
        .position(|&byte| BEGINS[byte as usize] != PLAIN)
    {
        at += step;
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        let end = at + c.len_utf8();
        let instead = match c {
            '&' => "&amp;",
            '<' => "&lt;",
            '>' => "&gt;",
            '"' if quotes => "&quot;",
            _ => match fate(c) {
                Fate::Keep => {
                    at = end;
                    continue;
                }
                Fate::Drop | Fate::Mark => "",
                Fate::Replace => "\u{fffd}",
            },
        };
        out.push_str(&text[from..at]);
        out.push_str(instead);
        if matches!(fate(c), Fate::Mark) {
            push_mark(out, c);
        }
        (from, at) = (end, end);
    }
    out.push_str(&text[from..]);
}

fn push_mark(out: &mut String, c: char) {
    out.push_str(&format!("⟨U+{:04X}⟩", c as u32));
}

/// The text with nothing hidden in it: characters that reorder text are named
/// (`⟨U+202E⟩`), invisible ones are left out, and those that HTML does not have become
/// U+FFFD. It is not escaped.
pub fn visible(text: &str) -> Cow<'_, str> {
    if !has_hidden(text) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match fate(c) {
            Fate::Keep => out.push(c),
            Fate::Drop => {}
            Fate::Mark => push_mark(&mut out, c),
            Fate::Replace => out.push('\u{fffd}'),
        }
    }
    Cow::Owned(out)
}

/// At most `max` characters of `text`, with an ellipsis where something is cut off.
pub(super) fn shortened(text: &str, max: usize) -> String {
    let text = visible(text);
    match text.char_indices().nth(max) {
        Some((at, _)) => format!("{}…", text[..at].trim_end()),
        None => text.into_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hidden_characters_are_named_dropped_or_replaced() {
        for (text, expected) in [
            ("plain & simple – “quoted”", "plain & simple – “quoted”"),
            ("user\u{202e}nimda", "user⟨U+202E⟩nimda"),
            ("pay\u{200b}ments\u{feff}", "payments"),
            ("a\0b\u{85}\u{fffe}", "a\u{fffd}b\u{fffd}\u{fffd}"),
            (
                "می\u{200c}خواهم 👩\u{200d}👩",
                "می\u{200c}خواهم 👩\u{200d}👩",
            ),
            ("\u{e0041}x\u{1fffe}", "x\u{fffd}"),
        ] {
            assert_eq!(visible(text), expected);
            let mut html = String::new();
            push(&mut html, text);
            assert_eq!(html, expected.replace('&', "&amp;"));
        }
    }

    #[test]
    fn an_attribute_cannot_be_left() {
        let mut html = String::new();
        push_attribute(&mut html, "\" onclick=<'&>");
        assert_eq!(html, "&quot; onclick=&lt;'&amp;&gt;");
    }
}
