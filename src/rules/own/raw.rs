//! A rule of an organisation as it is written.

use schemars::JsonSchema;
use serde::Deserialize;

/// A rule of the organisation.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "the schema is made from it; the values are read with their places"
)]
pub(super) struct RawRule {
    /// Its name, with the organisation before it: `acme/money-without-currency`.
    id: String,
    /// What holds where it is met, in a few words.
    title: String,
    /// The principle of data mesh that it serves.
    #[serde(default)]
    principle: Option<RawPrinciple>,
    /// The trait of a data product that it serves.
    #[serde(default)]
    characteristic: Option<RawCharacteristic>,
    /// How much it weighs.
    severity: RawSeverity,
    /// The level of maturity for which it must be met.
    level: RawTier,
    /// What it rests on: `declared` where it looks at one manifest alone, `verified` where it
    /// compares. `declared` where it is absent.
    #[serde(default)]
    evidence: Option<RawEvidence>,
    /// How much work it is to mend what it finds; `medium` where it is absent.
    #[serde(default)]
    effort: Option<RawEffort>,
    /// The element of a contract that it is about, which groups it on pages.
    #[serde(default)]
    element: Option<RawElement>,
    /// The day that brought it, such as 2026-12-01.
    since: String,
    /// For how many days it moves nobody's grade.
    #[serde(default)]
    grace_days: Option<u16>,
    /// Whether it is about products (ODPS) or contracts (ODCS). Where it is absent, `for_each`
    /// tells; `.` means contracts.
    #[serde(default)]
    kind: Option<RawKind>,
    /// To what it applies, in CEL: `product.domain == "finance"`. To everything where it is absent.
    #[serde(default)]
    applies_to: Option<String>,
    /// The way to the maps that it looks at: `schema[*].properties[*]`, or `.` for the whole.
    for_each: String,
    /// Which of them it is about, in CEL on `it`. About all where it is absent.
    #[serde(default)]
    when: Option<String>,
    /// What must hold, in CEL on `it`.
    assert: String,
    /// What is where it does not hold, with `{{ it.name }}` for values.
    message: String,
    /// The act that mends it, with values as in `message`.
    fix: String,
    /// A page in Markdown, beside this file.
    #[serde(default)]
    docs: Option<String>,
    /// Whether a waiver may let it be; it may where it is absent.
    #[serde(default)]
    waivable: Option<bool>,
    /// Its tests: one at least that is met, and one that is not.
    #[serde(default)]
    tests: Vec<RawTest>,
}

/// A test of a rule.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[schemars(deny_unknown_fields)]
#[allow(
    dead_code,
    reason = "the schema is made from it; the values are read with their places"
)]
struct RawTest {
    /// What it shows.
    name: String,
    /// A contract or product that meets the rule.
    #[serde(default)]
    pass: Option<serde_json::Value>,
    /// A contract or product that does not.
    #[serde(default)]
    fail: Option<serde_json::Value>,
    /// A contract or product to which the rule does not apply.
    #[serde(default)]
    skip: Option<serde_json::Value>,
    /// The product of the contract: what `product` says.
    #[serde(default)]
    product: Option<serde_json::Value>,
    /// Where it is not met: `schema[0].properties[2]`, or several of them.
    #[serde(default)]
    at: Option<OneOrMore>,
    /// The day of the test, for rules that ask `now`.
    #[serde(default)]
    on: Option<String>,
}

/// A text or several.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(untagged)]
#[allow(dead_code, reason = "the schema is made from it")]
enum OneOrMore {
    /// One.
    One(String),
    /// Several.
    More(Vec<String>),
}

macro_rules! words {
    ($($(#[$doc:meta])* $name:ident { $($(#[$of:meta])* $word:ident,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
            #[serde(rename_all = "kebab-case")]
            #[allow(dead_code, reason = "the schema is made from it")]
            enum $name { $($(#[$of])* $word,)* }
        )*
    };
}

words! {
    /// A principle of data mesh.
    RawPrinciple {
        DomainOwnership,
        DataAsAProduct,
        SelfServePlatform,
        FederatedGovernance,
    }
    /// A trait of a data product.
    RawCharacteristic {
        Discoverable,
        Addressable,
        Trustworthy,
        SelfDescribing,
        Interoperable,
        Secure,
    }
    /// How much a rule weighs.
    RawSeverity {
        Critical,
        High,
        Medium,
        Low,
    }
    /// A level of maturity.
    RawTier {
        Bronze,
        Silver,
        Gold,
    }
    /// What a rule rests on.
    RawEvidence {
        Declared,
        Verified,
    }
    /// How much work something is.
    RawEffort {
        Small,
        Medium,
        Large,
    }
    /// An element of a contract.
    RawElement {
        Schema,
        Quality,
        Sla,
        Documentation,
        Ownership,
        Access,
        Lifecycle,
    }
    /// What a rule is about.
    RawKind {
        Product,
        Contract,
    }
}

/// The JSON Schema of a rule.
pub fn schema() -> serde_json::Value {
    schemars::schema_for!(RawRule).to_value()
}
