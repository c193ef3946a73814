//! Lines of a YAML text, as an author sees them.

use std::ops::Range;

/// One line of a text, without its break.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line<'a> {
    whole: &'a str,
    /// Its first byte in the text.
    pub(super) start: usize,
    /// One past its last byte.
    pub(super) end: usize,
}

/// A key and its value on one line: ranges of bytes of the text.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct KeyValue {
    pub(super) key: Range<usize>,
    /// What stands behind the colon, trimmed; may be empty.
    pub(super) value: Range<usize>,
}

impl<'a> Line<'a> {
    /// The line in which a byte of the text lies.
    pub(super) fn at(whole: &'a str, byte: usize) -> Line<'a> {
        let byte = byte.min(whole.len());
        let bytes = whole.as_bytes();
        let start = bytes[..byte].iter().rposition(|&b| b == b'\n');
        let start = start.map_or(0, |at| at + 1);
        let end = bytes[start..].iter().position(|&b| b == b'\n');
        let end = end.map_or(whole.len(), |at| start + at);
        let is_crlf = end > start && bytes[end - 1] == b'\r';
        Line {
            whole,
            start,
            end: end - usize::from(is_crlf),
        }
    }

    pub(super) fn text(&self) -> &'a str {
        &self.whole[self.start..self.end]
    }

    /// The next line, unless this is the last.
    pub(super) fn next(&self) -> Option<Line<'a>> {
        let rest = &self.whole[self.end..];
        let at = self.end + rest.find('\n')? + 1;
        (at < self.whole.len()).then(|| Line::at(self.whole, at))
    }

    /// The line before, unless this is the first.
    pub(super) fn prior(&self) -> Option<Line<'a>> {
        Some(Line::at(self.whole, self.start.checked_sub(1)?))
    }

    /// The nearest line above that says something.
    pub(super) fn above(&self) -> Option<Line<'a>> {
        let above = std::iter::successors(self.prior(), Line::prior);
        above.into_iter().find(|line| !line.says_nothing())
    }

    /// The nearest line below that says something.
    pub(super) fn below(&self) -> Option<Line<'a>> {
        let below = std::iter::successors(self.next(), Line::next);
        below.into_iter().find(|line| !line.says_nothing())
    }

    /// The indentation at which the line below would go on with the item of this one.
    pub(super) fn indent_for_below(&self) -> Option<usize> {
        let below = self.below().filter(|below| !below.is_item());
        let below = below.filter(|below| below.tab().is_none() && below.key_value().is_some())?;
        below.indent().checked_sub(self.column() - self.indent())
    }

    /// Whether it is blank or only a comment.
    pub(super) fn says_nothing(&self) -> bool {
        let text = self.text().trim_start();
        text.is_empty() || text.starts_with('#')
    }

    /// The number of bytes of white space at its start.
    pub(super) fn indent(&self) -> usize {
        self.text().len() - self.text().trim_start_matches([' ', '\t']).len()
    }

    /// The first byte that is no white space.
    pub(super) fn content(&self) -> usize {
        self.start + self.indent()
    }

    /// The first tab in the white space at its start.
    pub(super) fn tab(&self) -> Option<usize> {
        let at = self.text()[..self.indent()].find('\t')?;
        Some(self.start + at)
    }

    /// The column (bytes from 0) of what stands behind the dashes of lists.
    pub(super) fn column(&self) -> usize {
        let mut rest = &self.text()[self.indent()..];
        while let Some(item) = rest.strip_prefix('-').filter(|rest| rest.starts_with(' ')) {
            rest = item.trim_start();
        }
        self.text().len() - rest.len()
    }

    /// Whether lines that are indented more go on with its value.
    pub(super) fn opens(&self) -> bool {
        let value = self.value().map(|value| &self.whole[value]);
        value.is_some_and(|value| value.is_empty() || value.starts_with(['|', '>']))
    }

    /// Whether an item of a list starts here.
    pub(super) fn is_item(&self) -> bool {
        let text = self.text().trim();
        text == "-" || text.starts_with("- ")
    }

    /// The first key of the line and its value.
    pub(super) fn key_value(&self) -> Option<KeyValue> {
        let start = self.start + self.column();
        let rest = &self.whole[start..self.end];
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''));
        let quoted = match quote {
            Some(quote) => rest[1..].find(quote)? + 2,
            None => 0,
        };
        let colons = rest[quoted..].match_indices(':');
        let mut ends = colons.map(|(at, _)| quoted + at);
        let at = ends.find(|at| rest[at + 1..].is_empty() || rest[at + 1..].starts_with(' '))?;
        let key = rest[..at].trim_end();
        if key.is_empty()
            || quote.is_none() && key.contains(" #")
            || key.starts_with(['[', '{', '#'])
        {
            return None;
        }
        Some(KeyValue {
            key: start..start + key.len(),
            value: self.without_comment(start + at + 1),
        })
    }

    /// What the line gives to a key or as an item.
    pub(super) fn value(&self) -> Option<Range<usize>> {
        match self.key_value() {
            Some(pair) => Some(pair.value),
            None if self.is_item() => Some(self.without_comment(self.start + self.column())),
            None => None,
        }
    }

    /// What stands from a byte to the end or the comment, trimmed.
    fn without_comment(&self, from: usize) -> Range<usize> {
        let rest = &self.whole[from..self.end];
        let text = rest.trim_start();
        let from = self.end - text.len();
        let end = match text.starts_with(['"', '\'']) {
            true => text.len(),
            false => text.find(" #").unwrap_or(text.len()),
        };
        from..from + text[..end].trim_end().len()
    }

    /// The end of this line and of those below it that are indented more.
    pub(super) fn end_of_block(&self) -> usize {
        self.end_of_block_at(self.indent())
    }

    /// The same, if this line were indented by `indent`.
    pub(super) fn end_of_block_at(&self, indent: usize) -> usize {
        let below = std::iter::successors(self.next(), Line::next);
        let block =
            below.take_while(|line| line.text().trim().is_empty() || line.indent() > indent);
        let last = block.filter(|line| !line.text().trim().is_empty()).last();
        last.map_or(self.end, |line| line.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_knows_its_key_and_its_value() {
        let cases = [
            ("a: b", Some(("a", "b"))),
            ("  - - a b:  c: d ", Some(("a b", "c: d"))),
            ("\"x: y\": z", Some(("\"x: y\"", "z"))),
            ("a: b # c", Some(("a", "b"))),
            ("a:", Some(("a", ""))),
            ("a:b", None),
            ("http://x", None),
            ("- [a: b]", None),
            ("# a: b", None),
        ];
        for (text, expected) in cases {
            let text = format!("x\n{text}\r\ny");
            let found = Line::at(&text, 2).key_value();
            let found = found.map(|found| (&text[found.key], &text[found.value]));
            assert_eq!(found, expected, "{text:?}");
        }
    }

    #[test]
    fn a_line_ends_with_what_is_indented_below_it() {
        let text = "a:\n  - b\n\n    c\n\n  d\ne\n";
        let block = |at: usize| &text[at..Line::at(text, at).end_of_block()];
        assert_eq!(block(0), "a:\n  - b\n\n    c\n\n  d");
        assert_eq!(block(3), "  - b\n\n    c");
        assert_eq!(
            Line::at(text, 17).above().map(|line| line.text()),
            Some("    c")
        );
    }
}
