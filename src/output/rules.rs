//! `api/rules.json`: the rules as this portal takes them, for programs.
//!
//! The format is described in `content/guide/catalog.md`. Fields are only ever added; a
//! change of meaning changes [`VERSION`].

use serde::Serialize;

use super::outcomes::preview_until;
use super::{Error, Item, Output, Site};
use crate::diag::Level;
use crate::page::{Portal, route};
use crate::rules::{BookRule, level_told};
use crate::score::weight;

pub(super) const OUTPUT: Output = Output {
    name: "rules",
    routes: |_| vec![("api/rules.json".to_owned(), Item::default())],
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let book = &site.portal.scorecards.book;
    let rules = Rules {
        version: VERSION,
        rule_set: &book.name,
        rules: book
            .rules()
            .iter()
            .map(|entry| rule(&site.portal, entry))
            .collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&rules).expect("lists of texts are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

/// The rules of a portal.
#[derive(Clone, Debug, Serialize)]
struct Rules<'p> {
    /// The version of the format.
    version: u32,
    /// The name and version of the rules.
    rule_set: &'p str,
    /// The rules, in the order of all outcomes.
    rules: Vec<Rule<'p>>,
}

/// A rule as this portal takes it.
#[derive(Clone, Debug, Serialize)]
struct Rule<'p> {
    /// Its name.
    id: &'p str,
    /// Its page, relative to the root of the site.
    url: String,
    /// The title of its page.
    title: &'p str,
    /// The level of its findings: `error`, `warning`, `info` or `off`.
    level: &'static str,
    /// The element of a contract that it is about.
    element: &'static str,
    /// `bronze`, `silver` or `gold`.
    tier: &'static str,
    /// `critical`, `high`, `medium` or `low`.
    severity: &'static str,
    /// How much it weighs in the score.
    weight: u32,
    /// `declared`, `verified` or `measured`.
    evidence: &'static str,
    /// The principle of data mesh that it serves.
    principle: &'static str,
    /// The trait of a data product that it serves.
    characteristic: &'static str,
    /// `small`, `medium` or `large`.
    effort: &'static str,
    /// The version, or the day, that brought it.
    since: &'p str,
    /// The day from which it counts, where it does not yet.
    preview_until: Option<String>,
    /// Whether a waiver may let it be.
    waivable: bool,
}

/// The level of its findings, or `off`.
fn level(portal: &Portal, rule: &BookRule) -> &'static str {
    let book = &portal.scorecards.book;
    let level = level_told(&portal.config, book, rule.id(), rule.level);
    level.map_or("off", Level::name)
}

fn rule<'p>(portal: &Portal, rule: &'p BookRule) -> Rule<'p> {
    Rule {
        id: rule.id(),
        url: route::rule(rule.id()),
        title: rule.parts().title,
        level: level(portal, rule),
        element: rule.element.name(),
        tier: rule.tier.name(),
        severity: rule.severity.name(),
        weight: weight(rule.severity),
        evidence: rule.evidence.name(),
        principle: rule.principle.name(),
        characteristic: rule.characteristic.name(),
        effort: rule.effort.name(),
        since: &rule.since,
        preview_until: preview_until(rule),
        waivable: rule.is_waivable,
    }
}
