//! Ids of headings.

use std::collections::HashMap;

/// What every heading id begins with, so that it meets no other id of the page.
const PREFIX: &str = "h-";

/// Longest slug, in bytes.
const MAX_SLUG: usize = 96;

/// Hands out heading ids of one document, each once.
#[derive(Default)]
pub(super) struct Slugs {
    /// Slug to the last number that was put behind it.
    taken: HashMap<String, u32>,
}

impl Slugs {
    /// The id of the next heading with this text.
    pub(super) fn id(&mut self, text: &str) -> String {
        let base = slug(text);
        let mut unique = base.clone();
        let mut number = self.taken.get(&base).copied().unwrap_or(0);
        while self.taken.contains_key(&unique) {
            number += 1;
            unique = format!("{base}-{number}");
        }
        let id = format!("{PREFIX}{unique}");
        // The counter stays where it stopped: a thousand equal headings cost a thousand steps.
        self.taken.insert(base, number);
        self.taken.entry(unique).or_insert(0);
        id
    }
}

/// The slug of a heading, as the large code hosts make it, so that a link to a heading
/// works there and here: letters in lower case, spaces as hyphens, punctuation left out.
fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(MAX_SLUG));
    for c in text.trim().chars().flat_map(char::to_lowercase) {
        if slug.len() + c.len_utf8() > MAX_SLUG {
            break;
        }
        match c {
            ' ' | '\t' | '\n' => slug.push('-'),
            '-' | '_' => slug.push(c),
            c if c.is_alphanumeric() => slug.push(c),
            _ => {}
        }
    }
    if slug.is_empty() {
        slug.push_str("section");
    }
    slug
}

/// The id that a heading has when a link names it by `fragment` (without `#`).
pub(super) fn id_of_fragment(fragment: &str) -> String {
    let decoded = decode(fragment);
    let bare = decoded.strip_prefix(PREFIX).unwrap_or(&decoded);
    format!("{PREFIX}{}", bare.to_lowercase())
}

/// `text` with its `%XX` decoded; what is no UTF-8 then stays as it was.
fn decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, tail @ ..] = rest {
        let hex = (*first == b'%')
            .then(|| tail.get(..2))
            .flatten()
            .filter(|digits| digits.iter().all(u8::is_ascii_hexdigit))
            .and_then(|digits| std::str::from_utf8(digits).ok())
            .and_then(|digits| u8::from_str_radix(digits, 16).ok());
        bytes.push(hex.unwrap_or(*first));
        rest = if hex.is_some() { &tail[2..] } else { tail };
    }
    String::from_utf8(bytes).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_like_those_of_code_hosts_and_unique() {
        let mut slugs = Slugs::default();
        for (text, id) in [
            ("Data quality & SLAs", "h-data-quality--slas"),
            ("Data quality & SLAs", "h-data-quality--slas-1"),
            ("Schlüssel (`order_id`)", "h-schlüssel-order_id"),
            ("a-1", "h-a-1"),
            ("a", "h-a"),
            ("a", "h-a-2"),
            ("a", "h-a-3"),
            ("🚀", "h-section"),
            ("!!", "h-section-1"),
        ] {
            assert_eq!(slugs.id(text), id);
        }
    }

    #[test]
    fn a_fragment_names_the_heading_in_any_spelling() {
        for fragment in ["Schl%C3%BCssel", "schlüssel", "h-schlüssel"] {
            assert_eq!(id_of_fragment(fragment), "h-schlüssel");
        }
        assert_eq!(id_of_fragment("100%"), "h-100%");
        assert_eq!(id_of_fragment("%ff%é"), "h-%ff%é");
    }
}
