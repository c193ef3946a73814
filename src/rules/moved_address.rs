//! Products whose page stands elsewhere than it did.

use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::{Code, Element, Level, listed};
use crate::mesh::Product;
use crate::model::{Any, CustomProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "moved-address",
        level: Level::Warning,
        element: Element::Lifecycle,
        page: include_str!("../../content/rules/moved-address.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Medium,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Addressable,
    effort: Effort::Small,
    since: "0.1.0",
    check: Check::Product(check),
};

fn check(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    if facts.past.is_empty() {
        return Outcome::NotApplicable("no day was recorded before");
    }
    if facts.is_second(product) {
        return Outcome::NotApplicable("another product claimed its id first");
    }
    let former = words(facts, product, "formerid");
    let former = (former.iter()).flat_map(|id| facts.past.addresses(id));
    let own = facts.past.addresses(&product.id);
    let has_former = former.clone().next().is_some();
    if own.is_empty() && !has_former {
        return Outcome::NotApplicable("no recorded day knows it");
    }
    let here = facts.mesh.address(product);
    let aliases = words(facts, product, "aliases");
    let lost: Vec<_> = (own.iter())
        .filter(|address| *address.url != *here)
        .filter(|address| !aliases.iter().any(|alias| names(alias, &address.url)))
        .filter(|address| !former.clone().any(|known| known.url == address.url))
        .collect();
    let Some(last) = lost.last() else {
        return Outcome::Pass;
    };
    let urls: Vec<_> = lost.iter().map(|address| &*address.url).collect();
    let message = format!(
        "data product `{}` stood at {} until {}",
        product.id,
        listed(&urls),
        last.last
    );
    report
        .tell(product.span, message)
        .label(format!("its page is `{here}` now"))
        .help(format!(
            "give it its old domain and name back, or add the custom property `aliases` with `{}`",
            last.url
        ));
    Outcome::Fail
}

/// Whether an alias, as people write addresses, is this one.
fn names(alias: &str, url: &str) -> bool {
    let alias = alias.trim();
    match alias.strip_suffix(url) {
        Some(before) => before.is_empty() || before.ends_with('/'),
        None => false,
    }
}

/// The texts of the custom properties of this name, letters alone: of the manifest, or of the
/// contracts that are a product together.
fn words<'a>(facts: &Facts<'a>, product: &'a Product, wanted: &str) -> Vec<&'a str> {
    let mut found = Vec::new();
    match &product.manifest {
        Some(manifest) => add_words(&manifest.custom_properties, wanted, &mut found),
        None => {
            for (_, contract) in facts.mesh.offered(product) {
                add_words(&contract.custom_properties, wanted, &mut found);
            }
        }
    }
    found
}

fn add_words<'a>(properties: &'a [CustomProperty], wanted: &str, found: &mut Vec<&'a str>) {
    for custom in properties {
        let name = custom.property.as_ref().map_or("", |name| &name.value);
        let letters = name.chars().filter(|c| c.is_alphanumeric());
        if !letters.flat_map(char::to_lowercase).eq(wanted.chars()) {
            continue;
        }
        match &custom.value {
            Some(Any::Scalar(text)) => found.push(text),
            Some(Any::List(items)) => found.extend(items.iter().filter_map(Any::text)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn an_alias_is_an_address_with_or_without_the_site() {
        let url = "products/sales/orders.html";
        for alias in [
            url,
            "/products/sales/orders.html",
            " https://data.example/products/sales/orders.html ",
        ] {
            assert!(names(alias, url), "{alias}");
        }
        for alias in ["", "orders.html", "byproducts/sales/orders.html"] {
            assert!(!names(alias, url), "{alias}");
        }
    }
}
