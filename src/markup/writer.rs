//! The HTML of one text, written event by event.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Options, Tag, TagEnd};

use super::anchor::{OpenImage, OpenLink};
use super::footnotes::Footnotes;
use super::link::Links;
use super::outline::{Kind, Outline, Outliner};
use super::report::Report;
use super::table::Table;
use super::{MAX_DEPTH, MAX_GROWTH, code, text};

/// What is read beyond CommonMark. Attributes of headings stay off, for they would let a
/// text choose its own ids and classes.
pub(super) const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS)
    .union(Options::ENABLE_GFM);

/// How a text is rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A document: headings have ids, its title is left out.
    Document,
    /// A document of which only the findings are wanted: code is not highlighted.
    Findings,
    /// A description within a page: its headings are paragraphs.
    Description,
}

/// Why a text is not rendered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Runaway {
    /// It nests deeper than [`MAX_DEPTH`] at this place.
    Depth(Range<usize>),
    /// It is longer than [`MAX_BYTES`](super::MAX_BYTES).
    Size,
    /// Its HTML grows past [`MAX_GROWTH`].
    Growth,
    /// Rendering it failed.
    Fault,
}

/// Writes the HTML of one text and tells its faults.
pub(super) struct Writer<'a, 't> {
    pub(super) source: &'t str,
    pub(super) form: Form,
    pub(super) links: &'a dyn Links,
    pub(super) report: Report<'a>,
    outliner: Outliner,
    pub(super) html: String,
    limit: usize,
    /// Bytes of code in the HTML, and the bytes that are counted for them: the same in
    /// every form, so that all forms agree on what grows too large.
    code_bytes: (usize, usize),
    /// Bytes of readable text that have been written.
    pub(super) readable: usize,
    /// Where the HTML of the open heading begins, and whether it holds a link.
    pub(super) heading: (usize, bool),
    /// Open links; HTML has only the first of them.
    pub(super) open_links: Vec<OpenLink>,
    pub(super) image: Option<OpenImage<'t>>,
    table: Option<Table>,
    /// Language and text of the open code block.
    code: Option<(String, String)>,
    pub(super) raw: Option<String>,
    /// First place and number of pieces of raw HTML.
    pub(super) raw_html: Option<(Range<usize>, usize)>,
    footnotes: Footnotes,
    /// Labels of open footnotes with the HTML that goes on behind them.
    set_aside: Vec<(String, String)>,
    set_aside_bytes: usize,
    /// The outline of the whole text, once a link to a later heading has asked for it.
    pub(super) whole: Option<Outline>,
}

impl<'a, 't> Writer<'a, 't> {
    pub(super) fn new(
        source: &'t str,
        form: Form,
        links: &'a dyn Links,
        report: Report<'a>,
    ) -> Self {
        Writer {
            source,
            form,
            links,
            report,
            outliner: Outliner::default(),
            html: String::with_capacity(source.len() + source.len() / 2),
            limit: source.len() * MAX_GROWTH + (64 << 10),
            code_bytes: (0, 0),
            readable: 0,
            heading: (0, false),
            open_links: Vec::new(),
            image: None,
            table: None,
            code: None,
            raw: None,
            raw_html: None,
            footnotes: Footnotes::default(),
            set_aside: Vec::new(),
            set_aside_bytes: 0,
            whole: None,
        }
    }

