//! What can be searched: everything that has a page, and every column.

use std::borrow::Cow;

use rayon::prelude::*;

use super::build::{Anchors, ColumnOutline, column_anchor, outline, owner_link, text};
use super::{Portal, route};
use crate::config::Hide;
use crate::markup::{self, plain};
use crate::mesh::{ContractId, DomainId, Owner, PersonId, ProductId, TeamId};
use crate::model::{Description, SchemaProperty, Synonym, Text};
use crate::rules;
use crate::search::{Column, Kind, Record, Table};

/// The longest summary, in characters.
const SUMMARY: usize = 160;
/// The most of a page of docs that is searched, in bytes.
const BODY: usize = 64 << 10;

/// A record for everything that has a page.
pub fn records(portal: &Portal) -> impl ParallelIterator<Item = Record> {
    let mesh = &portal.mesh;
    let people = match portal.hides(Hide::People) {
        true => 0,
        false => mesh.people.len(),
    };
    let ids = |count: usize| (0..count as u32).into_par_iter();
    ids(mesh.products.len())
        .map(|at| product(portal, ProductId(at)))
        .chain(ids(mesh.contracts.len()).map(|at| contract(portal, ContractId(at))))
        .chain(ids(mesh.teams.len()).map(|at| team(portal, TeamId(at))))
        .chain(ids(people).map(|at| person(portal, PersonId(at))))
        .chain(ids(mesh.domains.len()).map(|at| domain(portal, DomainId(at))))
        .chain(ids(mesh.docs.len()).map(|at| doc(portal, at as usize)))
        .chain(rules::catalogue().into_par_iter().map(rule))
        .chain(
            portal
                .scorecards
                .book
                .own()
                .rules()
                .par_iter()
                .map(own_rule),
        )
        .map(visible)
}

/// A record whose shown texts turn no direction of writing and hide no character.
fn visible(mut record: Record) -> Record {
    let texts = [
        &mut record.title,
        &mut record.context,
        &mut record.summary,
        &mut record.domain,
        &mut record.owner,
    ];
    let tables = record.tables.iter_mut().flat_map(|table| {
        let columns = table.columns.iter_mut().map(|column| &mut column.name);
        std::iter::once(&mut table.name).chain(columns)
    });
    for text in texts.into_iter().chain(tables) {
        if let Cow::Owned(shown) = markup::visible(text) {
            *text = shown;
        }
    }
    record
}

fn product(portal: &Portal, id: ProductId) -> Record {
    let product = portal.mesh.product(id);
    let domain = &portal.mesh.domain(product.domain).title;
    let mut record = Record {
        context: domain.clone(),
        domain: domain.clone(),
        owner: owner(portal, product.owner.as_ref()),
        level: level(portal, id),
        names: vec![product.id.clone()],
        ..Record::new(Kind::Product, &product.name, portal.product_route(id))
    };
    let shown = product.manifest.as_ref();
    let Some(manifest) = shown.filter(|_| !portal.gate.withholds(id)) else {
        return record;
    };
    record.status = text(manifest.status.as_ref());
    record.tags = texts(&manifest.tags);
    let ports = manifest.output_ports.iter();
    record
        .names
        .extend(ports.filter_map(|port| named(port.name.as_ref())));
    describe(&mut record, manifest.description.as_ref());
    record
}

fn contract(portal: &Portal, id: ContractId) -> Record {
    let contract = portal.mesh.contract(id);
    let newest = contract.newest();
    let is_withheld = portal.withholds_contract(id);
    let domain = &portal.mesh.domain(contract.domain).title;
    let url = portal.contract_route(id, 0);
    let mut record = Record {
        context: portal.mesh.product(contract.product).name.clone(),
        domain: domain.clone(),
        owner: owner(portal, contract.owner.as_ref()),
        level: level(portal, contract.product),
        names: vec![contract.id.clone()],
        ..Record::new(Kind::Contract, &contract.name, url.clone())
    };
    if is_withheld {
        return record;
    }
    record = Record {
        status: text(newest.status.as_ref()),
        tags: texts(&newest.tags),
        tables: outline(newest, &mut Anchors::default())
            .iter()
            .map(|table| {
                let object = table.object;
                let name = text(object.name.as_ref());
                let start = format!("{}-", column_anchor(&name, []));
                Table {
                    url: format!("{url}#{start}"),
                    names: [&object.physical_name, &object.business_name]
                        .into_iter()
                        .filter_map(|other| named(other.as_ref()))
                        .chain(synonyms(&object.synonyms))
                        .collect(),
                    columns: table
                        .columns
                        .iter()
                        .map(|column| self::column(column, &start))
                        .collect(),
                    name,
                }
            })
            .collect(),
        ..record
    };
    describe(&mut record, newest.description.as_ref());
    let tables = newest.schema.iter();
    for about in tables.filter_map(|table| table.description.as_ref()) {
        record.body.push('\n');
        record.body.push_str(about);
    }
    record
}

/// A column; the anchors of its table begin with `start`.
fn column(column: &ColumnOutline<'_>, start: &str) -> Column {
    let name = column.path.join(".");
    let anchor = column.anchor.strip_prefix(start).unwrap_or(&column.anchor);
    Column {
        anchor: if anchor == name {
            String::new()
        } else {
            anchor.to_owned()
        },
        summary: text(column.property.description.as_ref()),
        names: column_names(column.property),
        name,
    }
}

