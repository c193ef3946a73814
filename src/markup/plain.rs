//! A text in a line, for cards and for the description of a page.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::{text, writer};
use crate::diag::guarded;

/// How much of a text is read for each character that is wanted.
const READ_AHEAD: usize = 16;

/// The first sentences of a text without markup, at most `max` characters long. Headings,
/// code blocks, tables, quotes, images and HTML are passed over. Whole sentences where one
/// ends in the second half, else whole words and an ellipsis. Not escaped.
pub fn plain(source: &str, max: usize) -> String {
    guarded(|| line(source, max)).unwrap_or_default()
}

fn line(source: &str, max: usize) -> String {
    let mut end = source.len().min((max + 64).saturating_mul(READ_AHEAD));
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let mut line = String::new();
    let mut skipped = 0_usize;
    for event in Parser::new_ext(&source[..end], writer::OPTIONS) {
        match event {
            Event::Start(tag) if is_passed_over(&tag) => skipped += 1,
            Event::End(tag) if was_passed_over(tag) => skipped -= 1,
            _ if skipped > 0 => {}
            Event::Text(words) | Event::Code(words) => line.push_str(&words),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Item)
            | Event::Start(Tag::List(_)) => line.push(' '),
            _ => {}
        }
        // A character takes at most four bytes.
        if line.len() > max.saturating_mul(4) + 4 {
            break;
        }
    }
    let line = text::visible(&line);
    let words: Vec<&str> = line.split_whitespace().collect();
    shortened(&words.join(" "), max)
}

fn is_passed_over(tag: &Tag) -> bool {
    was_passed_over(tag.to_end())
}

fn was_passed_over(tag: TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Heading(_)
            | TagEnd::CodeBlock
            | TagEnd::Table
            | TagEnd::BlockQuote(_)
            | TagEnd::Image
            | TagEnd::HtmlBlock
            | TagEnd::FootnoteDefinition
    )
}

fn shortened(line: &str, max: usize) -> String {
    let Some((cut, _)) = line.char_indices().nth(max) else {
        return line.to_owned();
    };
    let head = &line[..cut];
    let sentence = [". ", "! ", "? "]
        .iter()
        .filter_map(|end| head.rfind(end))
        .max();
    if let Some(end) = sentence.filter(|&end| end >= head.len() / 2) {
        return head[..=end].to_owned();
    }
    let word = head
        .char_indices()
        .nth(max.saturating_sub(1))
        .map_or(0, |(at, _)| at);
    let word = head[..word].rfind(' ').unwrap_or(word);
    format!(
        "{}…",
        head[..word].trim_end_matches([' ', ',', ';', ':', '–', '-'])
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cards_show_the_first_sentences_without_markup() {
        for (source, max, expected) in [
            (
                "# Orders\n\nAll *orders* of the [shop](x.md), `daily`.",
                80,
                "All orders of the shop, daily.",
            ),
            (
                "First one. Second one. Third is rather long.",
                30,
                "First one. Second one.",
            ),
            (
                "A sentence that never ends before the limit",
                20,
                "A sentence that…",
            ),
            (
                "> quote\n\n- a\n- b\n\n```sql\nselect 1\n```\n<b>x</b>",
                20,
                "a b x",
            ),
            ("Unbrokenandverylongword", 10, "Unbrokena…"),
            ("", 10, ""),
            ("x\u{202e}y", 20, "x⟨U+202E⟩y"),
            ("größe 📦📦📦📦", 8, "größe…"),
        ] {
            assert_eq!(plain(source, max), expected, "{source:?}");
        }
    }
}
