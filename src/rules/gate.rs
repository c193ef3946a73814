//! Which products are withheld: those that fail a rule which a binding blocks.

use std::collections::BTreeMap;

use jiff::civil::Date;

use super::standing::offered;
use super::{Bindings, Book, Concern, Outcome, Standing, Verdict, Verdicts};
use crate::config::{Binding, Config, Enforce};
use crate::diag::Span;
use crate::mesh::{ContractId, Mesh, Product, ProductId};

/// The products that are withheld, each with what withholds it.
#[derive(Clone, Debug, Default)]
pub struct Gate {
    withheld: BTreeMap<ProductId, Vec<Block>>,
}

/// A rule that withholds a product.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Block {
    /// The place of the rule in the book.
    pub rule: usize,
    /// Where the first fault stands.
    pub at: Option<Span>,
    /// The binding that blocks.
    pub binding: Span,
    /// The day from which the binding holds; `None` where it always did.
    pub from: Option<Date>,
}

impl Gate {
    /// Holds the verdicts against the bindings that block today.
    ///
    /// What is in use is withheld; a draft only by a binding that names its status; what is
    /// retired never. What a waiver lets be, and what is in preview, withholds nothing.
    pub fn new(
        config: &Config,
        book: &Book,
        mesh: &Mesh,
        verdicts: &Verdicts,
        today: Date,
    ) -> Gate {
        let bindings = Bindings::new(config, book, mesh, today);
        let rules = book.rules().iter().enumerate();
        let blocking = rules.filter(|(at, rule)| !rule.is_preview && bindings.may_block(*at));
        let blocking: Vec<usize> = blocking.map(|(at, _)| at).collect();
        let mut gate = Gate::default();
        if blocking.is_empty() {
            return gate;
        }
        for ((id, product), own) in mesh.products().zip(&verdicts.products) {
            let failing = blocking.iter().filter(|rule| is_open(own[**rule]));
            let blocks = failing.filter_map(|&rule| {
                let binding = binding(&bindings, mesh, (id, product), rule, verdicts)?;
                Some(Block {
                    rule,
                    at: own[rule].at,
                    binding: binding.span,
                    from: binding.from,
                })
            });
            let blocks: Vec<Block> = blocks.collect();
            if !blocks.is_empty() {
                gate.withheld.insert(id, blocks);
            }
        }
        gate
    }

    /// Whether a product is withheld.
    pub fn withholds(&self, id: ProductId) -> bool {
        self.withheld.contains_key(&id)
    }

    /// Whether a contract is withheld: with the product to which it belongs.
    pub fn withholds_contract(&self, mesh: &Mesh, id: ContractId) -> bool {
        self.withholds(mesh.contract(id).product)
    }

    /// What withholds a product, in the order of the book; nothing where it is not withheld.
    pub fn blocks(&self, id: ProductId) -> &[Block] {
        self.withheld.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The products that are withheld, by id.
    pub fn withheld(&self) -> impl Iterator<Item = ProductId> + '_ {
        self.withheld.keys().copied()
    }
}

/// The binding by which a rule that a product fails withholds it: its own, or that of a
/// contract with which it fails.
fn binding<'a>(
    bindings: &Bindings<'a>,
    mesh: &Mesh,
    (id, product): (ProductId, &Product),
    rule: usize,
    verdicts: &Verdicts,
) -> Option<&'a Binding> {
    let standing = Standing::of_product(mesh, product);
    let blocks = |concern: Concern| {
        let binding = bindings.of(rule, concern)?;
        let is_meant = match standing {
            Standing::Scored => true,
            Standing::Preview => !binding.status.is_empty(),
            Standing::Retired => false,
        };
        (is_meant && binding.enforce == Enforce::Block).then_some(binding)
    };
    blocks(Concern::of_product(id)).or_else(|| {
        let contracts = offered(product).into_iter();
        let mut failing = contracts.filter(|id| is_open(verdicts.contracts[id.0 as usize][rule]));
        failing.find_map(|id| {
            let concern = Concern::of_contract(mesh, id);
            blocks(concern)
        })
    })
}

/// Whether a verdict says that something is wrong which no waiver lets be.
fn is_open(verdict: Verdict) -> bool {
    let is_wrong = matches!(verdict.outcome, Outcome::Fail | Outcome::Partial { .. });
    is_wrong && verdict.waiver.is_none()
}
