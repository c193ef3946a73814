//! Links, places and plain facts.

use serde::Serialize;

/// A name, with the page of the portal that tells of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The name.
    pub text: String,
    /// Its page; `None` where the name is known but has no page.
    pub href: Option<String>,
}

impl Link {
    /// A name with its page.
    pub fn to(text: impl Into<String>, href: impl Into<String>) -> Link {
        Link {
            text: text.into(),
            href: Some(href.into()),
        }
    }

    /// A name without a page.
    pub fn plain(text: impl Into<String>) -> Link {
        Link {
            text: text.into(),
            href: None,
        }
    }
}

/// A link that leaves the portal (ODCS and ODPS: `authoritativeDefinitions`, `sbom`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Outside {
    /// What the link is called.
    pub text: String,
    /// The address; `None` where it was found harmful or unreadable, so only the text is shown.
    pub url: Option<String>,
    /// What kind of thing lies there, as the manifest says; may be empty.
    pub kind: String,
    /// More words on it; may be empty.
    pub description: String,
}

/// Where a value is written.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Path of the file as people see it.
    pub file: String,
    /// Its own name, where the page is about several files and a line alone would not do;
    /// else empty.
    pub name: String,
    /// Line, from 1.
    pub line: u32,
    /// The file at its host, where the configuration says how to link to it.
    pub url: Option<String>,
}

/// A label and a value, for what has no block of its own: custom properties, unknown
/// fields, raw values.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is: a key or a path of keys.
    pub label: String,
    /// The value as it is written; several lines stay several lines.
    pub value: String,
    /// Where it is written.
    pub at: Option<Place>,
}

/// A passage of prose under a title of its own, such as purpose or limitations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    /// Its title.
    pub title: String,
    /// The prose.
    pub body_html: String,
    /// Where it is written.
    pub at: Option<Place>,
}

/// An entry of the contents list of a page of prose.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Contents {
    /// The heading's text.
    pub text: String,
    /// The heading's anchor, without `#`.
    pub anchor: String,
    /// Its level, 2 to 6.
    pub depth: u8,
}

/// A file from which a page was made.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct SourceFile {
    /// Where the thing starts in it.
    pub at: Place,
    /// What was read from it, such as `data product`.
    pub holds: String,
    /// The standard that it declares, such as `ODPS v1.0.0`; may be empty.
    pub standard: String,
}

/// The parts of an index that was split.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Pager {
    /// Number of the first row on this page, from 1.
    pub first: u32,
    /// Number of the last row on this page.
    pub last: u32,
    /// Rows on all pages together.
    pub total: u32,
    /// The page before.
    pub previous: Option<String>,
    /// The page after.
    pub next: Option<String>,
    /// A few page numbers: the ends and the neighbours, so that the list stays short.
    pub pages: Vec<PagerLink>,
}

/// One page number of a [`Pager`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct PagerLink {
    /// The number, or `…` for those left out.
    pub text: String,
    /// The page; `None` for this page and for `…`.
    pub href: Option<String>,
    /// Whether it is this page.
    pub current: bool,
}
