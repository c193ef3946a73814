//! `meshbook facts`: what manifests say, for policy engines that stand beside Meshbook.

use std::path::PathBuf;

use super::{Exit, Failure, print, sources, time};
use crate::config::Hide;
use crate::diag::nearest;
use crate::facts;
use crate::rules;

/// Print what manifests say as JSON, for OPA, conftest and the like.
///
/// Every product with its contracts in the words of ODPS and ODCS 3, older standards as their
/// upgrade, with what Meshbook knows beside it: domain, owner, and the products before and behind
/// it. Secrets are withheld, and people as well where the portal hides them.
#[derive(clap::Args)]
pub(super) struct Arguments {
    /// The portal: a folder with meshbook.yaml, or any folder of manifests.
    #[arg(default_value = ".")]
    portal: PathBuf,
    /// As JSON; there is no other form.
    #[arg(long, required = true)]
    json: bool,
    /// Only the product of this id.
    #[arg(long, value_name = "ID")]
    product: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Exit, Failure> {
    debug_assert!(arguments.json);
    let mut read = sources::read(&arguments.portal, time::now(None)?)?;
    let files: Vec<_> = read.files.iter().map(|(id, _)| id).collect();
    for file in files {
        let ranges = rules::secret_ranges(&read.files.file(file).text);
        read.files.withhold(file, ranges);
    }
    let only = arguments.product.as_deref();
    let products = &read.mesh.products;
    if let Some(id) = only.filter(|id| !products.iter().any(|product| product.id == **id)) {
        let known = products.iter().map(|product| product.id.as_str());
        let hint = match nearest(id, known) {
            Some(near) => format!(": did you mean `{near}`?"),
            None => String::new(),
        };
        return Err(Failure(format!("there is no product `{id}`{hint}")));
    }
    let hides_people = read.config.hide.contains(&Hide::People);
    let told = facts::export(&read.mesh, &read.files, hides_people, only);
    print(&format!("{}\n", serde_json::to_string_pretty(&told)?))?;
    Ok(Exit::Fine)
}
