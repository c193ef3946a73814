//! The page of a rule.

use serde::Serialize;

use super::build::{contents, counts, element_title, finding};
use super::parts::{Contents, Counts, Fact, FindingView, Link, Outcome, Tier};
use super::rule_list::level;
use super::score::tier;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::diag::{Code, Element, Level, Page as Text, Span, Subject, SubjectKind};
use crate::markup;
use crate::mesh::ProductId;
use crate::rules::{self, BookRule};

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
    /// Where it moves no grade yet: until when, in words; may be empty.
    pub preview: String,
    /// What else is known of it: how much it weighs, what it rests on, what it serves.
    pub facts: Vec<Fact>,
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

/// A kind of finding, or a rule of the organisation.
pub(super) struct Shelved<'p> {
    /// Its name.
    pub(super) id: &'p str,
    /// The level of its findings where the configuration sets none.
    pub(super) level: Level,
    /// What it is about.
    pub(super) element: Element,
    /// Its page.
    pub(super) text: Text<'p>,
    /// The rule, where it counts towards a level.
    pub(super) rule: Option<&'p BookRule>,
}

/// Every kind of finding by name, and behind them the rules of the organisation.
pub(super) fn shelved(portal: &Portal) -> Vec<Shelved<'_>> {
    let book = &portal.scorecards.book;
    let codes = rules::catalogue().into_iter();
    let codes = codes.map(|code: &Code| Shelved {
        id: code.id,
        level: code.level,
        element: code.element,
        text: code.parts(),
        rule: book.rule(code.id),
    });
    let own = book.own().rules().iter();
    let own = own.filter_map(|rule| book.rule(&rule.id));
    let own = own.map(|rule| Shelved {
        id: rule.id(),
        level: rule.level,
        element: rule.element,
        text: rule.parts(),
        rule: Some(rule),
    });
    codes.chain(own).collect()
}

fn routes(portal: &Portal) -> Vec<(String, Key)> {
    let shelved = shelved(portal).into_iter().enumerate();
    shelved
        .map(|(at, one)| (route::rule(one.id), Key::item(at)))
        .collect()
}

fn show(portal: &Portal, key: Key) -> Shown {
    let one = shelved(portal).swap_remove(key.item as usize);
    let subject = Subject::new(SubjectKind::Doc, one.id);
    let nowhere = Span { start: 0, end: 0 };
    let links = RuleLinks { portal };
    let prose = markup::prose(&captioned(one.text.body), nowhere, &subject, &links);
    let mut view = View {
        id: one.id.to_owned(),
        finds: one.text.summary.to_owned(),
        level: level(portal, one.id, one.level),
        level_set_by: level_set_by(portal, &one),
        element: element_title(one.element).to_lowercase(),
        tier: one.rule.map(|rule| tier(Some(rule.tier))),
        preview: one.rule.map_or_else(String::new, preview),
        facts: one.rule.map_or_else(Vec::new, |rule| facts(portal, rule)),
        body_html: prose.html,
        contents: contents(&prose.outline),
        ..View::default()
    };
    fill_findings(portal, one.id, &mut view);
    if !portal.hides(Hide::Scorecards) {
        fill_outcomes(portal, one.id, &mut view);
    }
    let meta = Meta {
        title: one.text.title.to_owned(),
        summary: one.text.summary.to_owned(),
        section: "",
        crumbs: vec![Link::to("Rules", route::RULES)],
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn preview(rule: &BookRule) -> String {
    match rule.counts_from.filter(|_| rule.is_preview) {
        Some(day) => format!("in preview: it moves no grade before {day}"),
        None => String::new(),
    }
}

/// What is known of a rule that counts towards a level.
fn facts(portal: &Portal, rule: &BookRule) -> Vec<Fact> {
    let own = portal.scorecards.book.own().rule(rule.id());
    let known = [
        ("Severity", Some(rule.severity.name().to_owned())),
        ("Evidence", Some(rule.evidence.name().to_owned())),
        ("Effort", Some(rule.effort.name().to_owned())),
        ("Principle", Some(rule.principle.name().to_owned())),
        (
            "Characteristic",
            Some(rule.characteristic.name().to_owned()),
        ),
        ("Since", Some(rule.since.to_string())),
        ("Counts from", rule.counts_from.map(|day| day.to_string())),
        ("Waivers", Some(waivers(rule).to_owned())),
        (
            "Rule file",
            own.map(|own| portal.files.file(own.file).shown.to_string()),
        ),
    ];
    let known = known.into_iter().filter_map(|(label, value)| {
        Some(Fact {
            label: label.to_owned(),
            value: value.filter(|value| !value.is_empty())?,
            at: None,
        })
    });
    known.collect()
}

fn waivers(rule: &BookRule) -> &'static str {
    match rule.is_waivable {
        true => "may let it be for a time",
        false => "cannot let it be",
    }
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

fn level_set_by(portal: &Portal, one: &Shelved<'_>) -> String {
    let (now, usual) = (level(portal, one.id, one.level), one.level.name());
    let is_set = portal.config.levels.contains_key(one.id);
    match (now == usual, is_set) {
        (true, _) => String::new(),
        (false, true) => format!("set in `meshbook.yaml`; its own level is `{usual}`"),
        (false, false) => format!("while it is in preview; its own level is `{usual}`"),
    }
}

fn fill_findings(portal: &Portal, id: &str, view: &mut View) {
    let Some(found) = portal.overview().by_rule.get(id) else {
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
fn fill_outcomes(portal: &Portal, id: &str, view: &mut View) {
    let Some(rule) = portal.scorecards.book.position(id) else {
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
struct RuleLinks<'p> {
    portal: &'p Portal,
}

impl markup::Links for RuleLinks<'_> {
    fn link(&self, target: &str) -> markup::Link {
        let name = target.trim_start_matches("./");
        let known = name.strip_suffix(".md").and_then(|name| {
            let is_known = rules::code(name).is_some();
            let own = || {
                let mut own = self.portal.scorecards.book.own().rules().iter();
                own.find(|rule| rule.id.rsplit('/').next() == Some(name))
            };
            match is_known {
                true => Some(route::rule(name)),
                false => own().map(|rule| route::rule(&rule.id)),
            }
        });
        match known {
            Some(route) => markup::Link::Internal(route.trim_start_matches("rules/").to_owned()),
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
