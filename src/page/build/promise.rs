//! Promised service levels.

use super::schema::Shelf;
use super::value::{text, title, words};
use crate::model::SlaProperty;
use crate::page::parts::{Link, Promise};

/// What a contract promises, in the order of the file.
pub fn promises(shelf: &Shelf<'_>) -> Vec<Promise> {
    let declared = shelf.contract.sla_properties.iter();
    declared.map(|sla| promise(shelf, sla)).collect()
}

fn promise(shelf: &Shelf<'_>, sla: &SlaProperty) -> Promise {
    let property = text(sla.property.as_ref());
    let element = sla.element.as_ref();
    let elements = element.map_or("", |element| element.trim()).split(',');
    let elements = elements
        .map(str::trim)
        .filter(|element| !element.is_empty());
    let schedule = [&sla.scheduler, &sla.schedule];
    let schedule: Vec<_> = schedule
        .into_iter()
        .flatten()
        .map(|text| text.trim())
        .collect();
    Promise {
        name: title(&words(&property)),
        value: value(sla),
        unreadable: None,
        elements: elements
            .map(|element| shelf.link(element).unwrap_or_else(|| Link::plain(element)))
            .collect(),
        driver: text(sla.driver.as_ref()),
        schedule: schedule.join(" "),
        description: text(sla.description.as_ref()),
        contract: None,
        at: Some(shelf.portal.place(sla.span)),
        property,
    }
}

/// The value of a promise as it is written.
fn value(sla: &SlaProperty) -> String {
    let range = [&sla.value, &sla.value_ext];
    let range: Vec<_> = range
        .into_iter()
        .flatten()
        .map(|value| value.trim())
        .collect();
    let value = range.join(" to ");
    match &sla.unit {
        Some(unit) => format!("{value} {}", unit.trim()),
        None => value,
    }
}

/// The end of support that a contract promises.
pub fn end_of_support(promises: &[Promise]) -> Option<String> {
    let is_end = |promise: &&Promise| {
        let property = promise.property.to_ascii_lowercase();
        matches!(
            property.as_str(),
            "endofsupport" | "es" | "endoflife" | "el"
        )
    };
    promises
        .iter()
        .find(is_end)
        .map(|promise| promise.value.clone())
}
