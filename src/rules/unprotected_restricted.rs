//! Restricted columns that nothing protects.

use super::report::{Facts, Report};
use super::words::{same, words};
use super::{Characteristic, Check, Effort, Evidence, Outcome, Principle, Rule, Severity, Tier};
use std::collections::HashSet;

use super::place;
use crate::diag::{Code, Element, Level, Span};
use crate::mesh::{Contract, is_placeholder};
use crate::model::{Any, CustomProperty, DataContract, SchemaProperty};

pub(super) const RULE: Rule = Rule {
    code: Code {
        id: "unprotected-restricted",
        level: Level::Error,
        element: Element::Access,
        page: include_str!("../../content/rules/unprotected-restricted.md"),
    },
    tier: Tier::Silver,
    severity: Severity::Critical,
    evidence: Evidence::Verified,
    principle: Principle::FederatedGovernance,
    characteristic: Characteristic::Secure,
    effort: Effort::Medium,
    since: "0.2.0",
    check: Check::Contract(check),
};

/// The words that mean protected where the portal names none. `confidential` is none of them:
/// for many it is what everybody in the house may read.
const USUAL: &[&str] = &[
    "restricted",
    "highly restricted",
    "highly confidential",
    "strictly confidential",
    "secret",
    "sensitive",
    "pii",
];

/// Beginnings of words for ways of protection, in names of custom properties.
const WAYS: &[&str] = &[
    "anonymi",
    "encrypt",
    "hash",
    "mask",
    "protect",
    "pseudonymi",
    "redact",
    "tokeni",
];

/// Names of custom properties that list roles, lower case without separators.
const ROLES: &[&str] = &[
    "accessroles",
    "allowedroles",
    "readableby",
    "restrictedto",
    "restrictedtoroles",
    "roles",
];

fn check(
    facts: &Facts<'_>,
    _: &Contract,
    contract: &DataContract,
    report: &mut Report<'_>,
) -> Outcome {
    let configured = facts.governance.protected.iter();
    let configured: Vec<&str> = configured.map(|word| word.trim()).collect();
    let roles = contract.roles.iter().filter_map(|role| role.role.as_ref());
    let mut found = Found {
        words: if configured.is_empty() {
            USUAL
        } else {
            &configured
        },
        roles: roles.map(|role| role.trim()).collect(),
        met: 0,
        of: 0,
        open: Vec::new(),
    };
    for object in &contract.schema {
        let (table, name) = place::of_object(object);
        found.open.clear();
        let custom = &object.custom_properties;
        let is_restricted = custom.iter().any(|custom| found.is_for_roles(custom));
        found.columns(&object.properties, is_restricted, report);
        report.tell_all(
            table,
            &found.open,
            |column| format!("nothing says how `{column}` is protected"),
            |count, columns| {
                format!("nothing says how {count} properties of `{name}` are protected: {columns}")
            },
            "add `encryptedName`, or a custom property such as `masking`, or `restrictedTo` with a role of the contract",
        );
    }
    report.outcome(found.met, found.of, "no column is restricted")
}

/// The columns whose class has to be protected: how many, how many of them say how they are,
/// and those of one table that do not.
struct Found<'c, 'w> {
    words: &'w [&'w str],
    roles: HashSet<&'c str>,
    met: usize,
    of: usize,
    open: Vec<(Span, &'c str)>,
}

