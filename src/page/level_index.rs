//! How promises stand over the whole mesh, computed once for all pages.

use std::cmp::Reverse;

use jiff::Timestamp;

use super::Portal;
use crate::diag::FileId;
use crate::mesh::{DomainId, ProductId, Target, TeamId};
use crate::model::DataContract;
use crate::service_level::{Standing, State, Tally, newest_offered};

/// How promises stand over the whole mesh.
pub struct LevelIndex {
    /// The promises that are measured: what is broken first, then what is stale, at risk and
    /// kept; in each the one that was measured last first.
    pub measured: Vec<LevelRow>,
    /// All promises together.
    pub all: Tally,
    /// Those of each domain, in the order of the mesh.
    domains: Vec<Tally>,
    /// Those of each team, in the order of the mesh.
    teams: Vec<Tally>,
    /// The promises of each team that are broken, stale or at risk, the broken ones first.
    doubtful: Vec<Vec<LevelRow>>,
}

/// A promise of a product.
#[derive(Clone, Copy, Debug)]
pub struct LevelRow {
    /// The product.
    pub product: ProductId,
    /// The file of the contract that promises it.
    pub contract: FileId,
    /// The promise: an index into the standings of that contract.
    pub at: usize,
}

impl LevelIndex {
    pub(super) fn new(portal: &Portal) -> LevelIndex {
        let mesh = &portal.mesh;
        let mut index = LevelIndex {
            measured: Vec::new(),
            all: Tally::default(),
            domains: vec![Tally::default(); mesh.domains.len()],
            teams: vec![Tally::default(); mesh.teams.len()],
            doubtful: vec![Vec::new(); mesh.teams.len()],
        };
        let mut placed: Vec<(Reverse<State>, Reverse<Timestamp>, LevelRow)> = Vec::new();
        for (id, product) in mesh.products() {
            if portal.gate.withholds(id) {
                continue;
            }
            let tally = portal.service_levels.product(mesh, id);
            index.all.include(&tally);
            index.domains[product.domain.0 as usize].include(&tally);
            if let Some(team) = product.owner.as_ref().and_then(|owner| owner.team) {
                index.teams[team.0 as usize].include(&tally);
            }
            for (_, of) in newest_offered(mesh, product) {
                let levels = portal.service_levels.of(of.file);
                let promises = levels.map_or(&[][..], |levels| &levels.promises);
                for (at, standing) in promises.iter().enumerate() {
                    if let Some(evidence) = &standing.evidence {
                        let row = LevelRow {
                            product: id,
                            contract: of.file,
                            at,
                        };
                        placed.push((Reverse(standing.state), Reverse(evidence.at), row));
                    }
                }
            }
        }
        // The order of the mesh holds among equals.
        placed.sort_by_key(|(state, at, _)| (*state, *at));
        for (state, _, row) in placed {
            let owner = mesh.product(row.product).owner.as_ref();
            if let Some(team) = owner.and_then(|owner| owner.team)
                && state.0 != State::Kept
            {
                index.doubtful[team.0 as usize].push(row);
            }
            index.measured.push(row);
        }
        index
    }

    /// How the promises of a domain stand together.
    pub fn domain(&self, id: DomainId) -> &Tally {
        &self.domains[id.0 as usize]
    }

    /// The promises of what a team owns that are broken, stale or at risk, the broken ones first.
    pub fn doubtful(&self, id: TeamId) -> &[LevelRow] {
        &self.doubtful[id.0 as usize]
    }

    /// How the promises of what a team owns stand together.
    pub fn team(&self, id: TeamId) -> &Tally {
        &self.teams[id.0 as usize]
    }
}

impl LevelRow {
    /// The contract that promises it, and how the promise stands.
    pub fn of(self, portal: &Portal) -> Option<(&DataContract, &Standing)> {
        let Target::Contract(id, version) = portal.mesh.target(self.contract)? else {
            return None;
        };
        let contract = &*portal.mesh.contract(id).versions[version].manifest;
        let levels = portal.service_levels.of(self.contract)?;
        Some((contract, levels.promises.get(self.at)?))
    }
}
