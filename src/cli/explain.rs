//! `meshbook explain`: the page of a rule.

use super::{Exit, Failure, print};
use crate::diag::nearest;
use crate::rules;

/// Explain a rule: what it finds, why that matters and how to fix it.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The rule's name, such as missing-owner.
    rule: String,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let Some(code) = rules::code(&arguments.rule) else {
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
