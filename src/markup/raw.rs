//! Raw HTML, which is shown and never passed on.

use std::ops::Range;

use super::RAW_HTML;
use super::writer::Writer;

impl Writer<'_, '_> {
    /// Ends a block of HTML.
    pub(super) fn end_html(&mut self, range: Range<usize>) {
        let raw = self.raw.take().unwrap_or_default();
        let rest = without_comments(&raw);
        let rest = rest.trim();
        if rest.is_empty() {
            return;
        }
        self.count_html(range);
        self.html.push_str("<p class=\"raw-html\"><code>");
        self.push_words(rest);
        self.html.push_str("</code></p>\n");
    }

    /// Writes a tag within a line.
    pub(super) fn inline_html(&mut self, html: &str, range: Range<usize>) {
        if matches!(html, "<br>" | "<br/>" | "<br />") {
            return self.html.push_str("<br>");
        }
        if without_comments(html).is_empty() {
            return;
        }
        self.count_html(range);
        self.html.push_str("<code class=\"raw-html\">");
        self.push_words(html);
        self.html.push_str("</code>");
    }

    fn count_html(&mut self, range: Range<usize>) {
        self.raw_html.get_or_insert((range, 0)).1 += 1;
    }

    /// Tells of all raw HTML at once.
    pub(super) fn tell_html(&mut self) {
        let Some((range, pieces)) = self.raw_html.take() else {
            return;
        };
        let message = || match pieces {
            1 => "raw HTML is shown as text".to_owned(),
            _ => format!("{pieces} pieces of raw HTML are shown as text, the first of them here"),
        };
        self.report.tell(&RAW_HTML, range, message, |finding| {
            finding
                .label("raw HTML")
                .help("write it as Markdown, or as code where the tag itself is meant")
        });
    }
}

/// The HTML without its comments. One that is never closed stays: nothing that was
/// written may vanish by accident.
fn without_comments(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some((before, from)) = rest.split_once("<!--") {
        out.push_str(before);
        match from.split_once("-->") {
            Some((_, after)) => rest = after,
            None => {
                out.push_str("<!--");
                out.push_str(from);
                rest = "";
            }
        }
    }
    out.push_str(rest);
    out
}
