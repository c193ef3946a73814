//! How a rule tells what it found.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::config::Governance;
use crate::diag::{
    Code, Element, FileId, Files, Finding, Level, SourceId, Span, Subject, listed, nearest,
};
use crate::history::History;
use crate::mesh::{Contract, DomainId, Link, Mesh, Product};
use crate::model::Text;
use crate::past::Past;
use crate::service_level::ServiceLevels;

use super::across::Across;
use super::outcome::around;
use super::retention_policy::RetentionPolicy;
use super::terms::{Glossary, Vocabulary};
use super::{Context, Outcome};

/// What every rule may ask.
pub(crate) struct Facts<'a> {
    /// Everything joined.
    pub(super) mesh: &'a Mesh,
    /// Every text.
    pub(super) files: &'a Files,
    /// What the organisation asks for.
    pub(super) governance: &'a Governance,
    /// What was recorded on earlier days.
    pub(super) past: &'a Past,
    /// How promised service levels stand.
    pub(super) levels: &'a ServiceLevels,
    /// The sources of which something is measured.
    pub(super) measured_sources: HashSet<SourceId>,
    /// The terms of the organisation, where it has some.
    pub(super) glossary: Option<Glossary<'a>>,
    /// The tags of the organisation, where it has some.
    pub(super) vocabulary: Option<Vocabulary<'a>>,
    /// Who changed which file when.
    pub(super) history: &'a History,
    /// What only shows across products.
    pub(super) across: Across,
    /// The day on which it is judged.
    pub(super) today: Date,
    /// How long data may be kept.
    pub(super) retention: RetentionPolicy,
    /// The domains of the directory, by slugs of their names.
    domains: HashSet<String>,
    /// The domains with a product that has a manifest of its own, each with the first source that
    /// has one.
    declaring: HashMap<DomainId, SourceId>,
    /// The same for those whose manifest could not be read to its end.
    cut_off: HashMap<DomainId, SourceId>,
    /// Output ports that lead nowhere, as far as they are kept: some of each domain, in the order
    /// of the sources.
    dangling: HashMap<DomainId, Vec<(SourceId, &'a Text)>>,
    /// Where standards refuse what stands there, in order.
    refused: Vec<u32>,
    /// Where other rooms found faults, by rule and file, in order.
    told: HashMap<(&'a str, FileId), Vec<Span>>,
}

impl<'a> Facts<'a> {
    /// `told` is what reading the manifests found.
    pub(super) fn new(context: Context<'a>) -> Facts<'a> {
        let Context { mesh, files, .. } = context;
        let refused = (context.told.iter())
            .filter(|finding| finding.element == Element::Standard && finding.level < Level::Info);
        let mut refused: Vec<u32> = refused.map(|finding| finding.span.start).collect();
        refused.sort_unstable();
        let domains = mesh.domains.iter();
        let domains = domains.filter(|domain| domain.entry.is_some());
        let declared = mesh.products.iter().filter(|own| own.manifest.is_some());
        let governance = &context.config.governance;
        Facts {
            mesh,
            files,
            past: context.past,
            levels: context.levels,
            measured_sources: mesh
                .contracts()
                .filter(|(id, _)| context.levels.is_measured(*id))
                .map(|(_, contract)| contract.source)
                .collect(),
            governance,
            glossary: governance.glossary.as_deref().map(Glossary::new),
            vocabulary: governance.vocabulary.as_deref().map(Vocabulary::new),
            history: context.history,
            across: Across::new(context),
            today: context.today,
            told: told_places(&context),
            refused,
            retention: RetentionPolicy::of(context.config),
            domains: domains.map(|domain| slug::slugify(&domain.name)).collect(),
            declaring: first_of_domain(declared.clone()),
            cut_off: first_of_domain(
                declared.filter(|own| own.manifest.as_ref().is_some_and(|own| !own.complete)),
            ),
            dangling: dangling(mesh),
        }
    }

    /// Whether the id of this product belongs to another one.
    pub(super) fn is_second(&self, product: &Product) -> bool {
        let first = self.mesh.product_with(&product.id);
        first.is_some_and(|first| self.mesh.product(first).file != product.file)
    }

    /// Whether a standard refuses something within `span`. What follows from that fault is
    /// not a fault of its own.
    pub(super) fn is_refused(&self, span: Span) -> bool {
        let first = self.refused.partition_point(|start| *start < span.start);
        self.refused
            .get(first)
            .is_some_and(|start| *start < span.end)
    }

    /// The first fault of a kind that other rooms found within a part of a file.
    pub(super) fn told_in(&self, rule: &'static str, part: Span) -> Option<Span> {
        let told = self.told(rule, self.files.of(part));
        let first = told.partition_point(|span| span.start < part.start);
        let first = told.get(first).copied();
        first.filter(|span| span.start < part.end || *span == part)
    }

    /// The faults of a kind that other rooms found in a file, in order; notes are none.
    pub(super) fn told(&self, rule: &'static str, file: FileId) -> &[Span] {
        self.told.get(&(rule, file)).map_or(&[], Vec::as_slice)
    }

    /// Whether the directory knows a domain of this name.
    pub(super) fn knows_domain(&self, name: &str) -> bool {
        self.domains.contains(&slug::slugify(name))
    }

    /// Whether somebody of the domain of a contract describes products, rather than contracts
    /// alone: in its own source or one before it. What comes later lowers nobody.
    pub(super) fn declares_products(&self, own: &Contract) -> bool {
        let first = self.declaring.get(&own.domain);
        first.is_some_and(|first| *first <= own.source)
    }

    /// Whether a product of the domain of a contract was not read to its end: it may offer what
    /// is not seen.
    pub(super) fn is_cut_off(&self, own: &Contract) -> bool {
        let first = self.cut_off.get(&own.domain);
        first.is_some_and(|first| *first <= own.source)
    }

    /// The output port in the domain of a contract that leads nowhere, and was probably meant to
    /// lead to this id.
    pub(super) fn meant_by(&self, id: &str, own: &Contract) -> Option<Span> {
        let ports = self.dangling.get(&own.domain)?;
        let ports = ports.iter().take_while(|(source, _)| *source <= own.source);
        let near = nearest(id, ports.clone().map(|(_, port)| &*port.value))?;
        let mut ports = ports.filter(|(_, port)| &*port.value == near);
        ports.next().map(|(_, port)| port.span)
    }

    /// Whether a product or a contract has this id.
    pub(super) fn knows(&self, id: &str) -> bool {
        self.mesh.product_with(id).is_some() || self.mesh.contract_with(id).is_some()
    }
}

/// The most output ports that lead nowhere that are kept of a domain.
const MOST_DANGLING: usize = 8;

/// Output ports that lead nowhere.
fn dangling(mesh: &Mesh) -> HashMap<DomainId, Vec<(SourceId, &Text)>> {
    let mut dangling: HashMap<_, Vec<_>> = HashMap::new();
    let mut products: Vec<_> = mesh.products.iter().collect();
    products.sort_by_key(|product| product.source);
    for product in products {
        let Some(manifest) = &product.manifest else {
            continue;
        };
        let lost = product.outputs.iter();
        for output in lost.filter(|output| output.contract == Link::Dangling) {
            let port = output.port.and_then(|at| manifest.output_ports.get(at));
            let ports = dangling.entry(product.domain).or_default();
            if ports.len() < MOST_DANGLING {
                let id = port.and_then(|port| port.contract_id.as_ref());
                ports.extend(id.map(|id| (product.source, id)));
            }
        }
    }
    dangling
}

/// Where other rooms found the faults of rules. What they only note is no fault.
fn told_places<'a>(context: &Context<'a>) -> HashMap<(&'a str, FileId), Vec<Span>> {
    let mut places: HashMap<_, Vec<Span>> = HashMap::new();
    for finding in context.told.iter().filter(|told| told.level < Level::Info) {
        if let Some(rule) = super::rule(&finding.rule) {
            let key = (rule.id(), context.files.of(finding.span));
            places.entry(key).or_default().push(finding.span);
        }
    }
    for spans in places.values_mut() {
        spans.sort_unstable();
    }
    places
}

/// The first source of each domain that has one of these products.
fn first_of_domain<'a>(products: impl Iterator<Item = &'a Product>) -> HashMap<DomainId, SourceId> {
    let mut first = HashMap::new();
    for product in products {
        let known = first.entry(product.domain).or_insert(product.source);
        *known = product.source.min(*known);
    }
    first
}

