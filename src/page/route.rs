//! Where things have their pages: routes that follow from the mesh alone.

use crate::mesh::{ContractId, Mesh, ProductId};
use crate::score::Scorecard;

/// The ownership directory.
pub const TEAMS: &str = "teams/index.html";

/// The list of products.
pub const PRODUCTS: &str = "products/index.html";

/// The list of domains.
pub const DOMAINS: &str = "domains/index.html";

/// The readiness of the domains.
pub const READINESS: &str = "domains/readiness.html";

/// The first letter of the index.
pub const A_Z: &str = "a-z/a.html";

/// How service levels are kept.
pub const SERVICE_LEVELS: &str = "service-levels/index.html";

/// The overview of the scorecards.
pub const SCORECARDS: &str = "scorecards/index.html";

/// The register of waivers.
pub const WAIVERS: &str = "scorecards/waivers.html";

/// The overview of the findings.
pub const FINDINGS: &str = "findings/index.html";

/// The list of sources.
pub const SOURCES: &str = "sources/index.html";

/// The list of rules.
pub const RULES: &str = "rules/index.html";

/// The page of a scorecard.
pub fn scorecard(card: &Scorecard) -> String {
    format!("scorecards/{}.html", card.slug)
}

/// The page of a product.
pub fn product(mesh: &Mesh, id: ProductId) -> String {
    mesh.address(mesh.product(id))
}

/// The page of a contract's version: the index into its versions.
pub fn contract(mesh: &Mesh, id: ContractId, version: usize) -> String {
    let contract = mesh.contract(id);
    let domain = &mesh.domain(contract.domain).slug;
    format!(
        "contracts/{domain}/{}.html",
        contract.versions[version].slug
    )
}

/// A page of docs: the index into the mesh's docs.
pub fn doc(mesh: &Mesh, at: usize) -> String {
    let doc = &mesh.docs[at];
    format!("docs/{}/{}.html", mesh.source(doc.source).name, doc.path)
}

/// The page of a rule. The organisation stands before its rules with `--` for `/`, which no name
/// of a rule has.
pub fn rule(id: &str) -> String {
    format!("rules/{}.html", id.replace('/', "--"))
}
