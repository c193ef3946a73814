//! Markdown becomes safe, well-formed HTML and exact findings.

use meshbook::diag::{FileId, Files, Subject, SubjectKind};
use meshbook::markup::{self, CODES, Link, Links, Prose};

mod markup_checks;

use markup_checks::assert_safe;

/// A small portal: `orders.md` and `lineage.png` exist, `secret/` is out of bounds.
struct Portal;

impl Links for Portal {
    fn link(&self, target: &str) -> Link {
        match target {
            "orders.md" => Link::Internal("../orders.html".into()),
            "src/load.sql" => Link::External("https://git.example.com/load.sql".into()),
            "sly.md" => Link::External("javascript:alert(1)".into()),
            _ if target.starts_with("../../") => Link::Refused {
                reason: "leaves its source".into(),
            },
            _ => Link::Broken { help: None },
        }
    }

    fn image(&self, target: &str) -> Link {
        match target {
            "lineage.png" => Link::Internal("../lineage.png".into()),
            _ => Link::Broken {
                help: Some("add the file".into()),
            },
        }
    }
}

fn subject() -> Subject {
    Subject::new(SubjectKind::Doc, "x.md")
}

/// Renders a document; its HTML must be safe and its quick check must agree.
fn render(text: &str) -> Prose {
    let mut files = Files::default();
    let id = files.add(None, "x.md", "x.md", text).unwrap();
    let base = files.file(id).whole();
    let prose = markup::prose(text, base, &subject(), &Portal);
    assert_safe(&prose.html);
    assert!(
        prose.html.len() <= 16 * text.len() + (64 << 10),
        "{} bytes became {}",
        text.len(),
        prose.html.len()
    );
    assert_eq!(
        markup::check(text, base, &subject(), &Portal),
        prose.findings
    );
    prose
}

/// The findings of a text as `line:column rule`.
fn faults(text: &str) -> Vec<String> {
    let mut files = Files::default();
    let base = {
        let id: FileId = files.add(None, "x.md", "x.md", text).unwrap();
        files.file(id).whole()
    };
    let findings = markup::check(text, base, &subject(), &Portal);
    let told = findings.iter().map(|finding| {
        let place = files.place(finding.span);
        format!("{}:{} {}", place.line, place.column, finding.rule)
    });
    told.collect()
}

#[test]
fn markdown_becomes_accessible_html() {
    for (text, html) in [
        (
            "One *two* **three** ~~four~~ `a<b`\n",
            "<p>One <em>two</em> <strong>three</strong> <del>four</del> <code>a&lt;b</code></p>\n",
        ),
        ("a\\\nb<br>c", "<p>a<br>\nb<br>c</p>\n"),
        ("---", "<hr>\n"),
        (
            "3. a\n4. b",
            "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n",
        ),
        (
            "- [ ] a\n- [x] b",
            "<ul>\n<li><input type=\"checkbox\" disabled aria-label=\"To do\"> a</li>\n\
             <li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> b</li>\n</ul>\n",
        ),
        (
            "| a | |\n|--:|---|\n| 1 |",
            "<div class=\"table-scroll\" role=\"group\" tabindex=\"0\" aria-label=\"Table\"><table>\n\
             <thead><tr><th class=\"right\">a</th><td></td></tr></thead><tbody>\n\
             <tr><td class=\"right\">1</td><td></td></tr>\n</tbody></table></div>\n",
        ),
        (
            "> [!TIP]\n> Do.",
            "<div class=\"admonition tip\" role=\"note\"><p class=\"admonition-title\">Tip</p>\n<p>Do.</p>\n</div>\n",
        ),
        ("> quote", "<blockquote>\n<p>quote</p>\n</blockquote>\n"),
        (
            "a[^n] b[^n]\n\n[^n]: Note.\n\n[^m]: Unused.",
            "<p>a<sup><a href=\"#fn-1\" id=\"fnref-1\" aria-label=\"Footnote 1\">1</a></sup> \
             b<sup><a href=\"#fn-1\" id=\"fnref-1-2\" aria-label=\"Footnote 1\">1</a></sup></p>\n\
             <section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\
             <li id=\"fn-1\"><p>Note. <a href=\"#fnref-1\" aria-label=\"Back to reference 1\">↩</a> \
             <a href=\"#fnref-1-2\" aria-label=\"Back to reference 1-2\">↩</a></p>\n</li>\n\
             <li id=\"fn-2\"><p>Unused.</p>\n</li>\n</ol>\n</section>\n",
        ),
        (
            "```sql title=x\nselect 1\n```",
            "<pre tabindex=\"0\"><code class=\"language-sql\"><span class=\"s-k\">select</span> \
             <span class=\"s-n\">1</span>\n</code></pre>\n",
        ),
        (
            "```\"><script>\nx\n```",
            "<pre tabindex=\"0\"><code>x\n</code></pre>\n",
        ),
        (
            "```mermaid\ngraph LR\n```",
            "<figure class=\"diagram\"><figcaption>Mermaid diagram source</figcaption><pre tabindex=\"0\">\
             <code class=\"language-mermaid\">graph LR\n</code></pre></figure>\n",
        ),
        (
            "see <!-- hidden --> it\n\n<!-- a\nb -->\n",
            "<p>see  it</p>\n",
        ),
        (
            "a <b>c</b>",
            "<p>a <code class=\"raw-html\">&lt;b&gt;</code>c<code class=\"raw-html\">&lt;/b&gt;</code></p>\n",
        ),
        (
            "<div>\nx <!-- y -->\n</div>",
            "<p class=\"raw-html\"><code>&lt;div&gt;\nx \n&lt;/div&gt;</code></p>\n",
        ),
        (
            "<!-- never closed",
            "<p class=\"raw-html\"><code>&lt;!-- never closed</code></p>\n",
        ),
        ("pay\u{202e}lap", "<p>pay⟨U+202E⟩lap</p>\n"),
    ] {
        assert_eq!(render(text).html, html, "{text}");
    }
}

