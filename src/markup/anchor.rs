//! Links and images as they are written.

use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Tag, TagEnd};

use super::autolink::{self, Piece};
use super::link::{self, Link, Target};
use super::outline::outline;
use super::writer::{Form, Writer};
use super::{BROKEN_LINK, REMOTE_IMAGE, UNSAFE_LINK, text};

/// What a link or image is written as.
enum Anchor {
    Link { href: String, outside: bool },
    Text { class: &'static str },
}

/// A link that is being written.
pub(super) struct OpenLink {
    close: &'static str,
    target: String,
    /// What was readable before the link began.
    readable: usize,
}

/// An image that is being written.
pub(super) struct OpenImage<'t> {
    target: CowStr<'t>,
    title: CowStr<'t>,
    range: Range<usize>,
    alt: String,
    /// Images and links that are open within its description.
    inner: usize,
}

impl<'t> OpenImage<'t> {
    /// An image that stands at `range` of the source.
    pub(super) fn new(target: CowStr<'t>, title: CowStr<'t>, range: Range<usize>) -> Self {
        OpenImage {
            target,
            title,
            range,
            alt: String::new(),
            inner: 0,
        }
    }

    /// What stands for the image where it is not shown.
    fn words(&self) -> &str {
        if self.alt.trim().is_empty() {
            &self.target
        } else {
            &self.alt
        }
    }
}