fn column_names(property: &SchemaProperty) -> Vec<String> {
    let details = property.details();
    let physical = details.and_then(|details| details.physical_name.as_ref());
    let others = details.map(|details| details.synonyms.as_slice());
    [physical, property.business_name.as_ref()]
        .into_iter()
        .filter_map(named)
        .chain(synonyms(others.unwrap_or_default()))
        .collect()
}

fn team(portal: &Portal, id: TeamId) -> Record {
    let team = portal.mesh.team(id);
    let entry = team.entry.as_ref();
    let parent = team
        .parent
        .map(|parent| portal.mesh.team(parent).title.clone());
    let domain = team
        .domains
        .first()
        .map(|&id| portal.mesh.domain(id).title.clone());
    let about = entry.and_then(|entry| entry.description.as_ref());
    Record {
        context: parent.unwrap_or_default(),
        summary: plain(&text(about), SUMMARY),
        domain: domain.unwrap_or_default(),
        names: vec![team.name.clone()],
        ..Record::new(Kind::Team, &team.title, portal.team_route(id))
    }
}

fn person(portal: &Portal, id: PersonId) -> Record {
    let person = portal.mesh.person(id);
    let teams = person
        .teams
        .iter()
        .map(|&team| portal.mesh.team(team).title.as_str());
    let entry = person.entry.as_ref();
    let about = entry.and_then(|entry| entry.description.as_ref());
    Record {
        context: teams.collect::<Vec<_>>().join(", "),
        summary: plain(&text(about), SUMMARY),
        names: std::iter::once(person.username.clone())
            .chain(person.email.clone())
            .collect(),
        ..Record::new(
            Kind::Person,
            &person.name,
            portal.person_route(id).unwrap_or_default(),
        )
    }
}

fn domain(portal: &Portal, id: DomainId) -> Record {
    let domain = portal.mesh.domain(id);
    let entry = domain.entry.as_ref();
    let about = entry.and_then(|entry| entry.description.as_ref());
    let owner = domain.team.map(|team| portal.mesh.team(team).title.clone());
    Record {
        summary: plain(&text(about), SUMMARY),
        owner: owner.unwrap_or_default(),
        names: vec![domain.name.clone()],
        ..Record::new(Kind::Domain, &domain.title, portal.domain_route(id))
    }
}

fn doc(portal: &Portal, at: usize) -> Record {
    let doc = &portal.mesh.docs[at];
    let markdown = portal.doc_text(at);
    let source = portal.mesh.source(doc.source);
    let product = doc.product.map(|id| portal.mesh.product(id));
    let domain = match product {
        Some(product) => Some(product.domain),
        None => source
            .domain
            .as_ref()
            .and_then(|name| portal.overview().domain_named(name)),
    };
    let domain = domain.map(|id| portal.mesh.domain(id).title.clone());
    let mut body = String::new();
    for section in markup::outline(markdown).sections {
        for part in [section.heading, section.text] {
            if !part.is_empty() && body.len() + part.len() < BODY {
                body.push_str(&part);
                body.push('\n');
            }
        }
    }
    Record {
        context: product.map_or_else(|| source.name.clone(), |product| product.name.clone()),
        summary: plain(markdown, SUMMARY),
        domain: domain.unwrap_or_default(),
        body,
        ..Record::new(Kind::Doc, &doc.title, portal.doc_route(at))
    }
}

fn rule(code: &crate::diag::Code) -> Record {
    let parts = code.parts();
    Record {
        context: code.element.name().to_owned(),
        summary: plain(parts.summary, SUMMARY),
        names: vec![parts.title.to_owned()],
        ..Record::new(Kind::Rule, code.id, route::rule(code.id))
    }
}

fn own_rule(rule: &rules::own::OwnRule) -> Record {
    let parts = crate::diag::page(&rule.page);
    Record {
        context: rule.element.name().to_owned(),
        summary: plain(parts.summary, SUMMARY),
        names: vec![rule.title.clone()],
        ..Record::new(Kind::Rule, &rule.id, route::rule(&rule.id))
    }
}

fn describe(record: &mut Record, description: Option<&Description>) {
    let Some(description) = description else {
        return;
    };
    record.summary = plain(&text(description.purpose.as_ref()), SUMMARY);
    let parts = [
        &description.purpose,
        &description.usage,
        &description.limitations,
    ];
    let parts = parts.into_iter().flatten().map(|part| part.trim());
    record.body = parts.collect::<Vec<_>>().join("\n");
}

/// The name of an owner; nobody's where the portal hides people and it is a person.
fn owner(portal: &Portal, owner: Option<&Owner>) -> String {
    let is_hidden = |owner: &&Owner| owner.team.is_none() && portal.hides(Hide::People);
    let shown = owner.filter(|owner| !is_hidden(owner));
    owner_link(portal, shown).map_or_else(String::new, |link| link.text)
}

/// The level of a product; empty where the portal shows none.
fn level(portal: &Portal, id: ProductId) -> String {
    let card = portal.scorecards.product(id);
    match portal.hides(Hide::Scorecards) || !card.is_scored() {
        true => String::new(),
        false => card.level_name().to_owned(),
    }
}

fn named(name: Option<&Text>) -> Option<String> {
    let name = name.map(|name| name.trim())?;
    (!name.is_empty()).then(|| name.to_owned())
}

fn texts(texts: &[Text]) -> Vec<String> {
    texts.iter().filter_map(|text| named(Some(text))).collect()
}

fn synonyms(synonyms: &[Synonym]) -> impl Iterator<Item = String> {
    synonyms
        .iter()
        .filter_map(|other| named(other.synonym.as_ref()))
}