#[test]
fn links_and_images_are_resolved_or_shown_as_text() {
    const REL: &str = "rel=\"noopener noreferrer nofollow ugc\"";
    for (text, html) in [
        ("[a](orders.md 'T \"q\"')", "<a href=\"../orders.html\" title=\"T &quot;q&quot;\">a</a>".to_owned()),
        ("[a](src/load.sql)", format!("<a href=\"https://git.example.com/load.sql\" {REL}>a</a>")),
        ("<https://a.example/?x&y>", format!("<a href=\"https://a.example/?x&amp;y\" {REL}>https://a.example/?x&amp;y</a>")),
        ("<ada@example.com>", format!("<a href=\"mailto:ada@example.com\" {REL}>ada@example.com</a>")),
        ("[a](sly.md)", "<span class=\"unsafe-link\">a</span>".to_owned()),
        ("[a](javascript:x)", "<span class=\"unsafe-link\">a</span>".to_owned()),
        ("[a](&#x6A;avascript:x)", "<span class=\"unsafe-link\">a</span>".to_owned()),
        ("[*a*](gone.md)", "<span class=\"broken-link\"><em>a</em></span>".to_owned()),
        ("[](orders.md)", "<a href=\"../orders.html\">orders.md</a>".to_owned()),
        ("[\u{200b}](orders.md)", "<a href=\"../orders.html\">orders.md</a>".to_owned()),
        ("[top](#) [a][b]\n\n[b]: orders.md", "<a href=\"#\">top</a> <a href=\"../orders.html\">a</a>".to_owned()),
        ("![*x* `y`](lineage.png \"t\")", "<img src=\"../lineage.png\" alt=\"x y\" title=\"t\" loading=\"lazy\">".to_owned()),
        ("![x](https://a.example/x.png)", format!("<a href=\"https://a.example/x.png\" {REL}>x</a>")),
        ("[![ci](https://a.example/x.svg)](orders.md)", "<a href=\"../orders.html\">ci</a>".to_owned()),
        ("[![](lineage.png)](orders.md)", "<a href=\"../orders.html\"><img src=\"../lineage.png\" alt=\"\" loading=\"lazy\">orders.md</a>".to_owned()),
        ("![x](data:image/png,x)", "<span class=\"unsafe-link\">x</span>".to_owned()),
        ("![](gone.png)", "<span class=\"broken-link\">gone.png</span>".to_owned()),
    ] {
        let rendered = render(text).html;
        let paragraph = rendered.split_once("</p>").unwrap().0;
        assert_eq!(paragraph, format!("<p>{html}"), "{text}");
    }
}

