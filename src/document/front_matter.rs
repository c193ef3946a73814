//! The YAML block at the head of a Markdown text.

use super::{Node, yaml};
use crate::diag::{Finding, Span, Subject};

/// A Markdown text cut in two.
#[derive(Clone, Debug)]
pub struct FrontMatter<'t> {
    /// The block's root, where there is a block with anything in it.
    pub root: Option<Node<'t>>,
    /// The Markdown behind it.
    pub body: &'t str,
    /// Where the Markdown stands.
    pub body_span: Span,
    /// What is wrong with the block.
    pub findings: Vec<Finding>,
}

/// Cuts the front matter (from a first line `---` to the next one) off a Markdown text
/// that stands at `at`. A text without one is all body.
pub fn front_matter<'t>(text: &'t str, at: Span, subject: &Subject) -> FrontMatter<'t> {
    let bom = text.len() - text.trim_start_matches('\u{feff}').len();
    let place = |start: usize, end: usize| Span {
        start: at.start + start as u32,
        end: at.start + end as u32,
    };
    match block(&text[bom..]) {
        None => FrontMatter {
            root: None,
            body: &text[bom..],
            body_span: place(bom, text.len()),
            findings: Vec::new(),
        },
        Some((start, end, body)) => {
            let (start, end, body) = (bom + start, bom + end, bom + body);
            let parsed = yaml(&text[start..end], place(start, end), subject);
            FrontMatter {
                root: parsed.roots.into_iter().next(),
                body: &text[body..],
                body_span: place(body, text.len()),
                findings: parsed.findings,
            }
        }
    }
}

/// Start and end of the YAML, and the start of what follows its closing line.
fn block(text: &str) -> Option<(usize, usize, usize)> {
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().filter(|line| line.trim_end() == "---")?;
    let start = first.len();
    let mut at = start;
    for line in lines {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((start, at, at + line.len()));
        }
        at += line.len();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SubjectKind;

    #[test]
    fn a_block_is_cut_off_only_where_it_is_closed() {
        let cases = [
            ("---\ntitle: A\n---\n# B\n", Some("A"), "# B\n"),
            ("---\r\ntitle: A\r\n---\r\nB", Some("A"), "B"),
            ("\u{feff}---\ntitle: A\n---\nB", Some("A"), "B"),
            ("---\ntitle: A\n", None, "---\ntitle: A\n"),
            ("# B\n---\n", None, "# B\n---\n"),
            ("---\n---\nB", None, "B"),
        ];
        for (text, title, body) in cases {
            let at = Span {
                start: 0,
                end: text.len() as u32,
            };
            let cut = front_matter(text, at, &Subject::new(SubjectKind::Source, "s"));
            let found = cut.root.as_ref().and_then(|root| root.get("title")?.text());
            assert_eq!((found, cut.body), (title, body), "{text:?}");
            assert_eq!(cut.body_span.start as usize, text.len() - body.len());
        }
    }
}
