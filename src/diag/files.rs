//! The texts of one run, and places in them.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

/// One file of a run: an index into [`Files`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// One source (a domain repository or a folder) of a run, in configuration order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(pub u16);

/// A range of bytes in the address space that all files of a run share.
///
/// File `n` owns the addresses from its base to base + length, so eight bytes name a
/// place in any file. Two spans are only ordered in a useful way within one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

impl Span {
    /// The span from the start of `self` to the end of `last`.
    pub fn to(self, last: Span) -> Span {
        Span {
            start: self.start,
            end: last.end.max(self.start),
        }
    }

    /// The empty span at the start of `self`.
    pub fn head(self) -> Span {
        Span {
            start: self.start,
            end: self.start,
        }
    }
}

/// A text and where it came from.
#[derive(Clone, Debug)]
pub struct File {
    /// Path relative to its source, with `/`.
    pub path: Box<str>,
    /// Path as people see it: with the source's name in front where there are several.
    pub shown: Box<str>,
    /// The source that it belongs to; `None` for the portal's own files.
    pub source: Option<SourceId>,
    /// The whole text; empty where it could not be read.
    pub text: Arc<str>,
    base: u32,
    /// Byte ranges that no output may show, sorted; they may overlap.
    withheld: Vec<Range<usize>>,
    /// Byte offsets of the first byte of each line.
    lines: Vec<u32>,
    /// What stands before every [`STEP`] bytes; none where each byte is a character.
    before: Vec<Columns>,
}

/// How many bytes are counted at most to find a column.
const STEP: usize = 1024;

impl File {
    /// The span of `start..end` bytes of this file, clamped to it.
    pub fn span(&self, start: usize, end: usize) -> Span {
        let len = self.text.len();
        let (start, end) = (start.min(len), end.clamp(start.min(len), len));
        Span {
            start: self.base + start as u32,
            end: self.base + end as u32,
        }
    }

    /// Whether its name is that of a Markdown text.
    pub fn is_markdown(&self) -> bool {
        let ending = self.path.rsplit_once('.').map(|(_, ending)| ending);
        ending.is_some_and(|ending| {
            ending.eq_ignore_ascii_case("md") || ending.eq_ignore_ascii_case("markdown")
        })
    }

    /// The whole file.
    pub fn whole(&self) -> Span {
        self.span(0, self.text.len())
    }

    /// Byte ranges that no output may show, sorted; they may overlap.
    pub fn withheld(&self) -> &[Range<usize>] {
        &self.withheld
    }

    /// The text of a range in which everything that is withheld is written as `*`, so that
    /// places in it stay where they are. Ends lie on character boundaries.
    pub fn shown_text(&self, range: Range<usize>) -> Cow<'_, str> {
        let text = &self.text[range.clone()];
        let is_in = |hidden: &&Range<usize>| hidden.start < range.end && hidden.end > range.start;
        let withheld: Vec<_> = self.withheld.iter().filter(is_in).collect();
        if withheld.is_empty() {
            return Cow::Borrowed(text);
        }
        let shown = text.char_indices().map(|(at, c)| {
            let at = range.start + at;
            let is_hidden = withheld.iter().any(|hidden| hidden.contains(&at));
            if is_hidden && c != '\n' {
                "*".repeat(c.len_utf8())
            } else {
                c.to_string()
            }
        });
        Cow::Owned(shown.collect())
    }

    /// The byte range of `span` within this file's text, on character boundaries.
    pub fn range(&self, span: Span) -> Range<usize> {
        let at = |address: u32| {
            let mut at = (address.saturating_sub(self.base) as usize).min(self.text.len());
            while !self.text.is_char_boundary(at) {
                at -= 1;
            }
            at
        };
        let start = at(span.start);
        start..at(span.end).max(start)
    }

    /// The line of a byte of the text, from 0.
    pub fn line(&self, byte: usize) -> usize {
        self.lines.partition_point(|&start| start as usize <= byte) - 1
    }

    /// The text of a line, from 0, without its end; empty behind the last one.
    pub fn line_text(&self, line: usize) -> &str {
        let Some(&start) = self.lines.get(line) else {
            return "";
        };
        let end = self
            .lines
            .get(line + 1)
            .map_or(self.text.len(), |&end| end as usize);
        self.text[start as usize..end].trim_end_matches(['\r', '\n'])
    }

    /// The number of lines; at least one.
    pub fn line_count(&self) -> usize {
        self.lines.len()
    }

    /// Line and column (both from 1) of a byte of the text, columns in characters or in
    /// UTF-16 code units as `unit` chooses.
    fn line_column(&self, byte: usize, unit: fn(Columns) -> u32) -> (u32, u32) {
        let line = self.line(byte);
        // Editors do not count the mark at the start of a file.
        let mark = match line == 0 && self.text.starts_with('\u{feff}') {
            true => '\u{feff}'.len_utf8(),
            false => 0,
        };
        let start = (self.lines[line] as usize + mark).min(byte);
        let column = unit(self.columns_before(byte)) - unit(self.columns_before(start));
        (line as u32 + 1, column + 1)
    }

    fn columns_before(&self, byte: usize) -> Columns {
        let Some(&before) = self.before.get(byte / STEP) else {
            let byte = byte as u32;
            return Columns {
                characters: byte,
                utf16: byte,
            };
        };
        let counted = byte - byte % STEP;
        before.and(&self.text.as_bytes()[counted..byte])
    }
}

/// How far a text has come, in the units in which columns are counted.
#[derive(Clone, Copy, Debug, Default)]
struct Columns {
    characters: u32,
    utf16: u32,
}

