//! What lists over the whole mesh need, computed once for all pages.

use std::collections::{BTreeMap, HashMap};

use super::Portal;
use super::build::{counts, findings_of, holds, product_files};
use super::parts::Counts;
use crate::config::Hide;
use crate::diag::{FileId, SourceId};
use crate::mesh::{DomainId, ProductId, Team, TeamId};
use crate::source::State;

/// Orders and sums over the whole mesh.
#[derive(Default)]
pub struct Overview {
    /// The products by name.
    pub by_name: Vec<ProductId>,
    /// The teams as a tree laid out from the top down.
    pub tree: Vec<Branch>,
    /// All findings.
    pub counts: Counts,
    /// The findings of each rule that has any: indices into the portal's.
    pub by_rule: BTreeMap<String, Vec<u32>>,
    /// The findings of each source, as in the mesh: indices into the portal's.
    pub by_source: Vec<Vec<u32>>,
    /// The findings of each source that are suppressed, as in the mesh: indices into the portal's.
    pub suppressed_by_source: Vec<Vec<u32>>,
    /// Those of each source that waivers let be: indices into the same.
    pub waived_by_source: Vec<Vec<u32>>,
    /// The sources, those that are missing first, then those that are held at an earlier commit.
    pub sources: Vec<SourceId>,
    /// What each source holds, as in the mesh: products, contracts and pages of docs.
    pub holds: Vec<[u32; 3]>,
    /// The place of each source of the mesh among `sources`.
    pub places: Vec<u32>,
    /// The findings in files of no source: indices into the portal's.
    pub in_no_source: Vec<u32>,
    domains: Vec<Counts>,
    teams: Vec<Counts>,
    domain_names: HashMap<String, DomainId>,
    parents: Vec<Option<DomainId>>,
    children: Vec<Vec<DomainId>>,
}

/// A team in the tree of teams.
#[derive(Clone, Copy, Debug)]
pub struct Branch {
    /// The team.
    pub team: TeamId,
    /// How many teams stand above it.
    pub depth: usize,
    /// Products of it and of the teams below it.
    pub products_below: u32,
}

impl Overview {
    pub(super) fn new(portal: &Portal) -> Overview {
        let mesh = &portal.mesh;
        let products = mesh
            .products()
            .map(|(id, _)| counts(findings_of(portal, &product_files(portal, id)).into_iter()));
        let products: Vec<Counts> = products.collect();
        let teams = mesh.teams.iter().map(|team| {
            let own = team.products.iter().map(|id| products[id.0 as usize]);
            own.fold(Counts::default(), sum)
        });
        let mut by_name: Vec<ProductId> = mesh.products().map(|(id, _)| id).collect();
        by_name.sort_by_cached_key(|&id| (mesh.product(id).name.to_lowercase(), id));
        let mut overview = Overview::default();
        if !portal.hides(Hide::Findings) {
            overview.sort_findings(portal);
        }
        let (sources, places) = sources(portal);
        let domain_names: HashMap<String, DomainId> = mesh
            .domains()
            .map(|(id, domain)| (domain.name.to_lowercase(), id))
            .collect();
        let parents: Vec<_> = mesh.domains.iter().map(|domain| domain.part_of).collect();
        let mut children = vec![Vec::new(); parents.len()];
        for ((id, _), parent) in mesh.domains().zip(&parents) {
            if let Some(parent) = parent {
                children[parent.0 as usize].push(id);
            }
        }
        Overview {
            by_name,
            sources,
            places,
            holds: holds(portal),
            tree: tree(portal),
            teams: teams.collect(),
            domains: mesh
                .domains()
                .map(|(id, _)| domain_counts(portal, id))
                .collect(),
            domain_names,
            parents,
            children,
            ..overview
        }
    }

    fn sort_findings(&mut self, portal: &Portal) {
        self.counts = counts(portal.findings.iter());
        self.by_source = vec![Vec::new(); portal.mesh.sources.len()];
        self.suppressed_by_source = self.by_source.clone();
        self.waived_by_source = self.by_source.clone();
        for (at, suppressed) in portal.suppressed.iter().enumerate() {
            let file = portal.files.of(suppressed.finding.span);
            if let Some(source) = portal.files.file(file).source {
                let by_source = match suppressed.waiver {
                    Some(_) => &mut self.waived_by_source,
                    None => &mut self.suppressed_by_source,
                };
                by_source[usize::from(source.0)].push(at as u32);
            }
        }
        for (at, finding) in portal.findings.iter().enumerate() {
            let at = at as u32;
            match portal.files.file(portal.files.of(finding.span)).source {
                Some(source) => self.by_source[usize::from(source.0)].push(at),
                None => self.in_no_source.push(at),
            }
            match self.by_rule.get_mut(&*finding.rule) {
                Some(found) => found.push(at),
                None => drop(self.by_rule.insert(finding.rule.to_string(), vec![at])),
            }
        }
    }

