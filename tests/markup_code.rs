//! Code is highlighted with few classes, in colours that can be read.

use std::collections::BTreeMap;

use meshbook::markup::highlight;

/// The tokens of highlighted code that have a class, as `class:text`.
fn tokens(html: &str) -> Vec<String> {
    let spans = html.split("<span class=\"s-").skip(1);
    let told = spans.map(|span| {
        let (class, rest) = span.split_once("\">").unwrap();
        format!("{class}:{}", rest.split_once("</span>").unwrap().0)
    });
    told.collect()
}

#[test]
fn each_language_tells_its_tokens_apart() {
    for (language, code, expected) in [
        (
            "yaml",
            "# c\nid: 'o''x' # d\nn: -1.5\nok: true\nurl: http://a/#b\n\"k\": &a [x, 2, {y: null}]\nt: |\n  a: b\n\n  c\nz: *a\n",
            vec![
                "c:# c",
                "a:id",
                "s:'o''x'",
                "c:# d",
                "a:n",
                "n:-1.5",
                "a:ok",
                "n:true",
                "a:url",
                "a:\"k\"",
                "t:&amp;a",
                "n:2",
                "a:y",
                "n:null",
                "a:t",
                "s:  a: b\n\n  c\n",
                "a:z",
                "t:*a",
            ],
        ),
        (
            "yaml",
            "a: x\r\nb: >-\r\n  c: d\r\ne: 1\r\n",
            vec!["a:a", "a:b", "s:  c: d\n", "a:e", "n:1"],
        ),
        (
            "yaml",
            "version: 1.10.0\nat: 2024-01-01\nd: a:b\n- - k: v",
            vec!["a:version", "a:at", "a:d", "a:k"],
        ),
        (
            "json",
            "{\"a\": [1e5, \"b\\\"\", true]}",
            vec!["a:\"a\"", "n:1e5", "s:\"b\\\"\"", "n:true"],
        ),
        (
            "sql",
            "SELECT sum(x), \"y\" /* c\n*/ FROM t WHERE a = 'it''s\nb' AND d::date > 10.5 -- e",
            vec![
                "k:SELECT",
                "f:sum",
                "a:\"y\"",
                "c:/* c\n*/",
                "k:FROM",
                "k:WHERE",
                "s:'it''s\nb'",
                "k:AND",
                "t:date",
                "n:10.5",
                "c:-- e",
            ],
        ),
        (
            "toml",
            "[a]\nb-c = \"d\" # e\nf = true",
            vec!["a:b-c", "s:\"d\"", "c:# e", "a:f", "n:true"],
        ),
        (
            "hcl",
            "resource \"x\" \"y\" {\n  a = b == 1\n}",
            vec!["k:resource", "s:\"x\" \"y\"", "a:a", "n:1"],
        ),
        (
            "python",
            "def f(x: int):\n    return f\"{x}\" # c#d",
            vec!["k:def", "f:f", "t:int", "k:return", "s:\"{x}\"", "c:# c#d"],
        ),
        (
            "bash",
            "if [ $# -gt 1 ]; then echo \"${A}\" ${B}; fi # c",
            vec![
                "k:if",
                "a:$",
                "n:1",
                "k:then echo",
                "s:\"${A}\"",
                "a:${B}",
                "k:fi",
                "c:# c",
            ],
        ),
        (
            "typescript",
            "const a: Foo = `x\n${b}` // c",
            vec!["k:const", "t:Foo", "s:`x\n${b}`", "c:// c"],
        ),
        (
            "dockerfile",
            "FROM rust:1 AS build\nRUN make $A",
            vec!["k:FROM", "n:1", "k:AS", "k:RUN", "a:$A"],
        ),
        (
            "xml",
            "<!-- c --><a:b d=\"e\">f</a:b>",
            vec!["c:<!-- c -->", "k:&lt;a:b", "a:d", "s:\"e\"", "k:&lt;/a:b"],
        ),
        (
            "diff",
            "--- a\n+b\n-c\n d\n@@ 1",
            vec!["t:--- a\n", "s:+b\n", "k:-c\n", "t:@@ 1"],
        ),
        (
            "rust",
            "fn f<'a>(x: &'a str) -> Vec<u8> { \"\\\"\" }",
            vec!["k:fn", "t:str", "t:Vec", "t:u8", "s:\"\\\"\""],
        ),
        (
            "ruby",
            "def a\n  1 # b\nend",
            vec!["k:def", "f:a", "n:1", "c:# b\n", "k:end"],
        ),
        (
            "makefile",
            "all: $A # c\n\techo \"x\"",
            vec!["a:all", "a:$A", "c:# c", "s:\"x\""],
        ),
        (
            "cpp",
            "int main() { return 0; } // c",
            vec!["t:int", "f:main", "k:return", "n:0", "c:// c"],
        ),
        ("klingon", "if 1 'x'", vec![]),
        ("markdown", "# if 1 `x`", vec![]),
        ("", "if 1", vec![]),
    ] {
        let html = highlight(language, code);
        let expected: Vec<String> = expected
            .iter()
            .map(|token| token.replace("<!--", "&lt;!--").replace("-->", "--&gt;"))
            .collect();
        assert_eq!(tokens(&html), expected, "{language}: {html}");
    }
}