impl Columns {
    /// How far it has come behind these bytes.
    fn and(self, bytes: &[u8]) -> Columns {
        let is_first = |&&byte: &&u8| byte & 0b1100_0000 != 0b1000_0000;
        let characters = bytes.iter().filter(is_first).count() as u32;
        // Characters of four bytes in UTF-8 are two units in UTF-16.
        let wide = bytes.iter().filter(|byte| **byte >= 0xf0).count() as u32;
        Columns {
            characters: self.characters + characters,
            utf16: self.utf16 + characters + wide,
        }
    }
}

/// What stands before each [`STEP`] bytes of a text.
fn column_table(text: &str) -> Vec<Columns> {
    if text.is_ascii() {
        return Vec::new();
    }
    let mut before = Columns::default();
    let steps = text.as_bytes().chunks(STEP).map(|bytes| {
        let here = before;
        before = before.and(bytes);
        here
    });
    let mut table: Vec<Columns> = steps.collect();
    table.push(before);
    table
}

/// A place as people and tools name it: lines and columns count from 1, columns in
/// characters; the end is exclusive.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place<'a> {
    /// The shown path of the file.
    pub file: &'a str,
    /// First line.
    pub line: u32,
    /// First column.
    pub column: u32,
    /// Last line.
    pub end_line: u32,
    /// One past the last column.
    pub end_column: u32,
}

impl Place<'_> {
    /// The last line of which the place holds something: it may end with a line's end.
    pub fn last_line(&self) -> u32 {
        let holds_none = self.end_column == 1 && self.end_line > self.line;
        self.end_line - u32::from(holds_none)
    }
}

/// Every text of a run, each read once.
#[derive(Clone, Debug, Default)]
pub struct Files {
    files: Vec<File>,
    end: u32,
}

impl Files {
    /// Adds a text. `None` where the address space of 4 GiB is used up.
    pub fn add(
        &mut self,
        source: Option<SourceId>,
        path: impl Into<Box<str>>,
        shown: impl Into<Box<str>>,
        text: impl Into<Arc<str>>,
    ) -> Option<FileId> {
        let text = text.into();
        let size = u32::try_from(text.len()).ok()?.checked_add(1)?;
        let end = self.end.checked_add(size)?;
        let starts = text.match_indices('\n').map(|(at, _)| at as u32 + 1);
        let lines = std::iter::once(0).chain(starts).collect();
        let before = column_table(&text);
        self.files.push(File {
            path: path.into(),
            shown: shown.into(),
            source,
            text,
            base: self.end,
            withheld: Vec::new(),
            lines,
            before,
        });
        self.end = end;
        Some(FileId(self.files.len() as u32 - 1))
    }

    /// Keeps ranges of a text out of every output, besides those that are kept out already:
    /// passwords and keys.
    pub fn withhold(&mut self, id: FileId, ranges: impl IntoIterator<Item = Range<usize>>) {
        let withheld = &mut self.files[id.0 as usize].withheld;
        withheld.extend(ranges);
        withheld.sort_by_key(|range| (range.start, range.end));
    }

    /// The file that owns an id of this run.
    pub fn file(&self, id: FileId) -> &File {
        &self.files[id.0 as usize]
    }

    /// The file in which a span lies.
    pub fn of(&self, span: Span) -> FileId {
        let after = self.files.partition_point(|file| file.base <= span.start);
        FileId(after.saturating_sub(1) as u32)
    }

    /// Where a span lies, in the words of people and tools.
    pub fn place(&self, span: Span) -> Place<'_> {
        self.place_in(span, |columns| columns.characters)
    }

    /// The same with columns in UTF-16 code units, as editors count them.
    pub fn place_in_utf16(&self, span: Span) -> Place<'_> {
        self.place_in(span, |columns| columns.utf16)
    }

    fn place_in(&self, span: Span, unit: fn(Columns) -> u32) -> Place<'_> {
        let file = self.file(self.of(span));
        let range = file.range(span);
        let (line, column) = file.line_column(range.start, unit);
        let (end_line, end_column) = file.line_column(range.end, unit);
        Place {
            file: &file.shown,
            line,
            column,
            end_line,
            end_column,
        }
    }

    /// Every file with its id, in the order in which they were added.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = (FileId, &File)> {
        let numbered = self.files.iter().enumerate();
        numbered.map(|(at, file)| (FileId(at as u32), file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters_and_lines_count_from_one() {
        let mut files = Files::default();
        files.add(None, "empty", "empty", "").unwrap();
        let id = files
            .add(None, "a.yaml", "a.yaml", "x: 1\ngröße: 📦 y\n")
            .unwrap();
        let file = files.file(id);
        let at = file.text.find('y').unwrap();
        let span = file.span(at, at + 1);
        let place = files.place(span);
        assert_eq!((place.file, place.line, place.column), ("a.yaml", 2, 10));
        assert_eq!((place.end_line, place.end_column), (2, 11));
        assert_eq!(files.place(files.file(FileId(0)).whole()).line, 1);
    }

    #[test]
    fn columns_of_long_lines_count_characters_or_units() {
        let line = "ab größe 📦 ".repeat(700);
        let text = format!("x\n{line}\ny{line}");
        let mut files = Files::default();
        let id = files.add(None, "f", "f", &*text).unwrap();
        let file = files.file(id);
        for start in [2, 2 + line.len() + 1] {
            let ends = text[start..].char_indices().enumerate().step_by(97);
            for (column, (at, _)) in ends.take_while(|(_, (at, _))| *at < line.len()) {
                let place = files.place(file.span(start + at, start + at));
                assert_eq!(place.column as usize, column + 1);
                let utf16 = text[start..start + at].encode_utf16().count();
                let place = files.place_in_utf16(file.span(start + at, start + at));
                assert_eq!(place.column as usize, utf16 + 1);
            }
        }
    }
}
