//! `_headers`: what hosts that read it (Netlify, Cloudflare Pages and their kin) send with the
//! files.
//!
//! The policy is that of the pages with what a page cannot say of itself (HTML, the `meta` element
//! of a Content Security Policy): who may frame it.

use super::{Error, Item, Output, Site};
use crate::page::theme::TEMPLATES;

pub(super) const OUTPUT: Output = Output {
    name: "headers",
    routes: |_| vec![("_headers".to_owned(), Item::default())],
    render,
};

/// The template that all pages stand in.
const BASE: &str = "base.html";

fn render(site: &Site, _: &str, _: Item) -> Result<Vec<u8>, Error> {
    let own = &site.portal.config.own_files.templates;
    let own = own.iter().find(|(name, _)| name == BASE);
    let built_in = TEMPLATES.iter().find(|(name, _)| *name == BASE);
    let built_in = built_in.map_or("", |(_, text)| text);
    let policy = policy(own.map(|(_, text)| text.as_str()), built_in);
    let policy = policy.map_or_else(String::new, |policy| {
        format!("  Content-Security-Policy: {policy}; frame-ancestors 'none'\n")
    });
    // Assets and badges have the same name in each build, so a browser may keep them for
    // minutes only. Badges stand on the pages of others.
    let text = format!(
        "/*\n\
         {policy}\
         \x20 X-Content-Type-Options: nosniff\n\
         \x20 Referrer-Policy: same-origin\n\
         \x20 Cross-Origin-Opener-Policy: same-origin\n\
         \n\
         /assets/*\n\
         \x20 Cache-Control: public, max-age=300\n\
         \n\
         /badges/*\n\
         \x20 Cache-Control: public, max-age=300\n\
         \x20 Access-Control-Allow-Origin: *\n\
         \x20 Cross-Origin-Resource-Policy: cross-origin\n"
    );
    Ok(text.into_bytes())
}

/// The policy of the pages. An owner whose base template has none wants none, unless it
/// extends the tool's.
fn policy(own: Option<&str>, built_in: &str) -> Option<String> {
    let Some(own) = own else {
        return written(built_in);
    };
    let extends = format!("\"!/{BASE}\"");
    written(own).or_else(|| own.contains(&extends).then(|| written(built_in))?)
}

/// The policy that a template has in its head.
fn written(template: &str) -> Option<String> {
    let (_, rest) = template.split_once("http-equiv=\"Content-Security-Policy\"")?;
    let (_, rest) = rest.split_once("content=\"")?;
    let (policy, _) = rest.split_once('"')?;
    let words: Vec<&str> = policy.split_whitespace().collect();
    let policy = words.join(" ");
    // What a template computes is not known here.
    (!policy.is_empty() && !policy.contains('{')).then_some(policy)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_is_that_of_the_pages() {
        let meta = |policy: &str| {
            format!("<meta http-equiv=\"Content-Security-Policy\" content=\"{policy}\">")
        };
        let built_in = meta("default-src 'none'");
        let extends = "{% extends \"!/base.html\" %}";
        for (own, expected) in [
            (None, Some("default-src 'none'")),
            (Some(extends), Some("default-src 'none'")),
            (Some("<head>"), None),
            (Some(meta("img-src *;\n  x").as_str()), Some("img-src *; x")),
            (Some(meta("{{ policy }}").as_str()), None),
        ] {
            assert_eq!(policy(own, &built_in).as_deref(), expected, "{own:?}");
        }
    }
}
