//! What the scorecards say of one product or contract, for its page and for lists.

use std::collections::BTreeMap;

use super::Portal;
use super::build::{level_with_waivers, rule_link, waiver_row};
use super::parts::{self, Completeness, ElementView, RuleOutcome, StandingView, Tier, WaiverRow};
use crate::config::Hide;
use crate::diag::{Element, Finding};
use crate::mesh::{ContractId, ProductId};
use crate::rules::{self, BookRule, Outcome, Standing, Verdict};
use crate::score::{Card, PARTS, Part};

/// Level, completeness and outcomes of a product or contract.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ScoreView {
    /// Level reached.
    pub tier: Tier,
    /// Elements met.
    pub completeness: Completeness,
    /// The six elements; none where it is not scored at all.
    pub elements: Vec<ElementView>,
}

/// Level, score and completeness of a product, for lists.
pub fn score_line(portal: &Portal, id: ProductId) -> (Tier, Option<u32>, Completeness) {
    if portal.hides(Hide::Scorecards) {
        return Default::default();
    }
    let card = portal.scorecards.product(id);
    let score = card.score.map(u32::from);
    (tier(card.level), score, completeness(card))
}

/// How a product stands by all rules; `None` where the portal hides scorecards.
pub fn standing(portal: &Portal, id: ProductId) -> Option<StandingView> {
    let shown = !portal.hides(Hide::Scorecards);
    shown.then(|| stand(portal, id))
}

fn stand(portal: &Portal, id: ProductId) -> StandingView {
    let card = portal.scorecards.product(id);
    let next = card.next();
    let mut view = StandingView {
        tier: tier(card.level),
        with_waivers: level_with_waivers(portal, card),
        score: card.score.map(u32::from),
        unscored: unscored(card).to_owned(),
        next: next.map(|next| tier(Some(next))),
        rule_set: card.book.name.clone(),
        ..StandingView::default()
    };
    let mut waivers = waivers(portal, id, &mut view);
    for (at, (rule, verdict)) in card.verdicts().enumerate() {
        let waivers = waivers.remove(&at).unwrap_or_default();
        let list = match (verdict.outcome, rule.is_preview) {
            (Outcome::Pass, _) => {
                view.passes.push(rule_link(rule));
                view.spare_waivers.extend(waivers);
                continue;
            }
            (Outcome::NotApplicable(_), _) => {
                view.exempt.push(outcome(portal, rule, verdict));
                view.spare_waivers.extend(waivers);
                continue;
            }
            (_, true) => &mut view.coming,
            _ if next.is_some_and(|next| rule.tier <= next) => &mut view.obstacles,
            _ => &mut view.later,
        };
        list.push(RuleOutcome {
            waivers,
            ..outcome(portal, rule, verdict)
        });
    }
    // What weighs the most stands first.
    view.obstacles.sort_by_key(|found| {
        (
            found.tier,
            WEIGHTS.iter().position(|word| *word == found.severity),
        )
    });
    if let Some(next) = next.filter(|next| card.is_scored() && !card.has_evidence(*next)) {
        view.lacks = lacks(next).to_owned();
    }
    view
}

/// The waivers of a product, by the place of their rule in the book; those without a rule that is
/// known stand beside none.
fn waivers(
    portal: &Portal,
    id: ProductId,
    view: &mut StandingView,
) -> BTreeMap<usize, Vec<WaiverRow>> {
    let mut by_rule: BTreeMap<usize, Vec<WaiverRow>> = BTreeMap::new();
    for (number, waiver) in portal.waivers.of_product(id).enumerate() {
        match waiver.position {
            _ if number >= WAIVERS => view.waivers_more += 1,
            Some(at) => by_rule
                .entry(at)
                .or_default()
                .push(waiver_row(portal, waiver)),
            None => view.spare_waivers.push(waiver_row(portal, waiver)),
        }
    }
    by_rule
}

/// The most waivers that the page of a product shows.
const WAIVERS: usize = 30;
/// The severities, the gravest first.
const WEIGHTS: [&str; 4] = ["critical", "high", "medium", "low"];

/// Why a product has no score.
fn unscored(card: &Card) -> &'static str {
    match (card.standing, card.score) {
        (Standing::Preview, _) => {
            "It is not in use yet, so it has no level and no score; this is how it would stand."
        }
        (Standing::Retired, _) => "It is retired, so it has no level and no score.",
        (Standing::Scored, None) => "No rule applies to it.",
        (Standing::Scored, Some(_)) => "",
    }
}

