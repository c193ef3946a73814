//! Markdown in, safe HTML out.
//!
//! The text of a domain repository is hostile until it has passed through here. This
//! room walks the events of the Markdown parser and writes an allow-listed set of
//! elements itself: no raw HTML, no attribute that the text could choose, no address
//! other than `http`, `https`, `mailto`, `tel` and what [`Links`] resolves. It is the
//! only room that knows pulldown-cmark and syntect; it knows no page, no product and no
//! file system.
//!
//! Ids: a page holds at most one [`prose`]. Its headings have the ids `h-<slug>`, its
//! footnotes `fn-<n>` and `fnref-<n>`. Everything else on the page keeps clear of these
//! three prefixes, so no heading can take the id of a part of the page.
//!
//! Every function is linear in its input, deterministic, and bounded: see
//! [`MAX_BYTES`], [`MAX_DEPTH`] and [`MAX_GROWTH`].

mod anchor;
mod autolink;
mod code;
mod comments;
mod footnotes;
mod language;
mod link;
mod outline;
mod paint;
mod plain;
mod prose;
mod raw;
mod report;
mod scan;
mod slug;
mod syntax;
mod table;
mod text;
mod writer;

use crate::diag::{Code, Element, Level};

pub use code::highlight;
pub use comments::comments;
pub(crate) use link::is_host;
pub use link::{Link, Links};
pub use outline::{Heading, Outline, Section, outline};
pub use plain::plain;
pub use prose::{Fragment, Prose, check, description, prose};
pub use text::visible;

/// Longest text that is rendered, in bytes. A longer one is shown as its source, cut here.
pub const MAX_BYTES: usize = 1 << 20;

/// Deepest nesting of quotes, lists, links and emphasis that is rendered.
pub const MAX_DEPTH: usize = 64;

/// The HTML of a text is at most this many times as long as the text, plus 64 KiB.
pub const MAX_GROWTH: usize = 16;

/// HTML tags in a text.
pub const RAW_HTML: Code = Code {
    id: "raw-html",
    level: Level::Warning,
    element: Element::Documentation,
    page: include_str!("../../content/rules/raw-html.md"),
};

/// A link with an address that a portal must not offer.
pub const UNSAFE_LINK: Code = Code {
    id: "unsafe-link",
    level: Level::Warning,
    element: Element::Documentation,
    page: include_str!("../../content/rules/unsafe-link.md"),
};

/// An image that lies on another host.
pub const REMOTE_IMAGE: Code = Code {
    id: "remote-image",
    level: Level::Warning,
    element: Element::Documentation,
    page: include_str!("../../content/rules/remote-image.md"),
};

/// A link or an image that leads nowhere.
pub const BROKEN_LINK: Code = Code {
    id: "broken-link",
    level: Level::Warning,
    element: Element::Reference,
    page: include_str!("../../content/rules/broken-link.md"),
};

/// A text that is too deep, too long or too large as HTML to be rendered.
pub const RUNAWAY_MARKUP: Code = Code {
    id: "runaway-markup",
    level: Level::Warning,
    element: Element::Documentation,
    page: include_str!("../../content/rules/runaway-markup.md"),
};

/// Every code that this room raises.
pub const CODES: &[Code] = &[
    BROKEN_LINK,
    RAW_HTML,
    REMOTE_IMAGE,
    RUNAWAY_MARKUP,
    UNSAFE_LINK,
];
