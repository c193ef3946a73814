//! The contents list of a page of prose.

use crate::markup::Outline;
use crate::page::parts::Contents;

/// The headings of a text, for the list beside it.
pub fn contents(outline: &Outline) -> Vec<Contents> {
    let headings = outline.headings.iter();
    headings
        .map(|heading| Contents {
            text: heading.text.clone(),
            anchor: heading.id.clone(),
            // The page's own heading is the first level.
            depth: heading.level - 1,
        })
        .collect()
}
