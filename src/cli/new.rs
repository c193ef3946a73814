//! `meshbook new`: complete, commented files to start from.

mod ci;

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{Exit, Failure, print};

/// Write files to start from.
#[derive(clap::Args)]
pub(super) struct Arguments {
    #[command(subcommand)]
    what: What,
}

#[derive(Subcommand)]
enum What {
    #[command(flatten)]
    Files(Kind),
    /// A workflow for GitHub or GitLab: checks what is asked to be merged, comments, publishes.
    Ci(ci::Arguments),
}

#[derive(Subcommand)]
enum Kind {
    /// A portal: meshbook.yaml and a directory of domains and teams, in a folder of their own.
    Portal(Named),
    /// A data product with its contract, beside each other.
    Product(Named),
    /// A data contract.
    Contract(Named),
    /// A domain repository: a product, its contract, a README and docs, in a folder of its own.
    Domain(Named),
}

#[derive(clap::Args)]
struct Named {
    /// Its name, such as "Parcel events".
    name: String,
    /// The folder to write into.
    #[arg(long, value_name = "DIR", default_value = ".")]
    into: PathBuf,
    /// The domain that the manifests name.
    #[arg(long, value_name = "NAME")]
    domain: Option<String>,
}

const PORTAL: &str = include_str!("../../content/new/portal/meshbook.yaml");
const DOMAINS: &str = include_str!("../../content/new/portal/directory/domains.yaml");
const TEAMS: &str = include_str!("../../content/new/portal/directory/teams.yaml");
const PRODUCT: &str = include_str!("../../content/new/product.odps.yaml");
const CONTRACT: &str = include_str!("../../content/new/contract.odcs.yaml");
const README: &str = include_str!("../../content/new/domain/README.md");
const GUIDE: &str = include_str!("../../content/new/domain/docs/getting-started.md");

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    match &arguments.what {
        What::Files(kind) => files(kind),
        What::Ci(arguments) => ci::run(arguments),
    }
}

/// Writes the files of a kind.
fn files(kind: &Kind) -> Result<Exit, Failure> {
    let (Kind::Portal(named) | Kind::Product(named) | Kind::Contract(named) | Kind::Domain(named)) =
        kind;
    let name = named.name.trim();
    let given = [Some(name), named.domain.as_deref()];
    if given
        .iter()
        .flatten()
        .any(|text| text.contains(char::is_control))
    {
        return Err(Failure("a name is one line of text".to_owned()));
    }
    let id = slug::slugify(name);
    if id.is_empty() {
        return Err(Failure(format!(
            "`{name}` has no letter or digit to make an id of"
        )));
    }
    let files: Vec<(String, &str)> = match kind {
        Kind::Portal(_) => vec![
            (format!("{id}/meshbook.yaml"), PORTAL),
            (format!("{id}/directory/domains.yaml"), DOMAINS),
            (format!("{id}/directory/teams.yaml"), TEAMS),
        ],
        Kind::Product(_) => vec![
            (format!("{id}.odps.yaml"), PRODUCT),
            (format!("{id}.odcs.yaml"), CONTRACT),
        ],
        Kind::Contract(_) => vec![(format!("{id}.odcs.yaml"), CONTRACT)],
        Kind::Domain(_) => vec![
            (format!("{id}/README.md"), README),
            (format!("{id}/products/{id}.odps.yaml"), PRODUCT),
            (format!("{id}/contracts/{id}.odcs.yaml"), CONTRACT),
            (format!("{id}/docs/getting-started.md"), GUIDE),
        ],
    };
    let domain = match (kind, &named.domain) {
        (_, Some(domain)) => domain.clone(),
        (Kind::Domain(_), None) => id.clone(),
        _ => "TBD".to_owned(),
    };
    let paths: Vec<PathBuf> = files
        .iter()
        .map(|(path, _)| named.into.join(path))
        .collect();
    if let Some(path) = paths.iter().find(|path| path.exists()) {
        return Err(Failure(format!(
            "{} is there already; nothing was written",
            path.display()
        )));
    }
    let names = Names {
        title: name,
        id: &id,
        table: &table(&id),
        domain: &domain,
    };
    for (path, (_, template)) in paths.iter().zip(&files) {
        write(path, &names.fill(template))?;
        print(&format!("{}\n", path.display()))?;
    }
    if matches!(kind, Kind::Domain(_)) {
        eprintln!("add it to the portal: `- path: {id}` under `sources:` in meshbook.yaml");
    }
    Ok(Exit::Fine)
}

/// The name of a table: an id in snake case, which begins with no digit.
fn table(id: &str) -> String {
    let name = id.replace('-', "_");
    match name.starts_with(|c: char| c.is_ascii_digit()) {
        true => format!("table_{name}"),
        false => name,
    }
}

/// What stands in the places of a template.
struct Names<'n> {
    title: &'n str,
    id: &'n str,
    table: &'n str,
    domain: &'n str,
}

impl Names<'_> {
    /// A template with the names in their places.
    fn fill(&self, template: &str) -> String {
        let lines = template.lines().map(|line| match yaml_value(line) {
            Some((key, value)) => format!("{key}{}\n", quoted(&self.replace(value))),
            None => self.replace(line) + "\n",
        });
        lines.collect()
    }

    /// Puts names in their places once, so that a name which looks like a place stays as it is.
    fn replace(&self, text: &str) -> String {
        let mut parts = text.split("{{");
        let mut filled = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (place, rest) = part.split_once("}}").unwrap_or((part, ""));
            filled.push_str(match place {
                "title" => self.title,
                "id" => self.id,
                "table" => self.table,
                "domain" => self.domain,
                other => unreachable!("a template has the place `{other}`"),
            });
            filled.push_str(rest);
        }
        filled
    }
}

/// A line of YAML as its key and its value, where a name stands in the value and nothing
/// quotes it yet. Comments and prose are no such lines.
fn yaml_value(line: &str) -> Option<(&str, &str)> {
    let at = line.find(": ")? + 2;
    let (key, value) = line.split_at(at);
    let is_key = |c: char| c.is_ascii_alphabetic() || matches!(c, '-' | ' ' | ':');
    let is_value = value.contains("{{") && !value.starts_with('"');
    (key.chars().all(is_key) && is_value).then_some((key, value))
}

/// A text as YAML reads it back, in quotes where it needs them.
fn quoted(text: &str) -> String {
    serde_yaml::to_string(text).map_or_else(|_| text.to_owned(), |yaml| yaml.trim_end().to_owned())
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let told = |error: std::io::Error| Failure(format!("cannot write {}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(told)?;
    }
    fs::write(path, text).map_err(told)
}
