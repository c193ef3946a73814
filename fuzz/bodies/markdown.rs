//! Markdown to HTML, with its code highlighted.

use meshbook::diag::{Files, Subject, SubjectKind};
use meshbook::markup::{self, Link, Links};

use super::{Target, findings, in_time};

#[path = "../../tests/markup_checks/mod.rs"]
mod markup_checks;

use markup_checks::{assert_safe, ids_of};

pub(super) const TARGET: Target = Target {
    name: "markdown",
    run,
};

/// What the HTML of a text may take beside what its length allows, in bytes.
const LEAST: usize = 64 << 10;

/// Every second target leads somewhere.
struct Somewhere;

impl Links for Somewhere {
    fn link(&self, target: &str) -> Link {
        match target.len() % 2 {
            0 => Link::Internal("../page.html".into()),
            _ => Link::Broken { help: None },
        }
    }

    fn image(&self, target: &str) -> Link {
        match target.len() % 2 {
            0 => Link::Internal("../image.png".into()),
            _ => Link::Refused {
                reason: "leaves its source".into(),
            },
        }
    }
}

fn run(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else {
        return;
    };
    let mut files = Files::default();
    files.add(None, "before", "before", "x").expect("room");
    let id = files.add(None, "x.md", "x.md", text).expect("room");
    let base = files.file(id).whole();
    let subject = Subject::new(SubjectKind::Doc, "x.md");
    let prose = in_time("Markdown", || {
        markup::prose(text, base, &subject, &Somewhere)
    });
    assert_safe(&prose.html);
    let most = text.len() * markup::MAX_GROWTH + LEAST;
    assert!(
        prose.html.len() <= most,
        "{} bytes of HTML",
        prose.html.len()
    );
    findings::check(&files, &prose.findings);
    let again = markup::prose(text, base, &subject, &Somewhere);
    assert_eq!(format!("{prose:?}"), format!("{again:?}"));
    let checked = markup::check(text, base, &subject, &Somewhere);
    assert_eq!(checked, prose.findings);

    let description = markup::description(text, base, &subject, &Somewhere);
    assert_safe(&description.html);
    assert!(description.html.len() <= most);
    assert!(ids_of(&description.html).is_empty());
    findings::check(&files, &description.findings);

    let (language, code) = text.split_once('\n').unwrap_or_default();
    let html = in_time("code", || markup::highlight(language.trim(), code));
    assert_safe(&html);
}
