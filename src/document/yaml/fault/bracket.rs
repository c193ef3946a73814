//! Lists and maps in brackets.

use granit_parser::ErrorKind;

use super::{Fault, Met};
use crate::document::yaml::line::Line;

impl Met<'_> {
    /// The innermost bracket that is open.
    pub(super) fn bracket(&self) -> Option<usize> {
        let mut open = self.broken.open.iter().copied().rev();
        open.find(|&at| matches!(self.char_at(at), Some('[' | '{')))
    }

    /// A bracket that was open where the lines below it have left its indentation.
    pub(super) fn open_bracket(&self) -> Option<Fault> {
        let known = self.bracket();
        let at = match &self.broken.kind {
            ErrorKind::UnclosedFlowCollection { .. } => Some(self.broken.at),
            ErrorKind::UnexpectedEofFlowSequence | ErrorKind::UnexpectedEofFlowMapping => known,
            ErrorKind::MismatchedFlowCollectionEnd { .. } => None,
            _ => known.filter(|&at| self.is_left(at)),
        }?;
        let (open, close) = match self.char_at(at) {
            Some('[') => ('[', ']'),
            _ => ('{', '}'),
        };
        let fault = self.fault(
            self.one(at),
            format!("`{open}` is never closed"),
            format!("put `{close}` behind the last value, or quotes around a text that starts with `{open}`"),
        );
        Some(fault.label("opens here").of_value(self.text))
    }

    /// Whether a line between a bracket and the fault is indented no more than the bracket's.
    fn is_left(&self, bracket: usize) -> bool {
        let first = Line::at(self.text, bracket);
        let below = std::iter::successors(first.next(), Line::next);
        let mut below = below.take_while(|line| line.start <= self.broken.at);
        below.any(|line| {
            !line.says_nothing()
                && line.indent() <= first.indent()
                && !matches!(self.char_at(line.content()), Some(']' | '}'))
        })
    }

    /// Two values in brackets with nothing between them.
    pub(super) fn no_comma(&self) -> Fault {
        self.fault(
            self.one(self.broken.at),
            "a comma is missing between two values in brackets",
            "put `,` between them",
        )
    }
}
