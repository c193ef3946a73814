//! What a text is called, how it is divided and what it says, without rendering it.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::diag::guarded;

use super::slug::{self, Slugs};
use super::{MAX_BYTES, MAX_DEPTH, text, writer};

/// A heading of a text, as a contents list shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// 2 to 6: the page has the only first-level heading, and no level is skipped.
    pub level: u8,
    /// Its id on the page, with its prefix.
    pub id: String,
    /// Its words, without markup. Not escaped.
    pub text: String,
}

/// What a text says under one heading, for the search index. Not escaped.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Section {
    /// The id of the heading; empty for what stands above the first.
    pub id: String,
    /// The words of the heading; empty for what stands above the first.
    pub heading: String,
    /// The words below it up to the next heading, without code blocks and HTML.
    pub text: String,
}

/// The shape of a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Outline {
    /// The first heading of the first level. Not escaped.
    pub title: Option<String>,
    /// Every heading but a title with which the text begins.
    pub headings: Vec<Heading>,
    /// One for what stands above the first heading, then one for each heading.
    pub sections: Vec<Section>,
    /// Number of words in the sections.
    pub words: usize,
    /// Positions of the headings, in the order of their ids.
    by_id: Vec<u32>,
}

impl Outline {
    /// The id of the heading that a link names by `fragment` (without `#`), as code hosts
    /// name it, percent-encoded or not.
    pub fn anchor(&self, fragment: &str) -> Option<&str> {
        let id = slug::id_of_fragment(fragment);
        let id_at = |at: &u32| self.headings[*at as usize].id.as_str();
        let found = self.by_id.binary_search_by(|at| id_at(at).cmp(&id)).ok()?;
        Some(id_at(&self.by_id[found]))
    }
}

/// The outline of a text; empty where the text is too deep or too long to be rendered.
pub fn outline(text: &str) -> Outline {
    guarded(|| outlined(text)).unwrap_or_default()
}

fn outlined(text: &str) -> Outline {
    if text.len() > MAX_BYTES {
        return Outline::default();
    }
    let mut outliner = Outliner::default();
    for event in Parser::new_ext(text, writer::OPTIONS) {
        outliner.see(&event);
        if outliner.depth > MAX_DEPTH {
            return Outline::default();
        }
    }
    outliner.finish()
}

/// What a heading turned out to be, once it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// The title with which the text begins.
    Title,
    /// The last of the headings.
    Heading,
    /// A heading without words.
    Empty,
}

/// Builds the outline from the events of a text.
#[derive(Default)]
pub(super) struct Outliner {
    outline: Outline,
    section: Section,
    slugs: Slugs,
    /// Levels of the headings above, as written, each deeper than the one before.
    above: Vec<u8>,
    /// The words of the heading that is being read.
    heading: Option<String>,
    /// Whether a block other than HTML has been seen.
    begun: bool,
    in_code: bool,
    /// How many elements are open.
    pub(super) depth: usize,
}

impl Outliner {
    /// Takes the next event; tells what a heading is when it ends.
    pub(super) fn see(&mut self, event: &Event) -> Option<Kind> {
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                match tag {
                    Tag::Heading { .. } => self.heading = Some(String::new()),
                    Tag::HtmlBlock => {}
                    Tag::CodeBlock(_) => (self.in_code, self.begun) = (true, true),
                    _ => self.begun = self.begun || self.heading.is_none(),
                }
            }
            Event::End(tag) => {
                self.depth -= 1;
                match tag {
                    TagEnd::Heading(level) => return Some(self.end_heading(*level as u8)),
                    TagEnd::CodeBlock => self.in_code = false,
                    TagEnd::Emphasis
                    | TagEnd::Strong
                    | TagEnd::Strikethrough
                    | TagEnd::Link
                    | TagEnd::Image => {}
                    _ => self.space(),
                }
            }
            Event::Text(_) if self.in_code => {}
            Event::Text(words) | Event::Code(words) => self.words().push_str(words),
            Event::SoftBreak | Event::HardBreak => self.space(),
            _ => {}
        }
        None
    }

    fn words(&mut self) -> &mut String {
        self.heading.as_mut().unwrap_or(&mut self.section.text)
    }

    fn space(&mut self) {
        let words = self.words();
        if !words.is_empty() && !words.ends_with(' ') {
            words.push(' ');
        }
    }

    fn end_heading(&mut self, level: u8) -> Kind {
        let words = self.heading.take().unwrap_or_default();
        let words = text::visible(words.trim()).into_owned();
        let is_first = !std::mem::replace(&mut self.begun, true);
        if words.is_empty() {
            return Kind::Empty;
        }
        if level == 1 && self.outline.title.is_none() {
            self.outline.title = Some(words.clone());
            if is_first {
                return Kind::Title;
            }
        }
        while self.above.last().is_some_and(|&above| above >= level) {
            self.above.pop();
        }
        self.above.push(level);
        let heading = Heading {
            level: (self.above.len() as u8 + 1).min(6),
            id: self.slugs.id(&words),
            text: words,
        };
        self.end_section(Section {
            id: heading.id.clone(),
            heading: heading.text.clone(),
            text: String::new(),
        });
        self.outline.headings.push(heading);
        Kind::Heading
    }

    fn end_section(&mut self, next: Section) {
        let mut section = std::mem::replace(&mut self.section, next);
        section.text.truncate(section.text.trim_end().len());
        if let Cow::Owned(visible) = text::visible(&section.text) {
            section.text = visible;
        }
        self.outline.words += section.text.split_ascii_whitespace().count();
        self.outline.sections.push(section);
    }

    /// The last heading that was read.
    pub(super) fn last_heading(&self) -> Option<&Heading> {
        self.outline.headings.last()
    }

    pub(super) fn finish(mut self) -> Outline {
        self.end_section(Section::default());
        let headings = &self.outline.headings;
        let mut by_id: Vec<u32> = (0..headings.len() as u32).collect();
        by_id.sort_by_key(|&at| headings[at as usize].id.as_str());
        self.outline.by_id = by_id;
        self.outline
    }
}
