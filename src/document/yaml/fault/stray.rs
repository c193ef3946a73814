//! What is no YAML at all: marks of merges, tabs, templates, characters.

use granit_parser::ErrorKind;

use super::{Fault, Met};
use crate::document::yaml::line::Line;
use crate::document::yaml::mended::Mend;

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
        let end = below.next().map_or(line.end, |last| last.end);
        fault.mend = Mend::Lines(line.start..end, 0);
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
        let fault = self.fault(
            self.one(at),
            "a tab stands where YAML wants spaces",
            "indent with spaces only",
        );
        let fault = fault.label("a tab");
        Some(match indent {
            Some(_) => self.without_tabs(fault),
            None => fault.edited(vec![(self.one(at), " ".to_owned())]),
        })
    }

    /// The same, with each line of a run of lines with tabs indented like what is above it.
    fn without_tabs(&self, fault: Fault) -> Fault {
        let first = Line::at(self.text, fault.at.start);
        let mut above = std::iter::successors(first.above(), Line::above);
        let by_below = first.indent_for_below().filter(|_| first.is_item());
        let base = match (above.clone().next(), first.is_item()) {
            (None, _) => 0,
            _ if by_below.is_some() => by_below.unwrap_or(0),
            (Some(above), _) if above.opens() => above.column() + 2,
            (Some(above), false) => above.column(),
            (Some(_), true) => above.find(Line::is_item).map_or(0, |item| item.indent()),
        };
        // A tab stands for a step of two.
        let width = |line: &Line<'_>| {
            let indent = &line.text()[..line.indent()];
            indent.len() + indent.matches('\t').count()
        };
        let lines = std::iter::successors(Some(first), Line::next);
        let block = lines.take_while(|line| line.tab().is_some());
        let edits = block.map(|line| {
            let column = (base + width(&line)).saturating_sub(width(&first));
            (line.start..line.content(), " ".repeat(column))
        });
        fault.edited(edits.collect())
    }

    pub(super) fn template(&self) -> Option<Fault> {
        let text = self.line.text();
        let at = text.find("{{").or_else(|| text.find("{%"))?;
        let at = self.line.start + at;
        let is_it =
            self.broken.at >= at && !matches!(self.broken.kind, ErrorKind::MappingValueNotAllowed);
        is_it.then(|| template(self.text, at))
    }

    /// Lines that stand where no document can go on.
    pub(super) fn behind_document(&self) -> Fault {
        let above = std::iter::successors(self.line.above(), Line::above);
        let above = above.take_while(|line| !line.text().starts_with("---"));
        let first = above.last().filter(|first| first.key_value().is_some());
        if let Some(first) = first.filter(|first| first.indent() > self.line.indent()) {
            return self.indented_head(first);
        }
        let fault = self.fault(
            self.rest_of_line(self.broken.at),
            "this stands behind the end of the document",
            "indent it as a part of what stands above, or remove it",
        );
        fault.may_follow()
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
    let lines = line.start..line.end_of_block();
    Fault {
        at: at..end,
        message: "a template was not filled in".to_owned(),
        label: "YAML reads `{` as the start of a map",
        help: "check the file that the template yields, or put quotes around the value".to_owned(),
        mend: match line.value() {
            Some(value) => Mend::Text(value),
            None => Mend::Lines(lines.clone(), line.indent()),
        },
        lines,
        column: line.indent(),
        may_follow: false,
    }
}
