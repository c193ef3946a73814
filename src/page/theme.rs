//! The templates: those of the tool, and what an organisation puts in their place.

use tera::{Context, Kwargs, State, StringInput, Tera, Value, escape_html};

use super::{Meta, SiteFrame};
use crate::markup::visible;

/// Puts the names of the tool's own templates under a prefix, so that a template of the
/// same name takes their place and can still extend them: `{% extends "!/base.html" %}`.
const BUILT_IN: &str = "!/";

/// The tool's own templates: name and text.
pub const TEMPLATES: &[(&str, &str)] = &[
    ("base.html", include_str!("../../templates/base.html")),
    (
        "parts/cells.html",
        include_str!("../../templates/parts/cells.html"),
    ),
    (
        "parts/chip.html",
        include_str!("../../templates/parts/chip.html"),
    ),
    (
        "parts/facts.html",
        include_str!("../../templates/parts/facts.html"),
    ),
    (
        "parts/finding.html",
        include_str!("../../templates/parts/finding.html"),
    ),
    (
        "parts/improvement.html",
        include_str!("../../templates/parts/improvement.html"),
    ),
    (
        "parts/level.html",
        include_str!("../../templates/parts/level.html"),
    ),
    (
        "parts/link.html",
        include_str!("../../templates/parts/link.html"),
    ),
    (
        "parts/list.html",
        include_str!("../../templates/parts/list.html"),
    ),
    (
        "parts/people.html",
        include_str!("../../templates/parts/people.html"),
    ),
    (
        "parts/port.html",
        include_str!("../../templates/parts/port.html"),
    ),
    (
        "parts/promise.html",
        include_str!("../../templates/parts/promise.html"),
    ),
    (
        "parts/readiness.html",
        include_str!("../../templates/parts/readiness.html"),
    ),
    (
        "parts/schema.html",
        include_str!("../../templates/parts/schema.html"),
    ),
    (
        "parts/score.html",
        include_str!("../../templates/parts/score.html"),
    ),
    (
        "parts/source.html",
        include_str!("../../templates/parts/source.html"),
    ),
    (
        "parts/search.html",
        include_str!("../../templates/parts/search.html"),
    ),
    (
        "pages/a-z.html",
        include_str!("../../templates/pages/a-z.html"),
    ),
    (
        "pages/contract.html",
        include_str!("../../templates/pages/contract.html"),
    ),
    (
        "pages/doc.html",
        include_str!("../../templates/pages/doc.html"),
    ),
    (
        "pages/domain-list.html",
        include_str!("../../templates/pages/domain-list.html"),
    ),
    (
        "pages/domain.html",
        include_str!("../../templates/pages/domain.html"),
    ),
    (
        "pages/finding-list.html",
        include_str!("../../templates/pages/finding-list.html"),
    ),
    (
        "pages/findings.html",
        include_str!("../../templates/pages/findings.html"),
    ),
    (
        "pages/home.html",
        include_str!("../../templates/pages/home.html"),
    ),
    (
        "pages/not-found.html",
        include_str!("../../templates/pages/not-found.html"),
    ),
    (
        "pages/person.html",
        include_str!("../../templates/pages/person.html"),
    ),
    (
        "pages/product-list.html",
        include_str!("../../templates/pages/product-list.html"),
    ),
    (
        "pages/product.html",
        include_str!("../../templates/pages/product.html"),
    ),
    (
        "pages/readiness.html",
        include_str!("../../templates/pages/readiness.html"),
    ),
    (
        "pages/rule-list.html",
        include_str!("../../templates/pages/rule-list.html"),
    ),
    (
        "pages/rule.html",
        include_str!("../../templates/pages/rule.html"),
    ),
    (
        "pages/scorecard-list.html",
        include_str!("../../templates/pages/scorecard-list.html"),
    ),
    (
        "pages/scorecard.html",
        include_str!("../../templates/pages/scorecard.html"),
    ),
    (
        "pages/search.html",
        include_str!("../../templates/pages/search.html"),
    ),
    (
        "pages/service-level-list.html",
        include_str!("../../templates/pages/service-level-list.html"),
    ),
    (
        "pages/source-list.html",
        include_str!("../../templates/pages/source-list.html"),
    ),
    (
        "pages/team-list.html",
        include_str!("../../templates/pages/team-list.html"),
    ),
    (
        "pages/waivers.html",
        include_str!("../../templates/pages/waivers.html"),
    ),
    (
        "pages/withheld.html",
        include_str!("../../templates/pages/withheld.html"),
    ),
    (
        "pages/team.html",
        include_str!("../../templates/pages/team.html"),
    ),
];

/// A set of templates, ready to render.
pub struct Theme {
    tera: Tera,
}

