//! Styles, scripts and pictures: the tool's own, with the owner's in their place.

use super::{Error, Item, Output, Site};

pub(super) const OUTPUT: Output = Output {
    name: "assets",
    routes,
    render,
};

/// The style sheets that make up `style.css`, in order.
const STYLES: &[(&str, &str)] = &[
    ("style.css", include_str!("../../static/style.css")),
    ("search.css", include_str!("../../static/search.css")),
    ("code.css", include_str!("../../static/code.css")),
];

/// The other files, served as they are.
const FILES: &[(&str, &[u8])] = &[
    ("age.js", include_bytes!("../../static/age.js")),
    ("icon.svg", include_bytes!("../../static/icon.svg")),
    ("portal.js", include_bytes!("../../static/portal.js")),
    ("search.js", include_bytes!("../../static/search.js")),
    ("theme.js", include_bytes!("../../static/theme.js")),
];

/// The one script that says when the site was built, so that pages need not.
const BUILT: &str = "built.js";

fn routes(site: &Site) -> Vec<(String, Item)> {
    let own = &site.portal.config.own_files;
    let mut names: Vec<&str> = FILES.iter().map(|(name, _)| *name).collect();
    names.extend(["style.css", BUILT]);
    names.extend(own.logo.as_ref().map(|(name, _)| name.as_str()));
    names.extend(own.statics.keys().map(String::as_str));
    names.retain(|name| !STYLES[1..].iter().any(|(part, _)| part == name));
    names.sort_unstable();
    names.dedup();
    names
        .iter()
        .map(|name| (format!("assets/{name}"), Item::default()))
        .collect()
}

fn render(site: &Site, route: &str, _: Item) -> Result<Vec<u8>, Error> {
    let own = &site.portal.config.own_files;
    let name = route.strip_prefix("assets/").unwrap_or(route);
    if name == "style.css" {
        let parts = STYLES
            .iter()
            .map(|(part, built_in)| match own.statics.get(*part) {
                Some(own) => String::from_utf8_lossy(own).into_owned(),
                None => (*built_in).to_owned(),
            });
        return Ok(parts.collect::<Vec<_>>().join("\n").into_bytes());
    }
    if name == BUILT {
        let time = site.portal.built_at;
        let mut text = format!("document.documentElement.dataset.built = \"{time}\";\n");
        if let Some(most) = site.portal.config.service_levels.max_build_age {
            text.push_str(&format!(
                "document.documentElement.dataset.maxAge = \"{most}\";\n"
            ));
        }
        return Ok(text.into_bytes());
    }
    if let Some(bytes) = own.statics.get(name) {
        return Ok(bytes.clone());
    }
    if let Some((logo, bytes)) = &own.logo
        && logo == name
    {
        return Ok(bytes.clone());
    }
    let built_in = FILES.iter().find(|(file, _)| *file == name);
    Ok(built_in
        .map(|(_, bytes)| bytes.to_vec())
        .unwrap_or_default())
}
