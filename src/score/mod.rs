//! Verdicts into scorecards: completeness, levels, and their roll-up by domain.
//!
//! A pure function of what the rules say. A level is reached where every rule of it and of
//! the levels below is met, so that no pile of small merits hides one great gap; and a mean
//! of means stands nowhere.

mod card;
mod improvement;
mod points;
mod roll_up;
mod scorecard;
mod tally;
mod wins;

use std::sync::Arc;

use crate::diag::Element;
use crate::mesh::{DomainId, Mesh, ProductId};
use crate::rules::{Book, Standing, Verdicts, current};

pub use card::{Card, Completeness};
pub use improvement::{Gain, Improvement, improvement};
pub use points::weight;
pub use roll_up::RollUp;
pub use scorecard::{Reached, Scorecard, scorecards};
pub use tally::{Tally, tallies};
pub use wins::{Edit, Win, Wins, wins};

/// One of the elements of a complete contract: met where all of its rules are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// The element.
    pub element: Element,
    /// The element for people.
    pub title: &'static str,
    /// The names of its rules.
    pub rules: &'static [&'static str],
}

/// The elements of a complete contract, in the order in which they are shown.
pub const PARTS: [Part; 6] = [
    Part {
        element: Element::Schema,
        title: "Schema",
        rules: &["missing-schema", "untyped-property"],
    },
    Part {
        element: Element::Quality,
        title: "Quality",
        rules: &["missing-quality-rule", "quality-without-threshold"],
    },
    Part {
        element: Element::Sla,
        title: "Freshness SLA",
        rules: &["missing-freshness", "unreadable-sla"],
    },
    Part {
        element: Element::Documentation,
        title: "Documentation",
        rules: &["missing-purpose", "undescribed-object", "filler-text"],
    },
    Part {
        element: Element::Ownership,
        title: "Ownership",
        rules: &[
            "missing-owner",
            "placeholder-owner",
            "missing-support-channel",
        ],
    },
    Part {
        element: Element::Access,
        title: "Access",
        rules: &["missing-access-path", "personal-data-exposed"],
    },
];

/// The scorecards of a mesh.
#[derive(Clone, Debug)]
pub struct Scorecards {
    /// The rules by which they were made.
    pub book: Arc<Book>,
    /// The scorecards that the portal shows.
    pub shown: Vec<Scorecard>,
    /// The card of each product, as in the mesh.
    pub products: Vec<Card>,
    /// The card of each contract, as in the mesh.
    pub contracts: Vec<Card>,
    /// The products of each domain together, as in the mesh.
    pub domains: Vec<RollUp>,
    /// All products together.
    pub mesh: RollUp,
}

impl Scorecards {
    /// The card of a product.
    pub fn product(&self, id: ProductId) -> &Card {
        &self.products[id.0 as usize]
    }

    /// The card of a contract.
    pub fn contract(&self, id: crate::mesh::ContractId) -> &Card {
        &self.contracts[id.0 as usize]
    }

    /// The products of a domain together.
    pub fn domain(&self, id: DomainId) -> &RollUp {
        &self.domains[id.0 as usize]
    }
}

/// Makes the scorecards of a mesh from what the rules say of it.
pub fn score(
    mesh: &Mesh,
    book: &Arc<Book>,
    shown: Vec<Scorecard>,
    verdicts: &Verdicts,
) -> Scorecards {
    let products = mesh.products.iter().zip(&verdicts.products);
    let products = products.map(|(product, verdicts)| {
        Card::new(book, Standing::of_product(mesh, product), verdicts.clone())
    });
    let contracts = mesh.contracts.iter().zip(&verdicts.contracts);
    let contracts = contracts.map(|(contract, verdicts)| {
        let version = &contract.versions[current(mesh, contract)].manifest;
        let standing = Standing::of_contract(mesh, contract, version);
        Card::new(book, standing, verdicts.clone())
    });
    let (products, contracts): (Vec<_>, Vec<_>) = (products.collect(), contracts.collect());
    let mut domains = vec![RollUp::default(); mesh.domains.len()];
    let mut whole = RollUp::default();
    for (product, card) in mesh.products.iter().zip(&products) {
        domains[product.domain.0 as usize].add(card);
        whole.add(card);
    }
    Scorecards {
        book: Arc::clone(book),
        shown,
        products,
        contracts,
        domains,
        mesh: whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::rule;

    #[test]
    fn every_element_names_rules_that_there_are_and_that_are_about_it() {
        for part in PARTS {
            for id in part.rules {
                let rule = rule(id).unwrap_or_else(|| panic!("no rule {id}"));
                assert_eq!(rule.code.element, part.element, "{id}");
            }
        }
    }
}
