//! The lines of a text that a fault of syntax makes unreadable.

use std::borrow::Cow;
use std::ops::Range;

use super::fault::Fault;
use super::line::Line;
use crate::diag::Span;
use crate::document::{Node, Value};

/// The byte that stands in the place of a value which is taken as it was written.
const FILL: &str = "x";

/// What the parser is kept from.
#[derive(Default)]
pub(super) struct Lost {
    parts: Vec<Part>,
}

struct Part {
    bytes: Range<usize>,
    /// The column of the outermost map to which a key in it may belong; `None` for a value
    /// of which the key is known.
    column: Option<usize>,
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
        let value = fault.text.clone();
        let is_new = |value: &Range<usize>| !text[value.clone()].trim_matches('x').is_empty();
        let (bytes, column, fill) = match value.filter(is_new) {
            Some(value) => (value, None, FILL),
            None => (fault.lines.clone(), Some(fault.column), " "),
        };
        let part = &text[bytes.clone()];
        if part.trim().is_empty() {
            return false;
        }
        let lines = part.split('\n').map(|line| fill.repeat(line.len()));
        let filled = lines.collect::<Vec<_>>().join("\n");
        text.to_mut().replace_range(bytes.clone(), &filled);
        self.parts.push(Part { bytes, column });
        true
    }

    /// Whether there are lines of which nothing is read.
    pub(super) fn has_lines(&self) -> bool {
        self.parts.iter().any(|part| part.column.is_some())
    }

    /// Whether what starts at a byte is a value that is taken as it was written.
    pub(super) fn is_text(&self, start: usize) -> bool {
        let mut parts = self.parts.iter();
        parts.any(|part| part.column.is_none() && part.bytes.start == start)
    }

    /// The maps of which entries may be lost, and the values that are taken as written.
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
                        part.column.is_some_and(|outer| outer <= column)
                            && text[gap].trim().is_empty()
                    };
                    if self.parts.iter().any(is_torn) {
                        torn.push(node.span);
                    }
                }
                Value::Scalar(_) => {
                    if self.is_text((node.span.start - at.start) as usize) {
                        torn.push(node.span);
                    }
                }
            }
        }
        torn
    }
}
