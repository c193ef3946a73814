//! Scorecards: rules that are looked at together, those of Meshbook and those of the organisation.

use std::collections::HashMap;

use super::{Card, points};
use crate::config::{Governance, INVALID_CONFIGURATION, OwnScorecard, Setting};
use crate::diag::{Finding, Span, Subject, SubjectKind, nearest};
use crate::rules::{Book, Outcome, Tier};

/// A scorecard that the portal shows: which rules it counts, under which name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scorecard {
    /// Its name in routes.
    pub slug: String,
    /// Its name for people.
    pub title: String,
    /// What it is for, in one sentence.
    pub purpose: String,
    /// Its rules: their places in the book, in the order of the book.
    pub rules: Vec<usize>,
    /// Where the organisation defines it; `None` for those of Meshbook.
    pub defined: Option<Span>,
}

/// What a product reached by some of the rules.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Reached {
    /// The highest level; `None` where it reached none, or is not scored.
    pub level: Option<Tier>,
    /// The lowest level that it has not reached and for which there are rules.
    pub next: Option<Tier>,
    /// The score, from 0 to 100; `None` where nothing applies, or it is not scored.
    pub score: Option<u8>,
}

struct BuiltIn {
    slug: &'static str,
    title: &'static str,
    purpose: &'static str,
    rules: &'static [&'static str],
}

/// The scorecards of Meshbook. A rule that a book does not hold is left out.
const BUILT_IN: &[BuiltIn] = &[
    BuiltIn {
        slug: "contract-completeness",
        title: "Contract completeness",
        purpose: "Whether readers can rely on the contract: what is in the data, what was checked, \
                  and the six elements that make a contract complete.",
        rules: &[
            "missing-identity",
            "off-list-status",
            "missing-schema",
            "untyped-property",
            "duplicate-name",
            "object-without-grain",
            "time-without-zone",
            "name-off-pattern",
            "dangling-relationship",
            "missing-quality-rule",
            "quality-without-threshold",
            "unchecked-key",
            "vacuous-threshold",
            "narrow-quality",
            "quality-not-measured",
            "quality-failing",
            "missing-freshness",
            "unreadable-sla",
            "missing-purpose",
            "undescribed-object",
            "filler-text",
            "missing-owner",
            "placeholder-owner",
            "missing-support-channel",
            "missing-access-path",
            "personal-data-exposed",
            "missing-server",
            "contract-without-product",
            "dangling-input-port",
            "renamed-table",
        ],
    },
    BuiltIn {
        slug: "ownership",
        title: "Ownership",
        purpose: "Whether somebody answers for the product: a real team of its domain, with people \
                  who look after it and a place to ask.",
        rules: &[
            "missing-owner",
            "placeholder-owner",
            "missing-support-channel",
            "unknown-owner",
            "no-accountable-member",
            "bus-factor-one",
            "owner-outside-domain",
            "unknown-domain",
            "neglected-by-owner",
            "ownership-not-evidenced",
            "parked-product",
            "unchecked-in-ci",
            "unused-product",
        ],
    },
    BuiltIn {
        slug: "service-levels",
        title: "Service levels",
        purpose: "Whether the product promises what its readers plan with, in a form that can be \
                  measured, and keeps it.",
        rules: &[
            "missing-freshness",
            "missing-frequency",
            "missing-retention",
            "missing-availability",
            "unreadable-sla",
            "dangling-sla-element",
            "incoherent-sla",
            "copied-sla",
            "freshness-not-measured",
            "sla-broken",
            "hand-written-measurement",
            "deprecated-without-successor",
            "version-not-bumped",
            "moved-address",
        ],
    },
    BuiltIn {
        slug: "privacy",
        title: "Privacy and access",
        purpose: "Whether sensitive data is known as such and protected, and who may read it.",
        rules: &[
            "personal-data-exposed",
            "unclassified-property",
            "unprotected-restricted",
            "secret-in-manifest",
            "missing-access-path",
            "unreal-approver",
            "retention-over-policy",
        ],
    },
    BuiltIn {
        slug: "documentation",
        title: "Documentation",
        purpose: "Whether a reader can tell what the data means and what it is good for, in words \
                  written for this product.",
        rules: &[
            "missing-purpose",
            "missing-usage-limits",
            "undescribed-object",
            "undescribed-property",
            "filler-text",
            "copied-description",
            "missing-docs-page",
            "broken-link",
            "missing-examples",
            "unlinked-terms",
            "identifier-off-glossary",
            "off-vocabulary-tags",
        ],
    },
];

/// Names in routes that other pages have.
const TAKEN: [&str; 3] = ["index", "waivers", "improvement"];

