//! Addresses that stand in a text without any mark, as code hosts link them.

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Words(&'t str),
    Address(&'t str),
}

/// The words and the `http` addresses of a text, in order.
pub(super) fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    let mut next = None;
    std::iter::from_fn(move || {
        if let Some(address) = next.take() {
            return Some(Piece::Address(address));
        }
        if rest.is_empty() {
            return None;
        }
        let words = match first_address(rest) {
            Some((start, end)) => {
                let words = &rest[..start];
                next = Some(&rest[start..end]);
                rest = &rest[end..];
                words
            }
            None => std::mem::take(&mut rest),
        };
        Some(Piece::Words(words))
    })
}

/// Where the first address of a text begins and ends.
fn first_address(text: &str) -> Option<(usize, usize)> {
    let mut from = 0;
    while let Some(at) = text[from..].find("://") {
        let colon = from + at;
        let before = &text[..colon];
        let scheme = ["https", "http"]
            .into_iter()
            .find(|scheme| before.ends_with(scheme));
        let behind = &text[colon + 3..];
        let len = behind
            .find(|c: char| c.is_whitespace() || "<>\"`".contains(c))
            .unwrap_or(behind.len());
        let kept = without_punctuation(&behind[..len]);
        if let Some(scheme) = scheme {
            let start = colon - scheme.len();
            let is_apart = !before[..start].ends_with(char::is_alphanumeric);
            if is_apart && kept.starts_with(|c: char| c.is_alphanumeric() || c == '[') {
                return Some((start, colon + 3 + kept.len()));
            }
        }
        from = colon + 3 + len;
    }
    None
}

/// An address without the punctuation of the sentence around it; a closing bracket belongs
/// to the address where it was opened there.
fn without_punctuation(address: &str) -> &str {
    let opened = address.matches('(').count();
    let mut closed = address.matches(')').count();
    let mut kept = address;
    while let Some(last) = kept.chars().next_back() {
        match last {
            '?' | '!' | '.' | ',' | ':' | ';' | '*' | '_' | '~' | '\'' | ']' | '}' | '|' => {}
            ')' if closed > opened => closed -= 1,
            _ => break,
        }
        kept = &kept[..kept.len() - last.len_utf8()];
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_found_as_sentences_hold_them() {
        for (text, addresses) in [
            (
                "see https://a.example/x_y, or (http://b.example/(z)).",
                vec!["https://a.example/x_y", "http://b.example/(z)"],
            ),
            (
                "https://a.example/?q=1&r=2#s. End",
                vec!["https://a.example/?q=1&r=2#s"],
            ),
            ("xhttps://a.example s3://b https:// http://", vec![]),
            ("größe:https://ä.example…", vec!["https://ä.example…"]),
            ("<https://a.example>", vec!["https://a.example"]),
            ("", vec![]),
        ] {
            let found: Vec<&str> = pieces(text)
                .filter_map(|piece| match piece {
                    Piece::Address(address) => Some(address),
                    Piece::Words(_) => None,
                })
                .collect();
            assert_eq!(found, addresses, "{text}");
            let whole: String = pieces(text)
                .map(|piece| match piece {
                    Piece::Address(piece) | Piece::Words(piece) => piece,
                })
                .collect();
            assert_eq!(whole, text);
        }
    }
}
