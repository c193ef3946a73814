//! The lines of a text that a fault of syntax makes unreadable.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::Fault;
use super::line::Line;
use crate::diag::Span;
use crate::document::{Node, Value};

/// What stands in the place of a value that is taken as it was written.
const FILL: &str = "x";

/// What the parser is kept from.
#[derive(Default)]
pub(super) struct Lost {
    parts: Vec<Part>,
}

struct Part {
    bytes: Range<usize>,
    is: Is,
}

/// What a part of a text is to those around it.
enum Is {
    /// A value that is taken as it was written.
    Text,
    /// A value of which nothing is read; its line starts at a byte.
    Value(usize),
    /// Lines of which nothing is read. The outermost map to which a key in them may belong
    /// stands at a column.
    Lines(usize),
}

impl Lost {
    /// Whether `fault` may only be there because of what is lost right above it.
    pub(super) fn leads_to(&self, fault: &Fault, text: &str) -> bool {
        fault.may_follow
            && self.parts.iter().any(|part| {
                let between = text.get(part.bytes.end..fault.lines.start);
                between.is_some_and(|between| between.trim().is_empty())
            })
    }

    /// Takes the value or the lines of a fault out of a text, which keeps its length; false
    /// where nothing stands in them.
    pub(super) fn add(&mut self, fault: &Fault, text: &mut Cow<'_, str>) -> bool {
        let is_new = |value: &Range<usize>| {
            let value = text[value.clone()].trim();
            !value.trim_matches('x').is_empty()
        };
        let (bytes, is) = match fault.value.clone().filter(is_new) {
            Some(value) if fault.is_text => (value, Is::Text),
            Some(value) => {
                let line = Line::at(text, value.start).start;
                (value, Is::Value(line))
            }
            None => (fault.lines.clone(), Is::Lines(fault.column)),
        };
        let part = &text[bytes.clone()];
        if part.trim().is_empty() {
            return false;
        }
        let fill = match is {
            Is::Text => FILL,
            _ => " ",
        };
        let lines = part.split('\n').map(|line| fill.repeat(line.len()));
        let filled = lines.collect::<Vec<_>>().join("\n");
        text.to_mut().replace_range(bytes.clone(), &filled);
        self.parts.push(Part { bytes, is });
        true
    }

    /// Whether there is something of which nothing is read.
    pub(super) fn has_gaps(&self) -> bool {
        self.parts.iter().any(|part| !matches!(part.is, Is::Text))
    }

    /// Whether what starts at a byte is a value that is taken as it was written.
    pub(super) fn is_text(&self, start: usize) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| matches!(part.is, Is::Text) && part.bytes.start == start)
    }

    /// Whether the parser sees nothing at a byte where a value was.
    fn is_value(&self, start: usize) -> bool {
        self.parts.iter().any(|part| match part.is {
            Is::Value(line) => (line..=part.bytes.start).contains(&start),
            _ => false,
        })
    }

    /// The maps of which entries may be lost, and the values that are not read or taken as
    /// they were written.
    pub(super) fn torn(&self, roots: &[Node<'_>], text: &str, at: Span) -> Vec<Span> {
        let mut torn = Vec::new();
        let mut rest: Vec<&Node<'_>> = roots.iter().collect();
        while let Some(node) = rest.pop() {
            match &node.value {
                Value::List(items) => rest.extend(items),
                Value::Map(entries) => {
                    rest.extend(entries.iter().map(|entry| &entry.value));
                    let first = entries.first().map_or(node.span, |entry| entry.key_span);
                    let first = (first.start - at.start) as usize;
                    let column = first - Line::at(text, first).start;
                    let start = (node.span.start - at.start) as usize;
                    let end = (node.span.end - at.start) as usize;
                    let is_torn = |part: &Part| {
                        // Lines right above or below a map may belong to it.
                        let gap = if part.bytes.end <= start {
                            part.bytes.end..start
                        } else if part.bytes.start >= end {
                            end..part.bytes.start
                        } else {
                            start..start
                        };
                        matches!(part.is, Is::Lines(outer) if outer <= column)
                            && text[gap].trim().is_empty()
                    };
                    if self.parts.iter().any(is_torn) {
                        torn.push(node.span);
                    }
                }
                Value::Scalar(_) => {
                    let start = (node.span.start - at.start) as usize;
                    if self.is_text(start) || node.is_null() && self.is_value(start) {
                        torn.push(node.span);
                    }
                }
            }
        }
        torn
    }
}