#[test]
fn code_out_of_bounds_is_plain() {
    let line = format!("select {}\n", "a, ".repeat(700));
    for (language, code) in [
        ("sql", "select 1\n".repeat(8000)),
        ("sql", line),
        ("ruby", "def a\n".repeat(2000)),
        ("ruby", "x".repeat(300)),
        ("ruby", format!("a = {}", "(".repeat(60))),
    ] {
        assert_eq!(highlight(language, &code), code);
    }
}

#[test]
fn the_same_code_is_the_same_html_on_every_thread() {
    let code = "def total(order)\n  order.sum # cents\nend\n";
    let first = highlight("ruby", code);
    assert!(first.contains("s-c"));
    std::thread::scope(|scope| {
        let threads: Vec<_> = (0..8)
            .map(|_| scope.spawn(|| highlight("ruby", code)))
            .collect();
        for thread in threads {
            assert_eq!(thread.join().unwrap(), first);
        }
    });
}

const CSS: &str = include_str!("../static/code.css");

/// The colours of one block of the style sheet that begins with `selector`.
fn colours(selector: &str) -> BTreeMap<String, [f64; 3]> {
    let (_, block) = CSS.split_once(&format!("{selector} {{")).unwrap();
    let (block, _) = block.split_once('}').unwrap();
    let declarations = block
        .split(';')
        .filter_map(|line| line.trim().split_once(": #"));
    let colours = declarations.map(|(name, hex)| {
        let part = |at: usize| u8::from_str_radix(&hex[at..at + 2], 16).unwrap();
        (name.to_owned(), [part(0), part(2), part(4)].map(f64::from))
    });
    colours.collect()
}

/// The contrast of two colours (WCAG 2.2, 1.4.3).
fn contrast(one: [f64; 3], other: [f64; 3]) -> f64 {
    let luminance = |colour: [f64; 3]| {
        let [r, g, b] = colour.map(|part| {
            let part = part / 255.0;
            if part <= 0.04045 {
                part / 12.92
            } else {
                ((part + 0.055) / 1.055).powf(2.4)
            }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

#[test]
fn every_colour_of_code_can_be_read() {
    let light = colours(":root");
    let dark = colours(":root[data-theme=\"dark\"]");
    assert_eq!(dark, colours(":root:not([data-theme=\"light\"])"));
    for theme in [light, dark] {
        assert_eq!(theme.len(), 9);
        let background = theme["--code-background"];
        for (name, &colour) in theme
            .iter()
            .filter(|(name, _)| *name != "--code-background")
        {
            let contrast = contrast(colour, background);
            assert!(contrast >= 4.5, "{name} has {contrast:.2}");
        }
    }
    for class in ["c", "s", "k", "n", "f", "t", "a"] {
        assert!(CSS.contains(&format!(".s-{class} {{")));
    }
}
