//! Lines that do not fit to those around them.

use super::{Fault, Met};
use crate::document::yaml::line::Line;

impl Met<'_> {
    /// A value with a colon in it, or a line that is indented below one with a value.
    pub(super) fn second_colon(&self) -> Fault {
        if let Some(pair) = self.line.key_value()
            && pair.value.start <= self.broken.at
            && pair.key.end < self.broken.at
        {
            return self
                .fault(
                    pair.value,
                    "a text with `: ` in it has no quotes",
                    "put quotes around the whole value",
                )
                .label("this could be a value or a key")
                .of_text(self.text);
        }
        let above = self
            .line
            .above()
            .filter(|above| above.indent() == self.line.indent());
        match above {
            Some(above) if above.key_value().is_none() && !above.is_item() => {
                let mut fault = self.no_colon(above);
                fault.lines = above.start..above.end_of_block();
                fault
            }
            _ => self.off_column(),
        }
    }

    /// A line that is neither a key nor goes on with the value above it.
    pub(super) fn no_key(&self) -> Fault {
        self.no_colon(self.line)
    }

    pub(super) fn no_colon(&self, line: Line<'_>) -> Fault {
        let content = line.start + line.column();
        let text = &self.text[content..line.end];
        if text.starts_with('-') && !text.starts_with("--") {
            return self.fault(
                self.one(content),
                "no space stands behind `-`",
                "put a space behind it, if an item of a list starts here",
            );
        }
        let colon = text.find(':').filter(|&at| {
            !text[at + 1..].starts_with("//") && !text[..at].contains(char::is_whitespace)
        });
        if let Some(colon) = colon
            && text[colon + 1..].starts_with('\u{a0}')
        {
            return self.fault(
                self.one(content + colon + 1),
                "a no-break space stands where YAML wants a space",
                "write a plain space",
            );
        }
        if let Some(colon) = colon {
            return self.fault(
                self.one(content + colon),
                "no space stands behind `:`",
                "put a space between the colon and the value",
            );
        }
        let fault = self.fault(
            self.rest_of_line(content),
            "this line is no key and no part of the value above it",
            "put `:` behind it if it is a key; indent it if it goes on with the text above",
        );
        fault.of_indent(line.indent())
    }

    /// A line that does not fit in the list or map in which it stands.
    pub(super) fn left_block(&self) -> Fault {
        let content = self.line.content();
        let at = self.broken.at;
        if at > content && !self.line.is_item() {
            let fault = self.fault(
                self.rest_of_line(at),
                "text stands behind the end of a value",
                "remove it, or put quotes around the whole value",
            );
            return fault;
        }
        let columns = self.columns();
        let indent = self.line.indent();
        if columns.contains(&indent) {
            let (message, help) = match self.line.is_item() {
                true => (
                    "an item of a list stands among the keys of a map",
                    "indent it below the key that it belongs to",
                ),
                false => (
                    "a key stands among the items of a list",
                    "put it in front of the list, or indent it as part of an item",
                ),
            };
            let fault = self.fault(self.rest_of_line(content), message, help);
            return fault.of_indent(indent);
        }
        self.off_column()
    }

    /// A line that is indented like none above it.
    pub(super) fn off_column(&self) -> Fault {
        let indent = self.line.indent();
        let mut columns = self.columns();
        if let Some(above) = self.line.above() {
            columns.extend([above.indent(), above.column()]);
        }
        // Of two that are as near, the inner one: a slip adds or drops one space.
        let near = columns
            .iter()
            .rev()
            .min_by_key(|column| column.abs_diff(indent));
        let near = near.copied().unwrap_or(0);
        let name = self.line.key_value().map(|pair| &self.text[pair.key]);
        let message = match name {
            Some(name) => format!("`{}` is indented like nothing above it", cut(name)),
            None => "this line is indented like nothing above it".to_owned(),
        };
        let help = match near {
            0 => "put it at the start of the line".to_owned(),
            _ => format!("indent it by {near} spaces, not {indent}"),
        };
        let mut fault = self.fault(self.rest_of_line(self.line.content()), message, help);
        // What is indented as this line should be goes on beside it, not below it.
        fault.lines.end = self.line.end_of_block_at(near.max(indent));
        fault.of_indent(near.min(indent))
    }

    /// The columns of the lists and maps that are open, from the outermost.
    pub(super) fn columns(&self) -> Vec<usize> {
        let open = self.broken.open.iter();
        open.map(|&start| start - Line::at(self.text, start).start)
            .collect()
    }

    pub(super) fn comment_in_text(&self) -> Fault {
        let below = std::iter::successors(self.line.next(), Line::next);
        let mut below = below.filter(|line| !line.says_nothing());
        match below.next().filter(|line| line.key_value().is_some()) {
            Some(line) => Met {
                text: self.text,
                broken: self.broken,
                line,
            }
            .off_column(),
            None => self.fault(
                self.rest_of_line(self.broken.at),
                "a comment stands inside a text of several lines",
                "move the comment above the text, or write the text behind `|`",
            ),
        }
    }

    pub(super) fn item_behind_key(&self) -> Fault {
        match self.line.key_value() {
            Some(pair) if pair.value.start <= self.broken.at => self.fault(
                pair.value,
                "an item of a list stands on the line of its key",
                "put each item on a line of its own, or quotes around a text that starts with `- `",
            ),
            _ => self.off_column(),
        }
    }
}

/// The start of a text, as long as a message can bear.
fn cut(text: &str) -> String {
    const LONGEST: usize = 60;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}..", &text[..end]),
        None => text.to_owned(),
    }
}
