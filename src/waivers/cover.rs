//! Which waiver covers a finding: looked up by rule and product.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::Waiver;
use crate::diag::Span;
use crate::mesh::{ContractId, ProductId};
use crate::rules::Concern;

/// The waivers of one kind, by what they are for.
#[derive(Default)]
pub(super) struct Cover {
    products: HashMap<(usize, ProductId), OfProduct>,
}

/// The waivers of one rule at one product.
#[derive(Default)]
struct OfProduct {
    whole: Option<u32>,
    contracts: HashMap<ContractId, u32>,
    nodes: Nodes,
}

impl Cover {
    /// The waivers for which `is_in` holds. Of several for the same the one that ends last counts.
    pub(super) fn of(waivers: &[Waiver], is_in: impl Fn(&Waiver) -> bool) -> Cover {
        let mut order: Vec<u32> = (0..waivers.len() as u32).collect();
        order.sort_by_key(|&at| (Reverse(waivers[at as usize].expires), at));
        let mut cover = Cover::default();
        for number in order {
            let waiver = &waivers[number as usize];
            let (Some(position), Some(concern)) = (waiver.position, waiver.concern) else {
                continue;
            };
            if !is_in(waiver) {
                continue;
            }
            let of_product = cover
                .products
                .entry((position, concern.product))
                .or_default();
            match (waiver.node, concern.contract) {
                (Some(node), _) => of_product.nodes.spans.push((node, number)),
                (None, Some(contract)) => {
                    of_product.contracts.entry(contract).or_insert(number);
                }
                (None, None) => drop(of_product.whole.get_or_insert(number)),
            }
        }
        for of_product in cover.products.values_mut() {
            of_product.nodes.close();
        }
        cover
    }

    /// The rules and products for which there are any, in order.
    pub(super) fn all(&self) -> Vec<(usize, ProductId)> {
        let mut all: Vec<_> = self.products.keys().copied().collect();
        all.sort_unstable();
        all
    }

    /// The waiver that covers a place, as far as a rule finds something there.
    pub(super) fn at(&self, rule: usize, concern: Concern, place: Option<Span>) -> Option<u32> {
        let of_product = self.products.get(&(rule, concern.product))?;
        let of_contract = || of_product.contracts.get(&concern.contract?).copied();
        let of_node = || of_product.nodes.around(place?);
        of_product.whole.or_else(of_contract).or_else(of_node)
    }
}

/// Nodes with their waivers. Two nodes of a tree lie apart, or one in the other.
#[derive(Default)]
struct Nodes {
    spans: Vec<(Span, u32)>,
    /// For each node the one around it.
    around: Vec<Option<usize>>,
}

impl Nodes {
    /// Sorts the nodes, those around others first, and finds out which lie in which. Of several
    /// waivers on one node the first that was added stays.
    fn close(&mut self) {
        self.spans
            .sort_by_key(|(span, _)| (span.start, Reverse(span.end)));
        self.spans.dedup_by_key(|(span, _)| *span);
        let mut open: Vec<usize> = Vec::new();
        self.around = Vec::with_capacity(self.spans.len());
        for (at, (span, _)) in self.spans.iter().enumerate() {
            while open
                .last()
                .is_some_and(|&last| self.spans[last].0.end < span.end)
            {
                open.pop();
            }
            self.around.push(open.last().copied());
            open.push(at);
        }
    }

    /// The waiver of the innermost node around a place.
    fn around(&self, place: Span) -> Option<u32> {
        let after = (self.spans).partition_point(|(span, _)| span.start <= place.start);
        let mut at = after.checked_sub(1);
        while let Some(here) = at {
            let (span, number) = self.spans[here];
            if place.end <= span.end {
                return Some(number);
            }
            at = self.around[here];
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_covered_by_the_innermost_node() {
        let span = |start, end| Span { start, end };
        let mut nodes = Nodes {
            spans: vec![
                (span(0, 100), 0),
                (span(10, 20), 1),
                (span(10, 12), 2),
                (span(30, 40), 3),
                (span(200, 210), 4),
                (span(200, 210), 5),
                (span(10, 12), 6),
            ],
            around: Vec::new(),
        };
        nodes.close();
        let table = [
            (span(5, 6), Some(0)),
            (span(11, 12), Some(2)),
            (span(11, 15), Some(1)),
            (span(15, 25), Some(0)),
            (span(35, 40), Some(3)),
            (span(50, 50), Some(0)),
            (span(90, 120), None),
            (span(150, 151), None),
            (span(200, 210), Some(4)),
        ];
        for (place, expected) in table {
            assert_eq!(nodes.around(place), expected, "{place:?}");
        }
    }

    #[test]
    fn many_nodes_are_looked_up_fast() {
        let spans = (0..100_000).map(|at| {
            let start = at * 10;
            (
                Span {
                    start,
                    end: start + 5,
                },
                at,
            )
        });
        let mut nodes = Nodes {
            spans: spans.collect(),
            around: Vec::new(),
        };
        nodes.close();
        for at in 0..100_000 {
            let start = at * 10 + 1;
            let place = Span {
                start,
                end: start + 2,
            };
            assert_eq!(nodes.around(place), Some(at));
            let beside = Span {
                start: start + 6,
                end: start + 7,
            };
            assert_eq!(nodes.around(beside), None);
        }
    }
}