/// How many faults of one table are told one by one; more are told together.
const MOST: usize = 5;

/// What one rule found at one product or contract.
pub(crate) struct Report<'a> {
    pub(super) code: &'static Code,
    pub(super) subject: &'a Subject,
    /// Whether the file was read to its end: only then something can be said to be absent.
    pub(super) is_complete: bool,
    /// The parts of the manifest of which some could not be read.
    pub(super) torn: &'a [Span],
    /// The level of findings on what is not in use yet.
    pub(super) lowered: Option<Level>,
    pub(super) findings: Vec<Finding>,
    pub(super) at: Option<Span>,
    /// Where the faults lie that it leaves to others to tell.
    pub(super) untold: Option<Span>,
}

impl Report<'_> {
    /// Tells a fault at its place.
    pub(super) fn tell(&mut self, span: Span, message: impl Into<String>) -> Told<'_> {
        let mut finding = Finding::new(self.code, self.subject.clone(), span, message);
        finding.level = self.lowered.unwrap_or(finding.level);
        self.at.get_or_insert(span);
        self.findings.push(finding);
        let last = self.findings.len() - 1;
        Told(&mut self.findings[last])
    }

    /// Tells a fault that weighs the same whatever the status is.
    pub(super) fn insist(&mut self, span: Span, message: impl Into<String>) -> Told<'_> {
        let level = self.code.level;
        let told = self.tell(span, message);
        told.0.level = level;
        told
    }

    /// Whether what a part of the manifest lacks is absent from it.
    pub(super) fn is_whole(&self, part: Span) -> bool {
        !self.torn.contains(&part)
    }

    /// The same of the part and of all that is in it.
    pub(super) fn is_whole_throughout(&self, part: Span) -> bool {
        let is_in = |torn: &Span| part.start <= torn.start && torn.end <= part.end;
        !self.torn.iter().any(is_in)
    }

    /// The outcome where `met` of the parts that could be judged are as they should be.
    pub(super) fn outcome(&self, met: usize, of: usize, none: &'static str) -> Outcome {
        match (of, self.is_complete) {
            (0, false) => Outcome::Unknown(CUT_OFF),
            _ => Outcome::of(met, of, none),
        }
    }

    /// Fails because of what is not there, at the place where it should be.
    pub(super) fn absent(
        &mut self,
        span: Span,
        message: impl Into<String>,
        label: &str,
        help: &str,
    ) -> Outcome {
        if !self.is_complete {
            self.at.get_or_insert(span);
            return Outcome::Unknown(CUT_OFF);
        }
        self.tell(span, message).label(label).help(help);
        Outcome::Fail
    }

    /// Fails because of a fault that another rule tells.
    pub(super) fn told_elsewhere(&mut self, span: Span) -> Outcome {
        self.untold = around(self.untold, Some(span));
        self.told_before(span)
    }

    /// Fails because of a fault that a stage before has told under the name of this rule.
    pub(super) fn told_before(&mut self, span: Span) -> Outcome {
        self.at.get_or_insert(span);
        Outcome::Fail
    }

    /// The outcome of a rule whose faults another room tells: how many of these parts hold none.
    pub(super) fn told_within(
        &mut self,
        facts: &Facts<'_>,
        parts: impl Iterator<Item = Span>,
        none: &'static str,
    ) -> Outcome {
        let (mut met, mut of) = (0, 0);
        for part in parts {
            of += 1;
            match facts.told_in(self.code.id, part) {
                Some(told) => drop(self.told_before(told)),
                None => met += 1,
            }
        }
        self.outcome(met, of, none)
    }

    /// Tells the faults of one table: each at its place, or all at `table` where they are many.
    /// `message` makes the words for one name or for several.
    pub(super) fn tell_all(
        &mut self,
        table: Span,
        faults: &[(Span, &str)],
        message: impl Fn(&str) -> String,
        together: impl Fn(usize, &str) -> String,
        help: &str,
    ) {
        if faults.len() <= MOST {
            for (span, name) in faults {
                self.tell(*span, message(name)).help(help);
            }
        } else {
            let names: Vec<_> = faults.iter().map(|(_, name)| *name).collect();
            self.tell(table, together(faults.len(), &listed(&names)))
                .help(help);
        }
    }
}

/// Why nothing can be said to be absent.
pub(super) const CUT_OFF: &str = "the file could not be read to its end";

/// A finding that was told, to be completed.
pub(super) struct Told<'f>(&'f mut Finding);

impl Told<'_> {
    /// With a few words on what stands at the place.
    pub(super) fn label(self, label: impl Into<String>) -> Self {
        self.0.label = label.into();
        self
    }

    /// With the act that mends it.
    pub(super) fn help(self, help: impl Into<String>) -> Self {
        self.0.help = Some(help.into());
        self
    }

    /// With a second place.
    pub(super) fn related(self, span: Span, label: impl Into<String>) -> Self {
        self.0.related.push(crate::diag::Related {
            span,
            label: label.into(),
        });
        self
    }
}
