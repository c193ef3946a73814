//! The page of a rule.

use serde::Serialize;

use super::build::{contents, counts, element_title, finding};
use super::parts::{Contents, Counts, FindingView, Link, Outcome, Tier};
use super::rule_list::level;
use super::score::tier;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::{Code, Span, Subject, SubjectKind};
use crate::markup;
use crate::mesh::ProductId;
use crate::rules;

/// The page of a rule.
pub const PAGE: Page = Page {
    name: "rule",
    template: "pages/rule.html",
    routes,
    show,
};

/// The most findings that are shown with their lines.
const FINDINGS: usize = 50;
/// The most products that are named.
const FAILING: usize = 200;

/// What `pages/rule.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Its id.
    pub id: String,
    /// What it finds, in a sentence.
    pub finds: String,
    /// `error`, `warning`, `info` or `off`, as configured.
    pub level: &'static str,
    /// Where the configuration changed the level, in words; may be empty.
    pub level_set_by: String,
    /// The element that it belongs to.
    pub element: String,
    /// The level of the scorecard that it belongs to; `None` where no card counts it.
    pub tier: Option<Tier>,
    /// Its page: what, why, examples, how to mend it.
    pub body_html: String,
    /// The headings of its page.
    pub contents: Vec<Contents>,
    /// What it found at each scored product: the outcome and how many, such as `pass` and 12.
    pub outcomes: Vec<OutcomeCount>,
    /// The products that fail, wholly or in part, capped.
    pub failing: Vec<Link>,
    /// How many there are.
    pub failing_count: u32,
    /// All its findings.
    pub counts: Counts,
    /// The first of them.
    pub findings: Vec<FindingView>,
    /// Where the rest is listed.
    pub findings_more: Option<Link>,
}

/// How many products had an outcome.
#[derive(Clone, Debug, Default, Serialize)]
pub struct OutcomeCount {
    /// The outcome.
    pub outcome: Outcome,
    /// Number of products.
    pub count: u32,
}

fn routes(_: &Portal) -> Vec<(String, Key)> {
    let codes = rules::catalogue().into_iter().enumerate();
    codes
        .map(|(at, code)| (route::rule(code.id), Key::item(at)))
        .collect()
}

fn show(portal: &Portal, key: Key) -> Shown {
    let code = rules::catalogue()[key.item as usize];
    let parts = code.parts();
    let subject = Subject::new(SubjectKind::Doc, code.id);
    let nowhere = Span { start: 0, end: 0 };
    let prose = markup::prose(&captioned(parts.body), nowhere, &subject, &RuleLinks);
    let mut view = View {
        id: code.id.to_owned(),
        finds: parts.summary.to_owned(),
        level: level(portal, code),
        level_set_by: level_set_by(portal, code),
        element: element_title(code.element).to_lowercase(),
        tier: rules::rule(code.id).map(|rule| tier(Some(rule.tier))),
        body_html: prose.html,
        contents: contents(&prose.outline),
        ..View::default()
    };
    fill_findings(portal, code, &mut view);
    if !portal.hides(Hide::Scorecards) {
        fill_outcomes(portal, code, &mut view);
    }
    let meta = Meta {
        title: parts.title.to_owned(),
        summary: parts.summary.to_owned(),
        section: "",
        crumbs: vec![Link::to("Rules", route::RULES)],
    };
    Shown::new(meta, &view)
}

/// The text with a caption above each example, in place of the word behind its language.
fn captioned(body: &str) -> String {
    let mut text = String::with_capacity(body.len() + 64);
    for line in body.lines() {
        let mut words = line.split_whitespace();
        let fence = words.next().filter(|fence| fence.starts_with("```"));
        let caption = match (fence, words.next()) {
            (Some(fence), Some("bad")) => Some((fence, "Not like this")),
            (Some(fence), Some("good")) => Some((fence, "Like this")),
            (Some(fence), Some("exempt")) => Some((fence, "Does not apply here")),
            _ => None,
        };
        let Some((fence, caption)) = caption else {
            text.push_str(line);
            text.push('\n');
            continue;
        };
        let file = words.next();
        let file = file.map_or_else(String::new, |file| format!(", in `{file}`"));
        text.push_str(&format!("**{caption}**{file}:\n\n{fence}\n"));
    }
    text
}

fn level_set_by(portal: &Portal, code: &Code) -> String {
    let (now, usual) = (level(portal, code), code.level.name());
    match now == usual {
        true => String::new(),
        false => format!("set in `meshbook.yaml`; its own level is `{usual}`"),
    }
}

fn fill_findings(portal: &Portal, code: &Code, view: &mut View) {
    let Some(found) = portal.overview().by_rule.get(code.id) else {
        return;
    };
    let found = found.iter().map(|&at| &portal.findings[at as usize]);
    view.counts = counts(found.clone());
    let more = found.len().saturating_sub(FINDINGS);
    view.findings_more =
        (more > 0).then(|| Link::to(format!("{more} more among all findings"), route::FINDINGS));
    view.findings = found
        .take(FINDINGS)
        .map(|found| finding(portal, found, false))
        .collect();
}

/// How the rule comes out at the products that are scored.
fn fill_outcomes(portal: &Portal, code: &Code, view: &mut View) {
    let Some(rule) = portal.scorecards.book.position(code.id) else {
        return;
    };
    let order = [
        Outcome::Fail,
        Outcome::Partial,
        Outcome::Unknown,
        Outcome::Pass,
        Outcome::NotApplicable,
    ];
    let mut found = [0; 5];
    let cards = portal.scorecards.products.iter().enumerate();
    for (at, card) in cards.filter(|(_, card)| card.is_scored()) {
        let place = match card.verdicts[rule].outcome {
            rules::Outcome::Fail => 0,
            rules::Outcome::Partial { .. } => 1,
            rules::Outcome::Unknown(_) => 2,
            rules::Outcome::Pass => 3,
            rules::Outcome::NotApplicable(_) => 4,
        };
        found[place] += 1;
        if place < 2 && view.failing.len() < FAILING {
            view.failing.push(portal.product_link(ProductId(at as u32)));
        }
    }
    view.failing_count = found[0] + found[1];
    let counts = order.into_iter().zip(found).filter(|(_, count)| *count > 0);
    view.outcomes = counts
        .map(|(outcome, count)| OutcomeCount { outcome, count })
        .collect();
}

/// Links from rule to rule: `missing-owner.md`.
struct RuleLinks;

impl markup::Links for RuleLinks {
    fn link(&self, target: &str) -> markup::Link {
        let known = target.strip_suffix(".md").and_then(rules::code);
        match known {
            Some(code) => markup::Link::Internal(format!("{}.html", code.id)),
            None => markup::Link::Broken { help: None },
        }
    }

    fn image(&self, _: &str) -> markup::Link {
        markup::Link::Broken { help: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn examples_have_captions() {
        let text = captioned(
            "a\n\n```yaml bad x.yaml\nk: 1\n```\n\n```yaml good\nk: 2\n```\n\n```yaml exempt\nk: 3\n```\n",
        );
        assert_eq!(
            text,
            "a\n\n**Not like this**, in `x.yaml`:\n\n```yaml\nk: 1\n```\n\n\
             **Like this**:\n\n```yaml\nk: 2\n```\n\n\
             **Does not apply here**:\n\n```yaml\nk: 3\n```\n"
        );
    }
}
