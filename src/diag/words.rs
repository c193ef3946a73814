//! Words that help an author: what was probably meant, what would have been right.

use std::borrow::Cow;

/// The most characters of one text that a message quotes.
const MOST_QUOTED: usize = 100;
/// The longest name for which another is looked up, in bytes.
const LONGEST: usize = 100;
/// How much longer or shorter a candidate may be, in bytes: its hyphens do not count.
const FARTHEST: usize = 12;

/// The candidate that was probably meant, if one is near enough.
///
/// A text longer than a name ever is has no nearest one: the work grows with its square.
pub fn nearest<'a>(text: &str, candidates: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    if text.len() > LONGEST {
        return None;
    }
    let bare = |text: &str| text.to_lowercase().replace(['-', '_', ' '], "");
    let wanted = bare(text);
    let limit = match wanted.chars().count() {
        0..=2 => 0,
        3..=5 => 1,
        _ => 2,
    };
    let near = candidates.filter(|candidate| candidate.len().abs_diff(text.len()) <= FARTHEST);
    let distances =
        near.map(|candidate| (strsim::osa_distance(&wanted, &bare(candidate)), candidate));
    let (_, best) = distances.filter(|(distance, _)| *distance <= limit).min()?;
    Some(best)
}

/// A text of a file as messages quote it: cut where it is longer than anyone reads.
pub fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MOST_QUOTED) {
        Some((end, _)) => format!("{}…", &text[..end]).into(),
        None => text.into(),
    }
}

/// `a`, `b`, `c`, and how many more there are past the eighth.
pub fn listed(words: &[&str]) -> String {
    let shown: Vec<_> = words
        .iter()
        .take(8)
        .map(|word| format!("`{word}`"))
        .collect();
    let more = match words.len() - shown.len() {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("{}{more}", shown.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_between_characters() {
        assert_eq!(shortened("shop"), "shop");
        assert_eq!(shortened(&"é".repeat(100)), "é".repeat(100));
        assert_eq!(shortened(&"é".repeat(101)), "é".repeat(100) + "…");
    }
}
