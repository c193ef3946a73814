//! How text becomes search terms: split at punctuation and camelCase, folded to plain
//! lower-case letters.

use std::sync::LazyLock;

/// Longest term, in UTF-16 units; the rest of a longer one is ignored on both sides.
const TERM: usize = 40;

/// Words that prose is full of: not indexed from prose, and dropped from a query that
/// has other words. Sorted.
pub(super) const STOP: &[&str] = &[
    "a", "an", "and", "are", "as", "at", "be", "by", "for", "from", "has", "in", "is", "it", "of",
    "on", "or", "that", "the", "this", "to", "was", "with",
];

/// Whether `term` is one of [`STOP`].
pub(super) fn is_stop(term: &str) -> bool {
    term.len() <= 4 && STOP.binary_search(&term).is_ok()
}

/// Latin letters with marks, and what each is folded to.
static LATIN: LazyLock<Vec<Option<&'static str>>> = LazyLock::new(|| {
    (0..LATIN_END)
        .map(|code| {
            let letter = char::from_u32(code).filter(|c| is_marked_latin(*c))?;
            deunicode::deunicode_char(letter)
                .filter(|plain| plain.bytes().all(|byte| byte.is_ascii_lowercase()))
        })
        .collect()
});

const LATIN_END: u32 = 0x1f00;

fn is_marked_latin(c: char) -> bool {
    c.is_lowercase() && matches!(c, '\u{df}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}')
}

/// The fold table for the client: plain letters, and all letters that become them.
pub(super) fn fold_table() -> Vec<(&'static str, String)> {
    let mut table = std::collections::BTreeMap::<&str, String>::new();
    for (code, plain) in LATIN.iter().enumerate() {
        if let (Some(plain), Some(letter)) = (plain, char::from_u32(code as u32)) {
            table.entry(plain).or_default().push(letter);
        }
    }
    table.into_iter().collect()
}

fn is_combining(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn push_folded(term: &mut String, c: char) {
    for lower in c.to_lowercase() {
        match LATIN.get(lower as usize) {
            Some(Some(plain)) => term.push_str(plain),
            _ if is_combining(lower) => {}
            _ => term.push(lower),
        }
    }
}

/// Calls `each` with the terms of `text`, in order.
///
/// `OrderTotal_v2 größe` yields `order`, `total`, `v2`, `grosse`. An acronym stays whole
/// before its plural: `IDs` is one term, `HTTPServer` is two.
pub(super) fn terms(text: &str, mut each: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut term = String::new();
    let mut before = ' ';
    let mut at = 0;
    while at < bytes.len() {
        // Most of most texts is runs of plain letters, which are terms as they stand.
        let run = plain_run(&bytes[at..]);
        if run > 0 {
            let end = at + run;
            let ends_word = bytes.get(end).is_none_or(|next| is_plain_end(*next));
            if term.is_empty() && ends_word && run <= TERM {
                each(&text[at..end]);
                before = ' ';
                at = end + 1;
            } else {
                term.push_str(&text[at..end]);
                before = char::from(bytes[end - 1]);
                at = end;
            }
            continue;
        }
        let Some(c) = text[at..].chars().next() else {
            break;
        };
        at += c.len_utf8();
        if c.is_alphanumeric() {
            if c.is_uppercase() && starts_part(before, &text[at..]) {
                flush(&mut term, &mut each);
            }
            push_folded(&mut term, c);
            before = c;
        } else if !is_combining(c) {
            flush(&mut term, &mut each);
            before = c;
        }
    }
    flush(&mut term, &mut each);
}

fn plain_run(bytes: &[u8]) -> usize {
    bytes
        .iter()
        .take_while(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        .count()
}

/// Whether `byte` ends a word for certain and is a character of its own.
fn is_plain_end(byte: u8) -> bool {
    byte.is_ascii() && !byte.is_ascii_alphanumeric()
}

fn flush(term: &mut String, each: &mut impl FnMut(&str)) {
    if !term.is_empty() {
        cut(term);
        each(term);
        term.clear();
    }
}

/// Cuts `term` to its longest length.
fn cut(term: &mut String) {
    if term.len() <= TERM {
        return;
    }
    let mut units = 0;
    let end = term.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > TERM
    });
    if let Some((end, _)) = end {
        term.truncate(end);
    }
}

/// Whether an upper-case letter between `before` and `rest` starts a part of its own.
fn starts_part(before: char, rest: &str) -> bool {
    if before.is_lowercase() || before.is_numeric() {
        return true;
    }
    let mut rest = rest.chars();
    before.is_uppercase() && (0..2).all(|_| rest.next().is_some_and(char::is_lowercase))
}

/// The terms of a name written as one, for who types `customerid` or `customer id` for
/// `customer_id`; `None` where the name has one term only.
pub(super) fn joined(name: &str) -> Option<String> {
    let (mut all, mut count) = (String::new(), 0);
    terms(name, |term| {
        all.push_str(term);
        count += 1;
    });
    cut(&mut all);
    (count > 1).then_some(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_split_at_punctuation_and_camel_case() {
        for (text, expected) in [
            ("order_total", "order total"),
            ("orderTotalAmount", "order total amount"),
            ("HTTPServer", "http server"),
            ("customer IDs", "customer ids"),
            ("dwh.public.parcel-events", "dwh public parcel events"),
            ("address2Line", "address2 line"),
            ("Größe Café Łódź", "grosse cafe lodz"),
            ("cafe\u{301} noir", "cafe noir"),
            ("Æther þorn", "aether thorn"),
            ("Приём", "приём"),
            ("snake_caseAndCamel x1Y", "snake case and camel x1 y"),
            ("naïve ABC-def", "naive abc def"),
            ("—\u{0}…", ""),
        ] {
            let mut found = Vec::new();
            terms(text, |term| found.push(term.to_owned()));
            assert_eq!(found.join(" "), expected, "{text}");
        }
    }

    #[test]
    fn a_long_word_is_cut() {
        for letter in ["é", "я", "𐐨"] {
            terms(&letter.repeat(500), |term| {
                assert_eq!(term.encode_utf16().count(), TERM);
            });
        }
    }

    #[test]
    fn only_names_of_several_parts_are_joined() {
        assert_eq!(joined("customer_id").as_deref(), Some("customerid"));
        assert_eq!(joined("customer"), None);
    }
}
