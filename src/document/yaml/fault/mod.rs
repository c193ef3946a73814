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
use super::mended::Mend;
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
    pub(super) mend: Mend,
    /// The bytes of the lines in which it stands.
    pub(super) lines: Range<usize>,
    /// The column of the outermost map to which a key in these lines may belong.
    pub(super) column: usize,
    /// Whether what was mended right above can be the only reason.
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

    /// The finding, in a text that stands at `at` and in which bytes have a `place`.
    pub(super) fn tell(
        &self,
        place: impl Fn(usize) -> usize,
        at: Span,
        subject: &Subject,
    ) -> Finding {
        let start = at.start + place(self.at.start) as u32;
        let end = at.start + place(self.at.end) as u32;
        let span = Span {
            start,
            end: end.max(start),
        };
        Finding::new(&INVALID_SYNTAX, subject.clone(), span, &*self.message)
            .label(self.label)
            .help(&*self.help)
    }

    fn label(mut self, label: &'static str) -> Fault {
        self.label = label;
        self
    }

    /// The same, mended by edits.
    fn edited(mut self, edits: Vec<(Range<usize>, String)>) -> Fault {
        self.mend = Mend::Edits(edits);
        self
    }

    /// The same, where the whole value of its line was meant as a text.
    fn of_text(mut self, text: &str) -> Fault {
        if let Some(value) = self.value(text) {
            let line = Line::at(text, value.start);
            // A text may go on below, where no keys stand.
            let below = std::iter::successors(line.next(), Line::next);
            let mut below = below.take_while(|line| line.start < self.lines.end);
            let goes_on = below.all(|line| line.key_value().is_none() && !line.is_item());
            let is_whole = goes_on && value.end == line.start + line.text().trim_end().len();
            let end = if is_whole { self.lines.end } else { value.end };
            self.mend = Mend::Text(value.start..end.max(value.end));
        }
        self
    }

    /// The same, where nothing is read of the value of its line and of what is below it.
    fn of_value(mut self, text: &str) -> Fault {
        self.mend = match self.value(text) {
            Some(value) => Mend::Value(value.start..self.lines.end.max(value.end)),
            None => Mend::Lines(self.lines.clone(), self.column),
        };
        self
    }

    /// The same, where it stands behind a bracket that is open: nothing is read of the value
    /// of a line on which both stand.
    fn in_brackets(mut self, text: &str, bracket: usize) -> Fault {
        let is_same_line = Line::at(text, bracket).start == Line::at(text, self.at.start).start;
        if is_same_line && self.at.start >= bracket {
            return self.of_value(text);
        }
        self.mend = Mend::Lines(self.lines.clone(), self.column);
        self
    }

    /// The value of the line, where the fault lies in it.
    fn value(&self, text: &str) -> Option<Range<usize>> {
        let value = Line::at(text, self.at.start).value()?;
        (value.start <= self.at.start && self.at.end <= value.end).then_some(value)
    }

    /// The same, where it may follow from what was mended above.
    fn may_follow(mut self) -> Fault {
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
        let lines = line.start..line.end_of_block();
        let column = line.indent() + usize::from(line.is_item());
        Fault {
            at,
            message: message.into(),
            label: "",
            help: help.into(),
            mend: Mend::Lines(lines.clone(), column),
            lines,
            column,
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
            ErrorKind::ExpectedDocumentStart | ErrorKind::InvalidDocumentEnd => {
                self.behind_document()
            }
            ErrorKind::BomInsideDocument => self.fault(
                self.one(at),
                "a byte order mark stands inside the text",
                "remove the invisible character U+FEFF",
            ),
            _ => self.bad_start(at),
        }
    }
}
