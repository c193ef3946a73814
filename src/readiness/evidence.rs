//! What is seen of a domain: a mark for each question, from the verdicts on its products.

use super::ownership;
use crate::charter::Charter;
use crate::diag::Span;
use crate::mesh::{DomainId, Mesh, OperatingModel, ProductId};
use crate::rules::{Outcome, Tier};
use crate::score::{Card, Scorecards};

/// A question that is asked of every domain.
#[derive(Clone, Copy, Debug)]
pub struct Ask {
    /// Its name in outputs.
    pub name: &'static str,
    /// The question for people, as what should be so.
    pub title: &'static str,
    /// The rule whose verdicts answer it; `None` where the level does.
    pub rule: Option<&'static str>,
    /// What is said while there is no such rule.
    pub unasked: &'static str,
    /// Whether only a domain that does its own work can be asked.
    pub is_of_domain: bool,
}

const fn ask(
    name: &'static str,
    title: &'static str,
    rule: &'static str,
    unasked: &'static str,
) -> Ask {
    Ask {
        name,
        title,
        rule: Some(rule),
        unasked,
        is_of_domain: false,
    }
}

const NOT_KNOWN: &str = "not known yet";
const NOT_MEASURED: &str = "not measured yet";

/// Every question, in the order in which they are shown.
pub const ASKS: [Ask; 8] = [
    Ask {
        is_of_domain: true,
        ..ask(
            "owners",
            "Owners are teams of the domain",
            "owner-outside-domain",
            NOT_KNOWN,
        )
    },
    ask(
        "accountable",
        "Somebody active is accountable",
        "no-accountable-member",
        NOT_KNOWN,
    ),
    ask(
        "support",
        "Consumers can ask somewhere",
        "missing-support-channel",
        NOT_KNOWN,
    ),
    Ask {
        rule: None,
        ..ask("bronze", "Products are Bronze or better", "", NOT_KNOWN)
    },
    ask(
        "quality",
        "Quality is measured",
        "quality-not-measured",
        NOT_MEASURED,
    ),
    ask(
        "service-levels",
        "Service levels are kept",
        "sla-broken",
        NOT_MEASURED,
    ),
    ask(
        "changes",
        "Versions tell of breaking changes",
        "version-not-bumped",
        NOT_KNOWN,
    ),
    Ask {
        is_of_domain: true,
        ..ask(
            "commits",
            "The domain changes its own contracts",
            "ownership-not-evidenced",
            NOT_KNOWN,
        )
    },
];

/// The places in [`ASKS`] of what tells who does the work.
const OWNERS: usize = 0;
const ACCOUNTABLE: usize = 1;
const COMMITS: usize = 7;

/// The answer to a question.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mark {
    /// So many of so many products are as they should be.
    Known {
        /// How many are.
        met: u32,
        /// How many could be looked at.
        of: u32,
    },
    /// The domain is not asked, for this reason.
    NotApplicable(&'static str),
    /// Nobody knows, for this reason: neither good nor bad.
    NotKnown(&'static str),
}

impl Default for Mark {
    fn default() -> Mark {
        Mark::NotKnown(NOT_KNOWN)
    }
}

impl Mark {
    /// 2 where all are as they should be, 1 where at least half are, else 0; `None` where it is
    /// not known or not asked.
    pub fn points(self) -> Option<u8> {
        match self {
            Mark::Known { met, of } if met == of => Some(2),
            Mark::Known { met, of } if u64::from(met) * 2 >= u64::from(of) => Some(1),
            Mark::Known { .. } => Some(0),
            Mark::NotApplicable(_) | Mark::NotKnown(_) => None,
        }
    }

    /// Whether at least so many in a hundred are as they should be.
    fn has(self, percent: u64) -> Option<bool> {
        match self {
            Mark::Known { met, of } => Some(u64::from(met) * 100 >= u64::from(of) * percent),
            Mark::NotApplicable(_) | Mark::NotKnown(_) => None,
        }
    }
}

/// The mark of so many of so many, at least one.
pub(super) fn marked(met: u32, of: u32) -> Mark {
    Mark::Known { met, of }
}

/// What is seen of one question.
#[derive(Clone, Debug, Default)]
pub struct Seen {
    /// The answer.
    pub mark: Mark,
    /// The first products that are not as they should be, by id.
    pub failing: Vec<Failing>,
}

/// A product that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failing {
    /// The product.
    pub product: ProductId,
    /// The name of the rule that it does not meet.
    pub rule: String,
    /// Where.
    pub at: Option<Span>,
}

