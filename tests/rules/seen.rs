//! What a rule says of the files of an example.

use std::collections::BTreeSet;

use meshbook::diag::{Code, Finding};
use meshbook::history::Reader;
use meshbook::rules::Outcome;
use meshbook::score::Card;
use meshbook::tree::{Environment, Running};
use meshbook::{config, pipeline};

use crate::example::Group;

/// A finding of the rule, as its file and line.
pub(crate) type Place = (String, u32);

/// The day on which the portals of these tests are judged.
fn now() -> jiff::Timestamp {
    "2026-03-02T09:00:00Z".parse().unwrap()
}

/// What reads the commits of an example.
fn histories() -> Reader {
    Reader::new(Environment {
        variables: vec![("PATH".into(), std::env::var_os("PATH").unwrap())],
        limit: Environment::LIMIT,
        running: Running::default(),
    })
}

/// What a rule says of the files of an example.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seen {
    /// Where its findings stand.
    pub(crate) places: BTreeSet<Place>,
    /// How it comes out at each product.
    pub(crate) products: Vec<Outcome>,
    /// How it comes out at each contract.
    pub(crate) contracts: Vec<Outcome>,
    /// Whether the rules were applied: not where the configuration cannot be used.
    pub(crate) is_judged: bool,
}

impl Seen {
    /// What the rule of `code` says in a portal of these files.
    pub(crate) fn of(code: &Code, group: &Group<'_>) -> Seen {
        let folder = tempfile::tempdir().unwrap();
        group.write(folder.path());
        let is_own = |finding: &&Finding| finding.rule == code.id;
        match pipeline::read(folder.path()) {
            Ok(read) => {
                let judged = pipeline::judge_with(read, now(), Some(&histories()));
                let own = judged.findings.iter().filter(is_own);
                let places = own.map(|finding| {
                    let place = judged.files.place(finding.span);
                    (place.file.to_owned(), place.line)
                });
                let at = judged.scorecards.book.position(code.id);
                let outcomes = |cards: &[Card]| -> Vec<Outcome> {
                    let own = |card: &Card| Some(card.verdicts[at?].outcome);
                    cards.iter().filter_map(own).collect()
                };
                Seen {
                    places: places.collect(),
                    products: outcomes(&judged.scorecards.products),
                    contracts: outcomes(&judged.scorecards.contracts),
                    is_judged: true,
                }
            }
            // Where the configuration cannot be used, its text is the first and only one.
            Err(config::Error::Invalid { findings, .. }) => {
                let mut files = group.files.iter();
                let (_, file) = files.find(|(path, _)| path == config::FILE).unwrap();
                let line = |at: u32| 1 + file.text[..at as usize].matches('\n').count() as u32;
                let own = findings.iter().filter(is_own);
                let places = own.map(|own| (config::FILE.to_owned(), line(own.span.start)));
                Seen {
                    places: places.collect(),
                    ..Seen::default()
                }
            }
            Err(error) => panic!("{}: {error}", code.id),
        }
    }
}