    /// Writes the next event, which stands at `range` of the source.
    pub(super) fn write(&mut self, event: Event<'t>, range: Range<usize>) -> Result<(), Runaway> {
        let heading = self.outliner.see(&event);
        if self.outliner.depth > MAX_DEPTH {
            return Err(Runaway::Depth(range));
        }
        if self.image.is_some() {
            self.describe_image(event);
        } else {
            match event {
                Event::Start(tag) => self.start(tag, range),
                Event::End(TagEnd::Heading(_)) => self.end_heading(heading.unwrap_or(Kind::Empty)),
                Event::End(tag) => self.end(tag, range),
                Event::Text(words) => self.text(&words),
                Event::Code(words) => {
                    self.html.push_str("<code>");
                    self.push_words(&words);
                    self.html.push_str("</code>");
                }
                Event::Html(html) => match &mut self.raw {
                    Some(raw) => raw.push_str(&html),
                    None => self.inline_html(&html, range),
                },
                Event::InlineHtml(html) => self.inline_html(&html, range),
                Event::FootnoteReference(label) => self.footnote_reference(&label),
                Event::SoftBreak => self.html.push('\n'),
                Event::HardBreak => self.html.push_str("<br>\n"),
                Event::Rule => self.html.push_str("<hr>\n"),
                Event::TaskListMarker(done) => {
                    let (checked, label) = if done {
                        (" checked", "Done")
                    } else {
                        ("", "To do")
                    };
                    let _ = write!(
                        self.html,
                        "<input type=\"checkbox\" disabled{checked} aria-label=\"{label}\"> "
                    );
                }
                Event::InlineMath(words) | Event::DisplayMath(words) => self.push_words(&words),
            }
        }
        self.bounded()
    }

    fn bounded(&self) -> Result<(), Runaway> {
        let (written, counted) = self.code_bytes;
        let html = self.html.len() + self.set_aside_bytes + self.footnotes.bytes;
        if html - written + counted > self.limit {
            return Err(Runaway::Growth);
        }
        Ok(())
    }

    /// Closes the text: its HTML, its outline and its findings.
    pub(super) fn finish(mut self) -> Result<(String, Outline, Report<'a>), Runaway> {
        let with_links = self.form != Form::Description;
        std::mem::take(&mut self.footnotes).push(&mut self.html, with_links);
        self.bounded()?;
        self.tell_html();
        Ok((self.html, self.outliner.finish(), self.report))
    }

    /// Appends words that a reader sees.
    pub(super) fn push_words(&mut self, words: &str) {
        let before = self.html.len();
        text::push(&mut self.html, words);
        self.readable += self.html[before..].trim().len();
    }

    fn text(&mut self, words: &str) {
        match &mut self.code {
            Some((_, code)) => code.push_str(words),
            None => self.push_linked(words),
        }
    }

