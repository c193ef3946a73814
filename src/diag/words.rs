//! Words that help an author: what was probably meant, what would have been right.

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

/// `a`, `b` or `c`, cut short where there are many.
pub fn listed(words: &[&str]) -> String {
    let shown: Vec<_> = words
        .iter()
        .take(8)
        .map(|word| format!("`{word}`"))
        .collect();
    let more = if words.len() > shown.len() {
        ", .."
    } else {
        ""
    };
    format!("{}{more}", shown.join(", "))
}
