//! The data contract (ODCS 3.0 to 3.2), and what older standards say in its words.

use super::{
    ApiVersion, AuthoritativeDefinition, Context, CustomProperty, Description, SchemaObject,
    Spanned, SupportItem, Team, Text, Unknown,
};
use crate::diag::{FileId, Span};

/// The standard in which a data contract is written. What is not ODCS 3 is read as its
/// upgrade.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standard {
    /// ODCS 3.
    Odcs,
    /// ODCS 2.
    Odcs2,
    /// Data Contract Specification.
    Dcs,
}

/// A data contract (ODCS): the promise on the data behind an output port.
#[derive(Clone, Debug)]
pub struct DataContract {
    /// The standard in which it is written.
    pub standard: Standard,
    /// The version of that standard; `None` where it names none that is known.
    pub api_version: Option<Spanned<ApiVersion>>,
    /// `id`.
    pub id: Option<Text>,
    /// `version` of the contract.
    pub version: Option<Text>,
    /// `status`: proposed, draft, active, deprecated, retired.
    pub status: Option<Text>,
    /// `name`.
    pub name: Option<Text>,
    /// `tenant`.
    pub tenant: Option<Text>,
    /// `domain`.
    pub domain: Option<Text>,
    /// `dataProduct`: the name of its product; deprecated since 3.1.
    pub data_product: Option<Text>,
    /// `tags`.
    pub tags: Vec<Text>,
    /// `description`.
    pub description: Option<Description>,
    /// `authoritativeDefinitions`.
    pub authoritative_definitions: Vec<AuthoritativeDefinition>,
    /// `customProperties`.
    pub custom_properties: Vec<CustomProperty>,
    /// `contractCreatedTs`.
    pub contract_created_ts: Option<Text>,
    /// `servers`.
    pub servers: Vec<Server>,
    /// `schema`.
    pub schema: Vec<SchemaObject>,
    /// `support`.
    pub support: Vec<SupportItem>,
    /// `price`.
    pub price: Option<Price>,
    /// `team`.
    pub team: Option<Team>,
    /// `roles`.
    pub roles: Vec<Role>,
    /// `slaDefaultElement`; deprecated since 3.1.
    pub sla_default_element: Option<Text>,
    /// `slaProperties`.
    pub sla_properties: Vec<SlaProperty>,
    /// `context` (3.2).
    pub context: Option<Context>,
    /// Keys that the standard does not know.
    pub unknown: Vec<Unknown>,
    /// The file.
    pub file: FileId,
    /// The whole manifest.
    pub span: Span,
    /// Whether the file was read to its end.
    pub complete: bool,
    /// The parts of which some could not be read.
    pub torn: Vec<Span>,
}

impl DataContract {
    /// The place that names it: its id, else its name, else its start.
    pub fn place(&self) -> Span {
        let named = self.id.as_ref().or(self.name.as_ref());
        named.map_or(self.span.head(), |name| name.span)
    }

    /// The standard and version in which it is written, such as `ODCS v3.1.0`; empty where it
    /// names no version of ODCS 3.
    pub fn written_in(&self) -> String {
        let version = self.api_version.map(|version| version.value);
        match (self.standard, version) {
            (Standard::Odcs | Standard::Odcs2, Some(version)) => format!("ODCS {version}"),
            (Standard::Odcs, None) => String::new(),
            (Standard::Odcs2, None) => "ODCS 2".to_owned(),
            (Standard::Dcs, version) => {
                let version = version.map_or_else(String::new, |version| version.to_string());
                let bare = version.trim_start_matches('v');
                format!("Data Contract Specification {bare}")
                    .trim_end()
                    .to_owned()
            }
        }
    }
}

/// One of `servers`: where the data is.
#[derive(Clone, Debug)]
pub struct Server {
    /// `server`: its name.
    pub server: Option<Text>,
    /// `type`: postgres, snowflake, s3, kafka, ...
    pub kind: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `environment`: prod, preprod, dev, uat.
    pub environment: Option<Text>,
    /// The fields of its type, such as `host` and `database`, in the order of the file.
    pub fields: Vec<ServerField>,
    /// Where it stands.
    pub span: Span,
}

/// A field of a server that depends on the server's type.
#[derive(Clone, Debug)]
pub struct ServerField {
    /// The standard's key.
    pub key: Text,
    /// What it says; `${VAR}` stays as it is.
    pub value: Text,
}

/// `price`.
#[derive(Clone, Debug)]
pub struct Price {
    /// `priceAmount`, in `priceCurrency` for each `priceUnit`.
    pub price_amount: Option<Text>,
    /// `priceCurrency`.
    pub price_currency: Option<Text>,
    /// `priceUnit`.
    pub price_unit: Option<Text>,
}

/// One of `roles`: a way to get access.
#[derive(Clone, Debug)]
pub struct Role {
    /// `role`: its name.
    pub role: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `access`: read, write, ...
    pub access: Option<Text>,
    /// `firstLevelApprovers`.
    pub first_level_approvers: Option<Text>,
    /// `secondLevelApprovers`.
    pub second_level_approvers: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// One of `slaProperties`: a promise on the service.
#[derive(Clone, Debug)]
pub struct SlaProperty {
    /// `property`: latency, retention, availability, ...
    pub property: Option<Text>,
    /// `value`.
    pub value: Option<SlaValue>,
    /// `valueExt`: the upper end of a range.
    pub value_ext: Option<Text>,
    /// `unit`.
    pub unit: Option<Text>,
    /// `element`: `table.column`, several with commas.
    pub element: Option<Text>,
    /// `driver`: regulatory, analytics, operational.
    pub driver: Option<Text>,
    /// `description`.
    pub description: Option<Text>,
    /// `scheduler`: cron, ...
    pub scheduler: Option<Text>,
    /// `schedule`.
    pub schedule: Option<Text>,
    /// Where it stands.
    pub span: Span,
}

/// The value of a promise: the standard allows a text, a number, a boolean or null.
pub type SlaValue = Text;
