//! A layout as SVG.

use std::fmt::Write;

use super::layout::{HEIGHT, Layout, Placed, WIDTH};

/// Characters of a name that fit into a node.
const NAME: usize = 24;
/// Characters of a second line.
const SUB: usize = 28;

/// The drawing, to stand within a page.
pub(super) fn svg(layout: &Layout<'_>) -> String {
    let (width, height) = (layout.width, layout.height);
    let mut svg = format!(
        "<svg width=\"{width}\" height=\"{height}\" viewBox=\"0 0 {width} {height}\" role=\"group\" aria-label=\"Lineage\">"
    );
    for (x, head) in &layout.heads {
        write!(svg, "<text class=\"sub\" x=\"{x}\" y=\"14\">{head}</text>").ok();
    }
    svg.push_str("<g class=\"edge\">");
    for from in &layout.upstream {
        edge(&mut svg, from, &layout.own, from.node.is_missing);
    }
    for to in &layout.downstream {
        edge(&mut svg, &layout.own, to, to.node.is_missing);
    }
    svg.push_str("</g>");
    for placed in layout.upstream.iter().chain(&layout.downstream) {
        node(&mut svg, placed, "");
    }
    node(&mut svg, &layout.own, " self");
    svg.push_str("</svg>");
    svg
}

fn edge(svg: &mut String, from: &Placed<'_>, to: &Placed<'_>, is_bad: bool) {
    let (x1, y1) = (from.x + WIDTH, from.y + HEIGHT / 2);
    let (x2, y2) = (to.x, to.y + HEIGHT / 2);
    let middle = (x1 + x2) / 2;
    let class = if is_bad { " class=\"bad\"" } else { "" };
    write!(
        svg,
        "<path{class} d=\"M{x1} {y1}C{middle} {y1} {middle} {y2} {x2} {y2}\"/>"
    )
    .ok();
}

fn node(svg: &mut String, placed: &Placed<'_>, own: &str) {
    let (x, y, node) = (placed.x, placed.y, &placed.node);
    let bad = if node.is_missing { " bad" } else { "" };
    let end = match &node.href {
        Some(href) => {
            write!(
                svg,
                "<a class=\"node{own}{bad}\" href=\"{}\">",
                escaped(href)
            )
            .ok();
            "</a>"
        }
        None => {
            write!(svg, "<g class=\"node{own}{bad}\">").ok();
            "</g>"
        }
    };
    let comma = if node.sub.is_empty() { "" } else { ", " };
    write!(
        svg,
        "<title>{}{comma}{}</title>",
        escaped(&node.name),
        escaped(&node.sub)
    )
    .ok();
    write!(
        svg,
        "<rect x=\"{x}\" y=\"{y}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" rx=\"6\"/>"
    )
    .ok();
    let (left, base) = (x + 10, y + if node.sub.is_empty() { 26 } else { 18 });
    write!(
        svg,
        "<text x=\"{left}\" y=\"{base}\">{}</text>",
        escaped(&cut(&node.name, NAME))
    )
    .ok();
    if !node.sub.is_empty() {
        let base = y + 33;
        let sub = escaped(&cut(&node.sub, SUB));
        write!(
            svg,
            "<text class=\"sub\" x=\"{left}\" y=\"{base}\">{sub}</text>"
        )
        .ok();
    }
    svg.push_str(end);
}

/// The start of a text, with `…` where it is cut.
fn cut(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some(_) => text.chars().take(most - 1).chain(['…']).collect(),
        None => text.to_owned(),
    }
}

/// A text for XML: what would end it is escaped, what XML does not allow is left out.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}
