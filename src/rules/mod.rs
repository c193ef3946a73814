//! The rules of governance: what a complete product and contract must have.
//!
//! One file a rule, and a page in `content/rules` for each, which is its text for people and
//! its test. A rule looks at a product or at a contract of the mesh, tells what it found and
//! says how it came out; what that is worth is `score`'s to say.

mod across;
mod apply;
mod attributes;
mod book;
mod bound;
mod concern;
mod context;
mod copies;
mod dialect;
mod filler;
mod gate;
mod levels;
mod members;
mod measured;
mod nameless;
mod outcome;
pub mod own;
mod personal;
mod place;
mod report;
mod restated;
mod retention_policy;
mod secrets;
mod settings;
mod specimen;
mod standing;
mod standstill;
mod strength;
mod suppression;
mod terms;
mod waiver;
mod tended;
mod words;

mod broken_link;
mod bus_factor_one;
mod contract_without_product;
mod dangling_input_port;
mod dangling_relationship;
mod dangling_sla_element;
mod copied_description;
mod copied_sla;
mod deprecated_without_successor;
mod duplicate_name;
mod filler_text;
mod freshness_not_measured;
mod hand_written_measurement;
mod identifier_off_glossary;
mod incoherent_sla;
mod missing_access_path;
mod missing_availability;
mod missing_docs_page;
mod missing_examples;
mod missing_frequency;
mod missing_freshness;
mod missing_identity;
mod missing_owner;
mod missing_purpose;
mod missing_quality_rule;
mod missing_retention;
mod missing_schema;
mod missing_server;
mod missing_support_channel;
mod missing_usage_limits;
mod moved_address;
mod name_off_pattern;
mod narrow_quality;
mod no_accountable_member;
mod object_without_grain;
mod off_list_status;
mod off_vocabulary_tags;
mod owner_outside_domain;
mod personal_data_exposed;
mod placeholder_owner;
mod quality_failing;
mod quality_not_measured;
mod quality_without_threshold;
mod retention_over_policy;
mod secret_in_manifest;
mod sla_broken;
mod time_without_zone;
mod unchecked_key;
mod unclassified_property;
mod neglected_by_owner;
mod ownership_not_evidenced;
mod parked_product;
mod renamed_table;
mod unchecked_in_ci;
mod undescribed_object;
mod undescribed_property;
mod unknown_domain;
mod unknown_owner;
mod unlinked_terms;
mod unprotected_restricted;
mod unreadable_sla;
mod unreal_approver;
mod untyped_property;
mod vacuous_threshold;
mod unused_product;

use crate::diag::Code;
use crate::mesh::{Contract, Product};
use crate::model::DataContract;
use crate::{
    charter, config, document, history, manifest, markup, measure, mesh, past, service_level,
    source,
};

pub use apply::{Verdicts, apply};
pub use attributes::{Characteristic, Effort, Evidence, Principle, Severity, Tier};
pub use book::{Book, BookRule};
pub use bound::{Bindings, unknown_bindings};
pub use concern::{Concern, Concerns};
pub use context::Context;
pub(crate) use filler::is_filler;
pub use gate::{Block, Gate};
pub use levels::{Levels, level_told, unknown_levels};
pub use outcome::{Outcome, Verdict};
pub use restated::drop_restated_formats;
pub use retention_policy::unreadable_retention;
pub use secrets::{is_secret, is_secret_entry, secret_ranges};
pub use settings::check_settings;
pub(crate) use standing::offered;
pub use standing::{Standing, current};
pub(crate) use suppression::shown_reason;
pub use suppression::{CODES, suppress};
pub use waiver::{
    EXPIRED_WAIVER, EXPIRING_WAIVER, INVALID_WAIVER, UNAPPROVED_WAIVER, UNKNOWN_WAIVER,
    UNUSED_WAIVER,
};

use report::{Facts, Report};

/// A rule of governance.
pub struct Rule {
    /// Its name, its level where the configuration sets none, its element and its page.
    pub code: Code,
    /// The level of maturity for which it must pass.
    pub tier: Tier,
    /// How much it weighs.
    pub severity: Severity,
    /// What it rests on.
    pub evidence: Evidence,
    /// The principle of data mesh that it serves.
    pub principle: Principle,
    /// The trait of a data product that it serves.
    pub characteristic: Characteristic,
    /// How much work it is to mend what it finds.
    pub effort: Effort,
    /// The version of Meshbook that brought it.
    pub since: &'static str,
    pub(crate) check: Check,
}

impl Rule {
    /// Its name.
    pub fn id(&self) -> &'static str {
        self.code.id
    }
}

pub use secret_in_manifest::ID as SECRET;

