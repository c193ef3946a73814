//! Every service level that real contracts promise is understood, or told as what it is.

use std::collections::BTreeMap;
use std::path::Path;

use meshbook::model::sla::{self, Amount, SlaKind};
use meshbook::pipeline;

/// How one triple of property, value and unit was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Read {
    /// As a level that a measurement can be held against, or a day.
    Level,
    /// As words, under a name that is not in the vocabulary of the standard.
    Words,
    /// Not, which is told at its place.
    Told,
    /// As something, and something is told of it.
    Doubted,
    /// Not, and nothing is told of it.
    Dropped,
}

#[test]
fn every_service_level_of_real_contracts_is_understood_or_told() {
    let Some(corpus) = std::env::var_os("MESHBOOK_CORPUS") else {
        println!("skipped: MESHBOOK_CORPUS is not set, so no real contract is read");
        return;
    };
    let mut triples = BTreeMap::new();
    for folder in ["odcs", "dcs", "projects"] {
        let root = Path::new(&corpus).join(folder);
        let Ok(read) = pipeline::read(&root) else {
            continue;
        };
        for contract in &read.mesh.contracts {
            for version in &contract.versions {
                for property in &version.manifest.sla_properties {
                    let text = |text: &Option<meshbook::model::Text>| {
                        text.as_ref()
                            .map_or(String::new(), |text| text.trim().to_owned())
                    };
                    let reading = sla::read(property);
                    let is_told = !reading.faults.is_empty();
                    for fault in &reading.faults {
                        let place = read.files.place(fault.span);
                        assert!(place.line > 0 && place.column > 0, "{fault:?}");
                        assert!(!fault.help.is_empty());
                    }
                    let how = match (&reading.promise, is_told) {
                        (None, true) => Read::Told,
                        (None, false) => Read::Dropped,
                        (Some(_), true) => Read::Doubted,
                        (Some(promise), false) => match promise.amount {
                            Amount::Text(_) => Read::Words,
                            _ => Read::Level,
                        },
                    };
                    let kind = SlaKind::named(&text(&property.property));
                    // Only names out of the vocabulary are left to people.
                    assert!(how != Read::Words || kind == SlaKind::Other, "{property:?}");
                    let words = sla::words(property);
                    assert!(!words.trim().is_empty(), "{property:?}");
                    let key = (
                        text(&property.property),
                        text(&property.value),
                        text(&property.unit),
                    );
                    triples.insert(key, (how, words));
                }
            }
        }
    }
    let mut counts: BTreeMap<Read, usize> = BTreeMap::new();
    for ((property, value, unit), (how, words)) in &triples {
        *counts.entry(*how).or_default() += 1;
        println!("{how:?}: {property} | {value} | {unit} | {words}");
    }
    println!("{} distinct triples: {counts:?}", triples.len());
    assert!(triples.len() > 50, "{} triples", triples.len());
    assert_eq!(counts.get(&Read::Dropped), None, "{triples:?}");
}