    /// The findings in all files of a domain.
    pub fn domain(&self, id: DomainId) -> Counts {
        self.domains[id.0 as usize]
    }

    /// The domain that manifests and the directory call by this name.
    pub fn domain_named(&self, name: &str) -> Option<DomainId> {
        self.domain_names.get(&bare(name)).copied()
    }

    /// The domain around a domain (Backstage: `spec.subdomainOf`).
    pub fn parent(&self, id: DomainId) -> Option<DomainId> {
        self.parents[id.0 as usize]
    }

    /// The domains in a domain.
    pub fn children(&self, id: DomainId) -> &[DomainId] {
        &self.children[id.0 as usize]
    }

    /// The findings of the products that a team owns itself.
    pub fn team(&self, id: TeamId) -> Counts {
        self.teams[id.0 as usize]
    }
}

/// What makes two spellings of a domain's name the same: `domain:default/Sales` is `sales`.
fn bare(name: &str) -> String {
    let last = name.rsplit(['/', ':']).next().unwrap_or_default();
    last.trim().to_lowercase()
}

fn sum(a: Counts, b: Counts) -> Counts {
    Counts {
        errors: a.errors + b.errors,
        warnings: a.warnings + b.warnings,
        infos: a.infos + b.infos,
    }
}

fn domain_counts(portal: &Portal, id: DomainId) -> Counts {
    let domain = portal.mesh.domain(id);
    let products = domain.products.iter();
    let own = products.filter_map(|&id| portal.mesh.product(id).manifest.as_ref());
    let contracts = domain.contracts.iter();
    let versions = contracts.flat_map(|&id| &portal.mesh.contract(id).versions);
    let files: Vec<FileId> = own
        .map(|manifest| manifest.file)
        .chain(versions.map(|version| version.manifest.file))
        .collect();
    counts(findings_of(portal, &files).into_iter())
}

/// The sources, those first that need somebody, and the place of each of them.
fn sources(portal: &Portal) -> (Vec<SourceId>, Vec<u32>) {
    let mut sources: Vec<SourceId> = portal.mesh.sources().map(|(id, _)| id).collect();
    sources.sort_by_key(|&id| match portal.mesh.source(id).state {
        State::Missing { .. } => 0,
        State::Held { .. } => 1,
        State::Read => 2,
    });
    let mut places = vec![0; sources.len()];
    for (place, id) in sources.iter().enumerate() {
        places[usize::from(id.0)] = place as u32;
    }
    (sources, places)
}

/// The teams from the top down, those of one level by name.
fn tree(portal: &Portal) -> Vec<Branch> {
    let mesh = &portal.mesh;
    let by_title = |ids: &mut Vec<TeamId>| {
        ids.sort_by_cached_key(|&id| (mesh.team(id).title.to_lowercase(), id));
        // The last one is taken first.
        ids.reverse();
    };
    let is_top = |(_, team): &(TeamId, &Team)| team.parent.is_none();
    let mut waiting: Vec<TeamId> = mesh.teams().filter(is_top).map(|(id, _)| id).collect();
    by_title(&mut waiting);
    let mut waiting: Vec<_> = waiting.into_iter().map(|id| (id, 0)).collect();
    let mut tree: Vec<Branch> = Vec::with_capacity(mesh.teams.len());
    while let Some((id, depth)) = waiting.pop() {
        let team = mesh.team(id);
        tree.push(Branch {
            team: id,
            depth,
            products_below: team.products.len() as u32,
        });
        let mut children = team.children.clone();
        by_title(&mut children);
        waiting.extend(children.into_iter().map(|child| (child, depth + 1)));
    }
    add_below(&mut tree);
    tree
}

/// Adds to each team what the teams below it own.
fn add_below(tree: &mut [Branch]) {
    // One sum for each depth: of the teams that were seen since the last team above them.
    let mut below: Vec<u32> = Vec::new();
    for branch in tree.iter_mut().rev() {
        below.resize(below.len().max(branch.depth + 2), 0);
        branch.products_below += std::mem::take(&mut below[branch.depth + 1]);
        below[branch.depth] += branch.products_below;
    }
}
