//! The promise of a product that promises least.

use super::Facts;
use crate::model::SlaProperty;
use crate::model::sla::{self, Amount, SlaKind};

/// A promise with what badges compare it by.
pub(super) struct Promised<'a> {
    /// Seconds, or percent.
    pub(super) size: f64,
    /// What the contract says.
    property: &'a SlaProperty,
    /// How much it is, in a few words: `4 hours`, `99.5 %`.
    pub(super) amount: String,
}

impl Promised<'_> {
    /// The promise in plain words.
    pub(super) fn words(&self) -> String {
        format!("{}, as promised", sla::words(self.property))
    }
}

/// The promise of this kind that promises least, over all contracts of a product. `None`
/// where one of them cannot be read: a badge must not promise more than the contract.
pub(super) fn weakest<'a>(
    facts: &Facts<'a>,
    kind: SlaKind,
    is_weaker: fn(f64, f64) -> bool,
) -> Option<Promised<'a>> {
    let contracts = facts.contracts.iter();
    let properties = contracts.flat_map(|contract| &contract.sla_properties);
    let of_kind = properties.filter(|property| {
        let name = property.property.as_ref();
        name.is_some_and(|name| SlaKind::named(name) == kind)
    });
    let mut weakest: Option<Promised<'a>> = None;
    for property in of_kind {
        let promised = promised(property)?;
        let is_least = weakest
            .as_ref()
            .is_none_or(|weakest| is_weaker(promised.size, weakest.size));
        if is_least {
            weakest = Some(promised);
        }
    }
    weakest
}

/// A promise of one length of time or one share.
fn promised(property: &SlaProperty) -> Option<Promised<'_>> {
    let promise = sla::read(property).promise?;
    let (size, amount) = match promise.amount {
        _ if promise.up_to.is_some() => return None,
        Amount::Duration(duration) => (duration.seconds(), duration.to_string()),
        Amount::Percent(share) => (share, format!("{share} %")),
        _ => return None,
    };
    Some(Promised {
        size,
        property,
        amount,
    })
}
