//! What is no YAML at all: marks of merges, tabs, templates, characters.

use granit_parser::ErrorKind;

use super::{Fault, Met};
use crate::document::yaml::line::Line;

impl Met<'_> {
    pub(super) fn conflict(&self) -> Option<Fault> {
        let mark = |line: &Line<'_>| {
            let text = line.text();
            text.starts_with("<<<<<<< ") || text == "=======" || text.starts_with(">>>>>>> ")
        };
        // The mark may have been read as the start of a text of several lines.
        let above = self.line.above();
        let line = above.into_iter().chain(self.lines()).find(mark)?;
        let mut fault = self.fault(
            self.rest_of_line(line.start),
            "a conflict of a merge was left in the file",
            "keep one side, and remove the lines that start with `<<<<<<<`, `=======` and `>>>>>>>`",
        );
        let below = std::iter::successors(Some(line), Line::next);
        let mut below = below.skip_while(|line| !line.text().starts_with(">>>>>>> "));
        fault.lines.end = below.next().map_or(line.end, |last| last.end);
        fault.column = 0;
        Some(fault.label("both sides stand here"))
    }

    pub(super) fn tab(&self) -> Option<Fault> {
        let kind = &self.broken.kind;
        let is_told = matches!(
            kind,
            ErrorKind::TabNotAllowed
                | ErrorKind::TabInBlockIndentation
                | ErrorKind::TabInIndentation
                | ErrorKind::TabInPlainScalar
                | ErrorKind::TabAtBlockScalarStart
                | ErrorKind::InvalidBlockEntryWhitespace
                | ErrorKind::InvalidMappingValueWhitespace
        );
        // The parser tells the start of the text in which it met the tab.
        let lines = std::iter::successors(Some(self.line), Line::next);
        let lines = lines.filter(|line| !line.text().trim().is_empty());
        let indent = lines
            .take(if is_told { 3 } else { 1 })
            .find_map(|line| line.tab());
        let from = self.broken.at;
        let here = || {
            let at = from + self.text[from..self.line.end.max(from)].find('\t')?;
            is_told.then_some(at)
        };
        let at = indent.or_else(here)?;
        let mut fault = self.fault(
            self.one(at),
            "a tab stands where YAML wants spaces",
            "indent with spaces only",
        );
        // A tab is one byte: what is below it may be indented by more and not belong to it.
        let first = Line::at(self.text, at);
        let below = std::iter::successors(Some(first), Line::next).skip(1);
        let block = below.take_while(|line| indent.is_some() && line.tab().is_some());
        fault.lines = first.start..block.last().unwrap_or(first).end;
        // Nobody knows how wide a tab is, but it is no key at the margin.
        fault.column = 1;
        Some(fault.label("a tab"))
    }

    pub(super) fn template(&self) -> Option<Fault> {
        let text = self.line.text();
        let at = text.find("{{").or_else(|| text.find("{%"))?;
        let at = self.line.start + at;
        let is_it =
            self.broken.at >= at && !matches!(self.broken.kind, ErrorKind::MappingValueNotAllowed);
        is_it.then(|| {
            let mut fault = template(self.text, at);
            fault.lines = self.line.start..self.line.end_of_block();
            fault
        })
    }

    /// A character with which no value can start.
    pub(super) fn bad_start(&self, at: usize) -> Fault {
        let rest = self.rest_of_line(at);
        match self.char_at(at) {
            Some(c) if c.is_control() && !matches!(c, '\n' | '\r' | '\t') => self.fault(
                self.one(at),
                format!("no text may hold the character U+{:04X}", c as u32),
                "remove it",
            ),
            Some(c @ (']' | '}')) => self.fault(
                self.one(at),
                format!("`{c}` closes nothing"),
                "remove it, or put quotes around the text in which it stands",
            ),
            Some(',') => self.fault(
                self.one(at),
                "no value stands in front of `,`",
                "remove it, or put quotes around the text in which it stands",
            ),
            Some(c) if !c.is_alphanumeric() && !c.is_whitespace() => {
                let start = match c {
                    '`' => "a backtick".to_owned(),
                    _ => format!("`{c}`"),
                };
                let message = format!("a text that starts with {start} has no quotes");
                self.fault(rest, message, "put quotes around the whole value")
                    .of_text(self.text)
            }
            _ => self.fault(
                rest,
                "this is not valid YAML",
                "compare the line with those around it",
            ),
        }
    }
}

/// A template at a byte of a text: `{{ name }}` or `{% if name %}`.
pub(in crate::document::yaml) fn template(text: &str, at: usize) -> Fault {
    let line = Line::at(text, at);
    let rest = &text[at..line.end];
    let end = rest.rfind("}}").or_else(|| rest.rfind("%}"));
    let end = end.map_or(line.end, |end| at + end + 2);
    Fault {
        at: at..end,
        message: "a template was not filled in".to_owned(),
        label: "YAML reads `{` as the start of a map",
        help: "check the file that the template yields, or put quotes around the value".to_owned(),
        value: line.value(),
        is_text: line.value().is_some(),
        lines: line.start..line.end_of_block(),
        column: line.indent(),
        may_follow: false,
    }
}
