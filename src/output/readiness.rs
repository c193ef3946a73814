//! `api/readiness.json`: how far the domains are, for programs.

use serde::Serialize;

use super::{Error, Item, Output, Site};
use crate::charter::name;
use crate::config::Hide;
use crate::mesh::DomainId;
use crate::model::Text;
use crate::page::Portal;
use crate::page::build::readiness;
use crate::readiness::{ASKS, Mark};

pub(super) const OUTPUT: Output = Output {
    name: "readiness",
    routes,
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

fn routes(site: &Site) -> Vec<(String, Item)> {
    let shown = !site.portal.hides(Hide::Scorecards);
    let route = ("api/readiness.json".to_owned(), Item::default());
    shown.then_some(route).into_iter().collect()
}

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let portal = &site.portal;
    let domains = portal.mesh.domains();
    let readiness = Readiness {
        version: VERSION,
        rule_set: portal.scorecards.book.name.clone(),
        domains: domains.map(|(id, _)| domain(portal, id)).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&readiness).expect("lists of texts are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

/// How far all domains are.
#[derive(Clone, Debug, Serialize)]
struct Readiness {
    /// The version of the format.
    version: u32,
    /// The name of the rules by which it was judged.
    rule_set: String,
    /// The domains, by name.
    domains: Vec<Domain>,
}

/// How far a domain is.
#[derive(Clone, Debug, Serialize)]
struct Domain {
    /// The id as the directory or the manifests spell it.
    id: String,
    /// The page, relative to the root of the site.
    url: String,
    /// `domain-owned`, `transitional` or `central`, as it claims; `null` where it declares none.
    claimed: Option<&'static str>,
    /// The model for which what is seen speaks; `null` where nothing is known.
    evidenced: Option<&'static str>,
    /// Where it wants to be.
    target_model: Option<&'static str>,
    /// Until when.
    target_date: Option<String>,
    /// How many days that is overdue.
    overdue_days: Option<u32>,
    /// Who stands up for it, as written; a person whom the portal hides is left out.
    sponsor: Option<String>,
    /// Who curates it.
    curator: Option<String>,
    /// What is seen.
    evidence: Vec<Evidence>,
    /// What takes it further.
    steps: Vec<Step>,
}

/// What is seen of one question.
#[derive(Clone, Debug, Serialize)]
struct Evidence {
    /// The question.
    name: &'static str,
    /// The rule whose verdicts answer it.
    rule: Option<&'static str>,
    /// 2, 1 or 0; `null` where it is not asked or not known.
    points: Option<u8>,
    /// How many products are as they should be.
    met: Option<u32>,
    /// Of how many.
    of: Option<u32>,
    /// Why it is not asked or not known.
    reason: Option<&'static str>,
}

/// An act that takes it further.
#[derive(Clone, Debug, Serialize)]
struct Step {
    /// What is to be done.
    text: String,
    /// The name of the product.
    product: Option<String>,
    /// The rule that is not met.
    rule: Option<String>,
    /// How.
    help: String,
    /// The file.
    file: Option<String>,
    /// The line, from 1.
    line: Option<u32>,
}

fn domain(portal: &Portal, id: DomainId) -> Domain {
    let ready = portal.readiness.domain(id);
    let charter = &ready.charter;
    let evidence = ASKS.iter().zip(&ready.seen).map(|(ask, seen)| {
        let (met, of, reason) = match seen.mark {
            Mark::Known { met, of } => (Some(met), Some(of), None),
            Mark::NotApplicable(why) | Mark::NotKnown(why) => (None, None, Some(why)),
        };
        Evidence {
            name: ask.name,
            rule: ask.rule,
            points: seen.mark.points(),
            met,
            of,
            reason,
        }
    });
    let shown = readiness(portal, id);
    let steps = shown.into_iter().flat_map(|view| view.steps);
    Domain {
        id: portal.mesh.domain(id).name.clone(),
        url: portal.domain_route(id),
        claimed: charter.model.map(name),
        evidenced: ready.evidenced.map(name),
        target_model: charter.target_model.map(name),
        target_date: charter.target_date.map(|date| date.value.to_string()),
        overdue_days: charter.overdue,
        sponsor: somebody(portal, charter.sponsor.as_ref()),
        curator: somebody(portal, charter.curator.as_ref()),
        evidence: evidence.collect(),
        steps: steps
            .map(|step| Step {
                text: step.text,
                product: step.product.map(|product| product.text),
                rule: step.rule.map(|rule| rule.text),
                help: step.help,
                file: step.at.as_ref().map(|at| at.file.clone()),
                line: step.at.map(|at| at.line),
            })
            .collect(),
    }
}

fn somebody(portal: &Portal, name: Option<&Text>) -> Option<String> {
    let name = name?;
    let is_shown = !portal.hides(Hide::People) || portal.mesh.team_named(name).is_some();
    is_shown.then(|| name.trim().to_owned())
}