    fn start(&mut self, tag: Tag<'t>, range: Range<usize>) {
        let open = match tag {
            Tag::Paragraph => "<p>",
            Tag::Heading { .. } => {
                self.heading = (self.html.len(), false);
                ""
            }
            Tag::BlockQuote(None) => "<blockquote>\n",
            Tag::BlockQuote(Some(kind)) => admonition(kind),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(info) => code::language(&info),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
                ""
            }
            Tag::HtmlBlock => {
                self.raw = Some(String::new());
                ""
            }
            Tag::List(None) => "<ul>\n",
            Tag::List(Some(1)) => "<ol>\n",
            Tag::List(Some(first)) => {
                let _ = writeln!(self.html, "<ol start=\"{first}\">");
                ""
            }
            Tag::Item => "<li>",
            Tag::FootnoteDefinition(label) => {
                let html = std::mem::take(&mut self.html);
                self.set_aside_bytes += html.len();
                self.set_aside.push((label.into_string(), html));
                ""
            }
            Tag::Table(alignments) => {
                self.table = Some(Table::new(alignments));
                Table::OPEN
            }
            Tag::TableHead => "<thead><tr>",
            Tag::TableRow => "<tr>",
            Tag::TableCell => {
                if let Some(table) = &mut self.table {
                    table.start_cell(self.html.len(), self.readable);
                }
                ""
            }
            Tag::Emphasis => "<em>",
            Tag::Strong => "<strong>",
            Tag::Strikethrough => "<del>",
            Tag::Link {
                link_type: LinkType::Email,
                dest_url,
                title,
                ..
            } => return self.start_link(&format!("mailto:{dest_url}"), &title, range),
            Tag::Link {
                dest_url, title, ..
            } => return self.start_link(&dest_url, &title, range),
            Tag::Image {
                dest_url, title, ..
            } => {
                self.image = Some(OpenImage::new(dest_url, title, range));
                ""
            }
            // The parser yields none of these under our options; their text still comes.
            Tag::Superscript
            | Tag::Subscript
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => "",
        };
        self.html.push_str(open);
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        let close = match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::BlockQuote(None) => "</blockquote>\n",
            TagEnd::BlockQuote(Some(_)) => "</div>\n",
            TagEnd::CodeBlock => return self.end_code(),
            TagEnd::HtmlBlock => return self.end_html(range),
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::FootnoteDefinition => {
                if let Some((label, html)) = self.set_aside.pop() {
                    self.set_aside_bytes -= html.len();
                    let note = std::mem::replace(&mut self.html, html);
                    self.footnotes.define(&label, note);
                }
                ""
            }
            TagEnd::Table => {
                self.table = None;
                Table::CLOSE
            }
            TagEnd::TableHead => {
                self.table.iter_mut().for_each(Table::end_head);
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => {
                self.table.iter_mut().for_each(Table::end_row);
                "</tr>\n"
            }
            TagEnd::TableCell => {
                if let Some(table) = &mut self.table {
                    table.end_cell(&mut self.html, self.readable);
                }
                ""
            }
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Link => return self.end_link(),
            TagEnd::Heading(_)
            | TagEnd::Image
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => "",
        };
        self.html.push_str(close);
    }

    fn end_heading(&mut self, kind: Kind) {
        let (start, has_link) = self.heading;
        let body = self.html.split_off(start);
        let out = &mut self.html;
        match (kind, self.form) {
            // A heading without a name is a trap for those who hear the page.
            (Kind::Empty, _) if body.is_empty() => {}
            (Kind::Empty, _) => drop(writeln!(out, "<p>{body}</p>")),
            (_, Form::Description) => drop(writeln!(out, "<p><strong>{body}</strong></p>")),
            (Kind::Title, _) => {}
            (Kind::Heading, _) => {
                let Some(heading) = self.outliner.last_heading() else {
                    return;
                };
                let level = heading.level;
                let _ = write!(out, "<h{level} id=\"");
                text::push_attribute(out, &heading.id);
                if has_link {
                    let _ = writeln!(out, "\">{body}</h{level}>");
                } else {
                    out.push_str("\"><a class=\"anchor\" href=\"#");
                    text::push_attribute(out, &heading.id);
                    let _ = writeln!(out, "\">{body}</a></h{level}>");
                }
            }
        }
    }

    fn end_code(&mut self) {
        let Some((language, code)) = self.code.take() else {
            return;
        };
        self.readable += code.len();
        let before = self.html.len();
        if self.form != Form::Findings {
            code::push_block(&mut self.html, &language, &code);
        }
        self.code_bytes.0 += self.html.len() - before;
        self.code_bytes.1 += code::most_bytes(&code);
    }

    fn footnote_reference(&mut self, label: &str) {
        let (number, id) = self.footnotes.refer(label);
        self.readable += 1;
        if self.form == Form::Description || !self.open_links.is_empty() {
            let _ = write!(self.html, "<sup>{number}</sup>");
            return;
        }
        self.heading.1 = true;
        let _ = write!(self.html, "<sup><a href=\"#fn-{number}\"");
        if let Some(id) = id {
            let _ = write!(self.html, " id=\"{id}\"");
        }
        let _ = write!(
            self.html,
            " aria-label=\"Footnote {number}\">{number}</a></sup>"
        );
    }
}

fn admonition(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => {
            "<div class=\"admonition note\" role=\"note\"><p class=\"admonition-title\">Note</p>\n"
        }
        BlockQuoteKind::Tip => {
            "<div class=\"admonition tip\" role=\"note\"><p class=\"admonition-title\">Tip</p>\n"
        }
        BlockQuoteKind::Important => {
            "<div class=\"admonition important\" role=\"note\"><p class=\"admonition-title\">Important</p>\n"
        }
        BlockQuoteKind::Warning => {
            "<div class=\"admonition warning\" role=\"note\"><p class=\"admonition-title\">Warning</p>\n"
        }
        BlockQuoteKind::Caution => {
            "<div class=\"admonition caution\" role=\"note\"><p class=\"admonition-title\">Caution</p>\n"
        }
    }
}
