//! Lineage as a drawing: one thing in the middle, what it reads from on its left, who
//! reads from it on its right.
//!
//! A pure function from names and links to SVG. Colours and fonts are the style sheet's:
//! the drawing has classes and no style of its own. It is never larger than a screen,
//! however many neighbours there are; a table beside it says the same in full.

mod layout;
mod spark;
mod svg;

use layout::Layout;

pub use spark::{Mark as SparkMark, spark};

/// One thing of the drawing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// A second line, such as its owner; may be empty.
    pub sub: String,
    /// Its page, seen from the page that holds the drawing.
    pub href: Option<String>,
    /// Whether it is referred to, but not there.
    pub is_missing: bool,
}

/// A thing with its neighbours, one hop each way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Neighbourhood {
    /// The thing in the middle.
    pub own: Node,
    /// What it reads from.
    pub upstream: Vec<Node>,
    /// Who reads from it.
    pub downstream: Vec<Node>,
    /// Where the full list is, for what the drawing leaves out.
    pub all: String,
}

/// Draws a neighbourhood; `None` where there are no neighbours.
pub fn draw(hood: &Neighbourhood) -> Option<String> {
    let is_alone = hood.upstream.is_empty() && hood.downstream.is_empty();
    (!is_alone).then(|| svg::svg(&Layout::of(hood)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(name: &str) -> Node {
        Node {
            name: name.to_owned(),
            sub: "team".to_owned(),
            href: Some(format!("../{name}.html")),
            is_missing: false,
        }
    }

    #[test]
    fn a_thing_without_neighbours_is_not_drawn() {
        assert_eq!(draw(&Neighbourhood::default()), None);
    }

    #[test]
    fn names_are_escaped_and_cut_with_the_full_name_in_the_title() {
        let name = format!("<script>\"&'{}", "x".repeat(100));
        let hood = Neighbourhood {
            own: node("self"),
            upstream: vec![node(&name)],
            ..Neighbourhood::default()
        };
        let svg = draw(&hood).unwrap();
        assert!(!svg.contains("<script"));
        let full = format!("&lt;script&gt;&quot;&amp;&#39;{}", "x".repeat(100));
        assert!(svg.contains(&format!("<title>{full}, team</title>")));
        assert!(svg.contains("…</text>"));
        assert!(!svg.contains("style="));
    }

    #[test]
    fn hubs_stay_small_and_lead_to_the_full_list() {
        let many: Vec<_> = (0..500).map(|at| node(&format!("n{at}"))).collect();
        let hood = Neighbourhood {
            own: node("self"),
            downstream: many,
            all: "#lineage".to_owned(),
            ..Neighbourhood::default()
        };
        let svg = draw(&hood).unwrap();
        assert!(svg.len() < 8_000, "{}", svg.len());
        assert!(svg.contains("href=\"#lineage\"") && svg.contains("+493 more"));
    }

    #[test]
    fn what_is_not_there_is_marked() {
        let missing = Node {
            href: None,
            is_missing: true,
            ..node("gone")
        };
        let hood = Neighbourhood {
            own: node("self"),
            upstream: vec![missing],
            ..Neighbourhood::default()
        };
        let svg = draw(&hood).unwrap();
        assert!(svg.contains("<g class=\"node bad\">") && svg.contains("<path class=\"bad\""));
    }
}
