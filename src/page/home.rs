//! The first page.

use serde::Serialize;

use super::build::{count, domain_line, source_line};
use super::parts::{DomainLine, Link, Number, SourceLine, Tone};
use super::search::examples;
use super::{Key, Meta, Page, Portal, Shown, route};
use crate::config::Hide;
use crate::mesh::{DANGLING_INPUT_PORT, DomainId};
use crate::service_level::State as Kept;
use crate::source::State;

/// The first page.
pub const PAGE: Page = Page {
    name: "home",
    template: "pages/home.html",
    routes: |_| vec![("index.html".to_owned(), Key::default())],
    show,
};

/// The most domains on the first page.
const DOMAINS: usize = 24;
/// The most sources on the first page.
const SOURCES: usize = 24;

/// What `pages/home.html` shows.
#[derive(Clone, Debug, Default, Serialize)]
pub struct View {
    /// Title of the portal.
    pub title: String,
    /// What it is for, from the configuration; may be empty.
    pub description: String,
    /// Three searches made from real data, each with the address of its results.
    pub examples: Vec<Link>,
    /// Four numbers.
    pub numbers: Vec<Number>,
    /// The domains by name, capped.
    pub domains: Vec<DomainLine>,
    /// The list of all domains, where there are more.
    pub domains_more: Option<Link>,
    /// What somebody should look at; empty where the configuration hides it.
    pub attention: Vec<Attention>,
    /// The sources, those that need somebody first, capped.
    pub sources: Vec<SourceLine>,
    /// How many sources there are.
    pub source_count: u32,
    /// When the portal was built, in words.
    pub built: String,
    /// The same for machines (RFC 3339).
    pub built_at: String,
    /// Version of the tool.
    pub version: String,
}

/// Something that somebody should look at.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Attention {
    /// How grave it is.
    pub tone: Tone,
    /// What it is, with where to mend it.
    pub link: Link,
    /// Why it matters; may be empty.
    pub detail: String,
}

fn show(portal: &Portal, _: Key) -> Shown {
    let mesh = &portal.mesh;
    let domains = (0..mesh.domains.len().min(DOMAINS)).map(|at| DomainId(at as u32));
    let all = format!("All {} domains", mesh.domains.len());
    let view = View {
        title: portal.config.title.clone(),
        description: portal.config.description.clone().unwrap_or_default(),
        examples: examples(portal),
        numbers: numbers(portal),
        domains: domains.map(|id| domain_line(portal, id)).collect(),
        domains_more: (mesh.domains.len() > DOMAINS).then(|| Link::to(all, route::DOMAINS)),
        attention: attention(portal),
        sources: sources(portal),
        source_count: mesh.sources.len() as u32,
        built: portal.built_at.strftime("%-d %B %Y, %H:%M UTC").to_string(),
        built_at: portal.built_at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    };
    let meta = Meta {
        title: view.title.clone(),
        summary: view.description.clone(),
        ..Meta::default()
    };
    Shown::new(meta, &view)
}

/// How many products there are, how complete they are, and what is wrong with them.
fn numbers(portal: &Portal) -> Vec<Number> {
    let mesh = &portal.mesh;
    let mut numbers = vec![
        Number {
            value: mesh.products.len().to_string(),
            label: noun(mesh.products.len(), "data product"),
            detail: format!("in {}", count(mesh.domains.len(), "domain")),
            href: Some(route::PRODUCTS.to_owned()),
            ..Number::default()
        },
        Number {
            value: mesh.contracts.len().to_string(),
            label: noun(mesh.contracts.len(), "data contract"),
            detail: format!("with {}", count(portal.index().column_count(), "column")),
            href: Some(route::A_Z.to_owned()),
            ..Number::default()
        },
    ];
    let all = &portal.scorecards.mesh;
    if !portal.hides(Hide::Scorecards) {
        numbers.push(Number {
            value: all.complete.to_string(),
            label: noun(all.complete, "complete product"),
            detail: format!("of {} in use", all.scored),
            href: Some(route::SCORECARDS.to_owned()),
            tone: if all.complete == all.scored {
                Tone::Good
            } else {
                Tone::Quiet
            },
        });
    }
    let levels = &portal.level_index().all;
    if levels.counts.total() > 0 {
        let total = count(levels.counts.total() as usize, "promise");
        numbers.push(Number {
            value: levels.counts.kept().to_string(),
            label: noun(levels.counts.kept() as usize, "promise") + " kept",
            detail: match levels.measured {
                Some(_) => format!("of {total}, when measured last"),
                None => format!("of {total}, none is measured"),
            },
            href: Some(route::SERVICE_LEVELS.to_owned()),
            ..Number::default()
        });
    }
    let found = portal.overview().counts;
    if !portal.hides(Hide::Findings) {
        numbers.push(Number {
            value: found.errors.to_string(),
            label: noun(found.errors as usize, "error"),
            detail: match found.warnings {
                0 => "no warnings".to_owned(),
                warnings => format!("and {}", count(warnings as usize, "warning")),
            },
            href: Some(route::FINDINGS.to_owned()),
            tone: if found.errors > 0 {
                Tone::Bad
            } else {
                Tone::Good
            },
        });
    }
    numbers
}

