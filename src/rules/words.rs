//! Names and texts as words.

/// The words of a name or a text, in their own case: `orderId`, `ORDER_ID`, `order-id` and
/// `Order id` are each two words, `address1` and `IPAddress` too.
pub(super) fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_alphanumeric())
        .flat_map(humps)
        .filter(|word| !word.is_empty())
}

/// The parts of a word in camel case.
fn humps(word: &str) -> impl Iterator<Item = &str> {
    let mut rest = word;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        let (hump, behind) = rest.split_at(hump_end(rest));
        rest = behind;
        Some(hump)
    })
}

fn hump_end(word: &str) -> usize {
    // Most words are of lower-case letters alone.
    if word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return word.len();
    }
    let mut chars = word.char_indices().peekable();
    let mut before = None;
    while let Some((at, c)) = chars.next() {
        if let Some(before) = before {
            let next_is_lower = chars.peek().is_some_and(|(_, next)| next.is_lowercase());
            let starts_hump = c.is_uppercase()
                && (char::is_lowercase(before) || (char::is_uppercase(before) && next_is_lower));
            if starts_hump || c.is_numeric() != char::is_numeric(before) {
                return at;
            }
        }
        before = Some(c);
    }
    word.len()
}

/// Whether a character is as much as a word or a syllable: of Thai, kana, Han and Hangul.
pub(super) fn is_dense(c: char) -> bool {
    matches!(c, '\u{0e00}'..='\u{0e7f}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}')
}

/// Whether two words are one, in any case.
pub(super) fn same(a: &str, b: &str) -> bool {
    a.eq_ignore_ascii_case(b) || (!a.is_ascii() && a.to_lowercase() == b.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_fall_into_words() {
        for (text, expected) in [
            ("order_id", "order id"),
            ("OrderID", "Order ID"),
            ("IPAddress", "IP Address"),
            ("address1", "address 1"),
            ("customerEMail", "customer E Mail"),
            ("DATE-OF.BIRTH", "DATE OF BIRTH"),
            ("straßeÄhnlich", "straße Ähnlich"),
            ("__", ""),
        ] {
            assert_eq!(words(text).collect::<Vec<_>>().join(" "), expected);
        }
    }
}
