//! The comments of a text.

use std::ops::Range;

use pulldown_cmark::{Event, Parser};

use super::{MAX_BYTES, writer};
use crate::diag::guarded;

/// Where comments (`<!-- .. -->`) stand that begin and end on one line, in the order of the
/// text. What stands in code is none.
pub fn comments(text: &str) -> Vec<Range<usize>> {
    guarded(|| found(text)).unwrap_or_default()
}

fn found(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    if text.len() > MAX_BYTES {
        return found;
    }
    for (event, range) in Parser::new_ext(text, writer::OPTIONS).into_offset_iter() {
        if !matches!(event, Event::Html(_) | Event::InlineHtml(_)) {
            continue;
        }
        let mut at = range.start;
        while let Some(start) = text[at..range.end].find("<!--") {
            let start = at + start;
            let Some(length) = text[start..range.end].find("-->") else {
                break;
            };
            at = start + length + "-->".len();
            if !text[start..at].contains('\n') {
                found.push(start..at);
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_stand_in_blocks_and_in_lines_but_not_in_code() {
        let text = "<!-- a -->\n# T <!-- b -->\n\nx <!-- c --> y <!-- d -->\n\n`<!-- e -->`\n\n    <!-- f -->\n\n```\n<!-- g -->\n```\n<!-- h\ni -->\n";
        let found: Vec<_> = comments(text).into_iter().map(|at| &text[at]).collect();
        assert_eq!(
            found,
            ["<!-- a -->", "<!-- b -->", "<!-- c -->", "<!-- d -->"]
        );
    }
}
