//! `api/outcomes/<domain>.json`: what each rule says of each product of a domain, for programs.
//!
//! The format is described in `content/guide/catalog.md`. Fields are only ever added; a
//! change of meaning changes [`VERSION`].

use serde::Serialize;

use super::{Error, Item, Output, Site};
use crate::config::Hide;
use crate::diag::Span;
use crate::mesh::{DomainId, ProductId, Target};
use crate::page::{Key, Portal};
use crate::rules::{BookRule, Outcome, Standing, Verdict};

pub(super) const OUTPUT: Output = Output {
    name: "outcomes",
    routes,
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

/// The file of a domain.
pub(super) fn route(portal: &Portal, id: DomainId) -> String {
    format!("api/outcomes/{}.json", portal.mesh.domain(id).slug)
}

fn routes(site: &Site) -> Vec<(String, Item)> {
    if site.portal.hides(Hide::Scorecards) {
        return Vec::new();
    }
    let domains = site.portal.mesh.domains().enumerate();
    domains
        .map(|(at, (id, _))| {
            let item = Item {
                key: Key::item(at),
                ..Item::default()
            };
            (route(&site.portal, id), item)
        })
        .collect()
}

fn render(site: &Site, _: &str, item: Item) -> Result<Vec<u8>, Error> {
    let outcomes = outcomes(&site.portal, DomainId(item.key.item));
    let mut bytes = serde_json::to_vec(&outcomes).expect("lists of texts are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

/// What each rule says of each product of a domain.
#[derive(Clone, Debug, Serialize)]
struct Outcomes<'p> {
    /// The version of the format.
    version: u32,
    /// The name and version of the rules.
    rule_set: &'p str,
    /// The id of the domain.
    domain: &'p str,
    /// The rules, so that each outcome needs only name its own.
    rules: Vec<RuleHead<'p>>,
    /// The products, by name.
    products: Vec<Product<'p>>,
}

/// What an outcome needs to be read with.
#[derive(Clone, Debug, Serialize)]
struct RuleHead<'p> {
    /// The name of the rule.
    id: &'p str,
    /// `bronze`, `silver` or `gold`.
    tier: &'static str,
    /// `critical`, `high`, `medium` or `low`.
    severity: &'static str,
    /// `declared`, `verified` or `measured`.
    evidence: &'static str,
    /// The day from which it counts, where it does not yet.
    preview_until: Option<String>,
}

/// A product with its outcomes.
#[derive(Clone, Debug, Serialize)]
struct Product<'p> {
    /// Its id.
    id: &'p str,
    /// Its page, relative to the root of the site.
    url: String,
    /// `scored`, `preview` or `retired`.
    standing: &'static str,
    /// `none`, `bronze`, `silver` or `gold`.
    level: &'static str,
    /// From 0 to 100; `null` where it is not scored.
    score: Option<u8>,
    /// What each rule says of it, in the order of `rules`.
    outcomes: Vec<RuleOutcome<'p>>,
}

/// What a rule says of a product.
#[derive(Clone, Debug, Serialize)]
struct RuleOutcome<'p> {
    /// The name of the rule.
    rule: &'p str,
    /// `pass`, `fail`, `partial`, `not-applicable` or `unknown`.
    outcome: &'static str,
    /// How many parts are as they should be, where it is partial.
    #[serde(skip_serializing_if = "Option::is_none")]
    met: Option<u32>,
    /// How many parts there are.
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<u32>,
    /// Why it does not apply, or is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'p str>,
    /// Whether a waiver lets it be; it counts as failed all the same.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    waived: bool,
    /// Where the first fault is.
    #[serde(skip_serializing_if = "Option::is_none")]
    at: Option<Place<'p>>,
}

/// Where a fault is.
#[derive(Clone, Debug, Serialize)]
struct Place<'p> {
    /// What it is about: `product` or `contract`.
    #[serde(skip_serializing_if = "Option::is_none")]
    subject: Option<Subject<'p>>,
    /// The path of the file as people see it.
    file: &'p str,
    /// The line, from 1.
    line: u32,
}

/// What a fault is about.
#[derive(Clone, Debug, Serialize)]
struct Subject<'p> {
    /// `product` or `contract`.
    kind: &'static str,
    /// Its id.
    id: &'p str,
}

fn outcomes(portal: &Portal, id: DomainId) -> Outcomes<'_> {
    let domain = portal.mesh.domain(id);
    let book = &portal.scorecards.book;
    let products = domain.products.iter();
    Outcomes {
        version: VERSION,
        rule_set: &book.name,
        domain: &domain.name,
        rules: book.rules().iter().map(head).collect(),
        products: products.map(|&id| product(portal, id)).collect(),
    }
}

fn head(rule: &BookRule) -> RuleHead<'_> {
    RuleHead {
        id: rule.id(),
        tier: rule.tier.name(),
        severity: rule.severity.name(),
        evidence: rule.evidence.name(),
        preview_until: preview_until(rule),
    }
}

/// The day from which a rule counts, where it does not yet.
pub(super) fn preview_until(rule: &BookRule) -> Option<String> {
    let day = rule.counts_from.filter(|_| rule.is_preview)?;
    Some(day.to_string())
}

fn product(portal: &Portal, id: ProductId) -> Product<'_> {
    let card = portal.scorecards.product(id);
    let outcomes = card.verdicts();
    Product {
        id: &portal.mesh.product(id).id,
        url: portal.product_route(id),
        standing: match card.standing {
            Standing::Scored => "scored",
            Standing::Preview => "preview",
            Standing::Retired => "retired",
        },
        level: card.level_name(),
        score: card.score,
        outcomes: outcomes
            .map(|(rule, verdict)| outcome(portal, rule, verdict))
            .collect(),
    }
}

fn outcome<'p>(portal: &'p Portal, rule: &'p BookRule, verdict: Verdict) -> RuleOutcome<'p> {
    let (name, met, of, reason) = match verdict.outcome {
        Outcome::Pass => ("pass", None, None, None),
        Outcome::Fail => ("fail", None, None, None),
        Outcome::Partial { met, of } => ("partial", Some(met), Some(of), None),
        Outcome::NotApplicable(why) => ("not-applicable", None, None, Some(why)),
        Outcome::Unknown(why) => ("unknown", None, None, Some(why)),
    };
    let is_met = verdict.outcome.is_met();
    RuleOutcome {
        rule: rule.id(),
        outcome: name,
        met,
        of,
        reason,
        waived: verdict.waiver.is_some() && !is_met,
        at: verdict.at.filter(|_| !is_met).map(|at| place(portal, at)),
    }
}

fn place(portal: &Portal, at: Span) -> Place<'_> {
    let subject = portal.mesh.target(portal.files.of(at));
    let place = portal.files.place(at);
    Place {
        subject: subject.and_then(|target| match target {
            Target::Product(id) => Some(Subject {
                kind: "product",
                id: &portal.mesh.product(id).id,
            }),
            Target::Contract(id, _) => Some(Subject {
                kind: "contract",
                id: &portal.mesh.contract(id).id,
            }),
            Target::Doc(_) => None,
        }),
        file: place.file,
        line: place.line,
    }
}
