//! All rules.

use serde::Serialize;

use super::build::element_title;
use super::parts::{Link, Tier};
use super::rule::{Shelved, shelved};
use super::score::tier;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::diag::Level;
use crate::rules::level_told;

/// All rules.
pub const PAGE: Page = Page {
    name: "rule-list",
    template: "pages/rule-list.html",
    routes: |_| vec![(route::RULES.to_owned(), Key::default())],
    show,
};

/// What `pages/rule-list.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// The rules by element.
    pub groups: Vec<Group>,
    /// How many rules there are.
    pub total: u32,
}

/// The rules of an element.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Group {
    /// Name of the element.
    pub element: String,
    /// Anchor, without `#`.
    pub anchor: String,
    /// Its rules, by id.
    pub rules: Vec<RuleLine>,
}

/// A rule as a row.
#[derive(Clone, Debug, Default, Serialize)]
pub struct RuleLine {
    /// The rule, with its page.
    pub rule: Link,
    /// What it finds, in a sentence.
    pub finds: String,
    /// `error`, `warning`, `info` or `off`, as configured.
    pub level: &'static str,
    /// The level of the scorecard that it belongs to; `None` where no card counts it.
    pub tier: Option<Tier>,
    /// How many findings it has.
    pub findings: u32,
}

fn show(portal: &Portal, _: Key) -> Shown {
    let mut rules = shelved(portal);
    rules.sort_by_key(|rule| (rule.element, rule.id));
    let groups = rules.chunk_by(|a, b| a.element == b.element);
    let view = View {
        groups: groups
            .map(|rules| Group {
                element: element_title(rules[0].element).to_owned(),
                anchor: rules[0].element.name().to_owned(),
                rules: rules.iter().map(|rule| line(portal, rule)).collect(),
            })
            .collect(),
        total: rules.len() as u32,
    };
    let meta = Meta {
        title: "Rules".to_owned(),
        summary: "The rules by which manifests and docs are checked.".to_owned(),
        section: "",
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

fn line(portal: &Portal, rule: &Shelved<'_>) -> RuleLine {
    let found = portal.overview().by_rule.get(rule.id);
    RuleLine {
        rule: Link::to(rule.id, route::rule(rule.id)),
        finds: rule.text.summary.to_owned(),
        level: level(portal, rule.id, rule.level),
        tier: rule.rule.map(|rule| tier(Some(rule.tier))),
        findings: found.map_or(0, Vec::len) as u32,
    }
}

/// The level of a rule's findings as configured, or `off`.
pub(super) fn level(portal: &Portal, id: &str, usual: Level) -> &'static str {
    let level = level_told(&portal.config, &portal.scorecards.book, id, usual);
    level.map_or("off", Level::name)
}