impl<'c> Found<'c, '_> {
    /// What protects a column protects what lies in it.
    fn columns(
        &mut self,
        properties: &'c [SchemaProperty],
        is_protected: bool,
        report: &Report<'_>,
    ) {
        for property in properties {
            let is_protected = is_protected || self.protects_itself(property);
            let is_whole = is_protected || report.is_whole(property.span);
            if self.is_restricted(property) && is_whole {
                let (has_values, is_open) = self.values(property, is_protected);
                self.of += usize::from(has_values);
                self.met += usize::from(has_values && !is_open);
                if is_open {
                    self.open.push(place::of_property(property));
                }
            }
            self.columns(&property.properties, is_protected, report);
        }
    }

    fn is_restricted(&self, property: &SchemaProperty) -> bool {
        let class = property.classification.as_ref().map(|class| class.trim());
        class.is_some_and(|class| {
            self.words
                .iter()
                .any(|word| word.eq_ignore_ascii_case(class))
        })
    }

    /// Whether values of the class of a column lie in it, and whether any of them is open. Parts
    /// with a class of their own have another one.
    fn values(&self, property: &SchemaProperty, is_protected: bool) -> (bool, bool) {
        if property.properties.is_empty() {
            return (true, !is_protected);
        }
        let parts = property.properties.iter();
        let parts = parts.filter(|part| part.classification.is_none());
        parts.fold((false, false), |(has_values, is_open), part| {
            let is_protected = is_protected || self.protects_itself(part);
            let (more, open) = self.values(part, is_protected);
            (has_values || more, is_open || open)
        })
    }

    fn protects_itself(&self, property: &SchemaProperty) -> bool {
        let Some(details) = property.details() else {
            return false;
        };
        let encrypted = details.encrypted_name.as_ref();
        let mut custom = details.custom_properties.iter();
        encrypted.is_some_and(|name| is_said(name))
            || custom.any(|custom| is_way(custom) || self.is_for_roles(custom))
    }

    /// Whether a custom property keeps its part for roles that the contract has.
    fn is_for_roles(&self, custom: &CustomProperty) -> bool {
        let name = custom.property.as_ref().map_or("", |name| &name.value);
        let bare: String = name.chars().filter(|c| c.is_alphanumeric()).collect();
        let is_role = |role: &str| self.roles.contains(role.trim());
        let names_roles = match &custom.value {
            Some(Any::Scalar(text)) => text.split(',').all(is_role),
            Some(Any::List(items)) => {
                !items.is_empty() && items.iter().all(|item| item.text().is_some_and(is_role))
            }
            _ => false,
        };
        names_roles && ROLES.contains(&bare.to_lowercase().as_str())
    }
}

/// Words that turn what is said into its opposite.
const NEGATIONS: &[&str] = &["no", "non", "not", "without"];

/// Whether a custom property names a way of protection, and which.
fn is_way(custom: &CustomProperty) -> bool {
    let name = custom.property.as_ref().map_or("", |name| &name.value);
    names_a_way(name) && custom.value.as_ref().is_some_and(says_which)
}

/// Whether a name has a word for a way of protection, and none that denies it: `maskingPolicy`,
/// but not `unmasked`, `notMasked` and `hashtags`.
fn names_a_way(name: &str) -> bool {
    !words(name).any(denies) && words(name).any(is_way_word)
}

fn denies(word: &str) -> bool {
    NEGATIONS.iter().any(|not| same(word, not))
}

fn is_way_word(word: &str) -> bool {
    let word = word.to_lowercase();
    !word.starts_with("hashtag") && WAYS.iter().any(|way| word.starts_with(way))
}

/// Whether a value says more than that there is nothing; a list or map if any part of it does.
fn says_which(value: &Any) -> bool {
    match value {
        Any::Scalar(text) => is_said(text),
        Any::List(items) => items.iter().any(says_which),
        Any::Map(entries) => entries.iter().any(|(_, value)| says_which(value)),
    }
}

/// Whether a text says more than that there is nothing.
fn is_said(text: &str) -> bool {
    let lower = text.trim().to_lowercase();
    let mut words = words(&lower);
    let is_denied = match (words.next(), words.next()) {
        (Some(not), Some(way)) if denies(not) => is_way_word(way),
        (Some(word), _) => word.strip_prefix("un").is_some_and(is_way_word),
        _ => false,
    };
    let is_nothing = matches!(lower.as_str(), "no" | "false" | "off" | "0");
    !is_placeholder(&lower) && !is_nothing && !is_denied
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ways_are_told_from_what_sounds_alike() {
        for name in [
            "masking",
            "maskingPolicy",
            "masked_by",
            "isEncrypted",
            "ENCRYPTION",
            "dataProtection",
            "hash",
            "hashAlgorithm",
            "column-tokenization",
            "Pseudonymised",
        ] {
            assert!(names_a_way(name), "{name}");
        }
        for name in [
            "unmasked",
            "unprotected",
            "unencrypted",
            "UNENCRYPTED",
            "not_masked",
            "notEncrypted",
            "nonHashed",
            "no-masking",
            "hashtags",
            "owner",
            "",
        ] {
            assert!(!names_a_way(name), "{name}");
        }
    }

    #[test]
    fn what_denies_says_nothing() {
        for text in [
            "no",
            "No masking",
            "none",
            "False",
            "off",
            "not masked yet",
            "unmasked",
            "n/a",
            "TBD",
            "0",
        ] {
            assert!(!is_said(text), "{text}");
        }
        for text in [
            "true",
            "sha-256",
            "first letter and domain",
            "not visible in clear",
            "no_reply_token",
            "unicode-safe masking",
        ] {
            assert!(is_said(text), "{text}");
        }
    }
}