/// Every rule, element by element.
pub const RULES: &[Rule] = &[
    missing_schema::RULE,
    untyped_property::RULE,
    duplicate_name::RULE,
    object_without_grain::RULE,
    name_off_pattern::RULE,
    identifier_off_glossary::RULE,
    time_without_zone::RULE,
    missing_quality_rule::RULE,
    quality_without_threshold::RULE,
    vacuous_threshold::RULE,
    unchecked_key::RULE,
    narrow_quality::RULE,
    quality_not_measured::RULE,
    quality_failing::RULE,
    missing_freshness::RULE,
    missing_frequency::RULE,
    missing_retention::RULE,
    missing_availability::RULE,
    unreadable_sla::RULE,
    dangling_sla_element::RULE,
    incoherent_sla::RULE,
    freshness_not_measured::RULE,
    sla_broken::RULE,
    hand_written_measurement::RULE,
    missing_purpose::RULE,
    undescribed_object::RULE,
    filler_text::RULE,
    broken_link::RULE,
    missing_usage_limits::RULE,
    undescribed_property::RULE,
    unlinked_terms::RULE,
    missing_examples::RULE,
    missing_docs_page::RULE,
    off_vocabulary_tags::RULE,
    copied_sla::RULE,
    copied_description::RULE,
    renamed_table::RULE,
    missing_owner::RULE,
    placeholder_owner::RULE,
    unknown_owner::RULE,
    no_accountable_member::RULE,
    bus_factor_one::RULE,
    owner_outside_domain::RULE,
    missing_support_channel::RULE,
    neglected_by_owner::RULE,
    ownership_not_evidenced::RULE,
    missing_access_path::RULE,
    unreal_approver::RULE,
    personal_data_exposed::RULE,
    unclassified_property::RULE,
    unprotected_restricted::RULE,
    retention_over_policy::RULE,
    secret_in_manifest::RULE,
    missing_server::RULE,
    missing_identity::RULE,
    moved_address::RULE,
    unknown_domain::RULE,
    contract_without_product::RULE,
    dangling_input_port::RULE,
    dangling_relationship::RULE,
    off_list_status::RULE,
    deprecated_without_successor::RULE,
    parked_product::RULE,
    unused_product::RULE,
    unchecked_in_ci::RULE,
];

/// The rule of this name.
pub fn rule(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.code.id == id)
}

/// Every kind of finding that there is, by name: those of the rooms before this one, and
/// the rules. What another room tells and a rule counts is listed by that room.
pub fn catalogue() -> Vec<&'static Code> {
    let rooms = [
        document::CODES,
        config::CODES,
        past::CODES,
        source::CODES,
        manifest::CODES,
        mesh::CODES,
        measure::CODES,
        service_level::CODES,
        charter::CODES,
        history::CODES,
        markup::CODES,
        suppression::CODES,
        own::CODES,
        settings::CODES,
        waiver::CODES,
    ];
    let mut codes: Vec<_> = rooms.into_iter().flatten().collect();
    codes.sort_by_key(|code| code.id);
    let is_own = |code: &&Code| {
        codes
            .binary_search_by_key(&code.id, |known| known.id)
            .is_err()
    };
    let rules = RULES.iter().map(|rule| &rule.code);
    let own: Vec<_> = rules.filter(is_own).collect();
    codes.extend(own);
    codes.sort_by_key(|code| code.id);
    codes
}

/// The kind of finding of this name.
pub fn code(id: &str) -> Option<&'static Code> {
    catalogue().into_iter().find(|code| code.id == id)
}

/// What a rule looks at.
pub(crate) enum Check {
    /// A product.
    Product(ProductCheck),
    /// A contract. A product comes out as the contracts that it offers do.
    Contract(ContractCheck),
    /// Both. A product comes out as it does itself and as its contracts do.
    Both(ProductCheck, ContractCheck),
}

type ProductCheck = fn(&Facts<'_>, &Product, &mut Report<'_>) -> Outcome;
type ContractCheck = fn(&Facts<'_>, &Contract, &DataContract, &mut Report<'_>) -> Outcome;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_levels_follow_severities() {
        let codes = catalogue();
        assert!(codes.windows(2).all(|pair| pair[0].id < pair[1].id));
        for rule in RULES {
            assert_eq!(rule.code.level, rule.severity.level(), "{}", rule.id());
        }
    }

    #[test]
    fn a_page_has_a_title_a_summary_and_a_body() {
        for code in catalogue() {
            let page = code.parts();
            assert!(code.page.starts_with("# "), "{}", code.id);
            assert!(
                !page.title.is_empty() && !page.title.ends_with('.'),
                "{}",
                code.id
            );
            assert!(
                page.summary.ends_with('.') && !page.summary.contains('\n'),
                "{}",
                code.id
            );
            assert!(page.body.starts_with("## Why it matters\n"), "{}", code.id);
        }
    }
}
