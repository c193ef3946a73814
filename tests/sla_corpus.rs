//! Every service level that real contracts promise is understood, or told as what it is.

use std::collections::BTreeMap;
use std::path::Path;

use meshbook::diag::{Files, Subject, SubjectKind};
use meshbook::manifest::{self, Noun};
use meshbook::model::sla::{self, Amount, SlaKind};
use meshbook::model::{SlaProperty, Text};
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

/// How a promise is read, and in which words it is told.
fn judge(property: &SlaProperty, files: &Files) -> (Read, String) {
    let reading = sla::read(property);
    for fault in &reading.faults {
        let place = files.place(fault.span);
        assert!(place.line > 0 && place.column > 0, "{fault:?}");
        assert!(!fault.help.is_empty());
    }
    let how = match (&reading.promise, reading.faults.is_empty()) {
        (None, false) => Read::Told,
        (None, true) => Read::Dropped,
        (Some(_), false) => Read::Doubted,
        (Some(promise), true) => match promise.amount {
            Amount::Text(_) => Read::Words,
            _ => Read::Level,
        },
    };
    let name = property.property.as_ref().map_or("", |name| &**name);
    // Only names out of the vocabulary are left to people.
    assert!(
        how != Read::Words || SlaKind::named(name) == SlaKind::Other,
        "{property:?}"
    );
    let words = sla::words(property);
    assert!(
        !words.trim().is_empty() || how == Read::Told,
        "{property:?}"
    );
    (how, words)
}

#[test]
fn every_service_level_of_real_contracts_is_understood_or_told() {
    let Some(corpus) = std::env::var_os("MESHBOOK_CORPUS") else {
        println!("skipped: MESHBOOK_CORPUS is not set, so no real contract is read");
        return;
    };
    let read = pipeline::read(Path::new(&corpus)).expect("the corpus is a folder");
    let subject = Subject::new(SubjectKind::Source, "corpus");
    let mut triples = BTreeMap::new();
    let mut contracts = 0;
    // Each file by itself: where several claim one id, the mesh has the first alone.
    for (id, file) in read.files.iter().filter(|(_, file)| !file.is_markdown()) {
        let Noun::Contract(contract) = manifest::read(id, file, false, &subject).noun else {
            continue;
        };
        contracts += 1;
        for property in &contract.sla_properties {
            let (how, words) = judge(property, &read.files);
            let text =
                |text: &Option<Text>| text.as_ref().map_or("", |text| text.trim()).to_owned();
            let key = (
                text(&property.property),
                text(&property.value),
                text(&property.unit),
            );
            triples.insert(key, (how, words));
        }
    }
    let mut counts: BTreeMap<Read, usize> = BTreeMap::new();
    for ((property, value, unit), (how, words)) in &triples {
        *counts.entry(*how).or_default() += 1;
        println!("{how:?}: {property} | {value} | {unit} | {words}");
    }
    println!(
        "{} distinct triples in {contracts} contracts: {counts:?}",
        triples.len()
    );
    assert!(triples.len() > 25, "{} triples", triples.len());
    assert_eq!(counts.get(&Read::Dropped), None, "{triples:?}");
}