#[test]
fn findings_stand_at_the_fault() {
    for (text, expected) in [
        (
            "a\n\n[b](gone.md) ![c](gone.png)",
            vec!["3:1 broken-link", "3:14 broken-link"],
        ),
        (
            "größe [b](x:y) ![](http://a.example/)",
            vec!["1:7 unsafe-link", "1:16 remote-image"],
        ),
        (
            "[](../../../etc)\n[x][y]\n\n[y]: #gone",
            vec!["1:1 unsafe-link", "2:1 broken-link"],
        ),
        (
            "ok <!-- c --> <br>\n\nbad <i>\n\n<div>",
            vec!["3:5 raw-html"],
        ),
        (
            "# A\n\n[a](#a-b) [b](#c)\n\n## A b",
            vec!["3:11 broken-link"],
        ),
        ("| a |\n|---|\n| [x](gone) |", vec!["3:3 broken-link"]),
        ("x\n\n[^1]: [y](gone)", vec!["3:7 broken-link"]),
    ] {
        assert_eq!(faults(text), expected, "{text}");
    }
}

#[test]
fn a_flood_of_faults_is_counted() {
    let mut files = Files::default();
    let id = files
        .add(None, "x.md", "x.md", "[a](gone) ".repeat(1000))
        .unwrap();
    let file = files.file(id);
    let findings = markup::check(&file.text, file.whole(), &subject(), &Portal);
    assert_eq!(findings.len(), 200);
    assert_eq!(
        findings[199].message,
        "link to `gone` leads nowhere, and 800 more faults follow"
    );
}

#[test]
fn headings_have_ids_and_skip_no_level() {
    for (text, title, headings) in [
        (
            "# T\n\n## A\n\n### B\n\n## A",
            Some("T"),
            vec!["2 h-a A", "3 h-b B", "2 h-a-1 A"],
        ),
        (
            "## A\n\n#### B\n\n# T\n\n###### C",
            Some("T"),
            vec!["2 h-a A", "3 h-b B", "2 h-t T", "3 h-c C"],
        ),
        ("<p>\n\n# T\n\nx\n\n# U", Some("T"), vec!["2 h-u U"]),
        (
            "x\n\n# T *e* `c` [l](orders.md)",
            Some("T e c l"),
            vec!["2 h-t-e-c-l T e c l"],
        ),
        (
            "#\n\n# \u{200b}\n\nSetext\n===",
            Some("Setext"),
            vec!["2 h-setext Setext"],
        ),
    ] {
        let prose = render(text);
        let shown = prose.outline.headings.iter();
        let shown: Vec<String> = shown
            .map(|h| format!("{} {} {}", h.level, h.id, h.text))
            .collect();
        assert_eq!(
            (prose.outline.title.as_deref(), shown),
            (title, headings.iter().map(|h| h.to_string()).collect())
        );
        assert_eq!(markup::outline(text), prose.outline, "{text}");
        for heading in &prose.outline.headings {
            assert!(
                prose
                    .html
                    .contains(&format!("<h{} id=\"{}\"", heading.level, heading.id))
            );
        }
    }
    let html = render("# T\n\n## A <b>\n\n## [B](orders.md)").html;
    assert_eq!(
        html,
        "<h2 id=\"h-a\"><a class=\"anchor\" href=\"#h-a\">A <code class=\"raw-html\">&lt;b&gt;</code></a></h2>\n\
         <h2 id=\"h-b\"><a href=\"../orders.html\">B</a></h2>\n"
    );
}

#[test]
fn the_outline_divides_the_words_by_headings() {
    let outline = markup::outline(
        "# T\n\nOne *two*,\nthree.\n\n- a\n- b\n\n## S\n\n```\ncode\n```\n\n| x | y |\n|---|---|\n| 1 | 2 |\n",
    );
    let sections: Vec<_> = outline
        .sections
        .iter()
        .map(|s| (&*s.id, &*s.heading, &*s.text))
        .collect();
    assert_eq!(
        sections,
        [("", "", "One two, three. a b"), ("h-s", "S", "x y 1 2")]
    );
    assert_eq!(
        (outline.words, outline.anchor("S"), outline.anchor("t")),
        (9, Some("h-s"), None)
    );
}

