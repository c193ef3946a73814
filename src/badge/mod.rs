//! Badges: what a product promises, in a few words, for pages and for READMEs.
//!
//! A badge is a label and a message. All badges of a product stand side by side in one
//! SVG file, drawn here: the bytes depend on the product alone, and no other host is asked.
//! A colour never speaks alone: a mark and a word say the same.

mod availability;
mod completeness;
mod latency;
mod metric;
mod promise;
mod svg;

use serde::Serialize;

use crate::model::DataContract;

pub use svg::svg;

/// One kind of badge: one file of this room.
pub struct Badge {
    /// Its name, in kebab case.
    pub name: &'static str,
    /// What it says of a product; `None` where it has nothing to say.
    pub read: fn(&Facts<'_>) -> Option<Mark>,
}

/// What badges know of a product.
pub struct Facts<'a> {
    /// The contracts that it offers.
    pub contracts: &'a [&'a DataContract],
    /// How many of the elements of a complete contract it meets, and how many apply;
    /// `None` where the portal shows no scores.
    pub completeness: Option<(u32, u32)>,
    /// The level that it has reached, such as `bronze`; `none` and empty are not said.
    pub level: &'a str,
}

/// What a badge says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Mark {
    /// What it is about, in a word.
    pub label: &'static str,
    /// What it says, short enough for a badge.
    pub message: String,
    /// The same in words, for those who hear it.
    pub words: String,
    /// How it stands.
    pub state: State,
}

/// How what a badge says stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum State {
    /// All of it is there.
    Good,
    /// Some of it is there.
    Partial,
    /// None of it is there.
    Bad,
    /// It is promised, and not measured.
    Promised,
}

impl State {
    /// The mark that says it without a colour.
    fn glyph(self) -> &'static str {
        match self {
            State::Good => "✓",
            State::Partial => "!",
            State::Bad => "✕",
            State::Promised => "",
        }
    }

    /// The ground behind the message; white stands out on it by at least 4.5 to 1
    /// (WCAG 2.2, 1.4.3).
    fn fill(self) -> &'static str {
        match self {
            State::Good => "#1b7a3a",
            State::Partial => "#8a5a00",
            State::Bad => "#b3261e",
            State::Promised => "#3a5a8c",
        }
    }
}

/// Every badge, in the order in which they stand side by side.
pub const BADGES: &[Badge] = &[completeness::BADGE, latency::BADGE, availability::BADGE];

/// What all badges say of a product.
pub fn marks(facts: &Facts<'_>) -> Vec<Mark> {
    BADGES
        .iter()
        .filter_map(|badge| (badge.read)(facts))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diag::{Files, Subject, SubjectKind};
    use crate::manifest::{Noun, read};

    /// The messages of a product whose contracts promise this.
    fn messages(promises: &[&str]) -> Vec<String> {
        let contracts: Vec<_> = promises.iter().map(|promises| contract(promises)).collect();
        let facts = Facts {
            contracts: &contracts
                .iter()
                .map(|contract| &**contract)
                .collect::<Vec<_>>(),
            completeness: Some((4, 6)),
            level: "none",
        };
        marks(&facts).into_iter().map(|mark| mark.message).collect()
    }

    fn contract(promises: &str) -> Box<DataContract> {
        let mut files = Files::default();
        let text = format!(
            "apiVersion: v3.1.0\nkind: DataContract\nid: a\nversion: 1.0.0\nstatus: active\n\
             slaProperties: {promises}\n"
        );
        let id = files.add(None, "a.odcs.yaml", "a.odcs.yaml", text).unwrap();
        let source = Subject::new(SubjectKind::Source, "a");
        match read(id, files.file(id), false, &source).noun {
            Noun::Contract(contract) => contract,
            _ => panic!("not a contract: {promises}"),
        }
    }

    #[test]
    fn badges_say_the_least_that_is_promised() {
        let hours = "[{property: latency, value: 4, unit: h}]";
        let days = "[{property: ly, value: 1, unit: d}, {property: availability, value: 99.5%}]";
        assert_eq!(messages(&[]), ["4 of 6"]);
        assert_eq!(messages(&[hours]), ["4 of 6", "≤ 4 hours"]);
        assert_eq!(messages(&[hours, days]), ["4 of 6", "≤ 1 day", "≥ 99.5 %"]);
    }

    #[test]
    fn a_promise_that_cannot_be_read_is_not_promised() {
        let soon = "[{property: latency, value: soon}]";
        let hours = "[{property: latency, value: 4, unit: h}]";
        assert_eq!(messages(&[hours, soon]), ["4 of 6"]);
    }
}
