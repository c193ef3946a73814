//! A fault of syntax in plain words, at the place where its author mends it.

mod bracket;
mod indent;
mod quote;
mod stray;
#[cfg(test)]
mod tests;

use std::ops::Range;

use granit_parser::ErrorKind;

use super::line::Line;
use super::tree::Broken;
use crate::diag::{Finding, Span, Subject};
use crate::document::INVALID_SYNTAX;
pub(super) use stray::template;

/// What is wrong, where, and what cannot be read for it.
pub(super) struct Fault {
    /// The bytes to mend.
    at: Range<usize>,
    message: String,
    label: &'static str,
    help: String,
    /// The bytes of the value that cannot be read, where all around it can.
    pub(super) value: Option<Range<usize>>,
    /// Whether that value was meant as a text.
    pub(super) is_text: bool,
    /// The bytes of the lines that cannot be read otherwise.
    pub(super) lines: Range<usize>,
    /// The column of the outermost map to which a key in these lines may belong.
    pub(super) column: usize,
    /// Whether lines that are lost right above can be the only reason.
    pub(super) may_follow: bool,
}

impl Fault {
    /// What the parser met in `text`.
    pub(super) fn new(text: &str, broken: &Broken) -> Fault {
        let met = Met {
            text,
            broken,
            line: Line::at(text, broken.at),
        };
        let fault = met
            .conflict()
            .or_else(|| met.tab())
            .or_else(|| met.template())
            .or_else(|| met.open_bracket())
            .unwrap_or_else(|| met.by_kind());
        match met.bracket() {
            Some(bracket) => fault.in_brackets(text, bracket),
            None => fault,
        }
    }

    /// The finding, in a text that stands at `at`.
    pub(super) fn tell(self, at: Span, subject: &Subject) -> Finding {
        let span = Span {
            start: at.start + self.at.start as u32,
            end: at.start + self.at.end as u32,
        };
        Finding::new(&INVALID_SYNTAX, subject.clone(), span, self.message)
            .label(self.label)
            .help(self.help)
    }

    fn label(mut self, label: &'static str) -> Fault {
        self.label = label;
        self
    }

    /// The same, where the whole value of its line was meant as a text.
    fn of_text(mut self, text: &str) -> Fault {
        self.value = self.value_around(text);
        self.is_text = self.value.is_some();
        self
    }

    /// The same, where the whole value of its line and what is indented below it is lost.
    fn of_value(mut self, text: &str) -> Fault {
        let value = self.value_around(text);
        self.value = value.map(|value| value.start..self.lines.end);
        self.is_text = false;
        self
    }

    /// The same, where it stands behind a bracket that is open: the value of a line on which
    /// both stand is lost.
    fn in_brackets(self, text: &str, bracket: usize) -> Fault {
        let is_same_line = Line::at(text, bracket).start == Line::at(text, self.at.start).start;
        match is_same_line && self.at.start >= bracket {
            true => self.of_value(text),
            false => Fault {
                value: None,
                is_text: false,
                ..self
            },
        }
    }

    fn value_around(&self, text: &str) -> Option<Range<usize>> {
        let value = Line::at(text, self.at.start).value()?;
        (value.start <= self.at.start && self.at.end <= value.end).then_some(value)
    }

    /// The same, where it may follow from lines that are lost above, and where a key in
    /// its lines may belong to a map at `column`.
    fn of_indent(mut self, column: usize) -> Fault {
        self.column = column;
        self.may_follow = true;
        self
    }
}

/// What the parser met, and the line on which it did.
struct Met<'a> {
    text: &'a str,
    broken: &'a Broken,
    line: Line<'a>,
}

