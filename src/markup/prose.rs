//! Whole texts: documents and descriptions.

use pulldown_cmark::{Parser, TextMergeWithOffset};

use crate::diag::{Finding, Span, Subject, guarded};

use super::link::Links;
use super::outline::Outline;
use super::report::{Base, Report};
use super::writer::{Form, OPTIONS, Runaway, Writer};
use super::{MAX_BYTES, MAX_DEPTH, MAX_GROWTH, RUNAWAY_MARKUP, text};

/// A document as it stands on a page.
#[derive(Clone, Debug, Default)]
pub struct Prose {
    /// Safe HTML: blocks, for an element of the class `prose`. A title with which the
    /// text begins is left out, for the page has it as its own heading.
    pub html: String,
    /// Title, headings and words.
    pub outline: Outline,
    /// Its faults, in the order of the text.
    pub findings: Vec<Finding>,
}

/// A description as it stands within a page.
#[derive(Clone, Debug, Default)]
pub struct Fragment {
    /// Safe HTML: words alone where the text is one paragraph, else blocks.
    pub html: String,
    /// Its faults, each at the whole of the description.
    pub findings: Vec<Finding>,
}

/// Renders a document: the body that lies at `base`, byte by byte, in a file that concerns
/// `subject`.
pub fn prose(text: &str, base: Span, subject: &Subject, links: &dyn Links) -> Prose {
    let report = Report::new(Base::Exact(base), subject);
    render(text, Form::Document, links, report)
}

/// The findings of [`prose`], for less than its price: no code is highlighted.
pub fn check(text: &str, base: Span, subject: &Subject, links: &dyn Links) -> Vec<Finding> {
    let report = Report::new(Base::Exact(base), subject);
    render(text, Form::Findings, links, report).findings
}

/// Renders a description of a manifest, whose value stands at `span`. Its headings are
/// paragraphs in bold, and neither they nor its footnotes have ids.
pub fn description(text: &str, span: Span, subject: &Subject, links: &dyn Links) -> Fragment {
    let report = Report::new(Base::Whole(span), subject);
    let Prose { html, findings, .. } = render(text, Form::Description, links, report);
    let words = html
        .strip_prefix("<p>")
        .and_then(|html| html.strip_suffix("</p>\n"))
        .filter(|words| !words.contains("<p"));
    Fragment {
        html: words.map(str::to_owned).unwrap_or(html),
        findings,
    }
}

fn render(text: &str, form: Form, links: &dyn Links, report: Report<'_>) -> Prose {
    let report_again = report.emptied();
    let written = guarded(|| write(text, form, links, report));
    match written.unwrap_or(Err(Runaway::Fault)) {
        Ok(prose) => prose,
        Err(runaway) => as_source(text, runaway, report_again),
    }
}

fn write(text: &str, form: Form, links: &dyn Links, report: Report<'_>) -> Result<Prose, Runaway> {
    if text.len() > MAX_BYTES {
        return Err(Runaway::Size);
    }
    let mut writer = Writer::new(text, form, links, report);
    let events = Parser::new_ext(text, OPTIONS).into_offset_iter();
    for (event, range) in TextMergeWithOffset::new(events) {
        writer.write(event, range)?;
    }
    let (html, outline, report) = writer.finish()?;
    Ok(Prose {
        html,
        outline,
        findings: report.finish(),
    })
}

/// The text as it was written, with a finding that says why.
fn as_source(source: &str, runaway: Runaway, mut report: Report<'_>) -> Prose {
    let is_ours = runaway == Runaway::Fault;
    let (range, message) = match runaway {
        Runaway::Depth(range) => (
            range,
            format!("the text nests more than {MAX_DEPTH} levels deep"),
        ),
        Runaway::Size => (0..0, format!("the text is {} KiB long", source.len() >> 10)),
        Runaway::Growth => (
            0..0,
            format!("the text grows to more than {MAX_GROWTH} times its size as HTML"),
        ),
        Runaway::Fault => (
            0..0,
            "Meshbook itself failed while it rendered the text".to_owned(),
        ),
    };
    report.tell(
        &RUNAWAY_MARKUP,
        range,
        || message,
        |finding| {
            finding
                .label("the whole text is shown as its source")
                .help(match is_ours {
                    true => "report it to Meshbook with the text",
                    false => "divide the text, or write it with less nesting",
                })
        },
    );
    let mut end = source.len().min(MAX_BYTES);
    while !source.is_char_boundary(end) {
        end -= 1;
    }
    let mut html = String::from("<pre class=\"source\" tabindex=\"0\">");
    text::push(&mut html, &source[..end]);
    html.push_str("</pre>\n");
    Prose {
        html,
        outline: Outline::default(),
        findings: report.finish(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::SubjectKind;
    use crate::markup::Link;

    struct Failing;

    impl Links for Failing {
        fn link(&self, _: &str) -> Link {
            panic!("no link is known")
        }

        fn image(&self, _: &str) -> Link {
            panic!("no image is known")
        }
    }

    #[test]
    fn what_fails_is_shown_as_its_source() {
        let text = "See [<there>](there.md).\n";
        let base = Span {
            start: 0,
            end: text.len() as u32,
        };
        let subject = Subject::new(SubjectKind::Doc, "a.md");
        let shown = prose(text, base, &subject, &Failing);
        let source =
            "<pre class=\"source\" tabindex=\"0\">See [&lt;there&gt;](there.md).\n</pre>\n";
        assert_eq!(shown.html, source);
        let [finding] = shown.findings.as_slice() else {
            panic!("{:?}", shown.findings)
        };
        assert!(finding.message.contains("Meshbook itself failed"));
        assert_eq!(check(text, base, &subject, &Failing).len(), 1);
    }
}
