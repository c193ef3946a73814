//! `meshbook record`: the scores of a day, as a line of the portal's history.

use std::collections::BTreeMap;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use jiff::tz::TimeZone;

use super::{Exit, Failure, counted, git, sources, time};
use crate::config;
use crate::mesh::{Mesh, Product};
use crate::past::{self, Day, PastLevel, Was};
use crate::pipeline::{self, Judged};
use crate::score::Card;
use crate::source::{Source, State};

/// Add the scores of the day to the history that `governance.history` names.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal: a folder with meshbook.yaml.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// The time of the record, such as 2026-11-20; SOURCE_DATE_EPOCH and the clock come after it.
    #[arg(long, value_name = "TIME")]
    now: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    let now = time::now(arguments.now.as_deref())?;
    let read = sources::read(&arguments.portal, now)?;
    let judged = pipeline::judge_with(read, now, Some(&git::histories()));
    let Some(file) = past::file(&judged.config) else {
        let told = format!(
            "no history is kept: name its file as `governance.history` in {}",
            config::FILE
        );
        return Err(Failure(told));
    };
    let is_missing = |source: &Source| matches!(source.state, State::Missing { .. });
    if judged.mesh.sources.iter().any(is_missing) {
        eprintln!("nothing was recorded: a source could not be read");
        return Ok(Exit::SourceMissing);
    }
    let day = Day {
        date: now.to_zoned(TimeZone::UTC).date(),
        rules: judged.scorecards.book.name.as_str().into(),
        products: products(&judged),
    };
    let text = match fs::read_to_string(&file) {
        Ok(text) => text,
        Err(error) if error.kind() == ErrorKind::NotFound => String::new(),
        Err(error) => return Err(cannot("read", &file, &error)),
    };
    write(&file, &past::with(&text, &day)).map_err(|error| cannot("write", &file, &error))?;
    eprintln!(
        "{} on {} to {}",
        counted(day.products.len(), "product"),
        day.date,
        file.display()
    );
    Ok(Exit::Fine)
}

fn cannot(what: &str, file: &Path, error: &std::io::Error) -> Failure {
    Failure(format!("cannot {what} {}: {error}", file.display()))
}

/// Puts the whole file in the place of the one before, so that a day is there or is not.
fn write(file: &Path, text: &str) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let mut beside = file.as_os_str().to_owned();
    beside.push(".new");
    fs::write(&beside, text)?;
    fs::rename(&beside, file)
}

/// How each product comes out; of several with one id that to which it belongs.
fn products(judged: &Judged) -> BTreeMap<Box<str>, Was> {
    let cards = judged.mesh.products().zip(&judged.scorecards.products);
    let own = cards.filter(|((id, product), _)| {
        !product.id.is_empty() && judged.mesh.product_with(&product.id) == Some(*id)
    });
    own.map(|((_, product), card)| (product.id.as_str().into(), was(&judged.mesh, product, card)))
        .collect()
}

fn was(mesh: &Mesh, product: &Product, card: &Card) -> Was {
    let failing = card.counted().filter(|_| card.is_scored());
    Was {
        level: (card.is_scored()).then(|| PastLevel::named(card.level_name())),
        score: card.score,
        failing: failing
            .filter(|(_, verdict)| !verdict.outcome.is_met())
            .map(|(rule, _)| rule.id().into())
            .collect(),
        url: mesh.address(product).into(),
    }
}
