//! The table that is being written.

use std::fmt::Write as _;

use pulldown_cmark::Alignment;

/// Where in a table the writer is.
pub(super) struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
    /// Where the HTML of the cell begins.
    start: usize,
    /// How much was readable before the cell.
    readable: usize,
}

impl Table {
    /// A group, not a region: a page may hold many tables, and landmarks of one name are a
    /// maze. It takes the focus so that a wide table can be scrolled by keyboard.
    pub(super) const OPEN: &str =
        "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n";

    /// Closes what [`Table::OPEN`] and the head opened.
    pub(super) const CLOSE: &str = "</tbody></table></div>\n";

    /// A table with these columns, before its head.
    pub(super) fn new(alignments: Vec<Alignment>) -> Table {
        Table {
            alignments,
            column: 0,
            in_head: true,
            start: 0,
            readable: 0,
        }
    }

    /// Begins a cell at `start` of the HTML, behind so much readable text.
    pub(super) fn start_cell(&mut self, start: usize, readable: usize) {
        (self.start, self.readable) = (start, readable);
    }

    /// Puts the elements of the cell around what was written since it began.
    pub(super) fn end_cell(&mut self, html: &mut String, readable: usize) {
        let body = html.split_off(self.start);
        let class = match self.alignments.get(self.column) {
            Some(_) if body.is_empty() => "",
            Some(Alignment::Left) => " class=\"left\"",
            Some(Alignment::Center) => " class=\"center\"",
            Some(Alignment::Right) => " class=\"right\"",
            Some(Alignment::None) | None => "",
        };
        self.column += 1;
        // A header cell that says nothing is none.
        let is_header = self.in_head && readable > self.readable;
        let cell = if is_header { "th" } else { "td" };
        let _ = write!(html, "<{cell}{class}>{body}</{cell}>");
    }

    /// Ends the head.
    pub(super) fn end_head(&mut self) {
        self.in_head = false;
        self.end_row();
    }

    /// Ends a row.
    pub(super) fn end_row(&mut self) {
        self.column = 0;
    }
}
