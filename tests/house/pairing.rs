//! Each page has one template, and what a page says, its template shows.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Delimiter, TokenTree};

use crate::assert_none;
use crate::source::{Source, files, group, inside, is_sign, sources, stem, text, word};

const PAGES: &str = "templates/pages";

/// A struct that a template sees.
struct Shape {
    name: String,
    fields: Vec<String>,
}

/// The structs of a page module that are serialised.
fn shapes(source: &Source) -> Vec<Shape> {
    let mut found = Vec::new();
    let mut serialised = false;
    for (at, token) in source.tokens.iter().enumerate() {
        if is_sign(Some(token), '#')
            && let Some(attribute) = group(source.tokens.get(at + 1), Delimiter::Bracket)
        {
            let text = attribute.to_string().replace(' ', "");
            serialised |= text.starts_with("[derive(") && text.contains("Serialize");
        }
        let name = source.tokens.get(at + 1).and_then(word);
        if word(token).as_deref() == Some("struct")
            && let Some(name) = name
        {
            let mut rest = source.tokens[at..].iter();
            let body = rest.find_map(|token| match token {
                TokenTree::Group(body) if body.delimiter() == Delimiter::Brace => Some(Some(body)),
                TokenTree::Punct(punct) if punct.as_char() == ';' => Some(None),
                _ => None,
            });
            if let Some(Some(body)) = body
                && std::mem::take(&mut serialised)
            {
                let fields = fields(&inside(body));
                found.push(Shape { name, fields });
            }
        } else if group(Some(token), Delimiter::Brace).is_some() {
            serialised = false;
        }
    }
    found
}

/// The fields between the braces of a struct, as they are serialised.
fn fields(tokens: &[TokenTree]) -> Vec<String> {
    let mut found = Vec::new();
    let mut angles = 0_usize;
    let mut attributes = String::new();
    let mut in_type = false;
    for (at, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(body) if !in_type && body.delimiter() == Delimiter::Bracket => {
                attributes += &body.to_string().replace(' ', "");
            }
            TokenTree::Punct(punct) => match punct.as_char() {
                '<' => angles += 1,
                // The arrow of a function type closes nothing.
                '>' if !is_sign(at.checked_sub(1).and_then(|before| tokens.get(before)), '-') => {
                    angles = angles.saturating_sub(1);
                }
                ',' if angles == 0 => {
                    in_type = false;
                    attributes.clear();
                }
                _ => {}
            },
            TokenTree::Ident(ident) if !in_type && is_sign(tokens.get(at + 1), ':') => {
                in_type = true;
                if attributes.contains("serde(flatten") || attributes.contains("serde(skip)") {
                    continue;
                }
                let renamed = attributes
                    .split_once("rename=\"")
                    .and_then(|(_, rest)| rest.split('"').next());
                found.push(renamed.map_or_else(|| ident.to_string(), str::to_owned));
            }
            _ => {}
        }
    }
    found
}

/// The page modules that have a view: the name of the page and its file.
fn pages(sources: &[Source]) -> BTreeMap<String, &Source> {
    sources
        .iter()
        .filter(|source| source.room() == Some("page"))
        .filter(|source| shapes(source).iter().any(|shape| shape.name == "View"))
        .filter_map(|source| Some((source.module.get(1)?.replace('_', "-"), source)))
        .collect()
}

/// What stands between the braces of a template, where names are used.
fn code(template: &str) -> String {
    let mut found = String::new();
    let mut rest = template;
    while let Some(at) = rest.find('{') {
        rest = &rest[at..];
        let end = match rest.as_bytes().get(1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                rest = &rest[1..];
                continue;
            }
        };
        let length = rest.find(end).map_or(rest.len(), |found| found + 2);
        if end != "#}" {
            found += &rest[..length];
            found.push('\n');
        }
        rest = &rest[length..];
    }
    found
}

/// The code of the template at `path` and of those that it extends or includes.
fn closure(path: &str) -> String {
    let mut seen = BTreeSet::new();
    let mut next = vec![path.to_owned()];
    let mut all = String::new();
    while let Some(path) = next.pop() {
        if !crate::source::root().join(&path).is_file() || !seen.insert(path.clone()) {
            continue;
        }
        let code = code(&text(&path));
        let quoted = code.split(['"', '\'']).skip(1).step_by(2);
        next.extend(
            quoted
                .filter(|name| name.ends_with(".html"))
                .map(|name| format!("templates/{name}")),
        );
        all += &code;
    }
    all
}

/// Whether `code` has `name` as a whole word.
fn names(code: &str, name: &str) -> bool {
    code.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|part| part == name)
}

#[test]
fn every_page_has_its_template_and_every_template_its_page() {
    let sources = sources();
    let pages = pages(&sources);
    let templates: BTreeSet<String> = files(PAGES, "html")
        .iter()
        .map(|path| stem(path).replace('_', "-"))
        .collect();
    let mut faults = Vec::new();
    for (page, source) in &pages {
        if !templates.contains(page) {
            faults.push(format!("{}: no {PAGES}/{page}.html", source.path));
        }
    }
    for template in &templates {
        if !pages.contains_key(template) {
            let module = template.replace('-', "_");
            faults.push(format!(
                "{PAGES}/{template}.html: no view in src/page/{module}.rs"
            ));
        }
    }
    assert_none(&faults);
}

#[test]
fn every_field_of_a_view_is_named_by_its_template() {
    let sources = sources();
    let everything: String = files("templates", "html")
        .iter()
        .map(|path| code(&text(path)))
        .collect();
    let mut faults = Vec::new();
    for (page, source) in pages(&sources) {
        let own = closure(&format!("{PAGES}/{page}.html"));
        for shape in shapes(source) {
            // A part of a view may be shown by a part of a template, which gets it as
            // an argument of another name.
            let code = if shape.name == "View" {
                &own
            } else {
                &everything
            };
            for field in shape.fields.iter().filter(|field| !names(code, field)) {
                let (path, name) = (&source.path, &shape.name);
                faults.push(format!("{path}: no template names `{name}.{field}`"));
            }
        }
    }
    assert_none(&faults);
}

#[test]
fn fields_are_read_as_they_are_serialised() {
    let text = r#"
        #[derive(Clone, Serialize)]
        pub(crate) struct View<'a> {
            /// A title.
            pub title: &'a str,
            counts: BTreeMap<String, Vec<(u32, u32)>>,
            #[serde(rename = "type")]
            kind: Kind,
            #[serde(skip)]
            hidden: bool,
            last: u8
        }
        struct Inner { not: bool }
    "#;
    let tokens: proc_macro2::TokenStream = text.parse().expect("tokens");
    let source = Source {
        path: String::new(),
        module: Vec::new(),
        lines: 0,
        tokens: tokens.into_iter().collect(),
    };
    let shapes = shapes(&source);
    assert_eq!(shapes.len(), 1);
    assert_eq!(shapes[0].fields, ["title", "counts", "type", "last"]);
}
