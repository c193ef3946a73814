//! A text with its faults of syntax mended, so that the rest of it can be read.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::Fault;
use super::line::Line;
use crate::diag::Span;
use crate::document::{Node, Value};

/// What makes a fault of syntax readable. Ranges are bytes of the text that it was met in.
pub(super) enum Mend {
    /// Other texts take the place of these bytes, in the order of the text.
    Edits(Vec<(Range<usize>, String)>),
    /// These bytes are a text without its quotes.
    Text(Range<usize>),
    /// Of this value nothing is read.
    Value(Range<usize>),
    /// Of these lines nothing is read. The outermost map to which a key in them may belong
    /// stands at a column.
    Lines(Range<usize>, usize),
}

/// A text, changed where it could not be read.
pub(super) struct Mended<'t> {
    text: Cow<'t, str>,
    /// In the order of the text, none in another.
    edits: Vec<Edit>,
    parts: Vec<Part>,
}

/// Bytes that take the place of others.
struct Edit {
    at: usize,
    /// How many bytes there are now.
    is: usize,
    /// How many there were.
    was: usize,
}

/// A part of the text that was mended.
struct Part {
    bytes: Range<usize>,
    is: Is,
}

enum Is {
    /// Lines as they were meant.
    Meant,
    /// A value as it was written.
    Text,
    /// No value; its line starts at a byte.
    Nothing(usize),
    /// No lines; a key in them may belong to a map at a column or further in.
    Gap(usize),
}

