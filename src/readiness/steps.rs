//! What takes a domain further: acts that somebody can do this week, each at its place.

use super::evidence::{ASKS, Failing, Seen};
use crate::charter::Charter;
use crate::diag::Span;
use crate::mesh::{Domain, Mesh, OperatingModel, ProductId};

/// The most steps that are shown.
const MOST: usize = 3;

/// A step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// What is to be done.
    pub act: Act,
    /// Where.
    pub at: Option<Span>,
}

/// What is to be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Say how the domain is run.
    Declare,
    /// Say whether the target was reached, or until when it will be.
    MoveDate,
    /// Say who curates it.
    NameCurator,
    /// Say where it wants to be and until when.
    NameTarget,
    /// Give this product to a team of the domain.
    HandOver(ProductId),
    /// Mend what this product does not meet.
    Mend {
        /// The product.
        product: ProductId,
        /// The name of the rule.
        rule: String,
    },
    /// Say what is so already: this model.
    Claim(OperatingModel),
}

/// The next steps of a domain, first what comes first.
pub(super) fn steps(
    mesh: &Mesh,
    domain: &Domain,
    charter: &Charter,
    seen: &[Seen; ASKS.len()],
    evidenced: Option<OperatingModel>,
) -> Vec<Step> {
    let entry = domain.entry.as_ref().map(|entry| entry.name.span);
    let model_at = charter.model_at.or(entry);
    let mut steps = Steps::default();
    if let (Some(_), Some(date)) = (charter.overdue, &charter.target_date) {
        steps.add(Act::MoveDate, Some(date.span));
    }
    match charter.model {
        None => steps.add(Act::Declare, model_at),
        Some(OperatingModel::Central) => {
            if charter.curator.is_none() {
                steps.add(Act::NameCurator, model_at);
            }
            // Who is central and says so owes nobody a handover.
            if charter
                .target_model
                .is_some_and(|target| target < OperatingModel::Central)
            {
                let product = first_to_hand_over(mesh, domain);
                let at = product.and_then(|(_, at)| at);
                steps.mend(seen, 1);
                if let Some((product, _)) = product {
                    steps.add(Act::HandOver(product), at);
                }
            }
        }
        Some(OperatingModel::Transitional)
            if charter.target_model.is_none() || charter.target_date.is_none() =>
        {
            steps.add(Act::NameTarget, model_at);
        }
        Some(OperatingModel::Transitional | OperatingModel::DomainOwned) => {}
    }
    steps.mend(seen, MOST);
    // Nothing is in the way any more.
    if let (Some(claimed), Some(evidenced)) = (charter.model, evidenced)
        && evidenced < claimed
        && steps.list.is_empty()
    {
        steps.add(Act::Claim(evidenced), charter.model_at);
    }
    steps.list.truncate(MOST);
    steps.list
}

/// The first product that no team of the domain owns, and where its owner is named.
fn first_to_hand_over(mesh: &Mesh, domain: &Domain) -> Option<(ProductId, Option<Span>)> {
    let mut products = domain.products.iter();
    products.find_map(|&id| {
        let owner = mesh.product(id).owner.as_ref()?;
        let place = mesh.product(id).domain;
        let is_inside = super::ownership::is_inside(mesh, place, owner) == Some(true);
        (!is_inside).then_some((id, Some(owner.name.span)))
    })
}

#[derive(Default)]
struct Steps {
    list: Vec<Step>,
}

impl Steps {
    fn add(&mut self, act: Act, at: Option<Span>) {
        if !self.list.iter().any(|step| step.act == act) {
            self.list.push(Step { act, at });
        }
    }

    /// Adds so many faults: the first one of each question, then the second ones.
    fn mend(&mut self, seen: &[Seen; ASKS.len()], most: usize) {
        let before = self.list.len();
        let rounds = seen.iter().map(|seen| seen.failing.len()).max();
        for round in 0..rounds.unwrap_or(0) {
            let faults = seen.iter().filter_map(|seen| seen.failing.get(round));
            for Failing { product, rule, at } in faults {
                if self.list.len() == before + most {
                    return;
                }
                let act = match rule.as_str() {
                    "owner-outside-domain" => Act::HandOver(*product),
                    _ => Act::Mend {
                        product: *product,
                        rule: rule.clone(),
                    },
                };
                self.add(act, *at);
            }
        }
    }
}
