//! Who may let a finding be.

use super::CODES;
use crate::diag::{Code, Element};
use crate::rules::{SECRET, rule};

/// Findings in which two parties contradict each other: neither settles that alone.
const CONFLICTS: &[&str] = &[
    "confusable-id",
    "contested-contract",
    "contested-owner",
    "domain-mismatch",
    "duplicate-id",
    "foreign-contract",
];

/// Findings that depend on what else is read: a domain's own check may raise them where the
/// portal does not, and the other way round.
const ACROSS: &[&str] = &[
    "ambiguous-reference",
    "cyclic-lineage",
    "dangling-contract",
    "dangling-input-port",
    "dangling-relationship",
    "unknown-owner",
    "unknown-replacement",
    "unreal-approver",
    "version-mismatch",
];

/// Who may let the findings of a rule be.
pub(super) enum Authority {
    /// Whoever writes the file.
    Author,
    /// The portal's owner, in the portal's own `meshbook.yaml`.
    Owner,
    /// Nobody: why, and what to do instead.
    Nobody(&'static str, &'static str),
}

impl Authority {
    /// Who may let the findings of this kind be.
    pub(super) fn over(code: &Code) -> Authority {
        if code.id == SECRET {
            let why = "finds what everybody can read";
            return Authority::Nobody(why, "revoke the secret, and take it out of the file");
        }
        if rule(code.id).is_some() {
            let why = "counts towards a level";
            let help = "mend what it finds; what has to wait needs a waiver, not a suppression";
            return Authority::Nobody(why, help);
        }
        if CODES.iter().any(|own| own.id == code.id) {
            let why = "is about suppressions themselves";
            return Authority::Nobody(why, "mend the suppression that it names");
        }
        match code.element == Element::Portal || CONFLICTS.contains(&code.id) {
            true => Authority::Owner,
            false => Authority::Author,
        }
    }
}

/// Whether a run that reads less or more than another may raise the rule where the other
/// does not, so that a suppression which nothing needs here may be needed there.
pub(super) fn is_across(rule: &str) -> bool {
    ACROSS.contains(&rule)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::code;

    #[test]
    fn the_lists_name_rules_that_there_are() {
        for id in CONFLICTS.iter().chain(ACROSS) {
            assert!(code(id).is_some(), "{id}");
        }
    }
}
