//! `meshbook rules`: every rule in a line.

use super::{Exit, Failure, print};
use crate::rules;

/// List the rules.
#[derive(clap::Args)]
pub(super) struct Arguments {}

pub(super) fn run(_: &Arguments) -> Result<Exit, Failure> {
    let codes = rules::catalogue();
    let widest = codes.iter().map(|code| code.id.len()).max().unwrap_or(0);
    let lines = codes.iter().map(|code| {
        let (level, element) = (code.level.name(), code.element.name());
        format!(
            "{:widest$}  {level:7}  {element:13}  {}\n",
            code.id,
            code.parts().summary
        )
    });
    print(&lines.collect::<String>())?;
    Ok(Exit::Fine)
}
