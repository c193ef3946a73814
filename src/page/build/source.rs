//! A source as a line of a list.

use super::{counts, origin};
use crate::diag::SourceId;
use crate::page::Portal;
use crate::page::parts::{Counts, Link, SourceLine, SourceState};
use crate::source::State;

/// How much each source holds: products, contracts and pages of docs, in the order of the sources.
pub fn holds(portal: &Portal) -> Vec<[u32; 3]> {
    let mesh = &portal.mesh;
    let mut holds = vec![[0_u32; 3]; mesh.sources.len()];
    let products = mesh.products.iter();
    for product in products.filter(|product| product.manifest.is_some()) {
        holds[usize::from(product.source.0)][0] += 1;
    }
    for contract in &mesh.contracts {
        holds[usize::from(contract.source.0)][1] += 1;
    }
    for doc in &mesh.docs {
        holds[usize::from(doc.source.0)][2] += 1;
    }
    holds
}

/// A source, with what it holds.
pub fn source_line(portal: &Portal, id: SourceId) -> SourceLine {
    let source = portal.mesh.source(id);
    let at = usize::from(id.0);
    let found = portal.overview().by_source.get(at).into_iter().flatten();
    let [products, contracts, docs] = portal.overview().holds[at];
    let counts: Counts = counts(found.map(|&at| &portal.findings[at as usize]));
    SourceLine {
        name: Link {
            text: source.name.clone(),
            href: portal.findings_route(id),
        },
        anchor: source.name.clone(),
        from: portal.folder_of(at),
        origin: origin(portal, id, None),
        products,
        contracts,
        docs,
        counts,
        state: state(&source.state),
    }
}

fn state(state: &State) -> SourceState {
    match state {
        State::Read => SourceState {
            word: "read",
            ..SourceState::default()
        },
        State::Held {
            as_of,
            since,
            reason,
        } => SourceState {
            word: "held",
            reason: reason.clone(),
            as_of: as_of.to_string(),
            since: since.to_string(),
        },
        state @ State::Missing { .. } => SourceState {
            word: "missing",
            reason: state.absence().unwrap_or_default(),
            ..SourceState::default()
        },
    }
}
