//! Hostile and standard texts: nothing passes that is not allowed, nothing panics, and
//! what CommonMark defines is rendered as it says.

use std::path::PathBuf;

use meshbook::diag::{Files, Subject, SubjectKind};
use meshbook::markup::{self, Link, Links};
use proptest::prelude::*;

mod markup_checks;

use markup_checks::{assert_safe, exact_text_of, ids_of, text_of};

/// Every relative target is a page.
struct Anywhere;

impl Links for Anywhere {
    fn link(&self, _: &str) -> Link {
        Link::Internal("../page.html".into())
    }

    fn image(&self, _: &str) -> Link {
        Link::Internal("../image.png".into())
    }
}

fn render(text: &str) -> String {
    let mut files = Files::default();
    let id = files.add(None, "x.md", "x.md", text).unwrap();
    let base = files.file(id).whole();
    let subject = Subject::new(SubjectKind::Doc, "x.md");
    let prose = markup::prose(text, base, &subject, &Anywhere);
    for finding in &prose.findings {
        // A place that is inside a character or out of the file would panic here.
        files.place(finding.span);
    }
    assert!(prose.html.len() <= text.len() * markup::MAX_GROWTH + (64 << 10));
    let description = markup::description(text, base, &subject, &Anywhere);
    assert_safe(&description.html);
    assert_eq!(ids_of(&description.html), [""; 0], "{text}");
    prose.html
}

/// The rows of a file of the corpus of hostile texts; `None`, told plainly, without it.
fn corpus(path: &str) -> Option<Vec<serde_json::Value>> {
    let Some(folder) = std::env::var_os("MESHBOOK_HOSTILE") else {
        println!("skipped: MESHBOOK_HOSTILE is not set");
        return None;
    };
    let path = PathBuf::from(folder).join(path);
    let text = std::fs::read_to_string(&path)
        .unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let rows = text.lines().filter(|line| !line.is_empty());
    Some(
        rows.map(|line| serde_json::from_str(line).unwrap())
            .collect(),
    )
}

fn input(row: &serde_json::Value) -> &str {
    row["input"].as_str().unwrap()
}

/// A payload in every place of a text that Markdown has.
fn in_every_place(payload: &str) -> Vec<String> {
    let line = payload.replace('\n', " ");
    vec![
        payload.to_owned(),
        format!("# {line}\n\n{line}"),
        format!("[x]({line})\n\n[y](<{line}>)"),
        format!("[x](https://a.example/ \"{line}\")"),
        format!("![{line}]({line})"),
        format!("<{line}>"),
        format!("| {line} |\n|---|\n| {line} |"),
        format!("```{line}\n{payload}\n```"),
        format!("`{line}` *{line}* [x]\n\n[x]: {line} '{line}'"),
        format!("a[^{line}]\n\n[^{line}]: {line}"),
        format!("> [!NOTE]\n> {line}\n\n- [ ] {line}"),
    ]
}

const PAYLOADS: &[&str] = &[
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "\"><svg/onload=alert(1)>",
    "' onmouseover='alert(1)",
    "javascript:alert(1)",
    "&#106;avascript&colon;alert(1)",
    "java&Tab;script:alert(1)",
    "data:text/html;base64,PHNjcmlwdD4=",
    "vbscript:x",
    "//evil.invalid",
    "</code></pre><script>",
    "--><script>",
    "]]><script>",
    "<style>@import 'x'</style>",
    "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=1 onerror=alert(1)&gt;\">",
    "<a id=location name=body>",
    "{{ x }} {% x %}",
    "\u{202e}\u{2066}\0\u{feff}",
    "x\" autofocus onfocus=alert(1) y=\"",
    "https://a@b/",
    "\\\"\\'<",
    "`\u{1}`",
];

#[test]
fn no_payload_leaves_any_place() {
    for payload in PAYLOADS {
        for text in in_every_place(payload) {
            assert_safe(&render(&text));
        }
    }
}

