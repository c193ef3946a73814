//! A file of waivers as it is written; its JSON Schema is made from these types.

use schemars::JsonSchema;

/// The fields of a waiver, in the order in which they are read.
pub(super) const FIELDS: [Field; 9] = [
    Field::must("id"),
    Field::must("rule"),
    Field::must("target"),
    Field::must("reason"),
    Field::must("owner"),
    Field::must("approvedBy"),
    Field::must("created"),
    Field::must("expires"),
    Field {
        name: "ticket",
        is_required: false,
    },
];

/// A field of a waiver.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) is_required: bool,
}

impl Field {
    const fn must(name: &'static str) -> Field {
        Field {
            name,
            is_required: true,
        }
    }
}

/// Waivers of Meshbook: a YAML file in a folder that `governance.waivers` names, or in the folder
/// `waivers` of a source for which `governance.waiver-approvers` names who may approve.
#[derive(JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "it is the JSON Schema alone that is made of it")]
pub(super) enum RawWaivers {
    /// One waiver.
    One(Box<RawWaiver>),
    /// Several waivers; at most 500.
    Several(Vec<RawWaiver>),
}

/// A rule that is let be at a product for some time. It still counts as failed for level and
/// score; only `meshbook check` no longer fails for it.
#[derive(JsonSchema)]
#[schemars(rename = "Waiver", rename_all = "camelCase", deny_unknown_fields)]
#[allow(dead_code, reason = "it is the JSON Schema alone that is made of it")]
pub(super) struct RawWaiver {
    /// Its name, unique among the waivers of the portal or of the source.
    pub(super) id: String,
    /// The name of the rule, such as `missing-owner`.
    pub(super) rule: String,
    /// What it is let be at: the id of a product or contract. With a JSON pointer into the
    /// manifest behind `#` only that node of it: `parcels#/schema/0/properties/3`. Items of lists
    /// go by number, `id` or `name`: `parcels#/schema/orders/properties/email`.
    pub(super) target: String,
    /// Why it cannot be mended yet, and what will be done, in at least 20 characters.
    pub(super) reason: String,
    /// Who answers for it: a team or person of the directory.
    pub(super) owner: String,
    /// Who approved it: a team or person other than the owner.
    pub(super) approved_by: String,
    /// The day on which it was granted, such as 2026-11-01.
    pub(super) created: String,
    /// The last day on which it holds: at most 180 days after `created`; 90 for rules of high
    /// severity, 30 for critical ones.
    pub(super) expires: String,
    /// Where the work on it is planned.
    pub(super) ticket: Option<String>,
}

/// The JSON Schema of a file of waivers.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(RawWaivers).to_value()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_schema_has_the_fields_that_are_read() {
        let schema = schema();
        let waiver = &schema["$defs"]["Waiver"];
        let mut known: Vec<_> = waiver["properties"].as_object().unwrap().keys().collect();
        known.sort();
        let mut read: Vec<_> = FIELDS.iter().map(|field| field.name).collect();
        read.sort_unstable();
        assert_eq!(known, read);
        let required: Vec<_> = FIELDS.iter().filter(|field| field.is_required).collect();
        assert_eq!(waiver["required"].as_array().unwrap().len(), required.len());
        assert_eq!(waiver["additionalProperties"], false);
    }
}
