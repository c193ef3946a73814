//! `meshbook explain`: the page of a rule.

use std::path::Path;

use super::rules::{Configured, today};
use super::{Exit, Failure, print};
use crate::diag::{nearest, printable};
use crate::rules;

/// Explain a rule: what it finds, why that matters and how to fix it.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The rule's name, such as missing-owner.
    rule: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(code) = rules::code(&arguments.rule) else {
        if let Some(own) = own(&arguments.rule)? {
            print(&own)?;
            return Ok(Exit::Fine);
        }
        let names = rules::catalogue();
        let near = nearest(&arguments.rule, names.iter().map(|code| code.id));
        let hint = near.map_or_else(
            || "`meshbook rules` lists them".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure(format!(
            "there is no rule `{}`: {hint}",
            arguments.rule
        )));
    };
    let (level, element) = (code.level.name(), code.element.name());
    print(&format!(
        "{}\n{} · {level} · {element}\n",
        code.page.trim_end(),
        code.id
    ))?;
    Ok(Exit::Fine)
}

/// The page of a rule of the organisation, in a portal.
fn own(id: &str) -> Result<Option<String>, Failure> {
    if !id.contains('/') {
        return Ok(None);
    }
    let Some(configured) = Configured::read(Path::new("."))? else {
        return Ok(None);
    };
    let book = configured.book(today()?);
    Ok(book.own().rule(id).map(|rule| {
        let (level, element) = (rule.severity.level().name(), rule.element.name());
        let lines = rule.page.lines().map(|line| printable(line).into_owned());
        let page = lines.collect::<Vec<_>>().join("\n");
        format!("{}\n{} · {level} · {element}\n", page.trim_end(), rule.id)
    }))
}
