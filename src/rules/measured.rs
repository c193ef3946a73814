//! What was measured of a contract, for the rules that look at it.

use super::Outcome;
use super::report::Facts;
use crate::measure::within;
use crate::mesh::Contract;
use crate::model::{DataContract, Quality, SchemaProperty};
use crate::service_level::Levels;

/// Why measured rules do not apply where the portal knows no result at all.
const NOWHERE: &str = "this portal reads no measurements";
/// Why they cannot look where the source of a contract has none.
const NOT_HERE: &str = "nothing is measured in this source yet";

/// How the promises of a contract stand.
///
/// # Errors
///
/// Nothing is measured in the portal, or in the source of the contract: with the outcome. Whoever
/// has not begun to measure is not reproached for every part of it.
pub(super) fn levels<'f>(
    facts: &Facts<'f>,
    own: &Contract,
    contract: &DataContract,
) -> Result<&'f Levels, Outcome> {
    if facts.levels.measured.is_empty() {
        return Err(Outcome::NotApplicable(NOWHERE));
    }
    let levels = facts.levels.of(contract.file);
    match levels.filter(|_| facts.measured_sources.contains(&own.source)) {
        Some(levels) => Ok(levels),
        None => Err(Outcome::Unknown(NOT_HERE)),
    }
}

/// A quality rule with its place: the table, the path of the column, and the index into the
/// `quality` of either.
pub(super) struct Declared<'c> {
    pub(super) object: usize,
    pub(super) property: String,
    pub(super) rule: usize,
    pub(super) quality: &'c Quality,
}

/// All quality rules of a contract.
pub(super) fn declared(contract: &DataContract) -> Vec<Declared<'_>> {
    let mut all = Vec::new();
    for (object, table) in contract.schema.iter().enumerate() {
        add(&table.quality, object, "", &mut all);
        walk(&table.properties, object, "", &mut all);
    }
    all
}

fn walk<'c>(
    properties: &'c [SchemaProperty],
    object: usize,
    above: &str,
    all: &mut Vec<Declared<'c>>,
) {
    for property in properties {
        let name = property.name.as_ref().map_or("", |name| name.trim());
        let path = match above {
            "" => name.to_owned(),
            above => format!("{above}.{name}"),
        };
        add(&property.quality, object, &path, all);
        walk(within(property), object, &path, all);
    }
}

fn add<'c>(rules: &'c [Quality], object: usize, path: &str, all: &mut Vec<Declared<'c>>) {
    all.extend(rules.iter().enumerate().map(|(rule, quality)| Declared {
        object,
        property: path.to_owned(),
        rule,
        quality,
    }));
}
