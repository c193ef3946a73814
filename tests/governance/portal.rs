//! The mesh of a shop, whose product `orders` reaches Silver, and what may be done to it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use meshbook::pipeline::{self, Judged};
use meshbook::rules::Tier;
use meshbook::score::Card;

/// The product of which the tests are.
pub(crate) const PRODUCT: &str = "sales/orders/orders.odps.yaml";
/// Its contract.
pub(crate) const CONTRACT: &str = "sales/orders/orders.odcs.yaml";
/// Its page of docs.
pub(crate) const README: &str = "sales/orders/README.md";

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// The files of a portal, by path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Portal {
    files: BTreeMap<String, String>,
}

impl Portal {
    /// The mesh in `tests/governance/mesh`.
    pub(crate) fn of_shop() -> Portal {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/governance/mesh");
        let mut portal = Portal::default();
        portal.read(&root, &root);
        portal
    }

    fn read(&mut self, root: &Path, folder: &Path) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                self.read(root, &path);
                continue;
            }
            let name = path.strip_prefix(root).unwrap().to_str().unwrap();
            let text = fs::read_to_string(&path).unwrap();
            self.files.insert(name.to_owned(), text);
        }
    }

    /// The text of a file.
    pub(crate) fn text(&self, path: &str) -> &str {
        &self.files[path]
    }

    /// Adds a file, or writes it anew.
    pub(crate) fn add(&mut self, path: &str, text: impl Into<String>) {
        self.files.insert(path.to_owned(), text.into());
    }

    /// Removes a file.
    pub(crate) fn remove(&mut self, path: &str) {
        assert!(self.files.remove(path).is_some(), "no {path}");
    }

    /// Replaces a text wherever it stands in a file.
    pub(crate) fn swap(&mut self, path: &str, from: &str, to: &str) {
        let text = self.files.get_mut(path).unwrap();
        assert!(text.contains(from), "no {from:?} in {path}");
        *text = text.replace(from, to);
    }

    /// Removes the lines that start with a text, but for their indentation.
    pub(crate) fn cut_lines(&mut self, path: &str, start: &str) {
        let text = &self.files[path];
        let starts = |line: &&str| line.trim_start().starts_with(start);
        let kept: Vec<&str> = text.lines().filter(|line| !starts(line)).collect();
        assert!(kept.len() < text.lines().count(), "no {start:?} in {path}");
        let kept = kept.join("\n") + "\n";
        self.add(path, kept);
    }

    /// Removes each block of YAML that starts with a line: it, and what is indented deeper or,
    /// where it is a key of a list, stands below it.
    pub(crate) fn cut_block(&mut self, path: &str, head: &str) {
        let indent = |line: &str| line.len() - line.trim_start().len();
        let (mut kept, mut inside, mut found) = (String::new(), None, false);
        for line in self.files[path].lines() {
            if let Some(depth) = inside {
                let is_item = indent(line) == depth
                    && line.trim_start().starts_with("- ")
                    && !head.starts_with("- ");
                if line.trim().is_empty() || indent(line) > depth || is_item {
                    continue;
                }
                inside = None;
            }
            if line.trim_start() == head {
                (inside, found) = (Some(indent(line)), true);
                continue;
            }
            kept += line;
            kept += "\n";
        }
        assert!(found, "no {head:?} in {path}");
        self.add(path, kept);
    }

    /// Writes something behind a file.
    pub(crate) fn append(&mut self, path: &str, text: &str) {
        self.files.get_mut(path).unwrap().push_str(text);
    }

    /// The portal judged.
    pub(crate) fn judged(&self) -> Judged {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        pipeline::judge(pipeline::read(folder.path()).unwrap(), now())
    }

    /// What the product of this id reached.
    pub(crate) fn grade(&self, id: &str) -> Grade {
        Grade::of(&self.judged(), id)
    }
}

/// What a product reached.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Grade {
    /// Its level.
    pub(crate) level: Option<Tier>,
    /// Its score; `None` where it is not scored.
    pub(crate) score: Option<u8>,
    /// The rules that are not met.
    pub(crate) unmet: Vec<String>,
}

impl Grade {
    /// What the product of this id reached.
    pub(crate) fn of(judged: &Judged, id: &str) -> Grade {
        let mut products = judged
            .mesh
            .products()
            .filter(|(_, product)| product.id == id);
        let (found, _) = products.next().unwrap_or_else(|| panic!("no product {id}"));
        let card = judged.scorecards.product(found);
        Grade {
            level: card.level,
            score: card.score,
            unmet: unmet(card),
        }
    }
}

/// The rules that are not met.
fn unmet(card: &Card) -> Vec<String> {
    let verdicts = card.verdicts();
    let unmet = verdicts.filter(|(_, verdict)| !verdict.outcome.is_met());
    unmet.map(|(rule, _)| rule.id().to_owned()).collect()
}
