//! Where each node stands.

use std::borrow::Cow;

use super::{Neighbourhood, Node};

/// The most nodes on one side.
const MOST: usize = 8;
/// Width of a node, in pixels.
pub(super) const WIDTH: u32 = 212;
/// Height of a node.
pub(super) const HEIGHT: u32 = 42;
/// Between two columns: room for the edges.
const GAP: u32 = 64;
/// Between two nodes of a column.
const SPACE: u32 = 10;
/// Around the drawing, so that outlines are not cut.
const MARGIN: u32 = 3;
/// Height of the headings.
const HEAD: u32 = 22;

/// A node at its place.
pub(super) struct Placed<'h> {
    pub(super) node: Cow<'h, Node>,
    pub(super) x: u32,
    pub(super) y: u32,
}

/// The whole drawing, in pixels.
pub(super) struct Layout<'h> {
    pub(super) width: u32,
    pub(super) height: u32,
    pub(super) own: Placed<'h>,
    pub(super) upstream: Vec<Placed<'h>>,
    pub(super) downstream: Vec<Placed<'h>>,
    pub(super) heads: Vec<(u32, &'static str)>,
}

impl<'h> Layout<'h> {
    /// Places a neighbourhood: a column for each side that has nodes, each centred.
    pub(super) fn of(hood: &'h Neighbourhood) -> Layout<'h> {
        let rows = hood
            .upstream
            .len()
            .max(hood.downstream.len())
            .clamp(1, MOST);
        let body = column_height(rows);
        let mut heads = Vec::new();
        let mut x = MARGIN;
        let upstream = column(&hood.upstream, &hood.all, x, body);
        if !upstream.is_empty() {
            heads.push((x, "reads from"));
            x += WIDTH + GAP;
        }
        let own = Placed {
            node: Cow::Borrowed(&hood.own),
            x,
            y: MARGIN + HEAD + (body - HEIGHT) / 2,
        };
        let downstream = column(&hood.downstream, &hood.all, x + WIDTH + GAP, body);
        if !downstream.is_empty() {
            x += WIDTH + GAP;
            heads.push((x, "read by"));
        }
        Layout {
            width: x + WIDTH + MARGIN,
            height: HEAD + body + 2 * MARGIN,
            own,
            upstream,
            downstream,
            heads,
        }
    }
}

fn column_height(rows: usize) -> u32 {
    rows as u32 * (HEIGHT + SPACE) - SPACE
}

fn column<'h>(nodes: &'h [Node], all: &str, x: u32, body: u32) -> Vec<Placed<'h>> {
    let shown = match nodes.len() > MOST {
        true => MOST - 1,
        false => nodes.len(),
    };
    let rows = shown + usize::from(shown < nodes.len());
    let mut y = MARGIN + HEAD + (body - column_height(rows.max(1))) / 2;
    let mut placed = Vec::with_capacity(rows);
    let more = (shown < nodes.len()).then(|| Node {
        name: format!("+{} more", nodes.len() - shown),
        sub: "all of them in the table".to_owned(),
        href: Some(all.to_owned()),
        is_missing: false,
    });
    let shown = nodes[..shown].iter().map(Cow::Borrowed);
    for node in shown.chain(more.map(Cow::Owned)) {
        placed.push(Placed { node, x, y });
        y += HEIGHT + SPACE;
    }
    placed
}