/// The noun of a number that stands elsewhere.
fn noun(number: usize, noun: &str) -> String {
    let ending = if number == 1 { "" } else { "s" };
    format!("{noun}{ending}")
}

/// What somebody should look at, the gravest first.
fn attention(portal: &Portal) -> Vec<Attention> {
    if portal.hides(Hide::Findings) {
        return Vec::new();
    }
    let mesh = &portal.mesh;
    let sources = || mesh.sources.iter().map(|source| &source.state);
    let unread = sources().filter(|state| matches!(state, State::Missing { .. }));
    let held = sources().filter(|state| matches!(state, State::Held { .. }));
    let orphans = mesh.products.iter().filter(|product| {
        let owner = product.owner.as_ref();
        owner.is_none_or(|owner| mesh.is_placeholder(&owner.name))
    });
    let dangling = portal.overview().by_rule.get(DANGLING_INPUT_PORT.id);
    let items = [
        Attention {
            tone: Tone::Bad,
            link: Link::to(
                told(unread.count(), "source", ["could", "could"], "not be read"),
                route::SOURCES,
            ),
            detail: "What is declared there is missing here.".to_owned(),
        },
        Attention {
            tone: Tone::Warning,
            link: Link::to(
                told(
                    held.count(),
                    "source",
                    ["is", "are"],
                    "shown as of an earlier day",
                ),
                route::SOURCES,
            ),
            detail: "Nothing newer could be fetched.".to_owned(),
        },
        Attention {
            tone: Tone::Bad,
            link: Link::to(
                told(orphans.count(), "product", ["has", "have"], "no owner"),
                format!("{}#orphans", route::TEAMS),
            ),
            detail: "Nobody answers a question or mends a fault.".to_owned(),
        },
        Attention {
            tone: Tone::Bad,
            link: Link::to(
                told(
                    portal.level_index().all.counts.of(Kept::Broken) as usize,
                    "promise",
                    ["is", "are"],
                    "broken",
                ),
                route::SERVICE_LEVELS,
            ),
            detail: "What was measured last violates it.".to_owned(),
        },
        Attention {
            tone: Tone::Warning,
            link: Link::to(
                told(
                    dangling.map_or(0, Vec::len),
                    "input port",
                    ["leads", "lead"],
                    "nowhere",
                ),
                route::rule(DANGLING_INPUT_PORT.id),
            ),
            detail: "The contract was renamed or removed, or its source is not read.".to_owned(),
        },
    ];
    let found = items.into_iter().filter(|item| !item.link.text.is_empty());
    found.collect()
}

/// `1 product has no owner`, `2 products have no owner`; empty for none.
fn told(number: usize, noun: &str, [one, many]: [&str; 2], rest: &str) -> String {
    let verb = match number {
        0 => return String::new(),
        1 => one,
        _ => many,
    };
    format!("{} {verb} {rest}", count(number, noun))
}

fn sources(portal: &Portal) -> Vec<SourceLine> {
    let sources = portal.overview().sources.iter().take(SOURCES);
    sources.map(|&id| source_line(portal, id)).collect()
}