/// The scorecards of a portal, those of Meshbook first, and what is wrong with those of the
/// organisation.
pub fn scorecards(book: &Book, governance: &Governance) -> (Vec<Scorecard>, Vec<Finding>) {
    let built_in = BUILT_IN.iter().map(|card| Scorecard {
        slug: card.slug.to_owned(),
        title: card.title.to_owned(),
        purpose: card.purpose.to_owned(),
        rules: in_order(card.rules.iter().filter_map(|id| book.position(id))),
        defined: None,
    });
    let mut cards: Vec<Scorecard> = built_in.collect();
    let mut findings = Vec::new();
    let taken = TAKEN.iter().copied().map(str::to_owned);
    let built_in = cards.iter().map(|card| card.slug.clone());
    let mut slugs: HashMap<String, Option<Span>> =
        taken.chain(built_in).map(|slug| (slug, None)).collect();
    for own in &governance.scorecards {
        let slug = slug::slugify(&own.name);
        let is_free = !slug.is_empty() && !slugs.contains_key(&slug);
        if !is_free {
            findings.push(clash(own, slugs.get(&slug).copied().flatten()));
            continue;
        }
        findings.extend(own.rules.iter().filter_map(|rule| unknown(rule, book)));
        slugs.insert(slug.clone(), Some(own.span));
        let rules = own.rules.iter();
        cards.push(Scorecard {
            slug,
            title: own.name.trim().to_owned(),
            purpose: own.purpose.trim().to_owned(),
            rules: in_order(rules.filter_map(|rule| book.position(rule.text.trim()))),
            defined: Some(own.span),
        });
    }
    (cards, findings)
}

fn in_order(places: impl Iterator<Item = usize>) -> Vec<usize> {
    let mut places: Vec<usize> = places.collect();
    places.sort_unstable();
    places.dedup();
    places
}

fn clash(own: &OwnScorecard, other: Option<Span>) -> Finding {
    let message = format!("no page can be named after the scorecard `{}`", own.name);
    let mut finding = invalid(own.span, message)
        .help("give it a name of letters or digits that no other scorecard has");
    if let Some(span) = other {
        finding.related.push(crate::diag::Related {
            span,
            label: "this one has the name".to_owned(),
        });
    }
    finding
}

fn unknown(rule: &Setting, book: &Book) -> Option<Finding> {
    let id = rule.text.trim();
    if book.position(id).is_some() {
        return None;
    }
    let known = book.rules().iter().map(|rule| rule.id());
    let help = match nearest(id, known) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "use a name that `meshbook rules` lists".to_owned(),
    };
    let message = format!("no rule that a scorecard can count is called `{id}`");
    Some(invalid(rule.span, message).help(help))
}

fn invalid(span: Span, message: String) -> Finding {
    let subject = Subject::new(SubjectKind::Portal, crate::config::FILE);
    Finding::new(&INVALID_CONFIGURATION, subject, span, message)
}

impl Card {
    /// What it reached by the rules of a scorecard alone. A level for which none of them applies
    /// is passed over: a card need not have rules of each.
    pub fn on(&self, scorecard: &Scorecard) -> Reached {
        let mut reached = Reached::default();
        if !self.is_scored() {
            return reached;
        }
        let counted = scorecard.rules.iter().map(|&at| {
            let rule = &self.book.rules()[at];
            (rule, self.verdicts[at])
        });
        let counted = counted.filter(|(rule, _)| !rule.is_preview);
        let outcomes = counted
            .clone()
            .map(|(rule, verdict)| (rule.severity, verdict.outcome));
        reached.score = points::points(outcomes);
        for tier in Tier::ALL {
            let mut here = counted
                .clone()
                .filter(|(rule, _)| rule.tier == tier)
                .peekable();
            if here.peek().is_none() {
                continue;
            }
            let applies = |outcome| !matches!(outcome, Outcome::NotApplicable(_));
            if !here.clone().any(|(_, verdict)| applies(verdict.outcome)) {
                continue;
            }
            let mut met = here.clone();
            let is_met = met.all(|(_, verdict)| verdict.outcome.is_met());
            let mut rests = here.filter(|(rule, _)| rule.evidence >= Card::evidence_for(tier));
            let is_evidenced = rests.any(|(_, verdict)| verdict.outcome == Outcome::Pass);
            if !is_met || !is_evidenced {
                reached.next = Some(tier);
                break;
            }
            reached.level = Some(tier);
        }
        reached
    }

    /// What it reached by all rules.
    pub fn reached(&self) -> Reached {
        Reached {
            level: self.level,
            next: self.next(),
            score: self.score,
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::rules::RULES;
    use crate::score::PARTS;

    /// The rules of the catalogue that wait for the comparison of versions.
    const TO_COME: &[&str] = &["version-not-bumped"];

    #[test]
    fn every_rule_of_a_card_is_there_or_to_come_and_every_rule_is_on_a_card() {
        let there: BTreeSet<_> = RULES.iter().map(|rule| rule.id()).collect();
        let counted: BTreeSet<_> = BUILT_IN.iter().flat_map(|card| card.rules).collect();
        for id in &counted {
            assert!(there.contains(**id) || TO_COME.contains(id), "no rule {id}");
        }
        for id in there {
            assert!(counted.contains(&id), "{id} is on no card");
        }
    }

    #[test]
    fn the_first_card_counts_all_elements_of_a_complete_contract() {
        for id in PARTS.iter().flat_map(|part| part.rules) {
            assert!(BUILT_IN[0].rules.contains(id), "{id}");
        }
    }

    #[test]
    fn names_and_rules_of_the_cards_are_unique() {
        let slugs: BTreeSet<_> = BUILT_IN.iter().map(|card| card.slug).collect();
        assert_eq!(slugs.len(), BUILT_IN.len());
        for card in BUILT_IN {
            let rules: BTreeSet<_> = card.rules.iter().collect();
            assert_eq!(rules.len(), card.rules.len(), "{}", card.slug);
            assert_eq!(slug::slugify(card.slug), card.slug);
            assert!(!TAKEN.contains(&card.slug));
        }
        assert!(
            TO_COME
                .iter()
                .all(|id| RULES.iter().all(|rule| rule.id() != *id))
        );
    }
}
