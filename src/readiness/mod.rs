//! How far each domain is: what it says of itself beside what is seen of it.
//!
//! Half a mesh is a legitimate state. A domain that says openly that a central team does its
//! work is not asked for what only a domain can do; one that claims more than is seen is shown
//! with the numbers. The evidence is a row of marks and never a sum: a domain is not a number.

mod evidence;
mod ownership;
mod steps;

use crate::charter::Charter;
use crate::mesh::{DomainId, Mesh, OperatingModel};
use crate::score::Scorecards;

pub use evidence::{ASKS, Ask, Mark, Seen};
pub use steps::{Act, Step};

/// How far the domains of a mesh are, as in the mesh.
#[derive(Clone, Debug, Default)]
pub struct Readiness {
    domains: Vec<DomainReadiness>,
}

/// How far a domain is.
#[derive(Clone, Debug)]
pub struct DomainReadiness {
    /// What it says of itself.
    pub charter: Charter,
    /// What is seen of each of [`ASKS`].
    pub seen: [Seen; ASKS.len()],
    /// What is seen of who owns its products, whatever it says of itself.
    pub owners: Mark,
    /// The model for which what is seen speaks; `None` where nothing is known.
    pub evidenced: Option<OperatingModel>,
    /// What takes it further, first what comes first; at most three.
    pub steps: Vec<Step>,
}

impl DomainReadiness {
    /// Whether what is seen speaks for another model than the one that it claims.
    pub fn differs(&self) -> bool {
        match (self.charter.model, self.evidenced) {
            (Some(claimed), Some(evidenced)) => claimed != evidenced,
            _ => false,
        }
    }

    /// Whether it claims more than is seen.
    pub fn claims_too_much(&self) -> bool {
        match (self.charter.model, self.evidenced) {
            (Some(claimed), Some(evidenced)) => claimed < evidenced,
            _ => false,
        }
    }
}

impl Readiness {
    /// How far a domain is.
    pub fn domain(&self, id: DomainId) -> &DomainReadiness {
        &self.domains[id.0 as usize]
    }

    /// Every domain with its id.
    pub fn domains(&self) -> impl ExactSizeIterator<Item = (DomainId, &DomainReadiness)> {
        let numbered = self.domains.iter().enumerate();
        numbered.map(|(at, domain)| (DomainId(at as u32), domain))
    }
}

/// How far the domains are by what they say of themselves, as in the mesh, and by how their
/// products come out.
pub fn readiness(mesh: &Mesh, charters: Vec<Charter>, scorecards: &Scorecards) -> Readiness {
    let numbered = mesh.domains().zip(charters);
    let domains = numbered.map(|((id, domain), charter)| {
        let seen = evidence::seen(mesh, id, &charter, scorecards);
        let owners = ownership::owners(mesh, id);
        let evidenced = evidence::evidenced(&charter, &owners, &seen);
        let steps = steps::steps(mesh, domain, &charter, &seen, evidenced);
        DomainReadiness {
            charter,
            seen,
            owners,
            evidenced,
            steps,
        }
    });
    Readiness {
        domains: domains.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_is_held_against_what_is_seen() {
        use OperatingModel::{Central, DomainOwned, Transitional};
        let cases = [
            (Some(DomainOwned), Some(Central), true, true),
            (Some(Central), Some(DomainOwned), true, false),
            (Some(Transitional), Some(Transitional), false, false),
            (None, Some(Central), false, false),
            (Some(Central), None, false, false),
        ];
        for (claimed, evidenced, differs, too_much) in cases {
            let domain = DomainReadiness {
                charter: Charter {
                    model: claimed,
                    ..Charter::default()
                },
                seen: Default::default(),
                owners: Mark::default(),
                evidenced,
                steps: Vec::new(),
            };
            let case = (claimed, evidenced);
            assert_eq!(domain.differs(), differs, "{case:?}");
            assert_eq!(domain.claims_too_much(), too_much, "{case:?}");
        }
    }
}