/// How many products that fail a question are remembered.
const REMEMBERED: usize = 3;

/// Why a domain that another team serves is not asked.
const SERVED: &str = "a central team does the work, and the domain says so";

/// What is seen of each question.
pub(super) fn seen(
    mesh: &Mesh,
    id: DomainId,
    charter: &Charter,
    scorecards: &Scorecards,
) -> [Seen; ASKS.len()] {
    let products = &mesh.domain(id).products;
    let scored: Vec<(ProductId, &Card)> = (products.iter())
        .map(|&product| (product, scorecards.product(product)))
        .filter(|(_, card)| card.is_scored())
        .collect();
    let is_central = charter.model == Some(OperatingModel::Central);
    let mut at = 0;
    ASKS.map(|ask| {
        at += 1;
        if ask.is_of_domain && is_central {
            let mark = Mark::NotApplicable(SERVED);
            return Seen {
                mark,
                failing: Vec::new(),
            };
        }
        // On the way the rule lets it be; how far the way is, is what the reader wants to know.
        if at - 1 == OWNERS && charter.model == Some(OperatingModel::Transitional) {
            return seen_owners(mesh, id);
        }
        if scored.is_empty() {
            let mark = Mark::NotKnown("no product is in use");
            return Seen {
                mark,
                failing: Vec::new(),
            };
        }
        let seen = match ask.rule {
            Some(rule) => seen_rule(&scored, rule, ask.unasked),
            None => seen_bronze(&scored),
        };
        // The rule blames no team for being of no domain; what speaks for a model is shown.
        let is_told = matches!(seen.mark, Mark::Known { .. });
        let owners = (at - 1 == OWNERS && !is_told).then(|| seen_owners(mesh, id));
        let known = owners.filter(|owners| matches!(owners.mark, Mark::Known { .. }));
        known.unwrap_or(seen)
    })
}

fn seen_owners(mesh: &Mesh, id: DomainId) -> Seen {
    let outside = mesh.domain(id).products.iter().filter_map(|&product| {
        let owner = mesh.product(product).owner.as_ref()?;
        let is_outside = ownership::is_inside(mesh, id, owner) == Some(false);
        is_outside.then(|| Failing {
            product,
            rule: "owner-outside-domain".to_owned(),
            at: Some(owner.name.span),
        })
    });
    Seen {
        mark: ownership::owners(mesh, id),
        failing: outside.take(REMEMBERED).collect(),
    }
}

fn seen_rule(scored: &[(ProductId, &Card)], rule: &'static str, unasked: &'static str) -> Seen {
    let place = scored
        .first()
        .and_then(|(_, card)| card.book.position(rule));
    let Some(place) = place else {
        return Seen {
            mark: Mark::NotKnown(unasked),
            failing: Vec::new(),
        };
    };
    let (mut met, mut of) = (0, 0);
    let (mut unknown, mut exempt) = (None, None);
    let mut failing = Vec::new();
    for (product, card) in scored {
        let verdict = card.verdicts[place];
        match verdict.outcome {
            Outcome::NotApplicable(why) => {
                exempt.get_or_insert(why);
            }
            Outcome::Unknown(why) => {
                unknown.get_or_insert(why);
            }
            Outcome::Pass => (met, of) = (met + 1, of + 1),
            Outcome::Fail | Outcome::Partial { .. } => {
                of += 1;
                failing.push(Failing {
                    product: *product,
                    rule: rule.to_owned(),
                    at: verdict.at,
                });
                failing.truncate(REMEMBERED);
            }
        }
    }
    let mark = match (of, unknown, exempt) {
        (0, Some(why), _) => Mark::NotKnown(why),
        (0, None, why) => Mark::NotApplicable(why.unwrap_or(NOT_KNOWN)),
        _ => marked(met, of),
    };
    Seen { mark, failing }
}

