//! Sites of a few files, and the sample's.

use std::fs;
use std::path::Path;

use meshbook::output::Site;
use meshbook::pipeline;

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// The site of a portal.
pub(super) fn of(root: &Path) -> Site {
    let judged = pipeline::judge(pipeline::read(root).expect("the portal can be read"), now());
    let built_at = "2026-11-20T09:00:00Z".parse().expect("a time");
    Site::new(judged.portal(built_at)).expect("the templates can be used")
}

/// The site of the repository's own sample.
pub(super) fn sample() -> Site {
    of(Path::new(env!("CARGO_MANIFEST_DIR")))
}

/// The site of these files: path and text.
pub(super) fn files(files: &[(&str, &str)]) -> Site {
    let folder = tempfile::tempdir().expect("a folder");
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, text).expect("a file");
    }
    of(folder.path())
}

/// The page at a route.
#[track_caller]
pub(super) fn page(site: &Site, route: &str) -> String {
    let known: Vec<_> = site.routes().collect();
    let Some(bytes) = site.render(route) else {
        panic!("no {route} among {known:?}");
    };
    String::from_utf8(bytes.expect("the page can be rendered")).expect("UTF-8")
}

/// The section of a page, by its id.
#[track_caller]
pub(super) fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let start = page.find(&format!("<section id=\"{id}\""));
    let rest = &page[start.unwrap_or_else(|| panic!("no section {id}"))..];
    let end = rest[1..]
        .find("\n<section id=\"")
        .map_or(rest.len(), |end| end + 1);
    &rest[..end]
}

/// Fails unless the page holds each of these.
#[track_caller]
pub(super) fn holds(page: &str, wanted: &[&str]) {
    for wanted in wanted {
        assert!(page.contains(wanted), "no {wanted:?} in\n{page}");
    }
}

/// Every value of an attribute on a page.
pub(super) fn attributes<'p>(page: &'p str, name: &str) -> Vec<&'p str> {
    let start = format!(" {name}=\"");
    let parts = page.split(start.as_str()).skip(1);
    parts.filter_map(|part| part.split('"').next()).collect()
}
