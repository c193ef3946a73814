//! Real manifests of many tools: `MESHBOOK_CORPUS` names a folder of them. Without it,
//! these tests say so and check nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::folder::{files, text, tree};
use crate::run::{NOW, check, meshbook};

/// The corpus, or a plain word on its absence.
fn corpus() -> Option<PathBuf> {
    let corpus = std::env::var_os("MESHBOOK_CORPUS").map(PathBuf::from);
    if corpus.is_none() {
        println!("skipped: MESHBOOK_CORPUS is not set");
    }
    corpus
}

/// Builds a folder; its pages.
fn build(portal: &Path) -> BTreeMap<String, String> {
    let out = tempfile::tempdir().expect("a temporary folder");
    let to = out.path().to_str().expect("a plain path");
    let ended = meshbook(portal, &["build", "--now", NOW, "--out", to]);
    assert_eq!(ended.code, 0, "{}", ended.stderr);
    println!("{}", ended.stderr.trim());
    let files = tree(out.path()).into_iter();
    files
        .map(|(path, bytes)| (path, String::from_utf8_lossy(&bytes).into_owned()))
        .collect()
}

/// The part of a page with this id.
#[track_caller]
fn section<'h>(html: &'h str, id: &str) -> &'h str {
    let (_, rest) = html
        .split_once(&format!("<section id=\"{id}\""))
        .unwrap_or_else(|| panic!("no section `{id}`"));
    rest.split("</section>").next().unwrap_or_default()
}

/// The files that pages of products, contracts and docs say they are made from.
fn rendered(pages: &BTreeMap<String, String>) -> BTreeSet<String> {
    let mut rendered = BTreeSet::new();
    for (route, html) in pages.iter().filter(|(route, _)| route.ends_with(".html")) {
        let made_from = match route.split('/').next() {
            Some("products" | "contracts") if !route.contains("/index") => section(html, "source"),
            Some("docs") => html.rsplit("<p class=\"foot\">").next().unwrap_or_default(),
            _ => continue,
        };
        for at in made_from.split("<span class=\"at\">").skip(1) {
            let place = at.split('<').next().unwrap_or_default();
            let path = place.rsplit_once(':').map_or(place, |(path, _)| path);
            rendered.insert(path.replace("&amp;", "&").replace("&#39;", "'"));
        }
    }
    rendered
}

#[test]
fn no_file_of_the_corpus_is_dropped_in_silence() {
    let Some(corpus) = corpus() else { return };
    let pages = build(&corpus);
    let rendered = rendered(&pages);
    let findings = check(&corpus, &[]).findings;
    let named: BTreeSet<&str> = findings
        .iter()
        .filter(|finding| finding.rule != "skipped")
        .map(|finding| finding.file.as_str())
        .collect();
    // Files beside the folders belong to a source that has the name of the whole.
    let whole = corpus.file_name().expect("a folder has a name");
    let mut counts = BTreeMap::new();
    let mut dropped = Vec::new();
    for path in files(&corpus) {
        let ending = path
            .extension()
            .map(|ending| ending.to_string_lossy().to_lowercase());
        let Some(kind @ ("yaml" | "yml" | "json" | "md" | "markdown")) = ending.as_deref() else {
            continue;
        };
        let shown = match path.components().count() {
            1 => Path::new(whole).join(&path),
            _ => path.clone(),
        };
        let shown = shown.to_string_lossy();
        let count: &mut [usize; 3] = counts.entry(kind.to_owned()).or_default();
        count[0] += 1;
        if rendered.contains(&*shown) {
            count[1] += 1;
        } else if named.contains(&*shown) {
            count[2] += 1;
        } else {
            dropped.push(shown.into_owned());
        }
    }
    for (kind, [total, rendered, named]) in &counts {
        println!("{kind}: {total} files = {rendered} rendered + {named} named in a finding");
    }
    assert!(
        counts.values().map(|count| count[0]).sum::<usize>() > 0,
        "the corpus is empty"
    );
    assert!(
        dropped.is_empty(),
        "{} dropped:\n{}",
        dropped.len(),
        dropped.join("\n")
    );
}

#[test]
fn a_real_project_becomes_a_portal() {
    let Some(corpus) = corpus() else { return };
    let project = corpus.join("projects/jaffle-shop");
    let pages = build(&project);
    let html = &pages["products/jaffle-shop/jaffle-shop.html"];
    for (id, part) in [
        ("ports", "contracts/jaffle-shop/orders.html"),
        ("ports", "contracts/jaffle-shop/customers.html"),
        ("inputs", "contracts/jaffle-shop/jaffle-shop-raw.html"),
        ("ownership", "teams/jaffle-analytics.html"),
        ("ownership", "people/alice-ordway.html"),
        ("ownership", "Alice Ordway"),
    ] {
        assert!(section(html, id).contains(part), "no {part} in {id}");
    }

    // Every column of every contract is a result of the search.
    let index: String = pages
        .iter()
        .filter(|(route, _)| route.starts_with("search/"))
        .map(|(_, text)| text.as_str())
        .collect();
    let mut columns = 0;
    for contract in ["orders", "customers", "jaffle-shop-raw"] {
        let contract = text(&project.join(format!("{contract}.odcs.yaml")));
        let contract: Value = serde_yaml::from_str(&contract).expect("a contract");
        for table in contract["schema"].as_array().expect("tables") {
            for column in table["properties"].as_array().expect("columns") {
                let name = column["name"].as_str().expect("a name");
                assert!(
                    index.contains(&format!("[\"{name}\",")),
                    "{name} is not indexed"
                );
                columns += 1;
            }
        }
    }
    assert!(columns > 20, "{columns}");
}
