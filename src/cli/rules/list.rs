//! `meshbook rules list`: every rule in a line, or as JSON.

use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use super::{Configured, here, today};
use crate::cli::{Exit, Failure, print};
use crate::config;
use crate::diag::{Files, printable};
use crate::rules::{self, Book, BookRule};

/// List the rules: those of Meshbook, and those of the organisation in a portal.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal whose rules are listed as well.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// As JSON, with everything that is known of each rule.
    #[arg(long)]
    json: bool,
}

impl Default for Arguments {
    fn default() -> Arguments {
        Arguments {
            portal: here(),
            json: false,
        }
    }
}

/// The version of the format.
const VERSION: u32 = 1;

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let configured = Configured::read(&arguments.portal)?;
    let today = today()?;
    let book = match &configured {
        Some(configured) => configured.book(today),
        None => Book::new(
            &config::of_files(Path::new("."), &[]),
            &Files::default(),
            today,
        ),
    };
    match arguments.json {
        true => {
            let told = told(&book, configured.as_ref());
            print(&format!("{}\n", serde_json::to_string_pretty(&told)?))?;
        }
        false => print(&lines(&book))?,
    }
    Ok(Exit::Fine)
}

fn lines(book: &Book) -> String {
    let codes = rules::catalogue();
    let codes = codes.iter().map(|code| {
        let summary = code.parts().summary.to_owned();
        (code.id, code.level, code.element, summary)
    });
    let own = book.own().rules().iter().map(|rule| {
        let (id, level) = (rule.id.as_str(), rule.severity.level());
        let title = printable(&rule.title).into_owned();
        (id, level, rule.element, title)
    });
    let all: Vec<_> = codes.chain(own).collect();
    let widest = all.iter().map(|(id, ..)| id.len()).max().unwrap_or(0);
    let lines = all.iter().map(|(id, level, element, summary)| {
        let (level, element) = (level.name(), element.name());
        format!("{id:widest$}  {level:7}  {element:13}  {summary}\n")
    });
    lines.collect()
}

/// The rules that count towards levels, with everything that is known of them, and the other
/// kinds of findings.
fn told(book: &Book, configured: Option<&Configured>) -> Value {
    let rules = book.rules().iter().map(|rule| {
        let mut told = rule_told(rule);
        if let (Some(own), Some(configured)) = (book.own().rule(rule.id()), configured) {
            told["file"] = (*configured.files.file(own.file).shown).into();
            told["isBroken"] = (!own.is_sound()).into();
        }
        told
    });
    let others = rules::catalogue();
    let others = others
        .iter()
        .filter(|code| book.position(code.id).is_none());
    let others = others.map(|code| {
        json!({
            "id": code.id,
            "title": code.parts().title,
            "level": code.level.name(),
            "element": code.element.name(),
        })
    });
    json!({
        "version": VERSION,
        "ruleSet": book.name,
        "rules": rules.collect::<Vec<_>>(),
        "findings": others.collect::<Vec<_>>(),
    })
}

fn rule_told(rule: &BookRule) -> Value {
    json!({
        "id": rule.id,
        "title": rule.parts().title,
        "level": rule.level.name(),
        "element": rule.element.name(),
        "tier": rule.tier.name(),
        "severity": rule.severity.name(),
        "evidence": rule.evidence.name(),
        "principle": rule.principle.name(),
        "characteristic": rule.characteristic.name(),
        "effort": rule.effort.name(),
        "since": rule.since,
        "countsFrom": rule.counts_from.map(|day| day.to_string()),
        "isPreview": rule.is_preview,
        "isWaivable": rule.is_waivable,
    })
}
