//! Texts as what they say, without what only names what they are about.

use xxhash_rust::xxh3::xxh3_64;

use super::super::words::words;

/// A shorter text, in words, says the same in many products with good reason.
const SHORTEST: usize = 8;
/// Fewer words than these say nothing, once the names are left out.
const LEAST: usize = 4;
/// Words behind these are not looked at: nobody reads that far.
const LONGEST: usize = 300;
/// The longest text that is looked at, in bytes.
const BYTES: usize = 8 << 10;
/// The most words of names that are left out of a text.
const MOST_NAMES: usize = 64;

/// Words that names have in common with every text.
const BETWEEN: [&str; 12] = [
    "and", "as", "at", "by", "for", "from", "in", "of", "on", "the", "to", "with",
];

/// The words of names, which tell nothing where they stand in a text.
#[derive(Default)]
pub(super) struct Names(Vec<u64>);

impl Names {
    /// Adds the words of a name.
    pub(super) fn add(&mut self, name: &str) {
        let mut buffer = String::new();
        for word in words(name).filter(|word| !BETWEEN.contains(word)) {
            if self.0.len() == MOST_NAMES {
                return;
            }
            if let Some(hash) = hash(word, &mut buffer) {
                self.0.push(hash);
            }
        }
        // A text writes `WebShop` as one word.
        for word in name.split(|c: char| !c.is_alphanumeric()) {
            if let Some(hash) = hash(word, &mut buffer)
                && self.0.len() < MOST_NAMES
            {
                self.0.push(hash);
            }
        }
    }
}

/// The pairs of words that follow each other in a text, in any case, without the words of `names`,
/// with every number as one: sorted, each once. `None` where the text is too short to be anybody's
/// own.
pub(super) fn pairs(text: &str, names: &Names, buffer: &mut String) -> Option<Vec<u64>> {
    let text = &text[..text.floor_char_boundary(BYTES)];
    let (mut count, mut left) = (0, Vec::with_capacity(64));
    for word in spelt(text).take(LONGEST) {
        count += 1;
        if let Some(hash) = hash(word, buffer)
            && !names.0.contains(&hash)
        {
            left.push(hash);
        }
    }
    if count < SHORTEST || left.len() < LEAST {
        return None;
    }
    let mut pairs: Vec<u64> = left
        .windows(2)
        .map(|pair| {
            pair[0]
                .rotate_left(23)
                .wrapping_add(pair[1])
                .wrapping_mul(ODD)
        })
        .collect();
    pairs.sort_unstable();
    pairs.dedup();
    Some(pairs)
}

const ODD: u64 = 0x9e37_79b9_7f4a_7c15;

/// The words of a text; a sign of a script without spaces is one.
fn spelt(text: &str) -> impl Iterator<Item = &str> {
    let is_between = |c: char| !c.is_ascii_alphanumeric() && (c.is_ascii() || !c.is_alphanumeric());
    text.split(is_between).flat_map(|word| {
        let mut rest = word;
        std::iter::from_fn(move || {
            let first = rest.chars().next()?;
            let end = match is_sign(first) {
                true => first.len_utf8(),
                false if rest.is_ascii() => rest.len(),
                false => rest.find(is_sign).unwrap_or(rest.len()),
            };
            let (word, behind) = rest.split_at(end);
            rest = behind;
            Some(word)
        })
    })
}

fn is_sign(c: char) -> bool {
    c >= '\u{2e80}' && !c.is_lowercase() && !c.is_uppercase()
}

/// What a word is told by, in any case, with each run of digits as one; `None` for a single
/// letter, which is a name or says nothing.
fn hash(word: &str, buffer: &mut String) -> Option<u64> {
    let bytes = word.as_bytes();
    // Most words are short and of letters that stand in the same place in every case.
    if bytes.len() <= 8 && bytes.iter().all(u8::is_ascii_alphabetic) {
        let packed = bytes.iter().fold(0, |packed, byte| {
            packed << 8 | u64::from(byte.to_ascii_lowercase())
        });
        let mixed = (packed ^ packed >> 32).wrapping_mul(ODD);
        return (bytes.len() > 1).then_some(mixed ^ mixed >> 29);
    }
    let mut chars = word.chars();
    let first = chars.next()?;
    if chars.next().is_none() && !is_sign(first) {
        return None;
    }
    buffer.clear();
    let mut in_number = false;
    for c in word.chars() {
        match c.is_numeric() {
            true if in_number => {}
            true => buffer.push('0'),
            false if c.is_ascii() => buffer.push(c.to_ascii_lowercase()),
            false => buffer.extend(c.to_lowercase()),
        }
        in_number = c.is_numeric();
    }
    Some(xxh3_64(buffer.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, name: &str) -> Option<Vec<u64>> {
        let mut names = Names::default();
        names.add(name);
        pairs(text, &names, &mut String::new())
    }

    #[test]
    fn nothing_but_the_name_differs() {
        let a = of(
            "Orders of shop A, one row for each, for revenue reports of 2025.",
            "orders-shop-a",
        );
        let b = of(
            "RETURNS of shop B - one row for each; for revenue reports of 2026",
            "returnsShopB",
        );
        assert!(a.is_some());
        assert_eq!(a, b);
    }

    #[test]
    fn short_texts_are_nobodys_own() {
        assert_eq!(of("Orders of the web shop", "x"), None);
        assert!(of("販売店の注文を一行ずつ示す表です", "x").is_some());
        assert!(of(&"word and thing ".repeat(100_000), "x").is_some());
    }
}
