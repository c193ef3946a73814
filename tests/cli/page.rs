//! What no page may hold, whatever a repository says: told by a parser that is not ours.

use html5ever::parse_document;
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{NodeData, RcDom};

/// Elements that load, run or imitate something.
const FORBIDDEN: &[&str] = &[
    "applet",
    "base",
    "embed",
    "foreignobject",
    "frame",
    "frameset",
    "iframe",
    "math",
    "object",
    "portal",
    "style",
    "template",
];
/// Attributes that hold an address.
const ADDRESSES: &[&str] = &[
    "action",
    "background",
    "cite",
    "data",
    "formaction",
    "href",
    "ping",
    "poster",
    "src",
    "srcset",
];
/// Addresses that a reader may follow.
const SCHEMES: &[&str] = &["http", "https", "mailto", "tel"];

/// What a page holds that it must not: scripts of its own, handlers, and addresses that run
/// something or load from another host.
pub(crate) fn hazards(html: &str) -> Vec<String> {
    let dom = parse_document(RcDom::default(), Default::default()).one(html);
    let mut hazards = Vec::new();
    let mut open = vec![dom.document.clone()];
    while let Some(node) = open.pop() {
        open.extend(node.children.borrow().iter().cloned());
        let NodeData::Element { name, attrs, .. } = &node.data else {
            continue;
        };
        let tag = name.local.to_ascii_lowercase();
        if FORBIDDEN.contains(&&*tag) {
            hazards.push(format!("<{tag}>"));
        }
        if &*tag == "script" && !node.children.borrow().is_empty() {
            hazards.push("<script> with words of its own".to_owned());
        }
        for attribute in attrs.borrow().iter() {
            let (key, value) = (&*attribute.name.local, &*attribute.value);
            let is_refresh = key == "http-equiv" && value != "Content-Security-Policy";
            let is_bad = key.starts_with("on")
                || key == "style"
                || key == "srcdoc"
                || is_refresh
                || (ADDRESSES.contains(&key) && !is_harmless(&tag, value));
            if is_bad {
                hazards.push(format!("<{tag} {key}={value:?}>"));
            }
        }
    }
    hazards
}

/// Whether an address may stand in an element: links lead to known schemes, everything else
/// stays in the portal.
fn is_harmless(tag: &str, address: &str) -> bool {
    let scheme = address
        .find([':', '/', '?', '#'])
        .filter(|&at| address[at..].starts_with(':'))
        .map(|at| address[..at].to_ascii_lowercase());
    let is_odd = |c: char| c.is_control() || c.is_whitespace();
    let is_link = tag == "a";
    match scheme {
        _ if address.contains(is_odd) || address.contains('\\') => false,
        Some(scheme) => is_link && SCHEMES.contains(&&*scheme),
        None => !address.starts_with("//"),
    }
}

#[test]
fn hazards_are_seen() {
    for (html, expected) in [
        ("<p>fine <a href='https://a.example/'>x</a>", 0),
        (
            "<a href='../x.html#y'>x</a><script src='../a.js' defer></script>",
            0,
        ),
        ("<a href='mailto:a@b.example'>x</a>", 0),
        ("<a href='JavaScript:alert(1)'>x</a>", 1),
        ("<a href='java\tscript:alert(1)'>x</a>", 1),
        ("<a href='//evil.example'>x</a>", 1),
        ("<img src='https://evil.example/p.png'>", 1),
        ("<img src=x onerror=alert(1)>", 1),
        ("<script>alert(1)</script>", 1),
        ("<p style='x'>", 1),
        ("<meta http-equiv=refresh content='0;url=//x'>", 1),
        ("<svg><a href='data:text/html,x'></a></svg>", 1),
        ("<iframe srcdoc=x></iframe>", 2),
    ] {
        assert_eq!(hazards(html).len(), expected, "{html}: {:?}", hazards(html));
    }
}
