//! Texts in quotes.

use granit_parser::ErrorKind;

use super::{Fault, Met};
use crate::document::yaml::line::Line;
use crate::document::yaml::mended::Mend;

impl Met<'_> {
    pub(super) fn open_quote(&self) -> Fault {
        let (from, to) = (self.broken.from, self.broken.at.max(self.broken.from));
        let is_quote = |(at, c): &(usize, char)| {
            let before = self.text[..from + at].chars().next_back();
            matches!(c, '"' | '\'') && before.is_none_or(|c| " \n\t[{,:-".contains(c))
        };
        let mut quotes = self.text[from..to].char_indices().filter(is_quote);
        let at = quotes.next().map_or(to, |(at, _)| from + at);
        if self.broken.kind == ErrorKind::InvalidQuotedScalarIndent
            && self.line.key_value().is_none()
            && !self.line.is_item()
        {
            let mut fault = self.fault(
                self.rest_of_line(self.line.content()),
                "this line of a text in quotes is not indented",
                "indent it more than the key of the text, or close the quotes before it",
            );
            let quote = &self.text[self.one(at)];
            let closed = self.text[to..].find(quote).map_or(to, |end| to + end);
            let lines = Line::at(self.text, at).start..Line::at(self.text, closed).end;
            fault.mend = Mend::Lines(lines, fault.column);
            return fault;
        }
        let fault = self.fault(
            self.one(at),
            "these quotes are never closed",
            "close them at the end of the text",
        );
        fault.label("open here").of_text(self.text)
    }

    pub(super) fn behind_quote(&self, write: &str) -> Fault {
        let next = self.char_at(self.broken.at);
        if self.bracket().is_some() && matches!(next, Some('"' | '\'')) {
            return self.no_comma();
        }
        self.fault(
            self.rest_of_line(self.broken.at),
            "text stands behind the closing quote",
            format!("{write} for a quote inside of the text, or remove what stands behind it"),
        )
        .of_text(self.text)
    }

    pub(super) fn escape(&self) -> Fault {
        let from = self.broken.at;
        let mut rest = self.text[from..].char_indices();
        let mut found = from..from;
        while let Some((at, c)) = rest.next() {
            if c != '\\' {
                continue;
            }
            match rest.next() {
                Some((_, 'x' | 'u' | 'U')) | None => {
                    found = self.one(from + at);
                }
                Some((_, c)) if "0abt\tnvfre \"/\\N_LP\n\r".contains(c) => continue,
                Some((next, c)) => found = from + at..from + next + c.len_utf8(),
            }
            break;
        }
        let shown = self.text[found.clone()].to_owned();
        self.fault(
            found,
            format!("`{shown}` is no escape that YAML knows"),
            "write `\\\\` for a backslash, or put the text in single quotes",
        )
        .of_text(self.text)
    }
}
