//! Who may let a finding be.

use super::CODES;
use crate::diag::{Code, Element};
use crate::mesh::{ACROSS, CONFLICTS};
use crate::rules::{SECRET, rule, waiver};

/// Who may let the findings of a rule be.
pub(super) enum Authority {
    /// Whoever writes the file.
    Author,
    /// The portal's owner, in the portal's own `meshbook.yaml`.
    Owner,
    /// Nobody.
    Nobody {
        /// What the rule does, so that nobody may.
        why: &'static str,
        /// What to do instead.
        help: &'static str,
    },
}

/// Why what counts towards a level is never let be.
pub(super) const COUNTS: &str = "counts towards a level";
/// What to do about it instead.
pub(super) const NEEDS_A_WAIVER: &str =
    "mend what it finds; what has to wait needs a waiver, not a suppression";

impl Authority {
    /// Who may let the findings of this kind be.
    pub(super) fn over(code: &Code) -> Authority {
        if code.id == SECRET {
            let why = "finds what everybody can read";
            let help = "revoke the secret, and take it out of the file";
            return Authority::Nobody { why, help };
        }
        if rule(code.id).is_some() {
            return Authority::Nobody {
                why: COUNTS,
                help: NEEDS_A_WAIVER,
            };
        }
        if CODES.iter().any(|own| own.id == code.id) {
            let why = "is about suppressions themselves";
            let help = "mend the suppression that it names";
            return Authority::Nobody { why, help };
        }
        if waiver::CODES.iter().any(|own| own.id == code.id) {
            let why = "is about waivers";
            let help = "mend the waiver that it names";
            return Authority::Nobody { why, help };
        }
        match code.element == Element::Portal || is_of(CONFLICTS, code.id) {
            true => Authority::Owner,
            false => Authority::Author,
        }
    }
}

/// Whether a run that reads less or more than another may raise the rule where the other
/// does not, so that a suppression which nothing needs here may be needed there.
pub(super) fn is_across(rule: &str) -> bool {
    is_of(CONFLICTS, rule) || is_of(ACROSS, rule)
}

fn is_of(codes: &[Code], rule: &str) -> bool {
    codes.iter().any(|code| code.id == rule)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_owner_settles_what_two_parties_claim() {
        for code in CONFLICTS {
            assert!(
                matches!(Authority::over(code), Authority::Owner),
                "{}",
                code.id
            );
            assert!(is_across(code.id), "{}", code.id);
        }
        for code in ACROSS {
            let is_authors = matches!(Authority::over(code), Authority::Author);
            assert_eq!(is_authors, rule(code.id).is_none(), "{}", code.id);
            assert!(is_across(code.id), "{}", code.id);
        }
    }
}
