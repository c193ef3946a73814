//! Pages of docs: their titles, and the products that they belong to.

use std::collections::HashMap;

use super::paths::folder;
use super::slugs::Slugs;
use super::{Doc, Mesh, ProductId, Target, Told, paths};
use crate::diag::SourceId;
use crate::document::{FrontMatter, Node, front_matter};

/// Fills in the docs of the mesh.
pub(super) fn join(mesh: &mut Mesh, told: &mut Told<'_>) {
    let folders = product_folders(mesh, told);
    let by_name = by_name(mesh);
    let mut docs = Vec::new();
    for (at, source) in mesh.sources.iter().enumerate() {
        let source_id = SourceId(at as u16);
        let mut folders_slugs: HashMap<String, Slugs> = HashMap::new();
        for &file in &source.files {
            let read = told.files.file(file);
            if !read.is_markdown() {
                continue;
            }
            let cut = front_matter(&read.text, read.whole(), &source.subject());
            told.findings.extend(cut.findings.iter().cloned());
            let named = cut
                .root
                .as_ref()
                .and_then(|root| root.get("product"))
                .and_then(Node::text);
            let product = named.and_then(|name| by_name.get(&(source_id, name)).copied());
            docs.push(Doc {
                source: source_id,
                file,
                path: route(&read.path, &mut folders_slugs),
                title: title(&cut, &read.path),
                body: cut.body_span,
                product: product.or_else(|| nearest_product(&folders, source_id, &read.path)),
            });
        }
    }
    docs.sort_by(|a, b| (a.source, &a.path).cmp(&(b.source, &b.path)));
    for (at, doc) in docs.iter().enumerate() {
        mesh.by_file.insert(doc.file, Target::Doc(at));
        let Some(product) = doc.product else {
            continue;
        };
        let path = &told.files.file(doc.file).path;
        let product = &mut mesh.products[product.0 as usize];
        let beside = folder(&told.files.file(product.file).path) == folder(path);
        let is_readme = path
            .rsplit('/')
            .next()
            .is_some_and(|name| name.eq_ignore_ascii_case("readme.md"));
        match product.readme {
            None if is_readme && beside => product.readme = Some(at),
            _ => product.docs.push(at),
        }
    }
    mesh.docs = docs;
}

/// The folders that belong to one product alone: those with just its manifest in them. Where a
/// source holds one product, all of the source does.
fn product_folders(mesh: &Mesh, told: &Told<'_>) -> HashMap<(SourceId, String), Option<ProductId>> {
    let mut folders: HashMap<(SourceId, String), Option<ProductId>> = HashMap::new();
    let mut add = |source, folder: &str, product| {
        let owner = folders
            .entry((source, folder.to_owned()))
            .or_insert(Some(product));
        if *owner != Some(product) {
            *owner = None;
        }
    };
    for (id, product) in mesh.products() {
        let is_declared = product.manifest.is_some();
        if is_declared {
            let path = &told.files.file(product.file).path;
            add(product.source, folder(path), id);
            add(product.source, "", id);
        }
    }
    folders
}

/// The product of the innermost folder around a file that belongs to one product.
fn nearest_product(
    folders: &HashMap<(SourceId, String), Option<ProductId>>,
    source: SourceId,
    path: &str,
) -> Option<ProductId> {
    let mut folder = paths::folder(path);
    loop {
        if let Some(owner) = folders.get(&(source, folder.to_owned())) {
            return *owner;
        }
        if folder.is_empty() {
            return None;
        }
        folder = paths::folder(folder);
    }
}

/// The products of each source by id, name and slug, for `product:` in front matter. Of
/// several with one name the first has it.
fn by_name(mesh: &Mesh) -> HashMap<(SourceId, &str), ProductId> {
    let mut by_name = HashMap::new();
    for (id, product) in mesh.products() {
        for name in [&product.id, &product.name, &product.slug] {
            by_name.entry((product.source, name.as_str())).or_insert(id);
        }
    }
    by_name
}

/// The route of a page of docs: each part of its path as a slug, unique in its folder.
fn route(path: &str, folders: &mut HashMap<String, Slugs>) -> String {
    let mut parts: Vec<_> = path.split('/').map(str::to_owned).collect();
    let file = parts.pop().unwrap_or_default();
    let parts: Vec<_> = parts
        .iter()
        .map(|part| Slugs::default().take(part, part))
        .collect();
    let stem = file.rsplit_once('.').map_or(&*file, |(stem, _)| stem);
    let folder = parts.join("/");
    let slug = folders.entry(folder.clone()).or_default().take(stem, path);
    if folder.is_empty() {
        slug
    } else {
        format!("{folder}/{slug}")
    }
}

/// The title in the front matter, else the first heading, else the file's name.
fn title(cut: &FrontMatter<'_>, path: &str) -> String {
    let given = cut
        .root
        .as_ref()
        .and_then(|root| root.get("title"))
        .and_then(Node::text);
    if let Some(given) = given.map(str::trim).filter(|given| !given.is_empty()) {
        return given.to_owned();
    }
    let heading = cut.body.lines().find_map(|line| line.strip_prefix("# "));
    let heading = heading.map(|line| {
        line.trim()
            .trim_end_matches('#')
            .trim()
            .replace(['`', '*'], "")
    });
    heading
        .filter(|heading| !heading.is_empty())
        .unwrap_or_else(|| {
            let file = path.rsplit('/').next().unwrap_or(path);
            file.rsplit_once('.')
                .map_or(file, |(stem, _)| stem)
                .to_owned()
        })
}
