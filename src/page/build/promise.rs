//! Promised service levels.

use super::kept::kept;
use super::shelf::Shelf;
use super::value::{text, title, words};
use crate::model::sla::{self, SlaKind};
use crate::model::{DataContract, SlaProperty};
use crate::page::parts::{Link, Promise};

/// What a contract promises, in the order of the file.
pub fn promises(shelf: &Shelf<'_>) -> Vec<Promise> {
    let declared = 0..shelf.contract.sla_properties.len();
    declared.map(|at| promise(shelf, at)).collect()
}

/// The promise at a place in `slaProperties`.
fn promise(shelf: &Shelf<'_>, at: usize) -> Promise {
    let declared = &shelf.contract.sla_properties[at];
    let property = text(declared.property.as_ref());
    let element = declared.element.as_ref();
    let elements = element.map_or("", |element| element.trim()).split(',');
    let elements = elements
        .map(str::trim)
        .filter(|element| !element.is_empty());
    let schedule = [&declared.scheduler, &declared.schedule];
    let schedule: Vec<_> = schedule
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .collect();
    let name = promise_name(declared);
    let faults = sla::read(declared).faults;
    Promise {
        property: match title(&words(&property)) == name {
            true => String::new(),
            false => property,
        },
        name,
        value: sla::words(declared),
        unreadable: faults.first().map(|fault| fault.message.clone()),
        elements: elements
            .map(|element| shelf.link(element).unwrap_or_else(|| Link::plain(element)))
            .collect(),
        driver: text(declared.driver.as_ref()),
        schedule: schedule.join(" "),
        description: text(declared.description.as_ref()),
        contract: None,
        kept: kept(shelf.portal, shelf.contract, at),
        at: Some(shelf.portal.place(declared.span)),
    }
}

/// What is promised, in a few words: `Time to repair`.
pub(super) fn promise_name(declared: &SlaProperty) -> String {
    let property = text(declared.property.as_ref());
    let known = SlaKind::named(&property).name();
    title(&words(if known.is_empty() { &property } else { known }))
}

/// Until when contracts promise support, in a sentence.
pub fn end_of_support<'c>(mut contracts: impl Iterator<Item = &'c DataContract>) -> Option<String> {
    let is_end = |declared: &&SlaProperty| {
        let property = declared
            .property
            .as_ref()
            .map_or("", |property| &property.value);
        matches!(
            SlaKind::named(property),
            SlaKind::EndOfSupport | SlaKind::EndOfLife
        )
    };
    let end = contracts.find_map(|contract| contract.sla_properties.iter().find(is_end))?;
    Some(format!("{}.", title(&sla::words(end))))
}