/// What a level takes beside rules that are met.
pub fn lacks(tier: rules::Tier) -> &'static str {
    match tier {
        rules::Tier::Bronze => "Bronze takes at least one of its rules that applies and passes.",
        rules::Tier::Silver => {
            "Silver takes at least one rule that the build verified against something else than the \
             manifest itself."
        }
        rules::Tier::Gold => {
            "Gold takes at least one rule that rests on measurements, and no measurement is read yet."
        }
    }
}

/// What the scorecards say of a product.
pub fn score_view(portal: &Portal, id: ProductId) -> ScoreView {
    match portal.hides(Hide::Scorecards) {
        true => ScoreView::default(),
        false => view(portal, portal.scorecards.product(id)),
    }
}

/// What the scorecards say of a version of a contract: of the one that is in use alone.
pub fn contract_score_view(portal: &Portal, id: ContractId, version: usize) -> ScoreView {
    let is_current = rules::current(&portal.mesh, portal.mesh.contract(id)) == version;
    match is_current && !portal.hides(Hide::Scorecards) {
        true => view(portal, portal.scorecards.contract(id)),
        false => ScoreView::default(),
    }
}

fn view(portal: &Portal, card: &Card) -> ScoreView {
    let elements = PARTS.iter().zip(card.met);
    ScoreView {
        tier: tier(card.level),
        completeness: completeness(card),
        elements: elements
            .map(|(part, met)| element(portal, card, part, met))
            .collect(),
    }
}

/// The level as pages show it.
pub fn tier(level: Option<rules::Tier>) -> Tier {
    match level {
        None => Tier::None,
        Some(rules::Tier::Bronze) => Tier::Bronze,
        Some(rules::Tier::Silver) => Tier::Silver,
        Some(rules::Tier::Gold) => Tier::Gold,
    }
}

fn completeness(card: &Card) -> Completeness {
    let complete = card.completeness();
    Completeness {
        met: complete.met as u32,
        of: complete.of as u32,
        percent: (complete.met * 100 / complete.of.max(1)) as u32,
    }
}

fn element(portal: &Portal, card: &Card, part: &Part, met: bool) -> ElementView {
    let of_part = card
        .verdicts()
        .filter(|(rule, _)| part.rules.contains(&rule.id()));
    ElementView {
        name: part.title.to_owned(),
        asks: asks(part.element).to_owned(),
        met,
        rules: of_part
            .map(|(rule, verdict)| outcome(portal, rule, verdict))
            .collect(),
    }
}

/// What an element takes, in one line.
fn asks(element: Element) -> &'static str {
    match element {
        Element::Schema => "tables, columns and their types",
        Element::Quality => "a rule that a tool can check on each table",
        Element::Sla => "how old the data may be",
        Element::Documentation => "what it is for, and what each table holds",
        Element::Ownership => "a team that answers, and where to ask",
        Element::Access => "who may read it, and who says so",
        _ => "",
    }
}

fn outcome(portal: &Portal, rule: &BookRule, verdict: Verdict) -> RuleOutcome {
    let (outcome, detail) = match verdict.outcome {
        Outcome::Pass => (parts::Outcome::Pass, String::new()),
        Outcome::Fail => (parts::Outcome::Fail, String::new()),
        Outcome::Partial { met, of } => (parts::Outcome::Partial, format!("{met} of {of}")),
        Outcome::NotApplicable(why) => (parts::Outcome::NotApplicable, why.to_owned()),
        Outcome::Unknown(why) => (parts::Outcome::Unknown, why.to_owned()),
    };
    let finding = finding(portal, rule, verdict);
    RuleOutcome {
        rule: rule_link(rule),
        finds: rule.parts().summary.to_owned(),
        tier: tier(Some(rule.tier)),
        severity: rule.severity.name(),
        outcome,
        detail,
        waived: verdict.waiver.is_some() && !verdict.outcome.is_met(),
        waivers: Vec::new(),
        counts_from: match (rule.is_preview, rule.counts_from) {
            (true, Some(day)) => day.to_string(),
            _ => String::new(),
        },
        help: finding.and_then(|finding| finding.help.clone()),
        at: (verdict.at.filter(|_| !verdict.outcome.is_met())).map(|at| portal.place(at)),
    }
}

/// The first finding behind a verdict, which says how to mend it.
pub fn finding<'p>(portal: &'p Portal, rule: &BookRule, verdict: Verdict) -> Option<&'p Finding> {
    let span = verdict.at.filter(|_| !verdict.outcome.is_met())?;
    let mut here = portal.findings_in(portal.files.of(span));
    here.find(|finding| finding.rule == rule.id() && finding.span == span)
}