impl Theme {
    /// The tool's templates with `overrides` (name and text) in front of them.
    ///
    /// # Errors
    /// The first fault of a template, with its file and line.
    pub fn new(site: &SiteFrame, overrides: &[(String, String)]) -> Result<Theme, tera::Error> {
        let mut tera = Tera::new();
        tera.set_fallback_prefixes([BUILT_IN])?;
        // What reorders text or cannot be seen is shown as such, whatever field it stands in.
        tera.set_escape_fn(|text, html| escape_html(&visible(text), html));
        tera.register_filter("ticks", ticks);
        tera.register_filter("thousands", |count: u64, _: Kwargs, _: &State| {
            thousands(count)
        });
        tera.global_context().insert("site", site);
        let built_in = TEMPLATES
            .iter()
            .map(|(name, text)| (format!("{BUILT_IN}{name}"), *text));
        let own = overrides
            .iter()
            .map(|(name, text)| (name.clone(), text.as_str()));
        tera.add_raw_templates(built_in.chain(own))?;
        Ok(Theme { tera })
    }

    /// Renders one page; `root` is the way up to the site's root.
    ///
    /// # Errors
    /// A name that the view does not have, with the template's file and line.
    pub fn render(
        &self,
        template: &str,
        root: &str,
        meta: &Meta,
        view: Value,
    ) -> Result<String, tera::Error> {
        let mut context = Context::new();
        context.insert("root", root);
        context.insert("meta", meta);
        // As a value it is moved in; `insert` would serialise all of it once more.
        context.insert_value("page", view);
        self.tera.render(template, &context)
    }
}

/// Escapes a message and sets what stands in backticks as code.
fn ticks(message: StringInput<'_>, _: Kwargs, _: &State) -> Value {
    let mut html = String::with_capacity(message.as_str().len() + 16);
    let mut rest = message.as_str();
    while let Some((before, after)) = rest.split_once('`') {
        let Some((code, after)) = after.split_once('`') else {
            break;
        };
        escape(before, &mut html);
        html.push_str("<code>");
        escape(code, &mut html);
        html.push_str("</code>");
        rest = after;
    }
    escape(rest, &mut html);
    Value::safe_string(&html)
}

fn escape(text: &str, html: &mut String) {
    for c in visible(text).chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            '\'' => html.push_str("&#39;"),
            _ => html.push(c),
        }
    }
}

/// A count with a thin space between groups of three digits.
pub(super) fn thousands(count: u64) -> String {
    let digits = count.to_string();
    let mut text = String::with_capacity(digits.len() + 4);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push('\u{202f}');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rendered(template: &str) -> String {
        let own = [("own.html".to_owned(), template.to_owned())];
        let theme = Theme::new(&SiteFrame::default(), &own).unwrap();
        let view = serde_json::json!({
            "text": "`<b>` & `x",
            "odd": "a\u{202e}b\u{1b}[31m",
            "count": 1234567,
        });
        theme
            .render(
                "own.html",
                "",
                &Meta::default(),
                Value::from_serializable(&view),
            )
            .unwrap()
    }

    #[test]
    fn backticks_become_code_and_everything_is_escaped() {
        let html = rendered("{{ page.text | ticks }}");
        assert_eq!(html, "<code>&lt;b&gt;</code> &amp; `x");
    }

    #[test]
    fn characters_that_reorder_text_or_are_none_are_shown_as_such() {
        for template in ["{{ page.odd }}", "{{ page.odd | ticks }}"] {
            assert_eq!(rendered(template), "a⟨U+202E⟩b\u{fffd}[31m");
        }
    }

    #[test]
    fn counts_are_grouped_by_thousands() {
        assert_eq!(
            rendered("{{ page.count | thousands }}"),
            "1\u{202f}234\u{202f}567"
        );
    }

    #[test]
    fn every_template_of_the_folder_is_listed() {
        for folder in ["parts", "pages"] {
            let here = format!("{}/templates/{folder}", env!("CARGO_MANIFEST_DIR"));
            for file in std::fs::read_dir(here).unwrap() {
                let file = file.unwrap().file_name();
                let name = format!("{folder}/{}", file.to_str().unwrap());
                assert!(
                    TEMPLATES.iter().any(|(listed, _)| *listed == name),
                    "{name}"
                );
            }
        }
    }

    #[test]
    fn only_fields_that_end_in_html_escape_the_escaping() {
        for (name, text) in TEMPLATES {
            for (at, _) in text.match_indices("| safe") {
                let field = text[..at].trim_end();
                assert!(field.ends_with("_html"), "{name}: {field}");
            }
        }
    }

    #[test]
    fn an_organisation_replaces_a_template_and_can_extend_ours() {
        let own = [(
            "base.html".to_owned(),
            r#"{% extends "!/base.html" %}{% block title %}Acme{% endblock %}"#.to_owned(),
        )];
        let theme = Theme::new(&SiteFrame::default(), &own).unwrap();
        let view = serde_json::json!({});
        let html = theme.render(
            "base.html",
            "",
            &Meta::default(),
            Value::from_serializable(&view),
        );
        assert!(html.unwrap().contains("<title>Acme</title>"));
    }
}
