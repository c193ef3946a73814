//! Products without a page of docs.

use std::collections::HashSet;

use super::filler::has_lorem_ipsum;
use super::report::{Facts, Report};
use super::words::is_dense;
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level};
use crate::mesh::{Doc, Product};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "missing-docs-page",
        level: Level::Warning,
        element: Element::Documentation,
        page: include_str!("../../content/rules/missing-docs-page.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Product(check),
};

/// A page with fewer words cannot say what the fields do not.
const FEWEST: usize = 100;
/// A text of a hundred words has more different ones than this.
const FEWEST_DIFFERENT: usize = 40;

const HELP: &str = "say in at least 100 words of prose where the data comes from, how to use it, and what often goes wrong";

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let docs = &facts.mesh.docs;
    let pages = product
        .readme
        .into_iter()
        .chain(product.docs.iter().copied());
    let mut longest: Option<(&Doc, Words)> = None;
    for doc in pages.filter_map(|at| docs.get(at)) {
        let file = facts.files.file(doc.file);
        let body = &file.text[file.range(doc.body)];
        let words = count(body);
        if words.are_enough() && !has_lorem_ipsum(body) {
            return Outcome::Pass;
        }
        if longest
            .as_ref()
            .is_none_or(|(_, most)| most.all < words.all)
        {
            longest = Some((doc, words));
        }
    }
    let name = &product.name;
    let Some((doc, words)) = longest else {
        report
            .tell(
                product.span,
                format!("data product `{name}` has no page of docs"),
            )
            .label("no Markdown beside it, and none with its name as `product`")
            .help("write `docs/index.md` beside the manifest, with at least 100 words of prose");
        return Outcome::Fail;
    };
    let message = match words.all {
        FEWEST.. if words.different >= FEWEST_DIFFERENT => {
            format!("the docs of data product `{name}` are dummy text")
        }
        FEWEST.. => format!(
            "the longest page of docs of data product `{name}` has only {} different words",
            words.different
        ),
        all => format!("the longest page of docs of data product `{name}` has {all} words"),
    };
    report.tell(doc.body.head(), message).help(HELP);
    Outcome::Fail
}

/// The words of a text, counted as far as it matters.
struct Words {
    all: usize,
    different: usize,
}

impl Words {
    fn are_enough(&self) -> bool {
        self.all >= FEWEST && self.different >= FEWEST_DIFFERENT
    }
}

/// Counts the words of Markdown outside of code, comments and tags, until there are enough.
fn count(body: &str) -> Words {
    let mut different = HashSet::new();
    let mut all = 0;
    let (mut fence, mut in_comment) = (None, false);
    for line in body.lines() {
        let start = line.trim_start();
        let opens = ["```", "~~~"]
            .into_iter()
            .find(|sign| start.starts_with(sign));
        match (fence, opens) {
            (None, Some(sign)) => {
                fence = Some(sign);
                continue;
            }
            (Some(sign), _) => {
                if opens == Some(sign) {
                    fence = None;
                }
                continue;
            }
            (None, None) => {}
        }
        for token in start.split_whitespace() {
            if token.starts_with("<!--") {
                in_comment = true;
            }
            if !in_comment {
                all += take(token, &mut different);
            }
            if token.ends_with("-->") {
                in_comment = false;
            }
        }
        if all >= FEWEST && different.len() >= FEWEST_DIFFERENT {
            break;
        }
    }
    Words {
        all,
        different: different.len(),
    }
}

/// How many words a token of a text is. Where a character is as much as a word or a syllable,
/// each counts as one.
fn take(token: &str, different: &mut HashSet<String>) -> usize {
    // Tags and addresses are no words.
    if token.starts_with('<') || token.contains("://") {
        return 0;
    }
    let word = token.trim_matches(|c: char| !c.is_alphanumeric());
    if !word.is_ascii() && word.chars().any(is_dense) {
        let dense = word.chars().filter(|c| is_dense(*c));
        return dense.map(|c| different.insert(c.to_string())).count();
    }
    if !word.contains(char::is_alphabetic) {
        return 0;
    }
    if different.len() < FEWEST_DIFFERENT {
        different.insert(word.to_lowercase());
    }
    1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_those_of_prose() {
        let of = |text: &str| {
            let words = count(text);
            (words.all, words.different)
        };
        assert_eq!(
            of("One row, one *order*: [see](https://acme.example/a)."),
            (4, 3)
        );
        assert_eq!(
            of("a\n```sql\nselect b from c\n```\nd\n~~~\n```\ne\n~~~\nf"),
            (3, 3)
        );
        assert_eq!(of("a <!-- b c\nd --> e <br/> | - 12 | f"), (3, 3));
        assert_eq!(of("注文の一覧"), (5, 5));
        assert_eq!(of("주문 목록"), (4, 4));
        assert_eq!(of("The the THE"), (3, 1));
        let many = (0..200).map(|n| format!("w{n} ")).collect::<String>();
        assert!(count(&many).are_enough());
        assert!(!count(&"data product ".repeat(500)).are_enough());
    }
}
