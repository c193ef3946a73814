//! Everything that pages are made from, and where each thing has its page.

use std::collections::HashMap;
use std::path::Path;
use std::sync::OnceLock;

use jiff::Timestamp;

use super::build::line_url;
use super::index::Index;
use super::level_index::LevelIndex;
use super::links::PageLinks;
use super::overview::Overview;
use super::parts::{Link, Place, Shows};
use super::paths::Paths;
use super::route;
use super::source_list;
use super::standings::Standings;
use crate::config::{Config, Hide, Repository};
use crate::diag::{FileId, Files, Finding, SourceId, Span, Suppressed};
use crate::mesh::{ContractId, DomainId, Mesh, PersonId, ProductId, Target, TeamId};
use crate::past::Past;
use crate::readiness::Readiness;
use crate::rules::Gate;
use crate::score::Scorecards;
use crate::service_level::ServiceLevels;
use crate::waivers::Waivers;

/// A portal: read, joined and judged, ready to be rendered. Immutable.
pub struct Portal {
    /// The configuration.
    pub config: Config,
    /// Every text.
    pub files: Files,
    /// Everything joined.
    pub mesh: Mesh,
    /// Every finding, by file, place and rule; levels are applied.
    pub findings: Vec<Finding>,
    /// The findings that are let be, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What is let be for some time: those of a product, and the one that a verdict names.
    pub waivers: Waivers,
    /// The products that are withheld.
    pub gate: Gate,
    /// Completeness and levels.
    pub scorecards: Scorecards,
    /// How far the domains are.
    pub readiness: Readiness,
    /// What was recorded on earlier days.
    pub past: Past,
    /// How promised service levels stand.
    pub service_levels: ServiceLevels,
    /// When it was built; stands on the home page, in `site.json` and in one script alone.
    pub built_at: Timestamp,
    by_file: HashMap<FileId, Vec<u32>>,
    paths: Paths,
    overview: OnceLock<Overview>,
    index: OnceLock<Index>,
    standings: OnceLock<Standings>,
    level_index: OnceLock<LevelIndex>,
    /// The repository of each source at its forge.
    repositories: OnceLock<Vec<Option<Repository>>>,
}

/// What was found in a mesh, and what is let be.
pub struct Found {
    /// Every finding, by file, place and rule, at its level.
    pub findings: Vec<Finding>,
    /// The findings that are let be, in the same order.
    pub suppressed: Vec<Suppressed>,
    /// What is let be for some time.
    pub waivers: Waivers,
    /// The products that are withheld.
    pub gate: Gate,
}

/// How a mesh stands.
pub struct Standing {
    /// Completeness and levels.
    pub scorecards: Scorecards,
    /// How far the domains are.
    pub readiness: Readiness,
    /// What was recorded on earlier days.
    pub past: Past,
    /// How promised service levels stand.
    pub service_levels: ServiceLevels,
}

impl Portal {
    /// The portal of these parts.
    pub fn new(
        config: Config,
        files: Files,
        mesh: Mesh,
        found: Found,
        standing: Standing,
        built_at: Timestamp,
    ) -> Portal {
        let Found {
            findings,
            suppressed,
            waivers,
            gate,
        } = found;
        let Standing {
            scorecards,
            readiness,
            past,
            service_levels,
        } = standing;
        let mut by_file: HashMap<FileId, Vec<u32>> = HashMap::new();
        for (at, finding) in findings.iter().enumerate() {
            by_file
                .entry(files.of(finding.span))
                .or_default()
                .push(at as u32);
        }
        Portal {
            paths: Paths::new(&mesh, &files),
            overview: OnceLock::new(),
            index: OnceLock::new(),
            standings: OnceLock::new(),
            level_index: OnceLock::new(),
            repositories: OnceLock::new(),
            config,
            mesh,
            findings,
            suppressed,
            waivers,
            gate,
            scorecards,
            readiness,
            past,
            service_levels,
            built_at,
            by_file,
            files,
        }
    }

    /// The findings in a file, from the top down.
    pub fn findings_in(&self, file: FileId) -> impl Iterator<Item = &Finding> {
        let here = self
            .by_file
            .get(&file)
            .map(Vec::as_slice)
            .unwrap_or_default();
        here.iter().map(|&at| &self.findings[at as usize])
    }

    /// The file at a path of a source.
    pub fn file_at(&self, source: SourceId, path: &str) -> Option<FileId> {
        self.paths.at(source, path)
    }

    /// The Markdown of a page of docs, behind its front matter: the index into the mesh's docs.
    pub fn doc_text(&self, at: usize) -> &str {
        super::paths::text(&self.mesh, &self.files, at)
    }

    /// The folder of a source, relative to the portal's; the name of a folder that lies
    /// elsewhere; of a source that is fetched, the folder in its repository. An index into the
    /// mesh's sources.
    pub fn folder_of(&self, source: usize) -> String {
        if let Some(remote) = &self.config.sources[source].remote {
            return remote.path.clone();
        }
        let folder = &self.config.sources[source].folder;
        let inside = folder.strip_prefix(&self.config.root).ok();
        let shown = inside.or_else(|| folder.file_name().map(Path::new));
        shown.map_or_else(String::new, |path| {
            path.to_string_lossy().replace('\\', "/")
        })
    }

    /// The address of the repository of a source, whether it could be read or not.
    pub fn repository_of(&self, id: SourceId) -> Option<String> {
        if let Some(from) = &self.mesh.source(id).provenance {
            return from.repository.clone();
        }
        let remote = self.config.sources[usize::from(id.0)].remote.as_ref()?;
        remote.url.as_ref().ok().map(ToString::to_string)
    }

