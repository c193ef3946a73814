//! What a baseline remembers of a run.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::Run;
use crate::diag::{Fixed, Grade, Level, Subject};
use crate::mesh::{Mesh, Product};
use crate::rules::Standing;
use crate::score::{PARTS, Scorecards};

/// A run to compare with: this one's past, or what `check --format json` wrote of it.
#[derive(Clone, Debug, Default)]
pub struct Record {
    /// What it is, as the user named it.
    pub name: String,
    /// The rules by which levels were reached.
    pub rule_set: String,
    /// What was found and not suppressed.
    pub findings: Vec<Fixed>,
    /// How far each product was, by id.
    pub grades: BTreeMap<String, Grade>,
}

impl Record {
    /// What is remembered of these runs.
    pub fn of(name: &str, runs: &[Run<'_>]) -> Record {
        let mut record = Record {
            name: name.to_owned(),
            rule_set: runs
                .first()
                .map_or_else(String::new, |run| run.scorecards.book.name.clone()),
            ..Record::default()
        };
        for run in runs {
            for (finding, fingerprint) in run.findings.iter().zip(run.fingerprints) {
                let file = run.files.file(run.files.of(finding.span));
                record.findings.push(Fixed {
                    fingerprint: fingerprint.clone(),
                    rule: finding.rule.to_string(),
                    level: finding.level,
                    message: finding.message.clone(),
                    subject: finding.subject.clone(),
                    file: run.folders.path(file),
                    line: run.files.place(finding.span).line,
                });
            }
            record.add(grades(run.mesh, run.scorecards));
        }
        record
    }

    /// What `meshbook check --format json` wrote.
    ///
    /// # Errors
    ///
    /// It is no such text, in words for people.
    pub fn read(name: &str, text: &str) -> Result<Record, String> {
        let told = |why: &str| {
            format!("`{name}` is not what `meshbook check --format json` writes: {why}")
        };
        let written: Written =
            serde_json::from_str(text).map_err(|error| told(&error.to_string()))?;
        if written.version != 1 {
            return Err(told(&format!("its version is {}, not 1", written.version)));
        }
        let mut record = Record {
            name: name.to_owned(),
            rule_set: written.rule_set,
            findings: written.findings.into_iter().map(Fixed::from).collect(),
            grades: BTreeMap::new(),
        };
        record.add(written.products);
        Ok(record)
    }

    /// Adds how far products were. The first to claim an id keeps it.
    fn add(&mut self, grades: Vec<Grade>) {
        for grade in grades {
            self.grades.entry(grade.id.clone()).or_insert(grade);
        }
    }
}

/// How far each product is; those without an id are left out.
pub fn grades(mesh: &Mesh, scorecards: &Scorecards) -> Vec<Grade> {
    let products = mesh.products().filter(|(_, product)| is_known(product));
    let grades = products.map(|(id, product)| {
        let card = scorecards.product(id);
        let met = PARTS.iter().zip(card.met).filter(|(_, met)| *met);
        Grade {
            id: product.id.clone(),
            standing: match card.standing {
                Standing::Scored => "scored",
                Standing::Preview => "preview",
                Standing::Retired => "retired",
            }
            .to_owned(),
            level: card.level_name().to_owned(),
            score: card.score,
            elements: met
                .map(|(part, _)| part.element.name().to_owned())
                .collect(),
        }
    });
    grades.collect()
}

/// Whether a product can be found again by its id.
pub(super) fn is_known(product: &Product) -> bool {
    !product.id.is_empty()
}

/// The parts of the JSON format that a comparison needs.
#[derive(Deserialize)]
struct Written {
    version: u32,
    rule_set: String,
    findings: Vec<WrittenFinding>,
    products: Vec<Grade>,
}

#[derive(Deserialize)]
struct WrittenFinding {
    fingerprint: String,
    rule: String,
    level: Level,
    message: String,
    subject: Subject,
    file: String,
    line: u32,
}

impl From<WrittenFinding> for Fixed {
    fn from(written: WrittenFinding) -> Fixed {
        Fixed {
            fingerprint: written.fingerprint,
            rule: written.rule,
            level: written.level,
            message: written.message,
            subject: written.subject,
            file: written.file,
            line: written.line,
        }
    }
}