fn seen_bronze(scored: &[(ProductId, &Card)]) -> Seen {
    let below = scored.iter().filter(|(_, card)| card.level.is_none());
    let failing = below.clone().filter_map(|(product, card)| {
        let (rule, verdict) = card.obstacles(Tier::Bronze).next()?;
        Some(Failing {
            product: *product,
            rule: rule.id().to_owned(),
            at: verdict.at,
        })
    });
    let of = scored.len() as u32;
    Seen {
        mark: marked(of - below.clone().count() as u32, of),
        failing: failing.take(REMEMBERED).collect(),
    }
}

/// In how many of a hundred products the domain does the work where it is domain-owned.
const DOMAIN_OWNED: u64 = 80;
/// In how many it does where it is on the way.
const TRANSITIONAL: u64 = 50;

/// The model for which what is seen speaks: who owns the products, who changes them, and whether
/// somebody is accountable. The weakest of these decides.
pub(super) fn evidenced(
    charter: &Charter,
    owners: &Mark,
    seen: &[Seen; ASKS.len()],
) -> Option<OperatingModel> {
    let is_served = charter
        .model
        .is_some_and(|model| model != OperatingModel::DomainOwned);
    let owners = match (is_served, seen[OWNERS].mark) {
        (false, mark @ Mark::Known { .. }) => mark,
        _ => *owners,
    };
    let of_work = [owners, seen[COMMITS].mark];
    let model = of_work.into_iter().filter_map(|mark| {
        Some(match (mark.has(DOMAIN_OWNED)?, mark.has(TRANSITIONAL)?) {
            (true, _) => OperatingModel::DomainOwned,
            (false, true) => OperatingModel::Transitional,
            (false, false) => OperatingModel::Central,
        })
    });
    let model = model.max()?;
    Some(match seen[ACCOUNTABLE].mark.has(TRANSITIONAL) {
        Some(false) => model.max(OperatingModel::Transitional),
        _ => model,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use OperatingModel::{Central, DomainOwned, Transitional};

    #[test]
    fn marks_are_worth_two_one_or_nothing() {
        for (met, of, points) in [(0, 1, 0), (1, 3, 0), (1, 2, 1), (9, 10, 1), (10, 10, 2)] {
            assert_eq!(marked(met, of).points(), Some(points), "{met} of {of}");
        }
        assert_eq!(Mark::default().points(), None);
    }

    #[test]
    fn the_weakest_evidence_decides() {
        let none = Mark::default();
        let cases = [
            (marked(4, 5), none, none, Some(DomainOwned)),
            (marked(3, 5), none, none, Some(Transitional)),
            (marked(2, 5), none, none, Some(Central)),
            (marked(5, 5), marked(1, 10), none, Some(Central)),
            (marked(5, 5), none, marked(1, 5), Some(Transitional)),
            (none, none, marked(5, 5), None),
        ];
        for (owners, commits, accountable, model) in cases {
            let mut seen: [Seen; ASKS.len()] = Default::default();
            seen[OWNERS].mark = owners;
            seen[COMMITS].mark = commits;
            seen[ACCOUNTABLE].mark = accountable;
            let case = (owners, commits, accountable);
            let charter = Charter::default();
            assert_eq!(evidenced(&charter, &none, &seen), model, "{case:?}");
        }
    }
}
