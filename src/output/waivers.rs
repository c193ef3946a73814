//! `api/waivers.json`: what is let be for some time, for programs.
//!
//! The format is described in `content/guide/catalog.md`.

use serde::Serialize;

use super::{Error, Item, Output, Site};
use crate::config::Hide;
use crate::page::Portal;
use crate::page::build::{owner_name, waiver_fault};
use crate::waivers::Waiver;

pub(super) const OUTPUT: Output = Output {
    name: "waivers",
    routes: |site| match site.portal.hides(Hide::Scorecards) {
        true => Vec::new(),
        false => vec![("api/waivers.json".to_owned(), Item::default())],
    },
    render,
};

/// The version of the format.
const VERSION: u32 = 1;

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let portal = &site.portal;
    let all = portal.waivers.all().iter();
    let register = Register {
        version: VERSION,
        waivers: all.map(|waiver| entry(portal, waiver)).collect(),
    };
    let mut bytes = serde_json::to_vec_pretty(&register).expect("lists of texts are plain data");
    bytes.push(b'\n');
    Ok(bytes)
}

/// Every waiver: the portal's own, then those of the sources, by file and place.
#[derive(Serialize)]
struct Register<'p> {
    /// The version of the format.
    version: u32,
    /// The waivers.
    waivers: Vec<Entry<'p>>,
}

/// A waiver.
#[derive(Serialize)]
struct Entry<'p> {
    /// Its name.
    id: &'p str,
    /// `active`, `expiring`, `expired` or `invalid`.
    state: &'static str,
    /// Why it lets nothing be, where it is invalid.
    #[serde(skip_serializing_if = "str::is_empty")]
    fault: &'p str,
    /// The name of the rule.
    rule: &'p str,
    /// What it is for, as it is written.
    target: &'p str,
    /// The id of the product.
    product: Option<&'p str>,
    /// The id of the contract that it is for alone.
    contract: Option<&'p str>,
    /// The domain of the product.
    domain: Option<&'p str>,
    /// Why.
    reason: &'p str,
    /// Who answers for it.
    owner: String,
    /// Who approved it.
    approved_by: String,
    /// The day on which it was granted.
    created: Option<String>,
    /// The last day on which it holds.
    expires: Option<String>,
    /// Where the work on it is planned.
    ticket: Option<&'p str>,
    /// How many findings it lets be.
    findings: u32,
    /// The file in which it stands.
    file: &'p str,
    /// Its first line, from 1.
    line: u32,
}

fn entry<'p>(portal: &'p Portal, waiver: &'p Waiver) -> Entry<'p> {
    let mesh = &portal.mesh;
    let product = waiver.concern.map(|concern| mesh.product(concern.product));
    let contract = waiver.concern.and_then(|concern| concern.contract);
    let place = portal.files.place(waiver.span);
    Entry {
        id: &waiver.id,
        state: waiver.state.name(),
        fault: waiver_fault(portal, waiver),
        rule: &waiver.rule,
        target: &waiver.target,
        product: product.map(|product| product.id.as_str()),
        contract: contract.map(|id| mesh.contract(id).id.as_str()),
        domain: product.map(|product| mesh.domain(product.domain).name.as_str()),
        reason: &waiver.reason,
        owner: owner_name(portal, &waiver.owner).text,
        approved_by: owner_name(portal, &waiver.approved_by).text,
        created: waiver.created.map(|day| day.to_string()),
        expires: waiver.expires.map(|day| day.to_string()),
        ticket: Some(waiver.ticket.as_str()).filter(|ticket| !ticket.is_empty()),
        findings: waiver.findings,
        file: place.file,
        line: place.line,
    }
}
