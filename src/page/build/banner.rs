//! Notes above everything else: the end of a life, faults, a file that could not be read.

use super::declared::Declared;
use super::value::count;
use crate::manifest::DEPRECATED_FORMAT;
use crate::mesh::Mesh;
use crate::model::{DataContract, Standard};
use crate::page::Portal;
use crate::page::parts::{Banner, Counts, Link, Tone};

/// The notes on what these fields declare. `findings` is the place of the findings.
pub fn banners(
    portal: &Portal,
    declared: &Declared<'_>,
    end: Option<String>,
    counts: Counts,
    findings: &str,
) -> Vec<Banner> {
    let mut banners = Vec::new();
    banners.extend(life(portal, declared, end));
    if !declared.is_complete {
        banners.push(Banner {
            tone: Tone::Bad,
            title: "Only a part of the file could be read.".to_owned(),
            text: "What stands behind the fault is missing here.".to_owned(),
            link: Some(Link::to(
                "See where it stops",
                format!("{findings}#findings"),
            )),
        });
    }
    if counts.errors > 0 {
        banners.push(Banner {
            tone: Tone::Warning,
            title: format!("{} in its files.", count(counts.errors as usize, "error")),
            text: String::new(),
            link: Some(Link::to(
                "See them with their lines",
                format!("{findings}#findings"),
            )),
        });
    }
    banners
}

/// The note on a contract of an older standard: the page shows what it is upgraded to.
pub fn older_standard(contract: &DataContract) -> Option<Banner> {
    (contract.standard != Standard::Odcs).then(|| Banner {
        tone: Tone::Info,
        title: format!("Written in {}.", contract.written_in()),
        text: "It is shown as its upgrade to ODCS v3.1.0.".to_owned(),
        link: Some(Link::to(
            "What that means",
            crate::page::route::rule(DEPRECATED_FORMAT.id),
        )),
    })
}

/// Where it stands in its life, when that matters to whoever wants to use it.
fn life(portal: &Portal, declared: &Declared<'_>, end: Option<String>) -> Option<Banner> {
    let own = || {
        Some(format!(
            "Supported until {}.",
            declared.custom("endOfSupport")?
        ))
    };
    let until = end.or_else(own).unwrap_or_default();
    let successor = || {
        let name = declared.custom("successor")?;
        let link = named(portal, &name).unwrap_or_else(|| Link::plain(name));
        Some(Link {
            text: format!("Use {} instead", link.text),
            href: link.href,
        })
    };
    let (tone, title, text, link) = match declared.status_word().as_str() {
        "retired" => (
            Tone::Bad,
            "Retired.",
            "Nobody keeps it up any more.".to_owned(),
            successor(),
        ),
        "deprecated" => (Tone::Warning, "Deprecated.", until, successor()),
        _ if declared.is_deprecated => (Tone::Warning, "Deprecated.", until, successor()),
        "draft" | "proposed" => {
            let text = "Nothing of it is promised yet.".to_owned();
            (Tone::Info, "Not in use yet.", text, None)
        }
        _ => return None,
    };
    Some(Banner {
        tone,
        title: title.to_owned(),
        text,
        link,
    })
}

/// The product or contract of this id.
fn named(portal: &Portal, id: &str) -> Option<Link> {
    let mesh: &Mesh = &portal.mesh;
    if let Some(id) = mesh.product_with(id) {
        return Some(portal.product_link(id));
    }
    mesh.contract_with(id).map(|id| portal.contract_link(id))
}
