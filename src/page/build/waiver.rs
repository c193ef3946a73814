//! Waivers as rows.

use super::{outside, owner_name, safe_url};
use crate::config::Hide;
use crate::page::parts::{Chip, Link, Outside, Tone, WaiverRow};
use crate::page::{Portal, route};
use crate::waivers::{State, Waiver};

/// A state as a short mark.
pub fn waiver_state(state: State) -> Chip {
    let (tone, text) = match state {
        State::Active => (Tone::Info, "active"),
        State::Expiring => (Tone::Warning, "ends within 14 days"),
        State::Expired => (Tone::Bad, "expired"),
        State::Invalid => (Tone::Bad, "invalid"),
    };
    Chip {
        text: text.to_owned(),
        tone,
    }
}

/// A waiver as a row.
pub fn waiver_row(portal: &Portal, waiver: &Waiver) -> WaiverRow {
    let mesh = &portal.mesh;
    let rule = match waiver.position {
        Some(at) => {
            let id = portal.scorecards.book.rules()[at].id();
            Link::to(id, route::rule(id))
        }
        None => Link::plain(&waiver.rule),
    };
    let (product, domain) = match waiver.concern {
        Some(concern) => {
            let domain = mesh.product(concern.product).domain;
            (
                portal.product_link(concern.product),
                Some(portal.domain_link(domain)),
            )
        }
        None => (Link::plain(&waiver.target), None),
    };
    let contract = waiver.concern.and_then(|concern| concern.contract);
    let contract = contract.map(|id| mesh.contract(id).name.clone());
    let pointer = Some(waiver.pointer.clone()).filter(|pointer| !pointer.is_empty());
    let parts: Vec<_> = contract.into_iter().chain(pointer).collect();
    let day = |day: Option<jiff::civil::Date>| day.map_or_else(String::new, |day| day.to_string());
    let ticket = Some(waiver.ticket.as_str()).filter(|ticket| !ticket.is_empty());
    WaiverRow {
        id: waiver.id.clone(),
        state: waiver_state(waiver.state),
        rule,
        product,
        part: parts.join(" "),
        domain,
        reason: waiver.reason.clone(),
        owner: owner_name(portal, &waiver.owner),
        approved_by: owner_name(portal, &waiver.approved_by),
        ticket: ticket.map(|ticket| match safe_url(ticket) {
            Some(url) => outside(ticket, &url, "", ""),
            None => Outside {
                text: ticket.to_owned(),
                ..Outside::default()
            },
        }),
        created: day(waiver.created),
        expires: day(waiver.expires),
        findings: waiver.findings,
        fault: waiver_fault(portal, waiver).to_owned(),
        at: portal.place(waiver.span),
    }
}

/// Why a waiver lets nothing be; empty where it is valid. Where the portal hides people, a fault
/// that quotes a name says where the name stands in its place.
pub fn waiver_fault<'p>(portal: &Portal, waiver: &'p Waiver) -> &'p str {
    let parties = [&waiver.owner, &waiver.approved_by].into_iter();
    let mut people = parties.filter(|party| party.team.is_none() && !party.name.is_empty());
    match waiver.state {
        State::Invalid if !portal.hides(Hide::People) => &waiver.fault,
        State::Invalid if people.any(|party| waiver.fault.contains(&party.name)) => {
            "its `owner` or `approvedBy` does not hold"
        }
        State::Invalid => &waiver.fault,
        _ => "",
    }
}