impl<'t> Writer<'_, 't> {
    /// Begins a link.
    pub(super) fn start_link(&mut self, written: &str, title: &str, range: Range<usize>) {
        let close = match self.resolve(written, range, false) {
            // The parser lets an autolink stand within a link; HTML does not.
            _ if !self.open_links.is_empty() => "",
            Anchor::Link { href, outside } => {
                self.heading.1 = true;
                self.open_anchor(&href, outside, title);
                "</a>"
            }
            Anchor::Text { class } => {
                let _ = write!(self.html, "<span class=\"{class}\">");
                "</span>"
            }
        };
        self.open_links.push(OpenLink {
            close,
            target: written.to_owned(),
            readable: self.readable,
        });
    }

    fn open_anchor(&mut self, href: &str, outside: bool, title: &str) {
        self.html.push_str("<a href=\"");
        text::push_attribute(&mut self.html, href);
        if outside {
            self.html
                .push_str("\" rel=\"noopener noreferrer nofollow ugc");
        }
        self.push_title(title);
        self.html.push_str("\">");
    }

    fn push_title(&mut self, title: &str) {
        if !title.is_empty() {
            self.html.push_str("\" title=\"");
            text::push_attribute(&mut self.html, title);
        }
    }

    /// Ends a link.
    pub(super) fn end_link(&mut self) {
        let Some(link) = self.open_links.pop() else {
            return;
        };
        if self.readable == link.readable {
            // A link without words is named by where it leads.
            self.push_words(&link.target);
        }
        self.html.push_str(link.close);
    }

    /// Appends words of a paragraph, with the addresses in them as links.
    pub(super) fn push_linked(&mut self, words: &str) {
        if !self.open_links.is_empty() || !words.contains("://") {
            return self.push_words(words);
        }
        for piece in autolink::pieces(words) {
            let (words, target) = match piece {
                Piece::Words(words) => (words, None),
                Piece::Address(words) => (words, Some(link::target(words))),
            };
            // One that may not be linked stays what it is: nobody asked for a link.
            let Some(Target::Web(address)) = target else {
                self.push_words(words);
                continue;
            };
            self.heading.1 = true;
            self.open_anchor(&address, true, "");
            self.push_words(words);
            self.html.push_str("</a>");
        }
    }

    /// Takes an event within the description of an image, which is text only.
    pub(super) fn describe_image(&mut self, event: Event<'t>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.inner += 1,
            Event::End(TagEnd::Image) if image.inner > 0 => image.inner -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(words) | Event::Code(words) => image.alt.push_str(&words),
            Event::SoftBreak | Event::HardBreak => image.alt.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else {
            return;
        };
        let anchor = self.resolve(&image.target, image.range.clone(), true);
        self.readable += text::visible(&image.alt).trim().len();
        match anchor {
            Anchor::Link {
                href,
                outside: false,
            } => {
                self.html.push_str("<img src=\"");
                text::push_attribute(&mut self.html, &href);
                self.html.push_str("\" alt=\"");
                text::push_attribute(&mut self.html, &image.alt);
                self.push_title(&image.title);
                self.html.push_str("\" loading=\"lazy\">");
            }
            Anchor::Link {
                href,
                outside: true,
            } => {
                let within = !self.open_links.is_empty();
                if !within {
                    self.heading.1 = true;
                    self.open_anchor(&href, true, &image.title);
                }
                self.push_words(image.words());
                if !within {
                    self.html.push_str("</a>");
                }
            }
            Anchor::Text { class } => {
                let _ = write!(self.html, "<span class=\"{class}\">");
                self.push_words(image.words());
                self.html.push_str("</span>");
            }
        }
    }

    /// Where a link or an image leads; tells what is wrong with it.
    fn resolve(&mut self, written: &str, range: Range<usize>, is_image: bool) -> Anchor {
        let found = match link::target(written) {
            Target::Web(address) => Link::External(address),
            Target::Refused(reason) => Link::Refused { reason },
            Target::Here(target) if is_image => Link::Broken {
                help: Some(format!("write the path of an image instead of `{target}`")),
            },
            Target::Here(target) => self.within(&target),
            Target::Relative(target) if is_image => gated(self.links.image(&target)),
            Target::Relative(target) => gated(self.links.link(&target)),
        };
        let what = if is_image { "image" } else { "link to" };
        let name = || text::shortened(written, 80);
        match found {
            Link::Internal(href) => Anchor::Link {
                href,
                outside: false,
            },
            Link::External(href) => {
                if is_image {
                    self.report.tell(
                        &REMOTE_IMAGE,
                        range,
                        || format!("image `{}` lies on another host", name()),
                        |finding| {
                            finding
                                .label("shown as a link")
                                .help("keep the image in this source and name it by its path")
                        },
                    );
                }
                Anchor::Link {
                    href,
                    outside: true,
                }
            }
            Link::Broken { help } => {
                self.report.tell(
                    &BROKEN_LINK,
                    range,
                    || format!("{what} `{}` leads nowhere", name()),
                    |finding| {
                        let help =
                            help.unwrap_or_else(|| "mend the path or remove the link".into());
                        finding.label("nothing stands there").help(help)
                    },
                );
                Anchor::Text {
                    class: "broken-link",
                }
            }
            Link::Refused { reason } => {
                self.report.tell(
                    &UNSAFE_LINK,
                    range,
                    || format!("{what} `{}` {reason}", name()),
                    |finding| {
                        finding.label("shown as text").help(
                            "link to an `https:`, `http:`, `mailto:` or `tel:` address, or to a file of this source",
                        )
                    },
                );
                Anchor::Text {
                    class: "unsafe-link",
                }
            }
        }
    }

    /// A link to a place in the same text: `#keys`, or nothing.
    fn within(&mut self, target: &str) -> Link {
        let Some(fragment) = target.strip_prefix('#') else {
            return Link::Broken {
                help: Some("write where the link leads".into()),
            };
        };
        // Browsers lead both of these to the top of the page.
        if fragment.is_empty() || fragment == "top" {
            return Link::Internal("#".into());
        }
        let id = match self.form {
            Form::Description => None,
            Form::Document | Form::Findings => {
                let whole = self.whole.get_or_insert_with(|| outline(self.source));
                whole.anchor(fragment)
            }
        };
        match id {
            Some(id) => Link::Internal(format!("#{id}")),
            None => Link::Broken {
                help: Some("name a heading of this text".into()),
            },
        }
    }
}

/// What a resolver found; an address that it calls external goes through the same gate as
/// one that is written.
fn gated(found: Link) -> Link {
    let Link::External(address) = found else {
        return found;
    };
    match link::target(&address) {
        Target::Web(address) => Link::External(address),
        Target::Refused(reason) => Link::Refused { reason },
        Target::Here(_) | Target::Relative(_) => Link::Refused {
            reason: "names no host".into(),
        },
    }
}