impl<'t> Mended<'t> {
    pub(super) fn new(text: &'t str) -> Mended<'t> {
        Mended {
            text: Cow::Borrowed(text),
            edits: Vec::new(),
            parts: Vec::new(),
        }
    }

    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Where a byte stands in the text as it was written.
    pub(super) fn place(&self, byte: usize) -> usize {
        let mut place = byte;
        let edits = self.edits.iter().take_while(|edit| edit.at <= byte);
        for edit in edits {
            let inside = byte - edit.at;
            if inside < edit.is {
                // What stands inside has no place of its own in what was there.
                return place - inside + if inside == 0 { 0 } else { edit.was };
            }
            place = place + edit.was - edit.is;
        }
        place
    }

    /// Whether `fault` may only be there because of what was mended right above it.
    pub(super) fn leads_to(&self, fault: &Fault) -> bool {
        let start = fault.lines.start;
        fault.may_follow
            && self.parts.iter().any(|part| {
                let between = self.text.get(part.bytes.end..start);
                part.bytes.contains(&start) || between.is_some_and(|text| text.trim().is_empty())
            })
    }

    /// Mends a fault; false where nothing is left to mend.
    pub(super) fn mend(&mut self, fault: &Fault) -> bool {
        let lines = fault.lines.clone();
        let is_second = |bytes: &Range<usize>| {
            let mut parts = self.parts.iter();
            parts.any(|part| part.bytes.start < bytes.end && bytes.start < part.bytes.end)
        };
        match &fault.mend {
            Mend::Edits(edits) if !is_second(&lines) => {
                for (bytes, text) in edits.iter().rev() {
                    self.replace(bytes.clone(), text);
                }
                let last = edits.last().map_or(lines.start, |(bytes, _)| bytes.start);
                let bytes = lines.start..Line::at(&self.text, last).end;
                self.parts.push(Part {
                    bytes,
                    is: Is::Meant,
                });
                true
            }
            Mend::Text(bytes) if !is_second(bytes) => {
                let quoted = format!("'{}'", self.text[bytes.clone()].replace('\'', "''"));
                self.replace(bytes.clone(), &quoted);
                let bytes = bytes.start..bytes.start + quoted.len();
                self.parts.push(Part {
                    bytes,
                    is: Is::Text,
                });
                true
            }
            Mend::Value(bytes) => {
                let line = Line::at(&self.text, bytes.start).start;
                self.blank(bytes.clone(), Is::Nothing(line))
            }
            Mend::Lines(bytes, column) => self.blank(bytes.clone(), Is::Gap(*column)),
            Mend::Edits(_) | Mend::Text(_) => self.blank(lines, Is::Gap(fault.column)),
        }
    }

    fn replace(&mut self, bytes: Range<usize>, text: &str) {
        let moved = |byte: usize| byte + text.len() - bytes.len();
        let mut was = bytes.len();
        self.edits.retain_mut(|edit| {
            let is_inside = edit.at >= bytes.start && edit.at + edit.is <= bytes.end;
            if is_inside {
                was = was + edit.was - edit.is;
            } else if edit.at >= bytes.end {
                edit.at = moved(edit.at);
            }
            !is_inside
        });
        for part in &mut self.parts {
            if part.bytes.start >= bytes.end {
                part.bytes.start = moved(part.bytes.start);
            }
            if part.bytes.end >= bytes.end {
                part.bytes.end = moved(part.bytes.end);
            }
        }
        let next = self.edits.partition_point(|edit| edit.at < bytes.start);
        let (at, is) = (bytes.start, text.len());
        self.edits.insert(next, Edit { at, is, was });
        self.text.to_mut().replace_range(bytes, text);
    }

    /// Puts spaces in the place of bytes; false where nothing else stands there.
    fn blank(&mut self, bytes: Range<usize>, is: Is) -> bool {
        let part = &self.text[bytes.clone()];
        if part.trim().is_empty() {
            return false;
        }
        let lines = part.split('\n').map(|line| " ".repeat(line.len()));
        let blank = lines.collect::<Vec<_>>().join("\n");
        self.text.to_mut().replace_range(bytes.clone(), &blank);
        self.parts.push(Part { bytes, is });
        true
    }

    /// Whether there is something of which nothing is read.
    pub(super) fn has_gaps(&self) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| matches!(part.is, Is::Nothing(_) | Is::Gap(_)))
    }

    /// The maps of which entries may be lost, and the values that are not read or taken as
    /// they were written. `roots` were read from this text, as if it stood at `at`.
    pub(super) fn torn(&self, roots: &[Node<'_>], at: Span) -> Vec<Span> {
        let (gaps, mut torn) = (self.gaps(), Vec::new());
        let mut rest: Vec<&Node<'_>> = roots.iter().collect();
        while let Some(node) = rest.pop() {
            let start = (node.span.start - at.start) as usize;
            let end = (node.span.end - at.start) as usize;
            let is_torn = match &node.value {
                Value::List(items) => {
                    rest.extend(items);
                    false
                }
                Value::Map(entries) => {
                    rest.extend(entries.iter().map(|entry| &entry.value));
                    let first = entries.first().map_or(node.span, |entry| entry.key_span);
                    let first = (first.start - at.start) as usize;
                    let column = first - Line::at(&self.text, first).start;
                    // A gap lies in a map, or right above or below it.
                    gaps.iter().any(|&(before, behind, outer)| {
                        outer <= column && before <= end && start <= behind
                    })
                }
                Value::Scalar(_) => self.is_told(start, node.is_null()),
            };
            if is_torn {
                torn.push(node.span);
            }
        }
        torn
    }

    /// The gaps of which something may belong to a map around them: where the text before each
    /// ends, where the text behind it starts, and its column.
    fn gaps(&self) -> Vec<(usize, usize, usize)> {
        let gaps = self.parts.iter().filter_map(|part| match part.is {
            Is::Gap(column) => {
                let before = self.text[..part.bytes.start].trim_end().len();
                let behind = self.text[part.bytes.end..].trim_start().len();
                Some((before, self.text.len() - behind, column))
            }
            _ => None,
        });
        gaps.collect()
    }

    /// Whether a fault tells already what is wrong with the scalar at a byte.
    fn is_told(&self, start: usize, is_null: bool) -> bool {
        self.parts.iter().any(|part| match part.is {
            Is::Text => part.bytes.start == start,
            Is::Nothing(line) => is_null && (line..=part.bytes.start).contains(&start),
            Is::Meant | Is::Gap(_) => false,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_those_of_the_text_as_it_was_written() {
        let mut text = Mended::new("a:1\n   b: it's c\nd: 2\n");
        text.replace(2..2, " ");
        text.replace(5..8, " ");
        text.replace(9..15, "'it''s c'");
        assert_eq!(text.text(), "a: 1\n b: 'it''s c'\nd: 2\n");
        let place = |part: &str| text.place(text.text().find(part).unwrap());
        assert_eq!((place("a"), place("1"), place("b")), (0, 2, 7));
        assert_eq!((place("'it"), place("\nd"), place("d: 2")), (10, 16, 17));
        text.replace(5..19, "");
        assert_eq!((text.text(), text.place(6)), ("a: 1\nd: 2\n", 18));
    }
}
