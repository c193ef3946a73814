//! What every HTML of the room must keep to, told by a parser that is not ours.

use html5ever::tendril::TendrilSink;
use html5ever::{ParseOpts, QualName, local_name, ns, parse_fragment};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Elements that the room writes, with the attributes that each may have.
const ALLOWED: &[(&str, &[&str])] = &[
    ("a", &["href", "rel", "title", "class", "id", "aria-label"]),
    ("blockquote", &[]),
    ("br", &[]),
    ("code", &["class"]),
    ("del", &[]),
    ("div", &["class", "role", "tabindex", "aria-label"]),
    ("em", &[]),
    ("figcaption", &[]),
    ("figure", &["class"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("h5", &["id"]),
    ("h6", &["id"]),
    ("hr", &[]),
    ("img", &["src", "alt", "title", "loading"]),
    ("input", &["type", "checked", "disabled", "aria-label"]),
    ("li", &["id"]),
    ("ol", &["start", "class"]),
    ("p", &["class"]),
    ("pre", &["tabindex", "class"]),
    ("section", &["class", "aria-label"]),
    ("span", &["class"]),
    ("strong", &[]),
    ("sup", &[]),
    ("table", &[]),
    ("tbody", &[]),
    ("td", &["class"]),
    ("th", &["class"]),
    ("thead", &[]),
    ("tr", &[]),
    ("ul", &[]),
];

/// The fragment as a browser's parser sees it, and what that parser complains of.
pub(crate) fn parse(html: &str) -> RcDom {
    let context = QualName::new(None, ns!(html), local_name!("div"));
    parse_fragment(
        RcDom::default(),
        ParseOpts::default(),
        context,
        Vec::new(),
        false,
    )
    .one(html)
}

/// Fails where the HTML is not well-formed, holds anything that is not allowed, an address
/// that is not, an id twice, or a control without a name.
pub(crate) fn assert_safe(html: &str) {
    let dom = parse(html);
    let errors = dom.errors.borrow();
    assert!(errors.is_empty(), "{errors:?} in {html}");
    let mut ids = std::collections::BTreeSet::new();
    walk(&dom.document, &mut |node| check_node(node, &mut ids, html));
}

fn walk(node: &Handle, visit: &mut impl FnMut(&Handle)) {
    let mut open = vec![node.clone()];
    while let Some(node) = open.pop() {
        visit(&node);
        open.extend(node.children.borrow().iter().rev().cloned());
    }
}

fn check_node(node: &Handle, ids: &mut std::collections::BTreeSet<String>, html: &str) {
    let (name, attributes) = match &node.data {
        NodeData::Element { name, attrs, .. } => (name, attrs.borrow()),
        NodeData::Document | NodeData::Text { .. } => return,
        other => panic!("{other:?} in {html}"),
    };
    let tag = &*name.local;
    if tag == "html" {
        return;
    }
    assert_eq!(name.ns, ns!(html), "{tag} in {html}");
    let allowed = ALLOWED.iter().find(|(allowed, _)| *allowed == tag);
    let (_, allowed) = allowed.unwrap_or_else(|| panic!("<{tag}> in {html}"));
    for attribute in attributes.iter() {
        let (key, value) = (&*attribute.name.local, &*attribute.value);
        assert!(allowed.contains(&key), "{key} of <{tag}> in {html}");
        let is_fine = match key {
            "href" => {
                let schemes = ["http://", "https://", "mailto:", "tel:", "#", "../"];
                let lower = value.to_ascii_lowercase();
                let is_outside = lower.starts_with("http")
                    || lower.starts_with("mailto")
                    || lower.starts_with("tel");
                let rel = attributes.iter().find(|other| &*other.name.local == "rel");
                let rel_is_fine =
                    rel.is_some_and(|rel| &*rel.value == "noopener noreferrer nofollow ugc");
                schemes.iter().any(|scheme| lower.starts_with(scheme)) && is_outside == rel_is_fine
            }
            "src" => value.starts_with("../"),
            "id" => {
                let is_ours = ["h-", "fn-", "fnref-"]
                    .iter()
                    .any(|prefix| value.starts_with(prefix));
                is_ours && ids.insert(value.to_owned())
            }
            _ => true,
        };
        assert!(is_fine, "{key}={value:?} of <{tag}> in {html}");
    }
    let must_be_named = ["a", "th", "h2", "h3", "h4", "h5", "h6"].contains(&tag);
    if must_be_named && !has_name(node) {
        panic!("<{tag}> without words in {html}");
    }
}

/// Whether there is something to read aloud.
fn has_name(node: &Handle) -> bool {
    let mut found = false;
    walk(node, &mut |node| match &node.data {
        NodeData::Text { contents } => found |= !contents.borrow().trim().is_empty(),
        NodeData::Element { attrs, .. } => {
            let attributes = attrs.borrow();
            let named = |key: &str| ["alt", "aria-label"].contains(&key);
            found |= attributes.iter().any(|attribute| {
                named(&attribute.name.local) && !attribute.value.trim().is_empty()
            });
        }
        _ => {}
    });
    found
}

/// The words of a fragment, with one space for any run of white space.
#[allow(dead_code, reason = "not every test compares words")]
pub(crate) fn text_of(html: &str) -> String {
    let text = exact_text_of(html);
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The text of a fragment, every character of it.
#[allow(dead_code, reason = "not every test compares words")]
pub(crate) fn exact_text_of(html: &str) -> String {
    let mut text = String::new();
    walk(&parse(html).document, &mut |node| {
        if let NodeData::Text { contents } = &node.data {
            text.push_str(&contents.borrow());
        }
    });
    text
}

/// The ids of a fragment.
#[allow(dead_code, reason = "not every test compares ids")]
pub(crate) fn ids_of(html: &str) -> Vec<String> {
    let mut ids = Vec::new();
    walk(&parse(html).document, &mut |node| {
        if let NodeData::Element { attrs, .. } = &node.data {
            let attributes = attrs.borrow();
            let found = attributes
                .iter()
                .filter(|attribute| &*attribute.name.local == "id");
            ids.extend(found.map(|attribute| attribute.value.to_string()));
        }
    });
    ids
}