impl<'a> Met<'a> {
    /// A fault of one line: with it, what is indented below it is lost.
    fn fault(
        &self,
        at: Range<usize>,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Fault {
        let line = Line::at(self.text, at.start);
        Fault {
            at,
            message: message.into(),
            label: "",
            help: help.into(),
            value: None,
            is_text: false,
            lines: line.start..line.end_of_block(),
            column: line.indent() + usize::from(line.is_item()),
            may_follow: false,
        }
    }

    fn char_at(&self, at: usize) -> Option<char> {
        self.text.get(at..)?.chars().next()
    }

    /// The range of the character at a byte.
    fn one(&self, at: usize) -> Range<usize> {
        at..at + self.char_at(at).map_or(0, char::len_utf8)
    }

    /// From a byte to the last one of its line that is no white space.
    fn rest_of_line(&self, at: usize) -> Range<usize> {
        let end = Line::at(self.text, at).end.max(at);
        at..at + self.text[at..end].trim_end().len()
    }

    /// The lines in which the fault may stand: from what was understood to what was not.
    fn lines(&self) -> impl Iterator<Item = Line<'a>> {
        let first = Line::at(self.text, self.broken.from.min(self.broken.at));
        let end = self.broken.at;
        let lines = std::iter::successors(Some(first), Line::next);
        lines.take_while(move |line| line.start <= end)
    }

    fn by_kind(&self) -> Fault {
        let at = self.broken.at;
        match &self.broken.kind {
            ErrorKind::MappingValueNotAllowed | ErrorKind::InvalidSimpleKey => self.second_colon(),
            ErrorKind::SimpleKeyExpected => self.no_key(),
            ErrorKind::ExpectedBlockMappingKey | ErrorKind::ExpectedBlockSequenceEntry => {
                self.left_block()
            }
            ErrorKind::CommentInterceptedScalar => self.comment_in_text(),
            ErrorKind::UnclosedQuotedScalar
            | ErrorKind::InvalidQuotedScalarIndent
            | ErrorKind::DocumentIndicatorInQuotedScalar => self.open_quote(),
            ErrorKind::InvalidTrailingSingleQuotedScalar => self.behind_quote("write `''`"),
            ErrorKind::InvalidTrailingDoubleQuotedScalar => self.behind_quote("write `\\\"`"),
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => self.escape(),
            ErrorKind::MismatchedFlowCollectionEnd { open, close } => self
                .fault(
                    self.one(at),
                    format!("`{open}` is closed by `{close}`"),
                    "close each bracket by its own kind",
                )
                .label("opens here")
                .of_value(self.text),
            ErrorKind::MisplacedFlowCollectionEnd => self.bad_start(at).of_value(self.text),
            ErrorKind::ExpectedFlowSequenceSeparator | ErrorKind::ExpectedFlowMappingSeparator => {
                self.no_comma()
            }
            ErrorKind::BlockEntryInFlowCollection => self.fault(
                self.one(at),
                "an item with `-` stands in brackets",
                "write the values in brackets, parted by `,`, or each on a line with `- `",
            ),
            ErrorKind::BlockSequenceEntryNotAllowed => self.item_behind_key(),
            ErrorKind::InvalidBlockScalarHeader | ErrorKind::ZeroBlockScalarIndent => self
                .fault(
                    self.rest_of_line(at),
                    "text stands on the line of `|` or `>`",
                    "start the text on the next line",
                )
                .of_text(self.text),
            ErrorKind::InvalidBlockScalarIndent => self.fault(
                self.line.start..self.line.content(),
                "this line of the text is indented less than its first",
                "indent all lines of the text alike",
            ),
            ErrorKind::CommentNotSeparated => self.fault(
                self.one(at),
                "no space stands in front of `#`",
                "put a space in front of the comment, or quotes around the value",
            ),
            ErrorKind::MissingDocumentEndBeforeDirective
            | ErrorKind::MissingDirectiveName
            | ErrorKind::InvalidDirectiveName => self.fault(
                self.one(self.line.content()),
                "a line that starts with `%` is no key and no value",
                "put quotes around what starts with `%`",
            ),
            ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => self.fault(
                self.rest_of_line(at),
                "this stands behind the end of the document",
                "indent it as a part of what stands above, or remove it",
            ),
            ErrorKind::BomInsideDocument => self.fault(
                self.one(at),
                "a byte order mark stands inside the text",
                "remove the invisible character U+FEFF",
            ),
            _ => self.bad_start(at),
        }
    }
}
