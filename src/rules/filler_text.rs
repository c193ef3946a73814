//! Texts that say nothing.

use super::filler::{is_filler, repeats_within};
use super::place;
use super::report::{Facts, Report};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use crate::diag::Span;
use crate::diag::{Code, Element, Level};
use crate::mesh::{Contract, Product};
use crate::model::{DataContract, Description, SchemaProperty, Text};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "filler-text",
        level: Level::Error,
        element: Element::Documentation,
        page: include_str!("../../content/rules/filler-text.md"),
    },
    tier: Tier::Bronze,
    severity: Severity::High,
    evidence: Evidence::Verified,
    principle: Principle::DataAsAProduct,
    characteristic: Characteristic::Discoverable,
    effort: Effort::Medium,
    since: "0.1.0",
    check: Check::Both(product, contract),
};

const HELP: &str = "say what it is, for whom and since when, or remove the line";
const NO_TEXTS: &str = "there are no descriptions";

fn product(facts: &Facts<'_>, product: &Product, report: &mut Report<'_>) -> Outcome {
    let Some(manifest) = &product.manifest else {
        return Outcome::NotApplicable("the product has no manifest of its own");
    };
    let mut texts = Texts::default();
    let domain = &facts.mesh.domain(product.domain).name;
    texts.description(manifest.description.as_ref(), &product.name, domain, report);
    for port in &manifest.output_ports {
        let name = port.name.as_ref().map_or("", |name| &*name.value);
        texts.one(
            "output port",
            name,
            port.description.as_ref(),
            &[name],
            report,
        );
    }
    texts.outcome()
}

fn contract(
    facts: &Facts<'_>,
    own: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let mut texts = Texts::default();
    let domain = &facts.mesh.domain(own.domain).name;
    texts.description(contract.description.as_ref(), &own.name, domain, report);
    for object in &contract.schema {
        let (table, name) = place::of_object(object);
        let physical = object
            .physical_name
            .as_ref()
            .map_or("", |name| &*name.value);
        texts.one(
            "table",
            name,
            object.description.as_ref(),
            &[name, physical],
            report,
        );
        let mut filler = Vec::new();
        texts.columns(&object.properties, name, &mut filler);
        report.tell_all(
            table,
            &filler,
            |column| format!("the description of `{column}` says nothing"),
            |count, columns| {
                format!("the descriptions of {count} properties of `{name}` say nothing: {columns}")
            },
            HELP,
        );
    }
    texts.outcome()
}

/// How many texts there are, and how many of them say something.
#[derive(Default)]
struct Texts {
    met: usize,
    of: usize,
}

impl Texts {
    fn description(
        &mut self,
        description: Option<&Description>,
        name: &str,
        domain: &str,
        report: &mut Report<'_>,
    ) {
        let Some(description) = description else {
            return;
        };
        for (what, text) in [
            ("purpose", &description.purpose),
            ("usage", &description.usage),
            ("limitations", &description.limitations),
        ] {
            self.one(what, name, text.as_ref(), &[name, what, domain], report);
        }
    }

    /// Judges the text of `what`, which goes by `names`.
    fn one(
        &mut self,
        what: &str,
        name: &str,
        text: Option<&Text>,
        names: &[&str],
        report: &mut Report<'_>,
    ) {
        let Some(text) = text else {
            return;
        };
        if !self.says_nothing(what, text, names, "") {
            return;
        }
        let message = match what {
            "limitations" => format!("the {what} of `{name}` say nothing"),
            "purpose" | "usage" => format!("the {what} of `{name}` says nothing"),
            _ => format!("the description of {what} `{name}` says nothing"),
        };
        report.tell(text.span, message).help(HELP);
    }

    fn columns<'c>(
        &mut self,
        properties: &'c [SchemaProperty],
        around: &str,
        filler: &mut Vec<(Span, &'c str)>,
    ) {
        for property in properties {
            if let Some(text) = &property.description {
                let (_, name) = place::of_property(property);
                let physical = property
                    .details()
                    .and_then(|details| details.physical_name.as_ref());
                let physical = physical.map_or("", |name| &*name.value);
                if self.says_nothing("column", text, &[name, physical], around) {
                    filler.push((text.span, name));
                }
            }
            self.columns(&property.properties, around, filler);
        }
    }

    fn says_nothing(&mut self, what: &str, text: &Text, names: &[&str], around: &str) -> bool {
        let says_nothing = says_nothing(what, text, names, around);
        self.of += 1;
        self.met += usize::from(!says_nothing);
        says_nothing
    }

    fn outcome(&self) -> Outcome {
        Outcome::of(self.met, self.of, NO_TEXTS)
    }
}

/// Whether the text of `what`, which goes by `names` and is in what is called `around`, says nothing. Having no limitations is
/// something to say.
pub(super) fn says_nothing(what: &str, text: &str, names: &[&str], around: &str) -> bool {
    let says_none = what == "limitations" && is_none(text);
    !says_none && (is_filler(text) || repeats_within(text, names, around))
}

fn is_none(text: &str) -> bool {
    let bare = text.trim().trim_end_matches('.').to_lowercase();
    matches!(bare.as_str(), "none" | "n/a" | "no" | "not applicable")
}
