//! Lines that do not fit to those around them.

use std::ops::Range;

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
        let above = self.line.above();
        match above.filter(|above| above.column() == self.line.indent()) {
            Some(above) if above.key_value().is_none() => self.no_colon(above),
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
            let fault = self.fault(
                self.one(content),
                "no space stands behind `-`",
                "put a space behind it, if an item of a list starts here",
            );
            return fault.edited(vec![(content + 1..content + 1, " ".to_owned())]);
        }
        let colon = text.find(':').filter(|&at| {
            !text[at + 1..].starts_with("//") && !text[..at].contains(char::is_whitespace)
        });
        if let Some(colon) = colon {
            let next = content + colon + 1;
            if self.char_at(next) == Some('\u{a0}') {
                let fault = self.fault(
                    self.one(next),
                    "a no-break space stands where YAML wants a space",
                    "write a plain space",
                );
                return fault.edited(vec![(self.one(next), " ".to_owned())]);
            }
            let fault = self.fault(
                self.one(content + colon),
                "no space stands behind `:`",
                "put a space between the colon and the value",
            );
            return fault.edited(vec![(next..next, " ".to_owned())]);
        }
        if let Some(key) = self.bare_key(line) {
            let name = &self.text[key.clone()];
            let message = format!("no `:` stands behind `{}`", cut(name));
            let fault = self.fault(key.clone(), message, "put `:` behind the key");
            return fault.edited(vec![(key.end..key.end, ":".to_owned())]);
        }
        let fault = self.fault(
            self.rest_of_line(content),
            "this line is no key and no part of the value above it",
            "put `:` behind it if it is a key; indent it if it goes on with the text above",
        );
        fault.may_follow()
    }

    /// The first word of a line, where it looks like a key without its colon.
    fn bare_key(&self, line: Line<'_>) -> Option<Range<usize>> {
        let start = line.start + line.column();
        let text = self.text[start..line.end].trim_end();
        let is_part = |c: char| c.is_ascii_alphanumeric() || c == '_';
        let key = &text[..text.find(|c| !is_part(c)).unwrap_or(text.len())];
        let value = text[key.len()..].strip_prefix(' ').map(str::trim_start);
        let is_key = match value {
            None => key.len() == text.len() && line.end_of_block() > line.end,
            Some(value) => line.is_item() || value.starts_with(['|', '>', '[', '{', '"', '\'']),
        };
        (is_key && !key.is_empty()).then(|| start..start + key.len())
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
        let indent = self.line.indent();
        let mut open = self.broken.open.iter();
        if !open.any(|&start| self.column(start) == indent) {
            return self.off_column();
        }
        if self.line.is_item() {
            let fault = self.fault(
                self.rest_of_line(content),
                "an item of a list stands among the keys of a map",
                "indent it below the key that it belongs to",
            );
            let items = std::iter::successors(self.line.above(), Line::above);
            let mut items = items.filter(|above| above.is_item() && above.indent() < indent);
            return match items.next() {
                Some(item) => self.indent(fault, self.line, item.indent()),
                None => fault.may_follow(),
            };
        }
        let above = self.line.above();
        if let Some(item) = above.filter(|above| {
            above.is_item() && above.indent() == indent && above.key_value().is_some()
        }) {
            return self.off_column_by(item, vec![indent.saturating_sub(2)]);
        }
        let fault = self.fault(
            self.rest_of_line(content),
            "a key stands among the items of a list",
            "put it in front of the list, or indent it as part of an item",
        );
        fault.may_follow()
    }

    /// A line that is indented like none above it.
    pub(super) fn off_column(&self) -> Fault {
        let is_item = self.line.is_item();
        let open = self.broken.open.iter().copied();
        let alike = open.filter(|&start| (self.char_at(start) == Some('-')) == is_item);
        let mut columns: Vec<usize> = alike.map(|start| self.column(start)).collect();
        let Some(above) = self.line.above() else {
            return self.off_column_by(self.line, columns);
        };
        let meant = self
            .line
            .indent_for_below()
            .filter(|meant| *meant != self.line.indent());
        if let Some(meant) = meant.filter(|_| is_item) {
            return self.off_column_by(self.line, vec![meant]);
        }
        let next = self.line.below();
        if above.is_item()
            && above.key_value().is_some()
            && above.column() != self.line.indent()
            && next.is_none_or(|next| next.indent() != above.column())
            && self.is_usual_column()
        {
            // The dash is what slipped.
            let meant = self
                .line
                .indent()
                .saturating_sub(above.column() - above.indent());
            return self.off_column_by(above, vec![meant]);
        }
        columns.push(match (is_item, above.is_item()) {
            (true, true) => above.indent(),
            (true, false) if above.opens() => above.column() + 2,
            (true, false) => return self.off_column_by(self.line, columns),
            (false, _) => above.column(),
        });
        self.off_column_by(self.line, columns)
    }

    /// Whether another item of a list has its keys at the column of this line.
    fn is_usual_column(&self) -> bool {
        const NEAR: usize = 100;
        let indent = self.line.indent();
        let above = std::iter::successors(self.line.above(), Line::above)
            .skip(1)
            .take(NEAR);
        let below = std::iter::successors(self.line.next(), Line::next).take(NEAR);
        let mut lines = above.chain(below);
        lines.any(|line| line.is_item() && line.column() == indent && !line.says_nothing())
    }

    /// A line that should be indented as one of `columns`.
    fn off_column_by(&self, line: Line<'_>, columns: Vec<usize>) -> Fault {
        let indent = line.indent();
        // Of two that are as near, the inner one: a slip adds or drops one space.
        let near = columns
            .iter()
            .rev()
            .min_by_key(|column| column.abs_diff(indent));
        let near = near.copied().unwrap_or(0);
        let name = line.key_value().map(|pair| &self.text[pair.key]);
        let message = match name {
            Some(name) => format!("`{}` is indented like nothing above it", cut(name)),
            None => "this line is indented like nothing above it".to_owned(),
        };
        let help = match near {
            0 => "put it at the start of the line".to_owned(),
            _ => format!("indent it by {near} spaces, not {indent}"),
        };
        let fault = self.fault(self.rest_of_line(line.content()), message, help);
        self.indent(fault, line, near)
    }

    /// The first lines of a document, which are indented while the others are not.
    pub(super) fn indented_head(&self, first: Line<'_>) -> Fault {
        let fault = self.fault(
            self.rest_of_line(first.content()),
            "the document starts with a line that is indented more than those below it",
            "put it at the start of the line",
        );
        let by = first.indent() - self.line.indent();
        let lines = std::iter::successors(Some(first), Line::next);
        let lines = lines.take_while(|line| line.start < self.line.start);
        let edits = lines.map(|line| {
            let indent = line.indent();
            (
                line.start..line.content(),
                " ".repeat(indent.saturating_sub(by)),
            )
        });
        fault.edited(edits.collect())
    }

    /// A fault of a line that was meant to be indented by `column`.
    fn indent(&self, fault: Fault, line: Line<'_>, column: usize) -> Fault {
        let mut edits = vec![(line.start..line.content(), " ".repeat(column))];
        let below = std::iter::successors(line.next(), Line::next);
        let block = below.take_while(|below| below.start < fault.lines.end);
        let block: Vec<_> = block
            .filter(|below| !below.text().trim().is_empty())
            .collect();
        // The keys of an item stand below its first one: they may have slipped with it.
        let is_moved = line.is_item()
            && block
                .first()
                .is_some_and(|next| next.indent() == line.column());
        if is_moved {
            edits.extend(block.iter().map(|below| {
                let indent = (below.indent() + column).saturating_sub(line.indent());
                (below.start..below.content(), " ".repeat(indent))
            }));
        }
        fault.edited(edits).may_follow()
    }

    /// The column (from 0) of a byte.
    fn column(&self, byte: usize) -> usize {
        byte - Line::at(self.text, byte).start
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