#[test]
fn no_published_payload_leaves_any_place() {
    for path in [
        "xss/html-payloads.jsonl",
        "templates/ssti.jsonl",
        "strings/blns.jsonl",
    ] {
        for row in corpus(path).into_iter().flatten() {
            for text in in_every_place(input(&row)) {
                assert_safe(&render(&text));
            }
        }
    }
}

#[test]
fn known_faults_of_parsers_are_none_here() {
    for path in [
        "markdown/regressions.jsonl",
        "markdown/gfm-spec.jsonl",
        "markdown/commonmark-spec.jsonl",
    ] {
        for row in corpus(path).into_iter().flatten() {
            assert_safe(&render(input(&row)));
        }
    }
}

/// What the standard expects and we mean to write otherwise: addresses that are refused,
/// titles that are left out, and marks that only tables, footnotes and their like have.
fn text_differs_on_purpose(row: &serde_json::Value) -> bool {
    let html = row["html"].as_str().unwrap();
    let shows_html = render(input(row)).contains("raw-html");
    shows_html || html.contains("<h1>") || html.contains("<!--")
}

#[test]
fn what_commonmark_defines_reads_the_same() {
    let Some(rows) = corpus("markdown/commonmark-spec.jsonl") else {
        return;
    };
    let mut compared = 0;
    for row in rows.iter().filter(|row| !text_differs_on_purpose(row)) {
        let ours = text_of(&render(input(row)));
        let theirs = text_of(row["html"].as_str().unwrap());
        assert_eq!(ours, theirs, "{}", input(row));
        compared += 1;
    }
    assert!(
        compared > 250,
        "only {compared} of {} were compared",
        rows.len()
    );
}

proptest! {
    #[test]
    fn any_marks_in_any_order_give_safe_html(
        marks in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", " ", "\n", "\n\n", "# ", "> ", "- ", "1. ", "    ", "*", "_", "**", "~~", "`", "```", "[", "]", "(", ")",
                "![", "](", "<", ">", "<b>", "</b>", "<!--", "-->", "|", "|-|\n", "\\", "&", "&lt;", "\"", "'", "[^1]",
                "[^1]: ", "[!NOTE]", "- [x] ", ":", "http://a", "javascript:", "#a", "\t", "\r\n", "é", "\u{202e}", "\0",
                "sql\n", "---\n", "===\n", "<div>\n", "[a]: /b\n",
            ]),
            0..60,
        )
    ) {
        assert_safe(&render(&marks.concat()));
    }

    #[test]
    fn any_code_in_any_language_is_kept(
        language in proptest::sample::select(vec![
            "yaml", "json", "sql", "xml", "diff", "toml", "bash", "python", "js", "java", "go", "rust", "graphql", "proto",
            "dockerfile", "hcl", "ruby", "unknown",
        ]),
        marks in proptest::collection::vec(
            proptest::sample::select(vec![
                "a", "if", "select", " ", "\n", "\t", "'", "\"", "`", "#", "--", "/*", "*/", "//", "$", "${", "}", "{", "[", "]",
                ":", ": ", "- ", "|\n", ">\n", "&a", "*a", "!t", "<", "</", ">", "<!--", "-->", "=", "1", "0x1f", "é", "\\", "(",
                "\"\"\"", "<?", "%", "📦",
                "\r\n",
                "\u{a0}",
                "\u{3000}",
                "\u{b}",
                "\"\"",
                "''", "\u{202e}",
            ]),
            0..60,
        )
    ) {
        let code = marks.concat();
        let html = markup::highlight(language, &code);
        assert_safe(&format!("<pre><code>a{html}</code></pre>"));
        let text = exact_text_of(&format!("<pre><code>a{html}</code></pre>"));
        prop_assert_eq!(text, format!("a{}", markup::visible(&code.replace("\r\n", "\n"))));
    }
}