    /// The repository of a source at its forge, where it is at one.
    pub fn repository(&self, id: SourceId) -> Option<&Repository> {
        let all = self.repositories.get_or_init(|| {
            let sources = self.mesh.sources().map(|(id, _)| self.repository_of(id));
            let at_forge = |address: String| self.config.forges.repository(&address);
            sources.map(|address| address.and_then(at_forge)).collect()
        });
        all[usize::from(id.0)].as_ref()
    }

    /// What lists over the whole mesh need.
    pub fn overview(&self) -> &Overview {
        self.overview.get_or_init(|| Overview::new(self))
    }

    /// How products stand on the scorecards.
    pub fn standings(&self) -> &Standings {
        self.standings.get_or_init(|| Standings::new(self))
    }

    /// How promises stand over the whole mesh.
    pub fn level_index(&self) -> &LevelIndex {
        self.level_index.get_or_init(|| LevelIndex::new(self))
    }

    /// The index of names.
    pub fn index(&self) -> &Index {
        self.index.get_or_init(|| Index::new(self))
    }

    /// The links of a text in a file, for the page at a route.
    pub fn links<'p>(&'p self, file: FileId, route: &'p str) -> PageLinks<'p> {
        PageLinks::new(&self.mesh, &self.files, &self.paths, file, route)
    }

    /// Whether the configuration leaves this out.
    pub fn hides(&self, what: Hide) -> bool {
        self.config.hide.contains(&what)
    }

    /// What the configuration lets pages show.
    pub fn shows(&self) -> Shows {
        Shows {
            findings: !self.hides(Hide::Findings),
            scores: !self.hides(Hide::Scorecards),
            people: !self.hides(Hide::People),
        }
    }

    /// Whether a contract is withheld: with the product to which it belongs.
    pub fn withholds_contract(&self, id: ContractId) -> bool {
        self.gate.withholds_contract(&self.mesh, id)
    }

    /// Whether the manifest in a file is withheld.
    pub fn withholds_file(&self, file: FileId) -> bool {
        match self.mesh.target(file) {
            Some(Target::Product(id)) => self.gate.withholds(id),
            Some(Target::Contract(id, _)) => self.withholds_contract(id),
            _ => false,
        }
    }

    /// Where a span lies, for a page.
    pub fn place(&self, span: Span) -> Place {
        let place = self.files.place(span);
        let file = self.files.file(self.files.of(span));
        Place {
            file: place.file.to_owned(),
            name: String::new(),
            line: place.line,
            url: line_url(self, file, place.line),
        }
    }

    /// The route of a product's page.
    pub fn product_route(&self, id: ProductId) -> String {
        route::product(&self.mesh, id)
    }

    /// The route of a product's badge.
    pub fn badge_route(&self, id: ProductId) -> String {
        let product = self.mesh.product(id);
        format!(
            "badges/{}/{}.svg",
            self.mesh.domain(product.domain).slug,
            product.slug
        )
    }

    /// The route of the status of a product, for programs.
    pub fn status_route(&self, id: ProductId) -> String {
        let product = self.mesh.product(id);
        let domain = &self.mesh.domain(product.domain).slug;
        format!("api/status/{domain}/{}.json", product.slug)
    }

    /// The route of a domain's badge.
    pub fn domain_badge_route(&self, id: DomainId) -> String {
        format!("badges/{}.svg", self.mesh.domain(id).slug)
    }

    /// The route of a team's badge.
    pub fn team_badge_route(&self, id: TeamId) -> String {
        format!("badges/team--{}.svg", self.mesh.team(id).slug)
    }

    /// The route of the page of a contract's version: the index into its versions.
    pub fn contract_route(&self, id: ContractId, version: usize) -> String {
        route::contract(&self.mesh, id, version)
    }

    /// The route of a domain's page.
    pub fn domain_route(&self, id: DomainId) -> String {
        format!("domains/{}.html", self.mesh.domain(id).slug)
    }

    /// The route of a team's page.
    pub fn team_route(&self, id: TeamId) -> String {
        format!("teams/{}.html", self.mesh.team(id).slug)
    }

    /// The route of a person's page; `None` where the portal shows no people.
    pub fn person_route(&self, id: PersonId) -> Option<String> {
        let shown = !self.hides(Hide::People);
        shown.then(|| format!("people/{}.html", self.mesh.person(id).slug))
    }

    /// The route of a page of docs: the index into the mesh's docs.
    pub fn doc_route(&self, at: usize) -> String {
        route::doc(&self.mesh, at)
    }

    /// The route of a source's findings; `None` where the portal shows no findings.
    pub fn findings_route(&self, source: SourceId) -> Option<String> {
        let shown = !self.hides(Hide::Findings);
        shown.then(|| format!("findings/{}.html", self.mesh.source(source).name))
    }

    /// The line of a source in the list of sources.
    pub fn source_route(&self, id: SourceId) -> String {
        source_list::route_of(self, id)
    }

    /// A product's name with its page.
    pub fn product_link(&self, id: ProductId) -> Link {
        Link::to(&self.mesh.product(id).name, self.product_route(id))
    }

    /// A domain's title with its page.
    pub fn domain_link(&self, id: DomainId) -> Link {
        Link::to(&self.mesh.domain(id).title, self.domain_route(id))
    }

    /// A team's title with its page.
    pub fn team_link(&self, id: TeamId) -> Link {
        Link::to(&self.mesh.team(id).title, self.team_route(id))
    }

    /// A person's name with their page, where the portal shows people.
    pub fn person_link(&self, id: PersonId) -> Link {
        Link {
            text: self.mesh.person(id).name.clone(),
            href: self.person_route(id),
        }
    }

    /// A contract's name with the page of its newest version.
    pub fn contract_link(&self, id: ContractId) -> Link {
        Link::to(&self.mesh.contract(id).name, self.contract_route(id, 0))
    }
}