#[test]
fn a_description_is_words_where_one_paragraph_says_it() {
    let mut files = Files::default();
    let id = files
        .add(None, "x.yaml", "x.yaml", "description: ..")
        .unwrap();
    let span = files.file(id).whole();
    for (text, html, faults) in [
        ("One *two*\nthree.", "One <em>two</em>\nthree.", 0),
        ("", "", 0),
        ("a\n\nb", "<p>a</p>\n<p>b</p>\n", 0),
        (
            "# A\n\n- b[^1]\n\n[^1]: c",
            "<p><strong>A</strong></p>\n<ul>\n<li>b<sup>1</sup></li>\n</ul>\n<ol class=\"footnotes\">\n<li><p>c</p>\n</li>\n</ol>\n",
            0,
        ),
        (
            "<b> [x](#y)",
            "<code class=\"raw-html\">&lt;b&gt;</code> <span class=\"broken-link\">x</span>",
            2,
        ),
    ] {
        let fragment = markup::description(text, span, &subject(), &Portal);
        assert_eq!(fragment.html, html);
        assert_eq!(fragment.findings.len(), faults);
        assert!(fragment.findings.iter().all(|finding| finding.span == span));
        assert_safe(&fragment.html);
    }
}

#[test]
fn a_text_that_runs_away_is_shown_as_its_source() {
    let cells = "|a".repeat(3000);
    for (text, message) in [
        (
            ">".repeat(65) + "<b>",
            "the text nests more than 64 levels deep",
        ),
        (
            "1. ".repeat(100_000),
            "the text nests more than 64 levels deep",
        ),
        ("ab&".repeat(500_000), "the text is 1464 KiB long"),
        (
            format!("{cells}|\n{}|\n{}", "|-".repeat(3000), "a\n".repeat(3000)),
            "the text grows to more than 16 times its size as HTML",
        ),
    ] {
        let prose = render(&text);
        let head = prose.html.get(..60).unwrap_or_default();
        assert!(
            head.starts_with("<pre class=\"source\" tabindex=\"0\">"),
            "{message}: {head}"
        );
        assert_eq!(prose.findings.len(), 1);
        assert_eq!(
            (&*prose.findings[0].rule, &*prose.findings[0].message),
            ("runaway-markup", message)
        );
    }
    assert!(render(&">".repeat(63)).findings.is_empty());
}

/// The examples of a rule page: language, whether they are bad, and their text.
fn examples(page: &str) -> Vec<(bool, String)> {
    let mut examples = Vec::new();
    let mut open: Option<(bool, String)> = None;
    for line in page.split_inclusive('\n') {
        match (&mut open, line.trim_end()) {
            (None, "```markdown bad") => open = Some((true, String::new())),
            (None, "```markdown good") => open = Some((false, String::new())),
            (Some(_), "```") => examples.extend(open.take()),
            (Some((_, text)), _) => text.push_str(line),
            (None, _) => {}
        }
    }
    examples
}

#[test]
fn every_rule_page_shows_a_fault_that_is_found_and_text_that_is_clean() {
    for code in CODES {
        let examples = examples(code.page);
        for bad in [true, false] {
            assert!(
                examples.iter().any(|example| example.0 == bad),
                "{}: {bad}",
                code.id
            );
        }
        for (bad, text) in examples {
            let mark = format!("<!-- finding: {} -->", code.id);
            let lines = text.lines().enumerate();
            let marked: Vec<String> = lines
                .filter(|(_, line)| line.contains(&mark))
                .map(|(at, _)| format!("{} {}", at + 1, code.id))
                .collect();
            let found: Vec<String> = faults(&text)
                .iter()
                .map(|fault| {
                    let (place, rule) = fault.split_once(' ').unwrap();
                    format!("{} {rule}", place.split_once(':').unwrap().0)
                })
                .collect();
            assert_eq!(found, marked, "{}: {text}", code.id);
            assert_eq!(bad, !marked.is_empty());
        }
    }
}
