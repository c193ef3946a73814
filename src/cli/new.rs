//! `meshbook new`: complete, commented files to start from.

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
    let (What::Portal(named) | What::Product(named) | What::Contract(named) | What::Domain(named)) =
        &arguments.what;
    let id = slug::slugify(&named.name);
    if id.is_empty() {
        return Err(Failure(format!(
            "`{}` has no letter or digit to make an id of",
            named.name
        )));
    }
    let files: Vec<(String, &str)> = match &arguments.what {
        What::Portal(_) => vec![
            (format!("{id}/meshbook.yaml"), PORTAL),
            (format!("{id}/directory/domains.yaml"), DOMAINS),
            (format!("{id}/directory/teams.yaml"), TEAMS),
        ],
        What::Product(_) => vec![
            (format!("{id}.odps.yaml"), PRODUCT),
            (format!("{id}.odcs.yaml"), CONTRACT),
        ],
        What::Contract(_) => vec![(format!("{id}.odcs.yaml"), CONTRACT)],
        What::Domain(_) => vec![
            (format!("{id}/README.md"), README),
            (format!("{id}/products/{id}.odps.yaml"), PRODUCT),
            (format!("{id}/contracts/{id}.odcs.yaml"), CONTRACT),
            (format!("{id}/docs/getting-started.md"), GUIDE),
        ],
    };
    let domain = match (&arguments.what, &named.domain) {
        (_, Some(domain)) => domain.clone(),
        (What::Domain(_), None) => id.clone(),
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
    for (path, (_, template)) in paths.iter().zip(&files) {
        write(path, &filled(template, &named.name, &id, &domain))?;
        print(&format!("{}\n", path.display()))?;
    }
    if matches!(arguments.what, What::Domain(_)) {
        eprintln!("add it to the portal: `- path: {id}` under `sources:` in meshbook.yaml");
    }
    Ok(Exit::Fine)
}

/// A template with the names in their places. Names are quoted where YAML needs it.
fn filled(template: &str, name: &str, id: &str, domain: &str) -> String {
    let title = match serde_yaml::to_string(name.trim()) {
        Ok(quoted) => quoted.trim_end().to_owned(),
        Err(_) => id.to_owned(),
    };
    let lines = template.lines().map(|line| {
        // In YAML a title stands as a value, elsewhere as words.
        let is_value = line.trim_start().ends_with(": {{title}}");
        let title = if is_value {
            title.as_str()
        } else {
            name.trim()
        };
        line.replace("{{title}}", title)
            .replace("{{id}}", id)
            .replace("{{table}}", &id.replace('-', "_"))
            .replace("{{domain}}", domain)
    });
    let text: Vec<_> = lines.collect();
    text.join("\n") + "\n"
}

fn write(path: &Path, text: &str) -> Result<(), Failure> {
    let told = |error: std::io::Error| Failure(format!("cannot write {}: {error}", path.display()));
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).map_err(told)?;
    }
    fs::write(path, text).map_err(told)
}
