//! The five questions that everybody asks of a product, answered in a line each.

use std::collections::BTreeSet;

use super::{Answer, View};
use crate::mesh::Product;
use crate::page::Portal;
use crate::page::build::{count, owner_names};
use crate::page::parts::{Counts, Link};

/// The answers, from a view in which all else is filled in.
pub(super) fn answers(
    portal: &Portal,
    product: &Product,
    view: &View,
    counts: Counts,
) -> Vec<Answer> {
    vec![
        owner(portal, product, view),
        trust(view, counts),
        access(view),
        content(view),
        readers(portal, product),
    ]
}

fn answer(question: &str, anchor: &str, answer: Link, detail: String) -> Answer {
    Answer {
        question: question.to_owned(),
        answer,
        detail,
        anchor: anchor.to_owned(),
        absent: false,
    }
}

fn absent(question: &str, anchor: &str, said: &str, detail: &str) -> Answer {
    Answer {
        absent: true,
        ..answer(question, anchor, Link::plain(said), detail.to_owned())
    }
}

fn owner(portal: &Portal, product: &Product, view: &View) -> Answer {
    let question = "Who owns it?";
    let Some(owner) = view.owner.as_ref().filter(|_| product.owner.is_some()) else {
        return absent(question, "ownership", "Nobody is named", "");
    };
    if let Some(doubt) = &owner.doubt {
        let doubt = doubt.replace('`', "");
        return match portal.mesh.is_placeholder(&owner.name.text) {
            true => absent(question, "ownership", "Nobody", &doubt),
            false => answer(question, "ownership", owner.name.clone(), doubt),
        };
    }
    let team = product
        .manifest
        .as_ref()
        .and_then(|manifest| manifest.team.as_ref());
    let mut names = owner_names(portal, team);
    names.retain(|member| member.name != owner.name);
    let detail = match (names.first(), view.channels.first()) {
        (Some(member), _) => format!("{}, {}", member.name.text, member.role),
        (None, Some(channel)) => format!("ask in {}", channel.name),
        (None, None) => String::new(),
    };
    answer(question, "ownership", owner.name.clone(), detail)
}

fn trust(view: &View, counts: Counts) -> Answer {
    let question = "Can I trust it?";
    let promised = count(view.promises.len(), "service level");
    let rules = count(
        view.quality.len() + view.quality_left_out as usize,
        "quality rule",
    );
    let faults = match counts.errors {
        0 => String::new(),
        errors => format!(", {}", count(errors as usize, "error")),
    };
    if let Some(on) = &view.levels.on {
        let said = Link::plain(format!("Service levels: {}", view.levels.words));
        let detail = format!("the oldest measurement is of {}; {rules}{faults}", on.day);
        return answer(question, "promises", said, detail);
    }
    let detail = format!("{promised}, {rules}{faults}");
    let complete = &view.completeness;
    match (
        view.shows.scores && complete.of > 0,
        view.promises.is_empty() && view.quality.is_empty(),
    ) {
        (true, _) => {
            let said = format!("{} of {} complete", complete.met, complete.of);
            answer(question, "completeness", Link::plain(said), detail)
        }
        (false, true) => absent(question, "promises", "Nothing is promised", ""),
        (false, false) => {
            let said = format!("{promised} promised");
            answer(
                question,
                "promises",
                Link::plain(said),
                format!("{rules}{faults}"),
            )
        }
    }
}

fn access(view: &View) -> Answer {
    let question = "How do I get it?";
    let mut kinds: Vec<&str> = Vec::new();
    for server in view.outputs.iter().filter_map(|port| port.servers.first()) {
        if !server.kind.is_empty() && !kinds.contains(&server.kind.as_str()) {
            kinds.push(&server.kind);
        }
    }
    let role = view.outputs.iter().flat_map(|port| &port.roles).next();
    let detail = match role {
        Some(role) => match role.approvers.first() {
            Some(approver) => format!("role {}, approved by {}", role.role, approver.text),
            None => format!("role {}", role.role),
        },
        None => "how to get access is not stated".to_owned(),
    };
    if view.outputs.is_empty() {
        return absent(question, "ports", "It has no output port", "");
    }
    match kinds.is_empty() {
        true => absent(question, "ports", "No server is declared", &detail),
        false => answer(question, "ports", Link::plain(kinds.join(", ")), detail),
    }
}

fn content(view: &View) -> Answer {
    let question = "What is in it?";
    let tables = view.schema.iter().map(|entry| &entry.table);
    let columns: u32 = tables.clone().map(|table| table.column_count).sum();
    let sensitive: u32 = tables.map(|table| table.sensitive_count).sum();
    let number = view.schema.len() + view.tables_left_out as usize;
    if number == 0 {
        return absent(question, "schema", "No table is described", "");
    }
    let said = format!(
        "{}, {}",
        count(number, "table"),
        count(columns as usize, "column")
    );
    let detail = match sensitive {
        0 => String::new(),
        sensitive => format!("{sensitive} personal or restricted"),
    };
    answer(question, "schema", Link::plain(said), detail)
}

fn readers(portal: &Portal, product: &Product) -> Answer {
    let question = "Who depends on it?";
    let readers = &product.downstream;
    if readers.is_empty() {
        return absent(question, "lineage", "No product of this portal", "");
    }
    let domains: BTreeSet<_> = readers
        .iter()
        .map(|&id| portal.mesh.product(id).domain)
        .collect();
    let said = count(readers.len(), "product");
    let detail = format!("in {}", count(domains.len(), "domain"));
    answer(question, "lineage", Link::plain(said), detail)
}
